package org.chuangjian.campaign.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Gates;
import org.chuangjian.campaign.Milestones;
import org.chuangjian.criteria.CriteriaSet;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Fields;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of campaigns, a new one, its milestones and its log. */
@Controller
@RequestMapping("/campaigns")
class CampaignPages {

    private static final int PAGE_SIZE = 50;
    private static final Set<String> TABS = Set.of(
            "criteria",
            "tasks",
            "evidence",
            "findings",
            "score",
            "milestones",
            "documents",
            "self-evaluation",
            "surveys",
            "evaluations",
            "notice",
            "naming",
            "carried",
            "log",
            "wall");

    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Milestones milestones;
    private final Gates gates;
    private final Journal journal;
    private final Access access;

    CampaignPages(
            Campaigns campaigns,
            CampaignBoard board,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Milestones milestones,
            Gates gates,
            Journal journal,
            Access access) {
        this.campaigns = campaigns;
        this.board = board;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.milestones = milestones;
        this.gates = gates;
        this.journal = journal;
        this.access = access;
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "0") int page, Model model) {
        model.addAttribute("whole", access.requireReadingOf(null));
        model.addAttribute("campaigns", board.lines(Paged.boundedPage(page), PAGE_SIZE));
        model.addAttribute("mayManage", access.may(Permission.MANAGE_CAMPAIGNS));
        return "campaign/list";
    }

    @GetMapping("/new")
    String blank(@RequestParam(required = false) @Nullable String set, Model model) {
        return form(new Form(set, "", "", ""), null, model);
    }

    @PostMapping("/new")
    String create(@ModelAttribute Form form, Reply reply) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        return reply.orAgain(
                () -> {
                    CriteriaSet set = criteriaSets
                            .find(StringUtils.defaultString(form.criteriaSetId()))
                            .orElseThrow(() -> Problem.invalid("unknown-criteria-set", "请选择评价细则；没有合适的请先导入。"));
                    Campaign campaign = campaigns.create(
                            set.kind(),
                            StringUtils.defaultString(form.name()),
                            set.id(),
                            Fields.date(form.startDate(), "dates", "启动日期"),
                            Fields.date(form.acceptanceDate(), "dates", "计划验收日期"),
                            false);
                    return reply.done(
                            "/campaigns/" + campaign.id() + "/criteria",
                            "已建立《" + campaign.name() + "》。请核对责任分解，落实牵头单位后下达任务。");
                },
                problem -> form(form, problem, reply.model()));
    }

    private String form(Form form, @Nullable Problem problem, Model model) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        List<CriteriaSet> sets = criteriaSets.list();
        model.addAttribute(
                "choices",
                kinds.all().stream()
                        .map(kind -> new Choice(
                                kind,
                                sets.stream()
                                        .filter(set -> set.kind().equals(kind.code()))
                                        .toList()))
                        .toList());
        model.addAttribute("form", form);
        model.addAttribute("error", problem == null ? null : problem.detail());
        model.addAttribute("errorCode", problem == null ? "" : problem.code());
        return "campaign/new";
    }

    @PostMapping("/{id}/advance")
    String advance(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Boolean passed,
            @RequestParam(defaultValue = "") String tab,
            Reply reply) {
        return reply.orSay("/campaigns/" + id + (TABS.contains(tab) ? "/" + tab : ""), () -> {
            Campaign campaign = campaigns.advance(id, passed);
            return !campaign.active()
                    ? "已办结，创建活动" + campaign.state().label() + "。"
                    : "已办结，当前阶段："
                            + kinds.require(campaign.kind())
                                    .stage(campaign.stage())
                                    .name() + "。";
        });
    }

    @PostMapping("/{id}/terminate")
    String terminate(@PathVariable String id, @RequestParam(defaultValue = "") String reason, Reply reply) {
        return reply.orSay("/campaigns/" + id + "/milestones", () -> {
            campaigns.terminate(id, reason);
            return "创建活动已终止，未办结的任务随之结束。";
        });
    }

    @GetMapping("/{id}/milestones")
    String milestones(@PathVariable String id, Model model) {
        return milestones(id, null, null, model);
    }

    @PostMapping("/{id}/milestones")
    String confirm(@PathVariable String id, @ModelAttribute Confirm form, Reply reply) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        return reply.orAgain(
                () -> {
                    LocalDate date = Fields.date(form.documentDate(), "dates", "文件日期");
                    if (date == null) {
                        throw Problem.invalid("document-date", "请填写文件日期。");
                    }
                    milestones.confirm(
                            id,
                            StringUtils.defaultString(form.milestone()),
                            StringUtils.defaultString(form.condition()),
                            StringUtils.defaultString(form.documentNumber()),
                            date,
                            StringUtils.defaultString(form.note()));
                    return reply.done("/campaigns/" + id + "/milestones#m-" + form.milestone(), "已确认。");
                },
                problem -> milestones(id, form, problem, reply.model()));
    }

    private String milestones(String id, @Nullable Confirm form, @Nullable Problem problem, Model model) {
        Campaign campaign = readable(id);
        CampaignBoard.Detail detail = board.whole(campaign);
        CampaignKind kind = kinds.require(campaign.kind());
        Map<String, String> rules = new HashMap<>();
        milestones.of(id).forEach(it -> rules.put(it.code(), it.rule()));
        Gates.Facts facts = gates.facts(List.of(campaign));
        List<MilestoneRow> rows = new ArrayList<>();
        for (CampaignBoard.MilestoneView view : detail.milestones()) {
            String ruleCode = rules.get(view.code());
            List<Gates.Checked> conditions = kind.milestones().stream()
                    .filter(rule -> rule.code().equals(ruleCode))
                    .findFirst()
                    .map(rule -> gates.checked(facts, campaign, rule, view.code()))
                    .orElse(List.of());
            rows.add(new MilestoneRow(
                    view,
                    kind.findStage(view.stage()).map(CampaignKind.Stage::name).orElse(view.stage()),
                    conditions));
        }
        model.addAttribute("detail", detail);
        model.addAttribute("rows", rows);
        model.addAttribute("form", form);
        model.addAttribute("error", problem == null ? null : problem.detail());
        model.addAttribute("mayManage", campaign.active() && access.may(Permission.MANAGE_CAMPAIGNS));
        return "campaign/milestones";
    }

    @GetMapping("/{id}/log")
    String log(@PathVariable String id, @RequestParam(defaultValue = "0") int page, Model model) {
        Campaign campaign = readable(id);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("entries", journal.ofCampaign(id, Paged.boundedPage(page), PAGE_SIZE));
        return "campaign/log";
    }

    private Campaign readable(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return campaigns.requireVisible(id);
    }

    /** What is typed for a new campaign; the kind is that of the criteria set. */
    public record Form(
            @Nullable String criteriaSetId,
            @Nullable String name,
            @Nullable String startDate,
            @Nullable String acceptanceDate) {}

    /** What is typed to confirm a condition. */
    public record Confirm(
            @Nullable String milestone,
            @Nullable String condition,
            @Nullable String documentNumber,
            @Nullable String documentDate,
            @Nullable String note) {

        public boolean isFor(String milestoneCode, String key) {
            return milestoneCode.equals(milestone) && key.equals(condition);
        }
    }

    /** A kind and the editions one can choose. */
    public record Choice(CampaignKind kind, List<CriteriaSet> sets) {}

    /** A milestone with every condition. */
    public record MilestoneRow(CampaignBoard.MilestoneView view, String stageName, List<Gates.Checked> conditions) {}
}
