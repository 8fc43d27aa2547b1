package org.chuangjian.campaign;

import java.util.Collection;
import org.chuangjian.shared.CampaignRemoved;
import org.chuangjian.shared.CampaignRows;
import org.chuangjian.shared.Jobs;
import org.chuangjian.shared.Journal;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes a campaign of the example county away without a trace. A real campaign is terminated, never removed. */
@Component
@Order(CampaignRows.CAMPAIGN)
class CampaignRemoval implements CampaignRows {

    private final JdbcClient jdbc;
    private final Campaigns campaigns;
    private final CampaignFlow flow;
    private final Journal journal;
    private final Jobs jobs;
    private final ApplicationEventPublisher events;

    CampaignRemoval(
            JdbcClient jdbc,
            Campaigns campaigns,
            CampaignFlow flow,
            Journal journal,
            Jobs jobs,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.campaigns = campaigns;
        this.flow = flow;
        this.journal = journal;
        this.jobs = jobs;
        this.events = events;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        campaignIds.forEach(this::remove);
    }

    private void remove(String campaignId) {
        if (!campaigns.lock(campaignId).example()) {
            throw new IllegalArgumentException("Campaign " + campaignId + " is no example");
        }
        flow.remove(campaignId);
        for (String table : new String[] {"confirmation", "milestone", "ownership_support", "ownership"}) {
            jdbc.sql("delete from " + table + " where campaign_id = ?")
                    .param(campaignId)
                    .update();
        }
        jdbc.sql("delete from campaign where id = ?").param(campaignId).update();
        jobs.forget(campaignId);
        journal.forget(campaignId);
        events.publishEvent(new CampaignRemoved(campaignId));
    }
}
