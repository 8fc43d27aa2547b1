package org.chuangjian.scoring;

import org.jspecify.annotations.Nullable;

/** Where the score that counts comes from: one of the sources, or the formula the office bound to the criterion. */
public enum Origin {
    EXPERT(Source.EXPERT),
    COUNTY(Source.COUNTY),
    INSPECTION(Source.INSPECTION),
    SURVEY(Source.SURVEY),
    FORMULA(null),
    SELF(Source.SELF);

    private final @Nullable Source source;

    Origin(@Nullable Source source) {
        this.source = source;
    }

    /** Null for the formula. */
    public @Nullable Source source() {
        return source;
    }

    public String label() {
        return source == null ? "公式计算" : source.label();
    }
}
