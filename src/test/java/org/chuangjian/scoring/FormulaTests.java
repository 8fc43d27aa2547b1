package org.chuangjian.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.chuangjian.scoring.Formula.Fact;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTests {

    private static final String GUARANTEE =
            "4 * (metric(\"BB_MATCH_RATE\") + metric(\"BB_VISIT_RATE\")) / 200 - 0.2 * findings.open";

    @Test
    void takesTwoTenthsForEveryOpenProblemOfTheGuaranteeVisits() {
        assertThat(points("4", GUARANTEE, Map.of("BB_MATCH_RATE", "100", "BB_VISIT_RATE", "90", "open", "3")))
                .isEqualTo("3.20");
    }

    @Test
    void failsTheKeyItemWhereHardlyAnyVisitWasMade() {
        assertThat(points("4", GUARANTEE, Map.of("BB_MATCH_RATE", "60", "BB_VISIT_RATE", "10", "open", "0")))
                .isEqualTo("1.40");
    }

    @Test
    void codesEveryMarkUserAndCapsTheShareOfProducers() {
        assertThat(points(
                        "5",
                        "metric(\"GI_USERS_CODED\") / metric(\"GI_USERS\") * 5",
                        Map.of("GI_USERS_CODED", "14", "GI_USERS", "14")))
                .isEqualTo("5.00");
        assertThat(points(
                        "6",
                        "metric(\"GI_USERS\") / metric(\"GI_PRODUCERS\") / 0.6 * 6",
                        Map.of("GI_USERS", "14", "GI_PRODUCERS", "20")))
                .isEqualTo("6.00");
    }

    @Test
    void weighsDocumentsAndSiteOfAnAward() {
        assertThat(points("1000", "560 * 40% + 640 * 60%", Map.of())).isEqualTo("608.00");
    }

    @ParameterizedTest
    @CsvSource({
        "99.5, 3.00",
        "99, 3.00",
        "98.99, 2.00",
        "98, 2.00",
        "97, 1.00",
        "96.99, 0.00",
    })
    void givesTheFirstTierThatTakesTheRate(String rate, String points) {
        assertThat(points(
                        "3",
                        "tiers(metric(\"SAMPLE_PASS_RATE\"), 99: 3, 98: 2, 97: 1, else 0)",
                        Map.of("SAMPLE_PASS_RATE", rate)))
                .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"0, 2.00", "5, 2.00", "5.01, 1.00", "10, 1.00", "11, 0.00"})
    void readsTiersWhereLessIsBetter(String rate, String points) {
        assertThat(points("3", "tiers(metric(\"X\"), <=5: 2, <=10: 1)", Map.of("X", rate)))
                .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + 2 * 3|7.00",
                "(1 + 2) * 3|9.00",
                "10 - 2 - 3|5.00",
                "12 / 3 / 2|2.00",
                "-2 + 5|3.00",
                "1.005|1.01",
                "2.345|2.35",
                "2.344999|2.34",
                "1 / 3|0.33",
                "2 / 3|0.67",
                "-1|0.00",
                "99|10.00",
                "points|10.00",
                "points / 4|2.50",
                "min(3, 2, 7)|2.00",
                "max(3, 2, 7)|7.00",
                "cap(9, 1.5) + floor(-3, 0)|1.50",
                "round(2 / 3, 1)|0.70",
                "１＋２×（３÷２）|4.00",
                "60% * 5|3.00",
                "5 / 24 * 3|0.63",
                "13 / 120 * 3|0.33",
                "7 / 48 * 6|0.88",
                "round(5 / 24 * 3, 2)|0.63",
                "tiers(1 / 3 * 3, 1: 5, else 0)|5.00",
                "tiers(1, 1 / 3 * 3: 5, else 0)|5.00",
                "tiers(2 / 3 * 3, <=2: 5, else 0)|5.00",
            })
    void calculatesWithTwoDecimalsHalfUpBetweenZeroAndThePoints(String formula, String points) {
        assertThat(points("10", formula, Map.of())).isEqualTo(points);
    }

    @Test
    void staysUnknownWithEveryReasonIfAnInputIsUnknown() {
        Formula.Result result =
                Formula.parse("metric(\"A\") + min(metric(\"B\"), 0) * 0").points(new Given("3", Map.of()));
        assertThat(result.value()).isNull();
        assertThat(result.unknown()).containsExactly("A 未知", "B 未知");
    }

    @Test
    void isUnknownRatherThanInfiniteWhenDividedByNothing() {
        Formula.Result result = Formula.parse("5 / metric(\"A\")").points(new Given("5", Map.of("A", "0")));
        assertThat(result.value()).isNull();
        assertThat(result.unknown()).containsExactly("公式中的除数为 0");
    }

    @Test
    void addsWhatAPersonGaveAndIsUnknownUntilSomebodyHas() {
        String formula = "metric(\"REPORTED\") / 100 * 1 + manual";
        assertThat(points("2", formula, Map.of("REPORTED", "95", "", "0.8"))).isEqualTo("1.75");
        assertThat(points("2", formula, Map.of("REPORTED", "100", "", "2"))).isEqualTo("2.00");
        assertThat(Formula.parse(formula)
                        .points(new Given("2", Map.of("REPORTED", "95")))
                        .value())
                .isNull();
    }

    @Test
    void knowsWhereAMetricIsNamedAsItWasTyped() {
        Formula formula = Formula.parse("  metric(\"SAMPLE_PASS_RATE\") ＋ metric（“RATE”） / metric(\"RATE\")");
        assertThat(formula.position("SAMPLE_PASS_RATE")).isEqualTo(11);
        assertThat(formula.position("RATE")).isEqualTo(40);
    }

    @Test
    void namesTheMetricsItAsksFor() {
        assertThat(Formula.parse("metric(\"A\").rate + metric(\"B\").target + assignments.share")
                        .metrics())
                .containsExactly("A", "B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|1|空的",
                "1 +|4|没有写完",
                "1 + * 2|5|却是“*”",
                "(1 + 2|7|这里应有“)”",
                "1 2|3|多出了“2”",
                "metric(BB)|8|加引号的指标编码",
                "metric(\"A\").best|13|没有“best”这一项",
                "metric(\"A|8|引号没有成对",
                "findings|9|这里应有“.”",
                "findings.many|10|没有“many”这一项",
                "system(1)|1|不认识“system”",
                "min()|5|这里应有数字",
                "cap(1)|6|应有 2 个参数，现有 1 个",
                "tiers(1)|8|至少要有一档",
                "tiers(1, 2)|11|这里应有“:”",
                "round(1, x)|10|小数位数",
                "1 $ 2|3|不能使用“$”",
                "1.2.3|1|后面不能直接跟“.”",
                "3x|1|后面不能直接跟“x”",
                "--1|2|两个负号",
                "（１＋|4|没有写完",
            })
    void namesThePositionOfWhatItCannotRead(String formula, int position, String what) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Formula.parse(formula))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("formula");
                    assertThat(problem.detail())
                            .contains("公式第 " + position + " 个字符处")
                            .contains(what);
                    assertThat(problem.properties()).containsEntry("position", position);
                });
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Formula.parse("(".repeat(60) + "1" + ")".repeat(60)))
                .satisfies(problem -> assertThat(problem.detail()).contains("嵌套太深"));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Formula.parse("1+".repeat(600) + "1"))
                .satisfies(problem -> assertThat(problem.detail()).contains("最长"));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> Formula.parse("9".repeat(30)));
    }

    private static String points(String points, String formula, Map<String, String> known) {
        Formula.Result result = Formula.parse(formula).points(new Given(points, known));
        return String.valueOf(result.value());
    }

    /** Facts by metric code or property. */
    private record Given(String full, Map<String, String> known) implements Formula.Facts {

        @Override
        public BigDecimal points() {
            return new BigDecimal(full).setScale(2);
        }

        @Override
        public @Nullable BigDecimal of(Fact fact, List<String> unknown) {
            String name = fact.name().isEmpty() ? fact.property() : fact.name();
            String value = known.get(name);
            if (value == null) {
                unknown.add(name + " 未知");
                return null;
            }
            return new BigDecimal(value);
        }
    }
}
