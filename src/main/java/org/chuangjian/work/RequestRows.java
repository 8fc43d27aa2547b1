package org.chuangjian.work;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What units ask of the office, as rows: one table for what they ask about assignments, another of the same shape for
 * findings. A subject has at most one open request.
 */
public final class RequestRows<R extends Record> {

    public static final int LONGEST_TEXT = 1000;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final String table;
    private final String subject;
    private final String select;
    private final Class<R> type;

    /**
     * @param subject the column that holds the id of what is asked about
     * @param select reads {@code type} from the table under the alias {@code r}
     */
    public RequestRows(JdbcClient jdbc, Clock clock, String table, String subject, String select, Class<R> type) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.table = table;
        this.subject = subject;
        this.select = select;
        this.type = type;
    }

    /** What waits for the office's decision, the oldest first. */
    public List<R> open() {
        return Rows.list(jdbc, type, select + " where r.state = 'OPEN' order by r.asked_at");
    }

    /** All requests about one subject, the oldest first. */
    public List<R> of(String subjectId) {
        return Rows.list(jdbc, type, select + " where r." + subject + " = ? order by r.asked_at", subjectId);
    }

    public Optional<R> openOf(String subjectId) {
        return Rows.find(jdbc, type, select + " where r." + subject + " = ? and r.state = 'OPEN'", subjectId);
    }

    /** @throws Problem 404 */
    public R require(String id) {
        return Rows.find(jdbc, type, select + " where r.id = ?", id).orElseThrow(() -> Problem.notFound("没有这项申请。"));
    }

    /** The answer to who asks while the office has not decided yet. */
    public Problem alreadyOpen(String by, OffsetDateTime at, String what) {
        return Problem.conflict("request-open", by + "于" + When.said(at, clock) + "已提出" + what + "，创建办尚未决定，请等待。");
    }

    /** @throws Problem 422 if there is none or it is too long */
    public static String reason(@Nullable String reason) {
        if (StringUtils.isBlank(reason) || reason.length() > LONGEST_TEXT) {
            throw Problem.invalid("reason", "请写明申请理由（不超过 " + LONGEST_TEXT + " 字）。");
        }
        return reason.strip();
    }

    /**
     * Who is to take over; null leaves it to the office.
     *
     * @throws Problem 422 for no such unit, or the one that has it
     */
    public static @Nullable String target(Units units, @Nullable String wanted, String holder) {
        if (StringUtils.isBlank(wanted)) {
            return null;
        }
        Unit unit = units.find(wanted.strip())
                .filter(Unit::active)
                .orElseThrow(() -> Problem.invalid("target-unit", "没有这个单位或该单位已停用，请从列表中选择接办单位。"));
        if (unit.code().equals(holder)) {
            throw Problem.invalid("target-unit", "接办单位不能是本单位。");
        }
        return unit.code();
    }

    public R add(
            String subjectId,
            String campaignId,
            Enum<?> kind,
            String reason,
            @Nullable LocalDate wantedDate,
            @Nullable String targetUnit,
            String by) {
        String id = Ids.next();
        jdbc.sql("insert into " + table + " (id, " + subject + ", campaign_id, kind, reason, wanted_date, target_unit,"
                        + " state, asked_by, asked_at) values (?, ?, ?, ?, ?, ?, ?, 'OPEN', ?, ?)")
                .params(id, subjectId, campaignId, kind.name(), reason, wantedDate, targetUnit, by, now())
                .update();
        return require(id);
    }

    /** @throws Problem 409 if somebody decided already */
    public void decide(String id, boolean granted, String by, String opinion) {
        int decided = jdbc.sql("update " + table + " set state = ?, decided_by = ?, decided_at = ?, opinion = ?"
                        + " where id = ? and state = 'OPEN'")
                .params((granted ? Request.State.GRANTED : Request.State.REFUSED).name(), by, now(), opinion, id)
                .update();
        if (decided == 0) {
            Map<String, Object> now = jdbc.sql("select decided_by, state from " + table + " where id = ?")
                    .param(id)
                    .query()
                    .singleRow();
            Request.State state = Request.State.valueOf(String.valueOf(now.get("state")));
            if (state == Request.State.OBSOLETE) {
                throw Problem.conflict("request-obsolete", "申请已失效：单位已报送或事项已结束，不必再决定。");
            }
            throw Problem.conflict(
                    "request-decided",
                    "该申请已由" + Objects.requireNonNullElse(now.get("decided_by"), "他人") + "决定：" + state.label() + "。");
        }
    }

    /** What nobody decides any more because the campaign was given up. */
    public void lapse(String campaignId) {
        lapse("campaign_id", campaignId);
    }

    /** What nobody decides any more because of what became of the subject; says whether there was something. */
    public boolean lapseOf(String subjectId) {
        return lapse(subject, subjectId) > 0;
    }

    private int lapse(String column, String id) {
        return jdbc.sql("update " + table + " set state = 'OBSOLETE' where " + column + " = ? and state = 'OPEN'")
                .param(id)
                .update();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
