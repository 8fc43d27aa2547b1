package org.chuangjian.metric;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.metric.Metric.Accumulation;
import org.chuangjian.metric.Metric.Direction;
import org.chuangjian.metric.Metric.MetricClass;
import org.chuangjian.shared.RowProblem;
import org.jspecify.annotations.Nullable;

/**
 * A metric as somebody defines it. Class, direction and accumulation by their names or as the pages show them.
 *
 * @param direction blank for the higher the better
 * @param accumulation blank for cumulative
 * @param decimals null for two
 * @param version of the definition the person saw; null for a new one
 */
public record MetricDraft(
        @Nullable String code,
        @Nullable String name,
        @Nullable String unit,
        @Nullable String metricClass,
        @Nullable String direction,
        @Nullable String accumulation,
        @Nullable Integer decimals,
        @Nullable BigDecimal usualTarget,
        @Nullable String numerator,
        @Nullable String denominator,
        @Nullable List<@Nullable String> parts,
        @Nullable String note,
        @Nullable Integer version) {

    private static final int USUAL_DECIMALS = 2;

    MetricDraft withCode(String other) {
        return new MetricDraft(
                other,
                name,
                unit,
                metricClass,
                direction,
                accumulation,
                decimals,
                usualTarget,
                numerator,
                denominator,
                parts,
                note,
                version);
    }

    /**
     * The definition it makes; null if a word in it is not known.
     *
     * @param position kept from what it was
     */
    @Nullable
    Definition definition(@Nullable Definition before, int position, List<RowProblem> wrong) {
        MetricClass kind = choice("类别", metricClass, MetricClass.values(), MetricClass::label, null, wrong);
        Direction way = choice("方向", direction, Direction.values(), Direction::label, Direction.HIGHER, wrong);
        Accumulation telling = choice(
                "累计方式", accumulation, Accumulation.values(), Accumulation::label, Accumulation.CUMULATIVE, wrong);
        if (kind == null || way == null || telling == null) {
            return null;
        }
        return new Definition(
                new Metric(
                        StringUtils.defaultString(code).strip(),
                        position,
                        StringUtils.defaultString(name).strip(),
                        StringUtils.defaultString(unit).strip(),
                        kind,
                        way,
                        telling,
                        decimals == null ? USUAL_DECIMALS : decimals,
                        usualTarget,
                        StringUtils.stripToNull(numerator),
                        StringUtils.stripToNull(denominator),
                        StringUtils.defaultString(note).strip(),
                        before == null ? 0 : before.metric().version(),
                        before == null ? null : before.metric().changedByName(),
                        before == null ? null : before.metric().changedAt()),
                parts == null
                        ? List.of()
                        : parts.stream()
                                .map(StringUtils::stripToEmpty)
                                .filter(part -> !part.isEmpty())
                                .distinct()
                                .toList());
    }

    private static <E extends Enum<E>> @Nullable E choice(
            String column,
            @Nullable String text,
            E[] choices,
            Function<E, String> label,
            @Nullable E usual,
            List<RowProblem> wrong) {
        String wanted = StringUtils.defaultString(text).strip();
        if (wanted.isEmpty() && usual != null) {
            return usual;
        }
        for (E choice : choices) {
            if (label.apply(choice).equals(wanted) || choice.name().equals(wanted.toUpperCase(Locale.ROOT))) {
                return choice;
            }
        }
        wrong.add(new RowProblem(
                0,
                column,
                column + (wanted.isEmpty() ? "为空" : "“" + StringUtils.abbreviate(wanted, 20) + "”不可用") + "，请填写"
                        + String.join(
                                "、",
                                Arrays.stream(choices)
                                        .map(it -> label.apply(it) + "（" + it.name() + "）")
                                        .toList())
                        + " 之一。"));
        return null;
    }
}
