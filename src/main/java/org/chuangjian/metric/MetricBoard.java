package org.chuangjian.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.metric.DerivedFigures.Derived;
import org.chuangjian.metric.MetricValue.Flag;
import org.chuangjian.metric.MetricValue.UnitValue;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where metrics stand in campaigns. A campaign's figure is made of what the units taking part in it told: counts and
 * amounts add up, rates and progress never do. As many statements for one campaign and metric as for all.
 */
@Component
public class MetricBoard {

    /** Percent points a declared rate may differ from the computed one. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.05");

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * The readings that count for a campaign: those of its units, in its time unless they accumulate. Whether a unit
     * takes part is asked with {@code min}, which looks into the index once a unit; {@code exists} would be hashed over
     * every pair of unit and criterion.
     */
    private static final String TOLD = """
              from campaign k
              join unit u
                on coalesce(
                   (select min(s.unit_code) from ownership_support s
                     where s.campaign_id = k.id and s.unit_code = u.code),
                   (select min(o.lead_unit) from ownership o
                     where o.campaign_id = k.id and o.lead_unit = u.code)) is not null
              join metric_reading r on r.unit_code = u.code and r.counts and r.metric_code in (:metrics)
              join metric m on m.code = r.metric_code
              left join metric_target t on t.campaign_id = k.id and t.metric_code = r.metric_code
                   and t.unit_code = r.unit_code
             where k.id in (:campaigns) and (m.accumulation = 'CUMULATIVE' or r.as_of >= k.start_date)
            """;

    private final JdbcClient jdbc;
    private final Metrics metrics;
    private final ObjectProvider<DerivedFigures> sources;

    MetricBoard(JdbcClient jdbc, Metrics metrics, ObjectProvider<DerivedFigures> sources) {
        this.jdbc = jdbc;
        this.metrics = metrics;
        this.sources = sources;
    }

    /** Asks only who knows one of the codes. */
    private Map<String, Map<String, Derived>> derived(Collection<String> campaignIds, Set<String> codes) {
        Map<String, Map<String, Derived>> derived = new HashMap<>();
        sources.orderedStream()
                .filter(source -> source.codes().stream().anyMatch(codes::contains))
                .forEach(source -> source.of(campaignIds)
                        .forEach((campaign, figures) -> derived.computeIfAbsent(campaign, id -> new HashMap<>())
                                .putAll(figures)));
        return derived;
    }

    /**
     * The figures of the campaigns as wholes, without units and flags: campaign → code → value. A code the catalogue
     * does not have is absent.
     */
    public Map<String, Map<String, MetricValue>> values(Collection<String> campaignIds, Collection<String> codes) {
        if (campaignIds.isEmpty() || codes.isEmpty()) {
            return Map.of();
        }
        Map<String, Metric> catalogue = metrics.all();
        Set<String> needed = withComponents(catalogue, codes);
        Map<String, Map<String, Told>> told = new HashMap<>();
        if (!needed.isEmpty()) {
            jdbc.sql(
                            "select k.id as campaign_id, r.metric_code, count(distinct r.unit_code) as units, count(*) as readings,"
                                    + " count(r.figure) as known, sum(r.figure) as total, min(r.figure) as lowest,"
                                    + " max(r.figure) as highest, max(r.as_of) as as_of, max(r.qualifier) as qualifier,"
                                    + " max(r.declared_rate) as declared_rate, count(distinct t.unit_code) as with_target"
                                    + TOLD
                                    + " group by k.id, r.metric_code")
                    .param("campaigns", campaignIds)
                    .param("metrics", needed)
                    .query(Rows.of(Told.class))
                    .list()
                    .forEach(it -> told.computeIfAbsent(it.campaignId(), id -> new HashMap<>())
                            .put(it.metricCode(), it));
        }
        Map<String, Map<String, Targets>> targets = targets(campaignIds, needed);
        Map<String, Map<String, Derived>> derived = derived(campaignIds, needed);
        Map<String, Map<String, MetricValue>> values = new HashMap<>();
        for (String campaign : campaignIds) {
            Place place = new Place(
                    catalogue,
                    told.getOrDefault(campaign, Map.of()),
                    targets.getOrDefault(campaign, Map.of()),
                    derived.getOrDefault(campaign, Map.of()),
                    Map.of());
            Map<String, MetricValue> of = new LinkedHashMap<>();
            codes.stream()
                    .filter(catalogue::containsKey)
                    .forEach(code -> of.put(code, place.value(code, List.of(), List.of(), null)));
            values.put(campaign, of);
        }
        return values;
    }

    /**
     * The figures of one campaign with their units and flags, in the order of the codes.
     *
     * @param unit only this unit's part; null for all
     */
    public List<MetricValue> lines(String campaignId, List<String> codes, @Nullable String unit) {
        Map<String, Metric> catalogue = metrics.all();
        Map<String, List<String>> parts = metrics.parts();
        Set<String> needed = withComponents(catalogue, codes);
        codes.forEach(code -> needed.addAll(parts.getOrDefault(code, List.of())));
        Map<String, Map<String, Targets>> targets = targets(List.of(campaignId), needed);
        Map<String, Targets> ours = targets.getOrDefault(campaignId, Map.of());
        Map<String, List<UnitTold>> byMetric = new HashMap<>();
        Map<String, Map<String, UnitTold>> byUnit = new LinkedHashMap<>();
        if (!needed.isEmpty()) {
            jdbc.sql("select r.metric_code, r.unit_code, u.name as unit_name, count(*) as readings,"
                            + " count(r.figure) as known, sum(r.figure) as total, max(r.as_of) as as_of,"
                            + " max(r.qualifier) as qualifier, max(r.declared_rate) as declared_rate"
                            + TOLD + (unit == null ? "" : " and r.unit_code = :unit")
                            + " group by r.metric_code, r.unit_code, u.name order by u.name")
                    .params(parameters(campaignId, needed, unit))
                    .query(Rows.of(UnitTold.class))
                    .list()
                    .forEach(it -> {
                        byMetric.computeIfAbsent(it.metricCode(), code -> new ArrayList<>())
                                .add(it);
                        byUnit.computeIfAbsent(it.unitCode(), code -> new HashMap<>())
                                .put(it.metricCode(), it);
                    });
        }
        Map<String, Targets> counted = unit == null
                ? ours
                : ours.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, it -> it.getValue().only(unit)));
        Map<String, Told> told = byMetric.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        it -> Told.of(it.getKey(), it.getValue(), counted.getOrDefault(it.getKey(), Targets.NONE))));
        // One unit's part of them is not known.
        Map<String, Derived> derived =
                unit == null ? derived(List.of(campaignId), needed).getOrDefault(campaignId, Map.of()) : Map.of();
        Place place = new Place(catalogue, told, counted, derived, byUnit);
        return codes.stream()
                .filter(catalogue::containsKey)
                .map(code -> place.value(code, place.units(code), parts.getOrDefault(code, List.of()), unit))
                .toList();
    }

    private static Map<String, Object> parameters(String campaignId, Set<String> metrics, @Nullable String unit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("campaigns", List.of(campaignId));
        parameters.put("metrics", metrics);
        if (unit != null) {
            parameters.put("unit", unit);
        }
        return parameters;
    }

    private static Set<String> withComponents(Map<String, Metric> catalogue, Collection<String> codes) {
        Set<String> needed = new LinkedHashSet<>();
        for (String code : codes) {
            Metric metric = catalogue.get(code);
            if (metric != null) {
                needed.add(code);
                if (metric.numerator() != null && metric.denominator() != null) {
                    needed.add(metric.numerator());
                    needed.add(metric.denominator());
                }
            }
        }
        return needed;
    }

    private Map<String, Map<String, Targets>> targets(Collection<String> campaignIds, Set<String> codes) {
        Map<String, Map<String, Targets>> targets = new HashMap<>();
        if (!codes.isEmpty()) {
            jdbc.sql("select campaign_id, metric_code, unit_code, target from metric_target"
                            + " where campaign_id in (:campaigns) and metric_code in (:metrics)")
                    .param("campaigns", campaignIds)
                    .param("metrics", codes)
                    .query((row, number) -> targets.computeIfAbsent(row.getString(1), id -> new HashMap<>())
                            .computeIfAbsent(row.getString(2), code -> new Targets(new HashMap<>()))
                            .byUnit()
                            .put(row.getString(3), row.getBigDecimal(4)))
                    .list();
        }
        return targets;
    }

    /**
     * What the units of one campaign told, and how it becomes the campaign's figure.
     *
     * @param byUnit unit → metric → what it told; empty where units are not asked about
     */
    private record Place(
            Map<String, Metric> catalogue,
            Map<String, Told> told,
            Map<String, Targets> targets,
            Map<String, Derived> derived,
            Map<String, Map<String, UnitTold>> byUnit) {

        MetricValue value(String code, List<UnitValue> units, List<String> parts, @Nullable String unit) {
            Metric metric = metric(code);
            Targets aims = targets.getOrDefault(code, Targets.NONE);
            BigDecimal target =
                    unit == null ? aims.whole(metric) : aims.byUnit().get(unit);
            Figure figure = figure(metric, 0);
            Told own = told.get(code);
            boolean follows = derived.containsKey(code);
            BigDecimal declared = own == null || own.units() != 1 || toldOfOnePart(metric)
                    ? null
                    : declared(metric.composed() || follows, own);
            BigDecimal rate = rate(metric, figure.value(), target);
            List<Flag> flags = new ArrayList<>();
            BigDecimal exact = exactRate(metric, figure, target);
            if (declared != null && exact != null && differs(declared, exact)) {
                flags.add(rateDiffers(metric, declared, exact));
            }
            for (UnitValue of : units) {
                for (Flag flag : of.flags()) {
                    Flag named = units.size() == 1 ? flag : new Flag(flag.code(), of.unitName() + flag.text());
                    if (!flags.contains(flag)) {
                        flags.add(named);
                    }
                }
            }
            sum(metric, figure.value(), parts, flags);
            return new MetricValue(
                    metric,
                    target,
                    figure.value(),
                    rate,
                    declared,
                    figure.asOf(),
                    own != null && own.readings() == 1 ? own.qualifier() : "",
                    figure.unknown(),
                    follows,
                    flags,
                    units);
        }

        private Metric metric(String code) {
            Metric metric = catalogue.get(code);
            if (metric == null) {
                throw new IllegalArgumentException("No metric " + code);
            }
            return metric;
        }

        /** @param depth of composition; a rate is made of counts, never of rates of rates */
        private Figure figure(Metric metric, int depth) {
            Derived follows = derived.get(metric.code());
            if (follows != null) {
                return new Figure(metric.rounded(follows.exact()), follows.exact(), follows.asOf(), "");
            }
            if (metric.numerator() != null && metric.denominator() != null && depth == 0) {
                Figure composed = composed(metric, metric.numerator(), metric.denominator());
                if (composed.value() != null) {
                    return composed;
                }
                Figure declared = told.containsKey(metric.code()) ? own(metric) : composed;
                return declared.value() == null ? composed : declared;
            }
            return own(metric);
        }

        private Figure composed(Metric metric, String numerator, String denominator) {
            Figure above = figure(metric(numerator), 1);
            Figure below = figure(metric(denominator), 1);
            if (above.value() == null || below.value() == null) {
                return Figure.unknown(
                        "“" + metric.name() + "”无法计算：" + (above.value() == null ? above.unknown() : below.unknown()));
            }
            BigDecimal rate = metric.rate(above.value(), below.value());
            if (rate == null) {
                return Figure.unknown("“" + metric(denominator).name() + "”为 0，无法计算比率");
            }
            return new Figure(rate, exact(above.value(), below.value()), later(above.asOf(), below.asOf()), "");
        }

        private Figure own(Metric metric) {
            Told it = told.get(metric.code());
            if (it == null) {
                return Figure.unknown("“" + metric.name() + "”尚未填报");
            }
            Targets aims = targets.getOrDefault(metric.code(), Targets.NONE);
            if (metric.addsUp()) {
                if (it.known() < it.readings() || it.total() == null) {
                    return Figure.unknown("“" + metric.name() + "”有单位填报为未知");
                }
                int silent = aims.units() == 0 ? 0 : aims.units() - it.withTarget();
                if (silent > 0) {
                    return Figure.unknown("“" + metric.name() + "”有 " + silent + " 家下达了目标的单位尚未填报");
                }
                return new Figure(it.total(), it.total(), it.asOf(), "");
            }
            BigDecimal figure = it.highest() == null && it.units() == 1 ? it.declaredRate() : it.highest();
            if (it.known() < it.readings() && it.highest() != null || figure == null) {
                return Figure.unknown("“" + metric.name() + "”有单位填报为未知");
            }
            if (it.units() > 1 && it.lowest() != null && it.lowest().compareTo(figure) != 0) {
                return Figure.unknown("“" + metric.name() + "”由多家单位分别填报，"
                        + (metric.metricClass() == Metric.MetricClass.RATE ? "比率" : "进度") + "不能相加或平均");
            }
            return new Figure(metric.rounded(figure), figure, it.asOf(), "");
        }

        /** What one unit's own figures make of a rate; unknown where it has none. */
        private Figure composedOf(Metric metric, Map<String, UnitTold> unit) {
            if (metric.numerator() == null || metric.denominator() == null) {
                return Figure.unknown("");
            }
            Map<String, Told> own = unit.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, it -> Told.of(it.getKey(), List.of(it.getValue()), Targets.NONE)));
            return new Place(catalogue, own, Map.of(), Map.of(), Map.of())
                    .composed(metric, metric.numerator(), metric.denominator());
        }

        /** Whether a unit told the rate of its own part while others told theirs: it says nothing of the whole. */
        private boolean toldOfOnePart(Metric metric) {
            return byUnit.values().stream()
                            .anyMatch(unit -> unit.containsKey(metric.code())
                                    && composedOf(metric, unit).value() != null)
                    && byUnit.values().stream()
                            .anyMatch(unit -> !unit.containsKey(metric.code())
                                    && (unit.containsKey(metric.numerator())
                                            || unit.containsKey(metric.denominator())));
        }

        List<UnitValue> units(String code) {
            Metric metric = metric(code);
            Targets aims = targets.getOrDefault(code, Targets.NONE);
            List<UnitValue> units = new ArrayList<>();
            byUnit.values().forEach(unit -> {
                UnitTold row = unit.get(code);
                if (row != null) {
                    units.add(unit(
                            metric, row, composedOf(metric, unit), aims.byUnit().get(row.unitCode())));
                }
            });
            return units;
        }

        private UnitValue unit(Metric metric, UnitTold row, Figure composed, @Nullable BigDecimal target) {
            BigDecimal told = row.known() < row.readings() ? null : row.total();
            boolean computed = composed.value() != null;
            BigDecimal value = computed ? composed.value() : told;
            BigDecimal declared = row.declaredRate() == null && computed ? told : row.declaredRate();
            List<Flag> flags = new ArrayList<>();
            BigDecimal exact = metric.addsUp()
                    ? value == null || target == null || target.signum() == 0 ? null : exact(value, target)
                    : computed ? composed.exact() : value;
            if (declared != null && exact != null && differs(declared, exact)) {
                flags.add(rateDiffers(metric, declared, exact));
            }
            return new UnitValue(
                    row.unitCode(),
                    row.unitName(),
                    target,
                    value,
                    rate(metric, value, target),
                    declared,
                    row.asOf(),
                    row.readings() == 1 && !computed ? row.qualifier() : "",
                    flags);
        }

        private void sum(Metric metric, @Nullable BigDecimal whole, List<String> parts, List<Flag> flags) {
            if (parts.isEmpty() || whole == null) {
                return;
            }
            List<BigDecimal> figures = new ArrayList<>();
            for (String part : parts) {
                BigDecimal figure = figure(metric(part), 0).value();
                if (figure == null) {
                    return;
                }
                figures.add(figure);
            }
            BigDecimal sum = figures.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            if (sum.compareTo(whole) != 0) {
                flags.add(new Flag(
                        "sum-broken",
                        "分项之和 " + figures.stream().map(MetricBoard::plain).collect(Collectors.joining("+")) + "="
                                + plain(sum) + "，与“" + metric.name() + "” " + plain(whole) + " 不一致，请核实"));
            }
        }

        private static @Nullable BigDecimal declared(boolean computed, Told own) {
            return own.declaredRate() != null
                    ? own.declaredRate()
                    : computed && own.known() == own.readings() ? own.highest() : null;
        }

        private static @Nullable BigDecimal exactRate(Metric metric, Figure figure, @Nullable BigDecimal target) {
            if (!metric.addsUp()) {
                return figure.exact();
            }
            BigDecimal value = figure.value();
            return value == null || target == null || target.signum() == 0 ? null : exact(value, target);
        }

        private static @Nullable BigDecimal rate(
                Metric metric, @Nullable BigDecimal value, @Nullable BigDecimal target) {
            if (value == null) {
                return null;
            }
            if (!metric.addsUp()) {
                return metric.rounded(value);
            }
            return target == null ? null : metric.rate(value, target);
        }

        private static Flag rateDiffers(Metric metric, BigDecimal declared, BigDecimal exact) {
            return new Flag(
                    "rate-differs",
                    "申报 " + plain(declared) + "%，按数据计算为 " + plain(metric.rounded(exact)) + "%，相差 "
                            + plain(declared.subtract(exact).abs().setScale(2, RoundingMode.HALF_UP)) + " 个百分点，请核实");
        }
    }

    private static boolean differs(BigDecimal declared, BigDecimal computed) {
        return declared.subtract(computed).abs().compareTo(TOLERANCE) > 0;
    }

    private static BigDecimal exact(BigDecimal part, BigDecimal whole) {
        return part.multiply(HUNDRED).divide(whole, 10, RoundingMode.HALF_UP);
    }

    private static @Nullable LocalDate later(@Nullable LocalDate one, @Nullable LocalDate other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** @param exact what a declared rate is held against, before rounding */
    private record Figure(
            @Nullable BigDecimal value,
            @Nullable BigDecimal exact,
            @Nullable LocalDate asOf,
            String unknown) {

        static Figure unknown(String why) {
            return new Figure(null, null, null, why);
        }
    }

    /** Targets of one metric in one campaign; the key "" is the campaign's own. */
    private record Targets(Map<String, BigDecimal> byUnit) {

        static final Targets NONE = new Targets(Map.of());

        /** The campaign's target, else the sum of its units' targets, else what is usual. */
        @Nullable
        BigDecimal whole(Metric metric) {
            if (byUnit.containsKey("")) {
                return byUnit.get("");
            }
            return byUnit.isEmpty() || !metric.addsUp()
                    ? metric.usualTarget()
                    : byUnit.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        int units() {
            return byUnit.size() - (byUnit.containsKey("") ? 1 : 0);
        }

        Targets only(String unit) {
            return new Targets(byUnit.containsKey(unit) ? Map.of(unit, byUnit.get(unit)) : Map.of());
        }
    }

    private record Told(
            String campaignId,
            String metricCode,
            int units,
            int readings,
            int known,
            @Nullable BigDecimal total,
            @Nullable BigDecimal lowest,
            @Nullable BigDecimal highest,
            @Nullable LocalDate asOf,
            String qualifier,
            @Nullable BigDecimal declaredRate,
            int withTarget) {

        static Told of(String code, List<UnitTold> rows, Targets aims) {
            List<BigDecimal> figures =
                    rows.stream().map(UnitTold::total).filter(Objects::nonNull).toList();
            return new Told(
                    "",
                    code,
                    rows.size(),
                    rows.stream().mapToInt(UnitTold::readings).sum(),
                    rows.stream().mapToInt(UnitTold::known).sum(),
                    figures.isEmpty() ? null : figures.stream().reduce(BigDecimal.ZERO, BigDecimal::add),
                    figures.stream().min(BigDecimal::compareTo).orElse(null),
                    figures.stream().max(BigDecimal::compareTo).orElse(null),
                    rows.stream().map(UnitTold::asOf).max(LocalDate::compareTo).orElse(null),
                    rows.isEmpty() ? "" : rows.get(0).qualifier(),
                    rows.stream()
                            .map(UnitTold::declaredRate)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(null),
                    (int) rows.stream()
                            .filter(row -> aims.byUnit().containsKey(row.unitCode()))
                            .count());
        }
    }

    private record UnitTold(
            String metricCode,
            String unitCode,
            String unitName,
            int readings,
            int known,
            @Nullable BigDecimal total,
            LocalDate asOf,
            String qualifier,
            @Nullable BigDecimal declaredRate) {}
}
