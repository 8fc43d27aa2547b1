package org.chuangjian.acceptance;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.scoring.VetoFacts;
import org.springframework.stereotype.Component;

/** A survey below its line calls forth the veto the kind names. */
@Component
class SurveyVetoes implements VetoFacts {

    private final Surveys surveys;

    SurveyVetoes(Surveys surveys) {
        this.surveys = surveys;
    }

    @Override
    public Map<String, Map<String, String>> vetoes(Collection<Campaign> campaigns) {
        Map<String, Map<String, String>> vetoes = new HashMap<>();
        surveys.standings(campaigns).forEach((id, standing) -> vetoes.put(id, standing.vetoes()));
        return vetoes;
    }
}
