package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * 评分: the scores people give, by source, and every change of them. The office scores for every source; a unit scores
 * itself on the criteria it leads; an expert who was invited scores as expert.
 */
@Component
public class Scores {

    static final int LONGEST_REASON = 1000;
    /** What the journal calls it. */
    static final String SCORED = "评分";

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Campaigns campaigns;
    private final CriteriaSets criteriaSets;
    private final Rounds rounds;
    private final Access access;
    private final Journal journal;
    private final Clock clock;
    private final ObjectProvider<SelfScoreHolds> holds;

    Scores(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Campaigns campaigns,
            CriteriaSets criteriaSets,
            Rounds rounds,
            Access access,
            Journal journal,
            Clock clock,
            ObjectProvider<SelfScoreHolds> holds) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.campaigns = campaigns;
        this.criteriaSets = criteriaSets;
        this.rounds = rounds;
        this.access = access;
        this.journal = journal;
        this.clock = clock;
        this.holds = holds;
    }

    /**
     * Gives one criterion a score, or changes it.
     *
     * @throws Problem 422 for points the criterion cannot have, 409 if the round is locked
     */
    @Transactional
    public Score record(String campaignId, String code, Source source, BigDecimal points, String reason) {
        return record(campaignId, source, new Entry(code, points, reason, null)).orElseThrow();
    }

    /**
     * Takes a score back that should not have been given: nobody has scored the criterion for this source then.
     *
     * @param version of the score the person saw; null if it does not matter
     * @throws Problem 422 if there is no score or no reason, 409 if the round is locked
     */
    @Transactional
    public void withdraw(
            String campaignId, String code, Source source, @Nullable String reason, @Nullable Integer version) {
        record(campaignId, source, Entry.back(code, StringUtils.defaultString(reason), version));
    }

    /**
     * The same from a page, which knows the version it showed.
     *
     * @return the score that stands now, none after it was taken back
     */
    @Transactional
    public Optional<Score> record(String campaignId, Source source, Entry entry) {
        CurrentUser user = access.current();
        Campaign campaign = Campaigns.requireActive(campaigns.require(campaignId));
        Criterion criterion =
                criteriaSets.criterion(campaign.criteriaSetId(), entry.code()).orElseThrow(() -> unknown(entry.code()));
        requireMay(user, campaignId, source, Set.of(entry.code()));
        Bars bars = bars(user, campaignId, source);
        if (!entry.back()) {
            check(criterion, entry, null, bars);
        }
        Round round = rounds.holdOpen(campaignId, source, user);
        Map<String, Score> before = of(campaignId, source);
        Score stands = before.get(entry.code());
        if (entry.back()) {
            check(criterion, entry, stands, bars);
        }
        checkVersion(campaignId, source, stands, entry);
        write(campaignId, source, round.number(), List.of(entry), before, user);
        return Optional.ofNullable(of(campaignId, source).get(entry.code()));
    }

    /**
     * Scores many criteria at once, all or nothing; entries that change nothing are passed over.
     *
     * @return the problems; if there is one, nothing was written
     */
    @Transactional
    public List<RowProblem> recordAll(String campaignId, Source source, List<Entry> entries) {
        CurrentUser user = access.current();
        List<RowProblem> problems = check(campaignId, source, entries);
        if (problems.isEmpty() && !entries.isEmpty()) {
            Round round = rounds.holdOpen(campaignId, source, user);
            Map<String, Score> before = of(campaignId, source);
            List<Entry> changing = entries.stream()
                    .filter(entry -> differs(before.get(entry.code()), entry))
                    .toList();
            changing.forEach(entry -> checkVersion(campaignId, source, before.get(entry.code()), entry));
            write(campaignId, source, round.number(), changing, before, user);
        }
        return problems;
    }

    /** What {@link #recordAll} would refuse; nothing is written. The row of a problem is the entry's place, from 1. */
    public List<RowProblem> check(String campaignId, Source source, List<Entry> entries) {
        CurrentUser user = access.current();
        Campaign campaign = Campaigns.requireActive(campaigns.require(campaignId));
        requireMay(user, campaignId, source, entries.stream().map(Entry::code).collect(Collectors.toSet()));
        Map<String, Criterion> criteria = criteriaSets.criteria(campaign.criteriaSetId()).stream()
                .collect(Collectors.toMap(Criterion::code, it -> it));
        Map<String, Score> before = of(campaignId, source);
        Bars bars = bars(user, campaignId, source);
        Set<String> seen = new HashSet<>();
        List<RowProblem> problems = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            try {
                Criterion criterion = criteria.get(entry.code());
                if (criterion == null) {
                    throw unknown(entry.code());
                }
                if (!seen.add(entry.code())) {
                    throw Problem.invalid("code", "指标“" + entry.code() + "”重复出现，请只保留一行。");
                }
                // What stays as it is may be what could not be given any more.
                if (differs(before.get(entry.code()), entry)) {
                    check(criterion, entry, before.get(entry.code()), bars);
                }
            } catch (Problem problem) {
                problems.add(new RowProblem(i + 1, column(problem), problem.detail()));
            }
        }
        return problems;
    }

    /**
     * Takes over a score table, all or nothing. Rows without points stay as they are, so that a half-filled table can be
     * handed in.
     *
     * @param dryRun look, but write nothing
     */
    @Transactional
    public ImportReport importScores(
            String campaignId, Source source, byte[] content, String fileName, boolean dryRun) {
        Spreadsheet sheet = Spreadsheet.read(content, fileName)
                .alias("编码", "指标编码", "编号")
                .alias("得分", "评分")
                .alias("理由", "评分理由", "说明")
                .require("编码", "得分", "理由");
        rounds.requireOpen(campaignId, source);
        List<Entry> entries = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (Spreadsheet.Row row : sheet.rows()) {
            if (row.isBlank("得分") && !row.isUnreadable("得分")) {
                continue;
            }
            BigDecimal points = row.number("得分");
            String code = row.requiredCode("编码", 40);
            if (points != null && !row.hasProblem()) {
                entries.add(Entry.of(code, points, row.text("理由")));
                numbers.add(row.number());
            }
        }
        List<RowProblem> problems = new ArrayList<>(sheet.problems());
        check(campaignId, source, entries)
                .forEach(it -> problems.add(new RowProblem(numbers.get(it.row() - 1), it.column(), it.reason())));
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(RowProblem::row));
            return new ImportReport(sheet.rows().size(), 0, 0, problems);
        }
        Map<String, Score> before = of(campaignId, source);
        int added = (int)
                entries.stream().filter(it -> !before.containsKey(it.code())).count();
        int changed = (int) entries.stream()
                .filter(it -> before.containsKey(it.code()) && differs(before.get(it.code()), it))
                .count();
        if (!dryRun) {
            recordAll(campaignId, source, entries);
        }
        return new ImportReport(sheet.rows().size(), added, changed, problems);
    }

    private static boolean differs(@Nullable Score before, Entry entry) {
        return before == null
                || entry.points() == null
                || before.points().compareTo(entry.points()) != 0
                || !before.reason().equals(entry.reason().strip());
    }

    private static String column(Problem problem) {
        return switch (problem.code()) {
            case "points", "veto-has-no-points", "not-applicable", "self-score-held" -> "得分";
            case "reason" -> "理由";
            default -> "编码";
        };
    }

    private void requireMay(CurrentUser user, String campaignId, Source source, Set<String> codes) {
        if (user.may(Permission.SCORE)) {
            return;
        }
        if (source == Source.EXPERT) {
            access.require(Permission.SCORE_AS_EXPERT);
            if (!isExpert(campaignId, user.account())) {
                throw Problem.forbidden("您不是这个创建活动的评审专家，如需评分请联系创建办。");
            }
            return;
        }
        if (source != Source.SELF) {
            access.require(Permission.SCORE);
        }
        access.require(Permission.WORK_FOR_UNIT);
        if (!led(campaignId, StringUtils.defaultString(user.unitCode())).containsAll(codes)) {
            throw Problem.forbidden("您只能对本单位牵头的指标自评。");
        }
    }

    /** The criteria of a campaign a unit leads. */
    public Set<String> led(String campaignId, String unitCode) {
        return Set.copyOf(jdbc.sql("select criterion_code from ownership where campaign_id = ? and lead_unit = ?")
                .params(campaignId, unitCode)
                .query(String.class)
                .list());
    }

    boolean isExpert(String campaignId, String account) {
        return jdbc.sql("select count(*) from score_expert where campaign_id = ? and account = ?")
                        .params(campaignId, account)
                        .query(Long.class)
                        .single()
                > 0;
    }

    private Bars bars(CurrentUser user, String campaignId, Source source) {
        Map<String, String> held = new HashMap<>();
        if (source == Source.SELF && !user.may(Permission.SCORE)) {
            holds.orderedStream().forEach(it -> held.putAll(it.held(campaignId)));
        }
        return new Bars(notApplicable(campaignId), held);
    }

    /** The criteria somebody has found not to apply. */
    public Set<String> notApplicable(String campaignId) {
        return Set.copyOf(jdbc.sql("select criterion_code from score_not_applicable where campaign_id = ?")
                .param(campaignId)
                .query(String.class)
                .list());
    }

    private static Problem unknown(String code) {
        return code.isEmpty()
                ? Problem.invalid("code", "请填写指标编码。")
                : Problem.invalid("unknown-criterion", "本活动的细则中没有指标“" + code + "”，请核对编码。");
    }

    /** @param stands the score there is; only asked of one that is taken back */
    private static void check(Criterion criterion, Entry entry, @Nullable Score stands, Bars bars) {
        String code = criterion.code();
        if (entry.back()) {
            checkBack(code, entry, stands, bars);
            return;
        }
        if (criterion.type() == CriterionType.VETO) {
            throw Problem.invalid("veto-has-no-points", "指标 " + code + " 是否决项，不打分；请登记它是否触发。");
        }
        if (bars.notApplicable().contains(code)) {
            throw Problem.invalid("not-applicable", "指标 " + code + " 已认定为不适用，不计分；如有变化请先取消认定。");
        }
        String held = bars.held().get(code);
        if (held != null) {
            throw Problem.conflict("self-score-held", held);
        }
        BigDecimal points = entry.points();
        if (points == null) {
            throw Problem.invalid("points", "请填写指标 " + code + " 的得分（0 到 " + plain(criterion.points()) + "）。");
        }
        if (points.stripTrailingZeros().scale() > 2) {
            throw Problem.invalid("points", "指标 " + code + " 的得分“" + points.toPlainString() + "”最多两位小数。");
        }
        if (points.signum() < 0) {
            throw Problem.invalid("points", "指标 " + code + " 的得分不能小于 0。");
        }
        if (points.compareTo(criterion.points()) > 0) {
            throw Problem.invalid(
                    "points",
                    "指标 " + code + " 满分 " + plain(criterion.points()) + " 分，得分不能是 " + points.toPlainString() + "。");
        }
        if (StringUtils.isBlank(entry.reason())) {
            throw Problem.invalid("reason", "请填写指标 " + code + " 的评分理由。");
        }
        if (entry.reason().strip().length() > LONGEST_REASON) {
            throw Problem.invalid("reason", "指标 " + code + " 的评分理由最多 " + LONGEST_REASON + " 字。");
        }
    }

    private static void checkBack(String code, Entry entry, @Nullable Score stands, Bars bars) {
        if (stands == null) {
            throw Problem.invalid("points", "指标 " + code + " 在这一来源还没有得分，不需要撤回。");
        }
        String held = bars.held().get(code);
        if (held != null) {
            throw Problem.conflict("self-score-held", held);
        }
        String reason = entry.reason().strip();
        if (reason.isEmpty() || reason.equals(stands.reason())) {
            throw Problem.invalid("reason", "得分已清空。要撤回指标 " + code + " 的得分，请把理由改写为撤回的原因；不撤回的，请填回得分。");
        }
        if (reason.length() > LONGEST_REASON) {
            throw Problem.invalid("reason", "指标 " + code + " 的撤回原因最多 " + LONGEST_REASON + " 字。");
        }
    }

    private void checkVersion(String campaignId, Source source, @Nullable Score before, Entry entry) {
        int stands = before == null ? 0 : before.version();
        if (entry.version() == null || entry.version() == stands) {
            return;
        }
        if (before == null) {
            String by = changes(campaignId, entry.code()).stream()
                    .filter(it -> it.source() == source)
                    .findFirst()
                    .map(it -> "由 " + it.changedByName() + " 于 " + When.minute(it.changedAt(), clock) + " ")
                    .orElse("");
            throw Problem.conflict("changed-meanwhile", "指标 " + entry.code() + " 的得分刚" + by + "撤回，您的评分没有保存。请核对后再评。");
        }
        throw Problem.conflict(
                "changed-meanwhile",
                "指标 " + entry.code() + " 刚由 " + before.scoredByName() + " 于 " + When.minute(before.scoredAt(), clock)
                        + " 评为 " + plain(before.points()) + " 分，您的评分没有保存。请核对后再改。");
    }

    private void write(
            String campaignId,
            Source source,
            int round,
            List<Entry> entries,
            Map<String, Score> before,
            CurrentUser user) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        List<Score> changed = new ArrayList<>();
        List<Score> added = new ArrayList<>();
        takeBack(campaignId, source, round, entries.stream().filter(Entry::back).toList(), before, user);
        Map<String, Integer> counted = entries.stream().allMatch(it -> it.back() || before.containsKey(it.code()))
                ? Map.of()
                : changeCounts(campaignId, source);
        for (Entry entry : entries) {
            if (entry.back()) {
                continue;
            }
            BigDecimal points = Objects.requireNonNull(entry.points()).setScale(2, RoundingMode.UNNECESSARY);
            String reason = entry.reason().strip();
            Score old = before.get(entry.code());
            Score score = new Score(
                    campaignId,
                    entry.code(),
                    source,
                    points,
                    reason,
                    round,
                    user.account(),
                    user.name(),
                    now,
                    old == null ? counted.getOrDefault(entry.code(), 0) + 1 : old.version() + 1,
                    false);
            if (old == null) {
                added.add(score);
            } else if (old.points().compareTo(points) != 0
                    || !old.reason().equals(reason)
                    || old.round() != round
                    // Who gives a score anew has looked at it, even if it stays what it was.
                    || old.outdated()) {
                changed.add(score);
            }
        }
        batches.batchUpdate(
                "update score set points = ?, reason = ?, round = ?, scored_by = ?, scored_by_name = ?, scored_at = ?,"
                        + " version = ?, outdated = false where campaign_id = ? and criterion_code = ? and source = ?",
                changed,
                BATCH,
                (statement, it) -> {
                    statement.setBigDecimal(1, it.points());
                    statement.setString(2, it.reason());
                    statement.setInt(3, it.round());
                    statement.setString(4, it.scoredBy());
                    statement.setString(5, it.scoredByName());
                    statement.setObject(6, it.scoredAt());
                    statement.setInt(7, it.version());
                    statement.setString(8, it.campaignId());
                    statement.setString(9, it.criterionCode());
                    statement.setString(10, it.source().name());
                });
        batches.batchUpdate(
                "insert into score (campaign_id, criterion_code, source, points, reason, round, scored_by,"
                        + " scored_by_name, scored_at, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                added,
                BATCH,
                (statement, it) -> {
                    statement.setString(1, it.campaignId());
                    statement.setString(2, it.criterionCode());
                    statement.setString(3, it.source().name());
                    statement.setBigDecimal(4, it.points());
                    statement.setString(5, it.reason());
                    statement.setInt(6, it.round());
                    statement.setString(7, it.scoredBy());
                    statement.setString(8, it.scoredByName());
                    statement.setObject(9, it.scoredAt());
                    statement.setInt(10, it.version());
                });
        List<Score> all = new ArrayList<>(changed);
        all.addAll(added);
        log(all.stream()
                .map(it -> new ScoreChange(
                        Ids.next(),
                        campaignId,
                        it.criterionCode(),
                        source,
                        round,
                        pointsOf(before, it.criterionCode()),
                        it.points(),
                        it.reason(),
                        user.account(),
                        user.name(),
                        now))
                .toList());
        if (!all.isEmpty()) {
            journal.write(
                    user.account(),
                    user.name(),
                    campaignId,
                    "score",
                    all.size() == 1 ? all.get(0).criterionCode() : campaignId,
                    SCORED,
                    source.label() + "："
                            + StringUtils.abbreviate(
                                    all.stream()
                                            .map(it -> it.criterionCode() + " " + plain(it.points()))
                                            .collect(Collectors.joining("、")),
                                    3000));
        }
    }

    private void takeBack(
            String campaignId,
            Source source,
            int round,
            List<Entry> entries,
            Map<String, Score> before,
            CurrentUser user) {
        if (entries.isEmpty()) {
            return;
        }
        batches.batchUpdate(
                "delete from score where campaign_id = ? and criterion_code = ? and source = ?",
                entries,
                BATCH,
                (statement, it) -> {
                    statement.setString(1, campaignId);
                    statement.setString(2, it.code());
                    statement.setString(3, source.name());
                });
        log(entries.stream()
                .map(it -> new ScoreChange(
                        Ids.next(),
                        campaignId,
                        it.code(),
                        source,
                        round,
                        pointsOf(before, it.code()),
                        null,
                        it.reason().strip(),
                        user.account(),
                        user.name(),
                        OffsetDateTime.now(clock)))
                .toList());
        journal.write(
                user.account(),
                user.name(),
                campaignId,
                "score",
                entries.size() == 1 ? entries.get(0).code() : campaignId,
                "撤回评分",
                source.label() + "："
                        + StringUtils.abbreviate(
                                entries.stream()
                                        .map(it -> it.code() + "，" + it.reason().strip())
                                        .collect(Collectors.joining("；")),
                                3000));
    }

    private void log(List<ScoreChange> changes) {
        batches.batchUpdate(
                "insert into score_change (id, campaign_id, criterion_code, source, round, before_points, after_points,"
                        + " reason, changed_by, changed_by_name, changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                changes,
                BATCH,
                (statement, it) -> {
                    statement.setString(1, it.id());
                    statement.setString(2, it.campaignId());
                    statement.setString(3, it.criterionCode());
                    statement.setString(4, it.source().name());
                    statement.setInt(5, it.round());
                    statement.setBigDecimal(6, it.beforePoints());
                    statement.setBigDecimal(7, it.afterPoints());
                    statement.setString(8, it.reason());
                    statement.setString(9, it.changedBy());
                    statement.setString(10, it.changedByName());
                    statement.setObject(11, it.changedAt());
                });
    }

    private static @Nullable BigDecimal pointsOf(Map<String, Score> scores, String code) {
        Score score = scores.get(code);
        return score == null ? null : score.points();
    }

    /** A score given again after one was taken back must not look like the one somebody still has on the page. */
    private Map<String, Integer> changeCounts(String campaignId, Source source) {
        Map<String, Integer> counts = new HashMap<>();
        jdbc.sql("select criterion_code, count(*) as changes from score_change where campaign_id = ? and source = ?"
                        + " group by criterion_code")
                .params(campaignId, source.name())
                .query((row, n) -> counts.put(row.getString("criterion_code"), row.getInt("changes")))
                .list();
        return counts;
    }

    /** The scores one source has given in a campaign, by criterion. */
    public Map<String, Score> of(String campaignId, Source source) {
        Map<String, Score> scores = new HashMap<>();
        jdbc.sql("select * from score where campaign_id = ? and source = ?")
                .params(campaignId, source.name())
                .query(Rows.of(Score.class))
                .list()
                .forEach(score -> scores.put(score.criterionCode(), score));
        return scores;
    }

    /** All scores of these campaigns: one statement. */
    List<Score> of(Collection<String> campaignIds) {
        return campaignIds.isEmpty()
                ? List.of()
                : jdbc.sql("select * from score where campaign_id in (:ids)")
                        .param("ids", campaignIds)
                        .query(Rows.of(Score.class))
                        .list();
    }

    /** What was changed of one criterion, the newest first. */
    public List<ScoreChange> changes(String campaignId, String code) {
        return jdbc.sql("select * from score_change where campaign_id = ? and criterion_code = ?"
                        + " order by changed_at desc, id desc")
                .params(campaignId, code)
                .query(Rows.of(ScoreChange.class))
                .list();
    }

    private static String plain(BigDecimal points) {
        return points.signum() == 0 ? "0" : points.stripTrailingZeros().toPlainString();
    }

    /**
     * What stands against a score beside its points.
     *
     * @param held criterion code → why the unit cannot change its own score
     */
    private record Bars(Set<String> notApplicable, Map<String, String> held) {}

    /**
     * One score to be given, or taken back.
     *
     * @param version of the score the person saw, 0 for none; null if it does not matter
     * @param back whether the score is taken back; there are no points then
     */
    public record Entry(
            String code,
            @Nullable BigDecimal points,
            String reason,
            @Nullable Integer version,
            boolean back) {

        public Entry(String code, @Nullable BigDecimal points, String reason, @Nullable Integer version) {
            this(code, points, reason, version, false);
        }

        public static Entry back(String code, String reason, @Nullable Integer version) {
            return new Entry(code, null, reason, version, true);
        }

        public static Entry of(String code, BigDecimal points, String reason) {
            return new Entry(code, points, reason, null);
        }
    }
}
