package org.chuangjian.work;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What a unit asks of the office about one assignment, read together with the names needed to decide.
 *
 * @param wantedDate the new deadline asked for, with an extension
 * @param targetUnit who should do it instead, with a hand-over; null leaves it to the office
 */
public record Request(
        String id,
        String assignmentId,
        String campaignId,
        String campaignName,
        String criterionCode,
        String level2,
        String unitCode,
        String unitName,
        LocalDate dueDate,
        Kind kind,
        String reason,
        @Nullable LocalDate wantedDate,
        @Nullable String targetUnit,
        @Nullable String targetUnitName,
        State state,
        String askedBy,
        OffsetDateTime askedAt,
        @Nullable String decidedBy,
        @Nullable OffsetDateTime decidedAt,
        @Nullable String opinion) {

    /** What is asked for. */
    public enum Kind {
        EXTENSION("申请延期"),
        TRANSFER("转办"),
        DISPUTE("责任不清");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** OPEN until the office has decided. */
    public enum State {
        OPEN("待决定"),
        GRANTED("同意"),
        REFUSED("不同意"),
        OBSOLETE("已失效");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
