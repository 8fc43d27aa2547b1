package org.chuangjian.evidence;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** How a document stands for one assignment. In order of progress: the furthest one speaks for the whole document. */
public enum EvidenceState {
    DRAFT("草稿"),
    RETURNED("退回"),
    SUBMITTED("待审"),
    ACCEPTED("入库"),
    LOCKED("定稿");

    private final String label;

    EvidenceState(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Whether the unit may still take the document away or describe it anew. */
    public boolean open() {
        return this == DRAFT || this == RETURNED;
    }

    public boolean mayBecome(EvidenceState next) {
        return switch (this) {
            case DRAFT, RETURNED -> next == SUBMITTED;
            case SUBMITTED -> next == ACCEPTED || next == RETURNED;
            case ACCEPTED -> next == LOCKED;
            case LOCKED -> false;
        };
    }

    Set<EvidenceState> predecessors() {
        return Arrays.stream(values()).filter(state -> state.mayBecome(this)).collect(Collectors.toUnmodifiableSet());
    }
}
