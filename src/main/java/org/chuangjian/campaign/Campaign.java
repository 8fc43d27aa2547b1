package org.chuangjian.campaign;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 创建活动: one effort to win one title, by one place, in one period, against one edition of a criteria table.
 *
 * @param stage code of the stage the process stands in
 * @param noticeFrom first day of the public notice, null before it
 * @param example whether it belongs to the removable example county
 */
public record Campaign(
        String id,
        String kind,
        String name,
        String criteriaSetId,
        State state,
        String stage,
        OffsetDateTime stageSince,
        LocalDate startDate,
        LocalDate acceptanceDate,
        @Nullable LocalDate noticeFrom,
        @Nullable OffsetDateTime launchedAt,
        @Nullable OffsetDateTime endedAt,
        boolean example,
        String createdBy,
        OffsetDateTime createdAt) {

    /** Whether the campaign still moves. */
    public enum State {
        ACTIVE("进行中"),
        NAMED("已命名"),
        NOT_NAMED("未命名"),
        TERMINATED("已终止");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public boolean active() {
        return state == State.ACTIVE;
    }

    public boolean launched() {
        return launchedAt != null;
    }
}
