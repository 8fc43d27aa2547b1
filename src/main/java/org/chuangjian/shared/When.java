package org.chuangjian.shared;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A moment as officials say it. */
public final class When {

    private static final DateTimeFormatter SAID = DateTimeFormatter.ofPattern("M月d日 HH:mm");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private When() {}

    /** Month, day and minute of the office's own clock; 此前 for a moment nobody noted. */
    public static String said(@Nullable OffsetDateTime moment, Clock clock) {
        return moment == null ? "此前" : moment.atZoneSameInstant(clock.getZone()).format(SAID);
    }

    /** Year to minute of the office's own clock. */
    public static String minute(OffsetDateTime moment, Clock clock) {
        return moment.atZoneSameInstant(clock.getZone()).format(MINUTE);
    }
}
