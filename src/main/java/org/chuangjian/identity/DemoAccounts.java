package org.chuangjian.identity;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Accounts of the example county with their passwords, shown at sign-on. Empty wherever real work is done. */
@Component
public class DemoAccounts {

    private final Accounts accounts;
    private volatile List<DemoAccount> published = List.of();

    DemoAccounts(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Those whose password is still the published one. */
    public List<DemoAccount> list() {
        if (published.isEmpty()) {
            return List.of();
        }
        Set<String> unchanged = accounts.withDemoPassword();
        return published.stream()
                .filter(account -> unchanged.contains(account.account()))
                .toList();
    }

    public void set(List<DemoAccount> accounts) {
        this.published = List.copyOf(accounts);
    }

    /** @param purpose Chinese: who this is, e.g. 创建办 张示例 */
    public record DemoAccount(String account, String password, String purpose) {}
}
