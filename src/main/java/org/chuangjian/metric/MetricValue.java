package org.chuangjian.metric;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a metric stands in a campaign.
 *
 * @param value null if unknown; then {@code unknown} says why
 * @param rate percent: of a count or amount value ÷ target, of a rate or progress the value itself; null if unknown
 * @param declaredRate as told, where one unit alone told it
 * @param asOf the newest day a figure in it stands for
 * @param qualifier of the one reading it consists of, else ""
 * @param unknown Chinese, "" if the value is known
 * @param derived whether it follows from what another module keeps, whatever was told
 * @param units what it consists of; for a reader of one unit only that unit's
 */
public record MetricValue(
        Metric metric,
        @Nullable BigDecimal target,
        @Nullable BigDecimal value,
        @Nullable BigDecimal rate,
        @Nullable BigDecimal declaredRate,
        @Nullable LocalDate asOf,
        String qualifier,
        String unknown,
        boolean derived,
        List<Flag> flags,
        List<UnitValue> units) {

    public MetricValue {
        flags = List.copyOf(flags);
        units = List.copyOf(units);
    }

    /** What is missing to the target, in the metric's unit; null if unknown, 0 if the target is reached. */
    public @Nullable BigDecimal gap() {
        if (value == null || target == null) {
            return null;
        }
        BigDecimal missing =
                metric.direction() == Metric.Direction.HIGHER ? target.subtract(value) : value.subtract(target);
        return missing.max(BigDecimal.ZERO);
    }

    /** Whether the target is reached; null if that is unknown. */
    public @Nullable Boolean reached() {
        BigDecimal missing = gap();
        return missing == null ? null : missing.signum() == 0;
    }

    /**
     * Something the office should ask about. It is never corrected by itself.
     *
     * @param code stable, e.g. {@code rate-differs}
     * @param text Chinese
     */
    public record Flag(String code, String text) {}

    /** One unit's part. */
    public record UnitValue(
            String unitCode,
            String unitName,
            @Nullable BigDecimal target,
            @Nullable BigDecimal value,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal declaredRate,
            @Nullable LocalDate asOf,
            String qualifier,
            List<Flag> flags) {

        public UnitValue {
            flags = List.copyOf(flags);
        }
    }
}
