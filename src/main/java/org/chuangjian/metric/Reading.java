package org.chuangjian.metric;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 读数: what a unit told of a metric on a day. Never changed; a correction is another reading of the same day.
 *
 * @param asOf 截至
 * @param figure null if unknown (未公开)
 * @param qualifier 约, 余, 以上 or 均 as the text said it, or ""
 * @param declaredRate percent as the unit declared it, kept beside what the figures give
 * @param counts whether the totals are made of it; older and corrected ones do not count
 */
public record Reading(
        String id,
        String metricCode,
        String unitCode,
        String unitName,
        LocalDate asOf,
        @Nullable BigDecimal figure,
        String qualifier,
        @Nullable BigDecimal declaredRate,
        @Nullable String evidenceId,
        String note,
        boolean counts,
        String enteredByName,
        OffsetDateTime enteredAt) {}
