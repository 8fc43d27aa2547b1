package org.chuangjian.campaign;

import java.time.Clock;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind.ConditionCode;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.WorkingDays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The dated milestones of campaigns, and what the office has confirmed for them. */
@Component
public class Milestones {

    private static final DateTimeFormatter MONTH_DAY = DateTimeFormatter.ofPattern("MM-dd");

    private final JdbcClient jdbc;
    private final Clock clock;
    private final WorkingDays workingDays;
    private final Access access;
    private final Journal journal;
    private final CampaignKinds kinds;

    Milestones(
            JdbcClient jdbc,
            Clock clock,
            WorkingDays workingDays,
            Access access,
            Journal journal,
            CampaignKinds kinds) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.workingDays = workingDays;
        this.access = access;
        this.journal = journal;
        this.kinds = kinds;
    }

    /** Lays out the kind's milestones over the campaign's dates. */
    void plan(Campaign campaign, CampaignKind kind) {
        List<Milestone> planned = new ArrayList<>();
        for (CampaignKind.MilestoneRule rule : kind.milestones()) {
            CampaignKind.Due due = rule.due();
            if (due.yearly() != null) {
                MonthDay day = MonthDay.parse(due.yearly(), MONTH_DAY);
                for (int year = campaign.startDate().getYear();
                        year <= campaign.acceptanceDate().getYear();
                        year++) {
                    LocalDate date = day.atYear(year);
                    if (!date.isBefore(campaign.startDate()) && !date.isAfter(campaign.acceptanceDate())) {
                        planned.add(milestone(
                                campaign, rule, rule.code() + "-" + year, rule.name() + "（" + year + "年）", date));
                    }
                }
            } else {
                LocalDate date = due.afterStartMonths() != null
                        ? campaign.startDate().plusMonths(due.afterStartMonths())
                        : workingDays.minus(
                                campaign.acceptanceDate(),
                                due.beforeAcceptanceWorkingDays() == null ? 0 : due.beforeAcceptanceWorkingDays());
                planned.add(milestone(campaign, rule, rule.code(), rule.name(), date));
            }
        }
        for (Milestone milestone : planned) {
            jdbc.sql("insert into milestone (campaign_id, code, rule, name, stage, gate, due_date)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            milestone.campaignId(),
                            milestone.code(),
                            milestone.rule(),
                            milestone.name(),
                            milestone.stage(),
                            milestone.gate(),
                            milestone.dueDate())
                    .update();
        }
    }

    private static Milestone milestone(
            Campaign campaign, CampaignKind.MilestoneRule rule, String code, String name, LocalDate date) {
        return new Milestone(campaign.id(), code, rule.code(), name, rule.stage(), rule.gate(), date, null, null);
    }

    /** In order of their dates. */
    public List<Milestone> of(String campaignId) {
        return jdbc.sql("select * from milestone where campaign_id = ? order by due_date, gate, code")
                .param(campaignId)
                .query(Rows.of(Milestone.class))
                .list();
    }

    /** The unreached milestones of several campaigns, by campaign, the nearest first: one statement. */
    public Map<String, List<Milestone>> open(Collection<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(
                        "select * from milestone where reached_at is null and campaign_id in (:ids) order by due_date, code")
                .param("ids", campaignIds)
                .query(Rows.of(Milestone.class))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Milestone::campaignId));
    }

    List<Confirmation> confirmations(Collection<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select * from confirmation where campaign_id in (:ids)")
                .param("ids", campaignIds)
                .query(Rows.of(Confirmation.class))
                .list();
    }

    /** The date of the newest document that confirmed what the milestone waited for. */
    public Optional<LocalDate> confirmedOn(String campaignId, String code) {
        return confirmations(List.of(campaignId)).stream()
                .filter(it -> it.milestoneCode().equals(code))
                .map(Confirmation::documentDate)
                .max(LocalDate::compareTo);
    }

    /** @return whether it was not reached before */
    boolean reach(String campaignId, String code, String by) {
        return jdbc.sql("update milestone set reached_at = ?, reached_by = ? where campaign_id = ? and code = ?"
                                + " and reached_at is null")
                        .params(now(), by, campaignId, code)
                        .update()
                > 0;
    }

    /**
     * The office confirms a fact a milestone waits for. A milestone that is no gate and waits for nothing else is
     * reached with it.
     *
     * @throws Problem 422 if there is no such condition, or the date lies in the future; 409 if somebody confirmed it
     */
    @Transactional
    public void confirm(
            String campaignId,
            String milestoneCode,
            String conditionKey,
            String documentNumber,
            LocalDate documentDate,
            String note) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(jdbc.sql("select * from campaign where id = ? for update")
                .param(campaignId)
                .query(Rows.of(Campaign.class))
                .optional()
                .orElseThrow(() -> Problem.notFound("没有这个创建活动。")));
        Milestone milestone = of(campaignId).stream()
                .filter(it -> it.code().equals(milestoneCode))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("没有这个里程碑。"));
        CampaignKind.MilestoneRule rule = kinds.require(campaign.kind()).milestones().stream()
                .filter(it -> it.code().equals(milestone.rule()))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("创建类型中已没有这个里程碑。"));
        CampaignKind.Condition condition = rule.conditions().stream()
                .filter(it -> it.code() == ConditionCode.confirmed && conditionKey.equals(it.key()))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("这个里程碑没有此项条件。"));
        if (documentDate.isAfter(LocalDate.now(clock))) {
            throw Problem.invalid("document-date", "文件日期不能晚于今天。");
        }
        List<Confirmation> before = confirmations(List.of(campaignId));
        before.stream()
                .filter(it -> it.milestoneCode().equals(milestoneCode)
                        && it.conditionKey().equals(conditionKey))
                .findFirst()
                .ifPresent(it -> {
                    throw Problem.conflict(
                            "already-confirmed",
                            "该条件已由" + it.confirmedByName() + "于"
                                    + it.confirmedAt()
                                            .atZoneSameInstant(clock.getZone())
                                            .format(DateTimeFormatter.ofPattern("M月d日 HH:mm"))
                                    + "确认。");
                });
        jdbc.sql("insert into confirmation (campaign_id, milestone_code, condition_key, document_number, document_date,"
                        + " note, confirmed_by, confirmed_by_name, confirmed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        campaignId,
                        milestoneCode,
                        conditionKey,
                        StringUtils.left(documentNumber.strip(), 200),
                        documentDate,
                        StringUtils.left(note.strip(), 1000),
                        user.account(),
                        user.name(),
                        now())
                .update();
        long confirmed = 1
                + before.stream()
                        .filter(it -> it.milestoneCode().equals(milestoneCode))
                        .count();
        boolean nothingElse = rule.conditions().stream().allMatch(it -> it.code() == ConditionCode.confirmed)
                && confirmed == rule.conditions().size();
        if (!rule.gate() && nothingElse && reach(campaignId, milestoneCode, user.name())) {
            journal.write(user.account(), user.name(), campaignId, "campaign", campaignId, "节点达成", milestone.name());
        }
        journal.write(
                user.account(),
                user.name(),
                campaignId,
                "milestone",
                milestoneCode,
                "确认",
                milestone.name() + "：" + condition.text());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    /** What the office has confirmed, by which document. */
    public record Confirmation(
            String campaignId,
            String milestoneCode,
            String conditionKey,
            String documentNumber,
            LocalDate documentDate,
            String note,
            String confirmedBy,
            String confirmedByName,
            OffsetDateTime confirmedAt) {}
}
