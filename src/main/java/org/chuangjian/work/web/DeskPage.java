package org.chuangjian.work.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Owners;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentViews;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.chuangjian.work.OtherRequests;
import org.chuangjian.work.Requests;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 工作台: what waits for the creation office today. */
@Controller
@RequestMapping("/desk")
class DeskPage {

    private static final int REVIEWS = 50;
    private static final int LATE_UNITS = 10;

    /** The campaigns nearest to their acceptance; the others are a click away. */
    private static final int GATES = 6;

    private static final int NAMED_CAMPAIGNS = 500;

    private final Assignments assignments;
    private final AssignmentWork work;
    private final AssignmentViews views;
    private final Requests requests;
    private final OtherRequests others;
    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CampaignKinds kinds;
    private final Owners owners;
    private final Access access;

    DeskPage(
            Assignments assignments,
            AssignmentWork work,
            AssignmentViews views,
            Requests requests,
            OtherRequests others,
            Campaigns campaigns,
            CampaignBoard board,
            CampaignKinds kinds,
            Owners owners,
            Access access) {
        this.assignments = assignments;
        this.work = work;
        this.views = views;
        this.requests = requests;
        this.others = others;
        this.campaigns = campaigns;
        this.board = board;
        this.kinds = kinds;
        this.owners = owners;
        this.access = access;
    }

    @GetMapping
    String desk(@RequestParam(defaultValue = "0") int page, Model model) {
        return desk(page, List.of(), null, null, null, model);
    }

    private String desk(
            int page,
            List<String> chosen,
            @Nullable String reasonCode,
            @Nullable String opinion,
            @Nullable String error,
            Model model) {
        access.require(Permission.REVIEW);
        Paged<Assignment> waiting = assignments.page(only("review"), Paged.boundedPage(page), REVIEWS);
        List<Campaign> shown = campaigns.visible(0, NAMED_CAMPAIGNS).items();
        Map<String, String> names = new LinkedHashMap<>();
        shown.forEach(campaign -> names.put(campaign.id(), campaign.name()));
        Map<String, Integer> unowned = owners.unowned();
        model.addAttribute("waiting", views.of(waiting));
        model.addAttribute("requests", requests.open());
        model.addAttribute("others", others.waiting());
        model.addAttribute("overdue", assignments.count(only("overdue")));
        model.addAttribute("week", assignments.count(only("week")));
        model.addAttribute("late", assignments.late(LATE_UNITS));
        model.addAttribute("unowned", unowned);
        model.addAttribute(
                "unownedTotal",
                unowned.values().stream().mapToInt(Integer::intValue).sum());
        model.addAttribute("names", names);
        model.addAttribute(
                "gates",
                board.atGates(
                        shown.stream().filter(Campaign::active).limit(GATES).toList()));
        model.addAttribute("reasonCodes", reasonCodes());
        model.addAttribute("chosen", chosen);
        model.addAttribute("reasonCode", reasonCode);
        model.addAttribute("opinion", opinion);
        model.addAttribute("error", error);
        return "work/desk";
    }

    /** Each row stands for itself: what fails is named beside what is done. */
    @PostMapping("/review")
    String review(
            @RequestParam(required = false) @Nullable List<String> ids,
            @RequestParam(defaultValue = "") String decision,
            @RequestParam(defaultValue = "") String reasonCode,
            @RequestParam(defaultValue = "") String opinion,
            RedirectAttributes redirect,
            jakarta.servlet.http.HttpServletResponse response,
            Model model) {
        access.require(Permission.REVIEW);
        List<String> chosen = ids == null ? List.of() : ids;
        List<Outcome> outcomes = new ArrayList<>();
        try {
            boolean accepted = Decisions.accepted(decision);
            if (chosen.isEmpty()) {
                throw Problem.invalid("ids", "请先勾选要审核的任务。");
            }
            if (!accepted && (reasonCode.isBlank() || opinion.isBlank())) {
                throw Problem.invalid("opinion-missing", "退回时请选择退回原因并写明意见，说明缺什么、怎么补。");
            }
            for (String id : chosen) {
                outcomes.add(outcome(id, accepted, reasonCode, opinion));
            }
        } catch (Problem problem) {
            response.setStatus(problem.status());
            return desk(0, chosen, reasonCode, opinion, problem.detail(), model);
        }
        redirect.addFlashAttribute("outcomes", outcomes);
        redirect.addFlashAttribute("opinion", opinion);
        return "redirect:/desk/reviewed";
    }

    private Outcome outcome(String id, boolean accepted, String reasonCode, String opinion) {
        String title = "任务 " + id;
        try {
            Assignment before = assignments.require(id);
            title = before.title() + " · " + before.unitName();
            Assignment after = work.review(id, accepted, reasonCode, opinion);
            return new Outcome(id, title, true, after.state().label());
        } catch (Problem problem) {
            return new Outcome(id, title, false, problem.detail());
        }
    }

    @GetMapping("/reviewed")
    String reviewed(Model model) {
        access.require(Permission.REVIEW);
        return model.containsAttribute("outcomes") ? "work/reviewed" : "redirect:/desk";
    }

    /** The reasons of all kinds, each code once: a list may hold assignments of several kinds. */
    private List<CampaignKind.ReasonCode> reasonCodes() {
        Map<String, CampaignKind.ReasonCode> codes = new LinkedHashMap<>();
        kinds.all().forEach(kind -> kind.reasonCodes().forEach(code -> codes.putIfAbsent(code.code(), code)));
        return List.copyOf(codes.values());
    }

    private static Assignments.Filter only(String what) {
        return new Assignments.Filter(null, null, null, null, what, null, null);
    }

    /** What became of one row. */
    public record Outcome(String id, String title, boolean done, String message) implements java.io.Serializable {}
}
