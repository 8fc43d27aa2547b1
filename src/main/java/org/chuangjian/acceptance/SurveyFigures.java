package org.chuangjian.acceptance;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.campaign.CampaignKind.SurveyMeasure;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.metric.DerivedFigures;
import org.springframework.stereotype.Component;

/** Satisfaction, awareness, support: what a survey round says need not be told a second time. */
@Component
class SurveyFigures implements DerivedFigures {

    private final Surveys surveys;
    private final Set<String> codes;

    SurveyFigures(Surveys surveys, CampaignKinds kinds) {
        this.surveys = surveys;
        this.codes = kinds.all().stream()
                .map(kind -> kind.survey())
                .filter(Objects::nonNull)
                .flatMap(rule -> rule.measures().stream())
                .map(SurveyMeasure::metric)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<String> codes() {
        return codes;
    }

    @Override
    public Map<String, Map<String, Derived>> of(Collection<String> campaignIds) {
        return surveys.figures(campaignIds);
    }
}
