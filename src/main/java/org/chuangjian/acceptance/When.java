package org.chuangjian.acceptance;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A moment as officials say it. */
final class When {

    private static final DateTimeFormatter SAID = DateTimeFormatter.ofPattern("M月d日 HH:mm");

    private When() {}

    static String said(@Nullable OffsetDateTime moment, Clock clock) {
        return moment == null ? "此前" : moment.atZoneSameInstant(clock.getZone()).format(SAID);
    }
}
