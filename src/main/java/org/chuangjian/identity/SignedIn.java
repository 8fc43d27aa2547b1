package org.chuangjian.identity;

import java.io.Serial;
import java.util.Collection;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;

/** A person as Spring Security holds it: authorities are {@code ROLE_} + role name. */
public final class SignedIn extends User {

    @Serial
    private static final long serialVersionUID = 1L;

    private final CurrentUser user;
    private final String passwordStamp;

    public SignedIn(CurrentUser user, String passwordHash, boolean enabled, boolean notLocked) {
        super(user.account(), passwordHash, enabled, true, true, notLocked, authorities(user));
        this.user = user;
        this.passwordStamp = Digests.sha256(passwordHash);
    }

    public CurrentUser user() {
        return user;
    }

    /** Tells one password from another after the hash was erased: a new password ends the sessions of the old one. */
    String passwordStamp() {
        return passwordStamp;
    }

    private static Collection<GrantedAuthority> authorities(CurrentUser user) {
        return user.roles().stream()
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                .toList();
    }
}
