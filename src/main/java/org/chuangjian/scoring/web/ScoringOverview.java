package org.chuangjian.scoring.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.scoring.ScoreBoard;
import org.chuangjian.scoring.ScoreSettings;
import org.chuangjian.scoring.ScoreSheet;
import org.chuangjian.scoring.Source;
import org.chuangjian.shared.Paged;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 评审验收: all campaigns with total, verdict and gap; for an expert, what waits to be scored. */
@Controller
class ScoringOverview {

    private static final int PAGE_SIZE = 20;

    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final ScoreBoard board;
    private final ScoreSettings settings;
    private final Access access;

    ScoringOverview(Campaigns campaigns, CampaignKinds kinds, ScoreBoard board, ScoreSettings settings, Access access) {
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.board = board;
        this.settings = settings;
        this.access = access;
    }

    @GetMapping("/scoring")
    String overview(@RequestParam(defaultValue = "0") int page, Model model) {
        CurrentUser user = access.current();
        boolean whole = user.may(Permission.READ_CAMPAIGNS);
        if (!whole) {
            access.require(Permission.SCORE_AS_EXPERT);
        }
        if (whole) {
            Paged<Campaign> visible = campaigns.visible(Paged.boundedPage(page), PAGE_SIZE);
            Map<String, ScoreSheet> sheets = board.of(visible.items());
            List<Line> lines = new ArrayList<>();
            for (Campaign campaign : visible.items()) {
                lines.add(line(campaign, Objects.requireNonNull(sheets.get(campaign.id()))));
            }
            model.addAttribute("campaigns", new Paged<>(lines, visible.page(), visible.size(), visible.total()));
        }
        if (user.may(Permission.SCORE_AS_EXPERT) && !user.may(Permission.SCORE)) {
            List<Campaign> invited = settings.campaignsOf(user.account());
            Map<String, ScoreSheet> sheets = board.of(invited);
            model.addAttribute(
                    "invited",
                    invited.stream()
                            .map(it -> Task.of(
                                    it, kinds.require(it.kind()).name(), Objects.requireNonNull(sheets.get(it.id()))))
                            .toList());
        }
        return "scoring/overview";
    }

    private Line line(Campaign campaign, ScoreSheet sheet) {
        return new Line(
                campaign,
                kinds.require(campaign.kind()).name(),
                kinds.require(campaign.kind()).stage(campaign.stage()).name(),
                sheet,
                sheet.criteria().stream()
                        .filter(it -> it.scorable() && it.effective() == null)
                        .count(),
                sheet.criteria().stream()
                        .filter(it -> it.scorable() && it.effective() != null)
                        .count());
    }

    /** One campaign. */
    public record Line(
            Campaign campaign, String kindName, String stageName, ScoreSheet sheet, long unscored, long scored) {}

    /** What one expert campaign still asks for. */
    public record Task(Campaign campaign, String kindName, long criteria, long scored) {

        static Task of(Campaign campaign, String kindName, ScoreSheet sheet) {
            return new Task(
                    campaign,
                    kindName,
                    sheet.criteria().stream().filter(ScoreSheet.Line::scorable).count(),
                    sheet.criteria().stream()
                            .filter(it -> it.scorable() && it.of(Source.EXPERT) != null)
                            .count());
        }
    }
}
