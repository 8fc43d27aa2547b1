package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chuangjian.campaign.CampaignKind.SurveyMeasure;
import org.chuangjian.campaign.CampaignKind.SurveyRule;
import org.jspecify.annotations.Nullable;

/**
 * 满意度测评: one round, as the surveyor reported it. Rates are percentages with at most two decimals.
 *
 * @param sample answers over all, as reported
 * @param declared the reported rates of the whole place by measure; a measure not reported is absent
 * @param annulledAt null while it counts
 */
public record Survey(
        String id,
        String campaignId,
        String name,
        LocalDate date,
        String organisation,
        String reportNumber,
        int sample,
        Map<String, BigDecimal> declared,
        List<Area> areas,
        String recordedByName,
        OffsetDateTime recordedAt,
        @Nullable String annulledByName,
        @Nullable OffsetDateTime annulledAt,
        @Nullable String annulReason) {

    /** Reports print rates with one decimal: less than this between reported and computed is rounding. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.05");

    public Survey {
        declared = Map.copyOf(declared);
        areas = List.copyOf(areas);
    }

    /** @param unitCode the town as a unit, null where none goes by the name */
    public record Area(String name, @Nullable String unitCode, int sample, Map<String, BigDecimal> rates) {
        public Area {
            rates = Map.copyOf(rates);
        }
    }

    /**
     * How one measure came out.
     *
     * @param computed weighted by the areas' samples; null where an area has none
     * @param rate what counts: as declared, else as computed; null if unknown
     */
    public record Outcome(
            SurveyMeasure measure,
            @Nullable BigDecimal declared,
            @Nullable BigDecimal computed,
            @Nullable BigDecimal rate) {

        public boolean known() {
            return rate != null;
        }

        public boolean below() {
            return rate != null && rate.compareTo(measure.threshold()) < 0;
        }

        public boolean passed() {
            return rate != null && !below();
        }

        /** Whether what was reported does not follow from the areas. */
        public boolean differs() {
            return declared != null
                    && computed != null
                    && declared.subtract(computed).abs().compareTo(ROUNDING) > 0;
        }
    }

    public boolean annulled() {
        return annulledAt != null;
    }

    public List<Outcome> outcomes(SurveyRule rule) {
        return rule.measures().stream().map(this::outcome).toList();
    }

    Outcome outcome(SurveyMeasure measure) {
        BigDecimal said = declared.get(measure.code());
        BigDecimal weighted = computed(measure.code()).orElse(null);
        return new Outcome(measure, said, weighted, said == null ? weighted : said);
    }

    /** Weighted by sample, half-up to two decimals; nothing unless every area reports the measure. */
    public Optional<BigDecimal> computed(String measure) {
        return computed(areas, measure);
    }

    static Optional<BigDecimal> computed(List<Area> areas, String measure) {
        BigDecimal answers = BigDecimal.ZERO;
        BigDecimal sum = BigDecimal.ZERO;
        for (Area area : areas) {
            BigDecimal rate = area.rates().get(measure);
            if (rate == null) {
                return Optional.empty();
            }
            BigDecimal weight = BigDecimal.valueOf(area.sample());
            answers = answers.add(weight);
            sum = sum.add(rate.multiply(weight));
        }
        return answers.signum() == 0 ? Optional.empty() : Optional.of(sum.divide(answers, 2, RoundingMode.HALF_UP));
    }

    public boolean tooSmall(SurveyRule rule) {
        return sample < rule.minimumSample();
    }

    /** Whether every measure is known and over its line, on a large enough sample. */
    public boolean passed(SurveyRule rule) {
        return !tooSmall(rule) && outcomes(rule).stream().allMatch(Outcome::passed);
    }

    /** What does not fit together, for the office; nothing is corrected. */
    public List<String> flags(SurveyRule rule) {
        List<String> flags = new ArrayList<>();
        if (tooSmall(rule)) {
            flags.add("样本量 " + sample + " 低于要求的 " + rule.minimumSample() + "，结果仅供参考，需补充测评。");
        }
        int sum = areas.stream().mapToInt(Area::sample).sum();
        if (!areas.isEmpty() && sum != sample) {
            flags.add("各乡镇样本合计 " + sum + "，与总样本 " + sample + " 不一致，请与测评机构核对。");
        }
        for (Outcome outcome : outcomes(rule)) {
            if (outcome.differs()) {
                flags.add(outcome.measure().name() + "：报告总体 " + percent(outcome.declared()) + "，按乡镇样本加权为 "
                        + percent(outcome.computed()) + "，请与测评机构核对。");
            }
            if (!outcome.known()) {
                flags.add(outcome.measure().name() + "没有数据。");
            }
        }
        return flags;
    }

    static String below(Outcome outcome) {
        return outcome.measure().name() + " " + percent(outcome.rate()) + "，低于 "
                + percent(outcome.measure().threshold());
    }

    static String percent(@Nullable BigDecimal rate) {
        return rate == null ? "—" : rate.stripTrailingZeros().toPlainString() + "%";
    }
}
