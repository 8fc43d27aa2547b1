package org.chuangjian.identity;

import java.util.List;
import org.springframework.stereotype.Component;

/** Accounts of the example county with their passwords, shown at sign-on. Empty wherever real work is done. */
@Component
public class DemoAccounts {

    private volatile List<DemoAccount> accounts = List.of();

    public List<DemoAccount> list() {
        return accounts;
    }

    public void set(List<DemoAccount> accounts) {
        this.accounts = List.copyOf(accounts);
    }

    /** @param purpose Chinese: who this is, e.g. 创建办 张示例 */
    public record DemoAccount(String account, String password, String purpose) {}
}
