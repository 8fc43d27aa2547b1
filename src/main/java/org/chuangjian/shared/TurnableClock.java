package org.chuangjian.shared;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * What time it is here, to the millisecond, so that a moment reads the same from any database as it was written. The
 * example county turns it back, for its own thread only, so that what its people are said to
 * have done last month bears last month's date; nobody else ever does.
 */
public final class TurnableClock extends Clock {

    private static final int MORNING = 9;

    private final Clock system;
    private final ThreadLocal<Duration> back;
    private final Instant made;

    TurnableClock(ZoneId zone) {
        this(Clock.tickMillis(zone), ThreadLocal.withInitial(() -> Duration.ZERO));
    }

    private TurnableClock(Clock system, ThreadLocal<Duration> back) {
        this.system = system;
        this.back = back;
        this.made = system.instant();
    }

    /**
     * Does something as if it were the morning of that day, later by as long as this clock has gone, so that what is
     * done first bears the earlier time. A day that is not past changes nothing.
     */
    public <T> T on(LocalDate day, Supplier<T> deed) {
        Duration before = back.get();
        Instant morning = day.atTime(MORNING, 0).atZone(getZone()).toInstant();
        back.set(day.isBefore(LocalDate.now(system)) ? Duration.between(morning, made) : Duration.ZERO);
        try {
            return deed.get();
        } finally {
            if (before.isZero()) {
                back.remove();
            } else {
                back.set(before);
            }
        }
    }

    @Override
    public ZoneId getZone() {
        return system.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new TurnableClock(system.withZone(zone), back);
    }

    @Override
    public Instant instant() {
        return system.instant().minus(back.get());
    }
}
