package org.chuangjian.shared;

/** 灯色: how something with a deadline stands. Always shown as colour and word. */
public enum Lamp {
    GREEN("正常"),
    YELLOW("临期"),
    RED("逾期"),
    BLUE("完成"),
    GREY("未开始");

    private final String label;

    Lamp(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The name of the style class, e.g. {@code lamp-red}. */
    public String css() {
        return "lamp-" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
