package org.chuangjian.work;

import java.util.Collection;
import java.util.List;
import org.chuangjian.shared.CampaignRows;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes the assignments of an example campaign away, their requests and processes with them. */
@Component
@Order(CampaignRows.WORK)
class AssignmentRemoval implements CampaignRows {

    private final JdbcClient jdbc;
    private final AssignmentFlow flow;

    AssignmentRemoval(JdbcClient jdbc, AssignmentFlow flow) {
        this.jdbc = jdbc;
        this.flow = flow;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        campaignIds.forEach(this::remove);
    }

    private void remove(String campaignId) {
        List<String> ids = jdbc.sql("select id from assignment where campaign_id = ?")
                .param(campaignId)
                .query(String.class)
                .list();
        flow.remove(ids);
        jdbc.sql("delete from assignment_request where campaign_id = ?")
                .param(campaignId)
                .update();
        jdbc.sql("delete from assignment where campaign_id = ?")
                .param(campaignId)
                .update();
    }
}
