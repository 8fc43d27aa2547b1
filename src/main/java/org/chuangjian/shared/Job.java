package org.chuangjian.shared;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Long work with progress.
 *
 * @param kind which {@link JobHandler} does it
 * @param subject id of what it is about
 * @param message Chinese: the result, or why it failed
 */
public record Job(
        String id,
        String kind,
        String subject,
        State state,
        int done,
        int total,
        String message,
        String startedBy,
        OffsetDateTime startedAt,
        @Nullable OffsetDateTime finishedAt) {

    /** WAITING → RUNNING → DONE, FAILED or CANCELLED. */
    public enum State {
        WAITING("等待"),
        RUNNING("进行中"),
        DONE("完成"),
        FAILED("失败"),
        CANCELLED("已取消");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        public boolean finished() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }

    public int percent() {
        return total == 0 ? (state == State.DONE ? 100 : 0) : (int) ((long) done * 100 / total);
    }
}
