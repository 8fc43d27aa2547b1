package org.chuangjian.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.OffsetDateTime;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;

/**
 * 指标: something counted, as the catalogue defines it.
 *
 * @param unit 户, 万元, % …: part of the metric, never converted
 * @param decimals of its rates, rounded half-up
 * @param usualTarget what a campaign aims at unless it sets a target of its own; null if there is none
 * @param numerator code of the metric a rate counts above the line, null if the rate is only told
 * @param denominator code of the metric below the line
 * @param version counts the changes of the definition
 * @param changedByName null while nobody changed what the product came with
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
        String note,
        int version,
        @Nullable String changedByName,
        @Nullable OffsetDateTime changedAt) {

    static final BigDecimal HIGHEST_RATE = new BigDecimal("10000");
    private static final BigDecimal LARGEST = new BigDecimal("99999999999999");
    private static final int FIGURE_DECIMALS = 4;

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

    /** A figure with its unit and the word told with it: 约40户, 40余户, 40户以上. */
    public String said(BigDecimal figure, String qualifier) {
        String number = figure.signum() == 0 ? "0" : figure.stripTrailingZeros().toPlainString();
        return switch (qualifier) {
            case "余" -> number + qualifier + unit;
            case "以上" -> number + unit + qualifier;
            default -> qualifier + number + unit;
        };
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

    /** @throws Problem 422 for what the metric cannot be */
    void checkFigure(BigDecimal figure, String what) {
        checkSize(figure, what);
        boolean negative = figure.signum() < 0;
        switch (metricClass) {
            case COUNTED -> {
                if (negative || figure.stripTrailingZeros().scale() > 0) {
                    throw Problem.invalid(
                            "figure",
                            "“" + name + "”按" + unit + "计数，" + what + "应填不小于 0 的整数，不能是 " + figure.toPlainString()
                                    + "。");
                }
            }
            case AMOUNT -> {
                if (negative) {
                    throw Problem.invalid("figure", "“" + name + "”的" + what + "不能是负数。");
                }
            }
            case MILESTONE -> {
                if (negative || figure.compareTo(BigDecimal.valueOf(100)) > 0) {
                    throw Problem.invalid("figure", "“" + name + "”是进度，" + what + "应在 0 到 100 之间。");
                }
            }
            case RATE -> {
                if (figure.abs().compareTo(HIGHEST_RATE) > 0) {
                    throw Problem.invalid("figure", "“" + name + "”的" + what + "应是百分数，如 96.6。");
                }
            }
        }
    }

    /** @throws Problem 422 for what no table of figures holds; such a number is not repeated, it may be very long */
    static void checkSize(BigDecimal figure, String what) {
        if (figure.abs().compareTo(LARGEST) > 0) {
            throw Problem.invalid("figure", what + "太大，请核对计量单位。");
        }
        if (figure.stripTrailingZeros().scale() > FIGURE_DECIMALS) {
            throw Problem.invalid("figure", what + "最多四位小数，请改正。");
        }
    }
}
