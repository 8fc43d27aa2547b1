package org.chuangjian.work;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a change of edition does to assignments. Every verb belongs to the one transaction of the change; the caller has
 * locked the campaign.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class EditionWork {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Assignments assignments;
    private final AssignmentFlow flow;
    private final EvidenceShelf evidence;
    private final Journal journal;
    private final Access access;

    EditionWork(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            Assignments assignments,
            AssignmentFlow flow,
            EvidenceShelf evidence,
            Journal journal,
            Access access) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.assignments = assignments;
        this.flow = flow;
        this.evidence = evidence;
        this.journal = journal;
        this.access = access;
    }

    /** Tasks by criterion, without those exempt or handed over: one statement. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Map<String, Count> counts(String campaignId) {
        return jdbc
                .sql("select criterion_code, count(*) as tasks, count(*) filter (where open) as open from assignment"
                        + " where campaign_id = ? and state not in ('EXEMPT', 'HANDED_OVER') group by criterion_code")
                .param(campaignId)
                .query((row, number) ->
                        Map.entry(row.getString("criterion_code"), new Count(row.getInt("tasks"), row.getInt("open"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * The criteria are no longer asked: their tasks end, the open ones with their process.
     *
     * @return how they stood, for {@link #revive}
     */
    public List<Ended> end(String campaignId, Collection<String> codes, String why) {
        if (codes.isEmpty()) {
            return List.of();
        }
        List<Ended> ended = jdbc.sql("select id as assignment_id, unit_code, state, opinion from assignment"
                        + " where campaign_id = :campaign and criterion_code in (:codes)"
                        + " and state not in ('EXEMPT', 'HANDED_OVER') order by id for update")
                .param("campaign", campaignId)
                .param("codes", codes)
                .query(Rows.of(Ended.class))
                .list();
        batches.batchUpdate(
                "update assignment set state = 'EXEMPT', open = false, opinion = ?, last_at = ?, last_by = ?,"
                        + " version = version + 1 where id = ?",
                ended,
                BATCH,
                (statement, it) -> {
                    statement.setString(1, why);
                    statement.setObject(2, now());
                    statement.setString(3, by());
                    statement.setString(4, it.assignmentId());
                });
        for (Ended it : ended) {
            if (!it.state().finished()) {
                flow.withdraw(it.assignmentId());
            }
            write(campaignId, it.assignmentId(), "任务撤回", why);
        }
        lapse(ended.stream().map(Ended::assignmentId).toList());
        return ended;
    }

    /**
     * The criteria are asked again: tasks ended before stand as they stood, where nothing has happened since. What had
     * been handed in and not decided goes back to its unit, because its review ended with the process.
     */
    public void revive(List<Ended> ended) {
        List<String> started = new ArrayList<>();
        for (Ended it : ended) {
            AssignmentState state = switch (it.state()) {
                case UNIT_REVIEW, OFFICE_REVIEW -> AssignmentState.RETURNED;
                default -> it.state();
            };
            int revived = jdbc.sql("update assignment set state = ?, open = ?, opinion = ?, last_at = ?, last_by = ?,"
                            + " version = version + 1 where id = ? and state = 'EXEMPT'")
                    .params(
                            state.name(),
                            !state.finished(),
                            state == it.state() ? it.opinion() : "细则换版已撤销，请核对后重新提交。",
                            now(),
                            by(),
                            it.assignmentId())
                    .update();
            if (revived == 0) {
                continue;
            }
            if (state != it.state()) {
                evidence.mark(it.assignmentId(), EvidenceShelf.Mark.RETURNED);
            }
            if (!state.finished()) {
                started.add(it.assignmentId());
            }
            write(campaignOf(it.assignmentId()), it.assignmentId(), "任务恢复", state.label());
        }
        if (!started.isEmpty()) {
            flow.start(assignments.all(started));
        }
    }

    /** The tasks of a campaign follow their criteria, by code, into another edition. */
    public void repoint(String campaignId, String setId) {
        jdbc.sql("update assignment set"
                        + " criterion_id = (select c.id from criterion c where c.set_id = :set"
                        + " and c.code = assignment.criterion_code),"
                        + " criterion_type = (select c.type from criterion c where c.set_id = :set"
                        + " and c.code = assignment.criterion_code)"
                        + " where campaign_id = :campaign and exists (select 1 from criterion c where c.set_id = :set"
                        + " and c.code = assignment.criterion_code)")
                .param("campaign", campaignId)
                .param("set", setId)
                .update();
    }

    /** Of the criteria, those on which somebody has worked already. */
    public List<String> touched(String campaignId, Collection<String> codes) {
        if (codes.isEmpty()) {
            return List.of();
        }
        return jdbc
                .sql("select id, criterion_code, state from assignment where campaign_id = :campaign"
                        + " and criterion_code in (:codes) order by criterion_code")
                .param("campaign", campaignId)
                .param("codes", codes)
                .query((row, number) -> row.getString("state").equals(AssignmentState.TO_RECEIVE.name())
                                && evidence.count(row.getString("id")) == 0
                        ? ""
                        : row.getString("criterion_code"))
                .list()
                .stream()
                .filter(code -> !code.isEmpty())
                .distinct()
                .toList();
    }

    /** Takes tasks away on which nobody has worked, as if they had never been launched. */
    public void forget(String campaignId, Collection<String> codes) {
        if (codes.isEmpty()) {
            return;
        }
        List<String> ids = jdbc.sql("select id from assignment where campaign_id = :campaign"
                        + " and criterion_code in (:codes) and state = 'TO_RECEIVE' order by id for update")
                .param("campaign", campaignId)
                .param("codes", codes)
                .query(String.class)
                .list();
        for (String id : ids) {
            flow.withdraw(id);
            write(campaignId, id, "任务撤回", "细则换版已撤销");
            jdbc.sql("delete from assignment_request where assignment_id = ?")
                    .param(id)
                    .update();
            jdbc.sql("delete from assignment where id = ?").param(id).update();
        }
    }

    private void lapse(List<String> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql("update assignment_request set state = 'OBSOLETE' where assignment_id in (:ids)"
                            + " and state = 'OPEN'")
                    .param("ids", ids)
                    .update();
        }
    }

    private String campaignOf(String assignmentId) {
        return jdbc.sql("select campaign_id from assignment where id = ?")
                .param(assignmentId)
                .query(String.class)
                .single();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private String by() {
        return access.user().map(CurrentUser::name).orElse(Journal.AUTOMATIC);
    }

    private void write(String campaignId, String assignmentId, String action, String detail) {
        journal.write(
                access.user().map(CurrentUser::account).orElse(Journal.AUTOMATIC),
                by(),
                campaignId,
                "assignment",
                assignmentId,
                action,
                detail);
    }

    public record Count(int tasks, int open) {

        public static final Count NONE = new Count(0, 0);
    }

    /** A task that a change of edition ended, and how it stood. */
    public record Ended(
            String assignmentId,
            String unitCode,
            AssignmentState state,
            @Nullable String opinion) {}
}
