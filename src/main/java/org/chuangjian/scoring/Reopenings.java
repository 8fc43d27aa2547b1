package org.chuangjian.scoring;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * 重新开放 of locked rounds: the office asks with a reason, a leader decides, and nobody decides on the own request. Every
 * verb holds the round's row first, so that of two only one gets through.
 */
@Component
public class Reopenings {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final Rounds rounds;
    private final People people;
    private final ApplicationEventPublisher events;

    Reopenings(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            Rounds rounds,
            People people,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.rounds = rounds;
        this.people = people;
        this.events = events;
    }

    /** All requests of a campaign, the newest first. The caller has checked the rights. */
    public List<Reopening> of(String campaignId) {
        return jdbc.sql("select * from score_reopening where campaign_id = ? order by requested_at desc, id desc")
                .param(campaignId)
                .query(Rows.of(Reopening.class))
                .list();
    }

    /**
     * 申请重新开放 the current round of a source.
     *
     * @throws Problem 409 if it is not locked, or naming who has asked already
     */
    @Transactional
    public Reopening request(String campaignId, Source source, @Nullable String reason) {
        CurrentUser user = access.require(Permission.SCORE);
        Campaign campaign = Campaigns.requireActive(campaigns.require(campaignId));
        String why = required(reason, "请填写申请重新开放的理由。");
        Round round = rounds.existing(campaignId, source);
        if (!round.locked()) {
            throw Problem.conflict("round-open", Rounds.name(round) + "没有锁定，可能已经重新开放，请刷新后核对。");
        }
        of(campaignId).stream()
                .filter(it -> it.source() == source && it.waiting())
                .findFirst()
                .ifPresent(open -> {
                    throw Problem.conflict(
                            "reopening-waits",
                            open.requestedByName() + "已于 " + said(open.requestedAt()) + " 申请重新开放" + Rounds.name(round)
                                    + "，请等待批准。");
                });
        String id = Ids.next();
        jdbc.sql("insert into score_reopening (id, campaign_id, source, round, state, reason, requested_by,"
                        + " requested_by_name, requested_at, opinion) values (?, ?, ?, ?, 'REQUESTED', ?, ?, ?, ?, '')")
                .params(id, campaignId, source.name(), round.number(), why, user.account(), user.name(), now())
                .update();
        write(user, campaignId, "申请重新开放评分", Rounds.name(round) + "：" + why);
        tell(
                campaign,
                people.withRole(Role.LEADER).stream()
                        .map(Person::account)
                        .filter(account -> !account.equals(user.account()))
                        .collect(Collectors.toSet()),
                campaign.name() + "：申请重新开放评分，请批准",
                user.name() + "申请重新开放" + Rounds.name(round) + "，理由：" + why + "。请决定是否批准。");
        return require(campaignId, id);
    }

    /**
     * 批准, and the round is open again; or 不批准.
     *
     * @param opinion needed for a refusal
     * @throws Problem 403 {@code decider-is-requester} for who asked, 409 naming who decided before
     */
    @Transactional
    public Reopening decide(String campaignId, String id, boolean granted, @Nullable String opinion) {
        CurrentUser user = access.require(Permission.INSTRUCT);
        Campaign campaign = Campaigns.requireActive(campaigns.require(campaignId));
        Round round = rounds.existing(campaignId, require(campaignId, id).source());
        Reopening asked = waiting(campaignId, id);
        if (asked.requestedBy().equals(user.account())) {
            throw Problem.of(403, "decider-is-requester", "这是您自己提出的申请，须由其他领导批准。");
        }
        String words = granted ? text(opinion) : required(opinion, "不批准的，请写明理由。");
        record(asked, granted ? Reopening.State.GRANTED : Reopening.State.REFUSED, user, words);
        if (granted) {
            rounds.recordReopened(round, asked.reason());
        }
        String said = words.isEmpty() ? "" : "：" + words;
        write(user, campaignId, granted ? "批准重新开放评分" : "不批准重新开放评分", Rounds.name(round) + said);
        tell(
                campaign,
                Set.of(asked.requestedBy()),
                campaign.name() + (granted ? "：评分已重新开放" : "：评分未获批准重新开放"),
                user.name() + (granted ? "已批准重新开放" : "未批准重新开放") + Rounds.name(round) + said + "。"
                        + (granted ? "改分后请及时锁定。" : ""));
        return require(campaignId, id);
    }

    /** 撤回 a request that waits. */
    @Transactional
    public Reopening withdraw(String campaignId, String id, @Nullable String reason) {
        CurrentUser user = access.require(Permission.SCORE);
        Round round = rounds.existing(campaignId, require(campaignId, id).source());
        Reopening asked = waiting(campaignId, id);
        String words = text(reason);
        record(asked, Reopening.State.WITHDRAWN, user, words);
        write(user, campaignId, "撤回重新开放申请", Rounds.name(round) + (words.isEmpty() ? "" : "：" + words));
        return require(campaignId, id);
    }

    private void record(Reopening asked, Reopening.State state, CurrentUser user, String opinion) {
        jdbc.sql(
                        "update score_reopening set state = ?, decided_by = ?, decided_by_name = ?, decided_at = ?, opinion = ?"
                                + " where id = ?")
                .params(state.name(), user.account(), user.name(), now(), opinion, asked.id())
                .update();
    }

    /** @throws Problem 409 naming who was faster */
    private Reopening waiting(String campaignId, String id) {
        Reopening asked = require(campaignId, id);
        if (!asked.waiting()) {
            throw Problem.conflict(
                            "reopening-decided",
                            "这项申请已由 " + asked.decidedByName() + " 于 " + said(Objects.requireNonNull(asked.decidedAt()))
                                    + " 办理，当前为“" + asked.state().label() + "”，请刷新后核对。")
                    .with("by", asked.decidedByName())
                    .with("state", asked.state().name());
        }
        return asked;
    }

    private Reopening require(String campaignId, String id) {
        return jdbc.sql("select * from score_reopening where campaign_id = ? and id = ?")
                .params(campaignId, id)
                .query(Rows.of(Reopening.class))
                .optional()
                .orElseThrow(() -> Problem.notFound("没有这项重新开放的申请。"));
    }

    private static String required(@Nullable String text, String otherwise) {
        String words = text(text);
        if (words.isEmpty()) {
            throw Problem.invalid("reason", otherwise);
        }
        return words;
    }

    private static String text(@Nullable String text) {
        String words = StringUtils.defaultString(text).strip();
        if (words.length() > Scores.LONGEST_REASON) {
            throw Problem.invalid("reason", "最多填写 " + Scores.LONGEST_REASON + " 字。");
        }
        return words;
    }

    private void tell(Campaign campaign, Set<String> accounts, String subject, String text) {
        if (!accounts.isEmpty()) {
            events.publishEvent(new Notice(
                    "score",
                    campaign.id(),
                    accounts,
                    subject,
                    StringUtils.abbreviate(text, 1500),
                    "/campaigns/" + campaign.id() + "/score-settings",
                    false));
        }
    }

    private String said(OffsetDateTime at) {
        return When.minute(at, clock);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(CurrentUser user, String campaignId, String action, String detail) {
        journal.write(user.account(), user.name(), campaignId, "score", campaignId, action, detail);
    }
}
