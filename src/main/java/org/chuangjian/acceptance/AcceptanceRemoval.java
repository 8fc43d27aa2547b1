package org.chuangjian.acceptance;

import java.util.Collection;
import java.util.List;
import org.chuangjian.evidence.EvidenceRemoval;
import org.chuangjian.shared.CampaignRows;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes everything handed up, judged and surveyed of example campaigns away. */
@Component
@Order(CampaignRows.ACCEPTANCE)
class AcceptanceRemoval implements CampaignRows {

    private final JdbcClient jdbc;
    private final SelfScoringFlow flow;
    private final UnitReports reports;
    private final EvidenceRemoval evidence;

    AcceptanceRemoval(JdbcClient jdbc, SelfScoringFlow flow, UnitReports reports, EvidenceRemoval evidence) {
        this.jdbc = jdbc;
        this.flow = flow;
        this.reports = reports;
        this.evidence = evidence;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return;
        }
        flow.remove(jdbc.sql("select distinct l.self_evaluation_id, l.unit_code from self_score l"
                        + " join self_evaluation e on e.id = l.self_evaluation_id"
                        + " where e.campaign_id in (:ids) and l.unit_code is not null")
                .param("ids", campaignIds)
                .query((row, number) -> new SelfScoringFlow.Part(row.getString(1), row.getString(2)))
                .list());
        below("self_score", "self_evaluation_id", "self_evaluation", campaignIds);
        delete("self_evaluation", campaignIds);
        below("snapshot_evidence", "snapshot_id", "snapshot", campaignIds);
        below("snapshot_criterion", "snapshot_id", "snapshot", campaignIds);
        delete("snapshot", campaignIds);
        List<String> visits = jdbc.sql("select id from evaluation where campaign_id in (:ids)")
                .param("ids", campaignIds)
                .query(String.class)
                .list();
        visits.forEach(evidence::removeAll);
        reports.remove(jdbc.sql("select f.id from follow_up f join evaluation e on e.id = f.evaluation_id"
                        + " where e.campaign_id in (:ids)")
                .param("ids", campaignIds)
                .query(String.class)
                .list());
        for (String table : new String[] {"evaluation_expert", "evaluation_file", "evaluation_score", "follow_up"}) {
            below(table, "evaluation_id", "evaluation", campaignIds);
        }
        delete("evaluation", campaignIds);
        below("survey_rate", "round_id", "survey_round", campaignIds);
        below("survey_area", "round_id", "survey_round", campaignIds);
        delete("survey_round", campaignIds);
        delete("consultant", campaignIds);
    }

    private void below(String table, String column, String parent, Collection<String> campaignIds) {
        jdbc.sql("delete from " + table + " where " + column + " in (select id from " + parent
                        + " where campaign_id in (:ids))")
                .param("ids", campaignIds)
                .update();
    }

    private void delete(String table, Collection<String> campaignIds) {
        jdbc.sql("delete from " + table + " where campaign_id in (:ids)")
                .param("ids", campaignIds)
                .update();
    }
}
