package org.chuangjian.work;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.chuangjian.shared.Lamp;

/** 任务状态. Each state knows what may follow it. */
public enum AssignmentState {
    TO_RECEIVE("待签收", true),
    IN_PROGRESS("办理中", true),
    UNIT_REVIEW("单位审核", true),
    OFFICE_REVIEW("待审核", false),
    RETURNED("退回", true),
    ACCEPTED("通过", false),
    EXEMPT("免办", false),
    HANDED_OVER("已转办", false);

    private final String label;
    private final boolean withUnit;

    AssignmentState(String label, boolean withUnit) {
        this.label = label;
        this.withUnit = withUnit;
    }

    public String label() {
        return label;
    }

    /** Whether the unit has to do something; only then can an assignment be overdue. */
    public boolean withUnit() {
        return withUnit;
    }

    /** Whether an assignment in this state is part of a total: not one exempt or handed over to another unit. */
    boolean counts() {
        return this != EXEMPT && this != HANDED_OVER;
    }

    /** Whether nothing follows. */
    public boolean finished() {
        return successors().isEmpty();
    }

    /** The states in which the clerk can work on the evidence. */
    public boolean editable() {
        return this == TO_RECEIVE || this == IN_PROGRESS || this == RETURNED;
    }

    public Set<AssignmentState> successors() {
        return switch (this) {
            case TO_RECEIVE, RETURNED -> Set.of(IN_PROGRESS, UNIT_REVIEW, EXEMPT, HANDED_OVER);
            case IN_PROGRESS -> Set.of(UNIT_REVIEW, EXEMPT, HANDED_OVER);
            case UNIT_REVIEW -> Set.of(OFFICE_REVIEW, RETURNED, EXEMPT, HANDED_OVER);
            case OFFICE_REVIEW -> Set.of(ACCEPTED, RETURNED, EXEMPT, HANDED_OVER);
            case ACCEPTED, EXEMPT, HANDED_OVER -> Set.of();
        };
    }

    /** @param nearDue the last day that counts as near due */
    public Lamp lamp(LocalDate dueDate, LocalDate today, LocalDate nearDue) {
        if (this == ACCEPTED) {
            return Lamp.BLUE;
        }
        if (finished()) {
            return Lamp.GREY;
        }
        if (withUnit && dueDate.isBefore(today)) {
            return Lamp.RED;
        }
        if (withUnit && !dueDate.isAfter(nearDue)) {
            return Lamp.YELLOW;
        }
        return this == TO_RECEIVE ? Lamp.GREY : Lamp.GREEN;
    }

    /** The states in which the unit has to act, for SQL. */
    static List<String> namesWithUnit() {
        return Arrays.stream(values())
                .filter(AssignmentState::withUnit)
                .map(Enum::name)
                .toList();
    }
}
