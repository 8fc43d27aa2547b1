package org.chuangjian.insight.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.insight.CountyRows;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Role;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.QuietPages;
import org.chuangjian.support.Visits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@QuietPages
class InsightPagesTests {

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    People people;

    @BeforeEach
    void settle() {
        if (people.find("leader").isPresent()) {
            return;
        }
        CountyRows rows = new CountyRows(jdbc);
        rows.unit("agri", "农业农村局");
        rows.unit("edu", "教育局");
        rows.criteria("S1", "B1", "组织领导", "A1", "工作体系");
        rows.campaign("C1", "S1", Campaign.State.ACTIVE);
        LocalDate late = ChinaTime.today().minusDays(9);
        String accepted = rows.assignment("C1", "S1", "B1", "agri", "ACCEPTED", late, 0);
        rows.assignment("C1", "S1", "A1", "edu", "IN_PROGRESS", late, 0);
        rows.assignment("C1", "S1", "A1", "agri", "OFFICE_REVIEW", late, 0);
        rows.evidence("C1", accepted, "B1", "agri", "ACCEPTED");
        jdbc.sql(
                        "insert into ownership (campaign_id, criterion_code, lead_unit, deadline, evidence_required, unmatched)"
                                + " values ('C1', 'B1', 'agri', ?, '', '')")
                .param(late)
                .update();
        visits.person("leader", null, Role.LEADER);
        visits.person("clerk", "agri", Role.CLERK);
        visits.person("outsider", "edu", Role.CLERK);
    }

    @Test
    void leadersSeeEveryCampaignAndWhereTheProblemsAre() throws Exception {
        visits.as("leader", "/dashboard")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("示例活动C1")))
                .andExpect(content().string(containsString("1 项任务逾期")))
                .andExpect(content().string(containsString("33.3%")))
                .andExpect(content().string(containsString("/dashboard/tasks?only=overdue&amp;unit=edu")))
                .andExpect(content().string(containsString("/campaigns/C1/tasks?only=counted")))
                .andExpect(content().string(not(containsString("style=\""))));
        visits.as("leader", "/dashboard/tasks?only=overdue&unit=edu")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("逾期</span>：<span>1</span>")));
        visits.as("leader", "/dashboard/tasks?only=wrong").andExpect(status().isBadRequest());
    }

    @Test
    void clerksAreRefusedTheDashboardAndSeeTheirOwnPartOfACampaign() throws Exception {
        visits.as("clerk", "/dashboard").andExpect(status().isForbidden());
        visits.as("clerk", "/dashboard/tasks").andExpect(status().isForbidden());
        visits.as("clerk", "/campaigns/C1")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("农业农村局")))
                .andExpect(content().string(not(containsString("教育局"))));
        visits.as("clerk", "/campaigns/C1/wall")
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString("教育局"))));
        visits.as("clerk", "/api/campaigns/C1/progress")
                .andExpect(jsonPath("$.byUnit", hasSize(1)))
                .andExpect(jsonPath("$.total.total").value(2))
                .andExpect(jsonPath("$.overdue", hasSize(0)));
        visits.as("outsider", "/campaigns/C1").andExpect(status().isNotFound());
        visits.as("outsider", "/campaigns/C1/wall").andExpect(status().isNotFound());
        visits.as("outsider", "/campaigns/C1/diagram").andExpect(status().isNotFound());
        visits.as("outsider", "/api/campaigns/C1/progress").andExpect(status().isNotFound());
    }

    @Test
    void theOverviewTheCoverageAndTheWallLeadToTheirRows() throws Exception {
        visits.as("leader", "/campaigns/C1")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("/campaigns/C1/tasks?unit=edu&amp;only=overdue")))
                .andExpect(content().string(containsString("/campaigns/C1/coverage?has=none&amp;group=")))
                .andExpect(content().string(containsString("data-diagram=\"/campaigns/C1/diagram\"")));
        visits.as("leader", "/campaigns/C1/coverage?has=none")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("指标A1")))
                .andExpect(content().string(not(containsString("指标B1"))));
        visits.as("leader", "/campaigns/C1/wall")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("hx-trigger=\"every 60s\"")))
                .andExpect(content().string(containsString("牵头，办理中，逾期")));
    }

    @Test
    void aStageThatIsOverKeepsNoCampaignRedAndOneThatIsNamedHasNothingOverdue() throws Exception {
        CountyRows rows = new CountyRows(jdbc);
        rows.campaign("C8", "S1", Campaign.State.ACTIVE);
        milestone("C8", "thirdPartyContracted", "launch");
        visits.as("leader", "/api/campaigns/C8")
                .andExpect(jsonPath("$.lamp").value("GREEN"))
                .andExpect(jsonPath("$.milestones[0].lamp").value("GREY"));
        visits.as("leader", "/campaigns/C8/milestones").andExpect(content().string(containsString("阶段已过")));
        milestone("C8", "rulesIssued", "building");
        visits.as("leader", "/api/campaigns/C8").andExpect(jsonPath("$.lamp").value("RED"));

        rows.campaign("C9", "S1", Campaign.State.NAMED);
        rows.assignment(
                "C9", "S1", "A1", "edu", "IN_PROGRESS", ChinaTime.today().minusDays(9), 0);
        milestone("C9", "rulesIssued", "building");
        visits.as("leader", "/api/campaigns/C9/progress")
                .andExpect(jsonPath("$.total.overdue").value(0))
                .andExpect(jsonPath("$.overdue", hasSize(0)));
        visits.as("leader", "/campaigns/C9/tasks?only=overdue")
                .andExpect(content().string(not(containsString("/assignments/"))));
        visits.as("leader", "/campaigns/C9/tasks").andExpect(content().string(not(containsString("lamp-red"))));
        visits.as("leader", "/campaigns/C9/milestones")
                .andExpect(content().string(not(containsString("lamp-red"))))
                .andExpect(content().string(not(containsString("验收日期已过"))));
        jdbc.sql("delete from milestone where campaign_id in ('C8', 'C9')").update();
        jdbc.sql("update campaign set state = 'TERMINATED' where id in ('C8', 'C9')")
                .update();
    }

    @Test
    void eachUnmetConditionLeadsToWhereItIsSeenTo() throws Exception {
        jdbc.sql("insert into milestone (campaign_id, code, rule, name, stage, gate, due_date)"
                        + " values ('C1', 'built', 'built', '建设任务完成', 'building', true, ?)")
                .param(ChinaTime.today().plusDays(90))
                .update();
        visits.as("leader", "/campaigns/C1")
                .andExpect(content().string(containsString("href=\"/campaigns/C1/tasks?only=open\"")));
        visits.as("leader", "/campaigns/C1/milestones")
                .andExpect(content().string(containsString("href=\"/campaigns/C1/tasks?only=open\"")));
        visits.as("clerk", "/campaigns/C1")
                .andExpect(content().string(not(containsString("href=\"/campaigns/C1/tasks?only=open\""))));
        jdbc.sql("delete from milestone where campaign_id = 'C1'").update();
    }

    private void milestone(String campaign, String code, String stage) {
        jdbc.sql("insert into milestone (campaign_id, code, rule, name, stage, gate, due_date)"
                        + " values (?, ?, ?, '节点', ?, false, ?)")
                .params(campaign, code, code, stage, ChinaTime.today().minusDays(5))
                .update();
    }

    @Test
    void scriptsGetTheSameNumbers() throws Exception {
        visits.as("leader", "/api/campaigns/C1/progress")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.total.total").value(3))
                .andExpect(jsonPath("$.total.completion.percent").value(33.3))
                .andExpect(jsonPath("$.byGroup[0].group").value("组织领导"))
                .andExpect(jsonPath("$.byGroup[0].tally.completion.percent").value(100))
                .andExpect(jsonPath("$.overdue[0].daysLate").value(9))
                .andExpect(jsonPath("$.coverage.accepted.done").value(1))
                .andExpect(jsonPath("$.byState.EXEMPT").value(0));
        visits.as("leader", "/v3/api-docs").andExpect(content().string(containsString("/api/campaigns/{id}/progress")));
    }

    @Test
    void moreCampaignsDoNotCostTheDashboardMoreStatements() throws Exception {
        visits.as("leader", "/dashboard");
        long one = statements();
        CountyRows rows = new CountyRows(jdbc);
        for (int i = 2; i < 8; i++) {
            rows.campaign("C" + i, "S1", Campaign.State.TERMINATED);
        }
        assertThat(statements()).isLessThanOrEqualTo(one);
    }

    private long statements() throws Exception {
        return visits.statements(Map.of("leader", List.of("/dashboard"))).getOrDefault("leader /dashboard", 0L);
    }
}
