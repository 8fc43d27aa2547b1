package org.chuangjian.revision;

import java.util.Collection;
import org.chuangjian.shared.CampaignRows;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes the changes of edition of example campaigns away. */
@Component
@Order(CampaignRows.REVISION)
class EditionRemoval implements CampaignRows {

    private final JdbcClient jdbc;

    EditionRemoval(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return;
        }
        for (String table : new String[] {"edition_change_assignment", "edition_change_owner"}) {
            jdbc.sql("delete from " + table + " where change_id in"
                            + " (select id from edition_change where campaign_id in (:ids))")
                    .param("ids", campaignIds)
                    .update();
        }
        jdbc.sql("delete from edition_change where campaign_id in (:ids)")
                .param("ids", campaignIds)
                .update();
    }
}
