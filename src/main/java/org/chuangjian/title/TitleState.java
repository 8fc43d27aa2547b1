package org.chuangjian.title;

import java.util.Set;

/** 称号状态. Each state knows what may follow it. */
public enum TitleState {
    VALID("有效"),
    RE_REVIEW("复审中"),
    RENEWED("延续"),
    WITHDRAWN("撤销");

    private final String label;

    TitleState(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Whether the title is held and not under re-review. */
    public boolean held() {
        return this == VALID || this == RENEWED;
    }

    public Set<TitleState> successors() {
        return switch (this) {
            case VALID, RENEWED -> Set.of(RE_REVIEW, WITHDRAWN);
            case RE_REVIEW -> Set.of(VALID, RENEWED, WITHDRAWN);
            case WITHDRAWN -> Set.of();
        };
    }
}
