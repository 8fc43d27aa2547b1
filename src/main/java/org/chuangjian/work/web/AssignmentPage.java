package org.chuangjian.work.web;

import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Fields;
import org.chuangjian.shared.web.Reply;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentState;
import org.chuangjian.work.AssignmentView;
import org.chuangjian.work.AssignmentViews;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.chuangjian.work.Request;
import org.chuangjian.work.Requests;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One assignment: evidence beside the criterion; the office reviews and decides here, its unit reads. */
@Controller
class AssignmentPage {

    /** What browsers show by themselves and cannot run scripts from. */
    private static final Set<String> PICTURES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

    private final Assignments assignments;
    private final AssignmentWork work;
    private final AssignmentViews views;
    private final Requests requests;
    private final CampaignKinds kinds;
    private final Units units;
    private final Journal journal;
    private final Access access;

    AssignmentPage(
            Assignments assignments,
            AssignmentWork work,
            AssignmentViews views,
            Requests requests,
            CampaignKinds kinds,
            Units units,
            Journal journal,
            Access access) {
        this.assignments = assignments;
        this.work = work;
        this.views = views;
        this.requests = requests;
        this.kinds = kinds;
        this.units = units;
        this.journal = journal;
        this.access = access;
    }

    @GetMapping("/assignments/{id}")
    String show(@PathVariable String id, Model model) {
        return page(id, new Typed("", null, null, null, null, null, null), null, model);
    }

    private String page(String id, Typed typed, @Nullable Problem problem, Model model) {
        Assignment assignment = assignments.requireVisible(id);
        boolean office = access.may(Permission.REVIEW);
        AssignmentView view = views.of(assignment);
        boolean mayReview = office && assignment.state() == AssignmentState.OFFICE_REVIEW;
        boolean mayExempt = office && !assignment.state().finished();
        model.addAttribute("view", view);
        model.addAttribute("it", assignment);
        model.addAttribute("history", journal.of("assignment", id));
        model.addAttribute("reasonCodes", kinds.require(assignment.kind()).reasonCodes());
        model.addAttribute("mayReview", mayReview);
        model.addAttribute("mayDecide", office);
        model.addAttribute("mayExempt", mayExempt);
        model.addAttribute("mayRead", access.may(Permission.READ_CAMPAIGNS));
        model.addAttribute("units", office ? units.active() : java.util.List.of());
        model.addAttribute("pictures", PICTURES);
        model.addAttribute("typed", typed);
        // The form may be gone meanwhile; what was typed into it is not.
        boolean shown = (mayReview && typed.in("review"))
                || (mayExempt && typed.in("exempt"))
                || view.requests().stream().anyMatch(ask -> ask.state() == Request.State.OPEN && typed.in(ask.id()));
        model.addAttribute("unsaved", shown ? null : typed.in("exempt") ? typed.reason() : typed.opinion());
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "work/assignment";
    }

    @PostMapping("/assignments/{id}/review")
    String review(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String decision,
            @ModelAttribute Typed form,
            Reply reply) {
        access.require(Permission.REVIEW);
        Typed typed = form.of("review");
        return act(id, typed, reply, () -> {
            boolean accepted = Decisions.accepted(decision);
            Assignment reviewed = work.review(id, accepted, typed.reasonCode(), typed.opinion());
            return reply.done(
                    "/assignments/" + id, accepted ? "已通过，材料入库。" : "已退回" + reviewed.unitName() + "，原因和意见会显示在其任务最上方。");
        });
    }

    @PostMapping("/assignments/{id}/exempt")
    String exempt(@PathVariable String id, @ModelAttribute Typed form, Reply reply) {
        access.require(Permission.REVIEW);
        Typed typed = form.of("exempt");
        return act(id, typed, reply, () -> {
            requests.exempt(id, StringUtils.defaultString(typed.reason()));
            return reply.done("/assignments/" + id, "已免办。");
        });
    }

    @PostMapping("/assignments/{id}/requests/{request}")
    String decide(
            @PathVariable String id,
            @PathVariable String request,
            @RequestParam(defaultValue = "false") boolean granted,
            @ModelAttribute Typed form,
            Reply reply) {
        access.require(Permission.REVIEW);
        Typed typed = form.of(request);
        return act(id, typed, reply, () -> {
            Request decided = requests.decide(
                    request,
                    granted,
                    typed.opinion(),
                    Fields.date(typed.date(), "date", "日期"),
                    StringUtils.trimToNull(typed.targetUnit()));
            return reply.done(
                    "desk".equals(typed.back()) ? "/desk#requests" : "/assignments/" + id,
                    (granted ? "已同意" : "已答复不同意") + decided.kind().label() + "。");
        });
    }

    private String act(String id, Typed typed, Reply reply, Supplier<String> deed) {
        return reply.orAgain(deed, problem -> page(id, typed, problem, reply.model()));
    }

    /**
     * What was typed into one of the page's forms.
     *
     * @param form {@code review}, {@code exempt} or the id of a request
     * @param back {@code desk} to return there
     */
    public record Typed(
            @Nullable String form,
            @Nullable String reasonCode,
            @Nullable String opinion,
            @Nullable String reason,
            @Nullable String date,
            @Nullable String targetUnit,
            @Nullable String back) {

        Typed of(String name) {
            return new Typed(name, reasonCode, opinion, reason, date, targetUnit, back);
        }

        public boolean in(String name) {
            return name.equals(form);
        }
    }
}
