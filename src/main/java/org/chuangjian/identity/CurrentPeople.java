package org.chuangjian.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.chuangjian.organisation.OrganisationChanged;
import org.chuangjian.organisation.Units;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * What is true of the signed-in people now, read anew at most every half minute: that is how long a change made on
 * another node may take. A change made here counts at once.
 */
@Component
public class CurrentPeople {

    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int MAX_KEPT = 10_000;

    private final Accounts accounts;
    private final Units units;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    CurrentPeople(Accounts accounts, Units units, Clock clock) {
        this.accounts = accounts;
        this.units = units;
        this.clock = clock;
    }

    /** The person as it is now; null if it may not sign in any more. */
    @Nullable
    State state(String account) {
        Known kept = known.get(account);
        Instant now = clock.instant();
        if (kept == null || kept.until.isBefore(now)) {
            if (known.size() > MAX_KEPT) {
                known.clear();
            }
            kept = new Known(read(account), now.plus(FRESH));
            known.put(account, kept);
        }
        return kept.state;
    }

    /** The name of the person's unit; "" for somebody without one. */
    public String unitName(CurrentUser user) {
        State now = state(user.account());
        return now == null ? "" : now.unitName();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION, fallbackExecution = true)
    void forget(OrganisationChanged changed) {
        changed.accounts().forEach(known::remove);
        if (!changed.units().isEmpty()) {
            known.clear();
        }
    }

    private @Nullable State read(String account) {
        Optional<SignedIn> person = accounts.load(account).filter(SignedIn::isEnabled);
        if (person.isEmpty()) {
            return null;
        }
        boolean mustChange = accounts.credentials(account)
                .map(Accounts.Credentials::changePassword)
                .orElse(false);
        person.get().eraseCredentials();
        String unit = person.get().user().unitCode();
        return new State(person.get(), mustChange, unit == null ? "" : units.nameOf(unit));
    }

    /** @param unitName "" for somebody without a unit */
    record State(SignedIn person, boolean mustChangePassword, String unitName) {}

    private record Known(@Nullable State state, Instant until) {}
}
