package org.chuangjian.scoring;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.Condition;
import org.chuangjian.campaign.CampaignKind.ConditionCode;
import org.chuangjian.campaign.ConditionCheck;
import org.chuangjian.campaign.Gates;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** 得分达标 as a condition of a milestone. */
@Component
class ScoreCondition implements ConditionCheck {

    private final ScoreBoard board;

    /** Lazy: the board asks the campaigns, whose board asks the gates, which ask their conditions. */
    ScoreCondition(@Lazy ScoreBoard board) {
        this.board = board;
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
        Map<String, ScoreSheet> sheets = board.scored(campaigns);
        Map<String, Gates.Unmet> unmet = new HashMap<>();
        for (Campaign campaign : campaigns) {
            ScoreSheet sheet = sheets.get(campaign.id());
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
