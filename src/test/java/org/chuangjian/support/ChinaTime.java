package org.chuangjian.support;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** The product's day and time: from 16:00 UTC on its day is not the day of a machine that runs on UTC. */
public final class ChinaTime {

    /** The zone the product counts its days in unless it is told otherwise. */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private ChinaTime() {}

    public static LocalDate today() {
        return LocalDate.now(ZONE);
    }

    public static OffsetDateTime now() {
        return OffsetDateTime.now(ZONE);
    }
}
