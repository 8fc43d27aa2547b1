package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 初评 or 验收: one visit of the level above, and what came of it.
 *
 * @param stage the campaign's stage it belongs to
 * @param number of the visit within the stage, from 1
 * @param organ who evaluates
 * @param result null until it is known
 * @param opinion what the document says, and why it was not passed
 * @param version grows with every change; two people acting at once are told apart by it
 */
public record Evaluation(
        String id,
        String campaignId,
        String stage,
        int number,
        String organ,
        LocalDate visitFrom,
        LocalDate visitTo,
        @Nullable Result result,
        String documentNumber,
        @Nullable LocalDate documentDate,
        String opinion,
        String recordedByName,
        OffsetDateTime recordedAt,
        String lastByName,
        OffsetDateTime lastAt,
        int version) {

    /** 评价结论. */
    public enum Result {
        PASSED("通过"),
        CONDITIONAL("有条件通过"),
        NOT_PASSED("未通过");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** 专家. */
    public record Expert(String name, String organisation, String duty) {}

    /**
     * 后续整改事项: what is left to do before a conditional pass counts.
     *
     * @param doneAt null while open
     */
    public record FollowUp(
            String id,
            String evaluationId,
            String item,
            String unitCode,
            String unitName,
            LocalDate dueDate,
            String doneNote,
            @Nullable String doneByName,
            @Nullable OffsetDateTime doneAt) {

        public boolean done() {
            return doneAt != null;
        }

        public boolean overdue(LocalDate today) {
            return !done() && dueDate.isBefore(today);
        }
    }

    /** A table that came in with the evaluation; {@code content} is SCORES or PROBLEMS. */
    public record ImportedFile(
            String content,
            String fileName,
            String sha256,
            int lineCount,
            String document,
            String importedByName,
            OffsetDateTime importedAt) {}

    /** Points the level above gave, as handed in. */
    public record Given(String code, String level1, String level2, BigDecimal full, BigDecimal points, String note) {}

    /** One visit with all that belongs to it. */
    public record Detail(
            Evaluation evaluation,
            List<Expert> experts,
            List<FollowUp> followUps,
            List<ImportedFile> files,
            List<Given> scores) {

        public long open() {
            return followUps.stream().filter(it -> !it.done()).count();
        }

        /** What the given points add up to. */
        public BigDecimal total() {
            return scores.stream().map(Given::points).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /** The result as the office enters it. */
    public record Conclusion(
            @Nullable Result result,
            @Nullable String documentNumber,
            @Nullable LocalDate documentDate,
            @Nullable String opinion,
            @Nullable List<FollowUpDraft> followUps) {}

    public record FollowUpDraft(
            @Nullable String item,
            @Nullable String unit,
            @Nullable LocalDate dueDate) {}
}
