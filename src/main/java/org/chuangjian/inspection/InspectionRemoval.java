package org.chuangjian.inspection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.chuangjian.evidence.EvidenceRemoval;
import org.chuangjian.shared.CampaignRows;
import org.chuangjian.shared.Journal;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes the inspections and findings of example campaigns away, and the sites that served nothing else. */
@Component
@Order(CampaignRows.INSPECTION)
class InspectionRemoval implements CampaignRows {

    private final JdbcClient jdbc;
    private final RectificationFlow flow;
    private final EvidenceRemoval files;
    private final Journal journal;

    InspectionRemoval(JdbcClient jdbc, RectificationFlow flow, EvidenceRemoval files, Journal journal) {
        this.jdbc = jdbc;
        this.flow = flow;
        this.files = files;
        this.journal = journal;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        campaignIds.forEach(this::remove);
    }

    private void remove(String campaign) {
        List<String> findings = ids("select id from finding where campaign_id = ?", campaign);
        List<String> inspections = ids("select id from inspection where campaign_id = ?", campaign);
        List<String> lookBacks = ids("select id from look_back where campaign_id = ?", campaign);
        List<String> contents = new ArrayList<>(ids(
                "select distinct p.sha256 from finding_photo p join finding f on f.id = p.finding_id"
                        + " where f.campaign_id = ?",
                campaign));
        flow.remove(findings);
        String ofFinding = " where finding_id in (select id from finding where campaign_id = ?)";
        String ofInspection = " where inspection_id in (select id from inspection where campaign_id = ?)";
        delete("look_back_item where look_back_id in (select id from look_back where campaign_id = ?)", campaign);
        delete("look_back where campaign_id = ?", campaign);
        delete("finding_request where campaign_id = ?", campaign);
        delete("finding_same_type" + ofFinding, campaign);
        delete("finding_rectifier" + ofFinding, campaign);
        delete("finding_photo" + ofFinding + " and before_id is not null", campaign);
        delete("finding_photo" + ofFinding, campaign);
        delete("finding where campaign_id = ?", campaign);
        delete("finding_counter where campaign_id = ?", campaign);
        for (String table :
                List.of("inspection_site", "inspection_candidate", "inspection_criterion", "inspection_inspector")) {
            delete(table + ofInspection, campaign);
        }
        delete("inspection where campaign_id = ?", campaign);
        List<String> sites = ids("select site_id from site_campaign where campaign_id = ?", campaign);
        delete("site_campaign where campaign_id = ?", campaign);
        List<String> unused = sites.stream().filter(this::unused).toList();
        for (String site : unused) {
            contents.addAll(ids("select photo_sha256 from site where id = ? and photo_sha256 is not null", site));
            delete("site where id = ?", site);
        }
        journal.forget("finding", findings);
        journal.forget("inspection", inspections);
        journal.forget("lookBack", lookBacks);
        journal.forget("site", unused);
        files.discardOnCommit(contents);
    }

    private boolean unused(String site) {
        return jdbc.sql("select (select count(*) from site_campaign where site_id = :id)"
                                + " + (select count(*) from inspection_site where site_id = :id)"
                                + " + (select count(*) from inspection_candidate where site_id = :id)"
                                + " + (select count(*) from finding where site_id = :id)")
                        .param("id", site)
                        .query(Long.class)
                        .single()
                == 0;
    }

    private List<String> ids(String sql, String parameter) {
        return jdbc.sql(sql).param(parameter).query(String.class).list();
    }

    private void delete(String from, String parameter) {
        jdbc.sql("delete from " + from).param(parameter).update();
    }
}
