package org.chuangjian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.identity.Accounts;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Units;
import org.chuangjian.support.ApplicationServer;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.County;
import org.chuangjian.support.Node;
import org.chuangjian.support.Postgres;
import org.chuangjian.support.Script;
import org.chuangjian.support.Script.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.web.client.RestClientException;

/**
 * Two nodes on one PostgreSQL: one is a process of its own and gets killed, the other one stands for whoever comes after
 * it.
 */
class LaunchSurvivesCrashTests {

    private static final int CRITERIA = 75;
    private static final int UNITS = 20;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static String[] options;
    private static JdbcClient jdbc;
    private static Node node;
    private static ApplicationServer other;

    @BeforeAll
    static void startTwoNodesOnAnEmptyDatabase() throws IOException {
        String url = Postgres.freshDatabase();
        options = new String[] {
            "--spring.datasource.url=" + url,
            "--spring.datasource.username=postgres",
            "--spring.datasource.password=postgres",
            "--chuangjian.data=" + folder.resolve("data"),
            "--chuangjian.example=false",
            "--chuangjian.jobs.lease=3s",
            "--chuangjian.jobs.sweep=500ms"
        };
        jdbc = JdbcClient.create(new DriverManagerDataSource(url));
        Files.createDirectories(folder.resolve("tmp"));
        node = beginNode();
        other = ApplicationServer.start(options);
        node.awaitReady();
        County.settle(other.bean(Units.class), other.bean(People.class), other.bean(Accounts.class));
        other.close();
    }

    @AfterAll
    static void stop() {
        node.close();
        other.close();
    }

    private static Node beginNode() {
        return Node.begin(folder.resolve("tmp"), options);
    }

    @Test
    void twoNodesMayStartAtOnceOnAnEmptyDatabase() {
        assertThat(count("select count(*) from act_re_procdef where version_ <> 1"))
                .isZero();
        assertThat(count("select count(*) from act_re_deployment"))
                .isEqualTo(count("select count(distinct name_) from act_re_deployment"))
                .isEqualTo(count("select count(*) from act_re_procdef"))
                .isPositive();
        assertThat(jdbc.sql("select name_ from act_ru_filter")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("待我办理", "待我审核", "问题整改", "自评打分", "督办事项", "阶段事项", "后续事项");
        assertThat(count(
                        "select count(*) from (select group_id_, resource_type_, resource_id_ from act_ru_authorization"
                                + " group by group_id_, resource_type_, resource_id_ having count(*) > 1) g"))
                .isZero();
        assertThat(count("select count(*) from (select id, author, filename from databasechangelog"
                        + " group by id, author, filename having count(*) > 1) c"))
                .isZero();
        assertThat(jdbc.sql("select action from journal where object_id = 'admin' and actor = '自动'")
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void aLaunchWhoseNodeIsKilledIsFinishedByTheNextOnesAndNothingIsThereTwice() {
        ensureNode();
        String names = County.UNITS.values().stream().skip(1).limit(UNITS).collect(Collectors.joining("/"));
        String campaign = campaign("launch", table(CRITERIA, names));
        int expected = CRITERIA * UNITS;
        String job = new Script(node.port(), "office")
                .post("/api/campaigns/" + campaign + "/launch", null)
                .text("jobId");
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> count("select done from job where id = ?", job) > 0);
        node.kill();
        assertThat(count("select count(*) from assignment where campaign_id = ?", campaign))
                .isPositive()
                .isLessThan(expected);
        // What a node leaves behind that is killed while it brings the tables up to date.
        jdbc.sql("update databasechangeloglock set locked = true, lockgranted = now(), lockedby = 'gone'")
                .update();

        node = beginNode();
        ensureOther();
        node.awaitReady();
        List<String> jobs = Stream.of(node.port(), other.port())
                .parallel()
                .map(port -> new Script(port, "office").post("/api/campaigns/" + campaign + "/launch", null))
                .map(answer -> answer.text("jobId"))
                .toList();
        await().atMost(SOON)
                .until(() -> count("select count(*) from job where subject = ? and state <> 'DONE'", campaign) == 0);

        assertThat(jobs).doesNotContain("");
        assertThat(jdbc.sql("select message from job where id = ?")
                        .param(job)
                        .query(String.class)
                        .single())
                .contains(String.valueOf(expected));
        everyAssignmentHasItsProcess(campaign, expected);
        assertThat(jdbc.sql("select stage from campaign where id = ?")
                        .param(campaign)
                        .query(String.class)
                        .single())
                .isEqualTo("building");
        assertThat(count("select count(*) from journal where campaign_id = ? and action = '进入阶段'", campaign))
                .isEqualTo(count(
                        "select count(distinct detail) from journal where campaign_id = ? and action = '进入阶段'",
                        campaign));
    }

    private static void everyAssignmentHasItsProcess(String campaign, int expected) {
        assertThat(count("select count(*) from assignment where campaign_id = ? and open", campaign))
                .isEqualTo(expected);
        assertThat(count(
                        "select count(distinct criterion_code || '/' || unit_code) from assignment where campaign_id = ?",
                        campaign))
                .isEqualTo(expected);
        assertThat(count("select count(*) from assignment a where a.open and ((select count(*) from act_ru_execution e"
                        + " where e.business_key_ = a.id and e.parent_id_ is null) <> 1 or (select count(*)"
                        + " from act_ru_task t join act_ru_execution e on e.id_ = t.proc_inst_id_"
                        + " where e.business_key_ = a.id) <> 1)"))
                .as("open assignments without exactly one instance and one task")
                .isZero();
        assertThat(count("select count(*) from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_"
                        + " where d.key_ = 'assignment' and e.parent_id_ is null and not exists"
                        + " (select 1 from assignment a where a.id = e.business_key_ and a.open)"))
                .as("instances without an open assignment")
                .isZero();
        assertThat(count("select count(*) from act_hi_procinst where proc_def_key_ = 'assignment'"))
                .as("instances ever started")
                .isEqualTo(count("select count(*) from assignment"));
    }

    @Test
    void evidenceIsThereWholeOrNotAtAllWhenItsNodeIsKilledWhileItComesIn() throws Exception {
        ensureNode();
        String campaign = campaign("evidence", table(1, "市监局"));
        new Script(node.port(), "office").post("/api/campaigns/" + campaign + "/launch", null);
        await().atMost(SOON).until(() -> count("select count(*) from assignment where campaign_id = ?", campaign) == 1);
        String assignment = jdbc.sql("select id from assignment where campaign_id = ?")
                .param(campaign)
                .query(String.class)
                .single();

        Queue<String> answered = new ConcurrentLinkedQueue<>();
        AtomicInteger number = new AtomicInteger();
        CountDownLatch gone = new CountDownLatch(3);
        ExecutorService clerks = Executors.newFixedThreadPool(3);
        try (Socket slow = halfAFile(node.port(), assignment)) {
            for (int clerk = 0; clerk < 3; clerk++) {
                clerks.execute(() -> uploadUntilItBreaks(assignment, number, answered, gone));
            }
            await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> answered.size() >= 5);
            node.kill();
            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(slow.getInputStream().readAllBytes()).isEmpty();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(node.output(), e);
        } finally {
            clerks.shutdownNow();
        }

        ensureOther();
        assertThat(other.bean(EvidenceBook.class).check()).isEmpty();
        List<String> kept = jdbc.sql("select e.name from evidence e join evidence_use u on u.evidence_id = e.id"
                        + " where u.assignment_id = ? and u.state = 'DRAFT'")
                .param(assignment)
                .query(String.class)
                .list();
        assertThat(kept).containsAll(answered).doesNotContain("慢.pdf").doesNotHaveDuplicates();
        assertThat(count("select count(*) from evidence e where not exists"
                        + " (select 1 from evidence_use u where u.evidence_id = e.id)"))
                .isZero();
        try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("files"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(hash(Files.readAllBytes(file)))
                            .isEqualTo(file.getFileName().toString()));
        }
        Script clerk = new Script(other.port(), "c-u02");
        Answer again = clerk.upload("/api/assignments/" + assignment + "/evidence", Map.of("慢.pdf", pdf(0)), Map.of());
        assertThat(again.status()).isEqualTo(200);
        List<String> shown = new ArrayList<>();
        for (JsonNode evidence : again.json().path("evidence")) {
            shown.add(evidence.path("name").asText());
        }
        assertThat(shown).containsAll(kept).hasSize(kept.size() + 1);
    }

    private static void uploadUntilItBreaks(
            String assignment, AtomicInteger number, Queue<String> answered, CountDownLatch gone) {
        Script clerk = new Script(node.port(), "c-u02");
        try {
            while (true) {
                int n = number.incrementAndGet();
                String name = "材料" + n + ".pdf";
                Answer answer =
                        clerk.upload("/api/assignments/" + assignment + "/evidence", Map.of(name, pdf(n)), Map.of());
                if (answer.status() != 200) {
                    throw new IllegalStateException(name + ": " + answer.json());
                }
                answered.add(name);
            }
        } catch (RestClientException e) {
            // The line has gone with the node; what was answered before counts.
            gone.countDown();
        }
    }

    /** Begins an upload and stops half-way, as a bad line does. */
    private static Socket halfAFile(int port, String assignment) throws IOException {
        byte[] content = pdf(0);
        String before = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"慢.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n";
        int length = before.getBytes(StandardCharsets.UTF_8).length + content.length + "\r\n--b--\r\n".length();
        String basic =
                Base64.getEncoder().encodeToString(("c-u02:" + County.PASSWORD).getBytes(StandardCharsets.UTF_8));
        Socket socket = new Socket("localhost", port);
        OutputStream out = socket.getOutputStream();
        out.write(("POST /api/assignments/" + assignment + "/evidence HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Basic " + basic + "\r\nContent-Length: " + length
                        + "\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n" + before)
                .getBytes(StandardCharsets.UTF_8));
        out.write(content, 0, content.length / 2);
        out.flush();
        return socket;
    }

    /** Three megabytes, different for each number. */
    private static byte[] pdf(int number) {
        byte[] content = new byte[3 << 20];
        Arrays.fill(content, (byte) ' ');
        byte[] start = ("%PDF-1.4\n% " + number + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, content, 0, start.length);
        return content;
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ensureNode() {
        if (!node.running()) {
            node = beginNode().awaitReady();
        }
    }

    private static void ensureOther() {
        if (!other.running()) {
            other = ApplicationServer.start(options);
        }
    }

    /** @param units the units of each criterion, with 、 or / between them; the first one leads */
    private static byte[] table(int criteria, String units) {
        StringBuilder table = new StringBuilder("编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n");
        for (int i = 1; i <= criteria; i++) {
            table.append("T")
                    .append(i)
                    .append(",示例,示例事项")
                    .append(i)
                    .append(",建立示例制度并落实,1,基本项,")
                    .append(units)
                    .append(",制度文件,MANUAL:未建立不得分\n");
        }
        table.append("N1,示例,无人负责,建立示例制度并落实,1,基本项,企业,制度文件,MANUAL:未建立不得分\n");
        return table.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String campaign(String name, byte[] table) {
        Script office = new Script(node.port(), "office");
        Answer set = office.upload(
                "/api/criteria-sets",
                Map.of("criteria.csv", table),
                Map.of("kind", "giZone", "edition", "示例细则 " + name));
        assertThat(set.status()).as(set.json().toString()).isEqualTo(201);
        Answer created = office.post(
                "/api/campaigns",
                Map.of(
                        "kind",
                        "giZone",
                        "name",
                        "示例示范区 " + name,
                        "criteriaSetId",
                        set.text("id"),
                        "startDate",
                        ChinaTime.today().minusMonths(2).toString(),
                        "acceptanceDate",
                        ChinaTime.today().plusYears(1).toString()));
        assertThat(created.status()).as(created.json().toString()).isEqualTo(201);
        return created.text("id");
    }

    private static int count(String sql, Object... parameters) {
        return jdbc.sql(sql)
                .params(List.of(parameters))
                .query(Integer.class)
                .optional()
                .orElse(0);
    }
}
