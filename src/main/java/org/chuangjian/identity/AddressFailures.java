package org.chuangjian.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Wrong passwords by network address, so that nobody tries one password on every account. Kept in memory of each node:
 * more than this per account is in the database. A whole office may share one address, hence the higher limit.
 */
@Component
class AddressFailures {

    static final int MAX_FAILURES = 30;
    private static final int MAX_ADDRESSES = 10_000;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    AddressFailures(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean blocked(String address) {
        Failures known = failures.get(address);
        return known != null && known.since.plus(Accounts.LOCK).isAfter(clock.instant()) && known.count >= MAX_FAILURES;
    }

    synchronized void failed(String address) {
        Instant now = clock.instant();
        Failures known = failures.get(address);
        Failures counted = known == null || known.since.plus(Accounts.LOCK).isBefore(now)
                ? new Failures(1, now)
                : new Failures(known.count + 1, known.since);
        failures.put(address, counted);
    }

    private record Failures(int count, Instant since) {}
}
