package org.chuangjian.campaign;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.criteria.CriteriaSet;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Conditions;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The campaigns, and the verbs that move one on. */
@Component
public class Campaigns {

    private static final int EARLIEST_YEAR = 2000;

    /** The longest campaigns take three to five years; more is a slip of the pen. */
    private static final int LONGEST_YEARS = 20;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Owners owners;
    private final Milestones milestones;
    private final CampaignFlow flow;
    private final ApplicationEventPublisher events;

    Campaigns(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Owners owners,
            Milestones milestones,
            CampaignFlow flow,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.owners = owners;
        this.milestones = milestones;
        this.flow = flow;
        this.events = events;
    }

    /**
     * Creates a campaign, proposes its owners and milestones, and starts its process.
     *
     * @param example whether it belongs to the example county
     * @throws Problem 422 if kind, criteria set or dates do not fit together
     */
    @Transactional
    public Campaign create(
            String kindCode,
            String name,
            String criteriaSetId,
            @Nullable LocalDate startDate,
            @Nullable LocalDate acceptanceDate,
            boolean example) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        CampaignKind kind = kinds.require(kindCode);
        if (StringUtils.isBlank(name) || name.strip().length() > 200) {
            throw Problem.invalid("name", "请填写创建活动名称（不超过 200 字）。");
        }
        CriteriaSet set = criteriaSets
                .find(criteriaSetId)
                .orElseThrow(() -> Problem.invalid("unknown-criteria-set", "所选的评价细则不存在，请先导入评价细则。"));
        if (!set.kind().equals(kindCode)) {
            throw Problem.invalid(
                    "criteria-set-kind", "所选细则《" + set.edition() + "》属于其他创建类型，请选择“" + kind.name() + "”的细则。");
        }
        if (startDate == null || acceptanceDate == null) {
            throw Problem.invalid("dates", "请填写启动日期和计划验收日期。");
        }
        if (!acceptanceDate.isAfter(startDate)) {
            throw Problem.invalid("dates", "计划验收日期应晚于启动日期。");
        }
        if (startDate.getYear() < EARLIEST_YEAR || acceptanceDate.isAfter(startDate.plusYears(LONGEST_YEARS))) {
            throw Problem.invalid(
                    "dates", "启动日期应在 " + EARLIEST_YEAR + " 年以后，验收日期应在启动后 " + LONGEST_YEARS + " 年以内，请核对年份。");
        }
        OffsetDateTime now = now();
        Campaign campaign = new Campaign(
                Ids.next(),
                kindCode,
                name.strip(),
                criteriaSetId,
                Campaign.State.ACTIVE,
                kind.stages().get(0).code(),
                now,
                startDate,
                acceptanceDate,
                null,
                null,
                null,
                example,
                user.account(),
                now);
        jdbc.sql(
                        "insert into campaign (id, kind, name, criteria_set_id, state, stage, stage_since, start_date,"
                                + " acceptance_date, example, created_by, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        campaign.id(),
                        campaign.kind(),
                        campaign.name(),
                        campaign.criteriaSetId(),
                        campaign.state().name(),
                        campaign.stage(),
                        now,
                        startDate,
                        acceptanceDate,
                        example,
                        user.account(),
                        now)
                .update();
        owners.propose(campaign, kind);
        milestones.plan(campaign, kind);
        write(user, campaign.id(), "建立", "《" + campaign.name() + "》，细则：" + set.edition());
        flow.start(campaign);
        return require(campaign.id());
    }

    public Optional<Campaign> find(String id) {
        return jdbc.sql("select * from campaign where id = ?")
                .param(id)
                .query(Rows.of(Campaign.class))
                .optional();
    }

    /** @throws Problem 404 */
    public Campaign require(String id) {
        return find(id).orElseThrow(() -> Problem.notFound("没有这个创建活动，或您无权查看。"));
    }

    /**
     * The campaign as far as the signed-in person may know of it: all of them for the office, leaders and auditors; for
     * a unit those in which it has assignments.
     *
     * @throws Problem 404 otherwise, so that nobody learns what exists
     */
    public Campaign requireVisible(String id) {
        CurrentUser user = access.current();
        Campaign campaign = require(id);
        if (!user.may(Permission.READ_CAMPAIGNS) && !visibleTo(user, id)) {
            throw Problem.notFound("没有这个创建活动，或您无权查看。");
        }
        return campaign;
    }

    private boolean visibleTo(CurrentUser user, String id) {
        return user.unitCode() != null
                && jdbc.sql("select count(*) from ownership o where o.campaign_id = ? and (o.lead_unit = ? or exists"
                                        + " (select 1 from ownership_support s where s.campaign_id = o.campaign_id"
                                        + " and s.criterion_code = o.criterion_code and s.unit_code = ?))")
                                .params(id, user.unitCode(), user.unitCode())
                                .query(Long.class)
                                .single()
                        > 0;
    }

    /** The campaigns the signed-in person may see, the nearest acceptance first, ended ones last. */
    public Paged<Campaign> visible(int page, int size) {
        CurrentUser user = access.current();
        Conditions where = new Conditions();
        if (!user.may(Permission.READ_CAMPAIGNS)) {
            where.and("(exists (select 1 from ownership o where o.campaign_id = c.id and o.lead_unit = :own)"
                            + " or exists (select 1 from ownership_support s where s.campaign_id = c.id"
                            + " and s.unit_code = :own))")
                    .with("own", StringUtils.defaultString(user.unitCode()));
        }
        return new Paged<>(
                where.rows(
                        jdbc,
                        "select c.* from campaign c",
                        " order by case c.state when 'ACTIVE' then 0 else 1 end, c.acceptance_date, c.id",
                        Campaign.class,
                        page,
                        size),
                page,
                size,
                where.count(jdbc, "campaign c"));
    }

    /** Names by id, for those there are: one statement. */
    public Map<String, String> names(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("select id, name from campaign where id in (:ids)")
                .param("ids", ids)
                .query((row, number) -> Map.entry(row.getString("id"), row.getString("name")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Locks the campaign's row until the transaction ends: whoever creates or moves on does so one after the other. */
    public Campaign lock(String id) {
        return jdbc.sql("select * from campaign where id = ? for update")
                .param(id)
                .query(Rows.of(Campaign.class))
                .optional()
                .orElseThrow(() -> Problem.notFound("没有这个创建活动。"));
    }

    /**
     * Completes what the stage waits for; the campaign moves on if the stage's gate holds.
     *
     * @param passed the answer where the step asks for one, e.g. whether the acceptance was passed
     * @throws Problem 422 with the unmet conditions, 409 if the stage waits for something else
     */
    @Transactional
    public Campaign advance(String id, @Nullable Boolean passed) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = requireActive(lock(id));
        CampaignFlow.Step step =
                flow.waitingFor(id).orElseThrow(() -> Problem.conflict("nothing-to-complete", waiting(campaign)));
        if (step.decides() && passed == null) {
            throw Problem.invalid("decision-missing", "请选择“" + step.name() + "”的结论：通过或不通过。");
        }
        flow.complete(id, user.account(), step.decides() && passed != null ? Map.of("passed", passed) : Map.of());
        write(user, id, "办结", step.name() + (step.decides() ? (Boolean.TRUE.equals(passed) ? "：通过" : "：未通过") : ""));
        return require(id);
    }

    private String waiting(Campaign campaign) {
        return switch (campaign.stage()) {
            case "launch" -> "任务正在下达，全部下达后会自动进入下一阶段。";
            case "publicNotice" -> "公示期未满，期满后再登记公示结果。";
            default -> "当前阶段没有等待您办理的事项，可能已由他人办结，请刷新页面。";
        };
    }

    /** 终止: the campaign is given up; its open work ends with it. */
    @Transactional
    public Campaign terminate(String id, String reason) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        if (StringUtils.isBlank(reason)) {
            throw Problem.invalid("reason", "请填写终止原因。");
        }
        requireActive(lock(id));
        flow.terminate(id);
        write(user, id, "终止", reason.strip());
        return require(id);
    }

    /** @throws Problem 409 if the campaign has ended */
    public static Campaign requireActive(Campaign campaign) {
        if (!campaign.active()) {
            throw Problem.conflict(
                    "campaign-ended",
                    "创建活动《" + campaign.name() + "》" + campaign.state().label() + "，不能再办理。");
        }
        return campaign;
    }

    /** 细则换版: from now on the campaign is judged by another edition. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void switchCriteria(String id, String criteriaSetId) {
        jdbc.sql("update campaign set criteria_set_id = ? where id = ?")
                .params(criteriaSetId, id)
                .update();
    }

    /** The launch is complete: remembers when, once, and tells the process. */
    @Transactional
    public void launched(String id) {
        jdbc.sql("update campaign set launched_at = ? where id = ? and launched_at is null")
                .params(now(), id)
                .update();
        events.publishEvent(new CampaignLaunched(id));
        flow.assignmentsLaunched(id);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(CurrentUser user, String id, String action, String detail) {
        journal.write(user.account(), user.name(), id, "campaign", id, action, detail);
    }
}
