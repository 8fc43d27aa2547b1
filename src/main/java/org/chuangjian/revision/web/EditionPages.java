package org.chuangjian.revision.web;

import java.util.List;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSet;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.revision.EditionChange;
import org.chuangjian.revision.EditionChanges;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 细则换版: the difference, the proposal, its confirmation and its undoing on one page. */
@Controller
@RequestMapping("/campaigns/{id}/edition")
class EditionPages {

    private final EditionChanges changes;
    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CriteriaSets criteriaSets;
    private final Units units;
    private final Access access;

    EditionPages(
            EditionChanges changes,
            Campaigns campaigns,
            CampaignBoard board,
            CriteriaSets criteriaSets,
            Units units,
            Access access) {
        this.changes = changes;
        this.campaigns = campaigns;
        this.board = board;
        this.criteriaSets = criteriaSets;
        this.units = units;
        this.access = access;
    }

    @GetMapping
    String show(@PathVariable String id, @RequestParam(required = false) @Nullable String to, Model model) {
        access.require(Permission.READ_CAMPAIGNS);
        Campaign campaign = campaigns.requireVisible(id);
        List<EditionChange> history = changes.of(id);
        EditionChange open = history.stream()
                .filter(it -> it.state() == EditionChange.State.PROPOSED)
                .findFirst()
                .orElse(null);
        List<CriteriaSet> sets = criteriaSets.ofKind(campaign.kind());
        String wanted = open == null ? to : open.toSet();
        boolean asked = wanted != null && !wanted.isBlank() && !wanted.equals(campaign.criteriaSetId());
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("current", criteriaSets.require(campaign.criteriaSetId()));
        model.addAttribute(
                "sets",
                sets.stream()
                        .filter(it -> !it.id().equals(campaign.criteriaSetId()))
                        .toList());
        model.addAttribute("to", wanted);
        model.addAttribute("difference", asked && wanted != null ? changes.difference(id, wanted) : null);
        model.addAttribute("proposal", open);
        model.addAttribute("history", history);
        model.addAttribute(
                "undoable",
                history.stream()
                        .filter(it -> it.state() == EditionChange.State.APPLIED
                                && it.toSet().equals(campaign.criteriaSetId()))
                        .findFirst()
                        .map(EditionChange::id)
                        .orElse(""));
        model.addAttribute("unitNames", units.names());
        boolean manages = access.may(Permission.MANAGE_CAMPAIGNS);
        boolean own =
                open != null && open.proposedAccount().equals(access.current().account());
        model.addAttribute("mayManage", campaign.active() && manages);
        model.addAttribute("own", own);
        model.addAttribute("mayConfirm", campaign.active() && !own && (manages || access.may(Permission.INSTRUCT)));
        return "revision/edition";
    }

    @PostMapping
    String propose(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String note,
            Reply reply) {
        return reply.orAgain(
                () -> {
                    changes.propose(id, to, note);
                    return reply.done("/campaigns/" + id + "/edition", "已提出换版，待创建办其他人员或领导核对差异后确认。");
                },
                problem -> {
                    reply.model().addAttribute("error", problem.detail()).addAttribute("typedNote", note);
                    return show(id, to, reply.model());
                });
    }

    @PostMapping("/{change}/apply")
    String apply(@PathVariable String id, @PathVariable String change, RedirectAttributes redirect) {
        tried(() -> changes.apply(change), "已换版。新增的指标请核对牵头单位后补充下达，并按提示重新评分。", redirect);
        return "redirect:/campaigns/" + id + "/edition";
    }

    @PostMapping("/{change}/drop")
    String drop(@PathVariable String id, @PathVariable String change, RedirectAttributes redirect) {
        tried(() -> changes.drop(change), "已放弃这次换版。", redirect);
        return "redirect:/campaigns/" + id + "/edition";
    }

    @PostMapping("/{change}/undo")
    String undo(
            @PathVariable String id,
            @PathVariable String change,
            @RequestParam(defaultValue = "") String reason,
            Reply reply) {
        return reply.orAgain(
                () -> {
                    changes.undo(change, reason);
                    return reply.done("/campaigns/" + id + "/edition", "已撤销换版，责任分解、任务和得分恢复原状；撤回时正在审核的任务已退回单位重新报送。");
                },
                problem -> {
                    reply.model().addAttribute("error", problem.detail()).addAttribute("typedReason", reason);
                    return show(id, null, reply.model());
                });
    }

    private static void tried(Runnable deed, String done, RedirectAttributes redirect) {
        try {
            deed.run();
            redirect.addFlashAttribute("done", done);
        } catch (Problem problem) {
            boolean own = problem.code().equals("confirmer-is-proposer");
            if ((problem.status() == 403 || problem.status() == 404) && !own) {
                throw problem;
            }
            redirect.addFlashAttribute("failed", problem.detail());
        }
    }
}
