package org.chuangjian.support;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.identity.Accounts;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** People who look at pages, and what a page costs the database. */
public final class Visits {

    private final MockMvc mvc;
    private final People people;
    private final Accounts accounts;
    private final UserDetailsService logins;

    Visits(MockMvc mvc, People people, Accounts accounts, UserDetailsService logins) {
        this.mvc = mvc;
        this.people = people;
        this.accounts = accounts;
        this.logins = logins;
    }

    public void person(String account, @Nullable String unit, Role role) {
        people.add(new Person(account, "张示例", unit, Set.of(role), "", "", true), "test", "测试");
        accounts.setPassword(account, County.PASSWORD, false, "test", "测试");
    }

    /** @param address encoded */
    public ResultActions as(String account, String address) throws Exception {
        return mvc.perform(get(URI.create(address)).with(user(logins.loadUserByUsername(account))));
    }

    /** How many statements each page takes: account and page → the least of three visits, lest something else talks. */
    public Map<String, Long> statements(Map<String, List<String>> pagesByAccount) throws Exception {
        Map<String, Long> counted = new LinkedHashMap<>();
        for (String account : pagesByAccount.keySet()) {
            for (String page : pagesByAccount.getOrDefault(account, List.of())) {
                open(account, page);
                long least = Long.MAX_VALUE;
                for (int i = 0; i < 3; i++) {
                    least = Math.min(least, CountedStatements.during(() -> open(account, page)));
                }
                counted.put(account + " " + page, least);
            }
        }
        return counted;
    }

    private boolean open(String account, String page) throws Exception {
        as(account, page).andExpect(status().isOk());
        return true;
    }
}
