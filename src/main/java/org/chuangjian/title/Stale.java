package org.chuangjian.title;

import java.time.Clock;
import java.time.OffsetDateTime;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;

/** Whether somebody else was faster, told with who and when. */
final class Stale {

    private Stale() {}

    /** @param seen the version the person had before them; null if they did not say */
    static void check(@Nullable Integer seen, int version, String what, String by, OffsetDateTime at, Clock clock) {
        if (seen != null && seen != version) {
            throw changed(what, by, at, clock);
        }
    }

    static Problem changed(String what, String by, OffsetDateTime at, Clock clock) {
        return Problem.conflict(
                        "changed-meanwhile",
                        what
                                + (by.equals(Journal.AUTOMATIC) ? "已由系统自动" : "已由" + by)
                                + "于 " + When.minute(at, clock) + " 更新，您的修改没有保存，请刷新页面核对后再办理。")
                .with("by", by)
                .with("at", at.toString());
    }
}
