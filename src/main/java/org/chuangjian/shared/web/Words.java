package org.chuangjian.shared.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moments, days and sizes as pages say them: {@code ${@words.minute(row.at)}}. */
@Component("words")
public class Words {

    private final Clock clock;

    Words(Clock clock) {
        this.clock = clock;
    }

    /** The local minute; "—" for none. */
    public String minute(@Nullable OffsetDateTime moment) {
        return moment == null ? "—" : When.minute(moment, clock);
    }

    /** The local day; "—" for none. */
    public String day(@Nullable OffsetDateTime moment) {
        return moment == null
                ? "—"
                : moment.atZoneSameInstant(clock.getZone()).toLocalDate().toString();
    }

    /** 周一 … 周日. */
    public String weekday(LocalDate day) {
        return "周" + day.getDayOfWeek().getDisplayName(TextStyle.NARROW, Locale.SIMPLIFIED_CHINESE);
    }

    public LocalDate today() {
        return LocalDate.now(clock);
    }

    /** Bytes in the largest unit that keeps the number above one. */
    public String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " 字节";
        }
        if (bytes < 1024 * 1024) {
            return String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0);
        }
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
    }
}
