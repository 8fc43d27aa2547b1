package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A survey round as somebody enters it.
 *
 * @param declared reported rates of the whole place by measure
 * @param areas one row a town; may be empty where the report has none
 */
public record SurveyDraft(
        @Nullable String name,
        @Nullable LocalDate date,
        @Nullable String organisation,
        @Nullable String reportNumber,
        @Nullable Integer sample,
        @Nullable Map<String, @Nullable BigDecimal> declared,
        @Nullable List<AreaDraft> areas) {

    public record AreaDraft(
            @Nullable String name,
            @Nullable Integer sample,
            @Nullable Map<String, @Nullable BigDecimal> rates) {}

    Map<String, @Nullable BigDecimal> rates() {
        return declared == null ? Map.of() : declared;
    }

    List<AreaDraft> rows() {
        return areas == null ? List.of() : areas;
    }
}
