package org.chuangjian.acceptance;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/**
 * 办理反馈: what a unit says it did about one item, and what the office says to it.
 *
 * @param note the unit's words, a draft until they are handed in
 * @param opinion why the office gave it back, "" otherwise
 */
public record UnitReport(
        String itemId,
        String unitCode,
        State state,
        String note,
        String opinion,
        @Nullable String reportedByName,
        @Nullable OffsetDateTime reportedAt,
        String lastBy,
        OffsetDateTime lastAt) {

    /** 待办理 ⇄ 待确认 → 已确认. ENDED: nobody waits for it any more. */
    public enum State {
        OPEN("待办理"),
        REPORTED("待确认"),
        CONFIRMED("已确认"),
        ENDED("已终止");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        /** @param nearDue the last day that counts as near due */
        Lamp lamp(LocalDate dueDate, LocalDate nearDue, LocalDate today) {
            if (this == CONFIRMED) {
                return Lamp.BLUE;
            }
            if (this == ENDED) {
                return Lamp.GREY;
            }
            if (dueDate.isBefore(today)) {
                return Lamp.RED;
            }
            return dueDate.isAfter(nearDue) ? Lamp.GREEN : Lamp.YELLOW;
        }
    }

    public boolean open() {
        return state == State.OPEN;
    }

    public boolean reported() {
        return state == State.REPORTED;
    }
}
