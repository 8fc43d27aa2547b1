package org.chuangjian.organisation;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What a person may be in the product. One person may have several roles, but see {@link #conflicts}. */
public enum Role {
    SYSTEM_ADMIN("系统管理员"),
    SECURITY_ADMIN("安全管理员"),
    AUDITOR("审计员"),
    OFFICE("创建办"),
    CLERK("经办人"),
    HEAD("单位负责人"),
    LEADER("领导"),
    INSPECTOR("督查员"),
    EXPERT("专家"),
    AWARD_SECRETARY("评审秘书");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The role named so in a spreadsheet: its Chinese label or its code. */
    public static Optional<Role> named(String text) {
        String wanted = text.strip();
        if (wanted.equals("联络员")) {
            return Optional.of(CLERK);
        }
        return Arrays.stream(values())
                .filter(role -> role.label.equals(wanted) || role.name().equalsIgnoreCase(wanted))
                .findFirst();
    }

    /** Nobody both changes rights and watches over those who do (三员分立). */
    public static boolean conflicts(Set<Role> roles) {
        return roles.contains(AUDITOR) && (roles.contains(SYSTEM_ADMIN) || roles.contains(SECURITY_ADMIN));
    }
}
