package org.chuangjian.scoring;

import java.util.Collection;
import org.chuangjian.shared.CampaignRows;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes the scores of example campaigns away. */
@Component
@Order(CampaignRows.SCORING)
class ScoreRemoval implements CampaignRows {

    private static final String[] TABLES = {
        "score_change",
        "score",
        "score_reopening",
        "score_round",
        "score_formula",
        "score_not_applicable",
        "score_veto",
        "score_setting",
        "score_expert"
    };

    private final JdbcClient jdbc;

    ScoreRemoval(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        if (!campaignIds.isEmpty()) {
            for (String table : new String[] {"score_kept", "score_settled_kept"}) {
                jdbc.sql("delete from " + table + " where change_id in"
                                + " (select id from edition_change where campaign_id in (:ids))")
                        .param("ids", campaignIds)
                        .update();
            }
            for (String table : TABLES) {
                jdbc.sql("delete from " + table + " where campaign_id in (:ids)")
                        .param("ids", campaignIds)
                        .update();
            }
        }
    }
}
