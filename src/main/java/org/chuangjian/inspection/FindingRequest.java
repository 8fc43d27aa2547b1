package org.chuangjian.inspection;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.chuangjian.work.Request;
import org.jspecify.annotations.Nullable;

/**
 * 申请: what a unit asks of the office about a finding.
 *
 * @param wantedDate for an extension
 * @param targetUnit for a hand-over; null leaves the choice to the office
 */
public record FindingRequest(
        String id,
        String findingId,
        String campaignId,
        @Nullable String number,
        String place,
        String description,
        String unitCode,
        String unitName,
        @Nullable LocalDate dueDate,
        Kind kind,
        String reason,
        @Nullable LocalDate wantedDate,
        @Nullable String targetUnit,
        @Nullable String targetUnitName,
        Request.State state,
        String askedBy,
        OffsetDateTime askedAt,
        @Nullable String decidedBy,
        @Nullable OffsetDateTime decidedAt,
        @Nullable String opinion) {

    public enum Kind {
        /** It is no problem, or not as described: granted, the finding is revoked. */
        APPEAL("申诉"),
        TRANSFER("转办"),
        EXTENSION("延期");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
