package org.chuangjian.insight;

import java.util.Arrays;
import java.util.Optional;

/** How far a criterion is covered by evidence: its furthest document speaks for it. */
public enum Covered {
    ACCEPTED("accepted", "已有入库材料"),
    SUBMITTED("submitted", "材料待审"),
    STARTED("started", "仅有草稿或退回"),
    NONE("none", "尚无材料");

    private final String code;
    private final String label;

    Covered(String code, String label) {
        this.code = code;
        this.label = label;
    }

    /** As it stands in links. */
    public String code() {
        return code;
    }

    public String label() {
        return label;
    }

    public static Optional<Covered> of(String code) {
        return Arrays.stream(values())
                .filter(covered -> covered.code.equals(code))
                .findFirst();
    }
}
