package org.chuangjian.scoring;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rounds of scoring: opened with the first score of a source, locked when it is done. */
@Component
public class Rounds {

    private final JdbcClient jdbc;
    private final Campaigns campaigns;
    private final Access access;
    private final Journal journal;
    private final Clock clock;

    Rounds(JdbcClient jdbc, Campaigns campaigns, Access access, Journal journal, Clock clock) {
        this.jdbc = jdbc;
        this.campaigns = campaigns;
        this.access = access;
        this.journal = journal;
        this.clock = clock;
    }

    /** All rounds of a campaign, the newest of each source first. */
    public List<Round> of(String campaignId) {
        return jdbc.sql("select * from score_round where campaign_id = ? order by source, number desc")
                .param(campaignId)
                .query(Rows.of(Round.class))
                .list();
    }

    /** The current round of a source, with its row held until the transaction ends; opens the first one. */
    Round hold(String campaignId, Source source, CurrentUser user) {
        Optional<Round> current = current(campaignId, source);
        if (current.isPresent()) {
            return current.get();
        }
        // The campaign's row decides who opens the first round.
        campaigns.lock(campaignId);
        return current(campaignId, source).orElseGet(() -> open(campaignId, source, 1, user));
    }

    /** @throws Problem 409 naming who locked it and when */
    Round holdOpen(String campaignId, Source source, CurrentUser user) {
        return requireOpen(hold(campaignId, source, user));
    }

    /** What {@link #holdOpen} would refuse; nothing is held or opened. */
    void requireOpen(String campaignId, Source source) {
        of(campaignId).stream()
                .filter(round -> round.source() == source)
                .findFirst()
                .ifPresent(this::requireOpen);
    }

    private Round requireOpen(Round round) {
        if (round.locked()) {
            throw locked(round, "，不能再改分；确需修改，请由创建办申请重新开放，经领导批准后再改");
        }
        return round;
    }

    /**
     * 锁定: the source's scores of this round are final.
     *
     * @throws Problem 409 naming who was faster
     */
    @Transactional
    public Round lock(String campaignId, Source source) {
        CurrentUser user = access.require(Permission.SCORE);
        Campaigns.requireActive(campaigns.require(campaignId));
        Round round = existing(campaignId, source);
        if (round.locked()) {
            throw locked(round, "，无需再锁定");
        }
        recordLock(round, user);
        return existing(campaignId, source);
    }

    private void recordLock(Round round, CurrentUser user) {
        jdbc.sql("update score_round set locked_by = ?, locked_by_name = ?, locked_at = ?"
                        + " where campaign_id = ? and source = ? and number = ?")
                .params(
                        user.account(),
                        user.name(),
                        now(),
                        round.campaignId(),
                        round.source().name(),
                        round.number())
                .update();
        write(user, round.campaignId(), "锁定评分", name(round));
    }

    /** The round is open again; {@link Reopenings} has seen to it that two people wanted it. */
    void recordReopened(Round round, String reason) {
        jdbc.sql(
                        "update score_round set locked_by = null, locked_by_name = null, locked_at = null,"
                                + " reopened = reopened + 1, reopen_reason = ? where campaign_id = ? and source = ? and number = ?")
                .params(reason, round.campaignId(), round.source().name(), round.number())
                .update();
    }

    /**
     * Locks what the leading group has approved, as part of its decision: whoever decides there need not be one who
     * scores. A source without a score, or locked already, stays as it is.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lockApproved(String campaignId, Source source, CurrentUser decider) {
        current(campaignId, source).filter(round -> !round.locked()).ifPresent(round -> recordLock(round, decider));
    }

    /** Starts the next round of a source if its current one is locked, as part of what begins with it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void nextIfLocked(String campaignId, Source source) {
        if (current(campaignId, source).filter(Round::locked).isPresent()) {
            next(campaignId, source);
        }
    }

    /** Starts the next round of a source whose current one is locked. The scores stand until they are changed. */
    @Transactional
    public Round next(String campaignId, Source source) {
        CurrentUser user = access.require(Permission.SCORE);
        Campaigns.requireActive(campaigns.require(campaignId));
        Round round = existing(campaignId, source);
        if (!round.locked()) {
            throw Problem.conflict("round-open", name(round) + "还没有锁定，请先锁定再开始下一轮。");
        }
        if (jdbc.sql(
                                "select count(*) from score_reopening where campaign_id = ? and source = ? and state = 'REQUESTED'")
                        .params(campaignId, source.name())
                        .query(Long.class)
                        .single()
                > 0) {
            throw Problem.conflict("reopening-waits", name(round) + "正在申请重新开放，批准或撤回之后才能开始下一轮。");
        }
        return open(campaignId, source, round.number() + 1, user);
    }

    private Round open(String campaignId, Source source, int number, CurrentUser user) {
        jdbc.sql("insert into score_round (campaign_id, source, number, opened_by_name, opened_at, reopened,"
                        + " reopen_reason) values (?, ?, ?, ?, ?, 0, '')")
                .params(campaignId, source.name(), number, user.name(), now())
                .update();
        Round round = existing(campaignId, source);
        write(user, campaignId, "开始评分", name(round));
        return round;
    }

    /** The current round of a source, its row held until the transaction ends. */
    Round existing(String campaignId, Source source) {
        return current(campaignId, source)
                .orElseThrow(() -> Problem.invalid("round-empty", "“" + source.label() + "”还没有任何评分，无从锁定或开放。"));
    }

    private Optional<Round> current(String campaignId, Source source) {
        return jdbc.sql(
                        "select * from score_round where campaign_id = ? and source = ? and number = (select max(number)"
                                + " from score_round where campaign_id = ? and source = ?) for update")
                .params(campaignId, source.name(), campaignId, source.name())
                .query(Rows.of(Round.class))
                .optional();
    }

    private Problem locked(Round round, String consequence) {
        String when = When.minute(Objects.requireNonNull(round.lockedAt()), clock);
        return Problem.conflict(
                        "round-locked",
                        name(round) + "已由 " + round.lockedByName() + " 于 " + when + " 锁定" + consequence + "。")
                .with("lockedBy", round.lockedByName())
                .with("lockedAt", round.lockedAt());
    }

    static String name(Round round) {
        return "“" + round.source().label() + "”第 " + round.number() + " 轮评分";
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(CurrentUser user, String campaignId, String action, String detail) {
        journal.write(user.account(), user.name(), campaignId, "score", campaignId, action, detail);
    }
}
