package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.SelfEvaluation.Line;
import org.chuangjian.acceptance.SelfEvaluation.LineState;
import org.chuangjian.acceptance.SelfEvaluation.Sheet;
import org.chuangjian.acceptance.SelfEvaluation.State;
import org.chuangjian.acceptance.SelfScoringFlow.Part;
import org.chuangjian.acceptance.SelfScoringFlow.Standing;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignTerminated;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.LeadChanged;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.revision.EditionSwitched;
import org.chuangjian.scoring.ApplicabilityChanged;
import org.chuangjian.scoring.Formula;
import org.chuangjian.scoring.Rounds;
import org.chuangjian.scoring.Scores;
import org.chuangjian.scoring.Source;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 自评: rounds, and the verbs of the units, the office and the leading group. */
@Component
public class SelfEvaluations {

    /** How a reason begins that the office's check gave. */
    static final String CHECKED = "核查：";

    private static final List<Source> SCORED_HERE = List.of(Source.SELF, Source.COUNTY);
    private static final String LINES =
            "select l.*, c.level1, c.level2, c.requirement, c.rule_text, c.type, c.points as full_points, u.name as unit_name,"
                    + " u.active as unit_active, f.formula"
                    + " from self_score l join self_evaluation r on r.id = l.self_evaluation_id"
                    + " join campaign k on k.id = r.campaign_id"
                    + " join criterion c on c.set_id = k.criteria_set_id and c.code = l.criterion_code"
                    + " and c.type <> 'VETO' and (r.state = 'APPROVED' or not exists (select 1 from score_not_applicable n"
                    + " where n.campaign_id = r.campaign_id and n.criterion_code = l.criterion_code))"
                    + " left join score_formula f on f.campaign_id = r.campaign_id and f.criterion_code = l.criterion_code"
                    + " left join unit u on u.code = l.unit_code";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final Scores scores;
    private final Rounds rounds;
    private final Snapshots snapshots;
    private final People people;
    private final SelfScoringFlow flow;
    private final ApplicationEventPublisher events;

    SelfEvaluations(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            Scores scores,
            Rounds rounds,
            Snapshots snapshots,
            People people,
            @Lazy SelfScoringFlow flow,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.scores = scores;
        this.rounds = rounds;
        this.snapshots = snapshots;
        this.people = people;
        this.flow = flow;
        this.events = events;
    }

    /**
     * Opens a round over every criterion that carries points. Each is for the unit in the lead; one without is for the
     * office alone. One that does not apply has its line too, but nobody sees it unless it applies again.
     *
     * @throws Problem 409 while another round runs, 422 for a date in the past
     */
    @Transactional
    public SelfEvaluation open(String campaignId, @Nullable LocalDate dueDate) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        if (dueDate == null || dueDate.isBefore(LocalDate.now(clock))) {
            throw Problem.invalid("due-date", "请填写自评截止日期，不能早于今天。");
        }
        latest(campaignId).filter(round -> round.state() != State.APPROVED).ifPresent(round -> {
            throw Problem.conflict(
                    "self-evaluation-runs",
                    "第 " + round.number() + " 轮自评已由" + round.openedByName() + "于" + When.said(round.openedAt(), clock)
                            + "发起，尚未审定，不能再发起。");
        });
        // What the leading group approved stays locked; what is scored now is another round of it.
        SCORED_HERE.forEach(source -> rounds.nextIfLocked(campaignId, source));
        String id = Ids.next();
        OffsetDateTime now = now();
        jdbc.sql("insert into self_evaluation (id, campaign_id, number, state, due_date, opinion, opened_by_name,"
                        + " opened_at, last_by_name, last_at, version) values (?, ?, (select coalesce(max(number), 0) + 1"
                        + " from self_evaluation where campaign_id = ?), 'SCORING', ?, '', ?, ?, ?, ?, 0)")
                .params(id, campaignId, campaignId, dueDate, user.name(), now, user.name(), now)
                .update();
        SelfEvaluation round = require(id);
        complete(round);
        List<Line> lines = lines(id, null);
        write(user, round, "发起自评", "第 " + round.number() + " 轮，" + lines.size() + " 项指标，" + dueDate + " 前完成");
        parts(id).forEach(this::moveOn);
        tellUnits(campaign, lines.stream().map(Line::unitCode).collect(Collectors.toSet()), dueDate);
        return round;
    }

    /** Criteria a newer edition adds are asked in the round that runs; those it removes drop out of its lines. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void follow(EditionSwitched switched) {
        running(switched.campaignId()).ifPresent(round -> {
            Set<Part> parts = new LinkedHashSet<>(parts(round.id()));
            complete(round);
            followLeads(round);
            parts.addAll(parts(round.id()));
            if (round.state() == State.SCORING) {
                parts.forEach(this::moveOn);
            }
        });
    }

    /** What the office has not checked yet is for the unit that leads now. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void follow(LeadChanged changed) {
        if (running(changed.campaignId()).isEmpty()) {
            return;
        }
        Campaign campaign = campaigns.lock(changed.campaignId());
        running(campaign.id()).ifPresent(round -> {
            List<Handed> handed = followLeads(round);
            if (round.state() == State.SCORING) {
                Stream.concat(handed.stream().map(Handed::from), handed.stream().map(Handed::to))
                        .distinct()
                        .forEach(unit -> moveOn(round.id(), unit));
                tellUnits(campaign, handed.stream().map(Handed::to).collect(Collectors.toSet()), round.dueDate());
            }
        });
    }

    /** Nobody is asked for points of what does not apply; what applies again is asked for. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void follow(ApplicabilityChanged changed) {
        running(changed.campaignId()).ifPresent(round -> {
            complete(round);
            if (round.state() == State.SCORING) {
                jdbc.sql("select unit_code from self_score where self_evaluation_id = ? and criterion_code = ?"
                                + " and unit_code is not null")
                        .params(round.id(), changed.criterionCode())
                        .query(String.class)
                        .list()
                        .forEach(unit -> moveOn(round.id(), unit));
            }
        });
    }

    private Optional<SelfEvaluation> running(String campaignId) {
        return latest(campaignId).filter(round -> round.state() != State.APPROVED);
    }

    /** Every criterion that may ever ask for points in the round has a line. */
    private void complete(SelfEvaluation round) {
        jdbc.sql("insert into self_score (self_evaluation_id, criterion_code, unit_code, state, reason,"
                        + " opinion, last_by_name, last_at, version)"
                        + " select cast(:round as varchar(13)), c.code, o.lead_unit, 'OPEN', '', '',"
                        + " cast(:by as varchar(60)), cast(:at as timestamp with time zone), 0"
                        + " from campaign k join criterion c on c.set_id = k.criteria_set_id"
                        + " left join ownership o on o.campaign_id = k.id and o.criterion_code = c.code"
                        + " where k.id = :campaign and c.type <> 'VETO' and not exists"
                        + " (select 1 from self_score l where l.self_evaluation_id = :round"
                        + " and l.criterion_code = c.code)")
                .param("round", round.id())
                .param("by", access.current().name())
                .param("at", now())
                .param("campaign", round.campaignId())
                .update();
    }

    /** @return the units that lost lines by it, and those that got them */
    private List<Handed> followLeads(SelfEvaluation round) {
        String lead = "(select o.lead_unit from ownership o where o.campaign_id = :campaign"
                + " and o.criterion_code = self_score.criterion_code)";
        String behind = " where self_evaluation_id = :round and state <> 'CHECKED'"
                + " and coalesce(unit_code, '') <> coalesce(" + lead + ", '')";
        Map<String, Object> which = Map.of("round", round.id(), "campaign", round.campaignId());
        List<Handed> handed = jdbc.sql("select distinct unit_code, " + lead + " from self_score" + behind)
                .params(which)
                .query((row, number) -> new Handed(row.getString(1), row.getString(2)))
                .list();
        if (!handed.isEmpty()) {
            jdbc.sql("update self_score set unit_code = " + lead + behind)
                    .params(which)
                    .update();
        }
        return handed;
    }

    /**
     * A unit scores one of its criteria, and may score it anew until the office has checked it.
     *
     * @param version of the line the caller has seen
     * @throws Problem 403 for another unit's criterion, 409 if somebody was faster or the office has checked it, 422 for
     *     points that cannot be
     */
    @Transactional
    public Line score(
            String roundId,
            String code,
            @Nullable BigDecimal points,
            @Nullable String reason,
            @Nullable Integer version) {
        CurrentUser user = access.require(Permission.WORK_FOR_UNIT);
        SelfEvaluation round = lock(roundId);
        Line line = requireLine(roundId, code);
        if (line.unitCode() == null || !user.belongsTo(line.unitCode())) {
            throw Problem.forbidden("指标 " + code + " 由其他单位牵头，您只能为本单位牵头的指标自评打分。");
        }
        requireState(round, State.SCORING);
        if (!line.state().scorable()) {
            throw conflict(line);
        }
        BigDecimal given = requirePoints(line, points);
        String words = requireText(reason, "请写明得分理由（不超过 1000 字）。");
        change(
                line,
                version,
                user,
                Map.of(
                        "state", LineState.SCORED.name(),
                        "points", given,
                        "reason", words,
                        "scored_by_name", user.name(),
                        "scored_at", now()));
        scores.record(round.campaignId(), code, Source.SELF, given, words);
        write(user, round, "自评打分", code + "：" + given.toPlainString() + " 分，" + StringUtils.abbreviate(words, 200));
        moveOn(roundId, line.unitCode());
        return requireLine(roundId, code);
    }

    /**
     * The office checks a criterion: takes the unit's points, or gives its own, or gives it back.
     *
     * @param points null takes the unit's own
     * @throws Problem 409 if somebody was faster, 422 without an opinion where one is needed
     */
    @Transactional
    public Line check(
            String roundId,
            String code,
            boolean accepted,
            @Nullable BigDecimal points,
            @Nullable String opinion,
            @Nullable Integer version) {
        CurrentUser user = access.require(Permission.REVIEW);
        SelfEvaluation round = lock(roundId);
        requireState(round, State.SCORING);
        Line line = requireLine(roundId, code);
        check(round, line, accepted, points, opinion, version, user);
        Line checked = requireLine(roundId, code);
        moveOn(roundId, line.unitCode());
        if (!Objects.equals(checked.unitCode(), line.unitCode())) {
            moveOn(roundId, checked.unitCode());
        }
        return checked;
    }

    private void check(
            SelfEvaluation round,
            Line line,
            boolean accepted,
            @Nullable BigDecimal points,
            @Nullable String opinion,
            @Nullable Integer version,
            CurrentUser user) {
        String code = line.criterionCode();
        if (!accepted) {
            if (line.state() == LineState.OPEN || line.state() == LineState.RETURNED) {
                throw conflict(line);
            }
            String words = requireText(opinion, "退回的，请写明原因（不超过 1000 字）。");
            change(line, version, user, Map.of("state", LineState.RETURNED.name(), "opinion", words));
            // Another unit may have taken the lead since it was checked.
            followLeads(round);
            write(user, round, "退回自评", code + "：" + StringUtils.abbreviate(words, 200));
            return;
        }
        if (!line.officeAlone() && line.state() != LineState.SCORED) {
            throw conflict(line);
        }
        BigDecimal own = line.points();
        if (own == null && points == null) {
            throw Problem.invalid(
                    "points", "指标 " + code + (line.unitCode() == null ? " 没有牵头单位" : " 的牵头单位已停用") + "，请由创建办直接填写审核得分。");
        }
        BigDecimal given = requirePoints(line, points == null ? own : points);
        boolean differs = own == null || given.compareTo(own) != 0;
        String words = differs ? requireText(opinion, "审核得分与单位自评不同，请写明理由（不超过 1000 字）。") : optionalText(opinion);
        change(
                line,
                version,
                user,
                Map.of(
                        "state", LineState.CHECKED.name(),
                        "checked_points", given,
                        "opinion", words,
                        "checked_by_name", user.name(),
                        "checked_at", now()));
        scores.record(
                round.campaignId(), code, Source.COUNTY, given, words.isEmpty() ? "自评审核：同意单位自评得分" : "自评审核：" + words);
        write(
                user,
                round,
                "审核自评",
                code + "：" + given.toPlainString() + " 分"
                        + (words.isEmpty() ? "" : "，" + StringUtils.abbreviate(words, 200)));
    }

    /**
     * Takes every unit's points as they stand.
     *
     * @return how many were checked by it
     */
    @Transactional
    public int acceptAll(String roundId) {
        CurrentUser user = access.require(Permission.REVIEW);
        SelfEvaluation round = lock(roundId);
        requireState(round, State.SCORING);
        List<Line> waiting = lines(roundId, null).stream()
                .filter(line -> line.state() == LineState.SCORED)
                .toList();
        waiting.forEach(line -> check(round, line, true, null, "", line.version(), user));
        waiting.stream().map(Line::unitCode).distinct().forEach(unit -> moveOn(roundId, unit));
        return waiting.size();
    }

    /** Where the unit's own criteria stand now, its task stands too. */
    private void moveOn(String roundId, @Nullable String unit) {
        if (unit != null) {
            moveOn(new Part(roundId, unit));
        }
    }

    private void moveOn(Part part) {
        Set<LineState> states =
                lines(part.roundId(), part.unitCode()).stream().map(Line::state).collect(Collectors.toSet());
        flow.bring(
                part,
                states.contains(LineState.OPEN) || states.contains(LineState.RETURNED)
                        ? Standing.SCORING
                        : states.contains(LineState.SCORED) ? Standing.CHECKING : Standing.CHECKED);
    }

    private List<Part> parts(String roundId) {
        return jdbc.sql(
                        "select distinct unit_code from self_score where self_evaluation_id = ? and unit_code is not null"
                                + " order by unit_code")
                .param(roundId)
                .query((row, number) -> new Part(roundId, row.getString(1)))
                .list();
    }

    /** With the campaign its round ends, and nobody is asked for points any more. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(CampaignTerminated terminated) {
        latest(terminated.campaignId()).ifPresent(round -> flow.end(parts(round.id())));
    }

    /**
     * The office hands the round up to the leading group.
     *
     * @throws Problem 422 naming every criterion not yet checked
     */
    @Transactional
    public SelfEvaluation handUp(String roundId, @Nullable Integer version) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        SelfEvaluation round = lock(roundId);
        requireState(round, State.SCORING);
        requireChecked(round, "不能报领导小组审定");
        move(round, version, user, State.APPROVING, Map.of("handed_up_by_name", user.name(), "handed_up_at", now()));
        flow.end(parts(roundId));
        write(user, round, "自评报审", "第 " + round.number() + " 轮自评报领导小组审定");
        Set<String> leaders = people.withRole(Role.LEADER).stream()
                .filter(Person::active)
                .map(Person::account)
                .collect(Collectors.toSet());
        if (!leaders.isEmpty()) {
            Campaign campaign = campaigns.require(round.campaignId());
            events.publishEvent(new Notice(
                    "self-evaluation",
                    campaign.id(),
                    leaders,
                    campaign.name() + "：自评报告待审定",
                    user.name() + "已将第 " + round.number() + " 轮自评报领导小组审定，请审阅自评报告并作出决定。",
                    "/campaigns/" + campaign.id() + "/self-evaluation",
                    false));
        }
        return require(roundId);
    }

    private void requireChecked(SelfEvaluation round, String consequence) {
        List<String> open = lines(round.id(), null).stream()
                .filter(line -> line.state() != LineState.CHECKED || above(line))
                .map(line -> line.criterionCode() + "（" + (line.officeAlone() ? "创建办" : line.unitName()) + "，"
                        + (line.state() == LineState.CHECKED
                                ? "审核得分高于换版后的分值，请退回重评"
                                : line.state().label())
                        + "）")
                .toList();
        if (!open.isEmpty()) {
            throw Problem.invalid(
                            "self-evaluation-open",
                            "还有 " + open.size() + " 项指标没有审核完："
                                    + String.join("、", open.subList(0, Math.min(10, open.size())))
                                    + (open.size() > 10 ? "等" : "") + "，" + consequence + "。")
                    .with("open", open);
        }
    }

    /**
     * The leading group decides. Approved, scores and evidence are frozen in a snapshot, the evidence becomes final and
     * the rounds of both sources are locked.
     *
     * @throws Problem 409 if somebody decided before, 422 without an opinion where it gives the report back
     */
    @Transactional
    public SelfEvaluation decide(
            String roundId, boolean approved, @Nullable String opinion, @Nullable Integer version) {
        CurrentUser user = access.require(Permission.INSTRUCT);
        SelfEvaluation round = lock(roundId);
        requireState(round, State.APPROVING);
        if (!approved) {
            String words = requireText(opinion, "退回的，请写明意见（不超过 1000 字）。");
            move(round, version, user, State.SCORING, Map.of("opinion", words));
            parts(roundId).forEach(this::moveOn);
            write(user, round, "退回自评报告", words);
            return require(roundId);
        }
        // A newer edition may have come between.
        requireChecked(round, "不能审定，请退回创建办");
        String words = optionalText(opinion);
        Campaign campaign = campaigns.require(round.campaignId());
        Snapshot snapshot = snapshots.take(
                campaign, Snapshot.Kind.SELF_EVALUATION, "第 " + round.number() + " 轮自评（审定）", reasons(roundId), user);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("opinion", words);
        changes.put("snapshot_id", snapshot.id());
        changes.put("approved_by_name", user.name());
        changes.put("approved_at", now());
        // What does not apply now was not approved, even if it should apply again later.
        jdbc.sql("delete from self_score where self_evaluation_id = ? and criterion_code in"
                        + " (select criterion_code from score_not_applicable where campaign_id = ?)")
                .params(roundId, campaign.id())
                .update();
        move(round, version, user, State.APPROVED, changes);
        SCORED_HERE.forEach(source -> rounds.lockApproved(campaign.id(), source, user));
        write(user, round, "审定自评报告", "总得分 " + snapshot.total().toPlainString() + (words.isEmpty() ? "" : "，" + words));
        return require(roundId);
    }

    /** The newest round; empty before the first. */
    public Optional<SelfEvaluation> latest(String campaignId) {
        return Rows.find(
                jdbc,
                SelfEvaluation.class,
                "select * from self_evaluation where campaign_id = ? order by number desc fetch first 1 row only",
                campaignId);
    }

    public List<SelfEvaluation> of(String campaignId) {
        return Rows.list(
                jdbc,
                SelfEvaluation.class,
                "select * from self_evaluation where campaign_id = ? order by number desc",
                campaignId);
    }

    /** @throws Problem 404 */
    public SelfEvaluation require(String roundId) {
        return Rows.find(jdbc, SelfEvaluation.class, "select * from self_evaluation where id = ?", roundId)
                .orElseThrow(() -> Problem.notFound("没有这一轮自评，或您无权查看。"));
    }

    /**
     * The round as far as the signed-in person may see it: all of it, or the own unit's criteria.
     *
     * @throws Problem 403 or 404 for who has no part in it
     */
    public Sheet sheet(SelfEvaluation round) {
        boolean whole = access.requireReadingOf(null);
        return new Sheet(
                round, lines(round.id(), whole ? null : access.current().unitCode()));
    }

    /** The reasons the units gave, the office's first where it checked them, by criterion, in the newest round. */
    Map<String, String> reasonsOf(String campaignId) {
        return latest(campaignId).map(round -> reasons(round.id())).orElse(Map.of());
    }

    /** Why a unit cannot change its score of a criterion beside the round that runs, by criterion. */
    Map<String, String> held(String campaignId) {
        return running(campaignId)
                .map(round -> lines(round.id(), null).stream()
                        .filter(line -> line.state() == LineState.CHECKED || round.state() == State.APPROVING)
                        .collect(Collectors.toMap(Line::criterionCode, line -> held(round, line))))
                .orElse(Map.of());
    }

    private static String held(SelfEvaluation round, Line line) {
        String code = "指标 " + line.criterionCode();
        return round.state() == State.APPROVING
                ? code + " 所在的第 " + round.number() + " 轮自评已由" + round.handedUpByName() + "报领导小组审定，不能再改分；确需修改，请联系创建办。"
                : code + " 的自评得分已由" + line.checkedByName() + "审核，不能再改分；确需修改，请联系创建办退回。";
    }

    /** Why the report does not count as approved, by campaign: one statement. */
    Map<String, String> unmet(Collection<Campaign> asked) {
        Map<String, SelfEvaluation> latest = new HashMap<>();
        jdbc.sql("select * from self_evaluation where campaign_id in (:ids) order by number desc")
                .param("ids", asked.stream().map(Campaign::id).toList())
                .query(Rows.of(SelfEvaluation.class))
                .list()
                .forEach(it -> latest.putIfAbsent(it.campaignId(), it));
        Map<String, String> unmet = new HashMap<>();
        for (Campaign campaign : asked) {
            SelfEvaluation round = latest.get(campaign.id());
            if (round == null) {
                unmet.put(campaign.id(), "自评尚未发起");
            } else if (round.state() != State.APPROVED) {
                unmet.put(
                        campaign.id(),
                        "自评报告尚未审定，第 " + round.number() + " 轮处于“" + round.state().label() + "”");
            }
        }
        return unmet;
    }

    private static boolean above(Line line) {
        BigDecimal given = line.checkedPoints();
        return given != null && given.compareTo(line.full()) > 0;
    }

    private Map<String, String> reasons(String roundId) {
        Map<String, String> reasons = new HashMap<>();
        jdbc.sql("select criterion_code, reason, case state when 'CHECKED' then opinion else '' end as checked"
                        + " from self_score where self_evaluation_id = ?")
                .param(roundId)
                .query(row -> {
                    String reason = row.getString("reason");
                    String checked = row.getString("checked");
                    // Who reads the report wants to know why points were lost, which the unit does not say.
                    reasons.put(
                            row.getString("criterion_code"),
                            checked.isEmpty()
                                    ? reason
                                    : StringUtils.left(
                                            CHECKED + StringUtils.stripEnd(checked, "。") + "。"
                                                    + (reason.isEmpty() ? "" : "自评：" + reason),
                                            1000));
                });
        return reasons;
    }

    private List<Line> lines(String roundId, @Nullable String unit) {
        return jdbc.sql(LINES + " where l.self_evaluation_id = :round"
                        + (unit == null ? "" : " and l.unit_code = :unit") + " order by c.position")
                .params(unit == null ? Map.of("round", roundId) : Map.of("round", roundId, "unit", unit))
                .query(SelfEvaluations::line)
                .list();
    }

    private Line requireLine(String roundId, String code) {
        return jdbc.sql(LINES + " where l.self_evaluation_id = ? and l.criterion_code = ?")
                .params(roundId, code)
                .query(SelfEvaluations::line)
                .optional()
                .orElseThrow(() -> Problem.notFound("本轮自评没有指标“" + code + "”；否决项和认定为不适用的指标不打分。"));
    }

    private static Line line(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Line(
                row.getString("self_evaluation_id"),
                row.getString("criterion_code"),
                row.getString("level1"),
                row.getString("level2"),
                row.getString("requirement"),
                row.getString("rule_text"),
                org.chuangjian.criteria.CriterionType.valueOf(row.getString("type")),
                row.getBigDecimal("full_points"),
                Formula.asksForManual(row.getString("formula")),
                row.getString("unit_code"),
                row.getString("unit_name"),
                !row.getBoolean("unit_active"),
                LineState.valueOf(row.getString("state")),
                row.getBigDecimal("points"),
                row.getString("reason"),
                row.getBigDecimal("checked_points"),
                row.getString("opinion"),
                row.getString("scored_by_name"),
                row.getObject("scored_at", OffsetDateTime.class),
                row.getString("checked_by_name"),
                row.getObject("checked_at", OffsetDateTime.class),
                row.getString("last_by_name"),
                row.getObject("last_at", OffsetDateTime.class),
                row.getInt("version"));
    }

    /** Campaign first, then the round: everybody locks in this order. */
    private SelfEvaluation lock(String roundId) {
        Campaigns.requireActive(campaigns.lock(require(roundId).campaignId()));
        return require(roundId);
    }

    private void requireState(SelfEvaluation round, State state) {
        if (round.state() != state) {
            throw conflict(round);
        }
    }

    private void move(
            SelfEvaluation round,
            @Nullable Integer version,
            CurrentUser user,
            State state,
            Map<String, ? extends @Nullable Object> changes) {
        if (!round.state().successors().contains(state)) {
            throw conflict(round);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(changes);
        all.put("state", state.name());
        all.put("last_by_name", user.name());
        all.put("last_at", now());
        if (!Rows.update(jdbc, "self_evaluation", round.id(), version == null ? round.version() : version, all)) {
            throw conflict(require(round.id()));
        }
    }

    private void change(Line line, @Nullable Integer version, CurrentUser user, Map<String, Object> changes) {
        StringBuilder sql =
                new StringBuilder("update self_score set last_by_name = ?, last_at = ?, version = version + 1");
        List<Object> parameters = new ArrayList<>(List.of(user.name(), now()));
        changes.forEach((column, value) -> {
            sql.append(", ").append(column).append(" = ?");
            parameters.add(value);
        });
        parameters.add(line.selfEvaluationId());
        parameters.add(line.criterionCode());
        parameters.add(version == null ? line.version() : version);
        if (jdbc.sql(sql + " where self_evaluation_id = ? and criterion_code = ? and version = ?")
                        .params(parameters)
                        .update()
                == 0) {
            throw conflict(requireLine(line.selfEvaluationId(), line.criterionCode()));
        }
    }

    private Problem conflict(Line line) {
        return Problem.conflict(
                        "self-score-state",
                        "指标 " + line.criterionCode() + " 已由" + line.lastByName() + "于" + When.said(line.lastAt(), clock)
                                + "处理，当前为“" + line.state().label() + "”，请刷新页面。")
                .with("state", line.state().name())
                .with("by", line.lastByName());
    }

    private Problem conflict(SelfEvaluation round) {
        return Problem.conflict(
                        "self-evaluation-state",
                        "第 " + round.number() + " 轮自评已由" + round.lastByName() + "于" + When.said(round.lastAt(), clock)
                                + "处理，当前为“" + round.state().label() + "”，请刷新页面。")
                .with("state", round.state().name())
                .with("by", round.lastByName());
    }

    private static BigDecimal requirePoints(Line line, @Nullable BigDecimal points) {
        if (points == null) {
            throw Problem.invalid("points", "请填写指标 " + line.criterionCode() + " 的得分。");
        }
        if (points.signum() < 0 || points.compareTo(line.full()) > 0) {
            throw Problem.invalid(
                    "points",
                    "指标 " + line.criterionCode() + " 的得分应在 0 到 "
                            + line.full().stripTrailingZeros().toPlainString() + " 分之间。");
        }
        if (points.stripTrailingZeros().scale() > 2) {
            throw Problem.invalid("points", "指标 " + line.criterionCode() + " 的得分最多两位小数。");
        }
        return points.setScale(2);
    }

    private static String optionalText(@Nullable String text) {
        String words = StringUtils.defaultString(text).strip();
        if (words.length() > 1000) {
            throw Problem.invalid("reason", "意见最多 1000 字，请精简。");
        }
        return words;
    }

    private static String requireText(@Nullable String text, String otherwise) {
        String words = StringUtils.defaultString(text).strip();
        if (words.isEmpty() || words.length() > 1000) {
            throw Problem.invalid("reason", otherwise);
        }
        return words;
    }

    private void tellUnits(Campaign campaign, Set<@Nullable String> units, LocalDate dueDate) {
        Set<String> accounts = new LinkedHashSet<>();
        people.all().stream()
                .filter(person -> person.active()
                        && person.unitCode() != null
                        && units.contains(person.unitCode())
                        && (person.roles().contains(Role.CLERK)
                                || person.roles().contains(Role.HEAD)))
                .map(Person::account)
                .forEach(accounts::add);
        if (!accounts.isEmpty()) {
            events.publishEvent(new Notice(
                    "self-evaluation",
                    campaign.id(),
                    accounts,
                    campaign.name() + "：请完成自评打分",
                    "自评已发起，请在 " + dueDate + " 前为本单位牵头的指标逐项打分并写明理由。",
                    "/campaigns/" + campaign.id() + "/self-evaluation",
                    false));
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(CurrentUser user, SelfEvaluation round, String action, String detail) {
        journal.write(user.account(), user.name(), round.campaignId(), "selfEvaluation", round.id(), action, detail);
    }

    /** Criteria that went from one unit to another; null where there is none. */
    private record Handed(@Nullable String from, @Nullable String to) {}
}
