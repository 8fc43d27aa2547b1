package org.chuangjian.evidence.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Owners;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.evidence.Coverage;
import org.chuangjian.evidence.Evidence;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.EvidenceEntry;
import org.chuangjian.evidence.EvidenceFilter;
import org.chuangjian.evidence.EvidenceState;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentState;
import org.chuangjian.work.AssignmentView;
import org.chuangjian.work.AssignmentViews;
import org.chuangjian.work.Assignments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** 材料 of a campaign, and one criterion with everything that proves it. */
@Controller
@RequestMapping("/campaigns/{id}")
class EvidencePages {

    private static final int PAGE_SIZE = 50;
    private static final int MOST_OF_ONE_CRITERION = 500;
    private static final int HISTORY = 100;

    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CriteriaSets criteriaSets;
    private final Owners owners;
    private final Units units;
    private final Assignments assignments;
    private final AssignmentViews views;
    private final EvidenceBook book;
    private final Journal journal;
    private final Access access;
    private final Clock clock;

    EvidencePages(
            Campaigns campaigns,
            CampaignBoard board,
            CriteriaSets criteriaSets,
            Owners owners,
            Units units,
            Assignments assignments,
            AssignmentViews views,
            EvidenceBook book,
            Journal journal,
            Access access,
            Clock clock) {
        this.campaigns = campaigns;
        this.board = board;
        this.criteriaSets = criteriaSets;
        this.owners = owners;
        this.units = units;
        this.assignments = assignments;
        this.views = views;
        this.book = book;
        this.journal = journal;
        this.access = access;
        this.clock = clock;
    }

    @GetMapping("/evidence")
    String ledger(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable String criterion,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        boolean whole = access.requireReadingOf(unit);
        Campaign campaign = campaigns.requireVisible(id);
        String own = whole ? null : access.current().unitCode();
        EvidenceFilter filter = new EvidenceFilter(whole ? unit : own, criterion, state(state), text);
        Coverage coverage = book.coverage(id, own);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("entries", book.list(id, filter, page, PAGE_SIZE));
        model.addAttribute("filter", filter);
        model.addAttribute("states", EvidenceState.values());
        model.addAttribute("unitNames", units.names());
        model.addAttribute("whole", whole);
        Set<String> asked = whole ? Set.of() : assignments.criteria(id);
        Map<String, Criterion> byCode = new LinkedHashMap<>();
        criteriaSets.criteria(campaign.criteriaSetId()).stream()
                .filter(it -> whole || asked.contains(it.code()))
                .forEach(it -> byCode.put(it.code(), it));
        model.addAttribute("criteria", byCode);
        model.addAttribute("counts", counts(coverage));
        UriComponentsBuilder here =
                UriComponentsBuilder.fromPath("/campaigns/" + id + "/evidence").queryParam("list", "all");
        List<String> values = new ArrayList<>();
        add(here, values, "unit", unit);
        add(here, values, "criterion", criterion);
        add(here, values, "state", state);
        add(here, values, "text", text);
        model.addAttribute(
                "here", here.encode().buildAndExpand(values.toArray()).toUriString());
        return "evidence/ledger";
    }

    private static void add(UriComponentsBuilder here, List<String> values, String name, @Nullable String value) {
        if (StringUtils.isNotBlank(value)) {
            here.queryParam(name, "{" + name + "}");
            values.add(value);
        }
    }

    private static Map<EvidenceState, Integer> counts(Coverage coverage) {
        Map<EvidenceState, Integer> counts = new LinkedHashMap<>();
        coverage.criteria().forEach(it -> {
            counts.merge(EvidenceState.DRAFT, it.draft(), Integer::sum);
            counts.merge(EvidenceState.RETURNED, it.returned(), Integer::sum);
            counts.merge(EvidenceState.SUBMITTED, it.submitted(), Integer::sum);
            counts.merge(EvidenceState.ACCEPTED, it.accepted(), Integer::sum);
            counts.merge(EvidenceState.LOCKED, it.locked(), Integer::sum);
        });
        return counts;
    }

    private static @Nullable EvidenceState state(@Nullable String text) {
        if (StringUtils.isBlank(text)) {
            return null;
        }
        try {
            return EvidenceState.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("state", "没有“" + text + "”这种材料状态，请从列表中选择。");
        }
    }

    @GetMapping("/criteria/{code}")
    String criterion(@PathVariable String id, @PathVariable String code, Model model) {
        Campaign campaign = readable(id);
        Criterion criterion = criteriaSets
                .criterion(campaign.criteriaSetId(), code)
                .orElseThrow(() -> Problem.notFound("本活动的细则中没有指标“" + code + "”。"));
        Ownership ownership = owners.of(id).stream()
                .filter(it -> it.criterionCode().equals(code))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("本活动的责任分解中没有指标“" + code + "”。"));
        Paged<AssignmentView> tasks = views.of(assignments.page(
                new Assignments.Filter(id, null, null, code, null, null, null), 0, MOST_OF_ONE_CRITERION));
        Map<String, List<EvidenceEntry>> evidence = new LinkedHashMap<>();
        book.list(id, new EvidenceFilter(null, code, null, null), 0, MOST_OF_ONE_CRITERION)
                .items()
                .forEach(entry -> evidence.computeIfAbsent(entry.assignmentId(), key -> new ArrayList<>())
                        .add(entry));
        List<Part> parts = new ArrayList<>();
        for (AssignmentView view : tasks.items()) {
            List<Evidence> documents = evidence.getOrDefault(view.assignment().id(), List.of()).stream()
                    .map(EvidenceEntry::evidence)
                    .toList();
            parts.add(new Part(view, documents, missing(view, documents.size())));
        }
        Map<String, String> unitOf = new LinkedHashMap<>();
        tasks.items()
                .forEach(it -> unitOf.put(it.assignment().id(), it.assignment().unitName()));
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("criterion", criterion);
        model.addAttribute("ownership", ownership);
        model.addAttribute("unitNames", units.names());
        model.addAttribute("parts", parts);
        model.addAttribute("today", LocalDate.now(clock));
        model.addAttribute("unitOf", unitOf);
        model.addAttribute("history", journal.of("assignment", unitOf.keySet(), HISTORY));
        model.addAttribute("mayManage", campaign.active() && access.may(Permission.MANAGE_CAMPAIGNS));
        return "evidence/criterion";
    }

    /** What stands between this unit's part and its acceptance, in words; "" if nothing does. */
    private static String missing(AssignmentView view, int documents) {
        Assignment it = view.assignment();
        String asked = it.evidenceRequired();
        if (it.state().finished()) {
            return "";
        }
        if (documents == 0) {
            return "尚无材料" + (StringUtils.isBlank(asked) ? "" : "，应交：" + asked);
        }
        if (it.state() == AssignmentState.RETURNED) {
            return "退回待补" + (view.reason() == null ? "" : "：" + view.reason());
        }
        return switch (it.state()) {
            case UNIT_REVIEW -> "待单位负责人审核报送";
            case OFFICE_REVIEW -> "待创建办审核";
            default -> "材料已上传，单位尚未提交";
        };
    }

    private Campaign readable(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return campaigns.requireVisible(id);
    }

    /** What one unit does for the criterion. */
    public record Part(AssignmentView view, List<Evidence> documents, String missing) {}
}
