package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.chuangjian.acceptance.Survey.Outcome;
import org.chuangjian.campaign.CampaignKind.SurveyMeasure;
import org.chuangjian.campaign.CampaignKind.SurveyRule;
import org.chuangjian.metric.DerivedFigures.Derived;
import org.jspecify.annotations.Nullable;

/**
 * Where a campaign stands with its surveys, measure by measure: a later round says nothing about what it did not ask.
 * What counts is the newest round that reports the measure on a large enough sample; newer ones on too small a sample
 * may call forth a veto, and never lift one.
 */
public record SurveyStanding(SurveyRule rule, List<Measured> measures) {

    public SurveyStanding {
        measures = List.copyOf(measures);
    }

    /** One round's answer to one measure; the outcome is known. */
    public record Result(Survey survey, Outcome outcome) {}

    /**
     * @param counting null without a round on a large enough sample
     * @param small newer rounds on too small a sample, the newest first
     */
    public record Measured(SurveyMeasure measure, @Nullable Result counting, List<Result> small) {

        public Measured {
            small = List.copyOf(small);
        }

        /** Every result that stands against the measure. */
        List<Result> below() {
            return Stream.concat(Stream.ofNullable(counting), small.stream())
                    .filter(it -> it.outcome().below())
                    .toList();
        }
    }

    /** @param rounds those that count at all, the newest first */
    public static SurveyStanding of(SurveyRule rule, List<Survey> rounds) {
        return new SurveyStanding(
                rule,
                rule.measures().stream()
                        .map(measure -> measured(rule, measure, rounds))
                        .toList());
    }

    private static Measured measured(SurveyRule rule, SurveyMeasure measure, List<Survey> rounds) {
        List<Result> reporting = rounds.stream()
                .map(survey -> new Result(survey, survey.outcome(measure)))
                .filter(it -> it.outcome().known())
                .toList();
        return new Measured(
                measure,
                reporting.stream()
                        .filter(it -> !it.survey().tooSmall(rule))
                        .findFirst()
                        .orElse(null),
                reporting.stream().takeWhile(it -> it.survey().tooSmall(rule)).toList());
    }

    /** Whether the round is what the measure goes by. */
    public boolean countsFor(String surveyId, String measure) {
        return measures.stream()
                .anyMatch(it -> it.measure().code().equals(measure)
                        && it.counting() != null
                        && it.counting().survey().id().equals(surveyId));
    }

    public boolean passed() {
        return unmet().isEmpty();
    }

    /** Why it is not passed, for whoever waits for it; "" if it is. */
    public String unmet() {
        Set<String> reasons = new LinkedHashSet<>();
        for (Measured measured : measures) {
            measured.below().forEach(it -> reasons.add(Survey.below(it.outcome()) + source(it.survey())));
            if (measured.counting() == null) {
                reasons.add(
                        measured.small().isEmpty()
                                ? measured.measure().name() + "没有数据"
                                : tooSmall(measured.small().get(0).survey()));
            }
        }
        return reasons.isEmpty() ? "" : "满意度测评未达标：" + String.join("；", reasons);
    }

    private String tooSmall(Survey survey) {
        return survey.date() + " 测评的样本量 " + survey.sample() + " 低于 " + rule.minimumSample();
    }

    /** What counts of the measures that have a metric: code → figure. */
    Map<String, Derived> figures() {
        Map<String, Derived> figures = new HashMap<>();
        for (Measured measured : measures) {
            String metric = measured.measure().metric();
            Result counting = measured.counting();
            BigDecimal rate = counting == null ? null : counting.outcome().rate();
            if (metric != null && counting != null && rate != null) {
                figures.put(metric, new Derived(rate, counting.survey().date()));
            }
        }
        return figures;
    }

    /** The veto criteria called forth: code → reason. */
    Map<String, String> vetoes() {
        Map<String, String> vetoes = new LinkedHashMap<>();
        for (Measured measured : measures) {
            String veto = measured.measure().veto();
            if (veto != null) {
                measured.below()
                        .forEach(it -> vetoes.merge(
                                veto,
                                Survey.below(it.outcome()) + source(it.survey()),
                                (before, more) -> before + "；" + more));
            }
        }
        return vetoes;
    }

    private String source(Survey survey) {
        return "（" + survey.date() + " " + survey.organisation() + "测评，样本 " + survey.sample()
                + (survey.tooSmall(rule) ? "，样本不足" : "") + "）";
    }
}
