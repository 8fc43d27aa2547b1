package org.chuangjian.identity;

import org.chuangjian.organisation.People;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/** The people as Spring Security looks them up. */
@Component
class PersonDetailsService implements UserDetailsService {

    private final Accounts accounts;

    PersonDetailsService(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public SignedIn loadUserByUsername(String username) {
        return accounts.load(People.account(username))
                .orElseThrow(() -> new UsernameNotFoundException("No such account"));
    }
}
