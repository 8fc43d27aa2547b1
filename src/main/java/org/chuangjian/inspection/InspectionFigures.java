package org.chuangjian.inspection;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.chuangjian.metric.DerivedFigures;
import org.springframework.stereotype.Component;

/** 暗访合规率 and 问题按期销号率, which nobody needs to report: they follow from visits and findings. */
@Component
class InspectionFigures implements DerivedFigures {

    static final String COMPLIANCE = "CI_COMPLIANCE_RATE";
    static final String CLOSED_ON_TIME = "FD_CLOSE_RATE";

    private final FindingFacts facts;
    private final Clock clock;

    InspectionFigures(FindingFacts facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public Set<String> codes() {
        return Set.of(COMPLIANCE, CLOSED_ON_TIME);
    }

    @Override
    public Map<String, Map<String, Derived>> of(Collection<String> campaignIds) {
        Map<String, Map<String, Derived>> figures = new HashMap<>();
        facts.of(campaignIds).forEach((id, facts) -> {
            FindingFacts.Counts counts = facts.all();
            Map<String, Derived> of = new HashMap<>();
            put(of, COMPLIANCE, counts.sitesCompliant(), counts.sitesVisited());
            // Of what had to be struck off by now: closed, or open after its deadline.
            put(of, CLOSED_ON_TIME, counts.closedOnTime(), counts.closed() + counts.overdue());
            figures.put(id, of);
        });
        return figures;
    }

    private void put(Map<String, Derived> figures, String code, int part, int whole) {
        if (whole > 0) {
            figures.put(
                    code,
                    new Derived(
                            BigDecimal.valueOf(100L * part).divide(BigDecimal.valueOf(whole), 10, RoundingMode.HALF_UP),
                            LocalDate.now(clock)));
        }
    }
}
