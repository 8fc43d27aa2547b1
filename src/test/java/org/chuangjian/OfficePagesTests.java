package org.chuangjian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.identity.Accounts;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Units;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.County;
import org.chuangjian.support.Storage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The creation office's pages: what it may do there, what others may not, and what is said to bad input. */
@SpringBootTest(properties = {"chuangjian.example=false", "logging.file.name="})
@AutoConfigureMockMvc
@DirtiesContext
class OfficePagesTests {

    private static final String HEADER = "编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n";
    private static final String TABLE = HEADER
            + "A1,组织领导,机构,成立领导小组,60,关键项,政府办/创建办,文件,\n"
            + "A2,组织领导,经费,落实经费,40,基本项,财政局,,\n"
            + "A3,组织领导,协会,发挥协会作用,5,鼓励项,行业协会,,\n";

    @TempDir
    static Path data;

    @Autowired
    MockMvc mvc;

    @Autowired
    Units units;

    @Autowired
    People people;

    @Autowired
    Accounts accounts;

    @Autowired
    UserDetailsService details;

    @Autowired
    CriteriaSets sets;

    @Autowired
    JdbcClient jdbc;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.inFolder(properties, data);
    }

    @BeforeEach
    void settle() {
        County.settle(units, people, accounts);
    }

    @Test
    void importsACriteriaTableOnlyAfterItWasChecked() throws Exception {
        MockHttpSession session = new MockHttpSession();
        String edition = "检查-" + System.nanoTime();
        as(
                        "office",
                        upload("/criteria-sets/import", HEADER + "A1,一,二,要求,三,关键项,,,\n")
                                .param("kind", "giZone")
                                .param("edition", edition)
                                .session(session))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("分值")));
        as("office", confirmImport(edition).session(session)).andExpect(redirectedUrl("/criteria-sets/import"));
        assertThat(sets.find("giZone", edition)).isEmpty();

        as(
                        "office",
                        upload("/criteria-sets/import", TABLE)
                                .param("kind", "giZone")
                                .param("edition", edition)
                                .session(session))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("确认导入 3 项指标")));
        as("office", confirmImport(edition).session(session)).andExpect(status().is3xxRedirection());
        String id = sets.find("giZone", edition).orElseThrow().id();
        as("office", get("/criteria-sets/" + id)).andExpect(content().string(containsString("与百分制或千分制相符")));
    }

    @Test
    void keepsWhatWasTypedWhenACampaignCannotBeCreated() throws Exception {
        as(
                        "office",
                        post("/campaigns/new")
                                .param("criteriaSetId", set())
                                .param("name", "保留我")
                                .param("startDate", "2027-02-01")
                                .param("acceptanceDate", "2027-01-01"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("计划验收日期应晚于启动日期")))
                .andExpect(content().string(containsString("保留我")));
    }

    @Test
    void changesOwnersRowByRowAndByTable() throws Exception {
        String id = campaign();
        as("office", get("/campaigns/" + id + "/criteria").param("only", "unowned"))
                .andExpect(content().string(containsString("行业协会")))
                .andExpect(content().string(not(containsString("落实经费"))));
        as("office", owner(id, "A3", "u17", "2020-01-01"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("办理期限 2020-01-01 应在启动日期")));
        as("office", owner(id, "A3", "u17", ChinaTime.today().plusMonths(2).toString()))
                .andExpect(status().is3xxRedirection());

        as("office", get("/campaigns/" + id + "/owners/row").param("code", "A1"))
                .andExpect(content().string(containsString("成立领导小组")));
        as("office", get("/campaigns/" + id + "/owners/row").param("code", "A1").param("edit", "true"))
                .andExpect(content().string(containsString("配合单位")));

        MockHttpSession session = new MockHttpSession();
        String columns = "编码,牵头单位,配合单位,办理期限,佐证材料\n";
        String date = ChinaTime.today().plusMonths(3).toString();
        as(
                        "office",
                        upload("/campaigns/" + id + "/owners/import", columns + "A2,没有这个局,," + date + ",\n")
                                .session(session))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("没有这个局")));
        as(
                        "office",
                        upload("/campaigns/" + id + "/owners/import", columns + "A2,市监局,财政局、政府办," + date + ",票据\n")
                                .session(session))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("确认导入 1 项变更")));
        as("office", post("/campaigns/" + id + "/owners/import/confirm").session(session))
                .andExpect(redirectedUrl("/campaigns/" + id + "/criteria"));
        assertThat(jdbc.sql("select lead_unit from ownership where campaign_id = ? and criterion_code = 'A2'")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEqualTo("u02");
        as("office", get("/campaigns/" + id + "/owners/export"))
                .andExpect(status().isOk())
                .andExpect(header().string("Content-Disposition", containsString("attachment")));
    }

    @Test
    void launchesReviewsAndTellsTheSecondReviewerWhoWasFirst() throws Exception {
        String id = campaign();
        as("office", post("/campaigns/" + id + "/launch")).andExpect(redirectedUrl("/campaigns/" + id + "/launch"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> as("office", get("/campaigns/" + id + "/launch/progress"))
                        .andReturn()
                        .getResponse()
                        .getContentAsString()
                        .contains("查看任务"));
        String task = assignment(id, "A2");
        as(
                        "c-u06",
                        post("/api/assignments/" + task + "/submit")
                                .contentType(MediaType.APPLICATION_JSON)
                                .content("{\"note\":\"已落实\"}"))
                .andExpect(status().isOk());
        as(
                        "h-u06",
                        post("/api/assignments/" + task + "/confirm")
                                .contentType(MediaType.APPLICATION_JSON)
                                .content("{}"))
                .andExpect(status().isOk());

        as("office", get("/desk")).andExpect(content().string(containsString("A2 经费")));
        as(
                        "office",
                        post("/assignments/" + task + "/review")
                                .param("decision", "RETURN")
                                .param("opinion", "写了一半的意见"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("请选择退回原因")))
                .andExpect(content().string(containsString("写了一半的意见")));
        MvcResult many = as(
                        "office",
                        post("/desk/review")
                                .param("ids", task, assignment(id, "A1"))
                                .param("decision", "ACCEPT"))
                .andExpect(redirectedUrl("/desk/reviewed"))
                .andReturn();
        as("office", get("/desk/reviewed").flashAttrs(many.getFlashMap()))
                .andExpect(content().string(containsString("办成 1 项，未办成 1 项")));
        as(
                        "office2",
                        post("/assignments/" + task + "/review")
                                .param("decision", "ACCEPT")
                                .param("opinion", "写好而用不上的意见"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("该任务已由办示例于")))
                .andExpect(content().string(containsString("您填写的内容（未保存）")))
                .andExpect(content().string(containsString("写好而用不上的意见")));

        for (String page : List.of("criteria", "criteria/A2", "tasks", "evidence", "milestones", "log", "launch")) {
            as("leader", get("/campaigns/" + id + "/" + page)).andExpect(status().isOk());
        }
        as("office", get("/campaigns/" + id + "/tasks/export").param("state", "ACCEPTED"))
                .andExpect(status().isOk());
        as("c-u06", get("/assignments/" + task)).andExpect(status().isOk());
        as("c-u02", get("/assignments/" + task)).andExpect(status().isForbidden());
    }

    @Test
    void confirmsAMilestoneWithItsDocumentAndKeepsTheFormOtherwise() throws Exception {
        String id = campaign();
        String future = ChinaTime.today().plusDays(3).toString();
        String[] condition = jdbcCondition(id);
        as(
                        "office",
                        post("/campaigns/" + id + "/milestones")
                                .param("milestone", condition[0])
                                .param("condition", condition[1])
                                .param("documentNumber", "样政发〔2026〕1号")
                                .param("documentDate", future))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("文件日期不能晚于今天")))
                .andExpect(content().string(containsString("样政发〔2026〕1号")));
        as(
                        "office",
                        post("/campaigns/" + id + "/milestones")
                                .param("milestone", condition[0])
                                .param("condition", condition[1])
                                .param("documentDate", ChinaTime.today().toString()))
                .andExpect(status().is3xxRedirection());
    }

    @Test
    void opensOfficePagesToNoUnitAndChangesToNoLeader() throws Exception {
        String id = campaign();
        for (String page : List.of(
                "/desk",
                "/campaigns/new",
                "/criteria-sets",
                "/calendar",
                "/journal",
                "/campaigns/" + id + "/criteria",
                "/campaigns/" + id + "/milestones",
                "/campaigns/" + id + "/log")) {
            as("c-u03", get(page)).andExpect(status().isForbidden());
        }
        for (String page : List.of("/tasks", "/campaigns/" + id + "/tasks", "/campaigns/" + id + "/evidence")) {
            as("admin", get(page))
                    .andExpect(result ->
                            assertThat(result.getResponse().getStatus()).isIn(403, 404));
        }
        as("c-u04", get("/campaigns/" + id + "/tasks")).andExpect(status().isNotFound());
        as("c-u04", get("/campaigns/" + id + "/evidence")).andExpect(status().isNotFound());
        as("leader", get("/campaigns")).andExpect(status().isOk());
        as("leader", post("/campaigns/" + id + "/launch")).andExpect(status().isForbidden());
        as("leader", post("/campaigns/" + id + "/advance")).andExpect(status().isForbidden());
        as("leader", owner(id, "A3", "u17", "2027-01-01")).andExpect(status().isForbidden());
        as("auditor", get("/journal")).andExpect(status().isOk());
        as("leader", get("/journal")).andExpect(status().isForbidden());
    }

    @Test
    void showsAUnitItsOwnPartOfACampaignOnly() throws Exception {
        String id = campaign();
        as("office", post("/campaigns/" + id + "/launch")).andExpect(status().is3xxRedirection());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("select count(*) from assignment where campaign_id = ?")
                                .param(id)
                                .query(Integer.class)
                                .single()
                        == 3);
        as("c-u06", get("/campaigns"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("/campaigns/" + id + "\"")))
                .andExpect(content().string(not(containsString("/milestones"))));
        as("c-u06", get("/campaigns/" + id + "/tasks"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("A2 经费")))
                .andExpect(content().string(not(containsString("政府办"))))
                .andExpect(content().string(not(containsString("/campaigns/" + id + "/log"))));
        as("c-u06", get("/tasks")).andExpect(content().string(not(containsString("政府办"))));
        as("c-u06", get("/campaigns/" + id + "/evidence"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("A2 经费")))
                .andExpect(content().string(not(containsString("A1 机构"))));
        as("c-u06", get("/campaigns/" + id + "/tasks/export")).andExpect(status().isOk());
        for (String page : List.of("/tasks", "/campaigns/" + id + "/tasks", "/campaigns/" + id + "/evidence")) {
            as("c-u06", get(page).param("unit", "u03")).andExpect(status().isForbidden());
        }
        as("c-u06", get("/api/campaigns/" + id))
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString("政府办 "))));
    }

    @Test
    void launchesNothingForAUnitThatWasDeactivated() throws Exception {
        String id = campaign();
        units.deactivate("u06", true, true, "test", "测试");
        try {
            as("office", post("/api/campaigns/" + id + "/launch"))
                    .andExpect(status().isUnprocessableEntity())
                    .andExpect(content().string(containsString("指标 A2 的牵头单位“财政局”已停用")));
            assertThat(jdbc.sql("select count(*) from assignment where campaign_id = ?")
                            .param(id)
                            .query(Integer.class)
                            .single())
                    .isZero();
        } finally {
            units.activate("u06", "test", "测试");
        }
    }

    @Test
    void saysWhatAUnitHasStillToDoBeforeItGoesOutOfUse() throws Exception {
        String id = campaign();
        as("office", post("/campaigns/" + id + "/launch")).andExpect(status().is3xxRedirection());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> units.duties("u06").stream()
                        .anyMatch(duty -> duty.what().equals("未办结任务")));
        as("office", post("/api/units/u06/deactivate").param("evenWithPeople", "true"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.code").value("unit-has-work"))
                .andExpect(jsonPath("$.work[0].link").value("/tasks?only=open&unit=u06"))
                .andExpect(jsonPath("$.detail").value(containsString("“财政局”还有未办结任务")));
        as("office", get("/units/edit").param("code", "u06"))
                .andExpect(content().string(containsString("/tasks?only=open&amp;unit=u06")))
                .andExpect(content().string(containsString("仍要停用")));
        as("office", post("/units/deactivate").param("code", "u06"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("停用单位不会转走这些事项")));
        assertThat(units.get("u06").active()).isTrue();
        as("office", post("/units/deactivate").param("code", "u06").param("evenWithWork", "true"))
                .andExpect(redirectedUrl("/units/edit?code=u06"));
        assertThat(units.get("u06").active()).isFalse();
        units.activate("u06", "test", "测试");
    }

    @Test
    void tellsWhoChangedAUnitOrPersonMeanwhileAndKeepsWhatWasTyped() throws Exception {
        int shown = units.get("u07").version();
        as("office", unit(shown).param("head", "张示例")).andExpect(redirectedUrl("/units"));
        as("office2", unit(shown).param("head", "李样本"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("“标准院”已由办示例于")))
                .andExpect(content().string(containsString("负责人 空→张示例")))
                .andExpect(content().string(containsString("value=\"李样本\"")))
                .andExpect(content().string(containsString("name=\"version\" value=\"" + (shown + 1) + "\"")));
        assertThat(units.get("u07").head()).isEqualTo("张示例");
        String body = "{\"name\":\"标准院\",\"type\":\"DEPARTMENT\",\"liaison\":\"王样本\"%s}";
        as(
                        "office2",
                        put("/api/units/u07")
                                .contentType(MediaType.APPLICATION_JSON)
                                .content(body.formatted(",\"version\":" + shown)))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.code").value("changed-meanwhile"))
                .andExpect(jsonPath("$.by").value("办示例"));
        as(
                        "office2",
                        put("/api/units/u07")
                                .contentType(MediaType.APPLICATION_JSON)
                                .content(body.formatted("")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.version").value(shown + 2));

        int known = people.get("c-u07").version();
        as("office", person(known).param("phone", "13800000000"))
                .andExpect(redirectedUrl("/people/edit?account=c-u07"));
        as("office2", person(known).param("phone", "13900000000"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("已由办示例于")))
                .andExpect(content().string(containsString("value=\"13900000000\"")));
        assertThat(people.get("c-u07").phone()).isEqualTo("13800000000");
    }

    private static MockHttpServletRequestBuilder unit(int version) {
        return post("/units/edit")
                .param("existing", "u07")
                .param("version", String.valueOf(version))
                .param("name", "标准院")
                .param("type", "DEPARTMENT");
    }

    private static MockHttpServletRequestBuilder person(int version) {
        return post("/people/edit")
                .param("existing", "c-u07")
                .param("version", String.valueOf(version))
                .param("name", "标准院经办")
                .param("unitCode", "u07")
                .param("roles", "CLERK");
    }

    @Test
    void keepsWhatWasTypedAboutLeadersAndOrders() throws Exception {
        as(
                        "office",
                        post("/leaders")
                                .param("unit.u03", "leader")
                                .param("unit.u04", "c-u04")
                                .param("principals", "leader"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("账号“c-u04”不是领导")))
                .andExpect(content().string(containsString("value=\"leader\" selected=\"selected\"")))
                .andExpect(content().string(containsString("value=\"leader\" checked=\"checked\"")));

        String order = new ObjectMapper()
                .readTree(as(
                                "office",
                                post("/api/supervision-orders")
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .content("{\"title\":\"信访件\",\"unit\":\"u08\",\"reason\":\"请核实\",\"dueDate\":\""
                                                + ChinaTime.today().plusDays(9) + "\"}"))
                        .andExpect(status().isCreated())
                        .andReturn()
                        .getResponse()
                        .getContentAsString(StandardCharsets.UTF_8))
                .path("id")
                .asText();
        String page = "/supervision-orders/" + order;
        as("leader", get(page)).andExpect(content().string(not(containsString("事项已撤回"))));
        // As if an edition had taken the task away.
        jdbc.sql("update supervision_order set subject_type = 'ASSIGNMENT', subject_id = 'gone' where id = ?")
                .param(order)
                .update();
        as("leader", get(page))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("事项已撤回")))
                .andExpect(content().string(not(containsString("/assignments/gone"))));
        as("office", post(page + "/extend").param("dueDate", ChinaTime.today().toString()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("value=\"" + ChinaTime.today() + "\"")));
        as("office", post(page + "/withdraw").param("reason", "重复发出")).andExpect(redirectedUrl(page));
        as("office2", post(page + "/withdraw").param("reason", "另有安排"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("另有安排")));
        as("c-u08", post(page + "/answer").param("answer", "写了很久的回复"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("您填写的内容（未保存）")))
                .andExpect(content().string(containsString("写了很久的回复")));
    }

    @Test
    void saysWhyNothingIsSavedWhenSomebodyElseClosedTheForm() throws Exception {
        String name = "示例称号 " + System.nanoTime();
        String page = as(
                        "office",
                        post("/titles/new")
                                .param("kind", "giZone")
                                .param("name", name)
                                .param("documentNumber", "示〔2024〕1号")
                                .param("namedOn", "2024-02-29"))
                .andExpect(status().is3xxRedirection())
                .andReturn()
                .getResponse()
                .getRedirectedUrl();
        as("office", withdrawal(page, "发生重大事故")).andExpect(redirectedUrl(page));
        as("office2", withdrawal(page, "写了很久的原因"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("称号已撤销，")))
                .andExpect(content().string(containsString("写了很久的原因")));
    }

    @Test
    void tellsWhatFollowsANamingInPlainWords() throws Exception {
        as("office", get("/campaigns/" + campaign() + "/naming"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("每年12月31日前：")));
    }

    private static MockHttpServletRequestBuilder withdrawal(@Nullable String page, String reason) {
        return post(page + "/withdraw")
                .param("withdrawal", "REVOKED")
                .param("documentNumber", "示撤〔2026〕1号")
                .param("withdrawnOn", ChinaTime.today().toString())
                .param("reason", reason);
    }

    @Test
    void refusesOwnersOfTheWrongShapeInsteadOfWipingThem() throws Exception {
        String id = campaign();
        for (String body : List.of(
                "{\"A1\":5}",
                "{\"A1\":null}",
                "{\"A1\":{\"lead\":{\"code\":\"u03\"}}}",
                "{\"A1\":{\"lead\":\"u03\",\"supporting\":\"u06\"}}",
                "{\"A1\":{\"supporting\":[1]}}",
                "{\"A1\":{\"leader\":\"u03\"}}",
                "{\"A1\":{\"deadline\":\"明年\"}}")) {
            as(
                            "office",
                            put("/api/campaigns/" + id + "/owners")
                                    .contentType(MediaType.APPLICATION_JSON)
                                    .content(body))
                    .andExpect(status().isUnprocessableEntity())
                    .andExpect(jsonPath("$.code").value("owners"))
                    .andExpect(jsonPath("$.problems[0].reason").value(containsString("A1")));
        }
        as("office", get("/api/campaigns/" + id + "/owners"))
                .andExpect(jsonPath("$.owners.A1.lead").value("u03"))
                .andExpect(jsonPath("$.owners.A1.supporting[0]").value("u01"));
    }

    @Test
    void refusesDatesThatAreASlipOfThePen() throws Exception {
        for (String[] dates :
                List.of(new String[] {"0001-01-01", "2027-01-01"}, new String[] {"2026-01-01", "2206-01-01"})) {
            as(
                            "office",
                            post("/campaigns/new")
                                    .param("criteriaSetId", set())
                                    .param("name", "年份写错")
                                    .param("startDate", dates[0])
                                    .param("acceptanceDate", dates[1]))
                    .andExpect(status().isUnprocessableEntity())
                    .andExpect(content().string(containsString("请核对年份")));
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        String id = campaign();
        as("office", get("/api/campaigns/" + id + "/assignments").param("state", "LATE"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(containsString("只能是 TO_RECEIVE、IN_PROGRESS")));
        as(
                        "office",
                        post("/api/campaigns")
                                .contentType(MediaType.APPLICATION_JSON)
                                .content("{\"startDate\":\"2026-13-01\"}"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(containsString("字段 startDate 的值不对")));
        as("office", upload("/api/criteria-sets", TABLE).param("kind", "nope").param("edition", "一"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.code").value("unknown-kind"));
    }

    @Test
    void describesEveryCallAndItsAnswers() throws Exception {
        JsonNode api = new ObjectMapper()
                .readTree(as("office", get("/v3/api-docs"))
                        .andReturn()
                        .getResponse()
                        .getContentAsByteArray());
        api.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(call -> {
                    String name = call.getKey() + " " + path.getKey();
                    assertThat(call.getValue().path("summary").asText())
                            .as(name)
                            .containsPattern("\\p{IsHan}");
                    assertThat(call.getValue().path("responses").has("403"))
                            .as(name)
                            .isTrue();
                }));
        JsonNode imported = api.at("/paths/~1api~1criteria-sets/post/responses");
        assertThat(imported.has("201") && imported.has("422") && imported.has("409"))
                .isTrue();
    }

    @Test
    void setsOneDayOfTheCalendar() throws Exception {
        as("office", get("/calendar").param("year", "2026")).andExpect(status().isOk());
        as(
                        "office",
                        post("/calendar/day")
                                .param("day", "2026-11-07")
                                .param("rule", "on")
                                .param("name", "补班"))
                .andExpect(status().is3xxRedirection());
        as("office", get("/calendar").param("year", "2026")).andExpect(content().string(containsString("补班")));
        as("office", upload("/calendar/import", "日期,类型,名称\n2026-01-01,放,元旦\n"))
                .andExpect(status().isUnprocessableEntity());
        as("auditor", post("/calendar/day").param("day", "2026-11-07").param("rule", "off"))
                .andExpect(status().isForbidden());
    }

    private String[] jdbcCondition(String id) {
        String code = jdbc.sql("select code from milestone where campaign_id = ? and rule = 'leadingGroupFormed'")
                .param(id)
                .query(String.class)
                .single();
        return new String[] {code, "leadingGroup"};
    }

    private String assignment(String campaign, String criterion) {
        return jdbc.sql("select id from assignment where campaign_id = ? and criterion_code = ? order by role")
                .params(campaign, criterion)
                .query(String.class)
                .list()
                .get(0);
    }

    private String set() {
        return Objects.requireNonNull(sets.importSet(
                        "giZone",
                        "页面-" + System.nanoTime(),
                        TABLE.getBytes(StandardCharsets.UTF_8),
                        "示例细则.csv",
                        "office",
                        "办示例",
                        false)
                .id());
    }

    private String campaign() throws Exception {
        String location = as(
                        "office",
                        post("/campaigns/new")
                                .param("criteriaSetId", set())
                                .param("name", "示例示范区")
                                .param(
                                        "startDate",
                                        ChinaTime.today().minusMonths(1).toString())
                                .param(
                                        "acceptanceDate",
                                        ChinaTime.today().plusYears(1).toString()))
                .andExpect(status().is3xxRedirection())
                .andReturn()
                .getResponse()
                .getRedirectedUrl();
        return String.valueOf(location).split("/")[2];
    }

    private static MockHttpServletRequestBuilder owner(String id, String code, String lead, String deadline) {
        return post("/campaigns/" + id + "/owners")
                .param("code", code)
                .param("lead", lead)
                .param("deadline", deadline)
                .param("evidenceRequired", "");
    }

    private static MockHttpServletRequestBuilder confirmImport(String edition) {
        return post("/criteria-sets/import/confirm").param("kind", "giZone").param("edition", edition);
    }

    private static org.springframework.test.web.servlet.request.MockMultipartHttpServletRequestBuilder upload(
            String path, String table) {
        return multipart(path)
                .file(new MockMultipartFile("file", "表.csv", "text/csv", table.getBytes(StandardCharsets.UTF_8)));
    }

    private ResultActions as(String account, MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(
                request.with(user(details.loadUserByUsername(account))).with(csrf()));
    }
}
