package org.chuangjian.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.poi.xssf.extractor.XSSFExcelExtractor;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.camunda.bpm.engine.TaskService;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.support.ApplicationServer;
import org.chuangjian.support.Caller;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.Photos;
import org.chuangjian.support.Script;
import org.chuangjian.support.Script.Answer;
import org.chuangjian.support.SmallCounty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** From the site to being struck off, and everything that may come between, through the real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RectificationTests {

    private ApplicationServer server;
    private SmallCounty county;
    private String school;
    private String canteen;

    abstract ApplicationServer started();

    @BeforeAll
    void start() {
        server = started();
        county = SmallCounty.in(server);
        county.person("inspector", "检查示例", null, Role.INSPECTOR);
        county.person("jyjinspector", "回避示例", "JYJ", Role.INSPECTOR);
        county.person("namedinspector", "点名示例", "JYJ", Role.INSPECTOR);
        county.person("jyjleader", "兼任示例", "JYJ", Role.LEADER);
        county.person("both", "两职示例", "CJB", Role.OFFICE, Role.CLERK);
        county.person("auditor", "审计示例", null, Role.AUDITOR);
        school = county.site("示例第一小学食堂", "JYJ", "T20");
        canteen = county.site("示例第二小学食堂", "JYJ", "T20");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void closesAFindingThatWasRectifiedAndVerifiedBySomebodyElse() throws Exception {
        String plan = plan("COVERT", List.of(school));
        JsonNode seen = seen(plan, "immediate", Map.of("clientId", "phone-1"), Photos.at("before", 29, 30, 120, 15));
        assertThat(seen.path("state").asText()).isEqualTo("DISCOVERED");
        assertThat(seen.path("placeSource").asText()).isEqualTo("PHOTO");
        assertThat(seen.path("latitude").decimalValue()).isEqualByComparingTo("29.5");
        assertThat(seen.path("number").isNull()).isTrue();
        String id = seen.path("id").asText();

        Answer issued = as("office").post("/api/inspections/" + plan + "/issue", null);
        assertThat(issued.json().path("issued").asInt()).isEqualTo(1);
        String number = issued.json().path("numbers").get(0).asText();
        assertThat(number).matches(ChinaTime.today().getYear() + "-\\d{4}");
        JsonNode assigned = finding("jyj", id);
        assertThat(assigned.path("dueDate").asText())
                .isEqualTo(server.bean(WorkingDays.class)
                        .plus(ChinaTime.today(), 1)
                        .toString());
        assertThat(assigned.has("foundBy")).isFalse();
        assertThat(assigned.path("foundByName").isNull()).isTrue();
        assertThat(assigned.toString()).as("who came covertly").doesNotContain("检查示例");
        assertThat(as("office").get("/api/findings/" + id).text("foundByName")).isEqualTo("检查示例");
        byte[] slip = as("jyj").get("/api/findings/" + id + "/order.docx").content();
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(slip))) {
            assertThat(new XWPFWordExtractor(document).getText())
                    .contains("问题整改交办单", number, "示例第一小学食堂")
                    .doesNotContain("{{");
        }

        assertThat(as("jyj").post("/api/findings/" + id + "/receive", null).text("state"))
                .isEqualTo("RECTIFYING");
        Answer empty = as("jyj").post("/api/findings/" + id + "/submit", null);
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.text("code")).isEqualTo("feedback-missing");
        Answer withoutPhoto = as("jyj").post("/api/findings/" + id + "/submit", Map.of("feedback", "已补齐三防设施。"));
        assertThat(withoutPhoto.text("code")).isEqualTo("after-photo-missing");

        Answer same = as("jyj")
                .upload(
                        "/api/findings/" + id + "/photos",
                        Map.of("后.jpg", Photos.at("before", 29, 30, 120, 15)),
                        Map.of());
        assertThat(same.text("code")).isEqualTo("same-photo");
        Answer after = as("jyj")
                .upload(
                        "/api/findings/" + id + "/photos",
                        Map.of("后.jpg", Photos.at("after", 29, 40, 120, 15)),
                        Map.of());
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.json().path("photos").get(1).path("farFrom").asText()).contains("相距约 18.5 公里");
        Map<String, Object> feedback =
                Map.of("feedback", "已补齐三防设施。", "sameType", List.of(Map.of("place", "示例第二小学食堂", "compliant", true)));
        Answer submitted = as("jyj").post("/api/findings/" + id + "/submit", feedback);
        assertThat(submitted.text("state")).isEqualTo("SUBMITTED");
        assertThat(as("jyj").post("/api/findings/" + id + "/submit", feedback).status())
                .isEqualTo(409);

        assertThat(as("jyj")
                        .post("/api/findings/" + id + "/verify", Map.of("rectified", true))
                        .status())
                .isEqualTo(403);
        Answer unsaid = as("office").post("/api/findings/" + id + "/verify", Map.of("rectified", false));
        assertThat(unsaid.text("code")).isEqualTo("opinion-missing");
        Answer unknown = as("inspector").post("/api/findings/" + id + "/verify", Map.of("decision", "REFUSE"));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.text("code")).isEqualTo("decision");
        Answer returned = as("inspector")
                .post("/api/findings/" + id + "/verify", Map.of("rectified", false, "opinion", "挡鼠板高度不够。"));
        assertThat(returned.text("state")).isEqualTo("RETURNED");
        assertThat(tasks(id)).isEqualTo(1);
        assertThat(as("jyj").post("/api/findings/" + id + "/submit", feedback).text("state"))
                .isEqualTo("SUBMITTED");
        Answer closed = as("office").post("/api/findings/" + id + "/verify", Map.of("rectified", true));
        assertThat(closed.text("state")).isEqualTo("CLOSED");
        assertThat(closed.json().path("onTime").asBoolean()).isTrue();
        assertThat(tasks(id)).isZero();

        int before = facts().all().reopened();
        Answer reopened = as("office").post("/api/findings/" + id + "/reopen", Map.of("reason", "挡鼠板又被拆除。"));
        assertThat(reopened.text("state")).isEqualTo("REOPENED");
        assertThat(reopened.text("number")).isEqualTo(number);
        assertThat(tasks(id)).isEqualTo(1);
        assertThat(finding("jyj", id).path("receivedAt").isNull()).isTrue();
        assertThat(finding("jyj", id).path("sameType")).isEmpty();
        assertThat(as("jyj").post("/api/findings/" + id + "/submit", feedback).text("code"))
                .as("photos of the first time do not count")
                .isEqualTo("after-photo-missing");
        assertThat(facts().all().reopened()).isEqualTo(before + 1);
    }

    @Test
    void tellsTheInspectedUnitNothingBeforeItIsIssued() {
        String plan = plan("COVERT", List.of("inspector", "namedinspector"), List.of(school, canteen));
        String id = seen(plan, "ordinary", Map.of("description", "绝密暗访情况"), Photos.plain("secret"))
                .path("id")
                .asText();
        String photo = as("office")
                .get("/api/findings/" + id)
                .json()
                .path("photos")
                .get(0)
                .path("id")
                .asText();
        as("inspector").post("/api/inspections/" + plan + "/visits", Map.of("site", canteen));

        for (String account : List.of("jyj", "jyjhead", "jyjinspector", "sjj", "jyjleader", "namedinspector")) {
            assertThat(as(account).get("/api/findings/" + id).status())
                    .as(account)
                    .isEqualTo(404);
            for (String path : List.of(
                    "/api/campaigns/" + county.campaign() + "/documents/findings.xlsx",
                    "/findings/export",
                    "/campaigns/" + county.campaign() + "/findings/export")) {
                assertThat(sheet(account, path)).as(account + " " + path).doesNotContain("绝密");
            }
            assertThat(as(account).get("/api/inbox").json().toString()).doesNotContain("绝密");
            if (!account.equals("namedinspector")) {
                assertThat(as(account).get("/api/inspections/" + plan).status()).isEqualTo(404);
            }
            assertThat(as(account)
                            .get("/api/finding-photos/" + photo + "/content")
                            .status())
                    .isEqualTo(404);
            Answer list = as(account).get("/api/findings?text=绝密");
            assertThat(list.json().path("total").asInt()).isZero();
            assertThat(as(account)
                            .get("/api/findings?only=unissued&unit=JYJ")
                            .json()
                            .path("total")
                            .asInt())
                    .isZero();
            assertThat(as(account)
                            .post("/api/findings/" + id + "/receive", null)
                            .status())
                    .isIn(403, 404);
        }
        assertThat(county.browser("namedinspector").get("/inspections/" + plan).body())
                .as("numbers for a named inspector of the inspected unit")
                .doesNotContain("示例第一小学食堂")
                .doesNotContainPattern("tile-number\">[1-9]");
        assertThat(as("namedinspector").get("/api/inspections/" + plan).json().path("sites"))
                .isEmpty();
        assertThat(as("inspector").get("/api/inspections/" + plan).json().path("sites"))
                .hasSize(2);
        assertThat(new String(
                        as("jyj")
                                .get("/campaigns/" + county.campaign() + "/findings")
                                .content(),
                        StandardCharsets.UTF_8))
                .doesNotContain("绝密");
        assertThat(county.browser("jyj")
                        .get("/campaigns/" + county.campaign() + "/findings")
                        .body())
                .contains("督查整改")
                .doesNotContain("绝密");
        assertThat(county.browser("jyj").get("/findings").body()).doesNotContain("绝密");
        assertThat(county.browser("jyj").get("/findings/" + id).statusCode()).isEqualTo(404);
        assertThat(county.browser("jyj").get("/inspections").statusCode()).isEqualTo(403);
        assertThat(county.browser("jyj").get("/sites").statusCode()).isEqualTo(403);
        assertThat(server.bean(Journal.class)
                        .ofCampaign(county.campaign(), 0, 500)
                        .items())
                .as("the campaign's journal")
                .noneMatch(
                        entry -> entry.objectId().equals(id) || entry.objectId().equals(plan));
        assertThat(tasks(id)).isZero();
        int before = facts().all().found();

        as("office").post("/api/inspections/" + plan + "/issue", null);
        assertThat(as("jyj").get("/api/findings/" + id).text("description")).isEqualTo("绝密暗访情况");
        assertThat(as("jyj").get("/api/finding-photos/" + photo + "/content").status())
                .isEqualTo(200);
        assertThat(as("sjj").get("/api/findings/" + id).status()).isEqualTo(404);
        FindingFacts.Counts counts = facts().all();
        assertThat(counts.found()).isEqualTo(before + 1);
        assertThat(counts.sitesCompliant()).isPositive().isLessThan(counts.sitesVisited());
        seen(plan, "structural", Map.of("site", canteen, "criterion", "A3"), null);
        FindingFacts.Counts later = facts().all();
        assertThat(later.sitesVisited())
                .as("a visit after the first issue counts when its findings are issued")
                .isEqualTo(counts.sitesVisited() - 1);
        assertThat(later.sitesCompliant()).isEqualTo(counts.sitesCompliant() - 1);
        assertThat(facts().byCriterion()
                        .getOrDefault("A3", FindingFacts.Counts.NONE)
                        .sitesVisited())
                .isEqualTo(later.sitesVisited());
        assertThat(facts().byCriterion()
                        .getOrDefault("A1", FindingFacts.Counts.NONE)
                        .open())
                .isPositive();
    }

    @Test
    void issuesEachFindingExactlyOnceEvenWhenEverybodyClicks() throws Exception {
        String plan = plan("OPEN", List.of(school));
        for (int i = 0; i < 3; i++) {
            seen(plan, "structural", Map.of("description", "第 " + i + " 个"), null);
        }
        List<Answer> answers = together(() -> as("office").post("/api/inspections/" + plan + "/issue", null), 4);
        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream()
                        .mapToInt(it -> it.json().path("issued").asInt())
                        .sum())
                .isEqualTo(3);
        assertThat(answers.get(0).json().path("numbers")).hasSize(3);
        for (JsonNode it :
                as("office").get("/api/findings?inspection=" + plan).json().path("items")) {
            assertThat(tasks(it.path("id").asText())).isEqualTo(1);
        }
    }

    @Test
    void issuesAllOrNothing() {
        JdbcClient jdbc = server.bean(JdbcClient.class);
        String plan = plan("OPEN", List.of(school));
        String good = seen(plan, "structural", Map.of(), null).path("id").asText();
        String bad = seen(plan, "structural", Map.of(), null).path("id").asText();
        jdbc.sql("update finding set severity = 'gone' where id = ?").param(bad).update();
        Integer last = lastNumber(jdbc);
        assertThat(as("office")
                        .post("/api/inspections/" + plan + "/issue", null)
                        .status())
                .isEqualTo(422);
        assertThat(finding("office", good).path("number").isNull()).isTrue();
        assertThat(tasks(good)).isZero();
        assertThat(lastNumber(jdbc)).isEqualTo(last);
        as("office")
                .put(
                        "/api/findings/" + bad,
                        Map.of("unit", "JYJ", "criterion", "A1", "severity", "structural", "description", "改正"));
        assertThat(as("office")
                        .post("/api/inspections/" + plan + "/issue", null)
                        .json()
                        .path("issued")
                        .asInt())
                .isEqualTo(2);
        assertThat(lastNumber(jdbc)).isEqualTo(last + 2);
    }

    private static Integer lastNumber(JdbcClient jdbc) {
        return jdbc.sql("select coalesce(max(last_number), 0) from finding_counter")
                .query(Integer.class)
                .single();
    }

    @Test
    void takesTheSameFindingOnceHoweverOftenItIsSent() throws Exception {
        String plan = plan("COVERT", List.of(school));
        Map<String, Object> body = new HashMap<>(Map.of(
                "clientId", "phone-7",
                "site", school,
                "criterion", "A1",
                "severity", "structural",
                "description", "冷藏温度记录缺失"));
        List<Answer> answers = together(() -> as("inspector").post("/api/inspections/" + plan + "/findings", body), 4);
        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().map(answer -> answer.text("id")).distinct()).hasSize(1);
        assertThat(as("office")
                        .get("/api/findings?inspection=" + plan)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void refusesAVerifierWhoRectified() {
        String own = county.site("创建办示例点位", "CJB", "T01");
        String plan = plan("OPEN", List.of(own));
        String id = as("office")
                .post(
                        "/api/inspections/" + plan + "/findings",
                        Map.of("site", own, "criterion", "A1", "severity", "structural", "description", "标识不清"))
                .text("id");
        as("office").post("/api/inspections/" + plan + "/issue", null);
        Map<String, Object> feedback = Map.of("feedback", "已更换标识。", "noSameType", "没有其他同类点位");
        assertThat(as("both").post("/api/findings/" + id + "/submit", feedback).text("state"))
                .isEqualTo("SUBMITTED");
        Answer own2 = as("both").post("/api/findings/" + id + "/verify", Map.of("rectified", true));
        assertThat(own2.status()).isEqualTo(403);
        assertThat(own2.text("code")).isEqualTo("verifier-is-rectifier");
        assertThat(as("office")
                        .post("/api/findings/" + id + "/verify", Map.of("rectified", true))
                        .text("state"))
                .isEqualTo("CLOSED");
    }

    @Test
    void letsTheOfficeDecideOnAppealsHandOversAndOneExtension() {
        String plan = plan("OPEN", List.of(school));
        String appealed = seen(plan, "structural", Map.of(), null).path("id").asText();
        String handed = seen(plan, "structural", Map.of(), null).path("id").asText();
        as("office").post("/api/inspections/" + plan + "/issue", null);

        assertThat(as("jyj")
                        .post("/api/findings/" + appealed + "/dispute", Map.of("kind", "APPEAL"))
                        .status())
                .isEqualTo(422);
        Answer appeal = as("jyj")
                .post("/api/findings/" + appealed + "/dispute", Map.of("kind", "APPEAL", "reason", "现场情况与描述不符。"));
        assertThat(appeal.status()).isEqualTo(201);
        assertThat(as("office").get("/api/inbox").json().toString()).contains("示例县教育局申诉");
        assertThat(county.browser("office").get("/finding-requests/part").body())
                .contains("现场情况与描述不符。");
        String desk = county.browser("office").get("/desk").body();
        assertThat(desk).contains("/finding-requests/part", "问题的申诉、转办和延期");
        assertThat(desk.replaceAll("\\s+", " "))
                .as("the tile counts what units ask about findings too")
                .containsPattern("tile-yellow\" href=\"#requests\"><span class=\"tile-number\">[1-9]");
        assertThat(county.browser("jyj").get("/finding-requests/part").statusCode())
                .isEqualTo(403);
        assertThat(as("jyj2")
                        .post("/api/findings/" + appealed + "/dispute", Map.of("kind", "TRANSFER", "reason", "再提一次"))
                        .status())
                .isEqualTo(409);
        decide(appeal, Map.of("granted", true, "opinion", "复核属实，撤销。"));
        assertThat(finding("jyj", appealed).path("state").asText()).isEqualTo("REVOKED");
        assertThat(tasks(appealed)).isZero();

        String number = finding("jyj", handed).path("number").asText();
        LocalDate due = LocalDate.parse(finding("jyj", handed).path("dueDate").asText());
        Answer extension = as("jyj")
                .post(
                        "/api/findings/" + handed + "/dispute",
                        Map.of(
                                "kind",
                                "EXTENSION",
                                "reason",
                                "需停业施工",
                                "wantedDate",
                                due.plusDays(9).toString()));
        decide(extension, Map.of("granted", true));
        JsonNode extended = finding("jyj", handed);
        assertThat(extended.path("dueDate").asText()).isEqualTo(due.plusDays(9).toString());
        assertThat(extended.path("firstDueDate").asText()).isEqualTo(due.toString());
        Answer second = as("jyj")
                .post(
                        "/api/findings/" + handed + "/dispute",
                        Map.of(
                                "kind",
                                "EXTENSION",
                                "reason",
                                "再延",
                                "wantedDate",
                                due.plusDays(20).toString()));
        assertThat(second.text("code")).isEqualTo("extended-before");

        as("jyj").upload("/api/findings/" + handed + "/photos", Map.of("后.jpg", Photos.plain("old proof")), Map.of());
        as("jyj")
                .put(
                        "/api/findings/" + handed + "/draft",
                        Map.of("sameType", List.of(Map.of("place", "示例第二小学食堂")), "noSameType", "无"));
        Answer transfer = as("jyj")
                .post(
                        "/api/findings/" + handed + "/dispute",
                        Map.of("kind", "TRANSFER", "reason", "属市监局职责", "targetUnit", "SJJ"));
        decide(transfer, Map.of("granted", true));
        assertThat(as("jyj").get("/api/findings/" + handed).status()).isEqualTo(404);
        JsonNode there = finding("sjj", handed);
        assertThat(there.path("number").asText()).isEqualTo(number);
        assertThat(there.path("state").asText()).isEqualTo("ASSIGNED");
        assertThat(there.path("sameType")).isEmpty();
        assertThat(there.path("noSameType").asText()).isEmpty();
        assertThat(there.path("extended").asBoolean()).isFalse();
        String proof = there.path("photos").get(0).path("id").asText();
        assertThat(as("sjj")
                        .delete("/api/findings/" + handed + "/photos/" + proof)
                        .text("code"))
                .isEqualTo("photo-earlier");
        assertThat(tasks(handed)).isEqualTo(1);
        assertThat(as("sjj").post("/api/findings/" + handed + "/receive", null).text("state"))
                .isEqualTo("RECTIFYING");
    }

    @Test
    void takesNoProofOfAnotherUnitAndNoDeadlineThatIsOver() {
        String plan = plan("OPEN", List.of(school));
        String id = seen(plan, "ordinary", Map.of(), Photos.plain("handed over"))
                .path("id")
                .asText();
        as("office").post("/api/inspections/" + plan + "/issue", null);
        as("jyj").upload("/api/findings/" + id + "/photos", Map.of("后.jpg", Photos.plain("jyj after")), Map.of());
        decide(
                as("jyj")
                        .post(
                                "/api/findings/" + id + "/dispute",
                                Map.of("kind", "TRANSFER", "reason", "属市监局职责", "targetUnit", "SJJ")),
                Map.of("granted", true));
        Map<String, Object> feedback = Map.of("feedback", "已整改。", "noSameType", "仅此一处");
        assertThat(as("sjj").post("/api/findings/" + id + "/submit", feedback).text("code"))
                .isEqualTo("after-photo-missing");

        LocalDate yesterday = ChinaTime.today().minusDays(1);
        due(id, yesterday.minusDays(5));
        Answer past = as("sjj")
                .post(
                        "/api/findings/" + id + "/dispute",
                        Map.of("kind", "EXTENSION", "reason", "停业施工", "wantedDate", yesterday.toString()));
        assertThat(past.status()).isEqualTo(422);
        assertThat(past.text("code")).isEqualTo("wanted-date");
        Answer long_ = as("sjj")
                .post("/api/findings/" + id + "/submit", Map.of("feedback", "已整改。", "noSameType", "长".repeat(1001)));
        assertThat(long_.text("code")).isEqualTo("too-long");

        Answer extension = as("sjj")
                .post(
                        "/api/findings/" + id + "/dispute",
                        Map.of(
                                "kind",
                                "EXTENSION",
                                "reason",
                                "停业施工",
                                "wantedDate",
                                ChinaTime.today().plusDays(9).toString()));
        assertThat(extension.status()).isEqualTo(201);
        String request = "/api/finding-requests/" + extension.text("id") + "/decide";
        assertThat(as("office")
                        .post(request, Map.of("granted", true, "date", yesterday.toString()))
                        .text("code"))
                .isEqualTo("wanted-date");
        assertThat(as("office")
                        .post(request, Map.of("granted", false, "opinion", "长".repeat(1001)))
                        .text("code"))
                .isEqualTo("too-long");
        assertThat(finding("sjj", id).path("extended").asBoolean()).isFalse();
    }

    @Test
    void givesAReturnedFindingDaysToBePutRightAndForgetsNoMissedDeadline() {
        String plan = plan("OPEN", List.of(school));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(seen(plan, "structural", Map.of(), null).path("id").asText());
        }
        as("office").post("/api/inspections/" + plan + "/issue", null);
        Map<String, Object> feedback = Map.of("feedback", "已整改。", "noSameType", "仅此一处");
        LocalDate yesterday = ChinaTime.today().minusDays(1);
        String inTime = ids.get(0);
        String late = ids.get(1);
        due(late, yesterday);
        ids.forEach(id -> as("jyj").post("/api/findings/" + id + "/submit", feedback));
        due(inTime, yesterday);
        server.bean(JdbcClient.class)
                .sql("update finding set submitted_at = ? where id = ?")
                .params(ChinaTime.now().minusDays(3), inTime)
                .update();
        for (String id : ids) {
            Answer returned = as("office")
                    .post("/api/findings/" + id + "/verify", Map.of("decision", "RETURN", "opinion", "没有到位。"));
            assertThat(returned.text("dueDate"))
                    .isEqualTo(server.bean(WorkingDays.class)
                            .plus(ChinaTime.today(), 3)
                            .toString());
            assertThat(returned.text("firstDueDate")).isNotEqualTo(returned.text("dueDate"));
            assertThat(returned.json().path("overdue").asBoolean()).isFalse();
            as("jyj").post("/api/findings/" + id + "/submit", feedback);
            as("office").post("/api/findings/" + id + "/verify", Map.of("decision", "ACCEPT"));
        }
        assertThat(finding("office", inTime).path("onTime").asBoolean()).isTrue();
        assertThat(finding("office", late).path("onTime").asBoolean())
                .as("a return does not make up for the deadline that was missed")
                .isFalse();
    }

    private void due(String id, LocalDate day) {
        server.bean(JdbcClient.class)
                .sql("update finding set due_date = ? where id = ?")
                .params(day, id)
                .update();
    }

    @Test
    void countsASiteAsCompliantAgainWhenItsFindingIsDropped() {
        String plan = plan("COVERT", List.of(school));
        String id = seen(plan, "structural", Map.of(), null).path("id").asText();
        assertThat(as("office")
                        .get("/api/inspections/" + plan)
                        .json()
                        .at("/sites/0/compliant")
                        .asBoolean())
                .isFalse();
        as("office").post("/api/findings/" + id + "/drop", Map.of("reason", "重复登记"));
        assertThat(as("office")
                        .get("/api/inspections/" + plan)
                        .json()
                        .at("/sites/0/compliant")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void letsTheOfficeNameSitesAndChangeOrGiveUpAPlanNobodyHasBegun() {
        assertThat(county.browser("office")
                        .get("/inspections/new?campaign=" + county.campaign())
                        .body())
                .contains("直接指定点位", school);
        String plan = plan("COVERT", List.of(school));
        Map<String, Object> change =
                Map.of("name", "改名的计划", "mode", "OPEN", "inspectors", List.of("inspector"), "sites", List.of(canteen));
        Answer changed = as("office").put("/api/inspections/" + plan, change);
        assertThat(changed.status()).as(changed.text("detail")).isEqualTo(200);
        assertThat(changed.text("name")).isEqualTo("改名的计划");
        assertThat(changed.json().path("sites").findValuesAsText("siteId")).containsExactly(canteen);
        assertThat(county.browser("office")
                        .get("/inspections/" + plan + "/edit")
                        .body())
                .contains("改名的计划", "保存修改")
                .containsPattern("value=\"" + canteen + "\" checked");
        for (String account : List.of("jyj", "inspector")) {
            assertThat(as(account)
                            .post("/api/inspections/" + plan + "/cancel", Map.of("reason", "不查了"))
                            .status())
                    .isEqualTo(403);
            assertThat(as(account).put("/api/inspections/" + plan, change).status())
                    .isEqualTo(403);
        }
        assertThat(as("office")
                        .post("/api/inspections/" + plan + "/cancel", Map.of("reason", " "))
                        .text("code"))
                .isEqualTo("reason");
        assertThat(as("office")
                        .post("/api/inspections/" + plan + "/cancel", Map.of("reason", "与专项检查重复"))
                        .text("state"))
                .isEqualTo("CANCELLED");
        assertThat(county.browser("office").get("/inspections/" + plan).body()).contains("已撤销", "与专项检查重复");
        assertThat(as("inspector").get("/api/inspect").json().toString()).doesNotContain(plan);
        assertThat(as("inspector")
                        .post("/api/inspections/" + plan + "/findings", body(Map.of("site", canteen)))
                        .text("code"))
                .isEqualTo("inspection-cancelled");
        assertThat(as("office")
                        .post("/api/inspections/" + plan + "/issue", null)
                        .text("code"))
                .isEqualTo("inspection-cancelled");
        assertThat(server.bean(Journal.class).of("inspection", plan))
                .extracting(Journal.Entry::action)
                .contains("制定检查计划", "修改检查计划", "撤销检查计划");
        assertThat(server.bean(Journal.class)
                        .ofCampaign(county.campaign(), 0, 500)
                        .items())
                .noneMatch(entry -> entry.objectId().equals(plan));

        String begun = plan("COVERT", List.of(school));
        seen(begun, "structural", Map.of(), null);
        assertThat(as("office")
                        .post("/api/inspections/" + begun + "/cancel", Map.of("reason", "不查了"))
                        .text("code"))
                .isEqualTo("inspection-begun");
        assertThat(as("office").put("/api/inspections/" + begun, change).text("code"))
                .isEqualTo("inspection-begun");
    }

    @Test
    void putsLikelyCriteriaFirstAndOffersBusinessTypesOnThePhone() {
        String plan = plan("COVERT", List.of(school));
        JsonNode bag = as("inspector").get("/api/inspect").json();
        assertThat(bag.path("types").findValuesAsText("code")).contains("T20");
        for (JsonNode one : bag.path("plans")) {
            if (one.path("id").asText().equals(plan)) {
                assertThat(one.at("/likely/T20/0").asText()).isEqualTo("A1");
            }
        }
        JsonNode elsewhere = seen(
                plan, "structural", Map.of("site", "", "place", "示例路边摊", "unit", "SJJ", "businessType", "T27"), null);
        assertThat(elsewhere.path("businessType").asText()).isEqualTo("T27");
    }

    @Test
    void saysWhatAPlanLacksThatIsMadeAllTheSame() {
        Caller office = county.browser("office");
        assertThat(office.get("/inspections/new").body()).contains("抽取并制定计划");
        HttpResponse<String> made = form(
                office,
                "/inspections/new",
                Map.of("campaign", county.campaign(), "perType", "90", "types", "T20", "name", "样本多于点位"));
        assertThat(made.statusCode()).isEqualTo(302);
        String page = office.get(
                        made.headers().firstValue("Location").orElseThrow().replaceFirst("^https?://[^/]+", ""))
                .body();
        assertThat(page)
                .contains("以下业态的点位不足 90 个，已按实有数抽取：学校食堂。")
                .contains("还没有指定检查员，目前只有创建办可以检查。")
                .contains("未指定，目前只有创建办可以检查");
    }

    @Test
    void keepsWhatWasTypedIntoTheFindingsPage() {
        String plan = plan("OPEN", List.of(school));
        String id = seen(plan, "structural", Map.of(), null).path("id").asText();
        Caller office = county.browser("office");
        assertThat(office.get("/findings/" + id).body()).contains("交办前更正");
        HttpResponse<String> refused = form(
                office,
                "/findings/" + id + "/correct",
                Map.of("unit", "SJJ", "criterion", "A3", "severity", "ordinary", "description", "改过的描述"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("改过的描述").containsPattern("value=\"SJJ\"\\s+selected");
        as("office").post("/api/inspections/" + plan + "/issue", null);
        HttpResponse<String> late =
                form(office, "/findings/" + id + "/verify", Map.of("verdict", "RETURN", "opinion", "写了很久的意见"));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).as("the form is gone, the words are not").contains("写了很久的意见");
        assertThat(form(office, "/findings/" + id + "/verify", Map.of("opinion", "没有结论"))
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> type = form(office, "/business-types", Map.of("code", "", "name", "学校食堂"));
        assertThat(type.statusCode()).isEqualTo(422);
        assertThat(type.body()).contains("已有名为“学校食堂”的业态").containsPattern("value=\"学校食堂\" aria-label=\"新业态名称\"");
    }

    private static HttpResponse<String> form(Caller caller, String path, Map<String, String> fields) {
        return caller.send(
                "POST",
                path,
                "application/x-www-form-urlencoded",
                fields.entrySet().stream()
                        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    @Test
    void saysThatAUnitIsInUseNoMore() {
        Units units = server.bean(Units.class);
        units.add(new Unit("YCB", "示例已撤单位", UnitType.DEPARTMENT, null, "", "", true, List.of()), "test", "test");
        String shop = county.site("示例已撤单位食堂", "YCB", "T20");
        String plan = plan("COVERT", List.of(shop, school));
        String id = seen(plan, "structural", Map.of(), null).path("id").asText();
        as("office").post("/api/inspections/" + plan + "/issue", null);
        Answer transfer = as("jyj")
                .post(
                        "/api/findings/" + id + "/dispute",
                        Map.of("kind", "TRANSFER", "reason", "不属本单位", "targetUnit", "YCB"));
        assertThat(transfer.status()).isEqualTo(201);
        units.deactivate("YCB", true, true, "test", "test");
        assertThat(refused(plan, Map.of("site", shop))).isEqualTo("unit-inactive");
        Map<String, Object> report = new HashMap<>(Map.of(
                "source", "CITY", "criterion", "B1", "severity", "structural", "site", shop, "description", "台账缺失"));
        assertThat(as("office")
                        .post("/api/campaigns/" + county.campaign() + "/findings", report)
                        .text("code"))
                .isEqualTo("unit-inactive");
        Answer decided =
                as("office").post("/api/finding-requests/" + transfer.text("id") + "/decide", Map.of("granted", true));
        assertThat(decided.status()).isEqualTo(422);
        assertThat(decided.text("detail")).contains("示例已撤单位", "已停用");
        Map<String, Object> elsewhere = new HashMap<>(body(Map.of("site", shop, "unit", "SJJ")));
        assertThat(as("inspector")
                        .post("/api/inspections/" + plan + "/findings", elsewhere)
                        .status())
                .isEqualTo(201);
    }

    private void decide(Answer request, Map<String, Object> decision) {
        Answer decided = as("office").post("/api/finding-requests/" + request.text("id") + "/decide", decision);
        assertThat(decided.status()).as(decided.text("detail")).isEqualTo(200);
    }

    @Test
    void looksBackAtADrawnShareAndReopensWhatCameBack() {
        String id = closed("食品留样不足");
        Answer drawn = as("office").post("/api/campaigns/" + county.campaign() + "/look-backs", Map.of("seed", "甲"));
        assertThat(drawn.status()).isEqualTo(201);
        assertThat(drawn.text("seed")).isEqualTo("甲");
        JsonNode items = as("office")
                .get("/api/campaigns/" + county.campaign() + "/look-backs")
                .json();
        assertThat(as("namedinspector")
                        .get("/api/campaigns/" + county.campaign() + "/look-backs")
                        .json())
                .as("nobody learns that somebody will come to the own unit again")
                .isEmpty();
        String first = items.get(0).path("findingId").asText();
        String number = finding("office", first).path("number").asText();
        Answer rebound =
                as("inspector").post("/api/findings/" + first + "/look-back", Map.of("held", false, "note", "又不足量"));
        if (rebound.status() == 404) {
            rebound = as("office").post("/api/findings/" + first + "/look-back", Map.of("held", false, "note", "又不足量"));
        }
        assertThat(rebound.text("state")).isEqualTo("REOPENED");
        assertThat(rebound.text("number")).isEqualTo(number);
        assertThat(tasks(first)).isEqualTo(1);
        assertThat(id).isNotBlank();
    }

    private String closed(String description) {
        String plan = plan("OPEN", List.of(school));
        String id = seen(plan, "structural", Map.of("description", description), null)
                .path("id")
                .asText();
        as("office").post("/api/inspections/" + plan + "/issue", null);
        as("jyj").post("/api/findings/" + id + "/submit", Map.of("feedback", "已整改。", "noSameType", "无"));
        as("office").post("/api/findings/" + id + "/verify", Map.of("rectified", true));
        return id;
    }

    @Test
    void takesProblemsFromAboveIntoTheSameRegister() {
        Answer registered = as("office")
                .post(
                        "/api/campaigns/" + county.campaign() + "/findings",
                        Map.of(
                                "source", "PROVINCE",
                                "sourceNote", "省食安办督查通报第 3 号",
                                "criterion", "B1",
                                "unit", "SJJ",
                                "severity", "engineering",
                                "place", "示例农贸市场",
                                "description", "快检室未运行"));
        assertThat(registered.status()).as(registered.text("detail")).isEqualTo(201);
        assertThat(registered.text("sourceLabel")).isEqualTo("省级反馈");
        assertThat(registered.text("state")).isEqualTo("ASSIGNED");
        assertThat(as("sjj")
                        .get("/api/findings?source=PROVINCE")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(as("sjj")
                        .post("/api/campaigns/" + county.campaign() + "/findings", Map.of("source", "PROVINCE"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void demandsAPhotoOfWhatCameFromAboveWithoutOne() {
        String path = "/api/campaigns/" + county.campaign() + "/findings";
        LocalDate due = ChinaTime.today().plusDays(40);
        Map<String, String> report = new HashMap<>(Map.of(
                "source", "PROVINCE",
                "criterion", "B1",
                "unit", "SJJ",
                "severity", "immediate",
                "place", "示例批发市场",
                "description", "检测记录造假",
                "dueDate", due.toString()));
        JsonNode bare = as("office").post(path, report).json();
        String id = bare.path("id").asText();
        assertThat(bare.path("lacksPhoto").asBoolean()).isTrue();
        assertThat(bare.path("firstDueDate").asText()).isEqualTo(due.toString());
        assertThat(server.bean(Journal.class).of("finding", id))
                .as("the journal says the deadline set from above")
                .anyMatch(entry -> entry.action().equals("交办") && entry.detail().contains("期限 " + due));
        assertThat(county.browser("office").get("/findings/" + id).body()).contains("缺现场照片");
        Map<String, Object> feedback = Map.of("feedback", "已整改。", "noSameType", "仅此一处");
        assertThat(as("sjj").post("/api/findings/" + id + "/submit", feedback).text("code"))
                .isEqualTo("after-photo-missing");
        as("sjj").upload("/api/findings/" + id + "/photos", Map.of("后.jpg", Photos.plain("done")), Map.of());
        assertThat(as("sjj").post("/api/findings/" + id + "/submit", feedback).text("state"))
                .isEqualTo("SUBMITTED");

        Answer withPhoto =
                as("office").upload(path, Map.of("通报.jpg", Photos.at("from above", 29, 30, 120, 15)), report);
        assertThat(withPhoto.status()).as(withPhoto.text("detail")).isEqualTo(201);
        assertThat(withPhoto.text("placeSource")).isEqualTo("PHOTO");
        assertThat(withPhoto.json().path("lacksPhoto").asBoolean()).isFalse();
        assertThat(withPhoto.json().path("photos").get(0).path("role").asText()).isEqualTo("BEFORE");
        Map<String, Object> encoded = new HashMap<>(report);
        encoded.put(
                "photos",
                List.of(Map.of(
                        "name", "通报.jpg", "content", Base64.getEncoder().encodeToString(Photos.plain("encoded")))));
        assertThat(as("office").post(path, encoded).json().path("photos")).hasSize(1);
    }

    @Test
    void saysWhatIsWrongWithAFinding() {
        String plan = plan("COVERT", List.of(school));
        assertThat(refused(plan, Map.of("severity", "ordinary"))).isEqualTo("photo-missing");
        assertThat(refused(plan, Map.of("severity", "nonsense"))).isEqualTo("severity");
        assertThat(refused(plan, Map.of("criterion", "Z9"))).isEqualTo("criterion");
        assertThat(refused(plan, Map.of("description", " "))).isEqualTo("description");
        assertThat(refused(plan, Map.of("site", canteen))).isEqualTo("site");
        Map<String, Object> program = body(Map.of());
        program.put(
                "photos",
                List.of(Map.of(
                        "name", "x.jpg", "content", Base64.getEncoder().encodeToString(new byte[] {'M', 'Z', 1, 2}))));
        assertThat(as("inspector")
                        .post("/api/inspections/" + plan + "/findings", program)
                        .text("code"))
                .isEqualTo("type-mismatch");
        assertThat(as("jyj")
                        .post("/api/inspections/" + plan + "/findings", body(Map.of()))
                        .status())
                .isEqualTo(403);
        assertThat(as("jyjinspector")
                        .post("/api/inspections/" + plan + "/findings", body(Map.of()))
                        .status())
                .isEqualTo(404);
        assertThat(as("inspector")
                        .post("/api/inspections/" + plan + "/issue", null)
                        .status())
                .isEqualTo(403);
        Answer dates = as("office")
                .post(
                        "/api/campaigns/" + county.campaign() + "/inspections",
                        Map.of(
                                "from",
                                ChinaTime.today().toString(),
                                "to",
                                ChinaTime.today().minusDays(1).toString(),
                                "sites",
                                List.of(school)));
        assertThat(dates.text("code")).isEqualTo("dates");
        assertThat(as("office")
                        .post("/api/campaigns/" + county.campaign() + "/inspections", Map.of("perType", 0))
                        .text("code"))
                .isEqualTo("sites");
    }

    private String refused(String plan, Map<String, Object> changes) {
        Answer answer = as("inspector").post("/api/inspections/" + plan + "/findings", body(changes));
        assertThat(answer.status()).as(answer.text("detail")).isEqualTo(422);
        return answer.text("code");
    }

    private Map<String, Object> body(Map<String, Object> changes) {
        Map<String, Object> body = new HashMap<>(
                Map.of("site", school, "criterion", "A1", "severity", "structural", "description", "三防设施不全"));
        body.putAll(changes);
        return body;
    }

    @Test
    void drawsTheSameSitesFromTheSameSeed() {
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Answer plan = as("office")
                    .post(
                            "/api/campaigns/" + county.campaign() + "/inspections",
                            Map.of("perType", 1, "seed", "20261121", "businessTypes", List.of("T20")));
            assertThat(plan.status()).as(plan.text("detail")).isEqualTo(201);
            drawn.add(plan.json().path("sites").findValuesAsText("siteId").toString());
            assertThat(server.bean(Inspections.class)
                            .drawHolds(server.bean(Inspections.class).require(plan.text("id"))))
                    .isTrue();
        }
        assertThat(drawn.get(0)).isEqualTo(drawn.get(1));
    }

    @Test
    void holdsTheGateWhileAFindingIsOpenAndEndsWithItsCampaign() {
        JsonNode first = as("office").get("/api/campaigns/" + county.campaign()).json();
        Answer second = as("office")
                .post(
                        "/api/campaigns",
                        Map.of(
                                "kind", "foodSafetyCounty",
                                "name", "第二个示例活动",
                                "criteriaSetId", first.path("criteriaSetId").asText(),
                                "startDate", ChinaTime.today().toString(),
                                "acceptanceDate",
                                        ChinaTime.today().plusDays(300).toString()));
        String campaign = second.text("id");
        assertThat(unmet(campaign)).doesNotContain("findingsClosed");
        Map<String, Object> report = Map.of(
                "source", "CITY",
                "criterion", "B1",
                "unit", "SJJ",
                "severity", "structural",
                "place", "示例冷库",
                "description", "台账缺失");
        String id = as("office")
                .post("/api/campaigns/" + campaign + "/findings", report)
                .text("id");
        assertThat(unmet(campaign)).contains("findingsClosed");
        String closed = as("office")
                .post("/api/campaigns/" + campaign + "/findings", report)
                .text("id");
        as("sjj").post("/api/findings/" + closed + "/submit", Map.of("feedback", "已整改。", "noSameType", "仅此一处"));
        as("office").post("/api/findings/" + closed + "/verify", Map.of("rectified", true));
        as("office").post("/api/campaigns/" + campaign + "/look-backs", null);

        assertThat(as("office")
                        .post("/api/campaigns/" + campaign + "/terminate", Map.of("reason", "不再创建"))
                        .status())
                .isEqualTo(200);
        assertThat(finding("sjj", id).path("state").asText()).isEqualTo("REVOKED");
        assertThat(tasks(id)).isZero();
        assertThat(as("office")
                        .post("/api/findings/" + closed + "/reopen", Map.of("reason", "又出现"))
                        .text("code"))
                .isEqualTo("campaign-ended");
        assertThat(as("office")
                        .post("/api/findings/" + closed + "/look-back", Map.of("held", true))
                        .text("code"))
                .isEqualTo("campaign-ended");

        new TransactionTemplate(server.bean(PlatformTransactionManager.class))
                .executeWithoutResult(
                        transaction -> server.bean(InspectionRemoval.class).remove(List.of(campaign)));
        assertThat(as("office").get("/api/findings/" + id).status()).isEqualTo(404);
    }

    private List<String> unmet(String campaign) {
        List<String> unmet = new ArrayList<>();
        for (JsonNode milestone :
                as("office").get("/api/campaigns/" + campaign).json().path("milestones")) {
            unmet.addAll(milestone.path("unmet").findValuesAsText("code"));
        }
        return unmet;
    }

    @Test
    void issuesFindingsAndOrdersHoweverLongTheirPlaceIsCalled() {
        String plan = plan("OPEN", List.of(school));
        String id = seen(plan, "structural", Map.of("site", "", "place", "长".repeat(300), "unit", "JYJ"), null)
                .path("id")
                .asText();
        Answer issued = as("office").post("/api/inspections/" + plan + "/issue", null);
        assertThat(issued.status()).as(issued.text("detail")).isEqualTo(200);
        assertThat(tasks(id)).isEqualTo(1);
        Answer order = as("office")
                .post(
                        "/api/supervision-orders",
                        Map.of("subjectType", "FINDING", "subjectId", id, "colour", "RED", "reason", "请立即整改"));
        assertThat(order.status()).as(order.text("detail")).isEqualTo(201);
        assertThat(tasks(order.text("id"))).isEqualTo(1);
        assertThat(as("office")
                        .post(
                                "/api/supervision-orders",
                                Map.of(
                                        "title", "长".repeat(301),
                                        "unit", "JYJ",
                                        "colour", "BLUE",
                                        "reason", "请办理",
                                        "dueDate", ChinaTime.today().plusDays(9).toString()))
                        .text("code"))
                .isEqualTo("title");
    }

    @Test
    void answersOddThingsFromScriptsInWords() {
        String plan = plan("OPEN", List.of(school));
        JsonNode seen = seen(plan, "structural", Map.of(), null);
        String id = seen.path("id").asText();
        assertThat(seen.has("sued"))
                .as("no half of a method's name in the answer")
                .isFalse();
        as("office").post("/api/inspections/" + plan + "/issue", null);
        Answer photo = as("jyj")
                .upload(
                        "/api/findings/" + id + "/photos",
                        Map.of("整改后.jpg", Photos.plain("odd")),
                        Map.of("clientId", "长".repeat(65)));
        assertThat(photo.status()).isEqualTo(422);
        assertThat(photo.text("code")).isEqualTo("client-id");
        Map<String, Object> draft = new HashMap<>();
        draft.put("sameType", Arrays.asList((Object) null));
        assertThat(as("jyj").put("/api/findings/" + id + "/draft", draft).status())
                .isEqualTo(200);
    }

    @Test
    void handsOutAPhotoThatNoBrowserShows() {
        String plan = plan("OPEN", List.of(school));
        byte[] heic = new byte[64];
        byte[] head = "ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1);
        heic[3] = 24;
        System.arraycopy(head, 0, heic, 4, head.length);
        Answer seen = as("inspector")
                .upload(
                        "/api/inspections/" + plan + "/findings",
                        Map.of("现场.heic", heic),
                        Map.of("site", school, "criterion", "A1", "severity", "ordinary", "description", "三防设施不全"));
        assertThat(seen.status()).as(seen.text("detail")).isEqualTo(201);
        as("office").post("/api/inspections/" + plan + "/issue", null);
        for (String page : List.of("", "/order")) {
            assertThat(county.browser("jyj")
                            .get("/findings/" + seen.text("id") + page)
                            .body())
                    .contains("下载查看")
                    .contains("现场.heic")
                    .doesNotContain("<img");
        }
    }

    @Test
    void saysOnALineOfItsOwnUntilWhenWhatWasSentBackIsDue() {
        String plan = plan("OPEN", List.of(school));
        String id = seen(plan, "structural", Map.of("description", "纱窗反复损坏"), null)
                .path("id")
                .asText();
        as("office").post("/api/inspections/" + plan + "/issue", null);
        Map<String, Object> feedback = Map.of("feedback", "已整改。", "noSameType", "仅此一处");
        as("jyj").post("/api/findings/" + id + "/submit", feedback);
        as("office").post("/api/findings/" + id + "/verify", Map.of("decision", "RETURN", "opinion", "三防没有装好"));
        as("jyj").post("/api/findings/" + id + "/submit", feedback);
        as("office").post("/api/findings/" + id + "/verify", Map.of("decision", "ACCEPT"));
        as("office").post("/api/findings/" + id + "/reopen", Map.of("reason", "纱窗又坏了"));
        assertThat(as("jyj").get("/api/inbox").json().findValuesAsText("text"))
                .anyMatch(text -> text.contains("三防没有装好\n请在 "))
                .anyMatch(text -> text.contains("纱窗又坏了\n请重新整改"));
        assertThat(county.browser("jyj")
                        .get("/findings?only=reopened&text=" + URLEncoder.encode("纱窗反复损坏", StandardCharsets.UTF_8))
                        .body())
                .contains("纱窗反复损坏")
                .doesNotContain("<span class=\"tag\">反弹</span>");
    }

    @Test
    void marksTheHighestColourOfSupervision() {
        String plan = plan("OPEN", List.of(school));
        String id = seen(plan, "structural", Map.of(), null).path("id").asText();
        as("office").post("/api/inspections/" + plan + "/issue", null);
        Findings findings = server.bean(Findings.class);
        findings.markSupervised(id, CampaignKind.Colour.ORANGE);
        findings.markSupervised(id, CampaignKind.Colour.BLUE);
        assertThat(findings.require(id).supervised()).isEqualTo(CampaignKind.Colour.ORANGE);
    }

    private String plan(String mode, List<String> sites) {
        return plan(mode, List.of("inspector"), sites);
    }

    private String plan(String mode, List<String> inspectors, List<String> sites) {
        Answer plan = as("office")
                .post(
                        "/api/campaigns/" + county.campaign() + "/inspections",
                        Map.of("mode", mode, "inspectors", inspectors, "sites", sites));
        assertThat(plan.status()).as(plan.text("detail")).isEqualTo(201);
        return plan.text("id");
    }

    private JsonNode seen(String plan, String severity, Map<String, Object> changes, byte @Nullable [] photo) {
        Map<String, Object> body = body(changes);
        body.put("severity", severity);
        if (photo != null) {
            body.put(
                    "photos",
                    List.of(Map.of(
                            "name", "现场.jpg", "content", Base64.getEncoder().encodeToString(photo))));
        }
        Answer seen = as("inspector").post("/api/inspections/" + plan + "/findings", body);
        assertThat(seen.status()).as(seen.text("detail")).isEqualTo(201);
        return seen.json();
    }

    private String sheet(String account, String path) {
        Answer answer = as(account).get(path);
        if (answer.status() != 200) {
            return "";
        }
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(answer.content()));
                XSSFExcelExtractor text = new XSSFExcelExtractor(book)) {
            return text.getText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode finding(String account, String id) {
        Answer finding = as(account).get("/api/findings/" + id);
        assertThat(finding.status()).isEqualTo(200);
        return finding.json();
    }

    private long tasks(String finding) {
        return server.bean(TaskService.class)
                .createTaskQuery()
                .processInstanceBusinessKey(finding)
                .count();
    }

    private FindingFacts.OfCampaign facts() {
        return server.bean(FindingFacts.class)
                .of(List.of(county.campaign()))
                .getOrDefault(county.campaign(), new FindingFacts.OfCampaign(Map.of(), FindingFacts.Counts.NONE));
    }

    private Script as(String account) {
        return new Script(server.port(), account, SmallCounty.PASSWORD);
    }

    private static List<Answer> together(Callable<Answer> deed, int times) throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(times);
        try {
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : people.invokeAll(java.util.Collections.nCopies(times, deed))) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            people.shutdown();
        }
    }
}
