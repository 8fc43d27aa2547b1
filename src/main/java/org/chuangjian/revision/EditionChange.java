package org.chuangjian.revision;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 细则换版 of one campaign.
 *
 * @param fromEdition name of the edition before, {@code toEdition} of the one after
 * @param proposedAccount of who proposed it and therefore cannot confirm it
 * @param endedBy who undid or dropped it
 */
public record EditionChange(
        String id,
        String campaignId,
        String fromSet,
        String fromEdition,
        String toSet,
        String toEdition,
        State state,
        String note,
        String proposedBy,
        String proposedAccount,
        OffsetDateTime proposedAt,
        @Nullable String appliedBy,
        @Nullable OffsetDateTime appliedAt,
        @Nullable String endedBy,
        @Nullable OffsetDateTime endedAt,
        String endReason) {

    /** 待确认 → 已换版 → 已撤销, or 待确认 → 已放弃. */
    public enum State {
        PROPOSED("待确认"),
        APPLIED("已换版"),
        UNDONE("已撤销"),
        DROPPED("已放弃");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
