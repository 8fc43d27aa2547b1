package org.chuangjian.inspection;

/** Where a finding comes from; those from above enter the same register. */
public enum FindingSource {
    COVERT("县级暗访"),
    OPEN_CHECK("县级明查"),
    CITY("市级反馈"),
    PROVINCE("省级反馈"),
    NATIONAL("国家反馈"),
    EVALUATION("评价反馈"),
    OTHER("其他来源");

    private final String label;

    FindingSource(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Whether it came from outside and not from an inspection of our own. */
    public boolean fromAbove() {
        return this != COVERT && this != OPEN_CHECK;
    }
}
