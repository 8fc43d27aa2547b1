package org.chuangjian.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * 指标: something counted, as the catalogue defines it.
 *
 * @param unit 户, 万元, % …: part of the metric, never converted
 * @param decimals of its rates, rounded half-up
 * @param usualTarget what a campaign aims at unless it sets a target of its own; null if there is none
 * @param numerator code of the metric a rate counts above the line, null if the rate is only told
 * @param denominator code of the metric below the line
 */
public record Metric(
        String code,
        int position,
        String name,
        String unit,
        MetricClass metricClass,
        Direction direction,
        Accumulation accumulation,
        int decimals,
        @Nullable BigDecimal usualTarget,
        @Nullable String numerator,
        @Nullable String denominator,
        String note) {

    /** What kind of number it is. Completion of a count, a rate and the progress of a project are never mixed. */
    public enum MetricClass {
        COUNTED("计数"),
        RATE("比率"),
        MILESTONE("进度"),
        AMOUNT("数额");

        private final String label;

        MetricClass(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public enum Direction {
        HIGHER("越高越好"),
        LOWER("越低越好");

        private final String label;

        Direction(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Whether a reading tells everything up to its day, or what came in its period only. */
    public enum Accumulation {
        CUMULATIVE("累计数"),
        PERIOD("当期数");

        private final String label;

        Accumulation(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Whether the figures of several units may be added up to the place's figure. */
    public boolean addsUp() {
        return metricClass == MetricClass.COUNTED || metricClass == MetricClass.AMOUNT;
    }

    /** Whether the rate follows from two other metrics. */
    public boolean composed() {
        return numerator != null && denominator != null;
    }

    /** {@code part} of {@code whole} in percent, half-up to the metric's decimals; null where there is no whole. */
    public @Nullable BigDecimal rate(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? null
                : part.multiply(BigDecimal.valueOf(100)).divide(whole, decimals, RoundingMode.HALF_UP);
    }

    /** A rate that was told, half-up to the metric's decimals. */
    BigDecimal rounded(BigDecimal rate) {
        return rate.setScale(decimals, RoundingMode.HALF_UP);
    }
}
