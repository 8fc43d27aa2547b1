package org.chuangjian.identity;

import org.chuangjian.shared.Problem;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** The signed-in person's own password. */
@Component
public class OwnPassword {

    private final Access access;
    private final Accounts accounts;
    private final PersonDetailsService people;

    OwnPassword(Access access, Accounts accounts, PersonDetailsService people) {
        this.access = access;
        this.accounts = accounts;
        this.people = people;
    }

    public boolean mustChange() {
        return accounts.credentials(access.current().account())
                .map(Accounts.Credentials::changePassword)
                .orElse(false);
    }

    /**
     * Changes it and ends every session that was opened with the old one.
     *
     * @return the sign-on that goes on with the new password
     * @throws Problem 422 {@code password} with the {@code field} that is wrong
     */
    public Authentication change(String oldPassword, String newPassword, String address) {
        CurrentUser user = access.current();
        Accounts.Credentials credentials = accounts.credentials(user.account())
                .orElseThrow(() -> Problem.conflict("no-password", "您的账号不用密码登录，不能在这里修改密码。"));
        if (accounts.lockedUntil(user.account()).isPresent()) {
            throw wrong("原密码连续输错，账号已锁定 15 分钟，请稍后再试。", "oldPassword");
        }
        if (!accounts.matches(oldPassword, credentials.passwordHash())) {
            accounts.failed(user.account(), address);
            throw wrong("原密码不正确，请重新输入。", "oldPassword");
        }
        if (oldPassword.equals(newPassword)) {
            throw wrong("新密码不能与原密码相同，请换一个。", "newPassword");
        }
        accounts.setPassword(user.account(), newPassword, false, user.account(), user.name());
        SignedIn person = people.loadUserByUsername(user.account());
        person.eraseCredentials();
        return UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities());
    }

    private static Problem wrong(String detail, String field) {
        return Problem.invalid("password", detail).with("field", field);
    }
}
