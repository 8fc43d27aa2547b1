package org.chuangjian.process;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationProvider;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.webapp.impl.security.auth.Authentication;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.SignedIn;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Hands the signed-in person to the engine's web applications: the account, the roles as groups, the unit one acts for
 * as tenant. Who belongs to no unit sees no unit's tasks.
 */
class EngineSignOn extends ContainerBasedAuthenticationFilter {

    static final String ENGINE = "default";

    EngineSignOn() {
        this.authenticationProvider = new SignedInPerson();
    }

    /** There is one engine; the base class finds none in some paths and would leave them to an older sign-on. */
    @Override
    protected String extractEngineName(HttpServletRequest request) {
        return ENGINE;
    }

    /** A role or unit changed since the last request counts at once; the base class compares the account alone. */
    @Override
    protected boolean isAuthenticated(Authentication known, String engine, String account) {
        return super.isAuthenticated(known, engine, account)
                && known instanceof UserAuthentication user
                && Set.copyOf(user.getGroupIds()).equals(Set.copyOf(groups(current())))
                && Set.copyOf(user.getTenantIds()).equals(Set.copyOf(tenants(current())));
    }

    private static CurrentUser current() {
        SignedIn person = (SignedIn)
                SecurityContextHolder.getContext().getAuthentication().getPrincipal();
        return person.user();
    }

    private static List<String> groups(CurrentUser user) {
        return user.roles().stream().map(Enum::name).sorted().toList();
    }

    private static List<String> tenants(CurrentUser user) {
        return user.unitCode() == null ? List.of() : List.of(user.unitCode());
    }

    private static final class SignedInPerson implements AuthenticationProvider {

        @Override
        public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
            CurrentUser user = current();
            AuthenticationResult result = AuthenticationResult.successful(user.account());
            result.setGroups(groups(user));
            result.setTenants(tenants(user));
            return result;
        }

        @Override
        public void augmentResponseByAuthenticationChallenge(HttpServletResponse response, ProcessEngine engine) {}
    }
}
