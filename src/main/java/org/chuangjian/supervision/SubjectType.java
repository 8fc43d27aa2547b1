package org.chuangjian.supervision;

/** What an order is about. */
public enum SubjectType {
    CAMPAIGN("创建活动"),
    ASSIGNMENT("任务"),
    FINDING("问题"),
    MILESTONE("里程碑"),
    FOLLOW_UP("后续事项"),
    FREE("其他事项");

    private final String label;

    SubjectType(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
