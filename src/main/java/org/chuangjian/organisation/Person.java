package org.chuangjian.organisation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 人员. The account is what one signs in with and never changes.
 *
 * @param version counts the changes, so that nobody overwrites what they have not seen
 */
public record Person(
        String account,
        String name,
        @Nullable String unitCode,
        Set<Role> roles,
        String phone,
        String mail,
        boolean active,
        int version) {

    public Person {
        roles = Set.copyOf(roles);
    }

    /** As it is to be written. */
    public Person(
            String account,
            String name,
            @Nullable String unitCode,
            Set<Role> roles,
            String phone,
            String mail,
            boolean active) {
        this(account, name, unitCode, roles, phone, mail, active, 0);
    }
}
