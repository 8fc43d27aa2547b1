package org.chuangjian.supervision;

import java.util.Collection;
import java.util.List;
import org.chuangjian.evidence.EvidenceRemoval;
import org.chuangjian.shared.CampaignRows;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes the orders and reminders of example campaigns away, their processes with them. */
@Component
@Order(CampaignRows.SUPERVISION)
class SupervisionRemoval implements CampaignRows {

    private final JdbcClient jdbc;
    private final SupervisionFlow flow;
    private final EvidenceRemoval files;

    SupervisionRemoval(JdbcClient jdbc, SupervisionFlow flow, EvidenceRemoval files) {
        this.jdbc = jdbc;
        this.flow = flow;
        this.files = files;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return;
        }
        List<String> ids = jdbc.sql("select id from supervision_order where campaign_id in (:ids)")
                .param("ids", campaignIds)
                .query(String.class)
                .list();
        flow.remove(ids);
        jdbc.sql("update supervision_order set previous_id = null where campaign_id in (:ids)")
                .param("ids", campaignIds)
                .update();
        String ofOrders = " where order_id in (select id from supervision_order where campaign_id in (:ids))";
        files.discardOnCommit(jdbc.sql("select distinct sha256 from supervision_file" + ofOrders)
                .param("ids", campaignIds)
                .query(String.class)
                .list());
        jdbc.sql("delete from supervision_file" + ofOrders)
                .param("ids", campaignIds)
                .update();
        jdbc.sql("delete from supervision_order where campaign_id in (:ids)")
                .param("ids", campaignIds)
                .update();
        jdbc.sql("delete from reminder where campaign_id in (:ids)")
                .param("ids", campaignIds)
                .update();
    }
}
