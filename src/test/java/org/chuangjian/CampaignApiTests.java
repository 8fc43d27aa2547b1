package org.chuangjian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.Script;
import org.chuangjian.support.Script.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The fixed interface, from the official table to accepted work, as a script of the office and its units uses it. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"chuangjian.example=false", "logging.file.name="})
@Import(CountyAtWork.class)
abstract class CampaignApiTests {

    private static final byte[] PDF =
            "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

    @LocalServerPort
    int port;

    @Autowired
    CountyAtWork county;

    @Autowired
    JdbcClient jdbc;

    private Script office;

    @BeforeEach
    void settle() {
        county.settle();
        office = new Script(port, "office");
    }

    @Test
    void importsTheOfficialTableWithItsSums() {
        Answer set = importTable("sums");
        assertThat(set.status()).isEqualTo(201);
        assertThat(set.json().path("criteria").asInt()).isEqualTo(37);
        assertThat(set.json().path("vetoes").asInt()).isEqualTo(4);
        assertThat(set.json().path("points").path("key").decimalValue()).isEqualByComparingTo("60");
        assertThat(set.json().path("points").path("basic").decimalValue()).isEqualByComparingTo("40");
        assertThat(set.json().path("points").path("bonus").decimalValue()).isEqualByComparingTo("10");
    }

    @Test
    void proposesOwnersByNameAndListsWhatNobodyOwns() {
        String campaign = createCampaign("owners");
        Answer owners = office.get("/api/campaigns/" + campaign + "/owners");
        JsonNode ga1 = owners.json().path("owners").path("GA1");
        assertThat(ga1.path("lead").asText()).isEqualTo("u03");
        assertThat(ga1.path("supporting").get(0).asText()).isEqualTo("u01");
        assertThat(ga1.path("deadline").asText()).isLessThan(acceptance().toString());
        assertThat(owners.json().path("unowned").findValuesAsText("code")).contains("GA6");
        assertThat(owners.json().path("owners").path("GB3").path("unmatched").asText())
                .isEqualTo("企业");

        Answer wrong = office.put(
                "/api/campaigns/" + campaign + "/owners",
                Map.of("owners", Map.of("GA6", Map.of("lead", "没有这个局"), "GA1", Map.of("lead", "u02"))));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().path("problems").get(0).path("reason").asText()).contains("没有这个局");
        assertThat(office.get("/api/campaigns/" + campaign + "/owners")
                        .json()
                        .path("owners")
                        .path("GA1")
                        .path("lead")
                        .asText())
                .isEqualTo("u03");

        Answer right = office.put(
                "/api/campaigns/" + campaign + "/owners",
                Map.of("GA6", Map.of("lead", "产业中心", "supporting", List.of("市监局"))));
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.json().path("unowned").findValuesAsText("code")).doesNotContain("GA6");
    }

    @Test
    void launchesEachOwnedCriterionAndUnitExactlyOnce() {
        String campaign = createCampaign("launch");
        assertThat(office.get("/api/campaigns/" + campaign).text("stage")).isEqualTo("preparation");
        launch(campaign);
        Answer after = office.get("/api/campaigns/" + campaign);
        assertThat(after.text("stage")).isEqualTo("building");
        int total = after.json().path("assignments").path("total").asInt();
        assertThat(total).isEqualTo(ownedPairs(campaign));
        assertThat(after.json()
                        .path("assignments")
                        .path("byState")
                        .path("TO_RECEIVE")
                        .asInt())
                .isEqualTo(total);

        launch(campaign);
        assertThat(office.get("/api/campaigns/" + campaign)
                        .json()
                        .path("assignments")
                        .path("total")
                        .asInt())
                .isEqualTo(total);
        assertThat(openTasks(campaign)).isEqualTo(total);
    }

    @Test
    void carriesWorkFromTheClerkOverTheHeadToTheOfficeAndBack() {
        String campaign = createCampaign("work");
        launch(campaign);
        Script clerk = new Script(port, "c-u03");
        Script head = new Script(port, "h-u03");
        String id = clerk.get("/api/campaigns/" + campaign + "/assignments?criterion=GA1")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asText();

        Answer empty = clerk.post("/api/assignments/" + id + "/submit", null);
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.text("detail")).contains("成立文件");

        assertThat(upload(clerk, id).status()).isEqualTo(200);
        Answer submitted = clerk.post("/api/assignments/" + id + "/submit", Map.of("note", "领导小组已成立"));
        assertThat(submitted.status()).isEqualTo(200);
        assertThat(submitted.text("state")).isEqualTo("UNIT_REVIEW");
        Answer twice = clerk.post("/api/assignments/" + id + "/submit", null);
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("detail")).contains("政府办经办").contains("单位审核");

        assertThat(head.post("/api/assignments/" + id + "/confirm", null).text("state"))
                .isEqualTo("OFFICE_REVIEW");
        Answer noReason = office.post("/api/assignments/" + id + "/review", Map.of("decision", "RETURN"));
        assertThat(noReason.status()).isEqualTo(422);
        Answer returned = office.post(
                "/api/assignments/" + id + "/review",
                Map.of("decision", "RETURN", "reasonCode", reasonCode(), "opinion", "缺职责分工"));
        assertThat(returned.text("state")).isEqualTo("RETURNED");
        assertThat(returned.text("reason")).contains("缺职责分工");

        assertThat(clerk.post("/api/assignments/" + id + "/submit", Map.of("note", "已补职责分工"))
                        .text("state"))
                .isEqualTo("UNIT_REVIEW");
        assertThat(head.post("/api/assignments/" + id + "/confirm", null).status())
                .isEqualTo(200);
        Answer accepted = office.post("/api/assignments/" + id + "/review", Map.of("decision", "ACCEPT"));
        assertThat(accepted.text("state")).isEqualTo("ACCEPTED");
        assertThat(accepted.json().path("evidence").get(0).path("state").asText())
                .isEqualTo("入库");
        Answer late =
                new Script(port, "office2").post("/api/assignments/" + id + "/review", Map.of("decision", "ACCEPT"));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text("detail")).contains("办示例").contains("通过");
    }

    @Test
    void keepsUnitsFromEachOther() {
        String campaign = createCampaign("rights");
        launch(campaign);
        Script clerk = new Script(port, "c-u03");
        Script stranger = new Script(port, "c-u06");
        JsonNode own = clerk.get("/api/campaigns/" + campaign + "/assignments").json();
        assertThat(own.path("items").findValuesAsText("unitCode")).containsOnly("u03");
        assertThat(own.path("total").asInt()).isLessThan(10);
        String id = own.path("items").get(0).path("id").asText();
        assertThat(stranger.get("/api/assignments/" + id).status()).isEqualTo(403);
        assertThat(upload(stranger, id).status()).isEqualTo(403);
        assertThat(stranger.post("/api/assignments/" + id + "/submit", null).status())
                .isEqualTo(403);
        assertThat(clerk.post("/api/assignments/" + id + "/review", Map.of("decision", "ACCEPT"))
                        .status())
                .isEqualTo(403);
        assertThat(clerk.post("/api/campaigns/" + campaign + "/launch", null).status())
                .isEqualTo(403);
        assertThat(clerk.get("/api/campaigns/" + campaign)
                        .json()
                        .path("assignments")
                        .path("total")
                        .asInt())
                .isEqualTo(own.path("total").asInt());

        assertThat(upload(clerk, id).status()).isEqualTo(200);
        String evidence = clerk.get("/api/assignments/" + id)
                .json()
                .path("evidence")
                .get(0)
                .path("id")
                .asText();
        assertThat(clerk.get("/api/evidence/" + evidence + "/content").content())
                .isEqualTo(PDF);
        assertThat(stranger.get("/api/evidence/" + evidence + "/content").status())
                .isEqualTo(403);
    }

    @Test
    void letsOneOfTwoSimultaneousReviewersWin() throws Exception {
        String campaign = createCampaign("race");
        launch(campaign);
        Script clerk = new Script(port, "c-u03");
        String id = clerk.get("/api/campaigns/" + campaign + "/assignments")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asText();
        upload(clerk, id);
        clerk.post("/api/assignments/" + id + "/submit", null);
        new Script(port, "h-u03").post("/api/assignments/" + id + "/confirm", null);
        ExecutorService reviewers = Executors.newFixedThreadPool(2);
        try {
            Callable<Answer> accept =
                    () -> office.post("/api/assignments/" + id + "/review", Map.of("decision", "ACCEPT"));
            Callable<Answer> giveBack = () -> new Script(port, "office2")
                    .post(
                            "/api/assignments/" + id + "/review",
                            Map.of("decision", "RETURN", "reasonCode", reasonCode(), "opinion", "再补"));
            List<Integer> statuses = reviewers.invokeAll(List.of(accept, giveBack)).stream()
                    .map(CampaignApiTests::status)
                    .sorted()
                    .toList();
            assertThat(statuses).containsExactly(200, 409);
        } finally {
            reviewers.shutdownNow();
        }
    }

    @Test
    void movesADeadlineAndHandsWorkOverWhenTheOfficeAgrees() {
        String campaign = createCampaign("requests");
        launch(campaign);
        Script clerk = new Script(port, "c-u06");
        JsonNode assignment = clerk.get("/api/campaigns/" + campaign + "/assignments?criterion=GA4")
                .json()
                .path("items")
                .get(0);
        String id = assignment.path("id").asText();
        LocalDate wanted = LocalDate.parse(assignment.path("dueDate").asText()).plusDays(10);
        Answer asked = clerk.post(
                "/api/assignments/" + id + "/requests",
                Map.of("kind", "EXTENSION", "reason", "预算批复推迟", "wantedDate", wanted.toString()));
        assertThat(asked.status()).isEqualTo(201);
        Answer granted = office.post("/api/requests/" + asked.text("id") + "/decide", Map.of("granted", true));
        assertThat(granted.status()).isEqualTo(200);
        Answer moved = clerk.get("/api/assignments/" + id);
        assertThat(moved.text("dueDate")).isEqualTo(wanted.toString());
        assertThat(moved.text("firstDueDate"))
                .isEqualTo(assignment.path("dueDate").asText());

        Answer handOver = clerk.post(
                "/api/assignments/" + id + "/requests",
                Map.of("kind", "TRANSFER", "reason", "应由统计局办理", "targetUnit", "u12"));
        assertThat(office.post("/api/requests/" + handOver.text("id") + "/decide", Map.of("granted", true))
                        .status())
                .isEqualTo(200);
        assertThat(clerk.get("/api/assignments/" + id).text("state")).isEqualTo("HANDED_OVER");
        JsonNode there = new Script(port, "c-u12")
                .get("/api/campaigns/" + campaign + "/assignments?criterion=GA4")
                .json();
        assertThat(there.path("total").asInt()).isEqualTo(1);
        assertThat(there.path("items").get(0).path("dueDate").asText()).isEqualTo(wanted.toString());
    }

    @Test
    void namesEachUnmetConditionOfAGateAndItsOwner() {
        String campaign = createCampaign("gate");
        launch(campaign);
        Answer closed = office.post("/api/campaigns/" + campaign + "/advance", null);
        assertThat(closed.status()).isEqualTo(422);
        assertThat(closed.text("code")).isEqualTo("gate-closed");
        assertThat(closed.json().path("unmet").size()).isGreaterThan(1);
        assertThat(closed.json().path("unmet").findValuesAsText("owner"))
                .allSatisfy(owner -> assertThat(owner).isNotBlank());
        assertThat(office.get("/api/campaigns/" + campaign).text("stage")).isEqualTo("building");
    }

    private static int status(Future<Answer> answer) {
        try {
            return answer.get().status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String reasonCode() {
        for (JsonNode kind : office.get("/api/kinds").json()) {
            if (kind.path("code").asText().equals("giZone")) {
                return kind.path("reasonCodes").get(0).path("code").asText();
            }
        }
        throw new AssertionError("no kind giZone");
    }

    private Answer upload(Script caller, String assignment) {
        return caller.upload("/api/assignments/" + assignment + "/evidence", Map.of("成立文件.pdf", PDF), Map.of());
    }

    private Answer importTable(String edition) {
        return office.upload(
                "/api/criteria-sets",
                Map.of("criteria.csv", table()),
                Map.of("kind", "giZone", "edition", edition + "-" + System.nanoTime()));
    }

    private static byte[] table() {
        try {
            return Files.readAllBytes(Path.of("bpmn/giZone/criteria.csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalDate acceptance() {
        return ChinaTime.today().plusYears(1);
    }

    private String createCampaign(String name) {
        Answer created = office.post(
                "/api/campaigns",
                Map.of(
                        "kind",
                        "giZone",
                        "name",
                        "示例示范区 " + name,
                        "criteriaSetId",
                        importTable(name).text("id"),
                        "startDate",
                        ChinaTime.today().minusMonths(2).toString(),
                        "acceptanceDate",
                        acceptance().toString()));
        assertThat(created.status()).as(created.json().toString()).isEqualTo(201);
        return created.text("id");
    }

    private void launch(String campaign) {
        Answer launched = office.post("/api/campaigns/" + campaign + "/launch", null);
        assertThat(launched.status()).as(launched.json().toString()).isEqualTo(202);
        String job = launched.text("jobId");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> List.of("DONE", "FAILED")
                        .contains(office.get("/api/jobs/" + job).text("state")));
        Answer finished = office.get("/api/jobs/" + job);
        assertThat(finished.text("state")).as(finished.json().toString()).isEqualTo("DONE");
        assertThat(finished.json().path("done").asInt())
                .isEqualTo(finished.json().path("total").asInt());
    }

    private int ownedPairs(String campaign) {
        return jdbc.sql("select count(*) from (select criterion_code, lead_unit from ownership where campaign_id = ?"
                        + " and lead_unit is not null union all select s.criterion_code, s.unit_code from"
                        + " ownership_support s join ownership o on o.campaign_id = s.campaign_id and"
                        + " o.criterion_code = s.criterion_code where s.campaign_id = ? and o.lead_unit is not null) p")
                .params(campaign, campaign)
                .query(Integer.class)
                .single();
    }

    private int openTasks(String campaign) {
        return jdbc.sql("select count(*) from act_ru_task t join act_ru_execution e on e.id_ = t.proc_inst_id_"
                        + " join assignment a on a.id = e.business_key_ where a.campaign_id = ?")
                .param(campaign)
                .query(Integer.class)
                .single();
    }
}
