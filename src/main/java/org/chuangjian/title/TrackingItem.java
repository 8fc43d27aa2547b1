package org.chuangjian.title;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/**
 * 年度跟踪任务: what is asked every year while a title is held.
 *
 * @param unitCode of the unit that owes it; null if no unit goes by the kind's name for it
 * @param owner as the kind names it
 */
public record TrackingItem(
        String id,
        String titleId,
        String code,
        String name,
        LocalDate dueDate,
        @Nullable String unitCode,
        String owner,
        State state,
        String note,
        @Nullable OffsetDateTime doneAt,
        @Nullable String doneBy,
        String lastBy,
        OffsetDateTime lastAt,
        int version) {

    /** LAPSED: the title was lost before. */
    public enum State {
        OPEN("待完成"),
        DONE("已完成"),
        LAPSED("已终止");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** @param nearDue the last day that counts as near due */
    public Lamp lamp(LocalDate today, LocalDate nearDue) {
        return switch (state) {
            case DONE -> Lamp.BLUE;
            case LAPSED -> Lamp.GREY;
            case OPEN -> dueDate.isBefore(today) ? Lamp.RED : dueDate.isAfter(nearDue) ? Lamp.GREEN : Lamp.YELLOW;
        };
    }
}
