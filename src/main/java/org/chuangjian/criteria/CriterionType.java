package org.chuangjian.criteria;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a criterion counts for. */
public enum CriterionType {
    /** Needs a minimum share of its points on its own. */
    KEY("关键项"),
    BASIC("基本项"),
    /** Stands outside the hundred points. */
    BONUS("鼓励项", "加分项", "鼓励加分", "鼓励加分项"),
    /** One failure fails everything; carries no points. */
    VETO("否决项"),
    NORMAL("普通项");

    private final String label;
    private final List<String> otherLabels;

    CriterionType(String label, String... otherLabels) {
        this.label = label;
        this.otherLabels = List.of(otherLabels);
    }

    public String label() {
        return label;
    }

    /** The type that official tables call this. */
    public static Optional<CriterionType> named(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label.equals(label) || type.otherLabels.contains(label))
                .findFirst();
    }
}
