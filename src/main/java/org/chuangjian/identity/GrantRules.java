package org.chuangjian.identity;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.jspecify.annotations.Nullable;

/** Who may give which roles to whom. */
final class GrantRules {

    /** Roles over rights and over those who watch: only keepers of accounts give or take them. */
    private static final Set<Role> PRIVILEGED = EnumSet.of(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR);

    private GrantRules() {}

    /** @return Chinese: why {@code by} may not make this of the person, or null */
    static @Nullable String objection(CurrentUser by, @Nullable Person before, Person after) {
        Set<Role> differing = EnumSet.noneOf(Role.class);
        differing.addAll(after.roles());
        if (before != null) {
            before.roles().forEach(role -> {
                if (!differing.remove(role)) {
                    differing.add(role);
                }
            });
        }
        boolean movesUnit = before != null && !Objects.equals(before.unitCode(), after.unitCode());
        if (after.account().equals(by.account()) && (!differing.isEmpty() || movesUnit)) {
            return "不能修改自己的角色和单位，请由其他管理员办理。";
        }
        if (!by.may(Permission.MANAGE_ACCOUNTS) && differing.stream().anyMatch(PRIVILEGED::contains)) {
            return "只有系统管理员或安全管理员能授予或取消系统管理员、安全管理员、审计员角色。";
        }
        return null;
    }

    static boolean privileged(Person person) {
        return person.roles().stream().anyMatch(PRIVILEGED::contains);
    }
}
