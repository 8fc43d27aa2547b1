package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chuangjian.criteria.CriterionType;
import org.jspecify.annotations.Nullable;

/**
 * 快照: scores and evidence as they stood at one moment. Never changes.
 *
 * @param verdict REACHED or NOT_REACHED
 * @param reasons why, a line each
 * @param threshold it was judged by, scaled where criteria did not apply; null in old snapshots, so with the next two
 * @param counted the part of the total held against the threshold
 * @param keyItemMinimumRate percent every key item needed
 */
public record Snapshot(
        String id,
        String campaignId,
        int number,
        Kind kind,
        String name,
        BigDecimal total,
        String verdict,
        String reasons,
        @Nullable BigDecimal threshold,
        @Nullable BigDecimal counted,
        @Nullable BigDecimal keyItemMinimumRate,
        String takenByName,
        OffsetDateTime takenAt) {

    public enum Kind {
        SELF_EVALUATION("自评审定"),
        MOCK("模拟验收");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public boolean reached() {
        return verdict.equals("REACHED");
    }

    public List<String> reasonLines() {
        return reasons.lines().filter(line -> !line.isBlank()).toList();
    }

    /**
     * One criterion as it stood.
     *
     * @param applicable whether it counted at all
     * @param effective the points that counted, null if unknown
     */
    public record Row(
            int position,
            String code,
            String level1,
            String level2,
            String requirement,
            CriterionType type,
            BigDecimal points,
            boolean applicable,
            @Nullable BigDecimal selfPoints,
            @Nullable BigDecimal countyPoints,
            @Nullable BigDecimal inspectionPoints,
            @Nullable BigDecimal expertPoints,
            @Nullable BigDecimal surveyPoints,
            @Nullable BigDecimal effective,
            String selfReason) {

        /** Points missing; unknown counts as missing. */
        public BigDecimal gap() {
            return applicable ? points.subtract(effective == null ? BigDecimal.ZERO : effective) : BigDecimal.ZERO;
        }
    }

    /** A document that proved a criterion then. */
    public record Document(
            String criterionCode,
            String assignmentId,
            String evidenceId,
            String unitCode,
            String unitName,
            String name,
            long size,
            String sha256) {}

    /** What the criteria of one type came to. */
    public record Sum(int count, BigDecimal points, BigDecimal effective) {

        static final Sum NONE = new Sum(0, BigDecimal.ZERO, BigDecimal.ZERO);

        Sum plus(Row row) {
            return new Sum(
                    count + 1,
                    points.add(row.applicable() ? row.points() : BigDecimal.ZERO),
                    effective.add(row.effective() == null ? BigDecimal.ZERO : row.effective()));
        }
    }

    /** The snapshot with its rows in the order of the criteria. */
    public record Detail(Snapshot snapshot, List<Row> rows, List<Document> documents) {

        public Map<CriterionType, Sum> byKind() {
            Map<CriterionType, Sum> sums = new EnumMap<>(CriterionType.class);
            rows.stream()
                    .filter(row -> row.type() != CriterionType.VETO)
                    .forEach(row -> sums.put(
                            row.type(), sums.getOrDefault(row.type(), Sum.NONE).plus(row)));
            return sums;
        }

        public Map<String, List<Document>> documentsByCriterion() {
            Map<String, List<Document>> byCriterion = new LinkedHashMap<>();
            documents.forEach(it -> byCriterion
                    .computeIfAbsent(it.criterionCode(), code -> new ArrayList<>())
                    .add(it));
            return byCriterion;
        }
    }

    /**
     * A criterion whose points or evidence changed between two snapshots.
     *
     * @param before null if it was unknown or not there
     */
    public record Change(
            String code,
            String level1,
            String level2,
            BigDecimal points,
            @Nullable BigDecimal before,
            @Nullable BigDecimal after,
            int documentsAdded,
            int documentsGone) {

        /** Null where one of the two is unknown: nobody can say what changed. */
        public @Nullable BigDecimal difference() {
            return before == null || after == null ? null : after.subtract(before);
        }

        public boolean better() {
            BigDecimal difference = difference();
            return difference != null && difference.signum() > 0;
        }

        public boolean worse() {
            BigDecimal difference = difference();
            return difference != null && difference.signum() < 0;
        }

        /** Scored only now, or no longer. */
        public boolean appeared() {
            return (before == null) != (after == null);
        }
    }

    /** What got better and worse from an earlier snapshot to a later one. */
    public record Comparison(Snapshot earlier, Snapshot later, List<Change> changes) {

        public BigDecimal difference() {
            return later.total().subtract(earlier.total());
        }

        public List<Change> better() {
            return changes.stream().filter(Change::better).toList();
        }

        public List<Change> worse() {
            return changes.stream().filter(Change::worse).toList();
        }

        public List<Change> appeared() {
            return changes.stream().filter(Change::appeared).toList();
        }

        /** Same points, other evidence. */
        public List<Change> moved() {
            return changes.stream()
                    .filter(it -> !it.better() && !it.worse() && !it.appeared())
                    .toList();
        }
    }
}
