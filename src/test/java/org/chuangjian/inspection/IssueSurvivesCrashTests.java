package org.chuangjian.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.chuangjian.organisation.Role;
import org.chuangjian.support.ApplicationServer;
import org.chuangjian.support.Node;
import org.chuangjian.support.Postgres;
import org.chuangjian.support.Script;
import org.chuangjian.support.Script.Answer;
import org.chuangjian.support.SmallCounty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.web.client.RestClientException;

/** A node that dies while it issues a batch leaves nothing half done, and the next one issues each finding once. */
class IssueSurvivesCrashTests {

    private static final int FINDINGS = 120;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static String[] options;
    private static DataSource database;
    private static JdbcClient jdbc;
    private static ApplicationServer server;
    private static SmallCounty county;
    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        String url = Postgres.freshDatabase();
        options = new String[] {
            "--spring.datasource.url=" + url,
            "--spring.datasource.username=postgres",
            "--spring.datasource.password=postgres",
            "--chuangjian.data=" + folder.resolve("data"),
            "--chuangjian.example=false"
        };
        database = new DriverManagerDataSource(url);
        jdbc = JdbcClient.create(database);
        Files.createDirectories(folder.resolve("tmp"));
        server = ApplicationServer.start(options);
        county = SmallCounty.in(server);
        county.person("inspector", "检查示例", null, Role.INSPECTOR);
        node = Node.begin(folder.resolve("tmp"), options).awaitReady();
    }

    @AfterAll
    static void stop() {
        node.close();
        server.close();
    }

    @Test
    void issuesEachFindingOnceAlthoughTheNodeIsKilledInTheMiddle() throws Exception {
        String numbering = inspected("示例批发市场", "示例商超");
        killWhileItWrites(numbering, "finding_counter");
        nothingIsIssued(numbering);
        node = Node.begin(folder.resolve("tmp"), options).awaitReady();
        issue(numbering, FINDINGS);
        eachIsIssuedOnce(numbering);

        String starting = inspected("示例农贸市场", "示例冷库");
        killWhileItWrites(starting, "act_ru_task");
        nothingIsIssued(starting);
        node = Node.begin(folder.resolve("tmp"), options).awaitReady();
        issue(starting, FINDINGS);
        eachIsIssuedOnce(starting);
        issue(starting, 0);
        eachIsIssuedOnce(starting);

        assertThat(count("select last_number from finding_counter where campaign_id = ?", county.campaign()))
                .as("no number was lost with the nodes")
                .isEqualTo(2 * FINDINGS);
        assertThat(count("select count(distinct number) from finding")).isEqualTo(2 * FINDINGS);
        assertThat(count("select count(*) from act_hi_procinst where proc_def_key_ = 'rectification'"))
                .as("processes ever started")
                .isEqualTo(2 * FINDINGS);
    }

    /** Sends the order to issue, holds it where it writes to the table, and kills the node there. */
    private static void killWhileItWrites(String inspection, String table) throws Exception {
        Script office = new Script(node.port(), "office", SmallCounty.PASSWORD);
        CountDownLatch unanswered = new CountDownLatch(1);
        ExecutorService person = Executors.newSingleThreadExecutor();
        String held = "select count(*) from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock' and lower(query) like ?";
        try (Connection holding = database.getConnection();
                Statement lock = holding.createStatement()) {
            holding.setAutoCommit(false);
            lock.execute("lock table " + table + " in share mode");
            person.execute(() -> {
                try {
                    office.post("/api/inspections/" + inspection + "/issue", null);
                } catch (RestClientException e) {
                    unanswered.countDown();
                }
            });
            await().atMost(SOON).until(() -> count(held, "%" + table + "%") > 0);
            node.kill();
            assertThat(unanswered.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            person.shutdownNow();
        }
        // Let go, the database notices that nobody is there any more.
        await().atMost(SOON)
                .until(() -> count(
                                "select count(*) from pg_stat_activity where datname = current_database()"
                                        + " and pid <> pg_backend_pid() and lower(query) like ?"
                                        + " and xact_start is not null",
                                "%" + table + "%")
                        == 0);
    }

    private static void nothingIsIssued(String inspection) {
        assertThat(count(
                        "select count(*) from finding where inspection_id = ? and (number is not null"
                                + " or state <> 'DISCOVERED' or due_date is not null)",
                        inspection))
                .isZero();
        assertThat(count("select count(*) from inspection where id = ? and issued_at is not null", inspection))
                .isZero();
        assertThat(count(
                        "select count(*) from act_ru_execution e join finding f on f.id = e.business_key_"
                                + " where f.inspection_id = ?",
                        inspection))
                .isZero();
        assertThat(told(inspection)).isZero();
    }

    private static void eachIsIssuedOnce(String inspection) {
        assertThat(count("select count(distinct number) from finding where inspection_id = ? and open", inspection))
                .isEqualTo(FINDINGS);
        assertThat(count(
                        "select count(*) from finding f where f.inspection_id = ? and ((select count(*)"
                                + " from act_ru_execution e where e.business_key_ = f.id and e.parent_id_ is null) <> 1"
                                + " or (select count(*) from act_ru_task t join act_ru_execution e"
                                + " on e.id_ = t.proc_inst_id_ where e.business_key_ = f.id) <> 1)",
                        inspection))
                .as("findings without exactly one process and one task")
                .isZero();
        assertThat(told(inspection)).as("once for each finding").isEqualTo(FINDINGS);
    }

    private static int told(String inspection) {
        return count(
                "select count(*) from journal j join finding f on f.id = j.object_id where f.inspection_id = ?"
                        + " and j.action = '交办'",
                inspection);
    }

    private static void issue(String inspection, int expected) {
        Answer answer = new Script(node.port(), "office", SmallCounty.PASSWORD)
                .post("/api/inspections/" + inspection + "/issue", null);
        assertThat(answer.status()).as(answer.text("detail")).isEqualTo(200);
        assertThat(answer.json().path("issued").asInt()).isEqualTo(expected);
        assertThat(answer.json().path("numbers")).hasSize(FINDINGS);
    }

    /** A plan whose inspector has found a great deal. */
    private static String inspected(String first, String second) {
        Script office = new Script(server.port(), "office", SmallCounty.PASSWORD);
        List<String> sites = List.of(county.site(first, "JYJ", "T02"), county.site(second, "SJJ", "T02"));
        Answer plan = office.post(
                "/api/campaigns/" + county.campaign() + "/inspections",
                Map.of("inspectors", List.of("inspector"), "sites", sites));
        assertThat(plan.status()).as(plan.text("detail")).isEqualTo(201);
        Script inspector = new Script(server.port(), "inspector", SmallCounty.PASSWORD);
        for (int i = 0; i < FINDINGS; i++) {
            Answer seen = inspector.post(
                    "/api/inspections/" + plan.text("id") + "/findings",
                    Map.of(
                            "site",
                            sites.get(i % 2),
                            "criterion",
                            "A1",
                            "severity",
                            "structural",
                            "description",
                            "第 " + i + " 个问题"));
            assertThat(seen.status()).as(seen.text("detail")).isEqualTo(201);
        }
        return plan.text("id");
    }

    private static int count(String sql, Object... parameters) {
        return jdbc.sql(sql)
                .params(List.of(parameters))
                .query(Integer.class)
                .optional()
                .orElse(0);
    }
}
