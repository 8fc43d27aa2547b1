package org.chuangjian.insight.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.identity.Accounts;
import org.chuangjian.insight.CountyRows;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.CountedStatements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@SpringBootTest(
        properties = {"chuangjian.example=false", "logging.file.name=", "camunda.bpm.job-execution.enabled=false"})
@Import(CountedStatements.class)
@AutoConfigureMockMvc
@DirtiesContext
class InsightPagesTests {

    @TempDir
    static Path data;

    @Autowired
    MockMvc mvc;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    People people;

    @Autowired
    Accounts accounts;

    @Autowired
    UserDetailsService logins;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("chuangjian.data", data::toString);
        properties.add("spring.datasource.url", () -> "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

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
        person("leader", null, Role.LEADER);
        person("clerk", "agri", Role.CLERK);
        person("outsider", "edu", Role.CLERK);
    }

    @Test
    void leadersSeeEveryCampaignAndWhereTheProblemsAre() throws Exception {
        as("leader", "/dashboard")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("示例活动C1")))
                .andExpect(content().string(containsString("1 项任务逾期")))
                .andExpect(content().string(containsString("33.3%")))
                .andExpect(content().string(containsString("/dashboard/tasks?only=overdue&amp;unit=edu")))
                .andExpect(content().string(containsString("/campaigns/C1/tasks?only=counted")))
                .andExpect(content().string(not(containsString("style=\""))));
        as("leader", "/dashboard/tasks?only=overdue&unit=edu")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("逾期</span>：<span>1</span>")));
        as("leader", "/dashboard/tasks?only=wrong").andExpect(status().isBadRequest());
    }

    @Test
    void clerksAreRefusedTheDashboardAndSeeTheirOwnPartOfACampaign() throws Exception {
        as("clerk", "/dashboard").andExpect(status().isForbidden());
        as("clerk", "/dashboard/tasks").andExpect(status().isForbidden());
        as("clerk", "/campaigns/C1")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("农业农村局")))
                .andExpect(content().string(not(containsString("教育局"))));
        as("clerk", "/campaigns/C1/wall")
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString("教育局"))));
        as("clerk", "/api/campaigns/C1/progress")
                .andExpect(jsonPath("$.byUnit", hasSize(1)))
                .andExpect(jsonPath("$.total.total").value(2))
                .andExpect(jsonPath("$.overdue", hasSize(0)));
        as("outsider", "/campaigns/C1").andExpect(status().isNotFound());
        as("outsider", "/campaigns/C1/wall").andExpect(status().isNotFound());
        as("outsider", "/campaigns/C1/diagram").andExpect(status().isNotFound());
        as("outsider", "/api/campaigns/C1/progress").andExpect(status().isNotFound());
    }

    @Test
    void theOverviewTheCoverageAndTheWallLeadToTheirRows() throws Exception {
        as("leader", "/campaigns/C1")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("/campaigns/C1/tasks?only=overdue&amp;unit=edu")))
                .andExpect(content().string(containsString("/campaigns/C1/coverage?has=none&amp;group=")))
                .andExpect(content().string(containsString("data-diagram=\"/campaigns/C1/diagram\"")));
        as("leader", "/campaigns/C1/coverage?has=none")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("指标A1")))
                .andExpect(content().string(not(containsString("指标B1"))));
        as("leader", "/campaigns/C1/wall")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("hx-trigger=\"every 60s\"")))
                .andExpect(content().string(containsString("牵头，办理中，逾期")));
    }

    @Test
    void aStageThatIsOverKeepsNoCampaignRedAndOneThatIsNamedHasNothingOverdue() throws Exception {
        CountyRows rows = new CountyRows(jdbc);
        rows.campaign("C8", "S1", Campaign.State.ACTIVE);
        milestone("C8", "thirdPartyContracted", "launch");
        as("leader", "/api/campaigns/C8")
                .andExpect(jsonPath("$.lamp").value("GREEN"))
                .andExpect(jsonPath("$.milestones[0].lamp").value("GREY"));
        as("leader", "/campaigns/C8/milestones").andExpect(content().string(containsString("阶段已过")));
        milestone("C8", "rulesIssued", "building");
        as("leader", "/api/campaigns/C8").andExpect(jsonPath("$.lamp").value("RED"));

        rows.campaign("C9", "S1", Campaign.State.NAMED);
        rows.assignment(
                "C9", "S1", "A1", "edu", "IN_PROGRESS", ChinaTime.today().minusDays(9), 0);
        milestone("C9", "rulesIssued", "building");
        as("leader", "/api/campaigns/C9/progress")
                .andExpect(jsonPath("$.total.overdue").value(0))
                .andExpect(jsonPath("$.overdue", hasSize(0)));
        as("leader", "/campaigns/C9/tasks?only=overdue")
                .andExpect(content().string(not(containsString("/assignments/"))));
        as("leader", "/campaigns/C9/tasks").andExpect(content().string(not(containsString("lamp-red"))));
        as("leader", "/campaigns/C9/milestones")
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
        as("leader", "/campaigns/C1")
                .andExpect(content().string(containsString("href=\"/campaigns/C1/tasks?only=open\"")));
        as("leader", "/campaigns/C1/milestones")
                .andExpect(content().string(containsString("href=\"/campaigns/C1/tasks?only=open\"")));
        as("clerk", "/campaigns/C1")
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
        as("leader", "/api/campaigns/C1/progress")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.total.total").value(3))
                .andExpect(jsonPath("$.total.completion.percent").value(33.3))
                .andExpect(jsonPath("$.byGroup[0].group").value("组织领导"))
                .andExpect(jsonPath("$.byGroup[0].tally.completion.percent").value(100))
                .andExpect(jsonPath("$.overdue[0].daysLate").value(9))
                .andExpect(jsonPath("$.coverage.accepted.done").value(1))
                .andExpect(jsonPath("$.byState.EXEMPT").value(0));
        as("leader", "/v3/api-docs").andExpect(content().string(containsString("/api/campaigns/{id}/progress")));
    }

    @Test
    void moreCampaignsDoNotCostTheDashboardMoreStatements() throws Exception {
        as("leader", "/dashboard");
        long one = statements();
        CountyRows rows = new CountyRows(jdbc);
        for (int i = 2; i < 8; i++) {
            rows.campaign("C" + i, "S1", Campaign.State.TERMINATED);
        }
        assertThat(statements()).isLessThanOrEqualTo(one);
    }

    /** The least of three: something else may talk to the database meanwhile. */
    private long statements() throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            least = Math.min(least, CountedStatements.during(() -> as("leader", "/dashboard")));
        }
        return least;
    }

    private ResultActions as(String account, String address) throws Exception {
        return mvc.perform(get(java.net.URI.create(address)).with(user(logins.loadUserByUsername(account))));
    }

    private void person(String account, @Nullable String unit, Role role) {
        people.add(new Person(account, "张示例", unit, Set.of(role), "", "", true), "test", "测试");
        accounts.setPassword(account, "Ceshi-mima-2026", false, "test", "测试");
    }
}
