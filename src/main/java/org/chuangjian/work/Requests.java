package org.chuangjian.work;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Owners;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 申请延期、转办、责任不清: a unit asks, the office decides; the work itself goes on meanwhile. */
@Component
public class Requests {

    private static final String SELECT = """
            select r.*, k.name as campaign_name, a.criterion_code, c.level2, a.unit_code, u.name as unit_name,
                   a.due_date, t.name as target_unit_name
              from assignment_request r
              join assignment a on a.id = r.assignment_id
              join campaign k on k.id = r.campaign_id
              join criterion c on c.id = a.criterion_id
              join unit u on u.code = a.unit_code
              left join unit t on t.code = r.target_unit
            """;

    private final RequestRows<Request> rows;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Units units;
    private final Campaigns campaigns;
    private final Owners owners;
    private final Assignments assignments;
    private final AssignmentFlow flow;

    Requests(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            Units units,
            Campaigns campaigns,
            Owners owners,
            Assignments assignments,
            AssignmentFlow flow) {
        this.rows = new RequestRows<>(jdbc, clock, "assignment_request", "assignment_id", SELECT, Request.class);
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.units = units;
        this.campaigns = campaigns;
        this.owners = owners;
        this.assignments = assignments;
        this.flow = flow;
    }

    /** @throws Problem 422 if date or unit do not fit, 409 if the work is finished or a request is open already */
    @Transactional
    public Request ask(
            String assignmentId,
            Request.Kind kind,
            String reason,
            @Nullable LocalDate wantedDate,
            @Nullable String targetUnit) {
        Assignment assignment = assignments.lock(assignmentId);
        CurrentUser user = access.requireFor(assignment.unitCode(), Permission.WORK_FOR_UNIT);
        if (!assignment.state().withUnit()) {
            throw assignments.conflict(assignment);
        }
        String why = RequestRows.reason(reason);
        if (kind == Request.Kind.EXTENSION) {
            Campaign campaign = campaigns.require(assignment.campaignId());
            if (wantedDate != null && wantedDate.isBefore(LocalDate.now(clock))) {
                throw Problem.invalid("wanted-date", "申请延至的日期不能早于今天。");
            }
            if (wantedDate == null || !wantedDate.isAfter(assignment.dueDate())) {
                throw Problem.invalid("wanted-date", "申请延至的日期应晚于现在的办理期限 " + assignment.dueDate() + "。");
            }
            if (!wantedDate.isBefore(campaign.acceptanceDate())) {
                throw Problem.invalid("wanted-date", "申请延至的日期应早于验收日期 " + campaign.acceptanceDate() + "。");
            }
        }
        String target =
                kind == Request.Kind.EXTENSION ? null : RequestRows.target(units, targetUnit, assignment.unitCode());
        rows.openOf(assignmentId).ifPresent(open -> {
            throw rows.alreadyOpen(open.askedBy(), open.askedAt(), open.kind().label());
        });
        Request asked = rows.add(
                assignmentId,
                assignment.campaignId(),
                kind,
                why,
                kind == Request.Kind.EXTENSION ? wantedDate : null,
                target,
                user.name());
        write(user, assignment, kind.label(), why);
        return asked;
    }

    /** What waits for the office's decision, the oldest first. */
    public List<Request> open() {
        access.require(Permission.READ_CAMPAIGNS);
        return rows.open();
    }

    /** All requests about one assignment, the oldest first. */
    public List<Request> of(String assignmentId) {
        return rows.of(assignmentId);
    }

    /**
     * The office decides. A granted extension moves the deadline and keeps the first one; a granted hand-over ends the
     * assignment here and opens it for the other unit.
     *
     * @param date the deadline granted, if other than the one asked for
     * @param targetUnit the unit that takes over, if other than the one asked for
     * @throws Problem 409 if somebody decided already
     */
    @Transactional
    public Request decide(
            String id,
            boolean granted,
            @Nullable String opinion,
            @Nullable LocalDate date,
            @Nullable String targetUnit) {
        CurrentUser user = access.require(Permission.REVIEW);
        Request request = rows.require(id);
        if (!granted && StringUtils.isBlank(opinion)) {
            throw Problem.invalid("opinion-missing", "请写明不同意的理由。");
        }
        // Before the request's row, as with every other deed on the assignment.
        Assignment assignment = assignments.lock(request.assignmentId());
        rows.decide(
                id,
                granted,
                user.name(),
                StringUtils.left(StringUtils.defaultString(opinion).strip(), RequestRows.LONGEST_TEXT));
        if (granted) {
            if (!assignment.state().withUnit()) {
                throw assignments.conflict(assignment);
            }
            if (request.kind() == Request.Kind.EXTENSION) {
                extend(assignment, user, date == null ? request.wantedDate() : date);
            } else {
                handOver(
                        assignment,
                        user,
                        RequestRows.target(
                                units, targetUnit == null ? request.targetUnit() : targetUnit, assignment.unitCode()));
            }
        }
        write(user, assignment, (granted ? "同意" : "不同意") + request.kind().label(), StringUtils.defaultString(opinion));
        return rows.require(id);
    }

    private void extend(Assignment assignment, CurrentUser user, @Nullable LocalDate date) {
        Campaign campaign = campaigns.require(assignment.campaignId());
        if (date == null || !date.isAfter(assignment.dueDate()) || !date.isBefore(campaign.acceptanceDate())) {
            throw Problem.invalid(
                    "wanted-date", "延期后的期限应晚于 " + assignment.dueDate() + "、早于验收日期 " + campaign.acceptanceDate() + "。");
        }
        assignments.update(assignment, assignment.state(), user.name(), Map.of("due_date", date));
        flow.reschedule(assignment.id(), date);
    }

    private void handOver(Assignment assignment, CurrentUser user, @Nullable String target) {
        if (target == null) {
            throw Problem.invalid("target-unit", "请指定接办单位。");
        }
        boolean taken = jdbc.sql("select count(*) from assignment where campaign_id = ? and criterion_code = ?"
                                + " and unit_code = ?")
                        .params(assignment.campaignId(), assignment.criterionCode(), target)
                        .query(Long.class)
                        .single()
                > 0;
        if (taken) {
            throw Problem.conflict("unit-has-it", "该单位在本活动中已承担过这项指标的任务，请另选接办单位。");
        }
        assignments.update(assignment, AssignmentState.HANDED_OVER, user.name(), new HashMap<>());
        flow.withdraw(assignment.id());
        owners.handOver(assignment.campaignId(), assignment.criterionCode(), assignment.unitCode(), target);
        String id = Ids.next();
        assignments.insert(
                Map.of(
                        id,
                        new Assignments.Missing(
                                assignment.campaignId(),
                                assignment.criterionId(),
                                assignment.criterionCode(),
                                assignment.criterionType().name(),
                                0,
                                target,
                                assignment.role().name(),
                                assignment.dueDate())),
                user.name());
        jdbc.sql("update assignment set taken_over_on = ? where id = ?")
                .params(LocalDate.now(clock), id)
                .update();
        flow.start(assignments.all(List.of(id)));
        journal.write(
                user.account(),
                user.name(),
                assignment.campaignId(),
                "assignment",
                id,
                "转办接收",
                "由“" + assignment.unitName() + "”转来");
    }

    /** What nobody decides any more because the unit has handed in, or need not any more. */
    void lapseOf(Assignment assignment, CurrentUser user, String why) {
        if (rows.lapseOf(assignment.id())) {
            write(user, assignment, "申请失效", why);
        }
    }

    /** What nobody decides any more because the campaign was given up. */
    void lapse(String campaignId) {
        rows.lapse(campaignId);
    }

    /** 免办: the office decides that a unit need not do it. */
    @Transactional
    public Assignment exempt(String assignmentId, String reason) {
        CurrentUser user = access.require(Permission.REVIEW);
        Assignment assignment = assignments.lock(assignmentId);
        if (StringUtils.isBlank(reason)) {
            throw Problem.invalid("reason", "请写明免办理由。");
        }
        assignments.update(
                assignment,
                AssignmentState.EXEMPT,
                user.name(),
                Map.of("opinion", StringUtils.left(reason.strip(), 1000)));
        flow.withdraw(assignmentId);
        write(user, assignment, "免办", reason.strip());
        lapseOf(assignment, user, "任务已免办");
        return assignments.require(assignmentId);
    }

    private void write(CurrentUser user, Assignment assignment, String action, String detail) {
        journal.write(
                user.account(), user.name(), assignment.campaignId(), "assignment", assignment.id(), action, detail);
    }
}
