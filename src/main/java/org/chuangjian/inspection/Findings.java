package org.chuangjian.inspection;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Conditions;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The register of findings: reading it within what the reader may know, and the rows under the verbs of
 * {@link FindingWork}. A finding that is not issued does not exist for the unit it is about.
 */
@Component
public class Findings {

    /** A campaign that is over has no deadlines. */
    private static final String MOVING = "f.campaign_id in (select m.id from campaign m where m.state = 'ACTIVE')";

    private static final String SELECT = """
            select f.*, k.name as campaign_name, k.state as campaign_state, k.kind, u.name as unit_name, c.level1, c.level2, c.requirement,
                   t.name as business_type_name
              from finding f
              join campaign k on k.id = f.campaign_id
              join unit u on u.code = f.unit_code
              left join criterion c on c.set_id = k.criteria_set_id and c.code = f.criterion_code
              left join business_type t on t.code = f.business_type
            """;

    private static final String ORDER = " order by f.open desc, f.due_date, f.number, f.found_at desc, f.id";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final ApplicationEventPublisher events;

    Findings(JdbcClient jdbc, Clock clock, Access access, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.events = events;
    }

    public Optional<Finding> find(String id) {
        return Rows.find(jdbc, Finding.class, SELECT + " where f.id = ?", id);
    }

    /** @throws Problem 404 */
    public Finding require(String id) {
        return find(id).orElseThrow(Findings::unknown);
    }

    static Problem unknown() {
        return Problem.notFound("没有这个问题，或您无权查看。");
    }

    /**
     * The finding, with its row locked until the transaction ends: of two people acting at once the second waits here,
     * and then finds the state the first has left.
     *
     * @throws Problem 404
     */
    Finding lock(String id) {
        Rows.lock(jdbc, "finding", id);
        return require(id);
    }

    /**
     * The finding, if the signed-in person may know of it.
     *
     * @throws Problem 404 otherwise, so that nobody learns what exists
     */
    public Finding requireVisible(String id) {
        Conditions where = visible().and("f.id = :id").with("id", id);
        return jdbc.sql(SELECT + where.where())
                .params(where.parameters())
                .query(Rows.of(Finding.class))
                .optional()
                .orElseThrow(Findings::unknown);
    }

    /** Like {@link #requireVisible}, with the row locked. */
    Finding lockVisible(String id) {
        lock(id);
        return requireVisible(id);
    }

    /**
     * Who may know of what: the office and the auditor all of it; leaders all that is not covert news about their own
     * unit; a unit what has been issued to it; an inspector what was found by them or in their inspections, but nothing
     * of their own unit before it is issued.
     */
    Conditions visible() {
        Conditions conditions = new Conditions();
        CurrentUser user = access.current();
        if (user.may(Permission.MANAGE_INSPECTIONS)) {
            return conditions;
        }
        conditions.with("ownUnit", StringUtils.defaultString(user.unitCode()));
        if (user.may(Permission.READ_CAMPAIGNS)) {
            return conditions.and("(f.number is not null or f.unit_code <> :ownUnit)");
        }
        List<String> ways = new ArrayList<>();
        if (user.may(Permission.WORK_FOR_UNIT)) {
            ways.add("(f.unit_code = :ownUnit and f.number is not null)");
        }
        if (user.may(Permission.INSPECT)) {
            conditions.with("account", user.account());
            ways.add(
                    "((f.number is not null or f.unit_code <> :ownUnit) and (f.found_by = :account or exists (select 1"
                            + " from inspection_inspector p where p.inspection_id = f.inspection_id and p.account = :account)))");
        }
        return conditions.and(ways.isEmpty() ? "1 = 0" : "(" + String.join(" or ", ways) + ")");
    }

    /** One page of what the signed-in person may know, the most urgent first: two statements. */
    public Paged<Finding> page(Filter filter, int page, int size) {
        Conditions where = where(filter);
        return new Paged<>(
                where.rows(jdbc, SELECT, ORDER, Finding.class, page, size), page, size, where.count(jdbc, "finding f"));
    }

    /** How many of what {@link #page} would find stand how: one statement. */
    public Tally tally(Filter filter) {
        Conditions where =
                where(filter).with("tallyDay", LocalDate.now(clock)).with("tallyWith", FindingState.namesWithUnit());
        return jdbc.sql("select count(*) as total, count(*) filter (where f.state = 'DISCOVERED') as unissued,"
                        + " count(*) filter (where f.open) as open,"
                        + " count(*) filter (where f.state = 'SUBMITTED') as submitted,"
                        + " count(*) filter (where f.state in (:tallyWith) and f.due_date < :tallyDay and " + MOVING
                        + ") as overdue,"
                        + " count(*) filter (where f.supervised is not null and f.open) as supervised,"
                        + " count(*) filter (where f.state = 'CLOSED') as closed,"
                        + " count(*) filter (where f.reopen_count > 0) as reopened from finding f" + where.where())
                .params(where.parameters())
                .query(Rows.of(Tally.class))
                .single();
    }

    private Conditions where(Filter filter) {
        Conditions conditions = visible();
        filter.apply(conditions, LocalDate.now(clock));
        return conditions;
    }

    /** A supervision order was raised over it: the register shows the highest colour it has had. */
    @Transactional(propagation = Propagation.REQUIRED)
    public void markSupervised(String id, Colour colour) {
        Finding finding = lock(id);
        if (finding.supervised() == null || finding.supervised().compareTo(colour) < 0) {
            jdbc.sql("update finding set supervised = ? where id = ?")
                    .params(colour.name(), id)
                    .update();
        }
    }

    /** Findings by a condition of ours, whoever reads. */
    List<Finding> all(String where, Map<String, ?> parameters) {
        return jdbc.sql(SELECT + " where " + where + ORDER)
                .params(parameters)
                .query(Rows.of(Finding.class))
                .list();
    }

    /** Writes the change if nobody was faster, and tells who listens when the state is another one. */
    void update(Finding before, FindingState state, String by, Map<String, ? extends @Nullable Object> changes) {
        if (before.state() != state && !before.state().successors().contains(state)) {
            throw conflict(before);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(changes);
        all.put("state", state.name());
        all.put("open", state.open());
        all.put("last_at", now());
        all.put("last_by", by);
        if (!Rows.update(jdbc, "finding", before.id(), before.version(), all)) {
            throw conflict(require(before.id()));
        }
        if (before.state() != state || changes.containsKey("unit_code")) {
            Object unit = changes.get("unit_code");
            events.publishEvent(new FindingMoved(
                    before.id(), before.campaignId(), unit == null ? before.unitCode() : unit.toString(), state));
        }
    }

    /**
     * The work starts anew, with another unit or after a 反弹: what was written goes, here and in the columns answered.
     * Number, first deadline and photos stay; the photos count no more.
     */
    Map<String, @Nullable Object> startAnew(String id) {
        jdbc.sql("delete from finding_same_type where finding_id = ?").param(id).update();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("feedback", "");
        columns.put("no_same_type", "");
        columns.put("received_at", null);
        columns.put("received_by_name", null);
        columns.put("extended", false);
        columns.put("on_time", null);
        return columns;
    }

    /** The answer to somebody who comes too late. */
    Problem conflict(Finding finding) {
        return Problem.conflict(
                        "finding-state",
                        "该问题已由" + finding.lastBy() + "于" + When.said(finding.lastAt(), clock) + "处理，当前状态为“"
                                + finding.state().label() + "”，请刷新页面。")
                .with("state", finding.state().name())
                .with("by", finding.lastBy())
                .with("at", finding.lastAt().toString());
    }

    OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    /** Numbers behind the register's tiles. */
    public record Tally(
            long total,
            long unissued,
            long open,
            long submitted,
            long overdue,
            long supervised,
            long closed,
            long reopened) {}

    /**
     * Which findings are wanted; null or blank means any.
     *
     * @param type a business type
     * @param only {@code unissued}, {@code issued}, {@code open}, {@code unit} (with the unit), {@code overdue},
     *     {@code review} (waits for verification), {@code supervised}, {@code reopened}, {@code ontime}
     * @param text looked for in number, place, description and criterion
     */
    public record Filter(
            @Nullable String campaign,
            @Nullable String unit,
            @Nullable FindingState state,
            @Nullable String severity,
            @Nullable String type,
            @Nullable FindingSource source,
            @Nullable String criterion,
            @Nullable String inspection,
            @Nullable String only,
            @Nullable String text) {

        public static Filter ofCampaign(String campaign) {
            return new Filter(campaign, null, null, null, null, null, null, null, null, null);
        }

        /** The same without state and range: what tiles count apart. */
        public Filter withoutOnly() {
            return new Filter(campaign, unit, null, severity, type, source, criterion, inspection, null, text);
        }

        void apply(Conditions conditions, LocalDate today) {
            conditions.ifAsked("f.campaign_id = :campaign", "campaign", campaign);
            conditions.ifAsked("f.unit_code = :unit", "unit", unit);
            conditions.ifAsked("f.state = :state", "state", state);
            conditions.ifAsked("f.severity = :severity", "severity", severity);
            conditions.ifAsked("f.business_type = :type", "type", type);
            conditions.ifAsked("f.source = :source", "source", source);
            conditions.ifAsked("f.criterion_code = :criterion", "criterion", criterion);
            conditions.ifAsked("f.inspection_id = :inspection", "inspection", inspection);
            conditions.ifAsked(
                    "(lower(coalesce(f.number, '')) like :text escape '!' or lower(f.place) like :text escape '!' or"
                            + " lower(f.description) like :text escape '!' or lower(f.criterion_code) like :text"
                            + " escape '!')",
                    "text",
                    Conditions.anywhere(text));
            if (StringUtils.isNotBlank(only)) {
                switch (only) {
                    case "unissued" -> conditions.and("f.state = 'DISCOVERED'");
                    case "issued" -> conditions.and("f.number is not null and f.state <> 'REVOKED'");
                    case "open" -> conditions.and("f.open");
                    case "review" -> conditions.and("f.state = 'SUBMITTED'");
                    case "supervised" -> conditions.and("f.supervised is not null and f.open");
                    case "reopened" -> conditions.and("f.reopen_count > 0");
                    case "ontime" -> conditions.and("f.state = 'CLOSED' and f.on_time");
                    case "unit" -> {
                        conditions.and("f.state in (:with)");
                        conditions.with("with", FindingState.namesWithUnit());
                    }
                    case "overdue" -> {
                        conditions.and("f.state in (:with) and f.due_date < :today and " + MOVING);
                        conditions.with("with", FindingState.namesWithUnit());
                        conditions.with("today", today);
                    }
                    default ->
                        throw Problem.badRequest(
                                "only",
                                "筛选条件 only 只能是 unissued、issued、open、unit、overdue、review、supervised、reopened 或 ontime。");
                }
            }
        }
    }
}
