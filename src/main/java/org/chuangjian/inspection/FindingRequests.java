package org.chuangjian.inspection;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.work.OtherRequests;
import org.chuangjian.work.RequestRows;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 申诉、转办、延期 of findings: a unit asks, the office decides; the deadline runs on meanwhile. */
@Component
public class FindingRequests implements OtherRequests {

    private static final String SELECT = """
            select r.*, f.number, f.place, f.description, f.unit_code, u.name as unit_name, f.due_date,
                   t.name as target_unit_name
              from finding_request r
              join finding f on f.id = r.finding_id
              join unit u on u.code = f.unit_code
              left join unit t on t.code = r.target_unit
            """;

    private final RequestRows<FindingRequest> rows;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Units units;
    private final Campaigns campaigns;
    private final Findings findings;
    private final FindingIssue issue;
    private final Inspections inspections;
    private final RectificationFlow flow;
    private final ApplicationEventPublisher events;

    FindingRequests(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            Units units,
            Campaigns campaigns,
            Findings findings,
            FindingIssue issue,
            Inspections inspections,
            RectificationFlow flow,
            ApplicationEventPublisher events) {
        this.rows = new RequestRows<>(jdbc, clock, "finding_request", "finding_id", SELECT, FindingRequest.class);
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.units = units;
        this.campaigns = campaigns;
        this.findings = findings;
        this.issue = issue;
        this.inspections = inspections;
        this.flow = flow;
        this.events = events;
    }

    /** @throws Problem 422 if date or unit do not fit, 409 if it is not with the unit, or a request is open already */
    @Transactional
    public FindingRequest ask(
            String findingId,
            FindingRequest.@Nullable Kind kind,
            @Nullable String reason,
            @Nullable LocalDate wantedDate,
            @Nullable String targetUnit) {
        Finding finding = findings.lockVisible(findingId);
        CurrentUser user = access.requireFor(finding.unitCode(), Permission.WORK_FOR_UNIT);
        if (kind == null) {
            throw Problem.invalid("kind", "请选择申请事项：申诉（APPEAL）、转办（TRANSFER）或延期（EXTENSION）。");
        }
        if (!finding.state().withUnit()) {
            throw findings.conflict(finding);
        }
        String why = RequestRows.reason(reason);
        if (kind == FindingRequest.Kind.EXTENSION) {
            checkExtension(finding, wantedDate);
        }
        String target =
                kind == FindingRequest.Kind.TRANSFER ? RequestRows.target(units, targetUnit, finding.unitCode()) : null;
        rows.openOf(findingId).ifPresent(open -> {
            throw rows.alreadyOpen(open.askedBy(), open.askedAt(), open.kind().label());
        });
        FindingRequest asked = rows.add(
                findingId,
                finding.campaignId(),
                kind,
                why,
                kind == FindingRequest.Kind.EXTENSION ? wantedDate : null,
                target,
                user.name());
        String what = kind == FindingRequest.Kind.APPEAL ? "申诉" : "申请" + kind.label();
        write(user, finding, what, why);
        tell(
                finding,
                issue.office(),
                finding.unitName() + what + "：问题 " + finding.number(),
                finding.place() + "：" + why + "\n期限 " + finding.dueDate() + "，其间照常计算，请尽快决定。");
        return asked;
    }

    private void checkExtension(Finding finding, @Nullable LocalDate date) {
        if (finding.extended()) {
            throw Problem.conflict("extended-before", "该问题已延期一次，不能再次延期。");
        }
        LocalDate due = finding.dueDate();
        if (date != null && date.isBefore(LocalDate.now(clock))) {
            throw Problem.invalid("wanted-date", "延期后的日期不能早于今天。");
        }
        if (date == null || due == null || !date.isAfter(due)) {
            throw Problem.invalid("wanted-date", "延期后的日期应晚于现在的整改期限 " + due + "。");
        }
        LocalDate acceptance = campaigns.require(finding.campaignId()).acceptanceDate();
        if (!date.isBefore(acceptance)) {
            throw Problem.invalid("wanted-date", "延期后的日期应早于验收日期 " + acceptance + "。");
        }
    }

    /** What waits for the office's decision, the oldest first. */
    public List<FindingRequest> open() {
        access.require(Permission.READ_CAMPAIGNS);
        return rows.open();
    }

    @Override
    public long waiting() {
        return rows.countOpen();
    }

    /** All requests about one finding, the oldest first. */
    List<FindingRequest> of(String findingId) {
        return rows.of(findingId);
    }

    /**
     * The office decides. A granted appeal revokes the finding, a granted hand-over starts it anew with the other unit
     * (number and first deadline stay), a granted extension moves the deadline once.
     *
     * @param date the deadline granted, if other than the one asked for
     * @param targetUnit the unit that takes over, if other than the one asked for
     * @throws Problem 409 if somebody decided already
     */
    @Transactional
    public FindingRequest decide(
            String id,
            boolean granted,
            @Nullable String opinion,
            @Nullable LocalDate date,
            @Nullable String targetUnit) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        FindingRequest request = rows.require(id);
        if (StringUtils.isBlank(opinion) && (!granted || request.kind() == FindingRequest.Kind.APPEAL)) {
            throw Problem.invalid("opinion-missing", granted ? "请写明撤销问题的依据。" : "请写明不同意的理由。");
        }
        Finding finding = findings.lock(request.findingId());
        String said = FindingWork.limited(StringUtils.defaultString(opinion).strip(), RequestRows.LONGEST_TEXT, "意见");
        rows.decide(id, granted, user.name(), said);
        if (granted) {
            if (!finding.state().withUnit()) {
                throw findings.conflict(finding);
            }
            switch (request.kind()) {
                case APPEAL -> revoke(finding, user, said);
                case TRANSFER -> handOver(finding, user, target(finding, request, targetUnit));
                case EXTENSION -> extend(finding, user, date == null ? request.wantedDate() : date);
            }
        }
        write(user, finding, (granted ? "同意" : "不同意") + request.kind().label(), said);
        tell(
                finding,
                issue.accounts(finding.unitCode()),
                "问题 " + finding.number() + " 的" + request.kind().label() + "申请：" + (granted ? "同意" : "不同意"),
                finding.place() + "：" + StringUtils.defaultIfEmpty(said, granted ? "创建办同意该申请。" : "创建办不同意该申请。"));
        return rows.require(id);
    }

    /** The unit asked for may be one no more by the time the office decides. */
    private String target(Finding finding, FindingRequest request, @Nullable String wanted) {
        if (StringUtils.isBlank(wanted)
                && request.targetUnit() != null
                && units.find(request.targetUnit()).filter(Unit::active).isEmpty()) {
            throw Problem.invalid("target-unit", "申请的接办单位“" + request.targetUnitName() + "”已停用，请另选接办单位。");
        }
        String target = RequestRows.target(
                units, StringUtils.isBlank(wanted) ? request.targetUnit() : wanted, finding.unitCode());
        if (target == null) {
            throw Problem.invalid("target-unit", "请指定接办单位。");
        }
        return target;
    }

    private void tell(Finding finding, Set<String> accounts, String subject, String text) {
        events.publishEvent(new Notice(
                "finding", finding.campaignId(), accounts, subject, text, "/findings/" + finding.id(), false));
    }

    private void revoke(Finding finding, CurrentUser user, String opinion) {
        findings.update(finding, FindingState.REVOKED, user.name(), Map.of("opinion", opinion));
        flow.withdraw(finding.id());
        inspections.withoutFinding(finding.inspectionId(), finding.siteId());
    }

    private void extend(Finding finding, CurrentUser user, @Nullable LocalDate date) {
        checkExtension(finding, date);
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("due_date", date);
        changes.put("extended", true);
        findings.update(finding, finding.state(), user.name(), changes);
        if (date != null) {
            flow.reschedule(finding.id(), date);
        }
    }

    private void handOver(Finding finding, CurrentUser user, String target) {
        flow.withdraw(finding.id());
        Map<String, @Nullable Object> changes = findings.startAnew(finding.id());
        changes.put("unit_code", target);
        changes.put("due_date", issue.due(finding, LocalDate.now(clock)));
        changes.put("handed_over_at", findings.now());
        changes.put("plan", "");
        changes.put("submitted_at", null);
        changes.put("submitted_by", null);
        changes.put("submitted_by_name", null);
        findings.update(finding, FindingState.ASSIGNED, user.name(), changes);
        flow.start(Map.of(finding.id(), target));
        tell(
                finding,
                issue.accounts(target),
                "转来 1 个问题交办单",
                "问题 " + finding.number() + "（" + finding.place() + "）由“" + finding.unitName() + "”转来，请签收并在期限内整改。");
    }

    /** What nobody decides any more because the campaign was given up. */
    void lapse(String campaignId) {
        rows.lapse(campaignId);
    }

    /** What nobody decides any more because the unit handed in. */
    void lapseOf(String findingId) {
        rows.lapseOf(findingId);
    }

    private void write(CurrentUser user, Finding finding, String action, String detail) {
        journal.write(user.account(), user.name(), finding.campaignId(), "finding", finding.id(), action, detail);
    }
}
