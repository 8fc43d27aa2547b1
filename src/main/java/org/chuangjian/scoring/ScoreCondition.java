package org.chuangjian.scoring;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.Condition;
import org.chuangjian.campaign.CampaignKind.ConditionCode;
import org.chuangjian.campaign.ConditionCheck;
import org.chuangjian.campaign.Gates;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** 得分达标 as a condition of a milestone. */
@Component
class ScoreCondition implements ConditionCheck {

    private final Function<Collection<Campaign>, Map<String, ScoreSheet>> sheets;

    /** Lazy: the board asks the campaigns, whose board asks the gates, which ask their conditions. */
    @Autowired
    ScoreCondition(@Lazy ScoreBoard board) {
        this.sheets = campaigns -> board.scored(campaigns);
    }

    /** Judged by the sheet that a page has already. */
    ScoreCondition(ScoreSheet sheet) {
        this.sheets = campaigns -> sheet.begun() ? Map.of(sheet.campaignId(), sheet) : Map.of();
    }

    @Override
    public Set<ConditionCode> codes() {
        return Set.of(ConditionCode.scoreReached);
    }

    @Override
    public String asked(Condition condition) {
        return "现有得分达标";
    }

    @Override
    public Map<String, Gates.Unmet> unmet(Condition condition, Collection<Campaign> campaigns) {
        Map<String, ScoreSheet> begun = sheets.apply(campaigns);
        Map<String, Gates.Unmet> unmet = new HashMap<>();
        for (Campaign campaign : campaigns) {
            ScoreSheet sheet = begun.get(campaign.id());
            if (sheet == null || !sheet.reached()) {
                unmet.put(
                        campaign.id(),
                        new Gates.Unmet(
                                condition.code().name(),
                                "",
                                sheet == null ? "尚未评分" : sheet.sentence(),
                                condition.owner()));
            }
        }
        return unmet;
    }
}
