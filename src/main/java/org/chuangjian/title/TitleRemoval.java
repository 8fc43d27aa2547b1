package org.chuangjian.title;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.evidence.EvidenceRemoval;
import org.chuangjian.shared.CampaignRows;
import org.chuangjian.shared.Journal;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes notices, objections and titles of the example county away, their processes and proofs with them. */
@Component
@Order(CampaignRows.TITLE)
class TitleRemoval implements CampaignRows {

    private final JdbcClient jdbc;
    private final TitleFlow flow;
    private final UnitReports reports;
    private final EvidenceRemoval evidence;
    private final Journal journal;

    TitleRemoval(JdbcClient jdbc, TitleFlow flow, UnitReports reports, EvidenceRemoval evidence, Journal journal) {
        this.jdbc = jdbc;
        this.flow = flow;
        this.reports = reports;
        this.evidence = evidence;
        this.journal = journal;
    }

    /** All of the campaigns, and every title that came with the example. */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        Set<String> titles = new HashSet<>(jdbc.sql("select id from title where example")
                .query(String.class)
                .list());
        if (!campaignIds.isEmpty()) {
            for (String table : List.of("carried_evidence", "re_review", "naming", "objection", "public_notice")) {
                jdbc.sql("delete from " + table + " where campaign_id in (:ids)")
                        .param("ids", campaignIds)
                        .update();
            }
        }
        if (titles.isEmpty()) {
            return;
        }
        flow.remove(titles);
        reports.remove(jdbc.sql("select id from tracking_item where title_id in (:ids)")
                .param("ids", titles)
                .query(String.class)
                .list());
        titles.forEach(evidence::removeAll);
        jdbc.sql("delete from tracking_item where title_id in (:ids)")
                .param("ids", titles)
                .update();
        jdbc.sql("delete from title where id in (:ids)").param("ids", titles).update();
        journal.forget("title", titles);
    }
}
