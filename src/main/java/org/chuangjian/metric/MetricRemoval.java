package org.chuangjian.metric;

import java.util.Collection;
import org.chuangjian.shared.CampaignRows;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes the figures of example campaigns away; those of units that also take part in real campaigns stay. */
@Component
@Order(CampaignRows.METRIC)
class MetricRemoval implements CampaignRows {

    private final JdbcClient jdbc;

    MetricRemoval(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Before the campaigns themselves go. */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return;
        }
        jdbc.sql("delete from metric_target where campaign_id in (:ids)")
                .param("ids", campaignIds)
                .update();
        jdbc.sql(
                        "delete from metric_reading where unit_code not in (select lead_unit from ownership"
                                + " where lead_unit is not null and campaign_id not in (:ids))"
                                + " and unit_code not in (select unit_code from ownership_support where campaign_id not in (:ids))")
                .param("ids", campaignIds)
                .update();
    }
}
