package org.chuangjian.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Units;
import org.chuangjian.scoring.ScoreBoard;
import org.chuangjian.scoring.ScoreSettings;
import org.chuangjian.scoring.ScoreSheet;
import org.chuangjian.scoring.Source;
import org.chuangjian.shared.Ids;
import org.chuangjian.supervision.SupervisionSweep;
import org.chuangjian.support.Acting;
import org.chuangjian.support.Caller;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.CountedStatements;
import org.chuangjian.support.County;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.Script;
import org.chuangjian.support.Script.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From the self-evaluation to the acceptance, as the office, its units and the leader use it. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"chuangjian.example=false", "logging.file.name="})
@Import({CountyAtWork.class, CountedStatements.class})
abstract class AcceptanceTests {

    private static final String CRITERIA = """
            编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则
            FV2,否决事项,群众满意度,满意度不低于70%,0,否决项,统计局,测评报告,VETO_THRESHOLD:低于即否决
            FA1,组织/领导,机构建设,成立领导小组,50,关键项,市监局,成立文件,MANUAL:未成立不得分
            FA2,组织/领导,经费保障,经费列入预算,30,关键项,财政局,预算批复,MANUAL:未列入不得分
            FB1,监管执法,抽检监测,完成年度抽检,20,基本项,"市监局,农业农村局","抽检计划,台账",DEDUCT:未处置一批次扣1分
            FC1,鼓励创新,示范引领,经验被推广,5,鼓励项,,推广文件,MANUAL:按推广层级
            """;

    @LocalServerPort
    int port;

    @Autowired
    CountyAtWork county;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ScoreBoard scoreBoard;

    @Autowired
    ScoreSettings settings;

    @Autowired
    Snapshots snapshots;

    @Autowired
    Evaluations evaluations;

    @Autowired
    SupervisionSweep supervision;

    @Autowired
    TaskService tasks;

    @Autowired
    Units units;

    private Script office;
    private Script leader;
    private Script market;
    private Script finance;

    @BeforeEach
    void settle() {
        county.settle();
        office = new Script(port, "office");
        leader = new Script(port, "leader");
        market = new Script(port, "c-u02");
        finance = new Script(port, "c-u06");
    }

    @Test
    void feedsTheVetoFromTheSurveyThatCounts() {
        String campaign = campaign("survey");
        Answer bad = office.post(
                "/api/campaigns/" + campaign + "/surveys",
                Map.of(
                        "date",
                        ChinaTime.today().plusDays(3).toString(),
                        "organisation",
                        "示例调查公司",
                        "sample",
                        0,
                        "declared",
                        Map.of("satisfaction", 101, "awareness", 80.123, "mood", 5)));
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.json().path("problems").toString()).contains("晚于今天", "不在 0 到 100 之间", "超过两位小数", "mood", "总样本量");
        assertThat(office.get("/api/campaigns/" + campaign + "/surveys").json()).isEmpty();

        Answer low = office.post("/api/campaigns/" + campaign + "/surveys", survey("2026-06-01", 300, 69.9));
        assertThat(low.status()).as(low.json().toString()).isEqualTo(201);
        assertThat(low.json().path("tooSmall").asBoolean()).isTrue();
        assertThat(low.json().path("passed").asBoolean()).isFalse();
        ScoreSheet sheet = sheet(campaign);
        assertThat(sheet.vetoes()).singleElement().satisfies(veto -> {
            assertThat(veto.code()).isEqualTo("FV2");
            assertThat(veto.reason()).contains("69.9%", "70%", "样本不足");
        });

        String id = low.json().path("survey").path("id").asText();
        assertThat(market.post("/api/surveys/" + id + "/annul", Map.of("reason", "错"))
                        .status())
                .isEqualTo(403);
        assertThat(market.get("/api/campaigns/" + campaign + "/surveys").status())
                .isEqualTo(403);
        assertThat(office.post("/api/surveys/" + id + "/annul", Map.of()).status())
                .isEqualTo(422);
        assertThat(office.post("/api/surveys/" + id + "/annul", Map.of("reason", "录入错误"))
                        .status())
                .isEqualTo(200);
        Answer late = new Script(port, "office2").post("/api/surveys/" + id + "/annul", Map.of("reason", "录入错误"));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text("detail")).contains("办示例");
        assertThat(sheet(campaign).vetoes()).isEmpty();
    }

    @Test
    void judgesEveryMeasureByTheRoundThatAskedForIt() {
        String campaign = campaign("measures");
        String surveys = "/api/campaigns/" + campaign + "/surveys";
        office.post(surveys, survey("2026-05-01", 500, 69.9));
        Map<String, Object> later = new LinkedHashMap<>(survey("2026-06-01", 500, 80));
        later.put("declared", Map.of("awareness", 90, "support", 95));
        assertThat(office.post(surveys, later).status()).isEqualTo(201);
        assertThat(sheet(campaign).vetoes())
                .singleElement()
                .satisfies(veto -> assertThat(veto.reason()).contains("69.9%", "2026-05-01"));
        assertThat(satisfaction(campaign)).isEqualByComparingTo("69.9");

        later.put("declared", Map.of());
        later.put("areas", List.of(Map.of("name", "城关镇", "sample", 500)));
        Answer empty = office.post(surveys, later);
        assertThat(empty.status()).isEqualTo(422);
        assertThat(empty.text("detail")).contains("没有一项测评指标有结果");

        office.post(surveys, survey("2026-06-02", 300, 80));
        assertThat(sheet(campaign).vetoes()).hasSize(1);
        office.post(surveys, survey("2026-06-03", 500, 80));
        assertThat(sheet(campaign).vetoes()).isEmpty();
        assertThat(satisfaction(campaign)).isEqualByComparingTo("80");
    }

    /** What a formula reads: the metric follows from the survey, nobody has to type it again. */
    private BigDecimal satisfaction(String campaign) {
        JsonNode metric =
                office.get("/api/metrics/SV_SATISFACTION?campaign=" + campaign).json();
        assertThat(metric.path("derived").asBoolean()).isTrue();
        return metric.path("value").decimalValue();
    }

    @Test
    void aVetoOfTheSurveyHoldsThoughTheTableCodesItOtherwise() {
        String campaign = campaign("recoded", CRITERIA.replace("FV2", "FV9"));
        office.post("/api/campaigns/" + campaign + "/surveys", survey("2026-05-01", 500, 69.9));
        assertThat(sheet(campaign).vetoes()).singleElement().satisfies(veto -> {
            assertThat(veto.code()).isEqualTo("FV2");
            assertThat(veto.reason()).contains("69.9%", "细则中没有编码为 FV2 的否决项");
        });
        Caller desk = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        assertThat(desk.get("/campaigns/" + campaign + "/surveys").body()).contains("细则中没有否决项 FV2");
    }

    @Test
    void provesAReadingOnlyWithADocumentThatIsThere() {
        String campaign = campaign("proof");
        launch(campaign);
        handIn(campaign, "FA1", "u02", "数据证明.pdf");
        handIn(campaign, "FA2", "u06", "财政证明.pdf");
        String id = jdbc.sql("select id from evidence where name = '数据证明.pdf' and campaign_id = ?")
                .param(campaign)
                .query(String.class)
                .single();
        assertThat(prove(office, campaign, "x".repeat(400)).status()).isEqualTo(422);
        Answer unknown = prove(office, campaign, "没有的材料.pdf");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.text("detail")).contains("没有编号或名称为“没有的材料.pdf”");
        assertThat(prove(market, campaign, "财政证明.pdf").status()).isEqualTo(422);
        assertThat(prove(market, campaign, id).text("evidenceId")).isEqualTo(id);
        assertThat(prove(office, campaign, "数据证明.pdf").text("evidenceId")).isEqualTo(id);

        Caller desk = Caller.signedIn("http://localhost:" + port, "c-u02", County.PASSWORD);
        assertThat(desk.get("/metrics/TC_UNITS?campaign=" + campaign).body())
                .contains("name=\"evidence\"", "数据证明.pdf")
                .doesNotContain("财政证明.pdf");
        Answer table =
                office.upload("/api/metrics/readings/import", Map.of("填报.csv", bytes("""
                指标编码,单位,截至日期,数值,佐证材料
                TC_UNITS,u02,2026-06-01,3,%s
                TC_PARK,u02,2026-06-01,3,没有.pdf
                """.formatted(id))), Map.of());
        assertThat(table.json().path("problems"))
                .singleElement()
                .satisfies(it -> assertThat(it.toString()).contains("佐证材料", "没有.pdf"));
    }

    private static Answer prove(Script who, String campaign, String evidence) {
        return who.post(
                "/api/metrics/TC_UNITS/readings",
                Map.of("campaign", campaign, "unit", "u02", "asOf", "2026-06-01", "value", 3, "evidenceId", evidence));
    }

    @Test
    void keepsWhoHelpsToBuildFromMeasuring() {
        String campaign = campaign("consultant");
        assertThat(office.put("/api/campaigns/" + campaign + "/consultant", Map.of("name", "示例咨询（集团）公司"))
                        .status())
                .isEqualTo(200);
        Map<String, Object> survey = new LinkedHashMap<>(survey("2026-06-01", 500, 80));
        survey.put("organisation", "示例咨询(集团) 公司");
        Answer refused = office.post("/api/campaigns/" + campaign + "/surveys", survey);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("detail")).contains("咨询机构");
        assertThat(office.post("/api/campaigns/" + campaign + "/surveys", survey("2026-06-01", 500, 80))
                        .status())
                .isEqualTo(201);
        assertThat(office.put("/api/campaigns/" + campaign + "/consultant", Map.of("name", "示例调查公司"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void takesASurveyFromATableOrNamesEveryRowThatIsWrong() {
        String campaign = campaign("table");
        Map<String, String> fields =
                Map.of("date", "2026-06-01", "organisation", "示例调查公司", "name", "第一轮", "dryRun", "true");
        Answer wrong =
                office.upload("/api/campaigns/" + campaign + "/surveys/import", Map.of("测评.csv", bytes("""
                        乡镇,样本量,食品安全总体满意度,创建知晓率,创建支持率
                        合计,500,81.2%,80,90
                        城关镇,三百,82,80,90
                        """)), fields);
        assertThat(wrong.status()).isEqualTo(200);
        assertThat(wrong.json().path("problems").get(0).path("row").asInt()).isEqualTo(3);
        assertThat(office.get("/api/campaigns/" + campaign + "/surveys").json()).isEmpty();

        byte[] right = bytes("""
                乡镇(街道),样本量,食品安全总体满意度,创建知晓率,创建支持率
                城关镇,300,82,80,90
                河口镇,200,80,80,90
                合计,500,85%,80,90
                """);
        Map<String, String> real = new LinkedHashMap<>(fields);
        real.put("dryRun", "false");
        Answer done = office.upload("/api/campaigns/" + campaign + "/surveys/import", Map.of("测评.csv", right), real);
        assertThat(done.status()).as(done.json().toString()).isEqualTo(201);
        JsonNode view = done.json().path("survey");
        assertThat(view.path("outcomes").get(0).path("computed").decimalValue()).isEqualByComparingTo("81.20");
        assertThat(view.path("outcomes").get(0).path("declared").decimalValue()).isEqualByComparingTo("85");
        assertThat(view.path("flags").toString()).contains("81.2");
        assertThat(view.path("passed").asBoolean()).isTrue();
    }

    @Test
    void letsUnitsScoreTheOfficeCheckAndTheLeaderApprove() throws Exception {
        String campaign = campaign("self");
        launch(campaign);
        handIn(campaign, "FA1", "u02", "成立文件.pdf");
        Answer opened = office.post(
                "/api/campaigns/" + campaign + "/self-evaluation",
                Map.of("dueDate", ChinaTime.today().plusDays(20).toString()));
        assertThat(opened.status()).as(opened.json().toString()).isEqualTo(201);
        assertThat(office.post(
                                "/api/campaigns/" + campaign + "/self-evaluation",
                                Map.of("dueDate", ChinaTime.today().plusDays(20).toString()))
                        .status())
                .isEqualTo(409);
        String round = "/api/self-evaluations/" + opened.text("id");
        assertThat(codes(market.get("/api/campaigns/" + campaign + "/self-evaluation")))
                .containsExactly("FA1", "FB1");
        assertThat(codes(office.get("/api/campaigns/" + campaign + "/self-evaluation")))
                .containsExactly("FA1", "FA2", "FB1", "FC1");

        assertThat(score(finance, round, "FA1", "50").status()).isEqualTo(403);
        assertThat(score(market, round, "FA1", "50.01").text("detail")).contains("0 到 50");
        assertThat(score(market, round, "FA1", "40.123").text("detail")).contains("两位小数");
        assertThat(market.post(round + "/scores", Map.of("code", "FA1", "points", 50))
                        .text("detail"))
                .contains("理由");
        assertThat(score(market, round, "FA1", "48.5").status()).isEqualTo(200);
        Answer stale = market.post(round + "/scores", Map.of("code", "FA1", "points", 49, "reason", "改", "version", 0));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.text("detail")).contains("市监局经办");
        score(market, round, "FB1", "20");
        score(finance, round, "FA2", "30");

        Answer early = office.post(round + "/hand-up", Map.of());
        assertThat(early.status()).isEqualTo(422);
        assertThat(early.json().path("open").size()).isEqualTo(4);
        assertThat(office.post(round + "/checks", Map.of("code", "FA1", "decision", "ACCEPT", "points", 47))
                        .text("detail"))
                .contains("写明理由");
        assertThat(office.post(round + "/checks", Map.of("code", "FA1", "decision", "RETURN", "opinion", "缺职责分工"))
                        .text("state"))
                .isEqualTo("RETURNED");
        score(market, round, "FA1", "48");
        assertThat(office.post(
                                round + "/checks",
                                Map.of("code", "FA1", "decision", "ACCEPT", "opinion", "长".repeat(1001)))
                        .text("detail"))
                .contains("最多 1000 字");
        check(round, "FA1", Map.of("points", 47, "opinion", "会议纪要不全"));
        office.post(round + "/checks", Map.of("code", "FA1", "decision", "RETURN", "opinion", "再核"));
        assertThat(Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD)
                        .get("/campaigns/" + campaign + "/self-evaluation")
                        .body())
                .as("points of what was given back are not checked points")
                .containsPattern("tile-number\">0</span><span class=\"tile-unit\">分</span>");
        score(market, round, "FA1", "48");
        check(round, "FA1", Map.of("points", 47, "opinion", "会议纪要不全"));
        Answer twice = new Script(port, "office2").post(round + "/checks", Map.of("code", "FA1", "decision", "ACCEPT"));
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("detail")).contains("办示例");
        check(round, "FA2", Map.of());
        check(round, "FB1", Map.of());
        check(round, "FC1", Map.of("points", 4, "opinion", "市级推广"));
        assertThat(leader.post(round + "/decide", Map.of("decision", "ACCEPT")).status())
                .isEqualTo(409);
        assertThat(office.post(round + "/hand-up", Map.of()).text("state")).isEqualTo("APPROVING");
        assertThat(score(market, round, "FA1", "50").status()).isEqualTo(409);
        assertThat(office.post(round + "/decide", Map.of("decision", "ACCEPT")).status())
                .isEqualTo(403);

        String draft = docx(campaign);
        assertThat(draft).contains("草稿", "101.00");
        Answer approved = leader.post(round + "/decide", Map.of("decision", "ACCEPT", "opinion", "同意"));
        assertThat(approved.status()).as(approved.json().toString()).isEqualTo(200);
        String snapshot = approved.text("snapshotId");
        assertThat(leader.post(round + "/decide", Map.of("decision", "ACCEPT")).status())
                .isEqualTo(409);
        assertThat(jdbc.sql("select distinct state from evidence_use where campaign_id = ?")
                        .param(campaign)
                        .query(String.class)
                        .list())
                .containsExactly("LOCKED");

        JsonNode rounds = office.get("/api/campaigns/" + campaign + "/rounds").json();
        assertThat(rounds.findValuesAsText("source")).containsExactly("COUNTY", "SELF");
        assertThat(rounds.findValuesAsText("lockedByName")).containsExactly("领示例", "领示例");
        Answer late = office.post(
                "/api/campaigns/" + campaign + "/scores",
                Map.of("code", "FA1", "source", "county", "points", 40, "reason", "再改"));
        assertThat(late.text("code")).isEqualTo("round-locked");

        JsonNode before = office.get("/api/snapshots/" + snapshot).json();
        assertThat(before.path("snapshot").path("total").decimalValue()).isEqualByComparingTo("101");
        assertThat(before.path("documents").get(0).path("sha256").asText()).isEqualTo(sha256(document("成立文件.pdf")));
        String report = docx(campaign);
        assertThat(report).contains("审定稿", "总得分 101.00 分", "自评结论：达标", "48.00", "47.00", "96.25%", "做到位");

        jdbc.sql("update score set points = 1 where campaign_id = ?")
                .param(campaign)
                .update();
        jdbc.sql("update evidence set name = '改名.pdf' where campaign_id = ?")
                .param(campaign)
                .update();
        assertThat(office.get("/api/snapshots/" + snapshot).json()).isEqualTo(before);
        assertThat(docx(campaign)).isEqualTo(report);

        Answer mock = office.post("/api/campaigns/" + campaign + "/snapshots", Map.of("name", "模拟验收"));
        assertThat(mock.status()).isEqualTo(201);
        JsonNode comparison =
                office.get("/api/snapshots/" + mock.text("id") + "/comparison").json();
        assertThat(comparison.path("earlier").path("id").asText()).isEqualTo(snapshot);
        assertThat(comparison.path("changes").findValuesAsText("code")).containsExactly("FA1", "FA2", "FB1", "FC1");
        assertThat(comparison.path("changes").get(0).path("before").decimalValue())
                .isEqualByComparingTo("47");
        assertThat(comparison.path("changes").get(0).path("after").decimalValue())
                .isEqualByComparingTo("1");
        assertThat(market.get("/api/snapshots/" + snapshot).status()).isEqualTo(403);

        String next = "/api/self-evaluations/"
                + office.post(
                                "/api/campaigns/" + campaign + "/self-evaluation",
                                Map.of("dueDate", ChinaTime.today().plusDays(40).toString()))
                        .text("id");
        assertThat(score(market, next, "FA1", "49").status()).isEqualTo(200);
        check(next, "FA1", Map.of());
        assertThat(office.get("/api/campaigns/" + campaign + "/rounds").json().findValuesAsText("number"))
                .as("another round of both")
                .containsExactly("2", "1", "2", "1");
    }

    @Test
    void printsTheLinesASnapshotWasJudgedByAndNotThoseOfToday() throws Exception {
        String campaign = campaign("lines");
        String first = snapshot(campaign);
        office(() -> settings.setApplies(campaign, "FB1", false, "本地没有"));
        for (String code : List.of("FA1", "FA2")) {
            assertThat(office.post(
                                    "/api/campaigns/" + campaign + "/scores",
                                    Map.of("code", code, "source", "self", "points", 28, "reason", "自己的理由"))
                            .status())
                    .isLessThan(300);
        }
        String second = snapshot(campaign);
        Snapshot.Detail detail = snapshots.detail(second);
        assertThat(detail.snapshot().threshold()).isEqualByComparingTo("72.00");
        assertThat(detail.snapshot().counted()).isEqualByComparingTo("56.00");
        assertThat(detail.rows().get(1).selfReason()).isEqualTo("自己的理由");
        office.post(
                "/api/campaigns/" + campaign + "/scores",
                Map.of("code", "FA1", "source", "expert", "points", 27, "reason", "记录不全。"));
        assertThat(snapshots.detail(snapshot(campaign)).rows().get(1).selfReason())
                .as("who took the points says why")
                .isEqualTo("专家评审：记录不全。自评：自己的理由");
        CampaignKind.PassRule later = new CampaignKind.PassRule(new BigDecimal("99"), new BigDecimal("77"), true);
        assertThat(SelfEvaluationReport.verdict(detail, later))
                .contains("总得分 56.00 分", "达标线 72.00 分（不适用指标不计入，已折算）", "不低于 60.00%");
        assertThat(text(office.get(
                        "/api/campaigns/" + campaign + "/documents/self-evaluation.docx?snapshot=" + second)))
                .contains("达标线 72.00 分", "支撑材料尚未入库。");
        jdbc.sql("update snapshot set threshold = null, counted = null, key_item_minimum_rate = null where id = ?")
                .param(second)
                .update();
        assertThat(SelfEvaluationReport.verdict(snapshots.detail(second), later))
                .contains("达标线 99.00 分，");

        Snapshot.Comparison comparison = snapshots.compared(second, first).orElseThrow();
        assertThat(comparison.appeared()).extracting(Snapshot.Change::code).containsExactly("FA1", "FA2");
        assertThat(comparison.better()).isEmpty();
        assertThat(comparison.appeared().get(0).difference()).isNull();
        String page = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD)
                .get("/campaigns/" + campaign + "/snapshots/" + second)
                .body();
        assertThat(page).contains("新评或不再有得分");
        String veto = page.substring(page.indexOf("FV2"));
        assertThat(veto.substring(0, veto.indexOf("</tr>")))
                .as("a veto takes no points")
                .doesNotContain("未评");
    }

    private String snapshot(String campaign) {
        return office.post("/api/campaigns/" + campaign + "/snapshots", null).text("id");
    }

    private static void office(Runnable deed) {
        Acting.as(Role.OFFICE, "u01", () -> {
            deed.run();
            return true;
        });
    }

    @Test
    void handsWhatIsNotCheckedToTheUnitThatLeadsNow() {
        String campaign = campaign("lead");
        launch(campaign);
        String round = open(campaign);
        String id = round.substring(round.lastIndexOf('/') + 1);
        score(finance, round, "FA2", "30");
        score(market, round, "FB1", "20");
        check(round, "FB1", Map.of());
        assertThat(handOver(campaign, "FA2", "u06", "u15").status()).isEqualTo(200);
        assertThat(handOver(campaign, "FB1", "u02", "u16").status()).isEqualTo(200);
        Script taker = new Script(port, "c-u15");
        assertThat(codes(finance.get("/api/campaigns/" + campaign + "/self-evaluation")))
                .isEmpty();
        assertThat(codes(taker.get("/api/campaigns/" + campaign + "/self-evaluation")))
                .containsExactly("FA2");
        assertThat(step(id, "u06")).isEmpty();
        assertThat(step(id, "u15")).as("scored, to be checked").containsExactly("userTask_check");
        assertThat(codes(market.get("/api/campaigns/" + campaign + "/self-evaluation")))
                .as("what is checked stays with who scored it")
                .containsExactly("FA1", "FB1");
        assertThat(taker.get("/api/inbox").json().toString()).contains("请完成自评打分");
        assertThat(score(finance, round, "FA2", "29").status()).isEqualTo(403);
        assertThat(score(taker, round, "FA2", "28").status()).isEqualTo(200);
        check(round, "FA2", Map.of());
        assertThat(step(id, "u15")).isEmpty();

        assertThat(office.post(round + "/checks", Map.of("code", "FB1", "decision", "RETURN", "opinion", "核实"))
                        .text("unitCode"))
                .as("given back, it is for the new lead")
                .isEqualTo("u16");
        assertThat(step(id, "u16")).containsExactly("userTask_score");
        assertThat(step(id, "u02")).as("FA1 is still open").containsExactly("userTask_score");
        assertThat(score(new Script(port, "c-u16"), round, "FB1", "19").status())
                .isEqualTo(200);
        check(round, "FB1", Map.of());

        assertThat(office.put("/api/campaigns/" + campaign + "/owners", Map.of("FC1", Map.of("lead", "u18")))
                        .status())
                .isEqualTo(200);
        assertThat(step(id, "u18")).containsExactly("userTask_score");
        Script last = new Script(port, "c-u18");
        score(last, round, "FC1", "3");
        check(round, "FC1", Map.of());
        score(market, round, "FA1", "50");
        check(round, "FA1", Map.of());
        assertThat(office.post(round + "/hand-up", Map.of()).text("state")).isEqualTo("APPROVING");
    }

    @Test
    void letsTheOfficeScoreForAUnitThatIsNoMore() {
        String campaign = campaign("dissolved");
        launch(campaign);
        assertThat(handOver(campaign, "FA2", "u06", "u20").status()).isEqualTo(200);
        String round = open(campaign);
        String id = round.substring(round.lastIndexOf('/') + 1);
        assertThat(office.post(round + "/checks", Map.of("code", "FA2", "decision", "ACCEPT", "points", 20))
                        .status())
                .as("the unit has to score first")
                .isEqualTo(409);
        units.deactivate("u20", true, true, "test", "测试");
        try {
            Caller desk = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
            assertThat(desk.get("/campaigns/" + campaign + "/self-evaluation").body())
                    .contains("金融办（已停用），由创建办评分");
            assertThat(office.post(round + "/checks", Map.of("code", "FA2", "decision", "ACCEPT"))
                            .text("detail"))
                    .contains("牵头单位已停用");
            check(round, "FA2", Map.of("points", 20, "opinion", "按预算批复"));
            assertThat(step(id, "u20")).isEmpty();
            assertThat(desk.get("/campaigns/" + campaign + "/self-evaluation").body())
                    .contains("修改审核得分", "value=\"按预算批复\"");
            assertThat(office.post(round + "/hand-up", Map.of())
                            .json()
                            .path("open")
                            .toString())
                    .doesNotContain("FA2");
        } finally {
            units.activate("u20", "test", "测试");
        }
    }

    @Test
    void asksForNoPointsOfWhatDoesNotApplyUntilItAppliesAgain() {
        String campaign = campaign("applies");
        launch(campaign);
        applies(campaign, "FC1", false);
        String round = open(campaign);
        String id = round.substring(round.lastIndexOf('/') + 1);
        applies(campaign, "FA2", false);
        assertThat(step(id, "u06")).as("its only criterion").isEmpty();
        JsonNode sheet =
                office.get("/api/campaigns/" + campaign + "/self-evaluation").json();
        assertThat(sheet.path("lines").findValuesAsText("criterionCode")).containsExactly("FA1", "FB1");
        Caller desk = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        assertThat(desk.get("/campaigns/" + campaign + "/self-evaluation").body())
                .contains("/ 70")
                .doesNotContain("c-FA2");
        assertThat(score(finance, round, "FA2", "30").text("detail")).contains("不适用");

        score(market, round, "FA1", "50");
        score(market, round, "FB1", "20");
        applies(campaign, "FB1", false);
        HttpResponse<String> all = desk.send(
                "POST",
                "/campaigns/" + campaign + "/self-evaluation/" + id + "/accept-all",
                "application/x-www-form-urlencoded",
                "");
        assertThat(all.statusCode()).isEqualTo(302);
        assertThat(step(id, "u02")).as("all that applies is checked").isEmpty();
        applies(campaign, "FB1", true);
        assertThat(step(id, "u02")).containsExactly("userTask_check");
        applies(campaign, "FA2", true);
        assertThat(step(id, "u06")).containsExactly("userTask_score");
        applies(campaign, "FB1", false);
        assertThat(score(finance, round, "FA2", "30").status()).isEqualTo(200);
        check(round, "FA2", Map.of());
        assertThat(office.post(round + "/hand-up", Map.of()).text("state")).isEqualTo("APPROVING");
        applies(campaign, "FC1", true);
        assertThat(leader.post(round + "/decide", Map.of("decision", "ACCEPT")).text("detail"))
                .contains("FC1");
        applies(campaign, "FC1", false);
        assertThat(leader.post(round + "/decide", Map.of("decision", "ACCEPT")).text("state"))
                .isEqualTo("APPROVED");
        applies(campaign, "FB1", true);
        assertThat(codes(office.get("/api/campaigns/" + campaign + "/self-evaluation")))
                .as("an approved round stays what was approved")
                .containsExactly("FA1", "FA2");
    }

    @Test
    void followsANewerEditionWithoutAskingForWhatDoesNotApply() {
        String campaign = campaign("edition");
        launch(campaign);
        String round = open(campaign);
        String id = round.substring(round.lastIndexOf('/') + 1);
        applies(campaign, "FA2", false);
        String set = set(
                "edition-new", CRITERIA.replace("20,基本项", "0,否决项") + "FD1,宣传引导,公益宣传,开展宣传,5,基本项,宣传部,台账,MANUAL:0-5\n");
        String change = office.post("/api/campaigns/" + campaign + "/edition-changes", Map.of("to", set))
                .text("id");
        Answer applied = leader.post("/api/edition-changes/" + change + "/apply", null);
        assertThat(applied.status()).as(applied.json().toString()).isEqualTo(200);
        assertThat(codes(office.get("/api/campaigns/" + campaign + "/self-evaluation")))
                .as("FA2 does not apply, FB1 is a veto now")
                .containsExactly("FA1", "FC1", "FD1");
        assertThat(step(id, "u06")).isEmpty();
        assertThat(step(id, "u15")).containsExactly("userTask_score");
        score(market, round, "FA1", "50");
        check(round, "FA1", Map.of());
        assertThat(step(id, "u02")).isEmpty();
    }

    @Test
    void keepsAUnitFromScoringBesideTheRound() {
        String campaign = campaign("beside");
        launch(campaign);
        String round = open(campaign);
        score(market, round, "FA1", "48");
        score(market, round, "FB1", "20");
        assertThat(beside(campaign, "FA1", 47).status()).as("not checked yet").isEqualTo(201);
        score(market, round, "FA1", "48");
        check(round, "FA1", Map.of());
        Answer refused = beside(campaign, "FA1", 50);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("办示例", "联系创建办退回");
        Caller clerk = Caller.signedIn("http://localhost:" + port, "c-u02", County.PASSWORD);
        assertThat(clerk.get("/campaigns/" + campaign + "/score-entry?source=SELF")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> page = clerk.send(
                "POST",
                "/campaigns/" + campaign + "/score-entry",
                "application/x-www-form-urlencoded",
                "source=SELF&code=FA1&points=50&version=4&was=&reason="
                        + URLEncoder.encode("再加两分", StandardCharsets.UTF_8));
        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("已由办示例审核", "再加两分");
        assertThat(sheet(campaign).line("FA1").orElseThrow().of(Source.SELF)).isEqualByComparingTo("48");
        score(finance, round, "FA2", "30");
        check(round, "FA2", Map.of());
        check(round, "FB1", Map.of());
        check(round, "FC1", Map.of("points", 0, "opinion", "未推广"));
        office.post(round + "/hand-up", Map.of());
        assertThat(beside(campaign, "FB1", 19).text("detail")).contains("报领导小组审定");
        leader.post(round + "/decide", Map.of("decision", "RETURN", "opinion", "核实 FA1"));
        office.post(round + "/checks", Map.of("code", "FA1", "decision", "RETURN", "opinion", "核实"));
        assertThat(beside(campaign, "FA1", 47).status()).isEqualTo(201);
    }

    private Answer beside(String campaign, String code, int points) {
        return market.post(
                "/api/campaigns/" + campaign + "/scores",
                Map.of("code", code, "source", "self", "points", points, "reason", "另行打分"));
    }

    private String open(String campaign) {
        Answer opened = office.post(
                "/api/campaigns/" + campaign + "/self-evaluation",
                Map.of("dueDate", ChinaTime.today().plusDays(20).toString()));
        assertThat(opened.status()).as(opened.json().toString()).isEqualTo(201);
        return "/api/self-evaluations/" + opened.text("id");
    }

    private void applies(String campaign, String code, boolean applies) {
        Answer answer = office.post(
                "/api/campaigns/" + campaign + "/criteria/" + code + "/applies",
                Map.of("applies", applies, "reason", "按实际情况认定"));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    }

    private Answer handOver(String campaign, String code, String from, String to) {
        Answer asked = new Script(port, "c-" + from)
                .post(
                        "/api/assignments/" + assignment(campaign, code, from) + "/requests",
                        Map.of("kind", "TRANSFER", "reason", "职责已划转", "targetUnit", to));
        assertThat(asked.status()).as(asked.json().toString()).isEqualTo(201);
        return office.post("/api/requests/" + asked.text("id") + "/decide", Map.of("granted", true, "opinion", "同意"));
    }

    /** Where a unit's part of a round waits. */
    private List<String> step(String round, String unit) {
        return tasks.createTaskQuery().processInstanceBusinessKey(round + "/" + unit).list().stream()
                .map(Task::getTaskDefinitionKey)
                .toList();
    }

    @Test
    void putsEveryAcceptedDocumentIntoTheVolumeAndSaysWhatIsMissing() throws Exception {
        String campaign = campaign("volume");
        launch(campaign);
        handIn(campaign, "FA1", "u02", "报告.pdf");
        handIn(campaign, "FB1", "u02", "报告.pdf");
        handIn(campaign, "FB1", "u10", "../报告.pdf");
        String waiting = assignment(campaign, "FA2", "u06");
        upload(finance, waiting, "预算.pdf");
        String document = "/api/assignments/" + waiting + "/evidence/"
                + finance.get("/api/assignments/" + waiting)
                        .json()
                        .path("evidence")
                        .get(0)
                        .path("id")
                        .asText();
        LocalDate yesterday = ChinaTime.today().minusDays(1);
        assertThat(market.put(document, Map.of("validUntil", yesterday.toString()))
                        .status())
                .isGreaterThanOrEqualTo(403);
        Answer dated = finance.put(document, Map.of("validUntil", yesterday.toString()));
        assertThat(dated.json().path("evidence").get(0).path("expired").asBoolean())
                .as(dated.json().toString())
                .isTrue();
        assertThat(Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD)
                        .get("/campaigns/" + campaign + "/criteria/FA2")
                        .body())
                .contains("已过期", "有效期至 " + yesterday);
        finance.post("/api/assignments/" + waiting + "/submit", Map.of("note", "已列入"));

        Answer state = office.get("/api/campaigns/" + campaign + "/documents");
        assertThat(state.json().path("documents").asInt()).isEqualTo(3);
        assertThat(state.json().path("missing").findValuesAsText("code")).containsExactly("FV2", "FA2", "FC1");
        assertThat(state.json().path("missing").get(1).path("words").asText()).contains("没有入库材料", "1 份材料待审", "财政局");

        Answer volume = office.get("/api/campaigns/" + campaign + "/documents/volume.zip");
        assertThat(volume.status()).isEqualTo(200);
        Map<String, byte[]> files = unzip(volume.content());
        assertThat(files.keySet().stream().filter(name -> name.endsWith(".pdf")))
                .containsExactly(
                        "02 组织／领导/01 机构建设/01 FA1/0001-市监局-报告.pdf",
                        "03 监管执法/01 抽检监测/01 FB1/0002-市监局-报告.pdf",
                        "03 监管执法/01 抽检监测/01 FB1/0003-农业农村局-报告.pdf");
        List<String> manifest = new String(content(files, Volume.MANIFEST), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(manifest).hasSize(3);
        for (String line : manifest) {
            String[] parts = line.split("  ", 2);
            assertThat(sha256(content(files, parts[1]))).as(parts[1]).isEqualTo(parts[0]);
        }
        assertThat(new String(content(files, Volume.GAPS), StandardCharsets.UTF_8))
                .contains("FA2", "1 份材料待审", "FC1")
                .doesNotContain("FA1 ");
        assertThat(new String(content(files, Volume.INDEX), StandardCharsets.UTF_8))
                .contains("机构建设", "缺件", "<td class=\"n\">0003</td>")
                .contains("创建期间 " + ChinaTime.today().minusMonths(2) + " 至 "
                        + ChinaTime.today().plusYears(1));

        assertThat(market.get("/api/campaigns/" + campaign + "/documents/volume.zip")
                        .status())
                .isEqualTo(403);
        assertThat(market.get("/api/campaigns/" + campaign + "/documents").status())
                .isEqualTo(403);

        // Nobody owes what does not apply, or what everybody is exempt from; what an edition dropped comes last.
        jdbc.sql(
                        "update assignment set state = 'EXEMPT', open = false where campaign_id = ? and criterion_code = 'FV2'")
                .param(campaign)
                .update();
        office(() -> settings.setApplies(campaign, "FC1", false, "本地没有"));
        jdbc.sql("update evidence_use set criterion_code = 'FX9' where campaign_id = ? and criterion_code = 'FA1'")
                .param(campaign)
                .update();
        state = office.get("/api/campaigns/" + campaign + "/documents");
        assertThat(state.json().path("missing").findValuesAsText("code")).containsExactly("FA1", "FA2");
        files = unzip(office.get("/api/campaigns/" + campaign + "/documents/volume.zip")
                .content());
        assertThat(files.keySet().stream().filter(name -> name.endsWith(".pdf")))
                .hasSize(state.json().path("documents").asInt())
                .endsWith("05 已删除指标/01 FX9/0003-市监局-报告.pdf");
        assertThat(new String(content(files, Volume.INDEX), StandardCharsets.UTF_8))
                .contains("FX9 已删除指标");

        assertThat(units(office, campaign)).containsExactlyInAnyOrder("统计局", "市监局", "财政局", "市监局", "农业农村局");
        assertThat(units(market, campaign)).containsExactly("市监局", "市监局");
    }

    @Test
    void stopsAtAnEvaluationThatFailsAndGoesOnWhenItPasses() throws Exception {
        String campaign = campaign("walk");
        launch(campaign);
        for (String[] pair :
                new String[][] {{"FV2", "u12"}, {"FA1", "u02"}, {"FA2", "u06"}, {"FB1", "u02"}, {"FB1", "u10"}}) {
            handIn(campaign, pair[0], pair[1], pair[0] + pair[1] + ".pdf");
        }
        confirm(campaign, "built", "buildReviewed");
        assertThat(advance(campaign, null).text("stage")).isEqualTo("selfEvaluation");
        confirm(campaign, "selfEvaluated", "selfReportPublished");
        Answer closed = advance(campaign, null);
        assertThat(closed.status()).isEqualTo(422);
        assertThat(closed.text("detail")).contains("自评尚未发起");
        approve(campaign);
        assertThat(advance(campaign, null).text("stage")).isEqualTo("preliminaryEvaluation");

        Answer visit = visit(campaign, "preliminaryEvaluation");
        assertThat(visit.status()).as(visit.json().toString()).isEqualTo(201);
        String evaluation = "/api/evaluations/" + visit.text("id");
        assertThat(advance(campaign, true).text("detail")).contains("市级初评结论尚未登记", "第三方满意度测评结果尚未登记");
        office.post("/api/campaigns/" + campaign + "/surveys", survey("2026-06-01", 500, 80));

        assertThat(office.post(evaluation + "/conclude", Map.of("result", "NOT_PASSED"))
                        .status())
                .isEqualTo(422);
        assertThat(office.post(
                                evaluation + "/conclude",
                                Map.of(
                                        "result",
                                        "CONDITIONAL",
                                        "documentNumber",
                                        "示食安办〔2026〕1号",
                                        "documentDate",
                                        ChinaTime.today().toString()))
                        .text("detail"))
                .contains("后续整改");
        Answer conditional = office.post(
                evaluation + "/conclude",
                Map.of(
                        "result",
                        "CONDITIONAL",
                        "documentNumber",
                        "示食安办〔2026〕1号",
                        "documentDate",
                        ChinaTime.today().toString(),
                        "version",
                        0,
                        "followUps",
                        List.of(
                                followUp("补齐农贸市场快检记录", ChinaTime.today().plusDays(1)),
                                followUp("完善台账", ChinaTime.today().plusDays(90)))));
        assertThat(conditional.status()).as(conditional.json().toString()).isEqualTo(200);
        Answer again = new Script(port, "office2")
                .post(
                        evaluation + "/conclude",
                        Map.of(
                                "result",
                                "PASSED",
                                "documentNumber",
                                "示食安办〔2026〕1号",
                                "documentDate",
                                ChinaTime.today().toString(),
                                "version",
                                0));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("detail")).contains("办示例", "有条件通过");
        assertThat(advance(campaign, true).text("detail")).contains("2 项后续整改未完成（市监局）");
        String followUp = office.get("/api/campaigns/" + campaign + "/evaluations")
                .json()
                .get(0)
                .path("followUps")
                .get(0)
                .path("id")
                .asText();
        handInAndConfirm(campaign, followUp);
        String other = office.get("/api/campaigns/" + campaign + "/evaluations")
                .json()
                .get(0)
                .path("followUps")
                .get(1)
                .path("id")
                .asText();
        assertThat(office.post("/api/follow-ups/" + other + "/done", Map.of("note", "创建办现场核实"))
                        .status())
                .isEqualTo(200);
        assertThat(tasksOf(other)).isEmpty();
        assertThat(market.post("/api/unit-reports/" + other + "/report", Map.of("note", "晚了"))
                        .status())
                .isEqualTo(409);
        assertThat(office.post("/api/follow-ups/" + followUp + "/done", Map.of("note", "已补齐并复核"))
                        .status())
                .isEqualTo(409);
        assertThat(advance(campaign, true).text("stage")).isEqualTo("acceptance");

        String acceptance = "/api/evaluations/" + visit(campaign, "acceptance").text("id");
        Answer failed = office.post(
                acceptance + "/conclude",
                Map.of(
                        "result",
                        "NOT_PASSED",
                        "documentNumber",
                        "示省食安办〔2026〕9号",
                        "documentDate",
                        ChinaTime.today().toString(),
                        "opinion",
                        "暗访点位不合格率偏高"));
        assertThat(failed.status()).as(failed.json().toString()).isEqualTo(200);
        Answer stopped = office.get("/api/campaigns/" + campaign);
        assertThat(stopped.text("stage")).isEqualTo("acceptance");
        assertThat(stopped.json().path("waitingFor").path("name").asText()).contains("整改");
        assertThat(stopped.json().toString()).contains("省级评价未通过", "暗访点位不合格率偏高");
        advance(campaign, null);
        assertThat(advance(campaign, true).text("detail")).contains("暗访点位不合格率偏高");
        office.post(
                "/api/evaluations/" + visit(campaign, "acceptance").text("id") + "/conclude",
                Map.of(
                        "result",
                        "PASSED",
                        "documentNumber",
                        "示省食安办〔2026〕12号",
                        "documentDate",
                        ChinaTime.today().toString()));
        assertThat(advance(campaign, true).text("stage")).isEqualTo("publicNotice");
    }

    @Test
    void supervisesAFollowUpAsItDoesATask() {
        String campaign = campaign("supervised");
        launch(campaign);
        String id = conditional(campaign, "补齐抽检台账").get(0);
        Answer words = leader.post(
                "/api/instructions", Map.of("subjectType", "FOLLOW_UP", "subjectId", id, "text", "请市监局抓紧。"));
        assertThat(words.status()).as(words.json().toString()).isEqualTo(201);
        assertThat(words.text("unitCode")).isEqualTo("u02");
        assertThat(words.text("subjectLink")).isEqualTo("/unit-reports/" + id);
        assertThat(words.text("subjectTitle")).isEqualTo("补齐抽检台账");

        String base = "/campaigns/" + campaign;
        Caller chief = signedIn("leader");
        Caller clerk = signedIn("c-u02");
        assertThat(chief.get(base + "/evaluations").body())
                .contains("/instructions/new?subjectType=FOLLOW_UP&amp;subjectId=" + id, "id=\"u-" + id);
        assertThat(leadsTo(chief.get("/unit-reports/" + id))).isEqualTo(base + "/evaluations#u-" + id);
        assertThat(leadsTo(clerk.get("/unit-reports/" + id))).isEqualTo(base + "/self-evaluation#u-" + id);
        assertThat(signedIn("c-u06").get("/unit-reports/" + id).statusCode()).isEqualTo(404);

        jdbc.sql("update follow_up set due_date = ? where id = ?")
                .params(ChinaTime.today().minusDays(20), id)
                .update();
        supervision.sweep();
        supervision.sweep();
        String blue = byRule(id).path("id").asText();
        assertThat(byRule(id).path("colour").asText()).isEqualTo("BLUE");
        assertThat(byRule(id).path("unitCode").asText()).isEqualTo("u02");
        market.post("/api/unit-reports/" + id + "/report", Map.of("note", "已补"));
        jdbc.sql("update supervision_order set due_date = ? where id = ?")
                .params(ChinaTime.today().minusDays(20), blue)
                .update();
        supervision.sweep();
        assertThat(order(blue).text("state"))
                .as("reported: neither escalated nor ended")
                .isEqualTo("ISSUED");

        office.post("/api/unit-reports/" + id + "/decide", Map.of("accepted", false, "opinion", "缺 4 月"));
        supervision.sweep();
        assertThat(order(blue).text("state")).isEqualTo("WITHDRAWN");
        assertThat(order(blue).text("opinion")).contains("退回");
        assertThat(orders(id)).as("the unit has its own time").hasSize(2);

        String urgent = office.post(
                        "/api/supervision-orders",
                        Map.of("subjectType", "FOLLOW_UP", "subjectId", id, "colour", "ORANGE", "reason", "省里要看"))
                .text("id");
        market.post("/api/unit-reports/" + id + "/report", Map.of("note", "4 月已补"));
        office.post("/api/unit-reports/" + id + "/decide", Map.of("accepted", true));
        supervision.sweep();
        assertThat(order(urgent).text("state")).isEqualTo("CLOSED");
        assertThat(order(urgent).text("opinion")).contains("已完成");
        assertThat(order(words.text("id")).text("state"))
                .as("a leader's words wait for their answer")
                .isEqualTo("ISSUED");
    }

    @Test
    void remembersWhatALeaderWasLookingAt() {
        String campaign = campaign("looked");
        String page = "/campaigns/" + campaign + "/criteria/FA1";
        Caller chief = signedIn("leader");
        String form = "/instructions/new?subjectType=CAMPAIGN&subjectId=" + campaign
                + "&title=" + URLEncoder.encode("FA1 机构建设", StandardCharsets.UTF_8)
                + "&page=" + URLEncoder.encode(page, StandardCharsets.UTF_8);
        assertThat(chief.get(page).body().replace("&amp;", "&").replace("+", "%20"))
                .contains(form.replace("+", "%20").replace("%2F", "/"));
        assertThat(chief.get(form).body()).contains("name=\"page\" value=\"" + page, "FA1 机构建设");
        HttpResponse<String> given = instruct(chief, campaign, page);
        assertThat(given.statusCode()).isEqualTo(302);
        String order = "/api" + leadsTo(given);
        assertThat(leader.get(order).text("subjectTitle")).isEqualTo("FA1 机构建设");
        assertThat(leader.get(order).text("subjectLink")).isEqualTo(page);
        assertThat(leader.get(order).text("subjectTypeLabel")).isEqualTo("相关内容");
        String whole = "/api" + leadsTo(instruct(chief, campaign, "/campaigns/" + campaign));
        assertThat(leader.get(whole).text("subjectTitle")).isEqualTo("示例县 looked");
        assertThat(leader.get(whole).text("subjectTypeLabel")).isEqualTo("创建活动");
        assertThat(market.get(order).text("subjectLink"))
                .as("a unit may not open the criterion's page")
                .isEqualTo("/campaigns/" + campaign);
        String list = "/api" + leadsTo(instruct(chief, campaign, page + "?text=" + "x".repeat(400)));
        assertThat(leader.get(list).text("subjectLink"))
                .as("too long to keep whole")
                .isEqualTo(page);
        assertThat(instruct(chief, campaign, "//elsewhere.example/x").statusCode())
                .isEqualTo(422);
        assertThat(instruct(chief, campaign, "https://elsewhere.example/").statusCode())
                .isEqualTo(422);
    }

    private static HttpResponse<String> instruct(Caller leader, String campaign, String page) {
        return leader.send(
                "POST",
                "/instructions",
                "application/x-www-form-urlencoded",
                "subjectType=CAMPAIGN&unit=u02&colour=BLUE&subjectId=" + campaign + "&title="
                        + URLEncoder.encode("FA1 机构建设", StandardCharsets.UTF_8) + "&page=" + page + "&reason="
                        + URLEncoder.encode("请核实", StandardCharsets.UTF_8));
    }

    @Test
    void showsUnitsTheirFollowUpsBesideTheirTasksAndTheOfficeWhatWaitsForIt() throws Exception {
        String campaign = campaign("listed");
        launch(campaign);
        String id = conditional(campaign, "补齐快检记录").get(0);
        Caller clerk = signedIn("c-u02");
        Caller desk = signedIn("office");
        String part = "/unit-reports/part?campaign=" + campaign;
        assertThat(clerk.get("/tasks").body()).contains("/unit-reports/part");
        assertThat(clerk.get("/campaigns/" + campaign + "/tasks").body())
                .contains("/unit-reports/part?unit=&amp;campaign=" + campaign);
        assertThat(clerk.get(part).body())
                .contains("补齐快检记录", "示例县 listed", "待办理", "/unit-reports/" + id, "lamp-", "待办任务")
                .contains(ChinaTime.today().plusDays(9).toString());
        assertThat(signedIn("c-u06").get(part).body()).doesNotContain("补齐快检记录", "后续事项");
        assertThat(clerk.get("/unit-reports/part?unit=u06").statusCode()).isEqualTo(403);
        assertThat(desk.get(part + "&reported=true").body()).doesNotContain("补齐快检记录");

        long few = part(clerk);
        conditional(campaign, "一", "二", "三", "四");
        assertThat(part(clerk)).isEqualTo(few);

        market.post("/api/unit-reports/" + id + "/report", Map.of("note", "已补"));
        assertThat(clerk.get(part).body()).contains("待确认");
        assertThat(desk.get("/desk").body()).contains("/unit-reports/part?reported=true");
        assertThat(desk.get("/unit-reports/part?reported=true").body()).contains("补齐快检记录", "待确认的后续事项");
        office.post("/api/unit-reports/" + id + "/decide", Map.of("accepted", false, "opinion", "缺 4 月"));
        assertThat(clerk.get(part).body()).contains("退回：缺 4 月");
        office.post("/api/follow-ups/" + id + "/done", Map.of("note", "创建办现场核实"));
        assertThat(clerk.get(part).body()).doesNotContain("补齐快检记录");
    }

    private long part(Caller clerk) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            least = Math.min(least, CountedStatements.during(() -> clerk.get("/unit-reports/part")));
        }
        return least;
    }

    @Test
    void handsOutOnceWhatWasOpenBeforeUnitsReported() {
        String campaign = campaign("older");
        String from = conditional(campaign, "补齐快检记录").get(0);
        String old = Ids.next();
        jdbc.sql("insert into follow_up (id, evaluation_id, position, item, unit_code, due_date, done_note)"
                        + " select ?, evaluation_id, 9, '此前的事项', unit_code, due_date, '' from follow_up where id = ?")
                .params(old, from)
                .update();
        assertThat(evaluations.notHandedOut()).contains(old).doesNotContain(from);
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> evaluations.handOut(old)),
                        CompletableFuture.runAsync(() -> evaluations.handOut(old)))
                .join();
        assertThat(tasksOf(old))
                .singleElement()
                .satisfies(task -> assertThat(task.getTenantId()).isEqualTo("u02"));
        assertThat(evaluations.notHandedOut()).doesNotContain(old);
        assertThat(market.post("/api/unit-reports/" + old + "/report", Map.of("note", "已办"))
                        .text("state"))
                .isEqualTo("REPORTED");
    }

    @Test
    void keepsWhatWasTypedAboutAnEditionWhenItIsRefused() {
        String campaign = campaign("typed");
        String newer = set("typed-new", CRITERIA + "FD1,宣传引导,公益宣传,开展宣传,5,基本项,宣传部,台账,MANUAL:0-5\n");
        Caller desk = signedIn("office");
        String page = "/campaigns/" + campaign + "/edition";
        String change = new Script(port, "office2")
                .post("/api/campaigns/" + campaign + "/edition-changes", Map.of("to", newer))
                .text("id");
        assertThat(desk.get(page).body()).contains("待确认");
        HttpResponse<String> second = form(desk, page, "to=" + newer + "&note=", "省里印发的通知");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).contains("已提出换用", "您填写的内容（未保存）", "省里印发的通知");

        leader.post("/api/edition-changes/" + change + "/apply", null);
        office.post("/api/edition-changes/" + change + "/undo", Map.of("reason", "有误"));
        HttpResponse<String> late = form(desk, page + "/" + change + "/undo", "reason=", "再撤一次");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("您填写的内容（未保存）", "再撤一次");
    }

    private static HttpResponse<String> form(Caller caller, String path, String fields, String typed) {
        return caller.send(
                "POST",
                path,
                "application/x-www-form-urlencoded",
                fields + URLEncoder.encode(typed, StandardCharsets.UTF_8));
    }

    private Caller signedIn(String account) {
        return Caller.signedIn("http://localhost:" + port, account, County.PASSWORD);
    }

    private static String leadsTo(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("").replaceFirst("^https?://[^/]+", "");
    }

    /** Passed on conditions, all of them for the market bureau within nine days; the ids of what is left to do. */
    private List<String> conditional(String campaign, String... items) {
        String visit = visit(campaign, "preliminaryEvaluation").text("id");
        Answer concluded = office.post(
                "/api/evaluations/" + visit + "/conclude",
                Map.of(
                        "result",
                        "CONDITIONAL",
                        "documentNumber",
                        "示食安办〔2026〕1号",
                        "documentDate",
                        ChinaTime.today().toString(),
                        "version",
                        0,
                        "followUps",
                        Stream.of(items)
                                .map(it -> followUp(it, ChinaTime.today().plusDays(9)))
                                .toList()));
        assertThat(concluded.status()).as(concluded.json().toString()).isEqualTo(200);
        return jdbc.sql("select id from follow_up where evaluation_id = ? order by position")
                .param(visit)
                .query(String.class)
                .list();
    }

    private JsonNode orders(String followUp) {
        return office.get("/api/supervision-orders?subjectType=FOLLOW_UP&subjectId=" + followUp)
                .json()
                .path("items");
    }

    private JsonNode byRule(String followUp) {
        for (JsonNode order : orders(followUp)) {
            if (order.path("automatic").asBoolean()) {
                return order;
            }
        }
        throw new AssertionError("No order by rule: " + orders(followUp));
    }

    private Answer order(String id) {
        return office.get("/api/supervision-orders/" + id);
    }

    @Test
    void takesNoVisitOfAnotherAgeAndNoConclusionFromBeforeIt() {
        String campaign = campaign("dates");
        String path = "/api/campaigns/" + campaign + "/evaluations";
        for (String slip : List.of("0026-11-02", "9026-11-02")) {
            Answer refused = office.post(
                    path, Map.of("stage", "acceptance", "organ", "省食安办", "visitFrom", slip, "experts", List.of()));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("detail")).contains("请核对年份");
        }
        Answer early = office.post(
                "/api/evaluations/" + visit(campaign, "acceptance").text("id") + "/conclude",
                Map.of(
                        "result",
                        "PASSED",
                        "documentNumber",
                        "示省食安办〔2026〕12号",
                        "documentDate",
                        ChinaTime.today().minusDays(3).toString()));
        assertThat(early.status()).isEqualTo(422);
        assertThat(early.text("detail")).contains("早于现场评价开始日期");
    }

    @Test
    void takesScoresAndProblemsFromAboveOrNamesEveryRowThatIsWrong() {
        String campaign = campaign("above");
        launch(campaign);
        Answer visit = visit(campaign, "preliminaryEvaluation");
        String evaluation = "/api/evaluations/" + visit.text("id");
        Answer wrong =
                office.upload(evaluation + "/scores", Map.of("得分.csv", bytes("""
                        编码,得分,说明
                        FA1,51,超过满分
                        FA2,3.125,三位小数
                        FX9,1,没有这项
                        FV2,1,否决项
                        FB1,19,好
                        FB1,18,重复
                        """)), Map.of("document", "初评情况通报"));
        assertThat(wrong.status()).isEqualTo(422);
        List<String> rows = wrong.json().path("problems").findValuesAsText("row");
        assertThat(rows).containsExactly("2", "3", "4", "5", "7");
        assertThat(sheet(campaign).line("FB1").orElseThrow().sources()).isEmpty();

        byte[] right = bytes("编码,得分,说明\nFA1,45,职责不清\nFB1,18.5,\n");
        Answer dry = office.upload(
                evaluation + "/scores", Map.of("得分.csv", right), Map.of("document", "初评情况通报", "dryRun", "true"));
        assertThat(dry.json().path("created").asInt()).isEqualTo(2);
        assertThat(sheet(campaign).line("FB1").orElseThrow().sources()).isEmpty();
        Answer done = office.upload(evaluation + "/scores", Map.of("得分.csv", right), Map.of("document", "初评情况通报"));
        assertThat(done.status()).as(done.json().toString()).isEqualTo(200);
        assertThat(sheet(campaign).line("FA1").orElseThrow().sources())
                .hasEntrySatisfying(
                        Source.EXPERT, score -> assertThat(score.reason()).isEqualTo("依据《初评情况通报》：职责不清"));
        Answer twice = office.upload(evaluation + "/scores", Map.of("得分.csv", right), Map.of("document", "初评情况通报"));
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("detail")).contains("办示例");
        assertThat(market.upload(evaluation + "/scores", Map.of("得分.csv", right), Map.of("document", "x"))
                        .status())
                .isEqualTo(403);

        Answer badProblems =
                office.upload(evaluation + "/problems", Map.of("问题.csv", bytes("""
                        编码,责任单位,地点,问题,问题等级,整改期限
                        FB1,不存在局,城关市场,快检记录缺失,一般问题,
                        FB1,市监局,城关市场,快检记录缺失,很严重,2020-01-01
                        """)), Map.of("document", "初评情况通报"));
        assertThat(badProblems.status()).isEqualTo(422);
        assertThat(badProblems.json().path("problems")).hasSize(3);
        LocalDate due = ChinaTime.today().plusDays(30);
        Answer problems = office.upload(
                evaluation + "/problems",
                Map.of("问题.csv", bytes("编码,责任单位,地点,问题,问题等级,整改期限\nFB1,市监局,城关市场,快检记录缺失,一般问题," + due + "\n")),
                Map.of("document", "初评情况通报"));
        assertThat(problems.status()).as(problems.json().toString()).isEqualTo(200);
        Map<String, Object> finding = jdbc.sql("select number, unit_code, source, due_date, source_note from finding"
                        + " where campaign_id = ?")
                .param(campaign)
                .query()
                .singleRow();
        assertThat(finding.get("number")).isNotNull();
        assertThat(finding.get("source")).isEqualTo("CITY");
        assertThat(String.valueOf(finding.get("due_date"))).isEqualTo(due.toString());
        assertThat(String.valueOf(finding.get("source_note"))).contains("市食安办", "初评情况通报");
    }

    @Test
    void showsEveryPageToWhoMayReadItAndKeepsWhatWasTyped() {
        String campaign = campaign("pages");
        launch(campaign);
        office.post("/api/campaigns/" + campaign + "/surveys", survey("2026-05-01", 300, 69.9));
        String snapshot =
                office.post("/api/campaigns/" + campaign + "/snapshots", null).text("id");
        office.post("/api/campaigns/" + campaign + "/snapshots", null);
        assertThat(office.post("/api/campaigns/" + campaign + "/snapshots", Map.of("name", "长".repeat(201)))
                        .text("detail"))
                .contains("最多 200 字");
        visit(campaign, "preliminaryEvaluation");
        String round = office.post(
                        "/api/campaigns/" + campaign + "/self-evaluation",
                        Map.of("dueDate", ChinaTime.today().plusDays(20).toString()))
                .text("id");
        String base = "/campaigns/" + campaign;
        Caller desk = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        Caller clerk = Caller.signedIn("http://localhost:" + port, "c-u02", County.PASSWORD);
        for (String page : List.of(
                "/documents",
                "/self-evaluation",
                "/surveys",
                "/surveys/new",
                "/evaluations",
                "/snapshots/" + snapshot,
                "/surveys/template",
                "/evaluations/template/scores",
                "/evaluations/template/problems")) {
            assertThat(desk.get(base + page).statusCode()).as(page).isEqualTo(200);
            if (!page.equals("/self-evaluation")) {
                assertThat(clerk.get(base + page).statusCode()).as(page).isEqualTo(403);
            }
        }
        assertThat(desk.get(base + "/surveys").body()).contains("样本不足", "低于达标线");
        assertThat(desk.get(base + "/documents").body()).contains("没有入库材料", "做一次模拟验收");
        String own = clerk.get(base + "/self-evaluation").body();
        assertThat(own).contains("FA1", "FB1").doesNotContain("FA2", "全部按自评得分通过");

        HttpResponse<String> refused = clerk.send(
                "POST",
                base + "/self-evaluation/" + round + "/score",
                "application/x-www-form-urlencoded",
                "code=FA1&version=0&points=99&words=" + URLEncoder.encode("已经成立", StandardCharsets.UTF_8));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("0 到 50", "value=\"99\"", "value=\"已经成立\"");
        HttpResponse<String> survey = desk.send(
                "POST",
                base + "/surveys",
                "application/x-www-form-urlencoded",
                "organisation=" + URLEncoder.encode("示例调查公司", StandardCharsets.UTF_8)
                        + "&date=&sample=500&declared-satisfaction=abc&area=&areaSample=");
        assertThat(survey.statusCode()).isEqualTo(422);
        assertThat(survey.body()).contains("不是数字", "value=\"abc\"", "value=\"示例调查公司\"");
    }

    @Test
    void asksTheDatabaseNoMoreForMoreRows() throws Exception {
        String campaign = campaign("counted");
        launch(campaign);
        List<String> pages = List.of(
                "/api/campaigns/" + campaign + "/documents",
                "/api/campaigns/" + campaign + "/surveys",
                "/api/campaigns/" + campaign + "/evaluations",
                "/api/campaigns/" + campaign + "/self-evaluation",
                "/api/campaigns/" + campaign + "/documents/tasks.xlsx",
                "/api/campaigns/" + campaign + "/snapshots");
        office.post(
                "/api/campaigns/" + campaign + "/self-evaluation",
                Map.of("dueDate", ChinaTime.today().plusDays(20).toString()));
        office.post("/api/campaigns/" + campaign + "/surveys", survey("2026-05-01", 500, 80));
        visit(campaign, "preliminaryEvaluation");
        office.post("/api/campaigns/" + campaign + "/snapshots", null);
        List<Long> few = counted(pages);
        for (int i = 1; i < 4; i++) {
            office.post("/api/campaigns/" + campaign + "/surveys", survey("2026-06-0" + i, 500, 80));
            visit(campaign, "preliminaryEvaluation");
            office.post("/api/campaigns/" + campaign + "/snapshots", null);
        }
        handIn(campaign, "FB1", "u02", "一.pdf");
        handIn(campaign, "FB1", "u10", "二.pdf");
        assertThat(counted(pages)).isEqualTo(few);
    }

    private List<Long> counted(List<String> pages) throws Exception {
        List<Long> counts = new ArrayList<>();
        for (String page : pages) {
            assertThat(office.get(page).status()).as(page).isEqualTo(200);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                least = Math.min(least, CountedStatements.during(() -> office.get(page)));
            }
            counts.add(least);
        }
        return counts;
    }

    private static Map<String, Object> followUp(String item, LocalDate due) {
        return Map.of("item", item, "unit", "u02", "dueDate", due.toString());
    }

    /** The unit reports in Tasklist's own way, is sent back once, and the office agrees. */
    private void handInAndConfirm(String campaign, String followUp) {
        String report = "/api/unit-reports/" + followUp;
        assertThat(tasksOf(followUp)).singleElement().satisfies(task -> {
            assertThat(task.getName()).isEqualTo("补齐农贸市场快检记录");
            assertThat(task.getTenantId()).isEqualTo("u02");
            assertThat(task.getDueDate()).isNotNull();
        });
        evaluations.remind();
        evaluations.remind();
        assertThat(jdbc.sql("select count(*) from message where account = 'c-u02' and campaign_id = ? and subject = ?")
                        .params(campaign, "后续整改即将到期：补齐农贸市场快检记录")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(finance.get(report).status()).isEqualTo(404);
        assertThat(market.put(report + "/draft", Map.of("note", "正在补")).text("note"))
                .isEqualTo("正在补");
        assertThat(market.post(report + "/report", Map.of("note", " ")).text("code"))
                .isEqualTo("note");
        Answer file = market.upload(report + "/evidence", Map.of("快检记录.pdf", document("快检记录.pdf")), Map.of());
        assertThat(file.json().path("evidence")).hasSize(1);
        assertThat(market.post(report + "/report", Map.of("note", "已补齐 3 月快检记录"))
                        .text("state"))
                .isEqualTo("REPORTED");
        assertThat(market.post(report + "/decide", Map.of("accepted", true)).status())
                .isEqualTo(403);
        Caller desk = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        assertThat(desk.get("/campaigns/" + campaign + "/evaluations").body())
                .contains("待确认", "已补齐 3 月快检记录", "确认完成", "快检记录.pdf");
        assertThat(office.post(report + "/decide", Map.of("accepted", false, "opinion", "缺 4 月"))
                        .text("state"))
                .isEqualTo("OPEN");
        assertThat(market.get(report).text("opinion")).isEqualTo("缺 4 月");
        assertThat(market.post(report + "/report", Map.of("note", "4 月已补")).text("state"))
                .isEqualTo("REPORTED");
        assertThat(office.post(report + "/decide", Map.of("accepted", true)).text("state"))
                .isEqualTo("CONFIRMED");
        assertThat(tasksOf(followUp)).isEmpty();
    }

    private List<Task> tasksOf(String item) {
        return tasks.createTaskQuery().processInstanceBusinessKey(item).list();
    }

    private void approve(String campaign) {
        String round = "/api/self-evaluations/"
                + office.post(
                                "/api/campaigns/" + campaign + "/self-evaluation",
                                Map.of("dueDate", ChinaTime.today().plusDays(20).toString()))
                        .text("id");
        score(market, round, "FA1", "50");
        score(market, round, "FB1", "20");
        score(finance, round, "FA2", "30");
        check(round, "FA1", Map.of());
        check(round, "FA2", Map.of());
        check(round, "FB1", Map.of());
        check(round, "FC1", Map.of("points", 0, "opinion", "未推广"));
        office.post(round + "/hand-up", Map.of());
        assertThat(leader.post(round + "/decide", Map.of("decision", "ACCEPT")).text("state"))
                .isEqualTo("APPROVED");
    }

    private Answer visit(String campaign, String stage) {
        return office.post(
                "/api/campaigns/" + campaign + "/evaluations",
                Map.of(
                        "stage",
                        stage,
                        "organ",
                        "市食安办",
                        "visitFrom",
                        ChinaTime.today().minusDays(2).toString(),
                        "visitTo",
                        ChinaTime.today().toString(),
                        "experts",
                        List.of(Map.of("name", "样专家", "organisation", "示例大学", "duty", "资料组"))));
    }

    private Answer advance(String campaign, @Nullable Boolean passed) {
        return office.post(
                "/api/campaigns/" + campaign + "/advance", passed == null ? Map.of() : Map.of("passed", passed));
    }

    private void confirm(String campaign, String milestone, String condition) {
        assertThat(office.post(
                                "/api/campaigns/" + campaign + "/milestones/" + milestone + "/confirmations/"
                                        + condition,
                                Map.of("documentNumber", "示〔2026〕1号", "documentDate", "2026-01-05"))
                        .status())
                .isEqualTo(200);
    }

    private static Map<String, Object> survey(String date, int sample, double satisfaction) {
        return Map.of(
                "date",
                date,
                "organisation",
                "示例调查公司",
                "sample",
                sample,
                "declared",
                Map.of("satisfaction", satisfaction, "awareness", 80, "support", 90));
    }

    private static Answer score(Script unit, String round, String code, String points) {
        return unit.post(round + "/scores", Map.of("code", code, "points", points, "reason", "做到位"));
    }

    private void check(String round, String code, Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>(more);
        body.put("code", code);
        body.put("decision", "ACCEPT");
        Answer checked = office.post(round + "/checks", body);
        assertThat(checked.status()).as(checked.json().toString()).isEqualTo(200);
    }

    private static List<String> codes(Answer sheet) {
        return sheet.json().path("lines").findValuesAsText("criterionCode");
    }

    private ScoreSheet sheet(String campaign) {
        return Acting.as(Role.OFFICE, "u01", () -> scoreBoard.of(campaign));
    }

    private String docx(String campaign) throws IOException {
        return text(office.get("/api/campaigns/" + campaign + "/documents/self-evaluation.docx"));
    }

    private static String text(Answer file) throws IOException {
        assertThat(file.status())
                .as(new String(file.content(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(file.content()));
                XWPFWordExtractor text = new XWPFWordExtractor(document)) {
            assertThat(text.getText()).doesNotContain("{{").doesNotContain("[code]");
            assertThat(document.getFooterList())
                    .as("pages are numbered")
                    .singleElement()
                    .satisfies(
                            footer -> assertThat(footer._getHdrFtr().xmlText()).contains("PAGE"));
            return text.getText();
        }
    }

    private static List<String> units(Script reader, String campaign) throws IOException {
        Answer file = reader.get("/api/campaigns/" + campaign + "/documents/tasks.xlsx");
        assertThat(file.status()).isEqualTo(200);
        List<String> units = new ArrayList<>();
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(file.content()))) {
            Sheet sheet = book.getSheetAt(0);
            for (int i = 1; i <= sheet.getLastRowNum(); i++) {
                units.add(sheet.getRow(i).getCell(6).getStringCellValue());
            }
        }
        return units;
    }

    private static Map<String, byte[]> unzip(byte[] content) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content), StandardCharsets.UTF_8)) {
            ZipEntry entry = zip.getNextEntry();
            while (entry != null) {
                assertThat(files.put(entry.getName(), zip.readAllBytes()))
                        .as(entry.getName())
                        .isNull();
                entry = zip.getNextEntry();
            }
        }
        return files;
    }

    private static byte[] content(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] document(String name) {
        return ("%PDF-1.4\n% " + name + "\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n").getBytes(StandardCharsets.UTF_8);
    }

    private void handIn(String campaign, String code, String unit, String file) {
        String id = assignment(campaign, code, unit);
        Script clerk = new Script(port, "c-" + unit);
        upload(clerk, id, file);
        clerk.post("/api/assignments/" + id + "/submit", Map.of("note", "已完成"));
        new Script(port, "h-" + unit).post("/api/assignments/" + id + "/confirm", null);
        assertThat(office.post("/api/assignments/" + id + "/review", Map.of("decision", "ACCEPT"))
                        .text("state"))
                .isEqualTo("ACCEPTED");
    }

    private static void upload(Script clerk, String assignment, String file) {
        Answer answer =
                clerk.upload("/api/assignments/" + assignment + "/evidence", Map.of(file, document(file)), Map.of());
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    }

    private String assignment(String campaign, String code, String unit) {
        return office.get("/api/campaigns/" + campaign + "/assignments?criterion=" + code + "&unit=" + unit)
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asText();
    }

    private String set(String name, String criteria) {
        Answer table = office.upload(
                "/api/criteria-sets",
                Map.of("criteria.csv", bytes(criteria)),
                Map.of("kind", "foodSafetyCounty", "edition", name + "-" + System.nanoTime()));
        assertThat(table.status()).as(table.json().toString()).isEqualTo(201);
        return table.text("id");
    }

    private String campaign(String name) {
        return campaign(name, CRITERIA);
    }

    private String campaign(String name, String criteria) {
        String set = set(name, criteria);
        Answer created = office.post(
                "/api/campaigns",
                Map.of(
                        "kind",
                        "foodSafetyCounty",
                        "name",
                        "示例县 " + name,
                        "criteriaSetId",
                        set,
                        "startDate",
                        ChinaTime.today().minusMonths(2).toString(),
                        "acceptanceDate",
                        ChinaTime.today().plusYears(1).toString()));
        assertThat(created.status()).as(created.json().toString()).isEqualTo(201);
        return created.text("id");
    }

    private void launch(String campaign) {
        String job = office.post("/api/campaigns/" + campaign + "/launch", null).text("jobId");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> List.of("DONE", "FAILED")
                        .contains(office.get("/api/jobs/" + job).text("state")));
    }
}
