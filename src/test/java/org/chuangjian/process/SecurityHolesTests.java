package org.chuangjian.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.task.Task;
import org.chuangjian.support.ApplicationServer;
import org.chuangjian.support.Caller;
import org.chuangjian.support.SmallCounty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The known holes of the engine and its web applications, each tried on the running product. */
class SecurityHolesTests {

    private static final String REST = "/camunda/api/engine/engine/default";
    private static final String EVIL = "${''.getClass().forName('java.lang.Runtime')}";

    private static final String LIST = "/list?firstResult=0&maxResults=15";

    private static ApplicationServer server;
    private static SmallCounty county;
    private static Caller clerk;
    private static Caller admin;

    @BeforeAll
    static void start() {
        server = ApplicationServer.start();
        county = SmallCounty.in(server);
        clerk = county.browser("jyj");
        clerk.get("/camunda/app/tasklist/default/");
        admin = county.browser("admin");
        admin.get("/camunda/app/cockpit/default/");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /* 1: expressions in queries */

    @Test
    void noExpressionInAnOrBranchIsAccepted() {
        String query = "{\"orQueries\":[{\"assigneeExpression\":\"" + EVIL + "\"}]}";
        refused(admin.post(REST + "/task?firstResult=0&maxResults=10", query));
        refused(clerk.post(filter("待我办理") + LIST, query));
        refused(clerk.post(filter("待我办理") + LIST, query.replace("Expression", "\\u0045xpression")));
        refused(admin.get(REST + "/task?firstResult=0&maxResults=10&assigneeExpression=%24%7BcurrentUser%28%29.x%7D"));
    }

    private static void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("查询条件中不允许使用表达式");
    }

    @Test
    void noFilterWithAnExpressionIsSaved() {
        String saved =
                "{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":{\"orQueries\":[{\"candidateUserExpression\":\""
                        + EVIL + "\"}]}}";
        refused(admin.post(REST + "/filter/create", saved));
    }

    @Test
    void anExpressionAlreadySavedIsNotEvaluated() {
        FilterService filters = server.bean(FilterService.class);
        Filter filter = filters.newTaskFilter("old");
        TaskQueryImpl query = (TaskQueryImpl) server.bean(TaskService.class).createTaskQuery();
        filter.setQuery(query.or().taskAssigneeExpression(EVIL).endOr());
        String id = filters.saveFilter(filter).getId();
        try {
            assertThatThrownBy(() -> filters.list(id)).isInstanceOf(ProcessEngineException.class);
            assertThat(admin.post(REST + "/filter/" + id + LIST, "{}").statusCode())
                    .isGreaterThanOrEqualTo(400);
        } finally {
            filters.deleteFilter(id);
        }
    }

    @Test
    void whatTasklistItselfUsesStillWorks() {
        assertThat(admin.post(
                                REST + "/task?firstResult=0&maxResults=10",
                                "{\"assigneeExpression\":null,\"taskDefinitionKey\":\"x\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    /* 2: the path that makes administrators */

    @ParameterizedTest
    @ValueSource(strings = {"/camunda/api/admin/setup/default/user/create", "/camunda/app/admin/default/setup/"})
    void nobodyReachesTheSetUpOfAdministrators(String path) {
        String user = "{\"profile\":{\"id\":\"evil\"},\"credentials\":{\"password\":\"evil\"}}";
        assertThat(Caller.anonymous(server.url()).post(path, user).statusCode()).isIn(302, 401, 403);
        assertThat(clerk.post(path, user).statusCode()).isEqualTo(403);
        assertThat(admin.post(path, user).statusCode()).isEqualTo(403);
        assertThat(admin.get(path).statusCode()).isEqualTo(403);
        assertThat(server.bean(IdentityService.class)
                        .createUserQuery()
                        .userId("evil")
                        .count())
                .isZero();
    }

    /* 3: beans */

    @ParameterizedTest
    @ValueSource(strings = {"${environment}", "${dataSource}", "${accounts}", "${assignmentWork}", "${jdbcClient}"})
    void aModelReachesNoBeanButTheSteps(String expression) {
        ProcessEngineConfigurationImpl engine = engine();
        Task task = anyTask();
        assertThatThrownBy(() -> engine.getCommandExecutorTxRequired()
                        .execute(context -> engine.getExpressionManager()
                                .createExpression(expression)
                                .getValue(context.getTaskManager().findTaskById(task.getId()))))
                .isInstanceOf(ProcessEngineException.class);
    }

    @Test
    void aModelReachesTheSteps() {
        ProcessEngineConfigurationImpl engine = engine();
        Task task = anyTask();
        Object steps = engine.getCommandExecutorTxRequired()
                .execute(context -> engine.getExpressionManager()
                        .createExpression("${assignmentSteps}")
                        .getValue(context.getTaskManager().findTaskById(task.getId())));
        assertThat(steps).isInstanceOf(AssignmentSteps.class);
    }

    /* 4: the content policy */

    @Test
    void thePolicyAllowsTheInlineScriptThatIsServedAndNoNonce() {
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> page = clerk.get("/camunda/app/tasklist/default/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().allValues("Content-Security-Policy"))
                    .singleElement()
                    .satisfies(policy -> {
                        assertThat(WebappPolicy.hashes(page.body())).isNotBlank();
                        assertThat(policy)
                                .contains(WebappPolicy.hashes(page.body()))
                                .doesNotContain("nonce", "script-src 'unsafe-inline'");
                    });
        }
        assertThat(clerk.get("/account").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe-eval"));
    }

    /* 5: the anonymous interface */

    @ParameterizedTest
    @ValueSource(strings = {"/engine-rest/engine", "/engine-rest/task", "/rest/task"})
    void theAnonymousInterfaceIsNotThere(String path) {
        assertThat(Caller.anonymous(server.url()).get(path).statusCode()).isIn(302, 401, 403, 404);
        assertThat(admin.get(path).statusCode()).isIn(403, 404);
    }

    /* 6: paths */

    @ParameterizedTest
    @CsvSource({
        "GET,/camunda/app/cockpit/default/",
        "GET,/camunda/app/admin/default/",
        "GET,/camunda/app/welcome/default/",
        "GET,/camunda/api/cockpit/plugin/base/default/incident",
        "POST,/deployment/create",
        "GET,/deployment",
        "POST,/filter/create",
        "PUT,/filter/1",
        "DELETE,/filter/1",
        "GET,/task",
        "POST,/task",
        "POST,/task/create",
        "PUT,/task/1",
        "DELETE,/task/1",
        "POST,/task/1/complete",
        "POST,/task/1/submit-form",
        "POST,/task/1/resolve",
        "POST,/task/1/delegate",
        "POST,/task/1/assignee",
        "POST,/task/1/bpmnError",
        "POST,/task/1/identity-links",
        "POST,/task/1/comment/create",
        "PUT,/task/1/variables/x",
        "GET,/task/1/variables",
        "POST,/task/1/localVariables",
        "POST,/process-instance",
        "GET,/process-instance",
        "POST,/process-instance/1/modification",
        "PUT,/process-instance/1/variables/x",
        "POST,/modification/execute",
        "POST,/migration/execute",
        "GET,/batch",
        "POST,/message",
        "POST,/signal",
        "POST,/execution/1/signal",
        "POST,/condition",
        "POST,/process-definition/1/start",
        "POST,/process-definition/key/assignment/submit-form",
        "POST,/decision-definition/key/x/evaluate",
        "GET,/job",
        "POST,/external-task/fetchAndLock",
        "GET,/authorization",
        "POST,/authorization/create",
        "GET,/user",
        "POST,/user/create",
        "POST,/group/create",
        "POST,/tenant/create",
        "GET,/history/task",
        "GET,/history/variable-instance",
        "GET,/incident",
        "GET,/metrics",
        "GET,/telemetry/configuration",
        "GET,/something-new"
    })
    void aClerkIsDenied(String method, String path) {
        String full = path.startsWith("/camunda") ? path : REST + path;
        String body = method.equals("GET") || method.equals("DELETE") ? null : "{}";
        assertThat(clerk.send(method, full, body == null ? null : "application/json", body)
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/task/1/complete", "/task/1/submit-form", "/deployment/create"})
    void notEvenTheAdministratorGoesPastOurRules(String path) {
        assertThat(admin.post(REST + path, "{}").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/camunda/app/tasklist/default/", "/camunda/api/engine/engine/default/filter"})
    void whoHasNoTasksHasNoTasklist(String path) {
        assertThat(county.browser("leader").get(path).statusCode()).isEqualTo(403);
    }

    @Test
    void strangersAreSentToTheOneSignOn() {
        Caller stranger = Caller.anonymous(server.url());
        HttpResponse<String> page = stranger.get("/camunda/app/tasklist/default/");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
        HttpResponse<String> api = stranger.get(REST + "/filter");
        assertThat(api.statusCode()).isEqualTo(401);
        assertThat(api.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void anotherUnitsTaskIsClosedOnEveryRoute() {
        String foreign = task("B1").getId();
        for (String path :
                new String[] {"", "/form", "/deployed-form", "/form-variables", "/variables", "/identity-links"}) {
            assertThat(clerk.get(REST + "/task/" + foreign + path).statusCode())
                    .as(path)
                    .isIn(400, 403, 404, 500);
        }
        assertThat(clerk.post(REST + "/task/" + foreign + "/claim", "{\"userId\":\"jyj\"}")
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
        assertThat(clerk.post(REST + "/task/" + foreign + "/complete", "{}").statusCode())
                .isEqualTo(403);
        assertThat(task("B1").getAssignee()).isNull();
        assertThat(clerk.get("/api/assignments/" + county.assignment("B1")).statusCode())
                .isEqualTo(403);
        assertThat(clerk.post(filter("待我办理") + LIST, "{}").body())
                .doesNotContain(foreign)
                .contains(task("A1").getId());
    }

    /* 7: defaults */

    @Test
    void bodiesAreBounded() {
        String large = "{\"name\":\"" + "x".repeat(QueryGuard.MAX_BYTES) + "\"}";
        assertThat(clerk.post(filter("待我办理") + LIST, large).statusCode()).isEqualTo(413);
        assertThat(clerk.send("POST", filter("待我办理") + LIST, "text/plain", "{}").statusCode())
                .isEqualTo(415);
    }

    @Test
    void queriesAreBoundedAndTheSchemaIsLiquibases() {
        ProcessEngineConfigurationImpl engine = engine();
        assertThat(engine.getQueryMaxResultsLimit()).isEqualTo(2000);
        assertThat(engine.getDatabaseSchemaUpdate()).isEqualTo("false");
        assertThat(engine.isAuthorizationEnabled()).isTrue();
        assertThat(engine.isEnableExpressionsInAdhocQueries()).isFalse();
        assertThat(engine.isEnableExpressionsInStoredQueries()).isFalse();
        assertThat(server.bean(IdentityService.class).isReadOnly()).isTrue();
        assertThat(server.bean(IdentityService.class).checkPassword("admin", SmallCounty.PASSWORD))
                .isFalse();
    }

    @Test
    void leavingTasklistEndsOurSessionAndTheOtherWayRound() {
        Caller person = county.browser("sjj");
        person.get("/camunda/app/tasklist/default/");
        assertThat(person.send("POST", "/camunda/api/admin/auth/user/default/logout", null, null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(person.get("/account").statusCode()).isEqualTo(302);

        Caller other = county.browser("sjj");
        other.get("/camunda/app/tasklist/default/");
        other.get("/account");
        assertThat(other.send("POST", "/logout", null, null).statusCode()).isEqualTo(302);
        assertThat(other.get(REST + "/filter").statusCode()).isEqualTo(401);
    }

    private static ProcessEngineConfigurationImpl engine() {
        return (ProcessEngineConfigurationImpl) server.bean(ProcessEngine.class).getProcessEngineConfiguration();
    }

    private static String filter(String name) {
        return REST + "/filter/"
                + server.bean(FilterService.class)
                        .createTaskFilterQuery()
                        .filterName(name)
                        .singleResult()
                        .getId();
    }

    private static Task anyTask() {
        return task("A1");
    }

    private static Task task(String criterion) {
        return server.bean(TaskService.class)
                .createTaskQuery()
                .processInstanceBusinessKey(county.assignment(criterion))
                .singleResult();
    }

    @Test
    void theListsAreReadyAndMadeOnce() {
        server.bean(TasklistSetup.class).afterSingletonsInstantiated();
        JsonNode filters = clerk.json("GET", REST + "/filter?resourceType=Task&firstResult=0&maxResults=100", null);
        assertThat(filters.findValuesAsText("name")).containsExactlyInAnyOrder("待我办理", "问题整改", "督办事项", "自评打分", "后续事项");
    }
}
