package org.chuangjian.scoring;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.revision.EditionDifference;
import org.chuangjian.revision.EditionScores;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a change of edition means for scores and what was settled beside them. All of it goes by the code of the
 * criterion:
 *
 * <ul>
 *   <li>unchanged, or only named otherwise: nothing;
 *   <li>removed: the rows stay and count nowhere, because a sheet asks for the criteria of its edition;
 *   <li>other points, type, text or rule: scores count on and are marked to be looked at again; one above the new
 *       points counts no more until it is given anew ({@link ScoreBoard}); a veto found not to hold is unknown again,
 *       one that holds goes on holding; a formula is taken off where a criterion becomes a veto or ceases to be one,
 *       because there it means something else;
 *   <li>added: as changed, in case an earlier edition had it.
 * </ul>
 *
 * Undone, all of these criteria stand as before the change; what was scored since is in the list of changes.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class EditionJudgement implements EditionScores {

    private static final String KEPT = "criterion_code, source, points, reason, round, scored_by, scored_by_name,"
            + " scored_at, version, outdated";

    private final JdbcClient jdbc;
    private final Rounds rounds;
    private final Access access;
    private final Clock clock;

    EditionJudgement(JdbcClient jdbc, Rounds rounds, Access access, Clock clock) {
        this.jdbc = jdbc;
        this.rounds = rounds;
        this.access = access;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.SUPPORTS)
    public Map<String, Judged> of(String campaignId) {
        Map<String, List<Score>> scores = new TreeMap<>();
        jdbc.sql("select * from score where campaign_id = ?")
                .param(campaignId)
                .query(Rows.of(Score.class))
                .list()
                .forEach(score -> scores.computeIfAbsent(score.criterionCode(), code -> new ArrayList<>())
                        .add(score));
        Map<String, List<String>> settled = new HashMap<>();
        jdbc.sql("""
                        select criterion_code, '设有计分公式' as words from score_formula where campaign_id = :id
                        union all select criterion_code, '认定不适用' from score_not_applicable where campaign_id = :id
                        union all select criterion_code, case when hit then '登记为已触发' else '登记为未触发' end
                        from score_veto where campaign_id = :id
                        """)
                .param("id", campaignId)
                .query((row, number) -> settled.computeIfAbsent(row.getString(1), code -> new ArrayList<>())
                        .add(row.getString(2)))
                .list();
        Set<String> codes = new TreeSet<>(scores.keySet());
        codes.addAll(settled.keySet());
        return codes.stream()
                .collect(Collectors.toMap(
                        code -> code,
                        code -> new Judged(
                                scores.getOrDefault(code, List.of()).stream()
                                        .sorted(Comparator.comparing(Score::source))
                                        .map(it -> new Given(it.source().label(), it.points()))
                                        .toList(),
                                settled.getOrDefault(code, List.of()))));
    }

    @Override
    public void applied(String changeId, String campaignId, EditionDifference difference) {
        Set<String> hit = Stream.of(difference.added(), difference.removed(), difference.changed())
                .flatMap(List::stream)
                .map(EditionDifference.Line::code)
                .collect(Collectors.toSet());
        if (hit.isEmpty()) {
            return;
        }
        keep(changeId, campaignId, hit);
        Set<String> anew = Stream.concat(difference.added().stream(), difference.changed().stream())
                .filter(EditionDifference.Line::judgedAnew)
                .map(EditionDifference.Line::code)
                .collect(Collectors.toSet());
        on(
                "update score set outdated = true where campaign_id = :campaign and criterion_code in (:codes)",
                campaignId,
                anew);
        on(
                "delete from score_veto where hit = false and campaign_id = :campaign and criterion_code in (:codes)",
                campaignId,
                anew);
        on(
                "delete from score_formula where campaign_id = :campaign and criterion_code in (:codes)",
                campaignId,
                Stream.concat(difference.added().stream(), difference.changed().stream())
                        .filter(EditionJudgement::meansSomethingElse)
                        .map(EditionDifference.Line::code)
                        .collect(Collectors.toSet()));
    }

    private static boolean meansSomethingElse(EditionDifference.Line line) {
        return line.before() == null
                || line.after() == null
                || (line.before().type() == CriterionType.VETO) != (line.after().type() == CriterionType.VETO);
    }

    private void keep(String changeId, String campaignId, Set<String> codes) {
        for (String sql : List.of(
                "insert into score_kept (change_id, " + KEPT + ") select cast(:change as varchar(13)), " + KEPT
                        + " from score where campaign_id = :campaign and criterion_code in (:codes)",
                settled("FORMULA", "formula", "false", "bound_by_name", "bound_at", "score_formula"),
                settled("NOT_APPLICABLE", "reason", "false", "decided_by_name", "decided_at", "score_not_applicable"),
                settled("VETO", "reason", "hit", "recorded_by_name", "recorded_at", "score_veto"))) {
            jdbc.sql(sql)
                    .param("change", changeId)
                    .param("campaign", campaignId)
                    .param("codes", codes)
                    .update();
        }
    }

    private static String settled(String kind, String words, String hit, String by, String at, String table) {
        return "insert into score_settled_kept (change_id, kind, criterion_code, words, hit, by_name, settled_at)"
                + " select cast(:change as varchar(13)), '" + kind + "', criterion_code, " + words + ", " + hit + ", "
                + by + ", " + at + " from " + table + " where campaign_id = :campaign and criterion_code in (:codes)";
    }

    @Override
    public void undone(String changeId, String campaignId, Collection<String> codes) {
        if (codes.isEmpty()) {
            return;
        }
        Map<String, Score> now =
                scores(jdbc.sql("select * from score where campaign_id = :campaign and criterion_code in (:codes)")
                        .param("campaign", campaignId)
                        .param("codes", codes));
        Map<String, Score> kept = scores(jdbc.sql("select cast(:campaign as varchar(13)) as campaign_id, " + KEPT
                        + " from score_kept where change_id = :change")
                .param("campaign", campaignId)
                .param("change", changeId));
        Set<String> since = now.values().stream()
                .filter(score -> {
                    Score before = kept.get(key(score));
                    return before == null || before.version() != score.version();
                })
                .map(EditionJudgement::key)
                .collect(Collectors.toCollection(TreeSet::new));
        requireOpen(
                campaignId,
                since.stream().map(now::get).filter(Objects::nonNull).toList());
        CurrentUser user = access.current();
        since.forEach(key -> takeBack(Objects.requireNonNull(now.get(key)), kept.get(key), user));
        kept.values().stream()
                .filter(score -> !since.contains(key(score)))
                .forEach(score -> jdbc.sql("update score set outdated = ?"
                                + " where campaign_id = ? and criterion_code = ? and source = ?")
                        .params(
                                score.outdated(),
                                campaignId,
                                score.criterionCode(),
                                score.source().name())
                        .update());
        restoreSettled(changeId, campaignId, codes);
    }

    private static Map<String, Score> scores(JdbcClient.StatementSpec asked) {
        return asked.query(Rows.of(Score.class)).list().stream()
                .collect(Collectors.toMap(EditionJudgement::key, score -> score));
    }

    private static String key(Score score) {
        return score.criterionCode() + "/" + score.source();
    }

    /** What is locked is final for an undoing too: who wants it undone has the round opened first. */
    private void requireOpen(String campaignId, List<Score> changing) {
        Set<Source> sources = EnumSet.noneOf(Source.class);
        changing.forEach(score -> sources.add(score.source()));
        for (Source source : sources) {
            Round round = rounds.existing(campaignId, source);
            if (round.locked()) {
                throw Problem.conflict(
                        "round-locked",
                        Rounds.name(round) + "已由 " + round.lockedByName() + " 锁定，换版后改过的得分不能退回，无法撤销换版；"
                                + "请先申请重新开放这一轮评分。");
            }
        }
    }

    private void takeBack(Score now, @Nullable Score before, CurrentUser user) {
        OffsetDateTime at = OffsetDateTime.now(clock);
        jdbc.sql("delete from score where campaign_id = ? and criterion_code = ? and source = ?")
                .params(now.campaignId(), now.criterionCode(), now.source().name())
                .update();
        if (before != null) {
            jdbc.sql("insert into score (campaign_id, " + KEPT + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            now.campaignId(),
                            before.criterionCode(),
                            before.source().name(),
                            before.points(),
                            before.reason(),
                            before.round(),
                            before.scoredBy(),
                            before.scoredByName(),
                            before.scoredAt(),
                            now.version() + 1,
                            before.outdated())
                    .update();
        }
        jdbc.sql(
                        "insert into score_change (id, campaign_id, criterion_code, source, round, before_points, after_points,"
                                + " reason, changed_by, changed_by_name, changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        Ids.next(),
                        now.campaignId(),
                        now.criterionCode(),
                        now.source().name(),
                        now.round(),
                        now.points(),
                        before == null ? null : before.points(),
                        before == null ? "撤销细则换版，退回换版后所评的得分" : "撤销细则换版，恢复换版前的得分",
                        user.account(),
                        user.name(),
                        at)
                .update();
    }

    /** A veto found to hold since is a fact of the place, not of the edition: it stays. */
    private void restoreSettled(String changeId, String campaignId, Collection<String> codes) {
        on("delete from score_formula where campaign_id = :campaign and criterion_code in (:codes)", campaignId, codes);
        on(
                "delete from score_not_applicable where campaign_id = :campaign and criterion_code in (:codes)",
                campaignId,
                codes);
        on(
                "delete from score_veto where hit = false and campaign_id = :campaign and criterion_code in (:codes)",
                campaignId,
                codes);
        for (String sql : List.of(
                "insert into score_formula (campaign_id, criterion_code, formula, bound_by_name, bound_at)"
                        + " select cast(:campaign as varchar(13)), criterion_code, words, by_name, settled_at"
                        + " from score_settled_kept where change_id = :change and kind = 'FORMULA'",
                "insert into score_not_applicable (campaign_id, criterion_code, reason, decided_by_name, decided_at)"
                        + " select cast(:campaign as varchar(13)), criterion_code, words, by_name, settled_at"
                        + " from score_settled_kept where change_id = :change and kind = 'NOT_APPLICABLE'",
                "insert into score_veto (campaign_id, criterion_code, hit, reason, recorded_by_name, recorded_at)"
                        + " select cast(:campaign as varchar(13)), criterion_code, hit, words, by_name, settled_at"
                        + " from score_settled_kept k where change_id = :change and kind = 'VETO'"
                        + " and not exists (select 1 from score_veto v where v.campaign_id = :campaign"
                        + " and v.criterion_code = k.criterion_code)")) {
            jdbc.sql(sql)
                    .param("campaign", campaignId)
                    .param("change", changeId)
                    .update();
        }
    }

    private void on(String sql, String campaignId, Collection<String> codes) {
        if (!codes.isEmpty()) {
            jdbc.sql(sql).param("campaign", campaignId).param("codes", codes).update();
        }
    }
}
