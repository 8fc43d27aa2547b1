package org.chuangjian.acceptance.web;

import java.util.List;
import org.chuangjian.acceptance.Gaps;
import org.chuangjian.acceptance.SelfEvaluations;
import org.chuangjian.acceptance.Snapshot;
import org.chuangjian.acceptance.Snapshots;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.evidence.SubmittedEvidence;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
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

/** 文书 of a campaign: what can be downloaded, what is missing from it, and the snapshots. */
@Controller
@RequestMapping("/campaigns/{id}")
class DocumentPages {

    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final Gaps gaps;
    private final SubmittedEvidence evidence;
    private final Snapshots snapshots;
    private final SelfEvaluations selfEvaluations;
    private final Access access;

    DocumentPages(
            Campaigns campaigns,
            CampaignBoard board,
            Gaps gaps,
            SubmittedEvidence evidence,
            Snapshots snapshots,
            SelfEvaluations selfEvaluations,
            Access access) {
        this.campaigns = campaigns;
        this.board = board;
        this.gaps = gaps;
        this.evidence = evidence;
        this.snapshots = snapshots;
        this.selfEvaluations = selfEvaluations;
        this.access = access;
    }

    @GetMapping("/documents")
    String documents(@PathVariable String id, Model model) {
        Campaign campaign = readable(id);
        List<Gaps.Gap> missing = gaps.of(campaign);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("sum", evidence.sum(id));
        model.addAttribute("gaps", missing);
        model.addAttribute(
                "underReview", missing.stream().mapToInt(Gaps.Gap::underReview).sum());
        model.addAttribute(
                "without", missing.stream().filter(gap -> gap.accepted() == 0).count());
        model.addAttribute("snapshots", snapshots.of(id));
        model.addAttribute("approved", selfEvaluations.of(id).stream().anyMatch(round -> round.snapshotId() != null));
        model.addAttribute("mayManage", campaign.active() && access.may(Permission.MANAGE_CAMPAIGNS));
        return "acceptance/documents";
    }

    @PostMapping("/snapshots")
    String mock(@PathVariable String id, @RequestParam(required = false) @Nullable String name, Reply reply) {
        return reply.orBack("/campaigns/" + id + "/documents", () -> {
            Snapshot snapshot = snapshots.mock(id, name);
            return reply.done("/campaigns/" + id + "/snapshots/" + snapshot.id(), "已生成快照“" + snapshot.name() + "”。");
        });
    }

    /** One snapshot, and what changed since the one before or another one. */
    @GetMapping("/snapshots/{snapshot}")
    String snapshot(
            @PathVariable String id,
            @PathVariable String snapshot,
            @RequestParam(required = false) @Nullable String with,
            Model model) {
        Campaign campaign = readable(id);
        Snapshot.Detail shown = snapshots.detail(snapshot);
        if (!shown.snapshot().campaignId().equals(id)) {
            throw Problem.notFound("本活动没有这次快照。");
        }
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("shown", shown);
        model.addAttribute("sums", shown.byKind().entrySet());
        model.addAttribute("documents", shown.documentsByCriterion());
        model.addAttribute("others", snapshots.of(id));
        model.addAttribute("comparison", snapshots.compared(snapshot, with).orElse(null));
        return "acceptance/snapshot";
    }

    private Campaign readable(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return campaigns.requireVisible(id);
    }
}
