package org.chuangjian.support;

import java.util.Set;
import java.util.concurrent.Callable;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.SignedIn;
import org.chuangjian.organisation.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** Does something as a person in a role, without signing in. */
public final class Acting {

    private Acting() {}

    /** @param unit the person's unit; null for none */
    public static <T> T as(Role role, @Nullable String unit, Callable<T> deed) {
        return as(new CurrentUser("test-" + role.name(), role.label() + "示例", unit, Set.of(role)), role, deed);
    }

    /** Another person of the same role and unit than {@link #as}. */
    public static <T> T asAnother(Role role, @Nullable String unit, Callable<T> deed) {
        return as(new CurrentUser("test-" + role.name() + "-2", role.label() + "样本", unit, Set.of(role)), role, deed);
    }

    private static <T> T as(CurrentUser user, Role role, Callable<T> deed) {
        SecurityContextHolder.getContext()
                .setAuthentication(new TestingAuthenticationToken(
                        new SignedIn(user, "none", true, true), "none", "ROLE_" + role.name()));
        try {
            return deed.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
