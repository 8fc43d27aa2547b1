package org.chuangjian.organisation;

import java.util.Arrays;
import java.util.Optional;

/** 单位类型. */
public enum UnitType {
    OFFICE("创建办"),
    DEPARTMENT("部门"),
    TOWN("乡镇"),
    STATION("市场监管所"),
    ENTERPRISE("企业"),
    THIRD_PARTY("第三方机构");

    private final String label;

    UnitType(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The type named so in a spreadsheet: its Chinese label (乡镇(街道) and 街道 mean a town) or its code. */
    public static Optional<UnitType> named(String text) {
        String wanted = text.strip();
        if (wanted.startsWith("乡镇") || wanted.equals("街道") || wanted.equals("镇") || wanted.equals("乡")) {
            return Optional.of(TOWN);
        }
        if (wanted.equals("成员单位")) {
            return Optional.of(DEPARTMENT);
        }
        return Arrays.stream(values())
                .filter(type -> type.label.equals(wanted) || type.name().equalsIgnoreCase(wanted))
                .findFirst();
    }
}
