package org.chuangjian.work;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.WorkProgress;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Conditions;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The assignments: reading them within what the reader may see, and the rows under the verbs of {@link AssignmentWork}. */
@Component
public class Assignments implements WorkProgress {

    /** A campaign that is over has no deadlines. */
    private static final String MOVING = "a.campaign_id in (select m.id from campaign m where m.state = 'ACTIVE')";

    private static final String SELECT = """
            select a.*, k.name as campaign_name, k.state as campaign_state, k.kind, c.level1, c.level2, c.requirement, c.points, c.rule_text,
                   coalesce(o.evidence_required, c.evidence_text) as evidence_required, u.name as unit_name
              from assignment a
              join campaign k on k.id = a.campaign_id
              join criterion c on c.id = a.criterion_id
              join unit u on u.code = a.unit_code
              left join ownership o on o.campaign_id = a.campaign_id and o.criterion_code = a.criterion_code
            """;

    /** What is counted of assignments with one state; only of those with the unit anything can be late. */
    private static final String COUNTS = "count(*) as n, count(*) filter (where due_date < :today) as late,"
            + " count(*) filter (where due_date >= :today and due_date <= :near) as near_due";

    private static final String ORDER = " order by a.open desc, a.due_date, a.criterion_code, a.unit_code, a.id";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Access access;

    Assignments(JdbcClient jdbc, JdbcTemplate batches, Clock clock, Access access) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.access = access;
    }

    public Optional<Assignment> find(String id) {
        return Rows.find(jdbc, Assignment.class, SELECT + " where a.id = ?", id);
    }

    /** Those of the ids that exist: one statement. */
    List<Assignment> all(Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(SELECT + " where a.id in (:ids)")
                        .param("ids", ids)
                        .query(Rows.of(Assignment.class))
                        .list();
    }

    /** @throws Problem 404 */
    public Assignment require(String id) {
        return find(id).orElseThrow(() -> Problem.notFound("没有这项任务，或您无权查看。"));
    }

    /**
     * The assignment, with its row locked until the transaction ends: of two people acting at once the second waits
     * here, and then finds the state the first has left.
     *
     * @throws Problem 404
     */
    Assignment lock(String id) {
        Rows.lock(jdbc, "assignment", id);
        return require(id);
    }

    /**
     * The assignment, if the signed-in person may read it: the office, leaders and auditors all of them, a unit its own.
     *
     * @throws Problem 403 for another unit's, 404 if there is none
     */
    public Assignment requireVisible(String id) {
        CurrentUser user = access.current();
        Assignment assignment = require(id);
        if (!user.may(Permission.READ_CAMPAIGNS)) {
            access.requireFor(assignment.unitCode(), Permission.WORK_FOR_UNIT);
        }
        return assignment;
    }

    /** One page of what the signed-in person may see, the most urgent first: two statements. */
    public Paged<Assignment> page(Filter filter, int page, int size) {
        CurrentUser user = access.current();
        Conditions where = new Conditions();
        if (!user.may(Permission.READ_CAMPAIGNS)) {
            where.and("a.unit_code = :own").with("own", StringUtils.defaultString(user.unitCode()));
        }
        filter.apply(where, LocalDate.now(clock));
        return new Paged<>(
                where.rows(jdbc, SELECT, ORDER, Assignment.class, page, size),
                page,
                size,
                where.count(jdbc, "assignment a join criterion c on c.id = a.criterion_id"));
    }

    /** The codes of the criteria of a campaign on which the signed-in person's unit works. */
    public Set<String> criteria(String campaignId) {
        return Set.copyOf(jdbc.sql(
                        "select distinct criterion_code from assignment where campaign_id = ? and unit_code = ?")
                .params(campaignId, StringUtils.defaultString(access.current().unitCode()))
                .query(String.class)
                .list());
    }

    @Override
    public Map<String, Progress> of(
            Collection<String> campaignIds, @Nullable String unit, LocalDate today, LocalDate nearDue) {
        if (campaignIds.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("ids", campaignIds);
        parameters.put("today", today);
        parameters.put("near", nearDue);
        if (unit != null) {
            parameters.put("unit", unit);
        }
        Counting counting = new Counting();
        jdbc.sql("select campaign_id, state, " + COUNTS + " from assignment where campaign_id in (:ids)"
                        + (unit == null ? "" : " and unit_code = :unit") + " group by campaign_id, state")
                .params(parameters)
                .query(row -> {
                    counting.add(row.getString("campaign_id"), Counted.of(row));
                });
        return counting.progress();
    }

    @Override
    public Tally tally(Collection<String> campaignIds, LocalDate today, LocalDate nearDue) {
        Counting counting = new Counting();
        Map<String, Map<String, OnCriterion>> byCriterion = new HashMap<>();
        Map<String, Map<CriterionType, Share>> accepted = new HashMap<>();
        if (!campaignIds.isEmpty()) {
            // Grouped by short keys first; what hangs on the criterion is joined to the few rows that remain.
            jdbc.sql("select g.*, c.code, c.type from (select campaign_id, criterion_id, state, " + COUNTS
                            + " from assignment where campaign_id in (:ids) group by campaign_id, criterion_id, state) g"
                            + " join criterion c on c.id = g.criterion_id")
                    .param("ids", campaignIds)
                    .param("today", today)
                    .param("near", nearDue)
                    .query(row -> {
                        String campaign = row.getString("campaign_id");
                        Counted counted = Counted.of(row);
                        counting.add(campaign, counted);
                        if (counted.state().counts()) {
                            byCriterion
                                    .computeIfAbsent(campaign, id -> new HashMap<>())
                                    .merge(row.getString("code"), counted.onCriterion(), OnCriterion::plus);
                            accepted.computeIfAbsent(campaign, id -> new EnumMap<>(CriterionType.class))
                                    .merge(CriterionType.valueOf(row.getString("type")), counted.share(), Share::plus);
                        }
                    });
        }
        return new Tally(counting.progress(), byCriterion, accepted);
    }

    /** Assignments of one state. */
    private record Counted(AssignmentState state, int n, int late, int nearDue) {

        static Counted of(ResultSet row) throws SQLException {
            AssignmentState state = AssignmentState.valueOf(row.getString("state"));
            return state.withUnit()
                    ? new Counted(state, row.getInt("n"), row.getInt("late"), row.getInt("near_due"))
                    : new Counted(state, row.getInt("n"), 0, 0);
        }

        private int accepted() {
            return state == AssignmentState.ACCEPTED ? n : 0;
        }

        OnCriterion onCriterion() {
            return new OnCriterion(n, accepted(), late);
        }

        Share share() {
            return new Share(n, accepted());
        }
    }

    /** Adds up what is counted by campaign and state. */
    private static final class Counting {

        private final Map<String, Progress> progress = new LinkedHashMap<>();

        void add(String campaign, Counted counted) {
            Progress so = progress.computeIfAbsent(campaign, id -> new Progress(0, 0, 0, 0, emptyCounts()));
            so.byState().merge(counted.state().name(), counted.n(), Integer::sum);
            progress.put(
                    campaign,
                    new Progress(
                            so.total() + (counted.state().counts() ? counted.n() : 0),
                            so.accepted() + counted.accepted(),
                            so.overdue() + counted.late(),
                            so.nearDue() + counted.nearDue(),
                            so.byState()));
        }

        Map<String, Progress> progress() {
            return progress;
        }
    }

    private static Map<String, Integer> emptyCounts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Arrays.stream(AssignmentState.values()).forEach(state -> counts.put(state.name(), 0));
        return counts;
    }

    @Override
    public Map<String, Map<CriterionType, Share>> accepted(Collection<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return Map.of();
        }
        Map<String, Map<CriterionType, Share>> shares = new HashMap<>();
        jdbc.sql("select campaign_id, criterion_type, count(*) as total,"
                        + " count(*) filter (where state = 'ACCEPTED') as done from assignment"
                        + " where campaign_id in (:ids) and state not in ('HANDED_OVER', 'EXEMPT')"
                        + " group by campaign_id, criterion_type")
                .param("ids", campaignIds)
                .query(row -> {
                    shares.computeIfAbsent(row.getString("campaign_id"), campaign -> new EnumMap<>(CriterionType.class))
                            .put(
                                    CriterionType.valueOf(row.getString("criterion_type")),
                                    new Share(row.getInt("total"), row.getInt("done")));
                });
        return shares;
    }

    @Override
    public Map<String, List<Burden>> burdens(Collection<String> campaignIds, LocalDate today) {
        if (campaignIds.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("select a.campaign_id, a.unit_code as unit, u.name as unit_name, count(*) as open,"
                        + " count(*) filter (where a.due_date < :today) as overdue from assignment a"
                        + " join unit u on u.code = a.unit_code where a.campaign_id in (:ids)"
                        + " and a.state in (:states) group by a.campaign_id, a.unit_code, u.name"
                        + " order by count(*) desc, a.unit_code")
                .param("ids", campaignIds)
                .param("states", AssignmentState.namesWithUnit())
                .param("today", today)
                .query(Rows.of(Burden.class))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Burden::campaignId));
    }

    /** The units with overdue work in any campaign, most first, at most {@code limit}. */
    public List<Late> late(int limit) {
        access.require(Permission.READ_CAMPAIGNS);
        return jdbc.sql(
                        "select a.unit_code as unit, u.name as unit_name, count(*) as count from assignment a"
                                + " join unit u on u.code = a.unit_code where a.state in (:states) and a.due_date < :today and "
                                + MOVING
                                + " group by a.unit_code, u.name order by count(*) desc, a.unit_code fetch first :limit rows only")
                .param("states", AssignmentState.namesWithUnit())
                .param("today", LocalDate.now(clock))
                .param("limit", limit)
                .query(Rows.of(Late.class))
                .list();
    }

    /** How many assignments {@link #page} would find. */
    public long count(Filter filter) {
        return page(filter, 0, 1).total();
    }

    @Override
    public Set<String> launchedPairs(String campaignId) {
        return Set.copyOf(jdbc.sql("select criterion_code || '/' || unit_code from assignment where campaign_id = ?"
                        + " and state <> 'HANDED_OVER'")
                .param(campaignId)
                .query(String.class)
                .list());
    }

    /** The criteria whose every task is exempt, or exempt after it was handed over. */
    public Set<String> exemptCriteria(String campaignId) {
        return Set.copyOf(jdbc.sql("select criterion_code from assignment where campaign_id = ? group by criterion_code"
                        + " having count(*) filter (where state = 'EXEMPT') > 0"
                        + " and count(*) filter (where state not in ('EXEMPT', 'HANDED_OVER')) = 0")
                .param(campaignId)
                .query(String.class)
                .list());
    }

    /** The open assignments of a campaign: {@code criterionCode/unitCode} → id. One statement. */
    public Map<String, String> openByPair(String campaignId) {
        return jdbc
                .sql("select id, criterion_code || '/' || unit_code as pair from assignment where campaign_id = ?"
                        + " and open")
                .param(campaignId)
                .query((row, number) -> Map.entry(row.getString("pair"), row.getString("id")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** How much of a unit's work is overdue. */
    public record Late(String unit, String unitName, int count) {}

    /** The criteria of a campaign with units that have no assignment yet, in order, with how many: one statement. */
    Map<String, Integer> missingByCriterion(String campaignId) {
        Map<String, Integer> missing = new LinkedHashMap<>();
        jdbc.sql("select criterion_code, count(*) as n from (" + MISSING + ") m"
                        + " group by criterion_code, position order by position")
                .param("campaign", campaignId)
                .query(row -> {
                    missing.put(row.getString("criterion_code"), row.getInt("n"));
                });
        return missing;
    }

    /** Criterion x unit, of these criteria, for which there is no assignment yet. */
    List<Missing> missing(String campaignId, Collection<String> criteria) {
        return jdbc.sql(MISSING + " and w.criterion_code in (:criteria) order by position, unit_code")
                .param("campaign", campaignId)
                .param("criteria", criteria)
                .query(Rows.of(Missing.class))
                .list();
    }

    /** Of what is missing, the part nobody would do: its unit was deactivated after it was named. */
    List<RowProblem> missingOfInactiveUnits(String campaignId) {
        return jdbc.sql("select m.criterion_code, m.role, u.name from (" + MISSING + ") m"
                        + " join unit u on u.code = m.unit_code where not u.active order by m.position, m.unit_code")
                .param("campaign", campaignId)
                .query((row, number) -> new RowProblem(
                        0,
                        Assignment.Role.valueOf(row.getString("role")).label() + "单位",
                        "指标 " + row.getString("criterion_code") + " 的"
                                + Assignment.Role.valueOf(row.getString("role")).label() + "单位“"
                                + row.getString("name") + "”已停用，请在“指标”页改为其他单位，或重新启用该单位。"))
                .list();
    }

    int countMissing(String campaignId) {
        return jdbc.sql("select count(*) from (" + MISSING + ") m")
                .param("campaign", campaignId)
                .query(Integer.class)
                .single();
    }

    private static final String MISSING = """
            select w.campaign_id, c.id as criterion_id, c.code as criterion_code, c.type as criterion_type, c.position,
                   w.unit_code, w.role, w.deadline
              from (select campaign_id, criterion_code, lead_unit as unit_code, 'LEAD' as role, deadline
                      from ownership where campaign_id = :campaign and lead_unit is not null
                    union all
                    select s.campaign_id, s.criterion_code, s.unit_code, 'SUPPORTING' as role, o.deadline
                      from ownership_support s
                      join ownership o on o.campaign_id = s.campaign_id and o.criterion_code = s.criterion_code
                     where s.campaign_id = :campaign and o.lead_unit is not null) w
              join campaign k on k.id = w.campaign_id
              join criterion c on c.set_id = k.criteria_set_id and c.code = w.criterion_code
             where not exists (select 1 from assignment a where a.campaign_id = w.campaign_id
                                  and a.criterion_code = w.criterion_code and a.unit_code = w.unit_code)
            """;

    /** Inserts new assignments, ids as given: one batch. */
    void insert(Map<String, Missing> byId, String by) {
        OffsetDateTime now = now();
        batches.batchUpdate(
                "insert into assignment (id, campaign_id, criterion_id, criterion_code, criterion_type, unit_code, role,"
                        + " state, open, due_date, first_due_date, draft_note, note, return_count, last_at, last_by,"
                        + " version) values (?, ?, ?, ?, ?, ?, ?, 'TO_RECEIVE', true, ?, ?, '', '', 0, ?, ?, 0)",
                byId.entrySet(),
                byId.size(),
                (statement, entry) -> {
                    Missing it = entry.getValue();
                    statement.setString(1, entry.getKey());
                    statement.setString(2, it.campaignId());
                    statement.setString(3, it.criterionId());
                    statement.setString(4, it.criterionCode());
                    statement.setString(5, it.criterionType());
                    statement.setString(6, it.unitCode());
                    statement.setString(7, it.role());
                    statement.setObject(8, it.deadline());
                    statement.setObject(9, it.deadline());
                    statement.setObject(10, now);
                    statement.setString(11, by);
                });
    }

    /**
     * Writes the change if nobody was faster.
     *
     * @throws Problem 409 naming who was, and when
     */
    void update(Assignment before, AssignmentState state, String by, Map<String, @Nullable Object> changes) {
        if (before.state() != state && !before.state().successors().contains(state)) {
            throw conflict(before);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(changes);
        all.put("state", state.name());
        all.put("open", !state.finished());
        all.put("last_at", now());
        all.put("last_by", by);
        if (!Rows.update(jdbc, "assignment", before.id(), before.version(), all)) {
            throw conflict(require(before.id()));
        }
    }

    /** Ends what is open in a campaign that was given up; answers the ids. */
    List<String> endAll(String campaignId, String by) {
        List<String> open = jdbc.sql("select id from assignment where campaign_id = ? and open for update")
                .param(campaignId)
                .query(String.class)
                .list();
        jdbc.sql("update assignment set state = 'EXEMPT', open = false, opinion = '创建终止', last_at = ?, last_by = ?,"
                        + " version = version + 1 where campaign_id = ? and open")
                .params(now(), by, campaignId)
                .update();
        return open;
    }

    /** The answer to somebody who comes too late. */
    Problem conflict(Assignment assignment) {
        return Problem.conflict(
                        "assignment-state",
                        (assignment.lastBy().equals(Journal.AUTOMATIC)
                                        ? "该任务于" + When.said(assignment.lastAt(), clock) + "下达"
                                        : "该任务已由" + assignment.lastBy() + "于" + When.said(assignment.lastAt(), clock)
                                                + "处理")
                                + "，当前状态为“" + assignment.state().label() + "”，请刷新页面。")
                .with("state", assignment.state().name())
                .with("by", assignment.lastBy())
                .with("at", assignment.lastAt().toString());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    /** What a launch has to create. */
    record Missing(
            String campaignId,
            String criterionId,
            String criterionCode,
            String criterionType,
            int position,
            String unitCode,
            String role,
            LocalDate deadline) {}

    /**
     * Which assignments are wanted; null or blank means any.
     *
     * @param only {@code open}, {@code current} (all but those handed over), {@code counted} (neither exempt nor handed
     *     over), {@code overdue}, {@code week} (due by Sunday), {@code review} (waits for the office), {@code unit}
     *     (waits for the unit)
     * @param group a first-level indicator
     * @param text looked for in code and indicator
     */
    public record Filter(
            @Nullable String campaign,
            @Nullable String unit,
            @Nullable AssignmentState state,
            @Nullable String criterion,
            @Nullable String only,
            @Nullable String group,
            @Nullable String text) {

        void apply(Conditions conditions, LocalDate today) {
            conditions.ifAsked("a.campaign_id = :campaign", "campaign", campaign);
            conditions.ifAsked("a.unit_code = :unit", "unit", unit);
            conditions.ifAsked("a.state = :state", "state", state);
            conditions.ifAsked("a.criterion_code = :criterion", "criterion", criterion);
            conditions.ifAsked("c.level1 = :grp", "grp", group);
            conditions.ifAsked(
                    "(lower(a.criterion_code) like :text escape '!' or lower(c.level2) like :text escape '!' or"
                            + " lower(c.requirement) like :text escape '!')",
                    "text",
                    Conditions.anywhere(text));
            if (StringUtils.isNotBlank(only)) {
                switch (only) {
                    case "counted" -> conditions.and("a.state not in ('EXEMPT', 'HANDED_OVER')");
                    case "open" -> conditions.and("a.open");
                    case "review" -> conditions.and("a.state = 'OFFICE_REVIEW'");
                    case "current" -> conditions.and("a.state <> 'HANDED_OVER'");
                    case "week" -> {
                        conditions.and("a.state in (:with) and a.due_date between :today and :sunday and " + MOVING);
                        conditions.with("with", AssignmentState.namesWithUnit());
                        conditions.with("today", today);
                        conditions.with("sunday", today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)));
                    }
                    case "unit" -> {
                        conditions.and("a.state in (:with)");
                        conditions.with("with", AssignmentState.namesWithUnit());
                    }
                    case "overdue" -> {
                        conditions.and("a.state in (:with) and a.due_date < :today and " + MOVING);
                        conditions.with("with", AssignmentState.namesWithUnit());
                        conditions.with("today", today);
                    }
                    default ->
                        throw Problem.badRequest(
                                "only", "筛选条件 only 只能是 open、current、counted、overdue、week、review 或 unit。");
                }
            }
        }
    }
}
