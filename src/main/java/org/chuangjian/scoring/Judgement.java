package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind.PassRule;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.scoring.ScoreSheet.KeyItem;
import org.chuangjian.scoring.ScoreSheet.Line;
import org.chuangjian.scoring.ScoreSheet.Sum;
import org.chuangjian.scoring.ScoreSheet.Verdict;
import org.chuangjian.scoring.ScoreSheet.Veto;
import org.chuangjian.scoring.ScoreSheet.VetoState;

/**
 * 判定: the verdict on a sheet by the kind's rule. Reached is who has the threshold <em>and</em> every key item's
 * minimum <em>and</em> no veto.
 *
 * <p>A criterion that does not apply leaves the base: its points count neither as had nor as asked. The threshold is
 * scaled by the share of the points outside the bonus that remains (90 of 100 become 86.40 of 96), because the tables
 * ask for a share of what can be reached; left at 90, a place without a harbour would have to be better than others
 * for not having one. The score itself is not scaled up, so every total on a page stays the sum of its rows. Bonus
 * points that do not apply change nothing: nobody has to have them.
 *
 * <p>A criterion without a score is unknown. It adds nothing to the total, and the notes say so; a key item without a
 * score has not shown its minimum, so the threshold is not reached with it either.
 */
final class Judgement {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int NAMED = 5;

    private Judgement() {}

    /** @param unlisted vetoes that hold without being a criterion of the table */
    static ScoreSheet of(String campaignId, PassRule rule, List<Line> lines, List<Veto> unlisted) {
        Map<CriterionType, Sum> byType = new EnumMap<>(CriterionType.class);
        for (CriterionType type : CriterionType.values()) {
            if (type != CriterionType.VETO) {
                byType.put(type, sum(lines, type));
            }
        }
        BigDecimal bonus = sumOf(byType, CriterionType.BONUS);
        BigDecimal total = byType.values().stream().map(Sum::scored).reduce(zero(), BigDecimal::add);
        BigDecimal counted = rule.bonusCountsTowardPass() ? total : total.subtract(bonus);
        BigDecimal threshold = threshold(rule, lines);
        List<Veto> vetoes = Stream.concat(
                        lines.stream()
                                .filter(it -> it.vetoState() == VetoState.HIT && it.applies())
                                .map(it -> new Veto(it.code(), it.vetoReason())),
                        unlisted.stream())
                .toList();
        List<Line> below = lines.stream()
                .filter(it -> it.type() == CriterionType.KEY && it.scorable() && below(it, rule))
                .toList();
        List<String> silent = lines.stream()
                .filter(it -> it.type() == CriterionType.KEY && it.scorable() && it.effective() == null)
                .map(Line::code)
                .toList();
        boolean enough = counted.compareTo(threshold) >= 0;
        List<String> reasons = reasons(rule, total, bonus, counted, threshold, vetoes, below, silent);
        boolean reached = enough && vetoes.isEmpty() && below.isEmpty() && silent.isEmpty();
        return new ScoreSheet(
                campaignId,
                rule,
                total,
                counted,
                threshold,
                byType,
                reached ? Verdict.REACHED : Verdict.NOT_REACHED,
                reasons,
                vetoes,
                below.stream()
                        .map(it -> new KeyItem(it.code(), rate(Objects.requireNonNull(it.effective()), it.points())))
                        .toList(),
                notes(lines),
                lines);
    }

    /** Percent with at most two decimals, half-up. */
    static BigDecimal rate(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? BigDecimal.ZERO : part.multiply(HUNDRED).divide(whole, 2, RoundingMode.HALF_UP);
    }

    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** Exactly compared: a rate that is rounded to the minimum has not reached it. */
    private static boolean below(Line line, PassRule rule) {
        return line.effective() != null
                && line.effective().multiply(HUNDRED).compareTo(line.points().multiply(rule.keyItemMinimumRate())) < 0;
    }

    private static BigDecimal threshold(PassRule rule, List<Line> lines) {
        BigDecimal all = zero();
        BigDecimal applying = zero();
        for (Line line : lines) {
            if (!line.veto() && line.type() != CriterionType.BONUS) {
                all = all.add(line.points());
                applying = applying.add(line.applies() ? line.points() : BigDecimal.ZERO);
            }
        }
        return all.compareTo(applying) == 0
                ? rule.threshold().setScale(2, RoundingMode.HALF_UP)
                : rule.threshold().multiply(applying).divide(all, 2, RoundingMode.HALF_UP);
    }

    private static Sum sum(List<Line> lines, CriterionType type) {
        BigDecimal points = zero();
        BigDecimal scored = zero();
        int criteria = 0;
        int unscored = 0;
        for (Line line : lines) {
            if (line.type() == type && line.scorable()) {
                criteria++;
                points = points.add(line.points());
                if (line.effective() == null) {
                    unscored++;
                } else {
                    scored = scored.add(line.effective());
                }
            }
        }
        return new Sum(points, scored, criteria, unscored);
    }

    private static BigDecimal sumOf(Map<CriterionType, Sum> byType, CriterionType type) {
        Sum sum = byType.get(type);
        return sum == null ? zero() : sum.scored();
    }

    private static List<String> reasons(
            PassRule rule,
            BigDecimal total,
            BigDecimal bonus,
            BigDecimal counted,
            BigDecimal threshold,
            List<Veto> vetoes,
            List<Line> below,
            List<String> silent) {
        String sum = "总分 " + total.toPlainString()
                + (rule.bonusCountsTowardPass() || bonus.signum() == 0
                        ? ""
                        : "（鼓励项 " + bonus.toPlainString() + " 不计入达标分，计入 " + counted.toPlainString() + "）");
        String line = plain(threshold)
                + (threshold.compareTo(rule.threshold()) == 0 ? "" : "（不适用指标不计入，由 " + plain(rule.threshold()) + " 折算）");
        boolean enough = counted.compareTo(threshold) >= 0;
        String although = enough ? sum + "，但" : "";
        List<String> reasons = new ArrayList<>();
        for (Veto veto : vetoes) {
            reasons.add(although + "否决项 " + veto.code() + " 触发，判定不达标"
                    + (veto.reason().isEmpty() ? "" : "：" + StringUtils.stripEnd(veto.reason(), "。")));
        }
        if (below.size() == 1) {
            reasons.add(
                    although + "关键项 " + rated(below.get(0)) + "，低于 " + plain(rule.keyItemMinimumRate()) + "%，判定不达标");
        } else if (!below.isEmpty()) {
            reasons.add(although + "有 " + below.size() + " 个关键项得分率低于 " + plain(rule.keyItemMinimumRate()) + "%（"
                    + below.stream().map(Judgement::rated).collect(Collectors.joining("，")) + "），判定不达标");
        }
        if (!enough) {
            reasons.add(
                    sum + "，低于 " + line + "，还差 " + threshold.subtract(counted).toPlainString() + "，判定不达标");
        }
        if (!silent.isEmpty()) {
            reasons.add(although + "关键项 " + named(silent) + " 尚未评分，不能判定达标");
        }
        if (reasons.isEmpty()) {
            reasons.add(sum + "，达到 " + line + "，关键项得分率均不低于 " + plain(rule.keyItemMinimumRate()) + "%，无否决项，判定达标");
        }
        return reasons;
    }

    private static String rated(Line item) {
        return item.code() + " 得分率 " + plain(rate(Objects.requireNonNull(item.effective()), item.points())) + "%";
    }

    private static List<String> notes(List<Line> lines) {
        List<String> notes = new ArrayList<>();
        long unscored = lines.stream()
                .filter(it -> it.scorable() && it.effective() == null)
                .count();
        if (unscored > 0) {
            notes.add(unscored + " 项指标尚未评分，未计入总分");
        }
        List<String> above = lines.stream()
                .filter(it -> it.scorable() && !it.above().isEmpty())
                .map(Line::code)
                .toList();
        if (!above.isEmpty()) {
            notes.add("指标 " + named(above) + " 有得分高于换版后的分值，未予取用，请重新评分");
        }
        List<String> outdated = lines.stream()
                .filter(it -> it.scorable() && it.outdated())
                .map(Line::code)
                .toList();
        if (!outdated.isEmpty()) {
            notes.add("指标 " + named(outdated) + " 的取用得分是换版前所评，请复核");
        }
        List<String> unseen = lines.stream()
                .filter(it -> it.vetoState() == VetoState.UNKNOWN && it.applies())
                .map(Line::code)
                .toList();
        if (!unseen.isEmpty()) {
            notes.add("否决项 " + named(unseen) + " 尚未核查，暂按未触发判定");
        }
        long notApplying = lines.stream().filter(it -> !it.applies()).count();
        if (notApplying > 0) {
            notes.add(notApplying + " 项指标认定为不适用，不计分也不作要求");
        }
        return notes;
    }

    private static String named(List<String> codes) {
        return codes.stream().limit(NAMED).collect(Collectors.joining("、"))
                + (codes.size() > NAMED ? " 等 " + codes.size() + " 项" : "");
    }

    private static BigDecimal zero() {
        return BigDecimal.ZERO.setScale(2);
    }
}
