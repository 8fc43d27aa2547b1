package org.chuangjian.inspection;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.WorkingDays;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * 交办: findings get their numbers and deadlines, their units learn of them, and a process runs for each. One
 * transaction under the campaign's lock: a crash leaves none of it, and a second click finds nothing left to issue.
 */
@Component
public class FindingIssue {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final Inspections inspections;
    private final Findings findings;
    private final RectificationFlow flow;
    private final WorkingDays workingDays;
    private final People people;
    private final ApplicationEventPublisher events;

    FindingIssue(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CampaignKinds kinds,
            Inspections inspections,
            Findings findings,
            RectificationFlow flow,
            WorkingDays workingDays,
            People people,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.inspections = inspections;
        this.findings = findings;
        this.flow = flow;
        this.workingDays = workingDays;
        this.people = people;
        this.events = events;
    }

    /**
     * What a batch came to.
     *
     * @param issued how many findings were handed out now; 0 if somebody has done it before
     * @param numbers of all findings of the inspection that have been handed out
     */
    public record Issued(int issued, List<String> numbers) {}

    /** Issues what the inspection has found and is not issued yet. */
    @Transactional
    public Issued issue(String inspectionId) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Inspection inspection = inspections.require(inspectionId);
        Campaigns.requireActive(campaigns.lock(inspection.campaignId()));
        List<String> ids = jdbc.sql(
                        "select id from finding where inspection_id = ? and state = 'DISCOVERED' order by found_at, id")
                .param(inspectionId)
                .query(String.class)
                .list();
        inspections.issued(inspectionId, ids.size(), user);
        issueAll(ids, Map.of(), user);
        return new Issued(
                ids.size(),
                jdbc.sql("select number from finding where inspection_id = ? and number is not null order by number")
                        .param(inspectionId)
                        .query(String.class)
                        .list());
    }

    /**
     * Numbers these findings in this order and hands them out.
     *
     * @param deadlines by finding, for those whose deadline does not follow from the severity
     */
    void issueAll(Collection<String> ids, Map<String, LocalDate> deadlines, CurrentUser user) {
        if (ids.isEmpty()) {
            return;
        }
        Map<String, Finding> byId =
                findings.all("f.id in (:ids) and f.state = 'DISCOVERED'", Map.of("ids", ids)).stream()
                        .collect(Collectors.toMap(Finding::id, it -> it));
        List<Finding> batch =
                ids.stream().map(byId::get).filter(Objects::nonNull).toList();
        LocalDate today = LocalDate.now(clock);
        OffsetDateTime now = findings.now();
        Map<String, String> unitByFinding = new LinkedHashMap<>();
        Map<String, List<Finding>> byUnit = new LinkedHashMap<>();
        for (Finding finding : batch) {
            campaigns.lock(finding.campaignId());
            LocalDate set = deadlines.get(finding.id());
            LocalDate due = set == null ? due(finding, today) : set;
            String number = nextNumber(finding.campaignId(), today.getYear());
            findings.update(
                    finding,
                    FindingState.ASSIGNED,
                    user.name(),
                    Map.of(
                            "number", number,
                            "issued_at", now,
                            "issued_by_name", user.name(),
                            "due_date", due,
                            "first_due_date", due));
            journal.write(
                    user.account(),
                    user.name(),
                    finding.campaignId(),
                    "finding",
                    finding.id(),
                    "交办",
                    number + "，" + finding.unitName() + "，期限 " + due);
            unitByFinding.put(finding.id(), finding.unitCode());
            byUnit.computeIfAbsent(finding.unitCode(), unit -> new ArrayList<>())
                    .add(finding);
        }
        flow.start(unitByFinding);
        byUnit.forEach(this::tell);
    }

    /** The deadline by severity, in working days from a day on. */
    LocalDate due(Finding finding, LocalDate from) {
        CampaignKind.InspectionRule rule = Inspections.rule(kinds.require(finding.kind()));
        int days = rule.severity(finding.severity())
                .map(CampaignKind.Severity::workingDays)
                .orElseThrow(
                        () -> Problem.invalid("severity", "问题等级“" + finding.severity() + "”已不在该创建类型的配置中，请先更正问题等级。"));
        return workingDays.plus(from, days);
    }

    /**
     * The deadline of what is sent back today: the one it has, but never sooner than the working days that count as near
     * due, or the severity's if those are fewer. By a day that is past nobody can put anything right.
     */
    LocalDate dueAfterReturn(Finding finding) {
        CampaignKind kind = kinds.require(finding.kind());
        int near = kind.periods().nearDueWorkingDays();
        int days = Inspections.rule(kind)
                .severity(finding.severity())
                .map(severity -> Math.min(severity.workingDays(), near))
                .orElse(near);
        LocalDate soonest = workingDays.plus(LocalDate.now(clock), days);
        LocalDate due = finding.dueDate();
        return due == null || due.isBefore(soonest) ? soonest : due;
    }

    /** The campaign's row is locked by whoever asks, so no number is given twice; a number is never given again. */
    private String nextNumber(String campaignId, int year) {
        if (jdbc.sql(
                                "update finding_counter set last_number = last_number + 1 where campaign_id = ? and number_year = ?")
                        .params(campaignId, year)
                        .update()
                == 0) {
            jdbc.sql("insert into finding_counter (campaign_id, number_year, last_number) values (?, ?, 1)")
                    .params(campaignId, year)
                    .update();
        }
        int number = jdbc.sql("select last_number from finding_counter where campaign_id = ? and number_year = ?")
                .params(campaignId, year)
                .query(Integer.class)
                .single();
        return "%d-%04d".formatted(year, number);
    }

    private void tell(String unit, List<Finding> batch) {
        Finding first = batch.get(0);
        events.publishEvent(new Notice(
                "finding",
                first.campaignId(),
                accounts(unit),
                batch.size() == 1 ? "收到 1 个问题交办单" : "收到 " + batch.size() + " 个问题交办单",
                "《" + first.campaignName() + "》交办本单位 " + batch.size() + " 个问题，请尽快签收，并在各自期限内完成整改、反馈。",
                batch.size() == 1 ? "/findings/" + first.id() : "/findings?only=unit&campaign=" + first.campaignId(),
                false));
    }

    /** The people of the creation office. */
    Set<String> office() {
        return people.withRole(Role.OFFICE).stream().map(Person::account).collect(Collectors.toSet());
    }

    /** The people of a unit who work on findings. */
    Set<String> accounts(String unit) {
        return people.ofUnit(unit).stream()
                .filter(person ->
                        person.roles().contains(Role.CLERK) || person.roles().contains(Role.HEAD))
                .map(Person::account)
                .collect(Collectors.toSet());
    }
}
