package org.chuangjian.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chuangjian.campaign.CampaignKind.SurveyMeasure;
import org.chuangjian.campaign.CampaignKind.SurveyRule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a survey round says, without any database. */
class SurveyTests {

    private static final SurveyRule RULE = new SurveyRule(
            400,
            List.of(
                    new SurveyMeasure("satisfaction", "总体满意度", new BigDecimal("70"), "FV2", "SV_SATISFACTION"),
                    new SurveyMeasure("support", "支持率", new BigDecimal("85"), null, null)));

    @Test
    void weighsTheTownsByTheirSample() {
        Survey survey = survey(
                500,
                Map.of("satisfaction", number("80.25"), "support", number("90")),
                area("城关镇", 300, "82.5", "90"),
                area("河口镇", 200, "76.88", "90"));
        assertThat(survey.computed("satisfaction")).hasValue(number("80.25"));
        assertThat(survey.flags(RULE)).isEmpty();
        assertThat(survey.passed(RULE)).isTrue();
    }

    @Test
    void flagsWhatWasDeclaredOtherwiseAndCorrectsNothing() {
        Survey survey = survey(
                500,
                Map.of("satisfaction", number("83.6"), "support", number("90")),
                area("城关镇", 300, "82.5", "90"),
                area("河口镇", 150, "76.88", "90"));
        assertThat(survey.outcomes(RULE).get(0).rate()).isEqualByComparingTo("83.6");
        assertThat(survey.outcomes(RULE).get(0).differs()).isTrue();
        assertThat(survey.flags(RULE))
                .anySatisfy(flag -> assertThat(flag).contains("83.6%").contains("80.63%"))
                .anySatisfy(flag -> assertThat(flag).contains("450").contains("500"));
    }

    @Test
    void takesRoundingForRounding() {
        Survey survey = survey(
                500,
                Map.of("satisfaction", number("80.3"), "support", number("90")),
                area("城关镇", 300, "82.5", "90"),
                area("河口镇", 200, "76.88", "90"));
        assertThat(survey.outcomes(RULE).get(0).differs()).isFalse();
    }

    @Test
    void failsJustBelowTheLineAndHoldsOnIt() {
        assertThat(survey(500, Map.of("satisfaction", number("69.9"), "support", number("100")))
                        .passed(RULE))
                .isFalse();
        assertThat(survey(500, Map.of("satisfaction", number("70"), "support", number("85")))
                        .passed(RULE))
                .isTrue();
    }

    @Test
    void doesNotPassOnTooSmallASample() {
        Survey survey = survey(399, Map.of("satisfaction", number("99"), "support", number("99")));
        assertThat(survey.passed(RULE)).isFalse();
        assertThat(standing(survey).unmet()).contains("样本量 399 低于 400");
    }

    @Test
    void takesTheUnknownForUnknownNotForNought() {
        Survey survey = survey(500, Map.of("satisfaction", number("80")), area("城关镇", 500, "80", null));
        assertThat(survey.computed("support")).isEmpty();
        assertThat(survey.outcomes(RULE).get(1).known()).isFalse();
        assertThat(survey.outcomes(RULE).get(1).below()).isFalse();
        assertThat(standing(survey).unmet()).contains("支持率没有数据");
    }

    @Test
    void aLaterRoundSaysNothingAboutWhatItDidNotAsk() {
        Survey low = survey(500, Map.of("satisfaction", number("60"), "support", number("80")));
        Survey supported = survey(500, Map.of("support", number("90")));
        SurveyStanding standing = standing(supported, low);
        assertThat(standing.vetoes()).containsOnlyKeys("FV2");
        assertThat(standing.unmet()).contains("总体满意度 60%").doesNotContain("支持率");
        Survey satisfied = survey(500, Map.of("satisfaction", number("75")));
        assertThat(standing(satisfied, supported, low).passed()).isTrue();
        assertThat(standing(satisfied, supported, low).vetoes()).isEmpty();
    }

    @Test
    void tooSmallASampleRaisesAVetoAndLiftsNone() {
        Survey good = survey(500, Map.of("satisfaction", number("80"), "support", number("90")));
        Survey bad = survey(500, Map.of("satisfaction", number("60"), "support", number("90")));
        Survey few = survey(100, Map.of("satisfaction", number("60")));
        Survey fewContent = survey(100, Map.of("satisfaction", number("90")));
        assertThat(standing(few, good).vetoes().get("FV2")).contains("60%", "样本不足");
        assertThat(standing(few, good).passed()).isFalse();
        assertThat(standing(fewContent, bad).vetoes()).containsOnlyKeys("FV2");
        assertThat(standing(fewContent, few, good).vetoes()).containsOnlyKeys("FV2");
        assertThat(standing(good, fewContent, few).vetoes()).isEmpty();
        assertThat(Objects.requireNonNull(standing(fewContent, good).figures().get("SV_SATISFACTION"))
                        .exact())
                .isEqualByComparingTo("80");
    }

    private static SurveyStanding standing(Survey... newestFirst) {
        return SurveyStanding.of(RULE, List.of(newestFirst));
    }

    private static Survey.Area area(String name, int sample, String satisfaction, @Nullable String support) {
        return new Survey.Area(
                name,
                null,
                sample,
                support == null
                        ? Map.of("satisfaction", number(satisfaction))
                        : Map.of("satisfaction", number(satisfaction), "support", number(support)));
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    private static Survey survey(int sample, Map<String, BigDecimal> declared, Survey.Area... areas) {
        return new Survey(
                "S1",
                "C1",
                "测评",
                LocalDate.parse("2026-10-01"),
                "示例调查公司",
                "",
                sample,
                declared,
                List.of(areas),
                "张示例",
                OffsetDateTime.parse("2026-10-02T08:00:00+08:00"),
                null,
                null,
                null);
    }
}
