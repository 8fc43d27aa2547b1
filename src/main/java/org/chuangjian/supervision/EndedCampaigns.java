package org.chuangjian.supervision;

import org.chuangjian.campaign.CampaignTerminated;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** When a campaign is given up, its open orders end with it, in the same transaction. */
@Component
class EndedCampaigns {

    private final JdbcClient jdbc;
    private final SupervisionOrders orders;
    private final Leaders leaders;

    EndedCampaigns(JdbcClient jdbc, SupervisionOrders orders, Leaders leaders) {
        this.jdbc = jdbc;
        this.orders = orders;
        this.leaders = leaders;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(CampaignTerminated terminated) {
        var open = jdbc.sql("select id from supervision_order where campaign_id = ? and open")
                .param(terminated.campaignId())
                .query(String.class)
                .list();
        if (!open.isEmpty()) {
            Addressees addressees = leaders.addressees();
            open.forEach(id -> orders.end(orders.lock(id), OrderState.WITHDRAWN, "创建活动已终止", addressees));
        }
    }
}
