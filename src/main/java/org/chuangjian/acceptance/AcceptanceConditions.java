package org.chuangjian.acceptance;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.Condition;
import org.chuangjian.campaign.CampaignKind.ConditionCode;
import org.chuangjian.campaign.ConditionCheck;
import org.chuangjian.campaign.Gates;
import org.springframework.stereotype.Component;

/** What milestones wait for and this module knows: the self-evaluation, the survey, the evaluations of the levels above. */
@Component
class AcceptanceConditions implements ConditionCheck {

    private final Surveys surveys;
    private final Evaluations evaluations;
    private final SelfEvaluations selfEvaluations;

    AcceptanceConditions(Surveys surveys, Evaluations evaluations, SelfEvaluations selfEvaluations) {
        this.surveys = surveys;
        this.evaluations = evaluations;
        this.selfEvaluations = selfEvaluations;
    }

    @Override
    public Set<ConditionCode> codes() {
        return Set.of(ConditionCode.selfEvaluationApproved, ConditionCode.surveyPassed, ConditionCode.evaluationPassed);
    }

    @Override
    public String asked(Condition condition) {
        if (condition.text() != null) {
            return condition.text();
        }
        return switch (condition.code()) {
            case selfEvaluationApproved -> "自评报告已经领导小组审定";
            case surveyPassed -> "第三方满意度测评各项达标，样本量符合要求";
            default -> evaluated(condition);
        };
    }

    private static String evaluated(Condition condition) {
        return "preliminaryEvaluation".equals(condition.key()) ? "初评结论为通过，后续整改全部完成" : "验收结论为通过，后续整改全部完成";
    }

    @Override
    public Map<String, Gates.Unmet> unmet(Condition condition, Collection<Campaign> campaigns) {
        Map<String, String> reasons = switch (condition.code()) {
            case selfEvaluationApproved -> selfEvaluations.unmet(campaigns);
            case surveyPassed -> surveyed(campaigns);
            default -> evaluations.unmet(condition.key() == null ? "" : condition.key(), campaigns);
        };
        String key = condition.key() == null ? "" : condition.key();
        Map<String, Gates.Unmet> unmet = new HashMap<>();
        reasons.forEach((campaign, reason) ->
                unmet.put(campaign, new Gates.Unmet(condition.code().name(), key, reason, condition.owner())));
        return unmet;
    }

    private Map<String, String> surveyed(Collection<Campaign> campaigns) {
        Map<String, SurveyStanding> standings = surveys.standings(campaigns);
        Map<String, String> unmet = new HashMap<>();
        for (Campaign campaign : campaigns) {
            SurveyStanding standing = standings.get(campaign.id());
            String reason = standing == null ? "第三方满意度测评结果尚未登记" : standing.unmet();
            if (!reason.isEmpty()) {
                unmet.put(campaign.id(), reason);
            }
        }
        return unmet;
    }
}
