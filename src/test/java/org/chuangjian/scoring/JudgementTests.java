package org.chuangjian.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.CampaignKind.PassRule;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.scoring.ScoreSheet.Line;
import org.chuangjian.scoring.ScoreSheet.Verdict;
import org.chuangjian.scoring.ScoreSheet.VetoState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The verdict of a food-safety county: 90 points of 116, every key item 60 %, no veto. */
class JudgementTests {

    private static final PassRule FOOD = new PassRule(new BigDecimal("90"), new BigDecimal("60"), true);
    private static final PassRule ZONE = new PassRule(new BigDecimal("80"), new BigDecimal("60"), false);

    @Test
    void isReachedWithTheThresholdEveryKeyItemAndNoVeto() {
        ScoreSheet sheet = judge(
                FOOD,
                key("FA1", "3", "2.0"),
                key("FX", "55", "53.0"),
                line("B", CriterionType.BASIC, "42", "38.5"),
                line("H", CriterionType.BONUS, "16", "4.0"),
                veto("FV1", VetoState.CLEAR, ""));
        assertThat(sheet.total()).isEqualByComparingTo("97.50");
        assertThat(sheet.verdict()).isEqualTo(Verdict.REACHED);
        assertThat(sheet.reasons()).containsExactly("总分 97.50，达到 90，关键项得分率均不低于 60%，无否决项，判定达标");
        assertThat(sheet.byType())
                .extractingByKey(CriterionType.KEY)
                .extracting(ScoreSheet.Sum::scored)
                .isEqualTo(new BigDecimal("55.00"));
        assertThat(sheet.notes()).isEmpty();
    }

    @Test
    void isNotReachedWithNinetyTwoPointsAndOneFailedKeyItem() {
        ScoreSheet sheet = judge(FOOD, key("FA5", "4", "1.40"), line("B", CriterionType.BASIC, "96", "90.60"));
        assertThat(sheet.verdict()).isEqualTo(Verdict.NOT_REACHED);
        assertThat(sheet.reasons()).containsExactly("总分 92.00，但关键项 FA5 得分率 35%，低于 60%，判定不达标");
        assertThat(sheet.keyItemsBelow()).extracting(ScoreSheet.KeyItem::code).containsExactly("FA5");
    }

    @Test
    void isNotReachedWithFullPointsAndAVeto() {
        ScoreSheet sheet = judge(
                FOOD,
                key("FA1", "58", "58"),
                line("B", CriterionType.BASIC, "42", "42"),
                veto("FV2", VetoState.HIT, "总体满意度 69.9%，低于 70%"));
        assertThat(sheet.verdict()).isEqualTo(Verdict.NOT_REACHED);
        assertThat(sheet.vetoes()).extracting(ScoreSheet.Veto::code).containsExactly("FV2");
        assertThat(sheet.sentence()).isEqualTo("总分 100.00，但否决项 FV2 触发，判定不达标：总体满意度 69.9%，低于 70%");
    }

    @Test
    void saysWhatIsMissingToTheThreshold() {
        ScoreSheet sheet = judge(FOOD, key("K", "58", "50"), line("B", CriterionType.BASIC, "42", "39.99"));
        assertThat(sheet.verdict()).isEqualTo(Verdict.NOT_REACHED);
        assertThat(sheet.sentence()).isEqualTo("总分 89.99，低于 90，还差 0.01，判定不达标");
        assertThat(sheet.gap()).isEqualByComparingTo("0.01");
    }

    @Test
    void takesExactlyTheThresholdAndExactlyTheMinimum() {
        ScoreSheet sheet = judge(FOOD, key("K", "5", "3"), line("B", CriterionType.BASIC, "95", "87"));
        assertThat(sheet.verdict()).isEqualTo(Verdict.REACHED);
        ScoreSheet justBelow = judge(FOOD, key("K", "5", "2.99"), line("B", CriterionType.BASIC, "95", "95"));
        assertThat(justBelow.sentence()).contains("得分率 59.8%");
    }

    @Test
    void keepsTheBonusOutWhereTheKindSaysSo() {
        ScoreSheet sheet = judge(
                ZONE,
                key("K", "60", "50"),
                line("B", CriterionType.BASIC, "40", "28"),
                line("H", CriterionType.BONUS, "10", "10"));
        assertThat(sheet.total()).isEqualByComparingTo("88");
        assertThat(sheet.counted()).isEqualByComparingTo("78");
        assertThat(sheet.verdict()).isEqualTo(Verdict.NOT_REACHED);
        assertThat(sheet.sentence()).isEqualTo("总分 88.00（鼓励项 10.00 不计入达标分，计入 78.00），低于 80，还差 2.00，判定不达标");
    }

    @Test
    void scalesTheThresholdWithWhatDoesNotApply() {
        List<Line> lines =
                new ArrayList<>(List.of(key("K", "58", "55"), line("B", CriterionType.BASIC, "38", "31.40")));
        lines.add(notApplicable("FC12", "4"));
        ScoreSheet sheet = Judgement.of("C", FOOD, lines, List.of());
        assertThat(sheet.threshold()).isEqualByComparingTo("86.40");
        assertThat(sheet.verdict()).isEqualTo(Verdict.REACHED);
        assertThat(sheet.sentence()).contains("达到 86.4（不适用指标不计入，由 90 折算）");
        assertThat(sheet.notes()).containsExactly("1 项指标认定为不适用，不计分也不作要求");
    }

    @Test
    void doesNotTakeAKeyItemWithoutAScoreForFulfilled() {
        ScoreSheet sheet = judge(
                FOOD,
                key("K1", "5", null),
                line("B", CriterionType.BASIC, "95", "95"),
                veto("V", VetoState.UNKNOWN, ""));
        assertThat(sheet.verdict()).isEqualTo(Verdict.NOT_REACHED);
        assertThat(sheet.sentence()).isEqualTo("总分 95.00，但关键项 K1 尚未评分，不能判定达标");
        assertThat(sheet.notes()).containsExactly("1 项指标尚未评分，未计入总分", "否决项 V 尚未核查，暂按未触发判定");
    }

    @Test
    void answersWhatIfSomeWereFixed() {
        ScoreSheet sheet = judge(
                FOOD,
                key("FA5", "4", "1.40"),
                line("B", CriterionType.BASIC, "96", "88"),
                veto("FV2", VetoState.HIT, "满意度低"));
        assertThat(sheet.withFixed(List.of("FA5")).vetoes()).hasSize(1);
        ScoreSheet fixed = sheet.withFixed(List.of("FA5", "FV2"));
        assertThat(fixed.total()).isEqualByComparingTo("92.00");
        assertThat(fixed.reached()).isTrue();
        assertThat(sheet.reached()).isFalse();
    }

    @Test
    void keepsAVetoThatTheTableDoesNotList() {
        ScoreSheet sheet = Judgement.of(
                "C",
                FOOD,
                List.of(line("FV2", CriterionType.BASIC, "100", "95")),
                List.of(new ScoreSheet.Veto("FV2", "满意度低")));
        assertThat(sheet.verdict()).isEqualTo(Verdict.NOT_REACHED);
        assertThat(sheet.sentence()).contains("否决项 FV2 触发", "满意度低");
        assertThat(sheet.withFixed(List.of("FV2")).reached()).isFalse();
    }

    @Test
    void findsTheFewestCriteriaThatLeadToTheThreshold() {
        ScoreSheet sheet = judge(
                FOOD,
                key("FA5", "4", "1.40"),
                line("B1", CriterionType.BASIC, "50", "45"),
                line("B2", CriterionType.BASIC, "30", "26"),
                line("B3", CriterionType.BASIC, "16", "15"));
        GapBoard gaps = GapBoard.of(sheet);
        // 87.40 now; the key item has to be put right in any case and is enough.
        assertThat(gaps.cheapest()).extracting(GapBoard.Step::code).containsExactly("FA5");
        assertThat(gaps.after().reached()).isTrue();
        GapBoard further = GapBoard.of(judge(
                FOOD,
                key("FA5", "4", "2.40"),
                line("B1", CriterionType.BASIC, "50", "44"),
                line("B2", CriterionType.BASIC, "30", "25"),
                line("B3", CriterionType.BASIC, "16", "10")));
        assertThat(further.cheapest()).extracting(GapBoard.Step::code).containsExactly("B1", "B3");
        assertThat(further.gaps()).extracting(Line::code).containsExactly("B1", "B3", "B2", "FA5");
        assertThat(further.after().reached()).isTrue();
    }

    @Test
    void forecastsFromAcceptedWorkWhereNobodyHasScored() {
        Line open = worked("B2", CriterionType.BASIC, "40", null, 4, 3);
        GapBoard gaps = GapBoard.of(judge(FOOD, key("K", "60", "60"), open));
        assertThat(gaps.sheet().total()).isEqualByComparingTo("60");
        assertThat(gaps.forecast().total()).isEqualByComparingTo("90");
        assertThat(gaps.forecasted()).isEqualTo(1);
    }

    @Test
    void forecastsOfAScoreNoMoreThanIsAccepted() {
        GapBoard gaps = GapBoard.of(judge(
                FOOD,
                worked("K", CriterionType.KEY, "60", "54", 3, 0),
                worked("B1", CriterionType.BASIC, "20", "15", 3, 2),
                worked("B2", CriterionType.BASIC, "20", "18", 3, 3),
                line("H", CriterionType.BONUS, "5", "2")));
        assertThat(gaps.sheet().total()).isEqualByComparingTo("89");
        assertThat(gaps.forecast().total())
                .as("nothing of 54, two thirds of 15, all of 18 and what needs no work")
                .isEqualByComparingTo("30");
        assertThat(gaps.forecasted()).isEqualTo(2);
        assertThat(gaps.open()).isZero();
    }

    @Test
    void hasSomethingToTryWhereOnlyAVetoHolds() {
        assertThat(GapBoard.of(judge(FOOD, key("K", "60", "60"), veto("V", VetoState.HIT, "事故")))
                        .fixable())
                .isTrue();
        assertThat(GapBoard.of(judge(FOOD, key("K", "60", "60"), veto("V", VetoState.UNKNOWN, "")))
                        .fixable())
                .isFalse();
    }

    private static ScoreSheet judge(PassRule rule, Line... lines) {
        return Judgement.of("C", rule, List.of(lines), List.of());
    }

    private static Line key(String code, String points, @Nullable String score) {
        return line(code, CriterionType.KEY, points, score);
    }

    private static Line line(String code, CriterionType type, String points, @Nullable String score) {
        return full(code, type, points, score, "", null, "", 0, 0);
    }

    private static Line worked(
            String code, CriterionType type, String points, @Nullable String score, int total, int accepted) {
        return full(code, type, points, score, "", null, "", total, accepted);
    }

    private static Line notApplicable(String code, String points) {
        return full(code, CriterionType.BASIC, points, null, "本县没有", null, "", 0, 0);
    }

    private static Line veto(String code, VetoState state, String reason) {
        return full(code, CriterionType.VETO, "0", null, "", state, reason, 0, 0);
    }

    private static Line full(
            String code,
            CriterionType type,
            String points,
            @Nullable String score,
            String notApplicable,
            @Nullable VetoState state,
            String reason,
            int total,
            int accepted) {
        return new Line(
                code,
                "一级",
                "二级",
                "要求",
                "",
                type,
                new BigDecimal(points).setScale(2),
                Map.of(),
                "",
                null,
                "",
                List.of(),
                score == null ? null : new BigDecimal(score).setScale(2),
                score == null ? null : Origin.SELF,
                null,
                notApplicable,
                state,
                reason,
                null,
                total,
                accepted);
    }
}
