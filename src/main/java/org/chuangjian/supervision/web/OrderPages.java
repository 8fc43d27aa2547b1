package org.chuangjian.supervision.web;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.evidence.EvidenceLimits;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.Reply;
import org.chuangjian.supervision.AnswerFile;
import org.chuangjian.supervision.OrderState;
import org.chuangjian.supervision.OrderView;
import org.chuangjian.supervision.OrderViews;
import org.chuangjian.supervision.Reminders;
import org.chuangjian.supervision.SubjectType;
import org.chuangjian.supervision.SupervisionOrder;
import org.chuangjian.supervision.SupervisionOrders;
import org.chuangjian.supervision.SupervisionWork;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** 督办单: the register, one order with what the unit and the office do with it, and raising one by hand. */
@Controller
@RequestMapping("/supervision-orders")
class OrderPages {

    private static final String TAKE_OUT = "take-out:";
    private static final int PAGE_SIZE = 50;
    private static final int MOST_ROWS = 50_000;
    private static final int PART_SIZE = 5;
    private static final int NAMED_CAMPAIGNS = 500;

    private final SupervisionOrders orders;
    private final SupervisionWork work;
    private final OrderViews views;
    private final EvidenceLimits limits;
    private final Reminders reminders;
    private final Campaigns campaigns;
    private final Units units;
    private final Journal journal;
    private final Access access;

    OrderPages(
            SupervisionOrders orders,
            SupervisionWork work,
            OrderViews views,
            EvidenceLimits limits,
            Reminders reminders,
            Campaigns campaigns,
            Units units,
            Journal journal,
            Access access) {
        this.orders = orders;
        this.work = work;
        this.views = views;
        this.limits = limits;
        this.reminders = reminders;
        this.campaigns = campaigns;
        this.units = units;
        this.journal = journal;
        this.access = access;
    }

    @GetMapping
    String register(@ModelAttribute Asked asked, @RequestParam(defaultValue = "0") int page, Model model) {
        boolean whole = access.requireReadingOf(asked.unit());
        model.addAttribute("orders", views.of(orders.page(asked.filter(), Paged.boundedPage(page), PAGE_SIZE)));
        model.addAttribute("counts", orders.counts(asked.counted()));
        model.addAttribute("asked", asked);
        model.addAttribute("colours", Colour.values());
        model.addAttribute("states", OrderState.values());
        model.addAttribute("onlies", Asked.ONLY);
        model.addAttribute("unitNames", whole ? units.names() : Map.of());
        model.addAttribute(
                "campaignNames", campaigns.visible(0, NAMED_CAMPAIGNS).items());
        model.addAttribute("mayRaise", access.may(Permission.SUPERVISE));
        model.addAttribute("mayInstruct", access.may(Permission.INSTRUCT));
        model.addAttribute("here", asked.address("/supervision-orders"));
        model.addAttribute("export", asked.address("/supervision-orders/export"));
        return "supervision/register";
    }

    @GetMapping("/export")
    ResponseEntity<byte[]> export(@ModelAttribute Asked asked) {
        access.requireReadingOf(asked.unit());
        SpreadsheetWriter sheet = new SpreadsheetWriter()
                .sheet(
                        "督办单", "编号", "级别", "来源", "单位", "事项", "创建活动", "事由和要求", "状态", "灯色", "回复期限", "原期限", "签收人", "回复",
                        "回复人", "附件", "审核意见");
        for (OrderView view : views.of(orders.page(asked.filter(), 0, MOST_ROWS).items())) {
            SupervisionOrder it = view.order();
            sheet.row(
                    it.number(),
                    it.colour().label(),
                    it.source().label(),
                    it.unitName(),
                    it.subjectLabel() + "：" + it.subjectTitle(),
                    it.campaignName(),
                    it.reason(),
                    view.stateLabel(),
                    view.lamp().label(),
                    it.dueDate(),
                    it.firstDueDate(),
                    it.receivedBy(),
                    it.answer(),
                    it.answeredBy(),
                    view.files().stream().map(AnswerFile::name).collect(Collectors.joining("；")),
                    it.opinion());
        }
        return Downloads.xlsx("督办单.xlsx", sheet);
    }

    /** A part other pages load: the open orders on a campaign or subject, or of the whole place for the desk. */
    @GetMapping("/part")
    String part(@ModelAttribute Asked asked, Model model) {
        access.requireReadingOf(asked.unit());
        model.addAttribute("orders", views.of(orders.page(asked.filter(), 0, PART_SIZE)));
        model.addAttribute("counts", orders.counts(asked.counted()));
        model.addAttribute("asked", asked);
        SubjectType type = Asked.subject(asked.subjectType());
        boolean one = type != null && StringUtils.isNotBlank(asked.subjectId());
        model.addAttribute("one", one);
        model.addAttribute("mayRaise", one && access.may(Permission.SUPERVISE));
        model.addAttribute("mayInstruct", one && access.may(Permission.INSTRUCT));
        model.addAttribute(
                "reminders",
                type != null && one && access.may(Permission.READ_CAMPAIGNS)
                        ? reminders.of(type, StringUtils.defaultString(asked.subjectId()))
                        : List.of());
        return "supervision/part :: part";
    }

    @GetMapping("/{id}")
    String show(@PathVariable String id, Model model) {
        return page(id, Typed.NOTHING, null, model);
    }

    private String page(String id, Typed typed, @Nullable Problem problem, Model model) {
        SupervisionOrder order = orders.requireVisible(id);
        boolean office = access.may(Permission.SUPERVISE);
        OrderView view = views.of(order);
        boolean mayClose = office && order.state() == OrderState.ANSWERED;
        boolean mayWithdraw = office && !order.state().finished();
        model.addAttribute("view", view);
        model.addAttribute("it", order);
        model.addAttribute("gone", orders.subjectGone(order));
        model.addAttribute("history", journal.of("supervisionOrder", id));
        model.addAttribute(
                "previous",
                order.previousId() == null
                        ? null
                        : orders.find(order.previousId()).orElse(null));
        model.addAttribute("next", orders.next(id).orElse(null));
        model.addAttribute("mayClose", mayClose);
        model.addAttribute("mayChange", office && order.state().withUnit());
        model.addAttribute("mayWithdraw", mayWithdraw);
        model.addAttribute("limits", limits);
        model.addAttribute("typed", typed);
        // The form may be gone meanwhile; what was typed into it is not.
        model.addAttribute(
                "unsaved",
                !view.mayAnswer() && typed.answer() != null
                        ? typed.answer()
                        : !mayClose && typed.opinion() != null
                                ? typed.opinion()
                                : !mayWithdraw ? typed.reason() : null);
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "supervision/order";
    }

    @PostMapping("/{id}/receive")
    String receive(@PathVariable String id, Reply reply) {
        return act(id, Typed.NOTHING, reply, () -> {
            work.receive(id);
            return "已签收，请按期办理并回复。";
        });
    }

    @PostMapping("/{id}/answer")
    String answer(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String answer,
            @RequestParam(defaultValue = "send") String what,
            @RequestParam(required = false) @Nullable List<MultipartFile> file,
            Reply reply) {
        return act(id, new Typed(answer, null, null, null), reply, () -> {
            AnswerFileApi.uploads(file).forEach(upload -> work.enclose(id, upload));
            if (what.startsWith(TAKE_OUT)) {
                // With what is typed so far: the page comes back as it was but for the file.
                work.saveDraft(id, answer);
                work.takeOut(id, what.substring(TAKE_OUT.length()));
                return "已移去附件。";
            }
            if (what.equals("save")) {
                work.saveDraft(id, answer);
                return "已暂存。";
            }
            work.answer(id, answer);
            return "已回复，等待创建办审核。";
        });
    }

    @PostMapping("/{id}/close")
    String close(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String opinion,
            Reply reply) {
        return act(id, new Typed(null, opinion, null, null), reply, () -> {
            boolean accepted = accepted(decision);
            work.close(id, accepted, opinion);
            return accepted ? "已办结。" : "已退回，请单位重新回复。";
        });
    }

    static boolean accepted(@Nullable String decision) {
        if ("CLOSE".equals(decision)) {
            return true;
        }
        if ("RETURN".equals(decision)) {
            return false;
        }
        throw Problem.invalid("decision", "请选择审核结论：办结（CLOSE）或退回（RETURN）。");
    }

    @PostMapping("/{id}/extend")
    String extend(@PathVariable String id, @RequestParam(defaultValue = "") String dueDate, Reply reply) {
        return act(id, new Typed(null, null, dueDate, null), reply, () -> {
            var date = Asked.date(dueDate);
            if (date == null) {
                throw Problem.invalid("due-date", "请选择新的回复期限。");
            }
            work.extend(id, date);
            return "回复期限已延至 " + date + "。";
        });
    }

    @PostMapping("/{id}/withdraw")
    String withdraw(@PathVariable String id, @RequestParam(defaultValue = "") String reason, Reply reply) {
        return act(id, new Typed(null, null, null, reason), reply, () -> {
            work.withdraw(id, reason);
            return "已撤销。";
        });
    }

    private String act(String id, Typed typed, Reply reply, Supplier<String> deed) {
        orders.requireVisible(id);
        return reply.orAgain(
                () -> reply.done("/supervision-orders/" + id, deed.get()),
                problem -> page(id, typed, problem, reply.model()));
    }

    @GetMapping("/new")
    String blank(@ModelAttribute NewForms.Form form, Model model) {
        return forms().show(form, false, null, model);
    }

    @PostMapping
    String raise(@ModelAttribute NewForms.Form form, Reply reply) {
        return forms().send(form, false, reply, () -> {
            SupervisionOrder order = orders.raise(form.order());
            return reply.done(
                    order.link(), "已发出" + order.number() + "，请" + order.unitName() + "于 " + order.dueDate() + " 前回复。");
        });
    }

    private NewForms forms() {
        return new NewForms(orders, campaigns, units, access);
    }

    /** What was typed into one of the page's forms. */
    public record Typed(
            @Nullable String answer,
            @Nullable String opinion,
            @Nullable String dueDate,
            @Nullable String reason) {

        static final Typed NOTHING = new Typed(null, null, null, null);
    }

    /** For the list of campaigns in a form. */
    static List<Campaign> active(Campaigns campaigns) {
        return campaigns.visible(0, NAMED_CAMPAIGNS).items().stream()
                .filter(Campaign::active)
                .toList();
    }
}
