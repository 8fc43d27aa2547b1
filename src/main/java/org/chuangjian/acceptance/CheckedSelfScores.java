package org.chuangjian.acceptance;

import java.util.Map;
import org.chuangjian.scoring.SelfScoreHolds;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What the office has checked, or the leading group has before it, no unit scores otherwise. */
@Component
class CheckedSelfScores implements SelfScoreHolds {

    private final SelfEvaluations selfEvaluations;

    CheckedSelfScores(@Lazy SelfEvaluations selfEvaluations) {
        this.selfEvaluations = selfEvaluations;
    }

    @Override
    public Map<String, String> held(String campaignId) {
        return selfEvaluations.held(campaignId);
    }
}
