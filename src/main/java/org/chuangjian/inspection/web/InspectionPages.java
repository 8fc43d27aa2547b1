package org.chuangjian.inspection.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.inspection.BusinessTypes;
import org.chuangjian.inspection.FindingIssue;
import org.chuangjian.inspection.FindingViews;
import org.chuangjian.inspection.Findings;
import org.chuangjian.inspection.Inspection;
import org.chuangjian.inspection.Inspections;
import org.chuangjian.inspection.OrderSlips;
import org.chuangjian.inspection.Site;
import org.chuangjian.inspection.Sites;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Fields;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 检查计划, and the inspector's phone page. */
@Controller
class InspectionPages {

    private static final int CAMPAIGNS = 500;
    private static final int MOST_FINDINGS = 500;

    private final Inspections inspections;
    private final FindingIssue issue;
    private final Findings findings;
    private final FindingViews views;
    private final OrderSlips slips;
    private final Sites sites;
    private final BusinessTypes types;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Access access;
    private final Clock clock;

    InspectionPages(
            Inspections inspections,
            FindingIssue issue,
            Findings findings,
            FindingViews views,
            OrderSlips slips,
            Sites sites,
            BusinessTypes types,
            Campaigns campaigns,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Access access,
            Clock clock) {
        this.inspections = inspections;
        this.issue = issue;
        this.findings = findings;
        this.views = views;
        this.slips = slips;
        this.sites = sites;
        this.types = types;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.access = access;
        this.clock = clock;
    }

    @GetMapping("/inspect")
    String inspect() {
        access.require(Permission.INSPECT);
        return "inspection/inspect";
    }

    @GetMapping("/inspections")
    String list(Model model) {
        model.addAttribute("inspections", inspections.all(null));
        model.addAttribute("campaigns", inspectable());
        return "inspection/inspections";
    }

    /** The running campaigns whose kind has inspections. */
    private List<Campaign> inspectable() {
        return campaigns.visible(0, CAMPAIGNS).items().stream()
                .filter(Campaign::active)
                .filter(campaign -> kinds.require(campaign.kind()).inspection() != null)
                .toList();
    }

    @GetMapping("/inspections/new")
    String plan(@RequestParam(required = false) @Nullable String campaign, Model model) {
        access.require(Permission.MANAGE_INSPECTIONS);
        String wanted = campaign;
        if (StringUtils.isBlank(wanted)) {
            List<Campaign> possible = inspectable();
            if (possible.isEmpty()) {
                throw Problem.conflict("no-campaign", "没有可以安排检查的创建活动，请先建立创建活动。");
            }
            wanted = possible.get(0).id();
        }
        return plan(wanted, null, null, new LinkedMultiValueMap<>(), model);
    }

    /** @param editing the plan that is changed; null for a new one */
    private String plan(
            String campaignId,
            @Nullable Inspection editing,
            @Nullable Problem problem,
            MultiValueMap<String, String> typed,
            Model model) {
        Campaign campaign = campaigns.requireVisible(campaignId);
        model.addAttribute("editing", editing);
        List<Inspections.Stop> stops = editing == null ? List.of() : inspections.stops(List.of(editing));
        model.addAttribute(
                "drawn",
                stops.stream()
                        .filter(Inspections.Stop::drawn)
                        .map(Inspections.Stop::name)
                        .toList());
        model.addAttribute("sites", offered(campaignId, stops));
        LocalDate today = LocalDate.now(clock);
        model.addAttribute("campaign", campaign);
        model.addAttribute("campaigns", inspectable());
        model.addAttribute("types", types.active());
        model.addAttribute("counts", sites.countsByType(campaignId));
        model.addAttribute("inspectors", inspections.possibleInspectors());
        model.addAttribute(
                "criteria",
                criteriaSets.criteria(campaign.criteriaSetId()).stream()
                        .collect(Collectors.groupingBy(Criterion::level1, LinkedHashMap::new, Collectors.toList())));
        model.addAttribute("typed", typed.toSingleValueMap());
        model.addAttribute("chosen", typed);
        model.addAttribute("from", today);
        model.addAttribute("to", today.plusDays(6));
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "inspection/plan";
    }

    @PostMapping("/inspections/new")
    String save(@RequestParam MultiValueMap<String, String> typed, Reply reply) {
        access.require(Permission.MANAGE_INSPECTIONS);
        String campaign = StringUtils.defaultString(typed.getFirst("campaign"));
        return reply.orAgain(
                () -> {
                    Inspections.Plan wanted = wanted(typed);
                    Inspection planned = inspections.plan(campaign, wanted);
                    int named = named(planned).size();
                    return reply.done(
                            "/inspections/" + planned.id(),
                            "计划已制定，抽到 " + (planned.sites() - named) + " 个点位" + (named > 0 ? "，另指定 " + named + " 个" : "")
                                    + "。" + shortOf(campaign, wanted)
                                    + (inspections.inspectorsOf(planned.id()).isEmpty() ? "还没有指定检查员，目前只有创建办可以检查。" : "")
                                    + "交办之前，责任单位看不到这个计划。");
                },
                problem -> plan(campaign, null, problem, typed, reply.model()));
    }

    /** Which business types had fewer sites than were to be drawn; "" if none. */
    private String shortOf(String campaign, Inspections.Plan plan) {
        Map<String, Integer> counts = sites.countsByType(campaign);
        Collection<String> asked = plan.businessTypes().isEmpty() ? counts.keySet() : plan.businessTypes();
        int perType = plan.perType() == null ? 0 : plan.perType();
        List<String> few = types.all().stream()
                .filter(type -> asked.contains(type.code()) && counts.getOrDefault(type.code(), 0) < perType)
                .map(BusinessTypes.BusinessType::name)
                .toList();
        return few.isEmpty() ? "" : "以下业态的点位不足 " + perType + " 个，已按实有数抽取：" + String.join("、", few) + "。";
    }

    /** By business type the sites that may be named: those of the campaign, and what is named already; not the drawn. */
    private Map<String, List<Site>> offered(String campaignId, List<Inspections.Stop> stops) {
        Map<String, Site> offered = new LinkedHashMap<>();
        sites.serving(campaignId).forEach(site -> offered.put(site.id(), site));
        for (Inspections.Stop stop : stops) {
            if (stop.drawn()) {
                offered.remove(stop.siteId());
            } else {
                offered.computeIfAbsent(stop.siteId(), sites::require);
            }
        }
        return offered.values().stream()
                .collect(Collectors.groupingBy(Site::businessTypeName, LinkedHashMap::new, Collectors.toList()));
    }

    private static Inspections.Plan wanted(MultiValueMap<String, String> typed) {
        return new Inspections.Plan(
                typed.getFirst("name"),
                "OPEN".equals(typed.getFirst("mode")) ? Inspection.Mode.OPEN : Inspection.Mode.COVERT,
                date(typed.getFirst("from")),
                date(typed.getFirst("to")),
                all(typed, "inspectors"),
                all(typed, "criteria"),
                all(typed, "types"),
                number(typed.getFirst("perType")),
                all(typed, "sites"),
                typed.getFirst("seed"));
    }

    private List<String> named(Inspection inspection) {
        return inspections.stops(List.of(inspection)).stream()
                .filter(stop -> !stop.drawn())
                .map(Inspections.Stop::siteId)
                .toList();
    }

    @GetMapping("/inspections/{id}/edit")
    String edit(@PathVariable String id, Model model) {
        access.require(Permission.MANAGE_INSPECTIONS);
        Inspection inspection = inspections.require(id);
        MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        typed.add("name", inspection.name());
        typed.add("mode", inspection.mode().name());
        typed.add("from", inspection.fromDate().toString());
        typed.add("to", inspection.toDate().toString());
        typed.put("inspectors", inspections.inspectorsOf(id));
        typed.put("criteria", inspections.criteriaOf(id));
        typed.put("sites", named(inspection));
        return plan(inspection.campaignId(), inspection, null, typed, model);
    }

    @PostMapping("/inspections/{id}/edit")
    String change(@PathVariable String id, @RequestParam MultiValueMap<String, String> typed, Reply reply) {
        access.require(Permission.MANAGE_INSPECTIONS);
        Inspection inspection = inspections.require(id);
        return reply.orAgain(
                () -> {
                    inspections.change(id, wanted(typed));
                    return reply.done("/inspections/" + id, "计划已修改。");
                },
                problem -> plan(inspection.campaignId(), inspection, problem, typed, reply.model()));
    }

    @PostMapping("/inspections/{id}/cancel")
    String cancel(@PathVariable String id, @RequestParam(defaultValue = "") String reason, Reply reply) {
        access.require(Permission.MANAGE_INSPECTIONS);
        return reply.orAgain(
                () -> {
                    inspections.cancel(id, reason);
                    return reply.done("/inspections/" + id, "计划已撤销，检查员不再看到。");
                },
                problem -> show(id, "", problem, reason, reply.model()));
    }

    private static List<String> all(MultiValueMap<String, String> typed, String name) {
        return typed.getOrDefault(name, List.of());
    }

    private static @Nullable Integer number(@Nullable String text) {
        if (StringUtils.isBlank(text)) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw Problem.invalid("per-type", "抽取数量应是一个整数。");
        }
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return Fields.date(text, "dates", "日期");
    }

    @GetMapping("/inspections/{id}")
    String show(@PathVariable String id, @RequestParam(defaultValue = "") String show, Model model) {
        return show(id, show, null, null, model);
    }

    private String show(String id, String show, @Nullable Problem problem, @Nullable String reason, Model model) {
        Inspection inspection = inspections.requireVisible(id);
        model.addAttribute("it", inspection);
        model.addAttribute("show", show);
        model.addAttribute(
                "stops",
                inspections.stops(List.of(inspection)).stream()
                        .filter(stop -> switch (show) {
                            case "visited" -> stop.visitedAt() != null;
                            case "compliant" -> Boolean.TRUE.equals(stop.compliant());
                            default -> true;
                        })
                        .toList());
        model.addAttribute("drawHolds", inspections.drawHolds(inspection));
        model.addAttribute("inspectors", names(inspections.inspectorsOf(id)));
        model.addAttribute("criteria", inspections.criteriaOf(id));
        model.addAttribute(
                "findings",
                views.of(findings.page(
                        new Findings.Filter(null, null, null, null, null, null, null, id, null, null),
                        0,
                        MOST_FINDINGS)));
        model.addAttribute("mayManage", access.may(Permission.MANAGE_INSPECTIONS));
        model.addAttribute("reason", reason);
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "inspection/inspection";
    }

    private List<String> names(List<String> accounts) {
        if (!access.may(Permission.MANAGE_INSPECTIONS)) {
            return List.of();
        }
        Map<String, String> possible = inspections.possibleInspectors();
        return accounts.stream()
                .map(account -> possible.getOrDefault(account, account))
                .toList();
    }

    @PostMapping("/inspections/{id}/issue")
    String issue(@PathVariable String id, Reply reply) {
        return reply.orSay("/inspections/" + id, () -> {
            int issued = issue.issue(id).issued();
            return issued == 0 ? "没有待交办的问题，本次检查结果已公开。" : "已交办 " + issued + " 个问题，责任单位可在待办任务中签收。";
        });
    }

    @GetMapping("/inspections/{id}/orders")
    String orders(@PathVariable String id, Model model) {
        access.require(Permission.MANAGE_INSPECTIONS);
        Inspection inspection = inspections.require(id);
        model.addAttribute("orders", slips.ofInspection(id));
        model.addAttribute("title", inspection.name() + " 交办单");
        return "inspection/orders";
    }

    @GetMapping("/inspections/{id}/sheets")
    String sheets(@PathVariable String id, Model model) {
        Inspection inspection = inspections.requireVisible(id);
        Campaign campaign = campaigns.require(inspection.campaignId());
        List<String> codes = inspections.criteriaOf(id);
        model.addAttribute("it", inspection);
        model.addAttribute("stops", inspections.stops(List.of(inspection)));
        model.addAttribute(
                "criteria",
                criteriaSets.criteria(campaign.criteriaSetId()).stream()
                        .filter(criterion -> codes.contains(criterion.code()))
                        .toList());
        return "inspection/sheets";
    }
}
