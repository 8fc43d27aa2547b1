package org.chuangjian.organisation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** 人员. The account is what one signs in with and never changes. */
public record Person(
        String account,
        String name,
        @Nullable String unitCode,
        Set<Role> roles,
        String phone,
        String mail,
        boolean active) {

    public Person {
        roles = Set.copyOf(roles);
    }
}
