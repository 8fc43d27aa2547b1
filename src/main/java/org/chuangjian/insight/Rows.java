package org.chuangjian.insight;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chuangjian.work.AssignmentState;

/**
 * What a number counts. A number and the list behind it use the same condition, so that they cannot drift apart. All of
 * them leave out what is exempt or handed over to another unit.
 */
public enum Rows {
    COUNTED("counted", "全部任务", "1 = 1"),
    ACCEPTED("accepted", "通过", "a.state = 'ACCEPTED'"),
    REVIEW("review", "待审核", "a.state = 'OFFICE_REVIEW'"),
    OVERDUE(
            "overdue",
            "逾期",
            "a.state in (" + withUnit() + ") and a.due_date < :today"
                    + " and a.campaign_id in (select m.id from campaign m where m.state = 'ACTIVE')"),
    REVIEWED("reviewed", "已审核过", "(a.state = 'ACCEPTED' or a.return_count > 0)"),
    SENT_BACK("returned", "被退回过", "a.return_count > 0"),
    FIRST_PASS("first-pass", "一次通过", "a.state = 'ACCEPTED' and a.return_count = 0");

    /** What every count leaves out. */
    static final String BASE = "a.state not in ('EXEMPT', 'HANDED_OVER')";

    private final String code;
    private final String label;
    private final String condition;

    Rows(String code, String label, String condition) {
        this.code = code;
        this.label = label;
        this.condition = condition;
    }

    /** As it stands in links. */
    public String code() {
        return code;
    }

    public String label() {
        return label;
    }

    String condition() {
        return condition;
    }

    public static Optional<Rows> of(String code) {
        return Arrays.stream(values()).filter(rows -> rows.code.equals(code)).findFirst();
    }

    private static String withUnit() {
        return Arrays.stream(AssignmentState.values())
                .filter(AssignmentState::withUnit)
                .map(state -> "'" + state.name() + "'")
                .collect(Collectors.joining(", "));
    }
}
