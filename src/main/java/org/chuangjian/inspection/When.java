package org.chuangjian.inspection;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** A moment as officials say it. */
final class When {

    private static final DateTimeFormatter SAID = DateTimeFormatter.ofPattern("M月d日 HH:mm");

    private When() {}

    static String said(OffsetDateTime moment, ZoneId zone) {
        return moment.atZoneSameInstant(zone).format(SAID);
    }
}
