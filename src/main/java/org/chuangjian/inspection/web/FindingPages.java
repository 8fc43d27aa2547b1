package org.chuangjian.inspection.web;

import io.swagger.v3.oas.annotations.Operation;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.inspection.BusinessTypes;
import org.chuangjian.inspection.Finding;
import org.chuangjian.inspection.FindingRegister;
import org.chuangjian.inspection.FindingRequest;
import org.chuangjian.inspection.FindingRequests;
import org.chuangjian.inspection.FindingSource;
import org.chuangjian.inspection.FindingState;
import org.chuangjian.inspection.FindingView;
import org.chuangjian.inspection.FindingViews;
import org.chuangjian.inspection.FindingWork;
import org.chuangjian.inspection.Findings;
import org.chuangjian.inspection.LookBacks;
import org.chuangjian.inspection.OrderSlips;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.Fields;
import org.chuangjian.shared.web.ListAddress;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** 问题台账: the register behind every number, and the page of each finding. */
@Controller
class FindingPages {

    private static final int PAGE_SIZE = 50;
    private static final int MOST_ROWS = 50_000;

    /** The fields of the page's forms into which people write sentences. */
    private static final Set<String> WORDS = Set.of("opinion", "note", "reason", "description");

    private final Findings findings;
    private final FindingViews views;
    private final FindingWork work;
    private final FindingRequests requests;
    private final FindingRegister register;
    private final LookBacks lookBacks;
    private final OrderSlips slips;
    private final BusinessTypes types;
    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Units units;
    private final Journal journal;
    private final Access access;

    FindingPages(
            Findings findings,
            FindingViews views,
            FindingWork work,
            FindingRequests requests,
            FindingRegister register,
            LookBacks lookBacks,
            OrderSlips slips,
            BusinessTypes types,
            Campaigns campaigns,
            CampaignBoard board,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Units units,
            Journal journal,
            Access access) {
        this.findings = findings;
        this.views = views;
        this.work = work;
        this.requests = requests;
        this.register = register;
        this.lookBacks = lookBacks;
        this.slips = slips;
        this.types = types;
        this.campaigns = campaigns;
        this.board = board;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.units = units;
        this.journal = journal;
        this.access = access;
    }

    @GetMapping("/findings")
    String all(@ModelAttribute Wanted wanted, @RequestParam(defaultValue = "0") int page, Model model) {
        requireReader(wanted.unit());
        model.addAttribute("detail", null);
        if (access.may(Permission.READ_CAMPAIGNS)) {
            model.addAttribute("requests", requests.open());
        }
        return list("/findings", wanted, wanted.filter(wanted.campaign()), page, model);
    }

    /** The requests that wait, for the desk. */
    @GetMapping("/finding-requests/part")
    String requestsPart(Model model) {
        model.addAttribute("requests", requests.open());
        return "inspection/requests :: part";
    }

    @GetMapping("/campaigns/{id}/findings")
    String ofCampaign(
            @PathVariable String id,
            @ModelAttribute Wanted wanted,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        requireReader(wanted.unit());
        Campaign campaign = campaigns.requireVisible(id);
        model.addAttribute("detail", board.detail(campaign));
        if (access.may(Permission.MANAGE_INSPECTIONS)) {
            model.addAttribute("lookBacks", lookBacks.of(id));
            model.addAttribute("lookBackItems", lookBacks.items(id));
        }
        return list("/campaigns/" + id + "/findings", wanted, wanted.filter(id), page, model);
    }

    /** Who reads campaigns, works for a unit or inspects; a unit may not ask for another one's. */
    private void requireReader(@Nullable String unit) {
        if (!access.may(Permission.INSPECT)) {
            access.requireReadingOf(unit);
        }
    }

    private String list(String path, Wanted wanted, Findings.Filter filter, int page, Model model) {
        Paged<FindingView> rows = views.of(findings.page(filter, Paged.boundedPage(page), PAGE_SIZE));
        boolean whole = access.may(Permission.READ_CAMPAIGNS);
        model.addAttribute("findings", rows);
        model.addAttribute("tally", findings.tally(filter.withoutOnly()));
        model.addAttribute("wanted", wanted);
        model.addAttribute("states", FindingState.values());
        model.addAttribute("sources", FindingSource.values());
        model.addAttribute("onlies", Wanted.onlies(whole || access.may(Permission.INSPECT)));
        model.addAttribute("severities", severities());
        model.addAttribute("types", types.names());
        model.addAttribute("unitNames", whole ? units.names() : Map.of());
        model.addAttribute("mayManage", access.may(Permission.MANAGE_INSPECTIONS));
        model.addAttribute("path", path);
        model.addAttribute("here", wanted.address(path));
        model.addAttribute("plain", wanted.without().address(path));
        model.addAttribute("export", wanted.address(path + "/export"));
        return "inspection/findings";
    }

    /** The severities of all kinds, each code once: a list may hold findings of several kinds. */
    private Map<String, String> severities() {
        Map<String, String> names = new LinkedHashMap<>();
        for (CampaignKind kind : kinds.all()) {
            CampaignKind.InspectionRule rule = kind.inspection();
            if (rule != null) {
                rule.severities().forEach(it -> names.putIfAbsent(it.code(), it.name()));
            }
        }
        return names;
    }

    @GetMapping("/findings/export")
    ResponseEntity<byte[]> export(@ModelAttribute Wanted wanted) {
        requireReader(wanted.unit());
        return export("问题台账.xlsx", wanted.filter(wanted.campaign()));
    }

    @GetMapping("/campaigns/{id}/findings/export")
    ResponseEntity<byte[]> exportOfCampaign(@PathVariable String id, @ModelAttribute Wanted wanted) {
        requireReader(wanted.unit());
        return export(campaigns.requireVisible(id).name() + "问题台账.xlsx", wanted.filter(id));
    }

    @GetMapping("/api/campaigns/{id}/documents/findings.xlsx")
    @Operation(summary = "问题台账表格")
    ResponseEntity<byte[]> document(@PathVariable String id) {
        requireReader(null);
        return export(campaigns.requireVisible(id).name() + "问题台账.xlsx", Findings.Filter.ofCampaign(id));
    }

    private ResponseEntity<byte[]> export(String name, Findings.Filter filter) {
        SpreadsheetWriter sheet = new SpreadsheetWriter()
                .sheet(
                        "问题台账", "编号", "创建活动", "来源", "地点", "业态", "问题", "指标", "等级", "责任单位", "状态", "灯色", "交办日期", "整改期限",
                        "原期限", "签收人", "整改情况", "反馈日期", "核查人", "核查日期", "按期", "退回次数", "反弹次数", "督办", "意见");
        for (FindingView view : views.of(findings.page(filter, 0, MOST_ROWS)).items()) {
            Finding it = view.finding();
            sheet.row(
                    it.number(),
                    it.campaignName(),
                    view.sourceLabel(),
                    it.place(),
                    it.businessTypeName(),
                    it.description(),
                    it.criterionCode(),
                    view.severityName(),
                    it.unitName(),
                    view.stateLabel(),
                    view.lamp().label(),
                    day(it.issuedAt()),
                    it.dueDate(),
                    it.firstDueDate(),
                    it.receivedByName(),
                    it.feedback(),
                    day(it.submittedAt()),
                    it.verifiedByName(),
                    day(it.verifiedAt()),
                    it.onTime(),
                    it.returnCount(),
                    it.reopenCount(),
                    it.supervised() == null ? "" : it.supervised().label(),
                    it.opinion());
        }
        return Downloads.xlsx(name, sheet);
    }

    private @Nullable LocalDate day(@Nullable OffsetDateTime moment) {
        return slips.day(moment);
    }

    @GetMapping("/findings/{id}")
    String show(@PathVariable String id, Model model) {
        return page(id, null, Map.of(), model);
    }

    /** @param typed what was typed into a form of the page: form and field, with a dot between → text */
    private String page(String id, @Nullable Problem problem, Map<String, String> typed, Model model) {
        Finding finding = findings.requireVisible(id);
        FindingView view = views.of(finding);
        Campaign campaign = campaigns.require(finding.campaignId());
        boolean office = access.may(Permission.MANAGE_INSPECTIONS);
        boolean inspects =
                access.may(Permission.INSPECT) && (office || !access.current().belongsTo(finding.unitCode()));
        model.addAttribute("view", view);
        model.addAttribute("it", finding);
        model.addAttribute("history", history(finding));
        model.addAttribute("office", office);
        model.addAttribute("mayReceive", view.editable() && finding.receivedAt() == null);
        boolean mayReopen = inspects && campaign.active() && finding.state() == FindingState.CLOSED;
        model.addAttribute("mayReopen", mayReopen);
        model.addAttribute("lookingBack", mayReopen && lookBacks.waiting(id));
        model.addAttribute("mayInterview", access.may(Permission.SUPERVISE) && finding.open());
        model.addAttribute("mayRead", access.may(Permission.READ_CAMPAIGNS));
        model.addAttribute("units", office ? units.active() : List.of());
        CampaignKind.InspectionRule rule = kinds.require(finding.kind()).inspection();
        model.addAttribute("severities", rule == null ? List.of() : rule.severities());
        model.addAttribute(
                "criteria",
                office && finding.state() == FindingState.DISCOVERED
                        ? criteriaSets.criteria(campaign.criteriaSetId())
                        : List.of());
        model.addAttribute("typed", typed);
        model.addAttribute("error", problem == null ? null : problem.detail());
        // Somebody was faster: the form may be there no more, the words are.
        model.addAttribute(
                "unsaved",
                problem == null || problem.status() != 409
                        ? List.of()
                        : typed.entrySet().stream()
                                .filter(it -> WORDS.contains(StringUtils.substringAfterLast(it.getKey(), "."))
                                        && StringUtils.isNotBlank(it.getValue()))
                                .map(Map.Entry::getValue)
                                .toList());
        return "inspection/finding";
    }

    /** A unit reads what happened since it was issued; who found it covertly, and when, is not its affair. */
    private List<Journal.Entry> history(Finding finding) {
        List<Journal.Entry> all = journal.of("finding", finding.id());
        OffsetDateTime issued = finding.issuedAt();
        if (access.may(Permission.READ_CAMPAIGNS) || access.may(Permission.INSPECT)) {
            return all;
        }
        return all.stream()
                .filter(entry -> issued != null && !entry.at().isBefore(issued))
                .toList();
    }

    @PostMapping("/findings/{id}/receive")
    String receive(@PathVariable String id, Reply reply) {
        return act(id, "已签收，请在期限内完成整改。", reply, Map.of(), () -> work.receive(id));
    }

    @PostMapping("/findings/{id}/verify")
    String verify(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String verdict,
            @RequestParam(defaultValue = "") String opinion,
            Reply reply) {
        boolean rectified = chosen(verdict, "CLOSE", "RETURN", "请选择核查结论：整改到位或退回。");
        return act(
                id,
                rectified ? "已销号。" : "已退回责任单位重新整改。",
                reply,
                Map.of("verify.opinion", opinion),
                () -> work.verify(id, rectified, opinion));
    }

    @PostMapping("/findings/{id}/reopen")
    String reopen(@PathVariable String id, @RequestParam(defaultValue = "") String reason, Reply reply) {
        return act(id, "已登记反弹，沿用原编号重新交办。", reply, Map.of("reopen.reason", reason), () -> work.reopen(id, reason));
    }

    @PostMapping("/findings/{id}/interview")
    String interview(@PathVariable String id, @RequestParam(defaultValue = "") String note, Reply reply) {
        return act(id, "已登记约谈。", reply, Map.of("interview.note", note), () -> work.interview(id, note));
    }

    @PostMapping("/findings/{id}/look-back")
    String lookBack(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String result,
            @RequestParam(defaultValue = "") String note,
            @RequestParam(required = false) @Nullable List<MultipartFile> file,
            Reply reply) {
        boolean held = chosen(result, "HELD", "REBOUND", "请选择回头看结果：保持或反弹。");
        return act(
                id,
                held ? "已登记：整改效果保持。" : "已登记反弹，沿用原编号重新交办。",
                reply,
                Map.of("look.note", note),
                () -> lookBacks.record(id, held, note, Pictures.of(file)));
    }

    @PostMapping("/findings/{id}/correct")
    String correct(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String unit,
            @RequestParam(defaultValue = "") String criterion,
            @RequestParam(defaultValue = "") String severity,
            @RequestParam(defaultValue = "") String description,
            Reply reply) {
        return act(
                id,
                "已更正。",
                reply,
                Map.of(
                        "correct.unit", unit,
                        "correct.criterion", criterion,
                        "correct.severity", severity,
                        "correct.description", description),
                () -> register.correct(id, unit, criterion, severity, description));
    }

    @PostMapping("/findings/{id}/drop")
    String drop(@PathVariable String id, @RequestParam(defaultValue = "") String reason, Reply reply) {
        return act(id, "已登记不予交办。", reply, Map.of("drop.reason", reason), () -> work.drop(id, reason));
    }

    @PostMapping("/findings/{id}/requests/{request}")
    String decide(
            @PathVariable String id,
            @PathVariable String request,
            @RequestParam(defaultValue = "false") boolean granted,
            @RequestParam(defaultValue = "") String opinion,
            @RequestParam(defaultValue = "") String date,
            @RequestParam(defaultValue = "") String targetUnit,
            Reply reply) {
        return act(
                id,
                granted ? "已同意。" : "已答复不同意。",
                reply,
                Map.of(
                        request + ".opinion", opinion,
                        request + ".date", date,
                        request + ".targetUnit", targetUnit),
                () -> requests.decide(request, granted, opinion, date(date), StringUtils.trimToNull(targetUnit)));
    }

    private static boolean chosen(String answer, String yes, String no, String otherwise) {
        if (!answer.equals(yes) && !answer.equals(no)) {
            throw Problem.badRequest("choice", otherwise);
        }
        return answer.equals(yes);
    }

    private String act(String id, String done, Reply reply, Map<String, String> typed, Runnable deed) {
        return reply.orAgain(
                () -> {
                    deed.run();
                    return reply.done("/findings/" + id, done);
                },
                problem -> page(id, problem, typed, reply.model()));
    }

    @PostMapping("/campaigns/{id}/look-backs")
    String drawLookBack(@PathVariable String id, @RequestParam(defaultValue = "") String seed, Reply reply) {
        return reply.orSay("/campaigns/" + id + "/findings#look-back", () -> {
            LookBacks.LookBack drawn = lookBacks.draw(id, seed);
            return "从 " + drawn.candidates() + " 个已销号问题中抽取 " + drawn.drawn() + " 个回头看，种子 " + drawn.seed() + "。";
        });
    }

    @GetMapping("/campaigns/{id}/findings/new")
    String fromAbove(@PathVariable String id, Model model) {
        return fromAbove(id, null, Map.of(), model);
    }

    private String fromAbove(String id, @Nullable Problem problem, Map<String, String> typed, Model model) {
        access.require(Permission.MANAGE_INSPECTIONS);
        Campaign campaign = campaigns.requireVisible(id);
        CampaignKind.InspectionRule rule = kinds.require(campaign.kind()).inspection();
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("severities", rule == null ? List.of() : rule.severities());
        model.addAttribute("criteria", criteriaSets.criteria(campaign.criteriaSetId()));
        model.addAttribute("units", units.active());
        List<FindingSource> sources = new ArrayList<>(List.of(FindingSource.values()));
        sources.removeIf(source -> !source.fromAbove());
        model.addAttribute("sources", sources);
        model.addAttribute("typed", typed);
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "inspection/from-above";
    }

    @PostMapping("/campaigns/{id}/findings/new")
    String registerFromAbove(
            @PathVariable String id,
            @RequestParam Map<String, String> typed,
            @RequestParam(required = false) @Nullable List<MultipartFile> file,
            Reply reply) {
        return reply.orAgain(
                () -> {
                    Finding finding = register.registerFromAbove(
                            new FindingRegister.Report(
                                    id,
                                    source(typed.get("source")),
                                    typed.getOrDefault("sourceNote", ""),
                                    typed.get("criterion"),
                                    typed.get("unit"),
                                    typed.get("severity"),
                                    typed.get("place"),
                                    null,
                                    typed.get("description"),
                                    date(typed.get("dueDate"))),
                            Pictures.of(file));
                    return reply.done("/findings/" + finding.id(), "已登记并交办，编号 " + finding.number() + "。");
                },
                problem -> fromAbove(id, problem, typed, reply.model()));
    }

    private static FindingSource source(@Nullable String name) {
        try {
            return FindingSource.valueOf(StringUtils.defaultString(name));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("source", "请选择问题来源。");
        }
    }

    @GetMapping("/findings/{id}/order")
    String order(@PathVariable String id, Model model) {
        Finding finding = issued(id);
        model.addAttribute("orders", List.of(slips.of(finding)));
        model.addAttribute("title", "交办单 " + finding.number());
        return "inspection/orders";
    }

    @GetMapping({"/findings/{id}/order.docx", "/api/findings/{id}/order.docx"})
    @Operation(summary = "交办单 .docx")
    ResponseEntity<byte[]> orderDocument(@PathVariable String id) {
        Finding finding = issued(id);
        return Downloads.docx("交办单" + finding.number() + ".docx", slips.document(finding));
    }

    private Finding issued(String id) {
        Finding finding = findings.requireVisible(id);
        if (!finding.issued()) {
            throw Problem.conflict("not-issued", "这个问题还没有交办，没有交办单。");
        }
        return finding;
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return Fields.date(text, "date", "日期");
    }

    /** What the address asks for; every part may be left out. */
    public record Wanted(
            @Nullable String campaign,
            @Nullable String unit,
            @Nullable String state,
            @Nullable String severity,
            @Nullable String type,
            @Nullable String source,
            @Nullable String criterion,
            @Nullable String inspection,
            @Nullable String only,
            @Nullable String text) {

        static Map<String, String> onlies(boolean inside) {
            Map<String, String> labels = new LinkedHashMap<>();
            if (inside) {
                labels.put("unissued", "待交办");
            }
            labels.put("issued", "已交办");
            labels.put("open", "未销号");
            labels.put("unit", "待单位整改");
            labels.put("review", "待核查");
            labels.put("overdue", "逾期");
            labels.put("supervised", "督办中");
            labels.put("ontime", "按期销号");
            labels.put("reopened", "反弹过");
            return labels;
        }

        Wanted without() {
            return new Wanted(campaign, unit, null, severity, type, source, criterion, inspection, null, text);
        }

        Findings.Filter filter(@Nullable String inCampaign) {
            return new Findings.Filter(
                    inCampaign,
                    unit,
                    Fields.choice(state, FindingState.class, "filter", "问题状态"),
                    severity,
                    type,
                    Fields.choice(source, FindingSource.class, "filter", "问题来源"),
                    criterion,
                    inspection,
                    only,
                    text);
        }

        String address(String path) {
            return ListAddress.of(path, this);
        }
    }

    /** For the template: what a request asks in one word. */
    @ModelAttribute("requestKinds")
    Map<String, String> requestKinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (FindingRequest.Kind kind : FindingRequest.Kind.values()) {
            kinds.put(kind.name(), kind.label());
        }
        return kinds;
    }
}
