package org.chuangjian.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.organisation.OrganisationChanged;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Passwords and locks of the people. A person without a password cannot sign in. */
@Component
public class Accounts {

    static final int MAX_FAILURES = 5;
    static final Duration LOCK = Duration.ofMinutes(15);

    private final JdbcClient jdbc;
    private final People people;
    private final PasswordEncoder encoder;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Accounts(
            JdbcClient jdbc,
            People people,
            PasswordEncoder encoder,
            Journal journal,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.people = people;
        this.encoder = encoder;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    /** The person as Spring Security holds it; empty if there is no such account or it has no password. */
    Optional<SignedIn> load(String account) {
        Optional<Person> person = people.find(account);
        Optional<Credentials> credentials = credentials(account);
        if (person.isEmpty() || credentials.isEmpty()) {
            return Optional.empty();
        }
        Person found = person.get();
        CurrentUser user = new CurrentUser(found.account(), found.name(), found.unitCode(), found.roles());
        return Optional.of(new SignedIn(
                user,
                credentials.get().passwordHash(),
                found.active(),
                !credentials.get().locked(now())));
    }

    Optional<Credentials> credentials(String account) {
        return jdbc.sql("select * from account where account = ?")
                .param(account)
                .query((row, n) -> new Credentials(
                        row.getString("password_hash"),
                        row.getInt("failed_attempts"),
                        row.getObject("locked_until", OffsetDateTime.class),
                        row.getBoolean("change_password")))
                .optional();
    }

    public boolean hasPassword(String account) {
        return credentials(account).isPresent();
    }

    /** Until when the account is locked after wrong passwords; empty if it is not. */
    public Optional<OffsetDateTime> lockedUntil(String account) {
        return credentials(account)
                .filter(credentials -> credentials.locked(now()))
                .map(Credentials::lockedUntil);
    }

    /**
     * Sets a password.
     *
     * @param changeAtSignOn the person has to choose another one at the next sign-on
     * @throws Problem 422 {@code password} if the rules refuse it
     */
    @Transactional
    public void setPassword(String account, String password, boolean changeAtSignOn, String actor, String actorName) {
        people.get(account);
        String objection = PasswordRules.objection(account, password);
        if (objection != null) {
            throw Problem.invalid("password", objection).with("field", "password");
        }
        store(account, encode(password), changeAtSignOn);
        journal.write(actor, actorName, null, "person", account, actor.equals(account) ? "修改密码" : "设置密码", "");
        events.publishEvent(new OrganisationChanged(Set.of(), Set.of(account)));
    }

    /** Sets passwords that already passed the rules, for accounts that have none. */
    @Transactional
    void setFirstPasswords(Map<String, String> passwords, String actor, String actorName) {
        Map<String, String> wanted = passwords.entrySet().stream()
                .filter(entry -> !hasPassword(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        // Hashing is slow on purpose; hundreds one after the other would outlast a browser's patience.
        Map<String, String> hashes = wanted.entrySet().parallelStream()
                .collect(Collectors.toConcurrentMap(Map.Entry::getKey, entry -> encode(entry.getValue())));
        hashes.forEach((account, hash) -> {
            store(account, hash, true);
            journal.write(actor, actorName, null, "person", account, "设置初始密码", "");
        });
    }

    /**
     * Gives accounts the one published password of the example county. Hashed once for all of them: a hash each would
     * take longer than everything else at the first start.
     */
    @Transactional
    public void setDemoPassword(Collection<String> demoAccounts, String password) {
        String hash = encode(password);
        for (String account : demoAccounts) {
            store(account, hash, false);
            jdbc.sql("update account set demo = true where account = ?")
                    .param(account)
                    .update();
        }
    }

    /** The accounts that still have the published password; whoever chooses another one leaves this list. */
    public Set<String> withDemoPassword() {
        return Set.copyOf(jdbc.sql("select account from account where demo = true")
                .query(String.class)
                .list());
    }

    /** Whoever uses the account next has to choose a password. */
    @Transactional
    public void demandNewPassword(String account, String actor, String actorName) {
        jdbc.sql("update account set change_password = true where account = ?")
                .param(account)
                .update();
        journal.write(actor, actorName, null, "person", account, "要求修改密码", "");
        events.publishEvent(new OrganisationChanged(Set.of(), Set.of(account)));
    }

    /** Takes the password away; the person stays. */
    @Transactional
    public void remove(String account) {
        jdbc.sql("delete from account where account = ?").param(account).update();
        events.publishEvent(new OrganisationChanged(Set.of(), Set.of(account)));
    }

    @Transactional
    public void unlock(String account, String actor, String actorName) {
        people.get(account);
        int unlocked = jdbc.sql("update account set failed_attempts = 0, locked_until = null where account = ?")
                .param(account)
                .update();
        if (unlocked > 0) {
            journal.write(actor, actorName, null, "person", account, "解除锁定", "");
        }
    }

    /** Counts a wrong password; the fifth locks the account for a quarter of an hour. */
    @Transactional
    void failed(String account, String address) {
        int known = jdbc.sql("update account set failed_attempts = failed_attempts + 1 where account = ?")
                .param(account)
                .update();
        if (known == 0) {
            return;
        }
        int locked = jdbc.sql("update account set failed_attempts = 0, locked_until = ?"
                        + " where account = ? and failed_attempts >= ?")
                .params(now().plus(LOCK), account, MAX_FAILURES)
                .update();
        if (locked > 0) {
            journal.write(
                    Journal.AUTOMATIC, Journal.AUTOMATIC, null, "person", account, "锁定账号", "连续输错密码，来源 " + address);
        }
    }

    void succeeded(String account) {
        jdbc.sql("update account set failed_attempts = 0 where account = ? and failed_attempts > 0")
                .param(account)
                .update();
    }

    boolean matches(String password, String hash) {
        return encoder.matches(password, hash);
    }

    private String encode(String password) {
        return String.valueOf(encoder.encode(password));
    }

    private void store(String account, String hash, boolean changeAtSignOn) {
        int updated = jdbc.sql("update account set password_hash = ?, change_password = ?, demo = false,"
                        + " failed_attempts = 0, locked_until = null where account = ?")
                .params(hash, changeAtSignOn, account)
                .update();
        if (updated == 0) {
            jdbc.sql("insert into account (account, password_hash, failed_attempts, locked_until, change_password)"
                            + " values (?, ?, 0, null, ?)")
                    .params(account, hash, changeAtSignOn)
                    .update();
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    /** What the table keeps to sign in. */
    record Credentials(
            String passwordHash,
            int failedAttempts,
            @Nullable OffsetDateTime lockedUntil,
            boolean changePassword) {

        boolean locked(OffsetDateTime now) {
            return lockedUntil != null && lockedUntil.isAfter(now);
        }
    }
}
