package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chuangjian.campaign.CampaignKind.PassRule;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.scoring.ScoreSheet.Line;
import org.chuangjian.scoring.ScoreSheet.VetoState;

/**
 * 差距: what stands between a sheet and its threshold.
 *
 * @param gaps the criteria with points missing, the most missing first; the bonus behind all others
 * @param vetoes those that hold or that nobody has looked at
 * @param cheapest the fewest criteria that together make the sheet reach; empty if it reaches already
 * @param after the sheet with the cheapest way gone
 * @param forecast the sheet from what is accepted now: a criterion is worth its score, or its points where it has none,
 *     times the share of its work that is accepted
 * @param forecasted how many criteria are worth less or more by that than in the sheet
 * @param open how many criteria neither have a score nor accepted work to go by
 */
public record GapBoard(
        ScoreSheet sheet,
        List<Line> gaps,
        List<Line> vetoes,
        List<Step> cheapest,
        ScoreSheet after,
        ScoreSheet forecast,
        int forecasted,
        int open) {

    public GapBoard {
        gaps = List.copyOf(gaps);
        vetoes = List.copyOf(vetoes);
        cheapest = List.copyOf(cheapest);
    }

    public static GapBoard of(ScoreSheet sheet) {
        List<Line> gaps = sheet.criteria().stream()
                .filter(line -> line.missing().signum() > 0)
                .sorted(Comparator.comparing((Line line) -> line.type() == CriterionType.BONUS)
                        .thenComparing(Line::missing, Comparator.reverseOrder()))
                .toList();
        List<Line> vetoes = sheet.criteria().stream()
                .filter(line ->
                        line.applies() && (line.vetoState() == VetoState.HIT || line.vetoState() == VetoState.UNKNOWN))
                .sorted(Comparator.comparing(line -> line.vetoState() == VetoState.HIT ? 0 : 1))
                .toList();
        List<Step> cheapest = cheapest(sheet, gaps, vetoes);
        Map<String, BigDecimal> expected = new HashMap<>();
        int open = 0;
        for (Line line : sheet.criteria()) {
            if (line.scorable() && line.total() > 0 && (line.effective() == null || line.accepted() < line.total())) {
                expected.put(line.code(), expected(line));
            } else if (line.scorable() && line.effective() == null) {
                open++;
            }
        }
        return new GapBoard(
                sheet,
                gaps,
                vetoes,
                cheapest,
                sheet.withFixed(cheapest.stream().map(Step::code).toList()),
                sheet.withPoints(expected),
                expected.size(),
                open);
    }

    /** Whether there is anything to try what its being put right would bring. */
    public boolean fixable() {
        return !gaps.isEmpty() || vetoes.stream().anyMatch(line -> line.vetoState() == VetoState.HIT);
    }

    private static BigDecimal expected(Line line) {
        return Objects.requireNonNullElse(line.effective(), line.points())
                .multiply(BigDecimal.valueOf(line.accepted()))
                .divide(BigDecimal.valueOf(line.total()), 2, RoundingMode.HALF_UP);
    }

    /**
     * What has to be put right in any case comes first: vetoes that hold, key items below their minimum. Then, as long
     * as the threshold is missed, the criterion with the most points missing, and among equals the one with the least
     * work left: so no smaller number of criteria would do.
     */
    private static List<Step> cheapest(ScoreSheet sheet, List<Line> gaps, List<Line> vetoes) {
        if (sheet.reached()) {
            return List.of();
        }
        PassRule rule = sheet.passRule();
        Map<String, Step> steps = new LinkedHashMap<>();
        vetoes.stream()
                .filter(line -> line.vetoState() == VetoState.HIT)
                .forEach(line -> steps.put(line.code(), new Step(line, BigDecimal.ZERO, "否决项已触发，必须消除")));
        for (Line line : gaps) {
            if (line.type() == CriterionType.KEY && belowMinimum(line, rule)) {
                steps.put(
                        line.code(),
                        new Step(
                                line,
                                line.missing(),
                                line.effective() == null
                                        ? "关键项尚未评分，得分率须达到 " + Judgement.plain(rule.keyItemMinimumRate()) + "%"
                                        : "关键项得分率 " + Judgement.plain(Judgement.rate(line.effective(), line.points()))
                                                + "%，低于 " + Judgement.plain(rule.keyItemMinimumRate()) + "%"));
            }
        }
        BigDecimal left = sheet.threshold().subtract(sheet.counted());
        for (Step step : steps.values()) {
            left = left.subtract(step.gain());
        }
        List<Line> others = gaps.stream()
                .filter(line -> !steps.containsKey(line.code()))
                .filter(line -> rule.bonusCountsTowardPass() || line.type() != CriterionType.BONUS)
                .sorted(Comparator.comparing(Line::missing, Comparator.reverseOrder())
                        .thenComparingInt(line -> line.total() - line.accepted()))
                .toList();
        for (Line line : others) {
            if (left.signum() <= 0) {
                break;
            }
            steps.put(
                    line.code(),
                    new Step(line, line.missing(), "补足可增 " + line.missing().toPlainString() + " 分"));
            left = left.subtract(line.missing());
        }
        return new ArrayList<>(steps.values());
    }

    private static boolean belowMinimum(Line line, PassRule rule) {
        return line.effective() == null
                || line.effective()
                                .multiply(BigDecimal.valueOf(100))
                                .compareTo(line.points().multiply(rule.keyItemMinimumRate()))
                        < 0;
    }

    /**
     * One criterion to put right.
     *
     * @param gain points it brings at most
     * @param why Chinese
     */
    public record Step(Line line, BigDecimal gain, String why) {

        public String code() {
            return line.code();
        }
    }
}
