package org.chuangjian.insight;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Lamp;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentState;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How the work stands, counted from our own tables: a fixed number of statements, however many campaigns, units and
 * assignments there are. Whoever may not read whole campaigns gets the numbers of the own unit only; whether a campaign
 * may be seen at all is the caller's business.
 */
@Component
public class Standings {

    private static final String SUMS = " count(*) as total, "
            + Arrays.stream(Rows.values())
                    .filter(rows -> rows != Rows.COUNTED)
                    .map(rows -> "count(*) filter (where " + rows.condition() + ") as "
                            + rows.name().toLowerCase(java.util.Locale.ROOT))
                    .collect(Collectors.joining(", "));

    /** Numbers over several campaigns are about what still moves. */
    private static final String MOVING = "a.campaign_id in (select k.id from campaign k where k.state = 'ACTIVE')";

    private final JdbcClient jdbc;
    private final CampaignKinds kinds;
    private final WorkingDays workingDays;
    private final Access access;
    private final Clock clock;

    Standings(JdbcClient jdbc, CampaignKinds kinds, WorkingDays workingDays, Access access, Clock clock) {
        this.jdbc = jdbc;
        this.kinds = kinds;
        this.workingDays = workingDays;
        this.access = access;
        this.clock = clock;
    }

    /** By campaign; one without counted assignments is absent. */
    public Map<String, Tally> byCampaign(Collection<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return Map.of();
        }
        Scope scope = scope().and("a.campaign_id in (:ids)", "ids", campaignIds);
        Map<String, Tally> tallies = new LinkedHashMap<>();
        jdbc.sql("select a.campaign_id, " + SUMS + " from assignment a" + scope.where() + " group by a.campaign_id")
                .params(scope.parameters())
                .query(row -> {
                    tallies.put(row.getString("campaign_id"), tally(row));
                });
        return tallies;
    }

    /** The units over all campaigns under way, the best completion first, fewer overdue before more. */
    public List<OfUnit> ranking() {
        return units(scope().and(MOVING)).stream()
                .sorted(Comparator.comparing(OfUnit::tally, Standings::byCompletion)
                        .reversed()
                        .thenComparing(unit -> unit.tally().overdue())
                        .thenComparing(unit -> -unit.tally().accepted())
                        .thenComparing(OfUnit::unit))
                .toList();
    }

    /** The units of one campaign, by code. */
    public List<OfUnit> byUnit(String campaignId) {
        return units(scope().and("a.campaign_id = :campaign", "campaign", campaignId));
    }

    private List<OfUnit> units(Scope scope) {
        return jdbc.sql("select a.unit_code, u.name, " + SUMS + " from assignment a join unit u on u.code = a.unit_code"
                        + scope.where() + " group by a.unit_code, u.name order by a.unit_code")
                .params(scope.parameters())
                .query((row, number) -> new OfUnit(row.getString("unit_code"), row.getString("name"), tally(row)))
                .list();
    }

    /** The first-level indicators of one campaign, in the order of the table. */
    public List<OfGroup> byGroup(String campaignId) {
        Scope scope = scope().and("a.campaign_id = :campaign", "campaign", campaignId);
        return jdbc.sql("select c.level1, min(c.position) as place, " + SUMS
                        + " from assignment a join criterion c on c.id = a.criterion_id" + scope.where()
                        + " group by c.level1 order by min(c.position)")
                .params(scope.parameters())
                .query((row, number) -> new OfGroup(row.getString("level1"), tally(row)))
                .list();
    }

    /** Assignments of one campaign by state, every state present, the exempt and the handed over as well. */
    public Map<AssignmentState, Integer> byState(String campaignId) {
        Scope scope = ownUnit().and("a.campaign_id = :campaign", "campaign", campaignId);
        Map<AssignmentState, Integer> states = new EnumMap<>(AssignmentState.class);
        Arrays.stream(AssignmentState.values()).forEach(state -> states.put(state, 0));
        jdbc.sql("select a.state, count(*) as n from assignment a" + scope.where() + " group by a.state")
                .params(scope.parameters())
                .query(row -> {
                    states.put(AssignmentState.valueOf(row.getString("state")), row.getInt("n"));
                });
        return states;
    }

    /** The overdue assignments of one campaign, the latest first, at most {@code limit}. */
    public List<Item> overdue(String campaignId, int limit) {
        return items(
                scope().and(Rows.OVERDUE.condition()).and("a.campaign_id = :campaign", "campaign", campaignId),
                0,
                limit);
    }

    /** The overdue assignments of all campaigns under way, the latest first, at most {@code limit}. */
    public List<Item> overdue(int limit) {
        return items(scope().and(Rows.OVERDUE.condition()).and(MOVING), 0, limit);
    }

    /**
     * The assignments behind a number over all campaigns under way: two statements.
     *
     * @param unit null or blank for all units
     */
    public Paged<Item> rows(Rows wanted, @Nullable String unit, int page, int size) {
        Scope scope = scope().and(wanted.condition()).and(MOVING);
        if (unit != null && StringUtils.isNotBlank(unit)) {
            scope.and("a.unit_code = :unit", "unit", unit);
        }
        long total = jdbc.sql("select count(*) from assignment a" + scope.where())
                .params(scope.parameters())
                .query(Long.class)
                .single();
        return new Paged<>(items(scope, (long) page * size, size), page, size, total);
    }

    private List<Item> items(Scope scope, long skip, int size) {
        LocalDate today = LocalDate.now(clock);
        Map<String, LocalDate> nearDue = new HashMap<>();
        return jdbc.sql(
                        "select a.id, a.campaign_id, k.name as campaign_name, k.state as campaign_state, k.kind, a.criterion_code, c.level2,"
                                + " a.unit_code, u.name as unit_name, a.role, a.state, a.due_date, a.return_count"
                                + " from assignment a join campaign k on k.id = a.campaign_id"
                                + " join criterion c on c.id = a.criterion_id join unit u on u.code = a.unit_code"
                                + scope.where() + " order by a.open desc, a.due_date, k.id, c.position, a.unit_code"
                                + " offset :skip rows fetch next :size rows only")
                .params(scope.parameters())
                .param("skip", skip)
                .param("size", size)
                .query((row, number) -> {
                    AssignmentState state = AssignmentState.valueOf(row.getString("state"));
                    LocalDate due = row.getObject("due_date", LocalDate.class);
                    LocalDate near = nearDue.computeIfAbsent(row.getString("kind"), kind -> nearDue(kind, today));
                    boolean moving = row.getString("campaign_state").equals(Campaign.State.ACTIVE.name());
                    boolean late = moving && state.withUnit() && due.isBefore(today);
                    return new Item(
                            row.getString("id"),
                            row.getString("campaign_id"),
                            row.getString("campaign_name"),
                            row.getString("criterion_code"),
                            row.getString("level2"),
                            row.getString("unit_code"),
                            row.getString("unit_name"),
                            Assignment.Role.valueOf(row.getString("role")),
                            state,
                            state.lamp(moving ? due : LocalDate.MAX, today, near),
                            due,
                            late ? (int) ChronoUnit.DAYS.between(due, today) : 0,
                            row.getInt("return_count"));
                })
                .list();
    }

    /** Which criteria of a campaign have evidence. A unit sees the criteria it works on, and its own documents. */
    public EvidenceCoverage coverage(String campaignId) {
        Scope own = ownUnit();
        boolean whole = own.conditions().isEmpty();
        return new EvidenceCoverage(jdbc.sql("select c.code, c.level1, c.level2,"
                        + " coalesce(d.draft, 0) as draft, coalesce(d.returned, 0) as returned,"
                        + " coalesce(d.submitted, 0) as submitted, coalesce(d.accepted, 0) as accepted,"
                        + " coalesce(d.locked, 0) as locked"
                        + " from criterion c join campaign k on k.criteria_set_id = c.set_id"
                        + " left join (select s.criterion_code,"
                        + "   count(*) filter (where s.state = 'DRAFT') as draft,"
                        + "   count(*) filter (where s.state = 'RETURNED') as returned,"
                        + "   count(*) filter (where s.state = 'SUBMITTED') as submitted,"
                        + "   count(*) filter (where s.state = 'ACCEPTED') as accepted,"
                        + "   count(*) filter (where s.state = 'LOCKED') as locked"
                        + "   from evidence_use s join evidence e on e.id = s.evidence_id"
                        + "  where s.campaign_id = :campaign" + (whole ? "" : " and e.unit_code = :own")
                        + "  group by s.criterion_code) d on d.criterion_code = c.code"
                        + " where k.id = :campaign"
                        + (whole
                                ? ""
                                : " and exists (select 1 from assignment a where a.campaign_id = k.id"
                                        + " and a.criterion_code = c.code and a.unit_code = :own and " + Rows.BASE
                                        + ")")
                        + " order by c.position")
                .params(own.parameters())
                .param("campaign", campaignId)
                .query((row, number) -> new EvidenceCoverage.Line(
                        row.getString("code"),
                        row.getString("level1"),
                        row.getString("level2"),
                        new EvidenceCoverage.Documents(
                                row.getInt("draft"),
                                row.getInt("returned"),
                                row.getInt("submitted"),
                                row.getInt("accepted"),
                                row.getInt("locked"))))
                .list());
    }

    /** The whole campaign on one sheet: two statements. */
    public Wall wall(Campaign campaign) {
        LocalDate today = LocalDate.now(clock);
        LocalDate near = nearDue(campaign.kind(), today);
        Scope scope =
                ownUnit().and("a.state <> 'HANDED_OVER'").and("a.campaign_id = :campaign", "campaign", campaign.id());
        Map<String, Map<String, Wall.Cell>> cells = new LinkedHashMap<>();
        Map<String, String> names = new HashMap<>();
        Map<String, Tally> byUnit = new HashMap<>();
        Map<String, Tally> byCriterion = new HashMap<>();
        jdbc.sql("select a.id, a.criterion_code, a.unit_code, u.name, a.role, a.state, a.due_date, a.return_count"
                        + " from assignment a join unit u on u.code = a.unit_code" + scope.where()
                        + " order by a.unit_code")
                .params(scope.parameters())
                .query(row -> {
                    String unit = row.getString("unit_code");
                    String criterion = row.getString("criterion_code");
                    AssignmentState state = AssignmentState.valueOf(row.getString("state"));
                    LocalDate due = row.getObject("due_date", LocalDate.class);
                    Lamp lamp = state.lamp(campaign.active() ? due : LocalDate.MAX, today, near);
                    names.put(unit, row.getString("name"));
                    cells.computeIfAbsent(unit, code -> new LinkedHashMap<>())
                            .put(
                                    criterion,
                                    new Wall.Cell(
                                            row.getString("id"),
                                            Assignment.Role.valueOf(row.getString("role")),
                                            state,
                                            lamp));
                    Tally one = one(state, lamp, row.getInt("return_count"));
                    byUnit.merge(unit, one, Tally::plus);
                    byCriterion.merge(criterion, one, Tally::plus);
                });
        boolean whole = access.may(Permission.READ_CAMPAIGNS);
        List<Wall.Column> columns = jdbc
                .sql("select code, level1, level2, type from criterion where set_id = ? order by position")
                .param(campaign.criteriaSetId())
                .query((row, number) -> new Wall.Column(
                        row.getString("code"),
                        row.getString("level1"),
                        row.getString("level2"),
                        CriterionType.valueOf(row.getString("type")),
                        byCriterion.getOrDefault(row.getString("code"), Tally.NONE)))
                .list()
                .stream()
                .filter(column -> whole || byCriterion.containsKey(column.code()))
                .toList();
        List<Wall.Row> rows = new ArrayList<>();
        cells.forEach((unit, ofUnit) -> rows.add(
                new Wall.Row(unit, names.getOrDefault(unit, unit), byUnit.getOrDefault(unit, Tally.NONE), ofUnit)));
        return new Wall(columns, rows, groups(columns), byUnit.values().stream().reduce(Tally.NONE, Tally::plus));
    }

    private static Tally one(AssignmentState state, Lamp lamp, int returns) {
        if (state == AssignmentState.EXEMPT) {
            return Tally.NONE;
        }
        int accepted = state == AssignmentState.ACCEPTED ? 1 : 0;
        int sentBack = returns > 0 ? 1 : 0;
        return new Tally(
                1,
                accepted,
                state == AssignmentState.OFFICE_REVIEW ? 1 : 0,
                lamp == Lamp.RED ? 1 : 0,
                Math.max(accepted, sentBack),
                sentBack,
                accepted * (1 - sentBack));
    }

    private static List<Wall.Group> groups(List<Wall.Column> columns) {
        List<Wall.Group> groups = new ArrayList<>();
        for (Wall.Column column : columns) {
            int last = groups.size() - 1;
            if (last >= 0 && groups.get(last).name().equals(column.level1())) {
                groups.set(
                        last, new Wall.Group(column.level1(), groups.get(last).span() + 1));
            } else {
                groups.add(new Wall.Group(column.level1(), 1));
            }
        }
        return groups;
    }

    private LocalDate nearDue(String kind, LocalDate today) {
        return workingDays.plus(today, kinds.require(kind).periods().nearDueWorkingDays());
    }

    /** Compares shares as fractions: rounded percentages would make ties of what is none. */
    private static int byCompletion(Tally one, Tally other) {
        return Long.compare((long) one.accepted() * other.total(), (long) other.accepted() * one.total());
    }

    private static Tally tally(ResultSet row) throws SQLException {
        return new Tally(
                row.getInt("total"),
                row.getInt("accepted"),
                row.getInt("review"),
                row.getInt("overdue"),
                row.getInt("reviewed"),
                row.getInt("sent_back"),
                row.getInt("first_pass"));
    }

    /** What the reader may see of the assignments that count. */
    private Scope scope() {
        return ownUnit().and(Rows.BASE);
    }

    private Scope ownUnit() {
        CurrentUser user = access.current();
        Scope scope = new Scope(new ArrayList<>(), new HashMap<>(Map.of("today", LocalDate.now(clock))));
        return user.may(Permission.READ_CAMPAIGNS)
                ? scope
                : scope.and("a.unit_code = :own", "own", StringUtils.defaultString(user.unitCode()));
    }

    private record Scope(List<String> conditions, Map<String, Object> parameters) {

        Scope and(String condition) {
            conditions.add(condition);
            return this;
        }

        Scope and(String condition, String name, Object value) {
            parameters.put(name, value);
            return and(condition);
        }

        String where() {
            return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        }
    }

    public record OfUnit(String unit, String name, Tally tally) {}

    /** @param group a first-level indicator */
    public record OfGroup(String group, Tally tally) {}

    /**
     * An assignment behind a number.
     *
     * @param daysLate calendar days past the deadline; 0 if it is not overdue
     */
    public record Item(
            String id,
            String campaignId,
            String campaignName,
            String criterionCode,
            String criterionName,
            String unit,
            String unitName,
            Assignment.Role role,
            AssignmentState state,
            Lamp lamp,
            LocalDate dueDate,
            int daysLate,
            int returnCount) {}
}
