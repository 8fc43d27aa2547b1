package org.chuangjian.scoring;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** 得分来源. They stand side by side and are never mixed. */
public enum Source {
    SELF("自评"),
    COUNTY("县级核查"),
    INSPECTION("督查检查"),
    EXPERT("专家评审"),
    SURVEY("群众测评");

    private final String label;

    Source(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The name in the API, e.g. {@code self}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The source called so: its code in either case, or its Chinese label. */
    public static Optional<Source> named(String text) {
        String wanted = text.strip();
        return Arrays.stream(values())
                .filter(source -> source.name().equalsIgnoreCase(wanted) || source.label.equals(wanted))
                .findFirst();
    }
}
