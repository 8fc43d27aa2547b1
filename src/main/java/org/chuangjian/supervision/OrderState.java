package org.chuangjian.supervision;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.chuangjian.shared.Lamp;

/** 督办单状态. Each state knows what may follow it. */
public enum OrderState {
    ISSUED("待签收", true),
    RECEIVED("待回复", true),
    RETURNED("退回重报", true),
    ANSWERED("待审核", false),
    CLOSED("已办结", false),
    /** The next colour has taken its place. */
    ESCALATED("已升级", false),
    WITHDRAWN("已撤销", false);

    private final String label;
    private final boolean withUnit;

    OrderState(String label, boolean withUnit) {
        this.label = label;
        this.withUnit = withUnit;
    }

    public String label() {
        return label;
    }

    /** Whether the unit owes an answer. */
    public boolean withUnit() {
        return withUnit;
    }

    public boolean finished() {
        return successors().isEmpty();
    }

    public Set<OrderState> successors() {
        return switch (this) {
            case ISSUED, RETURNED -> Set.of(RECEIVED, ANSWERED, CLOSED, ESCALATED, WITHDRAWN);
            case RECEIVED -> Set.of(ANSWERED, CLOSED, ESCALATED, WITHDRAWN);
            case ANSWERED -> Set.of(CLOSED, RETURNED, WITHDRAWN);
            case CLOSED, ESCALATED, WITHDRAWN -> Set.of();
        };
    }

    /** @param nearDue the last day that counts as near due */
    public Lamp lamp(LocalDate dueDate, LocalDate today, LocalDate nearDue) {
        if (this == CLOSED) {
            return Lamp.BLUE;
        }
        if (finished()) {
            return Lamp.GREY;
        }
        if (withUnit && dueDate.isBefore(today)) {
            return Lamp.RED;
        }
        return withUnit && !dueDate.isAfter(nearDue) ? Lamp.YELLOW : Lamp.GREEN;
    }

    /** The states in which the unit owes an answer, for SQL. */
    static List<String> namesWithUnit() {
        return Arrays.stream(values())
                .filter(OrderState::withUnit)
                .map(Enum::name)
                .toList();
    }
}
