package org.chuangjian.supervision;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.inspection.FindingState;
import org.chuangjian.organisation.Unit;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.work.AssignmentState;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What can be supervised, read from the tables of the modules that keep it: a sweep has to leave out in the database
 * whatever it has dealt with, or it would read every open assignment each time.
 *
 * <p>Nothing tells supervision of an extension, a return or a hand-over. It goes by the deadline, the number of returns
 * and the unit as they are now: when one of them differs from what an order or reminder was raised for, everything
 * starts anew.
 */
@Component
class Subjects {

    static final List<String> WAITING_FOR_UNIT = java.util.Arrays.stream(AssignmentState.values())
            .filter(AssignmentState::withUnit)
            .map(Enum::name)
            .toList();

    private static final String ASSIGNMENTS = """
            select 'ASSIGNMENT' as subject_type, a.id as subject_id, a.criterion_code || ' ' || c.level2 as title,
                   a.campaign_id, k.name as campaign_name, k.kind, a.unit_code, a.due_date, a.return_count as round,
                   case when a.return_count > 0 then a.decided_at end as returned_at, a.taken_over_on
              from assignment a
              join campaign k on k.id = a.campaign_id
              join criterion c on c.id = a.criterion_id
            """;

    static final List<String> FINDINGS_WITH_UNIT = java.util.Arrays.stream(FindingState.values())
            .filter(FindingState::withUnit)
            .map(Enum::name)
            .toList();

    /** Only what has been issued: a covert finding is nobody's affair before. */
    private static final String FINDINGS = """
            select 'FINDING' as subject_type, f.id as subject_id, f.number || ' ' || f.place as title, f.campaign_id,
                   k.name as campaign_name, k.kind, f.unit_code, f.due_date, f.return_count + f.reopen_count as round,
                   case when f.return_count > 0 then f.verified_at end as returned_at,
                   cast(null as date) as taken_over_on
              from finding f
              join campaign k on k.id = f.campaign_id
            """;

    private static final String MILESTONES = """
            select 'MILESTONE' as subject_type, m.campaign_id || '/' || m.code as subject_id, m.name as title,
                   m.campaign_id, k.name as campaign_name, k.kind, cast(null as varchar(40)) as unit_code, m.due_date,
                   0 as round, cast(null as timestamp with time zone) as returned_at, cast(null as date) as taken_over_on
              from milestone m
              join campaign k on k.id = m.campaign_id
            """;

    private static final String CAMPAIGNS = """
            select 'CAMPAIGN' as subject_type, k.id as subject_id, k.name as title, k.id as campaign_id,
                   k.name as campaign_name, k.kind, cast(null as varchar(40)) as unit_code, cast(null as date) as due_date,
                   0 as round, cast(null as timestamp with time zone) as returned_at, cast(null as date) as taken_over_on
              from campaign k
            """;

    /** An instruction is an affair of its own: the ladder climbs beside it. */
    private static final String UNSUPERVISED =
            " and not exists (select 1 from supervision_order o where o.subject_type = s.subject_type"
                    + " and o.subject_id = s.subject_id and o.instructed_by is null and (o.open"
                    + " or (o.subject_due = s.due_date and o.subject_round = s.round"
                    + " and (s.unit_code is null or s.unit_code = o.unit_code))))";

    private final JdbcClient jdbc;
    private final CampaignKinds kinds;
    private final Campaigns campaigns;
    private final SupervisedItems items;

    Subjects(JdbcClient jdbc, CampaignKinds kinds, Campaigns campaigns, SupervisedItems items) {
        this.jdbc = jdbc;
        this.kinds = kinds;
        this.campaigns = campaigns;
        this.items = items;
    }

    /** The kinds of subject that have a deadline the sweep reminds of; of follow-ups remind who keep them. */
    static List<SubjectType> reminded() {
        return List.of(SubjectType.ASSIGNMENT, SubjectType.FINDING, SubjectType.MILESTONE);
    }

    /** The kinds of subject that have a deadline the ladder watches. */
    static List<SubjectType> watched() {
        return List.of(SubjectType.ASSIGNMENT, SubjectType.FINDING, SubjectType.MILESTONE, SubjectType.FOLLOW_UP);
    }

    /** A table of follow-ups, for a join. */
    String followUps() {
        return "(" + items.select() + ")";
    }

    /** @throws Problem 404 */
    Subject require(SubjectType type, String id) {
        return find(type, id).orElseThrow(() -> Problem.notFound("没有这个" + type.label() + "，可能已被移除，请返回原页面刷新后再试。"));
    }

    Optional<Subject> find(SubjectType type, String id) {
        return switch (type) {
            case CAMPAIGN -> one(CAMPAIGNS + " where k.id = ?", id);
            case ASSIGNMENT -> one(ASSIGNMENTS + " where a.id = ?", id);
            case MILESTONE ->
                one(
                        MILESTONES + " where m.campaign_id = ? and m.code = ?",
                        StringUtils.substringBefore(id, "/"),
                        StringUtils.substringAfter(id, "/"));
            case FINDING -> one(FINDINGS + " where f.id = ? and f.issued_at is not null", id);
            case FOLLOW_UP -> one("select s.* from " + followUps() + " s where s.subject_id = ?", id);
            case FREE -> Optional.empty();
        };
    }

    private Optional<Subject> one(String sql, Object... parameters) {
        return jdbc.sql(sql)
                .params(List.of(parameters))
                .query(Rows.of(Subject.class))
                .optional();
    }

    /** The campaign an order without a subject belongs to, null for none. */
    @Nullable
    Campaign campaign(@Nullable String id) {
        return StringUtils.isBlank(id) ? null : campaigns.require(id);
    }

    /**
     * Those of which somebody must be reminded now: due by {@code horizon}, not told yet for this deadline, or told and
     * due to be told again. In the order of their ids, after {@code after}.
     */
    List<Subject> toRemind(SubjectType type, LocalDate horizon, LocalDate today, String after, int limit) {
        return candidates(
                type,
                horizon,
                " and not exists (select 1 from reminder r where r.subject_type = s.subject_type"
                        + " and r.subject_id = s.subject_id and r.due_date = s.due_date and r.round = s.round"
                        + " and r.next_on > :today)",
                today,
                after,
                limit,
                null);
    }

    /** Those that are late and have no order for this deadline yet, nor an open one at all. */
    List<Subject> toSupervise(SubjectType type, LocalDate today, String after, int limit) {
        return candidates(type, today.minusDays(1), UNSUPERVISED, today, after, limit, null);
    }

    /** Whether {@link #toSupervise} would still name it, just as it was. */
    boolean toSupervise(Subject late, LocalDate today) {
        return candidates(
                        late.subjectType(),
                        today.minusDays(1),
                        UNSUPERVISED + " and s.subject_id = :id",
                        today,
                        "",
                        1,
                        late.subjectId())
                .contains(late);
    }

    private List<Subject> candidates(
            SubjectType type,
            LocalDate horizon,
            String condition,
            LocalDate today,
            String after,
            int limit,
            @Nullable String id) {
        List<String> supervised = supervisedKinds();
        if (supervised.isEmpty()) {
            return List.of();
        }
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("kinds", supervised);
        parameters.put("horizon", horizon);
        parameters.put("today", today);
        parameters.put("after", after);
        parameters.put("limit", limit);
        parameters.put("id", id);
        String from = switch (type) {
            case ASSIGNMENT -> {
                parameters.put("waiting", WAITING_FOR_UNIT);
                yield ASSIGNMENTS
                        + " where a.state in (:waiting) and a.due_date <= :horizon and k.state = 'ACTIVE'"
                        + " and k.kind in (:kinds)";
            }
            case MILESTONE -> {
                parameters.put("past", pastStages());
                yield MILESTONES + " where m.reached_at is null and m.due_date <= :horizon and k.state = 'ACTIVE'"
                        + " and k.kind in (:kinds)"
                        + " and k.kind || '/' || k.stage || '/' || m.stage not in (:past)";
            }
            case FINDING -> {
                parameters.put("waiting", FINDINGS_WITH_UNIT);
                yield FINDINGS
                        + " where f.open and f.state in (:waiting) and f.due_date <= :horizon"
                        + " and k.state = 'ACTIVE' and k.kind in (:kinds)";
            }
            case FOLLOW_UP ->
                "select f.* from " + followUps() + " f where f.standing = 'WAITING' and f.due_date <= :horizon"
                        + " and f.campaign_id is not null and f.kind in (:kinds)";
            case CAMPAIGN, FREE -> throw new IllegalArgumentException(type.name());
        };
        return jdbc.sql("select s.* from (" + from + ") s where s.subject_id > :after" + condition
                        + " order by s.subject_id fetch first :limit rows only")
                .params(parameters)
                .query(Rows.of(Subject.class))
                .list();
    }

    /** What a campaign in a stage has behind it, as {@code kind/stage now/stage before}. */
    List<String> pastStages() {
        List<String> past = new ArrayList<>();
        for (CampaignKind kind : kinds.all()) {
            for (CampaignKind.Stage now : kind.stages()) {
                for (CampaignKind.Stage before : kind.stages()) {
                    if (kind.past(before.code(), now.code())) {
                        past.add(kind.code() + "/" + now.code() + "/" + before.code());
                    }
                }
            }
        }
        return past;
    }

    List<String> supervisedKinds() {
        return kinds.all().stream()
                .filter(kind -> kind.supervision() != null)
                .map(CampaignKind::code)
                .toList();
    }

    /** The rule of the kind, null if it has none. */
    CampaignKind.@Nullable SupervisionRule rule(@Nullable String kind) {
        return kind == null
                ? null
                : kinds.find(kind).map(CampaignKind::supervision).orElse(null);
    }

    /**
     * The unit that has to see to a milestone: the first whose name stands beside a fact nobody has confirmed yet.
     *
     * @param units those in use
     */
    Optional<Unit> ownerOf(Subject milestone, Collection<Unit> units) {
        String campaign = StringUtils.substringBefore(milestone.subjectId(), "/");
        String code = StringUtils.substringAfter(milestone.subjectId(), "/");
        List<String> confirmed = jdbc.sql(
                        "select condition_key from confirmation where campaign_id = ? and milestone_code = ?")
                .params(campaign, code)
                .query(String.class)
                .list();
        String rule = jdbc.sql("select rule from milestone where campaign_id = ? and code = ?")
                .params(campaign, code)
                .query(String.class)
                .single();
        return kinds.find(String.valueOf(milestone.kind())).stream()
                .flatMap(kind -> kind.milestones().stream())
                .filter(it -> it.code().equals(rule))
                .flatMap(it -> it.conditions().stream())
                .filter(it -> it.key() == null || !confirmed.contains(it.key()))
                .map(CampaignKind.Condition::owner)
                .flatMap(owner -> units.stream()
                        .filter(unit ->
                                unit.name().equals(owner) || unit.aliases().contains(owner)))
                .findFirst();
    }
}
