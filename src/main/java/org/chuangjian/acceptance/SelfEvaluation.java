package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.chuangjian.criteria.CriterionType;
import org.jspecify.annotations.Nullable;

/**
 * 自评: one round, in which the units score their own criteria, the office checks and the leading group approves.
 *
 * @param opinion of the leading group, where it approved or gave the report back
 * @param snapshotId what was approved, null before
 */
public record SelfEvaluation(
        String id,
        String campaignId,
        int number,
        State state,
        LocalDate dueDate,
        String opinion,
        @Nullable String snapshotId,
        String openedByName,
        OffsetDateTime openedAt,
        @Nullable String handedUpByName,
        @Nullable OffsetDateTime handedUpAt,
        @Nullable String approvedByName,
        @Nullable OffsetDateTime approvedAt,
        String lastByName,
        OffsetDateTime lastAt,
        int version) {

    public enum State {
        /** Units score, the office checks. */
        SCORING("自评打分"),
        /** Waits for the leading group. */
        APPROVING("领导小组审定"),
        APPROVED("已审定");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        Set<State> successors() {
            return switch (this) {
                case SCORING -> Set.of(APPROVING);
                case APPROVING -> Set.of(SCORING, APPROVED);
                case APPROVED -> Set.of();
            };
        }
    }

    /** How one criterion stands in the round. */
    public enum LineState {
        OPEN("待自评"),
        SCORED("待审核"),
        RETURNED("退回"),
        CHECKED("已审核");

        private final String label;

        LineState(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** Whether the unit may score, or score anew. */
        public boolean scorable() {
            return this != CHECKED;
        }
    }

    /**
     * One criterion of the round.
     *
     * @param unitCode who scores: the unit in the lead, the present one until the office has checked; null without one
     * @param officeAlone whether no unit can score, because none leads or the one that leads is out of use
     * @param summed whether a formula adds the points given here to what is computed
     * @param points what the unit gives itself, null before
     * @param checkedPoints what the office found, null before
     * @param opinion of the office
     */
    public record Line(
            String selfEvaluationId,
            String criterionCode,
            String level1,
            String level2,
            String requirement,
            String ruleText,
            CriterionType type,
            BigDecimal full,
            boolean summed,
            @Nullable String unitCode,
            @Nullable String unitName,
            boolean officeAlone,
            LineState state,
            @Nullable BigDecimal points,
            String reason,
            @Nullable BigDecimal checkedPoints,
            String opinion,
            @Nullable String scoredByName,
            @Nullable OffsetDateTime scoredAt,
            @Nullable String checkedByName,
            @Nullable OffsetDateTime checkedAt,
            String lastByName,
            OffsetDateTime lastAt,
            int version) {}

    /** A round with its criteria, or with one unit's. */
    public record Sheet(SelfEvaluation round, List<Line> lines) {

        public long count(LineState state) {
            return lines.stream().filter(it -> it.state() == state).count();
        }

        public BigDecimal selfTotal() {
            return lines.stream()
                    .map(Line::points)
                    .filter(java.util.Objects::nonNull)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        public BigDecimal checkedTotal() {
            return lines.stream()
                    .filter(line -> line.state() == LineState.CHECKED)
                    .map(Line::checkedPoints)
                    .filter(java.util.Objects::nonNull)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        public BigDecimal full() {
            return lines.stream().map(Line::full).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }
}
