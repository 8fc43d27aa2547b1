package org.chuangjian.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** A clock a test moves by hand. */
public final class MovedClock extends Clock {

    private final ZoneId zone;
    private volatile Duration offset = Duration.ZERO;

    private MovedClock(ZoneId zone) {
        this.zone = zone;
    }

    /** Shows the real time until it is moved. */
    public static MovedClock inChina() {
        return new MovedClock(ChinaTime.ZONE);
    }

    /** Moves it to noon of the day. */
    public void moveTo(LocalDate day) {
        offset = Duration.between(Instant.now(), day.atTime(12, 0).atZone(zone).toInstant());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        MovedClock moved = new MovedClock(other);
        moved.offset = offset;
        return moved;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(offset).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Puts it in the place of the product's clock. */
    @TestConfiguration(proxyBeanMethods = false)
    public static class InPlace {

        @Bean
        @Primary
        MovedClock movedClock() {
            return inChina();
        }
    }
}
