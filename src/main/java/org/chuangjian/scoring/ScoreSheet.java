package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chuangjian.campaign.CampaignKind.PassRule;
import org.chuangjian.campaign.ConditionCheck;
import org.chuangjian.criteria.CriterionType;
import org.jspecify.annotations.Nullable;

/**
 * 评分表: every criterion of a campaign with its scores side by side, the one that counts, and the verdict.
 *
 * @param total of what counts, bonus included
 * @param counted the part of the total that is held against the threshold
 * @param threshold what the kind asks for, scaled where criteria do not apply
 * @param byType sums by type of criterion, every type that has points present
 * @param reasons why the verdict is what it is, Chinese, one full sentence each
 * @param vetoes those that hold
 * @param keyItemsBelow key items scored below their minimum
 * @param notes what the verdict does not yet know: criteria without a score, vetoes nobody looked at
 */
public record ScoreSheet(
        String campaignId,
        PassRule passRule,
        BigDecimal total,
        BigDecimal counted,
        BigDecimal threshold,
        Map<CriterionType, Sum> byType,
        Verdict verdict,
        List<String> reasons,
        List<Veto> vetoes,
        List<KeyItem> keyItemsBelow,
        List<String> notes,
        List<Line> criteria) {

    public ScoreSheet {
        byType = new EnumMap<>(byType);
        reasons = List.copyOf(reasons);
        vetoes = List.copyOf(vetoes);
        keyItemsBelow = List.copyOf(keyItemsBelow);
        notes = List.copyOf(notes);
        criteria = List.copyOf(criteria);
    }

    /** Whether anything was scored, or is computed by a formula. */
    boolean begun() {
        return criteria.stream()
                .anyMatch(it -> !it.sources().isEmpty() || !it.formula().isEmpty());
    }

    /** The sheet as the answer to the gate's question, so that nobody judges it a second time. */
    public ConditionCheck asCondition() {
        return new ScoreCondition(this);
    }

    public boolean reached() {
        return verdict == Verdict.REACHED;
    }

    /** The reason that says it all: the first. */
    public String sentence() {
        return reasons.get(0);
    }

    public Optional<Line> line(String code) {
        return criteria.stream().filter(it -> it.code().equals(code)).findFirst();
    }

    /** What is missing to the threshold; 0 if nothing is. */
    public BigDecimal gap() {
        return threshold.subtract(counted).max(BigDecimal.ZERO);
    }

    /** The sheet as it would be with full points for these criteria, and these vetoes gone. */
    public ScoreSheet withFixed(Collection<String> codes) {
        List<Line> lines = new ArrayList<>();
        for (Line line : criteria) {
            lines.add(codes.contains(line.code()) ? line.fixed() : line);
        }
        return Judgement.of(campaignId, passRule, lines, unlisted());
    }

    /** The sheet as it would be with other points for some criteria. */
    public ScoreSheet withPoints(Map<String, BigDecimal> points) {
        List<Line> lines = new ArrayList<>();
        for (Line line : criteria) {
            lines.add(points.containsKey(line.code()) ? line.with(points.get(line.code())) : line);
        }
        return Judgement.of(campaignId, passRule, lines, unlisted());
    }

    /** Those that hold without being a veto of the table; nothing done to its criteria lifts them. */
    private List<Veto> unlisted() {
        return vetoes.stream()
                .filter(veto -> line(veto.code()).filter(Line::veto).isEmpty())
                .toList();
    }

    public enum Verdict {
        REACHED("达标"),
        NOT_REACHED("不达标");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** @param points of the criteria that apply */
    public record Sum(BigDecimal points, BigDecimal scored, int criteria, int unscored) {}

    /** @param reason why it holds, Chinese */
    public record Veto(String code, String reason) {}

    /** @param rate of its points, in percent */
    public record KeyItem(String code, BigDecimal rate) {}

    /** Whether a veto holds; unless somebody looked, nobody knows. */
    public enum VetoState {
        HIT("已触发"),
        CLEAR("未触发"),
        UNKNOWN("待核查");

        private final String label;

        VetoState(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * One criterion.
     *
     * @param points 0 for a veto
     * @param sources the scores there are
     * @param formula as bound, "" if none
     * @param computed what the formula gives; null without one, or if it is unknown
     * @param computedUnknown why the formula gives nothing, Chinese, "" otherwise
     * @param inputs what went into the formula
     * @param effective the score that counts; null if there is none
     * @param effectiveFrom whose it is; null if there is none
     * @param manualFrom whose score the formula takes as its {@code manual}; null if it has none
     * @param notApplicable why the criterion does not apply, "" if it does
     * @param vetoState of a veto, null for all others
     * @param vetoReason why the veto holds or not, ""
     * @param total assignments under the criterion
     * @param accepted of them
     */
    public record Line(
            String code,
            String level1,
            String level2,
            String requirement,
            String ruleText,
            CriterionType type,
            BigDecimal points,
            Map<Source, Score> sources,
            String formula,
            @Nullable BigDecimal computed,
            String computedUnknown,
            List<Input> inputs,
            @Nullable BigDecimal effective,
            @Nullable Origin effectiveFrom,
            @Nullable Source manualFrom,
            String notApplicable,
            @Nullable VetoState vetoState,
            String vetoReason,
            @Nullable String leadUnit,
            int total,
            int accepted) {

        public Line {
            sources = sources.isEmpty() ? Map.of() : new EnumMap<>(sources);
            inputs = List.copyOf(inputs);
        }

        public boolean applies() {
            return notApplicable.isEmpty();
        }

        public boolean veto() {
            return type == CriterionType.VETO;
        }

        /** Whether it carries points that count somewhere. */
        public boolean scorable() {
            return !veto() && applies();
        }

        public @Nullable BigDecimal of(Source source) {
            Score score = sources.get(source);
            return score == null ? null : score.points();
        }

        /** Sources whose score is more than the criterion has points since a newer edition; they do not count. */
        public List<Source> above() {
            return veto()
                    ? List.of()
                    : sources.values().stream()
                            .filter(score -> score.points().compareTo(points) > 0)
                            .map(Score::source)
                            .toList();
        }

        /** Whether the formula adds up all parts of the rule, a person's among them. */
        public boolean summed() {
            return Formula.asksForManual(formula);
        }

        /** Where the score that counts comes from, in words; "" if there is none. */
        public String origin() {
            return effectiveFrom == null
                    ? ""
                    : effectiveFrom.label()
                            + (effectiveFrom == Origin.FORMULA && manualFrom != null ? "，含" + manualFrom.label() : "");
        }

        /** Whether the score that counts, or a person's part of it, was given before the criterion changed. */
        public boolean outdated() {
            Source source = effectiveFrom == Origin.FORMULA
                    ? manualFrom
                    : effectiveFrom == null ? null : effectiveFrom.source();
            Score score = source == null ? null : sources.get(source);
            return score != null && score.outdated();
        }

        /** What is missing to full points; all of them if there is no score. */
        public BigDecimal missing() {
            return scorable() ? points.subtract(effective == null ? BigDecimal.ZERO : effective) : BigDecimal.ZERO;
        }

        /** 得分率 in percent with at most two decimals; null without a score. */
        public @Nullable BigDecimal rate() {
            return effective == null || points.signum() == 0 ? null : Judgement.rate(effective, points);
        }

        Line fixed() {
            return veto() ? with(effective, VetoState.CLEAR, "") : with(points);
        }

        Line with(BigDecimal other) {
            return scorable() ? with(other, vetoState, vetoReason) : this;
        }

        private Line with(@Nullable BigDecimal other, @Nullable VetoState state, String reason) {
            return new Line(
                    code,
                    level1,
                    level2,
                    requirement,
                    ruleText,
                    type,
                    points,
                    sources,
                    formula,
                    computed,
                    computedUnknown,
                    inputs,
                    other,
                    effectiveFrom,
                    manualFrom,
                    notApplicable,
                    state,
                    reason,
                    leadUnit,
                    total,
                    accepted);
        }
    }

    /** @param text the value with unit and day, or why it is unknown */
    public record Input(String name, String text, String link) {}
}
