package org.chuangjian.identity;

import java.io.Serializable;
import java.util.Set;
import org.chuangjian.organisation.Role;
import org.jspecify.annotations.Nullable;

/**
 * The person behind the running request.
 *
 * @param unitCode the unit this person acts for; null for leaders and administrators outside any unit
 */
public record CurrentUser(
        String account, String name, @Nullable String unitCode, Set<Role> roles) implements Serializable {

    public CurrentUser {
        roles = Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    public boolean belongsTo(String unit) {
        return unit.equals(unitCode);
    }

    public boolean may(Permission permission) {
        return Permission.grantedTo(roles).contains(permission);
    }
}
