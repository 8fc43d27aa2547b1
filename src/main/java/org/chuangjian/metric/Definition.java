package org.chuangjian.metric;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;

/**
 * A metric with the parts its sum has to equal.
 *
 * @param parts codes; empty if it is no sum
 */
public record Definition(@JsonUnwrapped Metric metric, List<String> parts) {

    public static final List<String> COLUMNS =
            List.of("编码", "名称", "类别", "计量单位", "小数位数", "方向", "累计方式", "通常目标", "分子编码", "分母编码", "分项编码", "说明");

    public Definition {
        parts = List.copyOf(parts);
    }

    /** The metrics it is made of. */
    List<String> components() {
        return Stream.concat(Stream.of(metric.numerator(), metric.denominator()), parts.stream())
                .filter(StringUtils::isNotEmpty)
                .toList();
    }

    /** What an office decides about it, as a table shows it: column → text. */
    public Map<String, String> columns() {
        BigDecimal target = metric.usualTarget();
        List<String> cells = List.of(
                metric.code(),
                metric.name(),
                metric.metricClass().label(),
                metric.unit(),
                String.valueOf(metric.decimals()),
                metric.direction().label(),
                metric.accumulation().label(),
                target == null ? "" : target.stripTrailingZeros().toPlainString(),
                StringUtils.defaultString(metric.numerator()),
                StringUtils.defaultString(metric.denominator()),
                String.join("、", parts),
                metric.note());
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            columns.put(COLUMNS.get(i), cells.get(i));
        }
        return columns;
    }

    /** How it differs from what it was, for the journal; "" if it does not. */
    String differences(@Nullable Definition before) {
        if (before == null) {
            return columns().entrySet().stream()
                    .filter(it -> !it.getValue().isEmpty())
                    .map(it -> it.getKey() + " " + it.getValue())
                    .reduce((one, other) -> one + "，" + other)
                    .orElse("");
        }
        Map<String, String> old = before.columns();
        return columns().entrySet().stream()
                .filter(it -> !it.getValue().equals(old.get(it.getKey())))
                .map(it -> it.getKey() + "“" + old.get(it.getKey()) + "”改为“" + it.getValue() + "”")
                .reduce((one, other) -> one + "；" + other)
                .orElse("");
    }
}
