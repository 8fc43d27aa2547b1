package org.chuangjian.campaign;

import org.chuangjian.shared.Jobs;
import org.chuangjian.shared.Journal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes a campaign of the example county away without a trace. A real campaign is terminated, never removed. */
@Component
public class CampaignRemoval {

    private final JdbcClient jdbc;
    private final Campaigns campaigns;
    private final CampaignFlow flow;
    private final Journal journal;
    private final Jobs jobs;

    CampaignRemoval(JdbcClient jdbc, Campaigns campaigns, CampaignFlow flow, Journal journal, Jobs jobs) {
        this.jdbc = jdbc;
        this.campaigns = campaigns;
        this.flow = flow;
        this.journal = journal;
        this.jobs = jobs;
    }

    /** Its assignments and evidence have gone before. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(String campaignId) {
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
    }
}
