package org.chuangjian.metric;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Figures of whole campaigns that follow from what another module keeps: nobody has to tell them, and what is told all
 * the same is held against them.
 */
public interface DerivedFigures {

    /** The metrics it knows. */
    Set<String> codes();

    /** Campaign → code → figure; absent where there is nothing yet to derive it from. */
    Map<String, Map<String, Derived>> of(Collection<String> campaignIds);

    /** @param exact in the metric's unit, before rounding */
    record Derived(BigDecimal exact, LocalDate asOf) {}
}
