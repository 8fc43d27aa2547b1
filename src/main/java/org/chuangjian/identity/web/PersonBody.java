package org.chuangjian.identity.web;

import static org.chuangjian.identity.web.UnitBody.text;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.jspecify.annotations.Nullable;

/**
 * A person as scripts and forms send it; roles by code or Chinese label.
 *
 * @param version the one that was read, so that nobody's change is lost; may be left out
 */
record PersonBody(
        @Nullable String account,
        @Nullable String name,
        @Nullable String unitCode,
        @Nullable List<String> roles,
        @Nullable String phone,
        @Nullable String mail,
        @Nullable Integer version) {

    Person toPerson() {
        Set<Role> known = EnumSet.noneOf(Role.class);
        for (String role : roles == null ? List.<String>of() : roles) {
            known.add(Role.named(role).orElseThrow(() -> {
                String reason = "没有“" + role + "”这个角色。";
                return Problem.invalid("invalid", reason).with("problems", List.of(new RowProblem(0, "角色", reason)));
            }));
        }
        String unit = text(unitCode);
        return new Person(
                People.account(text(account)),
                text(name),
                unit.isEmpty() ? null : unit,
                known,
                text(phone),
                text(mail),
                true);
    }
}
