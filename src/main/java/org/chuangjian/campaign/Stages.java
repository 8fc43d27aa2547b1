package org.chuangjian.campaign;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.WorkingDays;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the process model calls as a campaign moves through its stages. Each call joins the process's transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Stages {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final Gates gates;
    private final Milestones milestones;
    private final WorkingDays workingDays;
    private final Journal journal;
    private final Access access;
    private final ApplicationEventPublisher events;

    Stages(
            JdbcClient jdbc,
            Clock clock,
            Campaigns campaigns,
            CampaignKinds kinds,
            Gates gates,
            Milestones milestones,
            WorkingDays workingDays,
            Journal journal,
            Access access,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.gates = gates;
        this.milestones = milestones;
        this.workingDays = workingDays;
        this.journal = journal;
        this.access = access;
        this.events = events;
    }

    public void enter(String campaignId, String stage) {
        Campaign campaign = campaigns.require(campaignId);
        String name = kinds.require(campaign.kind()).stage(stage).name();
        jdbc.sql("update campaign set stage = ?, stage_since = ? where id = ?")
                .params(stage, now(), campaignId)
                .update();
        write(campaignId, "进入阶段", name);
    }

    /**
     * Marks the stage's gate milestone as reached.
     *
     * @throws Problem 422 naming each unmet condition and who has to see to it
     */
    public void passGate(String campaignId, String stage) {
        Campaign campaign = campaigns.require(campaignId);
        CampaignKind kind = kinds.require(campaign.kind());
        CampaignKind.MilestoneRule gate = kind.milestones().stream()
                .filter(rule -> rule.gate() && rule.stage().equals(stage))
                .findFirst()
                .orElseThrow();
        List<Gates.Unmet> unmet = gates.unmet(gates.facts(List.of(campaign)), campaign, gate, gate.code());
        if (!unmet.isEmpty()) {
            throw Gates.closed(gate, unmet);
        }
        milestones.reach(campaignId, gate.code(), actorName());
        write(campaignId, "节点达成", gate.name());
    }

    public void startNotice(String campaignId) {
        startNotice(campaignId, LocalDate.now(clock));
    }

    /** @param from first day of the public notice, as published */
    public void startNotice(String campaignId, LocalDate from) {
        jdbc.sql("update campaign set notice_from = ? where id = ?")
                .params(from, campaignId)
                .update();
    }

    /** The moment after the last day of the public notice, in ISO form for the timer. */
    public OffsetDateTime noticeEnd(String campaignId) {
        Campaign campaign = campaigns.require(campaignId);
        int days = kinds.require(campaign.kind()).periods().noticeWorkingDays();
        LocalDate from = campaign.noticeFrom() == null ? LocalDate.now(clock) : campaign.noticeFrom();
        return workingDays
                .plus(from, days)
                .plusDays(1)
                .atStartOfDay(clock.getZone())
                .toOffsetDateTime();
    }

    public void finish(String campaignId) {
        end(campaignId, Campaign.State.NAMED);
        write(campaignId, "命名", "创建活动已命名");
    }

    /** 不予命名: the campaign ends without a title. */
    public void refuse(String campaignId) {
        end(campaignId, Campaign.State.NOT_NAMED);
        write(campaignId, "未命名", "异议查实成立，不予命名");
        events.publishEvent(new CampaignTerminated(campaignId));
    }

    public void terminate(String campaignId) {
        end(campaignId, Campaign.State.TERMINATED);
        events.publishEvent(new CampaignTerminated(campaignId));
    }

    private void end(String campaignId, Campaign.State state) {
        jdbc.sql("update campaign set state = ?, ended_at = ? where id = ?")
                .params(state.name(), now(), campaignId)
                .update();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private String actorName() {
        return access.user().map(CurrentUser::name).orElse(Journal.AUTOMATIC);
    }

    private void write(String campaignId, String action, String detail) {
        journal.write(
                access.user().map(CurrentUser::account).orElse(Journal.AUTOMATIC),
                actorName(),
                campaignId,
                "campaign",
                campaignId,
                action,
                detail);
    }
}
