package org.chuangjian.inspection;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/** 问题状态. Each state knows what may follow it. */
public enum FindingState {
    /** Found and not yet handed to anybody: the unit knows nothing of it. */
    DISCOVERED("待交办", false),
    ASSIGNED("待签收", true),
    RECTIFYING("整改中", true),
    SUBMITTED("待核查", false),
    RETURNED("退回整改", true),
    CLOSED("已销号", false),
    REOPENED("反弹", true),
    REVOKED("已撤销", false);

    private final String label;
    private final boolean withUnit;

    FindingState(String label, boolean withUnit) {
        this.label = label;
        this.withUnit = withUnit;
    }

    public String label() {
        return label;
    }

    /** Whether the unit has to do something; only then can a finding be overdue. */
    public boolean withUnit() {
        return withUnit;
    }

    /** Whether it was handed to a unit and is not done with. */
    public boolean open() {
        return withUnit || this == SUBMITTED;
    }

    public Set<FindingState> successors() {
        return switch (this) {
            case DISCOVERED -> Set.of(ASSIGNED, REVOKED);
            case ASSIGNED, RETURNED, REOPENED -> Set.of(ASSIGNED, RECTIFYING, SUBMITTED, REVOKED);
            case RECTIFYING -> Set.of(ASSIGNED, SUBMITTED, REVOKED);
            case SUBMITTED -> Set.of(CLOSED, RETURNED, REVOKED);
            case CLOSED -> Set.of(REOPENED);
            case REVOKED -> Set.of();
        };
    }

    /** @param nearDue the last day that counts as near due */
    public Lamp lamp(@Nullable LocalDate dueDate, LocalDate today, LocalDate nearDue) {
        if (this == CLOSED) {
            return Lamp.BLUE;
        }
        if (!open() || dueDate == null) {
            return Lamp.GREY;
        }
        if (withUnit && dueDate.isBefore(today)) {
            return Lamp.RED;
        }
        if (withUnit && !dueDate.isAfter(nearDue)) {
            return Lamp.YELLOW;
        }
        return this == ASSIGNED ? Lamp.GREY : Lamp.GREEN;
    }

    /** The states in which the unit has to act, for SQL. */
    static List<String> namesWithUnit() {
        return Arrays.stream(values())
                .filter(FindingState::withUnit)
                .map(Enum::name)
                .toList();
    }
}
