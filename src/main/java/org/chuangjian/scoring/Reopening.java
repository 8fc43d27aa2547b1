package org.chuangjian.scoring;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 重新开放 of a locked round: asked for by one person, decided by another.
 *
 * @param reason why the round has to be opened again
 * @param decidedBy who granted, refused or took back; null while it waits
 * @param opinion what was said with it, "" if nothing
 */
public record Reopening(
        String id,
        String campaignId,
        Source source,
        int round,
        State state,
        String reason,
        String requestedBy,
        String requestedByName,
        OffsetDateTime requestedAt,
        @Nullable String decidedBy,
        @Nullable String decidedByName,
        @Nullable OffsetDateTime decidedAt,
        String opinion) {

    public boolean waiting() {
        return state == State.REQUESTED;
    }

    /** 待批准 → 已批准, 未批准 or 已撤回. */
    public enum State {
        REQUESTED("待批准"),
        GRANTED("已批准"),
        REFUSED("未批准"),
        WITHDRAWN("已撤回");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
