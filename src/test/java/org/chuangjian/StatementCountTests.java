package org.chuangjian;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.insight.CountyRows;
import org.chuangjian.organisation.Role;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.QuietPages;
import org.chuangjian.support.Visits;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A page that lists things takes as many statements for many of them as for a few. */
@QuietPages
class StatementCountTests {

    private static final Map<String, List<String>> PAGES = Map.of(
            "office",
            List.of(
                    "/desk",
                    "/tasks",
                    "/campaigns",
                    "/campaigns/C1/criteria",
                    "/campaigns/C1/criteria/B1",
                    "/campaigns/C1/tasks",
                    "/campaigns/C1/evidence",
                    "/campaigns/C1/milestones",
                    "/campaigns/C1/log",
                    "/campaigns/C1/documents",
                    "/campaigns/C1/self-evaluation",
                    "/campaigns/C1/surveys",
                    "/campaigns/C1/evaluations",
                    "/campaigns/C1/tasks/export",
                    "/campaigns/C1/score",
                    "/campaigns/C1/score/B1",
                    "/campaigns/C1/gaps",
                    "/campaigns/C1/score-settings",
                    "/campaigns/C1/score-entry?source=COUNTY",
                    "/api/campaigns/C1/score",
                    "/scoring",
                    "/metrics?campaign=C1",
                    "/metrics/TC_UNITS?campaign=C1",
                    "/units",
                    "/people",
                    "/criteria-sets",
                    "/titles",
                    "/titles/T1",
                    "/campaigns/N1/notice",
                    "/campaigns/C1/edition",
                    "/api/titles",
                    "/api/campaigns",
                    "/api/campaigns/C1",
                    "/api/campaigns/C1/owners",
                    "/api/campaigns/C1/assignments",
                    "/api/requests"),
            "leader",
            List.of("/dashboard", "/dashboard/tasks", "/campaigns/C1", "/campaigns/C1/coverage", "/campaigns/C1/wall"),
            "clerk",
            List.of(
                    "/campaigns",
                    "/tasks",
                    "/campaigns/C1",
                    "/campaigns/C1/tasks",
                    "/campaigns/C1/evidence",
                    "/campaigns/C1/self-evaluation",
                    "/api/campaigns/C1/assignments"));

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @Test
    void noPageAsksTheDatabaseOncePerRow() throws Exception {
        CountyRows rows = new CountyRows(jdbc);
        rows.unit("u0", "单位零");
        visits.person("office", "u0", Role.OFFICE);
        visits.person("leader", null, Role.LEADER);
        visits.person("clerk", "u0", Role.CLERK);
        rows.criteria("S1", criteria());
        fill(rows, 1, 0);
        title(rows, 1);
        Map<String, Long> few = visits.statements(PAGES);
        assertThat(few.values()).allMatch(count -> count > 0);

        for (int unit = 1; unit < 8; unit++) {
            rows.unit("u" + unit, "单位" + unit);
        }
        fillMore(rows, 1);
        for (int campaign = 2; campaign < 9; campaign++) {
            fill(rows, campaign, 0);
            fillMore(rows, campaign);
            title(rows, campaign);
            objection("N1", campaign);
            tracking("T1", campaign);
        }
        assertThat(visits.statements(PAGES)).isEqualTo(few);
    }

    private static String[] criteria() {
        String[] criteria = new String[40];
        for (int i = 0; i < 20; i++) {
            criteria[2 * i] = "B" + (i + 1);
            criteria[2 * i + 1] = "一级" + i / 5;
        }
        return criteria;
    }

    private void fill(CountyRows rows, int number, int unit) {
        String campaign = "C" + number;
        rows.campaign(campaign, "S1", Campaign.State.ACTIVE);
        for (String milestone : List.of("rulesIssued", "built")) {
            milestone(campaign, milestone, !milestone.equals("rulesIssued"));
        }
        work(rows, campaign, 1, "u" + unit);
        formula(campaign, "B1", "points - 0.2 * findings.open");
        formula(campaign, "B2", "allFindings.onTimeRate / 100 + points * assignments.share / 100");
    }

    private void formula(String campaign, String criterion, String formula) {
        jdbc.sql("insert into score_formula (campaign_id, criterion_code, formula, bound_by_name, bound_at)"
                        + " values (?, ?, ?, '张示例', ?)")
                .params(campaign, criterion, formula, ChinaTime.now())
                .update();
    }

    private void fillMore(CountyRows rows, int number) {
        for (String milestone : List.of("standardSystemBuilt", "qualitySystemBuilt", "testingSystemBuilt")) {
            milestone("C" + number, milestone, false);
        }
        for (int criterion = 2; criterion <= 20; criterion++) {
            work(rows, "C" + number, criterion, "u" + criterion % 8);
        }
    }

    /** A campaign at its public notice with an objection, and a title held with a task. */
    private void title(CountyRows rows, int number) {
        String campaign = "N" + number;
        rows.campaign(campaign, "S1", Campaign.State.ACTIVE);
        jdbc.sql("update campaign set stage = 'publicNotice' where id = ?")
                .param(campaign)
                .update();
        jdbc.sql(
                        "insert into public_notice (campaign_id, text, url, phone, mail, visit, discipline, published_from,"
                                + " published_at, last_by, last_at, version) values (?, '公示', '', '1', '', '', '1', ?, ?, '张示例', ?, 0)")
                .params(campaign, ChinaTime.today(), ChinaTime.now(), ChinaTime.now())
                .update();
        objection(campaign, 1);
        jdbc.sql(
                        "insert into title (id, kind, name, document_number, issuer, named_on, valid_until, review_due, plaque,"
                                + " state, withdrawal_reason, withdrawal_document, note, example, created_at, last_by, last_at,"
                                + " version) values (?, 'giZone', '示范区', '文号', '', ?, ?, ?, '', 'VALID', '', '', '', false, ?,"
                                + " '张示例', ?, 0)")
                .params(
                        "T" + number,
                        ChinaTime.today().minusYears(1),
                        ChinaTime.today().plusYears(2),
                        ChinaTime.today().plusYears(1),
                        ChinaTime.now(),
                        ChinaTime.now())
                .update();
        tracking("T" + number, 1);
    }

    private void objection(String campaign, int number) {
        jdbc.sql("insert into objection (id, campaign_id, number, real_name, objector, contact, channel, received_on,"
                        + " content, state, investigator, finding, answer, last_by, last_at, version)"
                        + " values (?, ?, ?, false, '', '', 'PHONE', ?, '异议', 'RECEIVED', '', '', '', '张示例', ?, 0)")
                .params("O" + campaign + number, campaign, number, ChinaTime.today(), ChinaTime.now())
                .update();
    }

    private void tracking(String title, int number) {
        jdbc.sql(
                        "insert into tracking_item (id, title_id, code, name, due_date, unit_code, owner, state, reminded, note,"
                                + " last_by, last_at, version) values (?, ?, ?, '年度报告', ?, 'u0', '单位零', 'OPEN', '', '', '张示例', ?, 0)")
                .params("K" + title + number, title, "t" + number, ChinaTime.today(), ChinaTime.now())
                .update();
    }

    private void milestone(String campaign, String rule, boolean gate) {
        jdbc.sql("insert into milestone (campaign_id, code, rule, name, stage, gate, due_date)"
                        + " values (?, ?, ?, ?, 'building', ?, ?)")
                .params(
                        campaign,
                        rule,
                        rule,
                        "节点" + rule,
                        gate,
                        ChinaTime.today().plusDays(90))
                .update();
    }

    /** One criterion with all that can hang on it: an owner, work overdue, handed in and returned, evidence, a request. */
    private void work(CountyRows rows, String campaign, int criterion, String unit) {
        String code = "B" + criterion;
        jdbc.sql(
                        "insert into ownership (campaign_id, criterion_code, lead_unit, deadline, evidence_required, unmatched)"
                                + " values (?, ?, ?, ?, '', '')")
                .params(campaign, code, criterion % 5 == 1 ? null : unit, ChinaTime.today())
                .update();
        jdbc.sql("insert into ownership_support (campaign_id, criterion_code, unit_code) values (?, ?, 'u0')")
                .params(campaign, code)
                .update();
        LocalDate late = ChinaTime.today().minusDays(9);
        String review = rows.assignment(campaign, "S1", code, unit, "OFFICE_REVIEW", late, 1);
        rows.evidence(campaign, review, code, unit, "SUBMITTED");
        if (criterion > 1 && !unit.equals("u0")) {
            String open = rows.assignment(campaign, "S1", code, "u0", "RETURNED", late, 1);
            rows.evidence(campaign, open, code, "u0", "RETURNED");
            request(campaign, open);
        } else {
            request(campaign, review);
        }
    }

    private void request(String campaign, String assignment) {
        jdbc.sql("insert into assignment_request (id, assignment_id, campaign_id, kind, reason, wanted_date, state,"
                        + " asked_by, asked_at) values (?, ?, ?, 'EXTENSION', '理由', ?, 'OPEN', '张示例', ?)")
                .params(
                        "R" + assignment,
                        assignment,
                        campaign,
                        ChinaTime.today().plusDays(9),
                        ChinaTime.now())
                .update();
    }
}
