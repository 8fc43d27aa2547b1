package org.chuangjian;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.chuangjian.identity.Accounts;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.support.Caller;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.CountedStatements;
import org.chuangjian.support.County;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.QuietProduct;
import org.chuangjian.support.Script;
import org.chuangjian.support.Script.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Scores and metrics through the fixed interface, as the office, units, an expert and an auditor use it. */
@QuietProduct(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class ScoreApiTests {

    /** The column of 得分 in the table the page gives. */
    private static final int POINTS = 7;

    private static final String TODAY = ChinaTime.today().toString();

    @LocalServerPort
    int port;

    @Autowired
    CountyAtWork county;

    @Autowired
    People people;

    @Autowired
    Accounts accounts;

    private Script office;
    private String campaign;

    @BeforeEach
    void settle() {
        county.settle();
        add("expert", "专示例", Role.EXPERT);
        add("leader2", "领样本", Role.LEADER);
        add("deputy", "兼示例", Role.OFFICE, Role.LEADER);
        office = new Script(port, "office");
        campaign = createCampaign();
    }

    private void add(String account, String name, Role... roles) {
        if (people.find(account).isEmpty()) {
            people.add(new Person(account, name, null, Set.of(roles), "", "", true), "test", "测试");
            accounts.setPassword(account, County.PASSWORD, false, "test", "测试");
        }
    }

    @Test
    void judgesWhatTheOfficeScores() {
        Map<String, BigDecimal> full = points("FA", "FB", "FC", "FD", "FE", "FF", "FG");
        assertThat(full).hasSize(41);
        full.forEach((code, points) -> give(code, "self", points.toPlainString()));
        JsonNode sheet = sheet();
        assertThat(sheet.path("total").decimalValue()).isEqualByComparingTo("100");
        assertThat(sheet.path("byKind").path("key").decimalValue()).isEqualByComparingTo("58");
        assertThat(sheet.path("byKind").path("basic").decimalValue()).isEqualByComparingTo("42");
        assertThat(sheet.path("verdict").asText()).isEqualTo("REACHED");
        assertThat(sheet.path("criteria").size()).isEqualTo(55);

        give("FA5", "county", "1.4");
        sheet = sheet();
        assertThat(sheet.path("verdict").asText()).isEqualTo("NOT_REACHED");
        assertThat(sheet.path("reasons").get(0).asText()).isEqualTo("总分 97.40，但关键项 FA5 得分率 35%，低于 60%，判定不达标");
        assertThat(sheet.path("keyItemsBelow").get(0).asText()).isEqualTo("FA5");
        JsonNode row = row(sheet, "FA5");
        assertThat(row.path("sources").path("self").decimalValue()).isEqualByComparingTo("4");
        assertThat(row.path("sources").path("county").decimalValue()).isEqualByComparingTo("1.4");
        assertThat(row.path("sources").path("expert").isNull()).isTrue();
        assertThat(row.path("effective").decimalValue()).isEqualByComparingTo("1.4");

        lower(full, "5.4");
        sheet = sheet();
        assertThat(sheet.path("verdict").asText()).isEqualTo("NOT_REACHED");
        assertThat(sheet.path("reasons").get(0).asText()).isEqualTo("总分 92.00，但关键项 FA5 得分率 35%，低于 60%，判定不达标");

        give("FA5", "expert", "3.2");
        assertThat(row(sheet(), "FA5").path("effectiveFrom").asText()).isEqualTo("expert");
        assertThat(sheet().path("verdict").asText()).isEqualTo("REACHED");

        Answer veto = office.post(
                "/api/campaigns/" + campaign + "/vetoes", Map.of("code", "FV2", "hit", true, "reason", "满意度 69.9%"));
        assertThat(veto.status()).isEqualTo(200);
        assertThat(veto.text("verdict")).isEqualTo("NOT_REACHED");
        assertThat(veto.json().path("vetoes").get(0).asText()).isEqualTo("FV2");
        assertThat(veto.json().path("reasons").get(0).asText())
                .contains("否决项 FV2")
                .contains("69.9%");
    }

    @Test
    void keepsTheBonusOutOfWhatTheKindHoldsAgainstTheThreshold() {
        campaign = county.campaign(
                """
                编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则
                K1,保护制度,制度建设,建立制度,60,关键项,市监局,文件,MANUAL:0-60
                B1,保护制度,日常监管,开展监管,40,基本项,市监局,台账,MANUAL:0-40
                H1,保护制度,经验推广,经验被推广,10,鼓励项,市监局,文件,MANUAL:0-10
                """, ChinaTime.today().minusMonths(3), ChinaTime.today().plusYears(1));
        give("K1", "county", "50");
        give("B1", "county", "28");
        give("H1", "county", "10");
        JsonNode sheet = sheet();
        assertThat(sheet.path("total").decimalValue()).isEqualByComparingTo("88");
        assertThat(sheet.path("counted").decimalValue()).isEqualByComparingTo("78");
        assertThat(sheet.path("verdict").asText()).isEqualTo("NOT_REACHED");
        assertThat(sheet.path("reasons").get(0).asText())
                .contains("鼓励项 10.00 不计入达标分")
                .contains("还差 2.00");
        give("B1", "county", "30");
        assertThat(sheet().path("verdict").asText()).isEqualTo("REACHED");
    }

    @Test
    void refusesScoresACriterionCannotHave() {
        assertRefused("FA5", "self", "4.01", "points", "满分 4 分");
        assertRefused("FA5", "self", "1.234", "points", "最多两位小数");
        assertRefused("FA5", "self", "-1", "points", "不能小于 0");
        assertRefused("XX9", "self", "1", "unknown-criterion", "没有指标“XX9”");
        assertRefused("FV1", "self", "0", "veto-has-no-points", "否决项");
        assertRefused("FA5", "nobody", "1", "source", "只能是");
        Answer without = office.post(
                "/api/campaigns/" + campaign + "/scores", Map.of("code", "FA5", "source", "self", "points", 1));
        assertThat(without.status()).isEqualTo(422);
        assertThat(without.text("detail")).contains("理由");
        assertThat(sheet().path("total").decimalValue()).isEqualByComparingTo("0");
    }

    @Test
    void refusesFiguresThatWouldFillTheMemory() {
        for (String figure : List.of("1e999999999", "1e-999999999", "\"1e999999999\"", "0." + "1".repeat(41))) {
            Answer score = office.post(
                    "/api/campaigns/" + campaign + "/scores",
                    "{\"code\":\"FA1\",\"source\":\"county\",\"reason\":\"x\",\"points\":" + figure + "}");
            assertThat(score.status()).isEqualTo(400);
            assertThat(score.text("detail")).contains("points 的值不对");
            Answer reading = office.post(
                    "/api/metrics/TC_UNITS/readings",
                    "{\"campaign\":\"" + campaign + "\",\"unit\":\"u02\",\"asOf\":\"" + TODAY + "\",\"value\":" + figure
                            + "}");
            assertThat(reading.status()).isEqualTo(400);
            assertThat(reading.text("detail")).contains("value 的值不对");
        }
        assertThat(changes("FA1")).isEmpty();
    }

    @Test
    void keepsEveryChangeWithItsReason() {
        give("FA1", "county", "2");
        office.post(
                "/api/campaigns/" + campaign + "/scores",
                Map.of("code", "FA1", "source", "county", "points", 2.5, "reason", "补交会议纪要"));
        JsonNode changes = office.get("/api/campaigns/" + campaign + "/criteria/FA1/score-changes")
                .json();
        assertThat(changes.size()).isEqualTo(2);
        assertThat(changes.get(0).path("beforePoints").decimalValue()).isEqualByComparingTo("2");
        assertThat(changes.get(0).path("afterPoints").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(changes.get(0).path("reason").asText()).isEqualTo("补交会议纪要");
        assertThat(changes.get(0).path("changedByName").asText()).isEqualTo("办示例");
        assertThat(changes.get(1).path("beforePoints").isNull()).isTrue();

        Answer stale = office.post(
                "/api/campaigns/" + campaign + "/scores",
                Map.of("code", "FA1", "source", "county", "points", 1, "reason", "旧页面", "version", 1));
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.text("detail")).contains("办示例").contains("2.5");
    }

    @Test
    void changesNothingInALockedRoundUntilALeaderLetsItBeOpenedAgain() {
        give("FA1", "county", "2");
        assertThat(request(office, "没有锁定").status()).isEqualTo(409);
        assertThat(office.post("/api/campaigns/" + campaign + "/rounds/county/lock", null)
                        .status())
                .isEqualTo(200);
        Answer locked = record(office, "FA1", "county", "3");
        assertThat(locked.status()).isEqualTo(409);
        assertThat(locked.text("code")).isEqualTo("round-locked");
        assertThat(locked.text("detail")).contains("办示例").contains("锁定").contains("领导批准");
        assertThat(record(office, "FA1", "self", "3").status()).isEqualTo(201);

        assertThat(request(office, " ").status()).isEqualTo(422);
        assertThat(request(leader(), "想看看").status()).isEqualTo(403);
        Answer asked = request(office, "补核 FA1");
        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.text("state")).isEqualTo("REQUESTED");
        assertThat(record(office, "FA1", "county", "3").status()).isEqualTo(409);
        assertThat(inbox("leader")).contains("办示例").contains("补核 FA1");
        Answer again = request(new Script(port, "office2"), "再申请");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("detail")).contains("办示例").contains("等待批准");
        assertThat(office.post("/api/campaigns/" + campaign + "/rounds/county/next", null)
                        .text("code"))
                .isEqualTo("reopening-waits");

        assertThat(decide(office, asked, true, "").status()).isEqualTo(403);
        Answer granted = decide(leader(), asked, true, "同意，只改 FA1");
        assertThat(granted.text("decidedByName")).isEqualTo("领示例");
        assertThat(inbox("office")).contains("领示例已批准").contains("同意，只改 FA1");
        JsonNode round =
                office.get("/api/campaigns/" + campaign + "/rounds").json().path(0);
        assertThat(round.path("source").asText()).isEqualTo("COUNTY");
        assertThat(round.path("reopened").asInt()).isEqualTo(1);
        assertThat(record(office, "FA1", "county", "3").status()).isEqualTo(201);

        office.post("/api/campaigns/" + campaign + "/rounds/county/lock", null);
        Answer next = office.post("/api/campaigns/" + campaign + "/rounds/county/next", null);
        assertThat(next.json().path("number").asInt()).isEqualTo(2);
        assertThat(row(sheet(), "FA1").path("effective").decimalValue()).isEqualByComparingTo("3");
        assertThat(record(office, "FA1", "county", "2.5").json().path("round").asInt())
                .isEqualTo(2);
    }

    @Test
    void keepsRefusedAndWithdrawnRequestsOnRecord() {
        give("FA1", "county", "2");
        office.post("/api/campaigns/" + campaign + "/rounds/county/lock", null);
        Answer first = request(office, "第一次申请");
        assertThat(decide(leader(), first, false, "").status()).isEqualTo(422);
        assertThat(decide(leader(), first, false, "依据不足").text("state")).isEqualTo("REFUSED");
        assertThat(record(office, "FA1", "county", "3").status()).isEqualTo(409);
        Answer second = request(office, "第二次申请");
        Answer withdrawn = new Script(port, "office2")
                .post(
                        "/api/campaigns/" + campaign + "/reopenings/" + second.text("id") + "/withdraw",
                        Map.of("reason", "不再需要"));
        assertThat(withdrawn.text("state")).isEqualTo("WITHDRAWN");
        Answer late = decide(leader(), second, true, "同意");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text("detail")).contains("办样本").contains("已撤回");
        JsonNode all = new Script(port, "auditor")
                .get("/api/campaigns/" + campaign + "/reopenings")
                .json();
        assertThat(all.findValuesAsText("state")).containsExactly("WITHDRAWN", "REFUSED");
        assertThat(all.findValuesAsText("opinion")).containsExactly("不再需要", "依据不足");
        Caller pages = Caller.signedIn("http://localhost:" + port, "auditor", County.PASSWORD);
        assertThat(pages.get("/campaigns/" + campaign + "/score-settings").body())
                .contains("第一次申请")
                .contains("领示例")
                .contains("不批准：依据不足")
                .contains("办样本")
                .contains("撤回：不再需要");
        assertThat(pages.get("/campaigns/" + campaign + "/log").body()).contains("不批准重新开放评分");
    }

    @Test
    void letsNobodyDecideOnTheOwnRequestAndOnlyOneOfTwoLeaders() throws Exception {
        give("FA1", "county", "2");
        office.post("/api/campaigns/" + campaign + "/rounds/county/lock", null);
        Answer own = request(new Script(port, "deputy"), "本人申请");
        Answer refused = decide(new Script(port, "deputy"), own, true, "本人批准");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("decider-is-requester");
        Caller pages = Caller.signedIn("http://localhost:" + port, "deputy", County.PASSWORD);
        assertThat(pages.get("/campaigns/" + campaign + "/score-settings").body())
                .contains("本人申请")
                .doesNotContain("不批准的请写明理由");
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Answer>> both = List.of(
                    () -> decide(leader(), own, true, ""),
                    () -> decide(new Script(port, "leader2"), own, false, "缓一缓"));
            List<Answer> answers =
                    two.invokeAll(both).stream().map(ScoreApiTests::answer).toList();
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
            Answer winner = answers.get(0).status() == 200 ? answers.get(0) : answers.get(1);
            Answer loser = answers.get(0).status() == 200 ? answers.get(1) : answers.get(0);
            assertThat(loser.text("detail")).contains(winner.text("decidedByName"));
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void takesARequestAndItsDecisionFromThePages() {
        give("FA1", "county", "2");
        String settings = "/campaigns/" + campaign + "/score-settings";
        Caller pages = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        assertThat(pages.get(settings).body()).contains("锁定后不能再改分");
        form(pages, settings + "/rounds", "source=COUNTY&action=lock");
        form(pages, settings + "/rounds", "source=COUNTY&action=reopen&reason=%E8%A1%A5%E6%A0%B8");
        assertThat(pages.get(settings).body()).contains("重新开放待批准").contains("补核");
        String id = office.get("/api/campaigns/" + campaign + "/reopenings")
                .json()
                .path(0)
                .path("id")
                .asText();
        Caller leader = Caller.signedIn("http://localhost:" + port, "leader", County.PASSWORD);
        assertThat(leader.get(settings).body()).contains("不批准的请写明理由");
        form(leader, settings + "/reopenings/" + id, "action=grant&opinion=");
        assertThat(leader.get(settings).body()).contains("已批准重新开放“县级核查”评分");
        assertThat(record(office, "FA1", "county", "3").status()).isEqualTo(201);
    }

    private Script leader() {
        return new Script(port, "leader");
    }

    private Answer request(Script who, String reason) {
        return who.post("/api/campaigns/" + campaign + "/rounds/county/reopenings", Map.of("reason", reason));
    }

    private Answer decide(Script who, Answer asked, boolean granted, String opinion) {
        return who.post(
                "/api/campaigns/" + campaign + "/reopenings/" + asked.text("id") + "/decide",
                Map.of("granted", granted, "opinion", opinion));
    }

    private String inbox(String account) {
        return new Script(port, account).get("/api/inbox").json().toString();
    }

    @Test
    void letsOneOfTwoLockAndTellsTheOtherWhoDid() throws Exception {
        give("FA1", "county", "2");
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            String path = "/api/campaigns/" + campaign + "/rounds/county/lock";
            List<Callable<Answer>> both =
                    List.of(() -> office.post(path, null), () -> new Script(port, "office2").post(path, null));
            List<Answer> answers =
                    two.invokeAll(both).stream().map(ScoreApiTests::answer).toList();
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
            Answer loser = answers.stream()
                    .filter(it -> it.status() == 409)
                    .findFirst()
                    .orElseThrow();
            Answer winner = answers.stream()
                    .filter(it -> it.status() == 200)
                    .findFirst()
                    .orElseThrow();
            assertThat(loser.text("lockedBy")).isEqualTo(winner.text("lockedByName"));
            assertThat(loser.text("detail")).contains(winner.text("lockedByName"));
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void letsTwoFirstScoresOfASourceOpenOneRound() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Callable<Answer>> both = List.of(
                    () -> record(office, "FA1", "survey", "1"),
                    () -> record(new Script(port, "office2"), "FA2", "survey", "2"));
            assertThat(two.invokeAll(both).stream().map(ScoreApiTests::answer))
                    .extracting(Answer::status)
                    .containsExactly(201, 201);
        } finally {
            two.shutdownNow();
        }
        assertThat(office.get("/api/campaigns/" + campaign + "/rounds").json().size())
                .isEqualTo(1);
    }

    @Test
    void letsEachScoreOnlyWhatIsTheirs() {
        Script clerk = new Script(port, "c-u02");
        Script stranger = new Script(port, "c-u15");
        Script auditor = new Script(port, "auditor");
        assertThat(record(clerk, "FB1", "self", "3").status()).isEqualTo(201);
        assertThat(record(stranger, "FB1", "self", "3").status()).isEqualTo(403);
        assertThat(record(clerk, "FB1", "county", "3").status()).isEqualTo(403);
        assertThat(record(auditor, "FB1", "self", "3").status()).isEqualTo(403);
        assertThat(clerk.get("/api/campaigns/" + campaign + "/score").status()).isEqualTo(403);
        assertThat(auditor.get("/api/campaigns/" + campaign + "/score").status())
                .isEqualTo(200);
        assertThat(auditor.post("/api/campaigns/" + campaign + "/rounds/self/lock", null)
                        .status())
                .isEqualTo(403);
        assertThat(clerk.post("/api/campaigns/" + campaign + "/criteria/FB1/formula", Map.of("formula", "3"))
                        .status())
                .isEqualTo(403);
        Script expert = new Script(port, "expert");
        assertThat(record(expert, "FB1", "expert", "2").status()).isEqualTo(403);
        assertThat(expert.get("/api/campaigns/" + campaign + "/score").status()).isEqualTo(403);
    }

    @Test
    void letsAnInvitedExpertScoreAndSeeNothingElse() {
        Answer invited = office.post("/api/campaigns/" + campaign + "/experts", Map.of("account", "expert"));
        assertThat(invited.status()).isEqualTo(204);
        Script expert = new Script(port, "expert");
        assertThat(record(expert, "FB1", "expert", "2").status()).isEqualTo(201);
        assertThat(record(expert, "FB1", "county", "2").status()).isEqualTo(403);
        assertThat(expert.get("/api/campaigns/" + campaign + "/score").status()).isEqualTo(403);
        Caller pages = Caller.signedIn("http://localhost:" + port, "expert", County.PASSWORD);
        assertThat(pages.get("/scoring").body()).contains("请您评分").contains("1 / 50");
        HttpResponse<String> entry = pages.get("/campaigns/" + campaign + "/score-entry?source=EXPERT");
        assertThat(entry.statusCode()).isEqualTo(200);
        assertThat(entry.body()).contains("专家评审评分").doesNotContain("距验收还有");
        assertThat(pages.get("/campaigns/" + campaign + "/score-entry?source=COUNTY")
                        .statusCode())
                .isEqualTo(403);
        assertThat(pages.get("/campaigns/" + campaign + "/score").statusCode()).isEqualTo(403);
        office.post("/api/campaigns/" + campaign + "/experts", Map.of("account", "expert", "invited", false));
        assertThat(record(expert, "FB1", "expert", "1").status()).isEqualTo(403);
        assertThat(office.post("/api/campaigns/" + campaign + "/experts", Map.of("account", "office"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void takesAScoreTableBackAllOrNothing() {
        give("FA1", "county", "2");
        assertThat(office.get("/api/campaigns/" + campaign + "/rounds").json().size())
                .isEqualTo(1);
        String table = "编码,得分,理由\nFA1,2.5分,补交纪要\nFA2,３,齐全\nFA3,,\n";
        Answer wrong = importScores(table + "FA5,4.5,多了\nXX,1,没有\nFA6,1.234,太细\nFA7,1,\n", false);
        assertThat(wrong.json().path("problems").findValuesAsText("row")).containsExactly("5", "6", "7", "8");
        assertThat(row(sheet(), "FA2").path("effective").isNull()).isTrue();
        assertThat(importScores(table + "FA5,五分,多了\nXX,1,没有\nFA6,1.234,太细\n", true)
                        .json()
                        .path("problems")
                        .findValuesAsText("row"))
                .as("what cannot be read hides nothing else that is wrong")
                .containsExactly("5", "6", "7");
        Answer dry = importScores(table, true);
        assertThat(dry.json().path("created").asInt()).isEqualTo(1);
        assertThat(dry.json().path("changed").asInt()).isEqualTo(1);
        assertThat(row(sheet(), "FA2").path("effective").isNull()).isTrue();
        importScores(table, false);
        assertThat(row(sheet(), "FA1").path("effective").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(row(sheet(), "FA2").path("effective").decimalValue()).isEqualByComparingTo("3");
    }

    @Test
    void takesBackTheTableItGaveWithExactlyWhatWasChangedInIt() {
        give("FA1", "county", "2");
        give("FA2", "county", "1.25");
        give("FB1", "county", "3");
        byte[] given = exported();
        Answer untouched = importTable(given);
        assertThat(untouched.json().path("created").asInt()).isZero();
        assertThat(untouched.json().path("changed").asInt()).isZero();

        Answer wrong = importTable(with(given, Map.of("FA1", "2.125", "FA2", "1.3", "FA5", "4.5", "FB1", "99")));
        assertThat(wrong.json().path("problems").findValuesAsText("reason"))
                .hasSize(3)
                .anyMatch(reason -> reason.contains("FA1") && reason.contains("最多两位小数"))
                .anyMatch(reason -> reason.contains("FA5") && reason.contains("满分 4 分"))
                .anyMatch(reason -> reason.contains("FB1"));
        assertThat(row(sheet(), "FA2").path("effective").decimalValue())
                .as("a good row beside bad ones is not written either")
                .isEqualByComparingTo("1.25");

        Answer changed = importTable(with(given, Map.of("FA1", "2.25", "FB1", "1")));
        assertThat(changed.json().path("problems")).isEmpty();
        assertThat(changed.json().path("created").asInt()).isZero();
        assertThat(changed.json().path("changed").asInt()).isEqualTo(2);
        assertChanged("FA1", "2", "2.25");
        assertChanged("FB1", "3", "1");
        assertThat(changes("FA2")).as("untouched").hasSize(1);
        assertThat(exported())
                .satisfies(again -> assertThat(points(again))
                        .containsEntry("FA1", "2.25")
                        .containsEntry("FB1", "1")
                        .containsEntry("FA2", "1.25"));
    }

    @Test
    void takesATableBackWhoseOldScoresCouldNotBeGivenAnyMore() {
        give("FC12", "county", "1");
        give("FA1", "county", "2");
        office.post(
                "/api/campaigns/" + campaign + "/criteria/FC12/applies",
                Map.of("applies", false, "reason", "本县没有进口冷链食品"));
        byte[] given = exported();
        assertThat(importTable(given).json().path("problems")).isEmpty();
        office.post("/api/campaigns/" + campaign + "/rounds/county/lock", null);
        assertThat(importScores("编码,得分,理由\nFA1,3,齐全\n", true).text("code"))
                .as("a look promises nothing that would be refused")
                .isEqualTo("round-locked");
        office.post("/api/campaigns/" + campaign + "/rounds/county/next", null);
        Answer changed = importTable(with(given, Map.of("FA1", "2.5")));
        assertThat(changed.json().path("problems")).isEmpty();
        assertThat(changed.json().path("changed").asInt()).isEqualTo(1);
        assertChanged("FA1", "2", "2.5");
        assertThat(changes("FC12")).as("untouched").hasSize(1);
        assertThat(importTable(with(given, Map.of("FC12", "0.5")))
                        .json()
                        .path("problems")
                        .findValuesAsText("reason"))
                .singleElement()
                .asString()
                .contains("不适用");
    }

    private void assertChanged(String code, String before, String after) {
        JsonNode changes = changes(code);
        assertThat(changes).hasSize(2);
        assertThat(changes.get(0).path("beforePoints").decimalValue()).isEqualByComparingTo(before);
        assertThat(changes.get(0).path("afterPoints").decimalValue()).isEqualByComparingTo(after);
    }

    private JsonNode changes(String code) {
        return office.get("/api/campaigns/" + campaign + "/criteria/" + code + "/score-changes")
                .json();
    }

    private byte[] exported() {
        return Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD)
                .file("/campaigns/" + campaign + "/score-entry/export?source=COUNTY");
    }

    private Answer importTable(byte[] table) {
        return office.upload(
                "/api/campaigns/" + campaign + "/scores/import?source=county", Map.of("评分表.xlsx", table), Map.of());
    }

    /** What somebody makes of the table in a spreadsheet program: other numbers in some cells of 得分. */
    private static byte[] with(byte[] table, Map<String, String> points) {
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(table));
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            for (Row row : workbook.getSheetAt(0)) {
                String number = points.get(row.getCell(0).getStringCellValue());
                if (number != null) {
                    row.createCell(POINTS).setCellValue(Double.parseDouble(number));
                    row.createCell(POINTS + 1).setCellValue("按表格核对");
                }
            }
            workbook.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> points(byte[] table) {
        Map<String, String> points = new HashMap<>();
        Spreadsheet.read(table, "评分表.xlsx").rows().forEach(row -> points.put(row.text("编码"), row.text("得分")));
        return points;
    }

    private Answer importScores(String table, boolean dryRun) {
        return office.upload(
                "/api/campaigns/" + campaign + "/scores/import?source=county&dryRun=" + dryRun,
                Map.of("scores.csv", table.getBytes(StandardCharsets.UTF_8)),
                Map.of());
    }

    @Test
    void takesScoresAndReadingsFromThePages() {
        Caller pages = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        String score = "/campaigns/" + campaign + "/score/FA5";
        assertThat(pages.get(score).body()).contains("计分公式");
        HttpResponse<String> refused = form(pages, score, "source=COUNTY&points=9&reason=x&version=0");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("满分 4 分");
        assertThat(form(pages, score, "source=COUNTY&points=3.5&reason=x&version=0")
                        .statusCode())
                .isEqualTo(302);
        assertThat(form(pages, score, "source=COUNTY&points=1&reason=x&version=0")
                        .statusCode())
                .as("somebody has scored since the page was shown")
                .isEqualTo(409);
        assertThat(form(pages, score + "/formula", "action=try&formula=4+*+(1").body())
                .contains("公式第 7 个字符处");
        assertThat(form(pages, score + "/formula", "action=bind&formula=points-1")
                        .statusCode())
                .isEqualTo(302);
        HttpResponse<String> entry = form(
                pages,
                "/campaigns/" + campaign + "/score-entry",
                "source=COUNTY&code=FA1&points=2&reason=a,b&version=0&was=+");
        assertThat(entry.statusCode()).isEqualTo(302);
        assertThat(row(sheet(), "FA1").path("effective").decimalValue()).isEqualByComparingTo("2");
        assertThat(pages.get("/campaigns/" + campaign + "/gaps?fix=FA1&fix=FA5").body())
                .contains("如果勾选的 2 项都补足", "关键项（未评分）")
                .doesNotContain("关键项（不足）");
        assertThat(form(
                                pages,
                                "/metrics/GI_ENF_VISITS/readings",
                                "campaign=" + campaign + "&unit=u02&asOf=" + TODAY + "&figure=")
                        .body())
                .contains("不能当作 0");
        assertThat(form(
                                pages,
                                "/metrics/GI_ENF_VISITS/readings",
                                "campaign=" + campaign + "&unit=u02&asOf=" + TODAY + "&figure=" + encoded("９２ 人次"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(value("GI_ENF_VISITS")).isEqualByComparingTo("92");
    }

    @Test
    void losesNothingThatWasTypedWhenItRefuses() {
        Caller pages = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        String score = "/campaigns/" + campaign + "/score/";
        assertThat(pages.get(score + "FA5").statusCode()).isEqualTo(200);
        assertThat(form(pages, score + "FA5", "source=COUNTY&points=9.5&reason=typed-a&version=0")
                        .body())
                .contains("满分 4 分", "value=\"9.5\"", "value=\"typed-a\"");
        give("FA5", "county", "3");
        HttpResponse<String> late = form(pages, score + "FA5", "source=COUNTY&points=2.5&reason=typed-b&version=0");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("评为 3 分", "value=\"2.5\"", "value=\"typed-b\"");
        String long1 = "typed-c" + "c".repeat(1000);
        assertThat(form(pages, score + "FV2/veto", "hit=true&reason=" + long1).body())
                .contains("最多 1000 字", "value=\"" + long1 + "\"");
        assertThat(form(pages, score + "FC12/applies", "applies=false&reason=" + long1)
                        .body())
                .contains("最多 1000 字", "value=\"" + long1 + "\"");

        String settings = "/campaigns/" + campaign + "/score-settings";
        HttpResponse<String> open = form(pages, settings + "/rounds", "source=COUNTY&action=reopen&reason=typed-d");
        assertThat(open.statusCode()).isEqualTo(409);
        assertThat(open.body()).contains("没有锁定");
        String order = form(
                        pages,
                        settings + "/order",
                        "origin=SURVEY&origin=SURVEY&origin=EXPERT&origin=COUNTY&origin=FORMULA&origin=SELF")
                .body();
        assertThat(order).contains("各列一次：专家评审、县级核查、").doesNotContain("[EXPERT");
        assertThat(order.split("value=\"SURVEY\" selected", -1)).hasSize(3);
        office.post("/api/campaigns/" + campaign + "/rounds/county/lock", null);
        assertThat(form(pages, settings + "/rounds", "source=COUNTY&action=reopen&reason=" + long1)
                        .body())
                .contains("最多填写 1000 字", "value=\"" + long1 + "\"");
        String asked = request(office, "补核 FA5").text("id");
        Caller leader = Caller.signedIn("http://localhost:" + port, "leader", County.PASSWORD);
        assertThat(leader.get(settings).statusCode()).isEqualTo(200);
        assertThat(form(leader, settings + "/reopenings/" + asked, "action=refuse&opinion=" + long1)
                        .body())
                .contains("最多填写 1000 字", "value=\"" + long1 + "\"");
    }

    @Test
    void leavesARowNobodyTouchedToWhoScoredItMeanwhile() {
        give("FA1", "county", "2");
        office.post(
                "/api/campaigns/" + campaign + "/scores",
                Map.of("code", "FA2", "source", "county", "points", 1, "reason", "第一行\n第二行"));
        String entry = "/campaigns/" + campaign + "/score-entry";
        Caller pages = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        String shown = pages.get(entry + "?source=COUNTY").body();
        assertThat(shown).contains("name=\"was\" value=\"2.00 按细则核对\"", "name=\"was\" value=\"1.00 第一行第二行\"");
        give("FA1", "county", "3");
        String typed = "source=COUNTY&code=FA1&version=1&points=2.00&reason=" + encoded("按细则核对") + "&was="
                + encoded("2.00 按细则核对") + "&code=FA2&version=1&points=1.00&reason=" + encoded("第一行第二行") + "&was="
                + encoded("1.00 第一行第二行") + "&code=FB1&version=0&was=+&reason=x&points=";
        HttpResponse<String> refused = form(pages, entry, typed + "99");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("满分 3 分", "value=\"99\"", "name=\"was\" value=\"3.00 按细则核对\"");
        assertThat(form(pages, entry, typed + encoded("２.５ 分")).statusCode()).isEqualTo(302);
        assertThat(row(sheet(), "FA1").path("effective").decimalValue()).isEqualByComparingTo("3");
        assertThat(row(sheet(), "FB1").path("effective").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(changes("FA2")).as("untouched").hasSize(1);
        String touched = typed.replace("points=2.00", "points=1.50");
        HttpResponse<String> late = form(pages, entry, touched + "2.5");
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("评为 3 分", "value=\"1.50\"");
    }

    @Test
    void takesAScoreBackThatShouldNotHaveBeenGiven() {
        give("FA1", "county", "2");
        give("FA1", "expert", "1");
        assertThat(row(sheet(), "FA1").path("effective").decimalValue()).isEqualByComparingTo("1");
        assertThat(back("FA1", "expert", " ", null).text("detail")).contains("请把理由改写为撤回的原因");
        assertThat(back("FA1", "survey", "误录", null).text("detail")).contains("还没有得分");
        assertThat(back("FA1", "expert", "误录到本项", 2).status()).isEqualTo(409);
        assertThat(back("FA1", "expert", "误录到本项", 1).status()).isEqualTo(204);
        assertThat(row(sheet(), "FA1").path("effective").decimalValue()).isEqualByComparingTo("2");
        assertThat(row(sheet(), "FA1").path("sources").path("expert").isNull()).isTrue();
        JsonNode last = changes("FA1").get(0);
        assertThat(last.path("beforePoints").decimalValue()).isEqualByComparingTo("1");
        assertThat(last.path("afterPoints").isNull()).isTrue();
        assertThat(last.path("reason").asText()).isEqualTo("误录到本项");

        give("FA1", "expert", "3");
        assertThat(again("FA1", "expert", 1).status()).as("the page of before").isEqualTo(409);
        assertThat(back("FA1", "expert", "再次误录", null).status()).isEqualTo(204);
        assertThat(again("FA1", "expert", 3).text("detail")).contains("刚由 办示例 于 ", "撤回，您的评分没有保存");

        String entry = "/campaigns/" + campaign + "/score-entry";
        Caller pages = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        assertThat(pages.get(entry + "?source=COUNTY").body()).contains("把理由改写为撤回的原因");
        String cleared = "source=COUNTY&code=FA1&version=1&points=&was=" + encoded("2.00 按细则核对") + "&reason=";
        HttpResponse<String> unsaid = form(pages, entry, cleared + encoded("按细则核对"));
        assertThat(unsaid.statusCode()).isEqualTo(422);
        assertThat(unsaid.body()).contains("请把理由改写为撤回的原因");
        assertThat(form(pages, entry, cleared + encoded("核对有误")).statusCode()).isEqualTo(302);
        assertThat(row(sheet(), "FA1").path("effective").isNull()).isTrue();
        assertThat(pages.get("/campaigns/" + campaign + "/score/FA1/inside").body())
                .contains("撤回", "核对有误");

        give("FA1", "county", "2");
        office.post("/api/campaigns/" + campaign + "/rounds/county/lock", null);
        assertThat(back("FA1", "county", "锁定以后", null).status()).isEqualTo(409);
    }

    private Answer back(String code, String source, String reason, @Nullable Integer version) {
        Map<String, Object> body = new HashMap<>(Map.of("code", code, "source", source, "reason", reason));
        body.put("version", version);
        return office.post("/api/campaigns/" + campaign + "/scores/withdraw", body);
    }

    private Answer again(String code, String source, int seen) {
        return office.post(
                "/api/campaigns/" + campaign + "/scores",
                Map.of("code", code, "source", source, "points", 1, "reason", "旧页面", "version", seen));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void showsWhoSettledWhatBesideTheScoresOfACriterion() {
        office.post(
                "/api/campaigns/" + campaign + "/criteria/FC12/formula", Map.of("formula", "points - findings.open"));
        office.post("/api/campaigns/" + campaign + "/criteria/FC12/formula", Map.of("formula", ""));
        office.post(
                "/api/campaigns/" + campaign + "/criteria/FC12/applies",
                Map.of("applies", false, "reason", "本县没有进口冷链食品"));
        office.post("/api/campaigns/" + campaign + "/vetoes", Map.of("code", "FV2", "hit", false, "reason", "已核查"));
        Caller pages = Caller.signedIn("http://localhost:" + port, "auditor", County.PASSWORD);
        assertThat(pages.get("/campaigns/" + campaign + "/score/FC12/inside").body())
                .contains("设定公式", "points - findings.open", "取消公式", "认定不适用", "本县没有进口冷链食品", "办示例，");
        assertThat(pages.get("/campaigns/" + campaign + "/score/FV2/inside").body())
                .contains("登记否决项未触发", "已核查", "办示例，");
    }

    @Test
    void triesWhatWouldBeIfAVetoWereGone() {
        points("FA", "FB", "FC", "FD", "FE", "FF", "FG", "FH")
                .forEach((code, points) -> give(code, "county", points.toPlainString()));
        office.post("/api/campaigns/" + campaign + "/vetoes", Map.of("code", "FV2", "hit", true, "reason", "满意度低"));
        Caller pages = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        assertThat(pages.get("/campaigns/" + campaign + "/gaps").body())
                .contains("没有失分的指标", "aria-label=\"消除 FV2\"", "试算：勾选的都补足");
        assertThat(pages.get("/campaigns/" + campaign + "/gaps?fix=FV2").body()).contains("如果勾选的 1 项都补足：达标");
    }

    /** The county check finds so much less in basic items. */
    private void lower(Map<String, BigDecimal> full, String by) {
        BigDecimal left = new BigDecimal(by);
        for (String code : List.of("FA6", "FA7", "FC6")) {
            BigDecimal had = Objects.requireNonNull(full.get(code));
            BigDecimal less = left.min(had);
            give(code, "county", had.subtract(less).toPlainString());
            left = left.subtract(less);
        }
        assertThat(left).isEqualByComparingTo("0");
    }

    private static HttpResponse<String> form(Caller pages, String path, String fields) {
        return pages.send("POST", path, "application/x-www-form-urlencoded", fields);
    }

    @Test
    void bindsAFormulaAndFollowsItsReadingsAndWhatInspectionsFound() {
        String formula = "4 * (metric(\"BB_MATCH_RATE\") + metric(\"BB_VISIT_RATE\")) / 200 - 0.2 * findings.open";
        Answer bound = office.post("/api/campaigns/" + campaign + "/criteria/FA5/formula", Map.of("formula", formula));
        assertThat(bound.status()).as(bound.json().toString()).isEqualTo(200);
        JsonNode row = row(bound.json(), "FA5");
        assertThat(row.path("effective").isNull()).isTrue();
        assertThat(row.path("computedUnknown").asText()).contains("包保主体匹配率").contains("尚未填报");

        read("BB_MATCH_RATE", "u02", Map.of("value", 100));
        read("BB_VISIT_RATE", "u02", Map.of("value", 90));
        row = row(sheet(), "FA5");
        assertThat(row.path("computed").decimalValue()).isEqualByComparingTo("3.80");
        assertThat(row.path("effectiveFrom").asText()).isEqualTo("formula");

        for (String place : List.of("示例农贸市场", "示例粮油店", "示例早餐店")) {
            find("FA5", place);
        }
        find("FB1", "示例大型餐饮");
        assertThat(row(sheet(), "FA5").path("effective").decimalValue())
                .as("3.80 less 0.20 for each of the three open findings of this criterion")
                .isEqualByComparingTo("3.20");
        assertThat(sheet().path("keyItemsBelow")).isEmpty();
        read("BB_MATCH_RATE", "u02", Map.of("value", 60));
        read("BB_VISIT_RATE", "u02", Map.of("value", 10));
        assertThat(row(sheet(), "FA5").path("effective").decimalValue())
                .as("4 × 0.35 less 0.60")
                .isEqualByComparingTo("0.80");
        assertThat(sheet().path("keyItemsBelow").get(0).asText()).isEqualTo("FA5");

        give("FA5", "self", "4");
        assertThat(row(sheet(), "FA5").path("effectiveFrom").asText()).isEqualTo("formula");
        give("FA5", "county", "3");
        assertThat(row(sheet(), "FA5").path("effective").decimalValue()).isEqualByComparingTo("3");

        Answer wrong = office.post("/api/campaigns/" + campaign + "/criteria/FA5/formula", Map.of("formula", "4 * (1"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().path("position").asInt()).isEqualTo(7);
        Answer unknown = office.post(
                "/api/campaigns/" + campaign + "/criteria/FA5/formula", Map.of("formula", "metric(\"NO_SUCH\")"));
        assertThat(unknown.text("detail")).contains("NO_SUCH").contains("第 9 个字符");
        Answer within = office.post(
                "/api/campaigns/" + campaign + "/criteria/FA5/formula",
                Map.of("formula", "  metric(\"SAMPLE_PASS_RATE\") + metric(\"RATE\")"));
        assertThat(within.json().path("position").asInt())
                .as("not within the other, and as typed")
                .isEqualTo(40);
    }

    @Test
    void addsWhatAPersonGaveToWhatIsComputedAndLetsNeitherStandForBoth() {
        String path = "/api/campaigns/" + campaign + "/criteria/FC11";
        Answer bound = office.post(path + "/formula", Map.of("formula", "metric(\"SAMPLE_PASS_RATE\") / 100 + manual"));
        assertThat(bound.status()).as(bound.json().toString()).isEqualTo(200);
        give("FC11", "self", "1");
        JsonNode row = row(sheet(), "FC11");
        assertThat(row.path("effective").isNull())
                .as("a person's part is not the whole")
                .isTrue();
        assertThat(row.path("computedUnknown").asText()).contains("尚未填报");
        read("SAMPLE_PASS_RATE", "u02", Map.of("value", 95));
        row = row(sheet(), "FC11");
        assertThat(row.path("effective").decimalValue()).isEqualByComparingTo("1.95");
        assertThat(row.path("effectiveFrom").asText()).isEqualTo("formula");
        give("FC11", "expert", "0.5");
        assertThat(row(sheet(), "FC11").path("effective").decimalValue())
                .as("the expert goes before the unit, as a part of the sum")
                .isEqualByComparingTo("1.45");
        Caller pages = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        assertThat(pages.get("/campaigns/" + campaign + "/score/FC11").body())
                .contains("0.5（专家评审，办示例）")
                .contains("公式计算，含专家评审")
                .contains("只评公式中 manual 的部分");
        assertThat(form(pages, "/campaigns/" + campaign + "/score/FC11/formula", "action=try&formula=manual*2")
                        .statusCode())
                .isEqualTo(302);
        assertThat(pages.get("/campaigns/" + campaign + "/score/FC11").body()).contains("得 1.00 分");
    }

    private void find(String criterion, String place) {
        Answer found = office.post(
                "/api/campaigns/" + campaign + "/findings",
                Map.of(
                        "source", "PROVINCE",
                        "sourceNote", "省食安办暗访通报（示例）",
                        "criterion", criterion,
                        "unit", "u02",
                        "severity", "engineering",
                        "place", place,
                        "description", "包保督导未落实"));
        assertThat(found.status()).as(found.json().toString()).isEqualTo(201);
    }

    @Test
    void showsTheScoresOnThePageOfTheCriterionToWhoMaySeeThem() {
        give("FA1", "county", "2");
        give("FA1", "self", "3");
        Caller pages = Caller.signedIn("http://localhost:" + port, "auditor", County.PASSWORD);
        assertThat(pages.get("/campaigns/" + campaign + "/criteria/FA1").body())
                .contains("/campaigns/" + campaign + "/score/FA1/beside");
        assertThat(pages.get("/campaigns/" + campaign + "/score/FA1/beside").body())
                .contains("2.00（县级核查")
                .contains("3.00")
                .contains("办示例")
                .contains("/campaigns/" + campaign + "/score/FA1\"");
        Caller unit = Caller.signedIn("http://localhost:" + port, "c-u02", County.PASSWORD);
        assertThat(unit.get("/campaigns/" + campaign + "/score/FA1/beside").statusCode())
                .isEqualTo(403);
        assertThat(unit.get("/titles").body()).contains("跟踪任务").contains("联系创建办");
    }

    @Test
    void takesWhatDoesNotApplyOutOfTheBase() {
        Answer sheet = office.post(
                "/api/campaigns/" + campaign + "/criteria/FC12/applies",
                Map.of("applies", false, "reason", "本县没有进口冷链食品"));
        assertThat(sheet.json().path("threshold").decimalValue()).isEqualByComparingTo("88.20");
        assertRefused("FC12", "self", "1", "not-applicable", "不适用");
    }

    @Test
    void answersWithTargetValueRateAndFlags() {
        read("TC_UNITS", "u02", Map.of("value", 483, "declaredRate", 96.6));
        JsonNode units =
                office.get("/api/metrics/TC_UNITS?campaign=" + campaign).json();
        assertThat(units.path("target").decimalValue()).isEqualByComparingTo("500");
        assertThat(units.path("value").decimalValue()).isEqualByComparingTo("483");
        assertThat(units.path("rate").asText()).isEqualTo("96.6");
        assertThat(units.path("gap").decimalValue()).isEqualByComparingTo("17");
        assertThat(units.path("flags").size()).isZero();

        read("TC_NOREASON", "u02", Map.of("value", 227, "declaredRate", 88));
        JsonNode promised =
                office.get("/api/metrics/TC_NOREASON?campaign=" + campaign).json();
        assertThat(promised.path("rate").asText()).isEqualTo("87.31");
        assertThat(promised.path("gap").decimalValue()).isEqualByComparingTo("33");
        assertThat(promised.path("flags").get(0).path("code").asText()).isEqualTo("rate-differs");
        assertThat(promised.path("flags").get(0).path("text").asText())
                .contains("88%")
                .contains("87.31%");
    }

    @Test
    void neverMixesCompletionAndAttainment() {
        read("CT_TOTAL", "u02", Map.of("value", 100));
        read("CT_EVALUATED", "u02", Map.of("value", 100));
        read("CT_PASSED", "u02", Map.of("value", 79));
        assertThat(rate("CT_DONE_RATE")).isEqualByComparingTo("100");
        assertThat(rate("CT_PASS_RATE")).isEqualByComparingTo("79");
    }

    @Test
    void flagsABrokenSumAndKeepsBothFigures() {
        read("CASE_CLOSED", "u02", Map.of("value", 54));
        read("CASE_CLOSED_COMPETITION", "u02", Map.of("value", 0));
        read("CASE_CLOSED_FOOD", "u02", Map.of("value", 44));
        read("CASE_CLOSED_DRUG", "u02", Map.of("value", 7));
        JsonNode closed =
                office.get("/api/metrics/CASE_CLOSED?campaign=" + campaign).json();
        assertThat(closed.path("value").decimalValue()).isEqualByComparingTo("54");
        assertThat(closed.path("flags").get(0).path("code").asText()).isEqualTo("sum-broken");
        assertThat(closed.path("flags").get(0).path("text").asText())
                .contains("0+44+7=51")
                .contains("54");
        read("CASE_CLOSED", "u02", Map.of("value", 51));
        assertThat(office.get("/api/metrics/CASE_CLOSED?campaign=" + campaign)
                        .json()
                        .path("flags")
                        .size())
                .isZero();
    }

    @Test
    void addsUpUnitsButNeverRatesAndNeverTakesUnknownForNothing() {
        read("TC_VILLAGE", "u02", Map.of("value", 2, "qualifier", "余"));
        read("TC_VILLAGE", "u15", Map.of("value", 3));
        JsonNode villages =
                office.get("/api/metrics/TC_VILLAGE?campaign=" + campaign).json();
        assertThat(villages.path("value").decimalValue()).isEqualByComparingTo("5");
        assertThat(villages.path("target").isNull()).isTrue();
        assertThat(villages.path("rate").isNull()).isTrue();

        Map<String, Object> hidden = new HashMap<>();
        hidden.put("value", null);
        read("TC_VILLAGE", "u15", hidden);
        villages = office.get("/api/metrics/TC_VILLAGE?campaign=" + campaign).json();
        assertThat(villages.path("value").isNull()).isTrue();
        assertThat(villages.path("unknown").asText()).contains("未知");

        read("PLATFORM_RATE", "u02", Map.of("value", 98.25));
        read("PLATFORM_RATE", "u15", Map.of("value", 90));
        assertThat(office.get("/api/metrics/PLATFORM_RATE?campaign=" + campaign)
                        .json()
                        .path("unknown")
                        .asText())
                .contains("不能相加或平均");
    }

    @Test
    void takesTheNewestReadingAndTheCorrectionOfADay() {
        String before = ChinaTime.today().minusDays(30).toString();
        read("TC_PARK", "u02", Map.of("value", 4));
        read("TC_PARK", "u02", Map.of("value", 9, "asOf", before));
        assertThat(value("TC_PARK")).isEqualByComparingTo("4");
        read("TC_PARK", "u02", Map.of("value", 5));
        assertThat(value("TC_PARK")).isEqualByComparingTo("5");
        read("MONEY_RECOVERED", "u02", Map.of("value", 1.5, "asOf", before));
        read("MONEY_RECOVERED", "u02", Map.of("value", 2));
        assertThat(value("MONEY_RECOVERED")).isEqualByComparingTo("3.5");
    }

    @Test
    void refusesReadingsThatCannotBe() {
        assertReadingRefused(
                "u02", Map.of("value", 1, "asOf", ChinaTime.today().plusDays(1).toString()), "晚于今天");
        assertReadingRefused("u21", Map.of("value", 1), "不在这个创建活动里");
        assertReadingRefused("nowhere", Map.of("value", 1), "没有编码为“nowhere”的单位");
        assertReadingRefused("u02", Map.of("value", -1), "不小于 0 的整数");
        assertReadingRefused("u02", Map.of("value", 1.5), "不小于 0 的整数");
        assertReadingRefused("u02", Map.of("value", 1, "qualifier", "大概"), "限定词");
        assertReadingRefused("u02", Map.of("value", 1, "note", "长".repeat(501)), "备注最多 500 字");
        Map<String, @Nullable Object> undated = reading("u02", Map.of("value", 1));
        undated.remove("asOf");
        assertThat(office.post("/api/metrics/TC_UNITS/readings", undated).text("detail"))
                .contains("请填写截至日期，如 ");
        assertThat(office.post("/api/metrics/NO_SUCH/readings", Map.of("unit", "u02", "asOf", TODAY, "value", 1))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void letsAUnitTellItsOwnReadingsOnly() {
        Script clerk = new Script(port, "c-u02");
        assertThat(clerk.post("/api/metrics/TC_DISTRICT/readings", reading("u02", Map.of("value", 2)))
                        .status())
                .isEqualTo(201);
        assertThat(clerk.post("/api/metrics/TC_DISTRICT/readings", reading("u15", Map.of("value", 2)))
                        .status())
                .isEqualTo(403);
        read("TC_DISTRICT", "u15", Map.of("value", 5));
        assertThat(clerk.get("/api/metrics/TC_DISTRICT?campaign=" + campaign)
                        .json()
                        .path("value")
                        .decimalValue())
                .isEqualByComparingTo("2");
        assertThat(value("TC_DISTRICT")).isEqualByComparingTo("7");
        assertThat(new Script(port, "auditor")
                        .post("/api/metrics/TC_DISTRICT/readings", reading("u02", Map.of("value", 2)))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void importsReadingsAllOrNothing() {
        String table = "指标编码,单位,截至日期,数值,限定词,申报比率\n" + "TC_ODR,市监局," + TODAY + ",12户,余,\n" + "TC_PAYFIRST,市监局," + TODAY
                + ",未公开,,\n";
        Answer dry = office.upload(
                "/api/metrics/readings/import?dryRun=true",
                Map.of("readings.csv", table.getBytes(StandardCharsets.UTF_8)),
                Map.of());
        assertThat(dry.json().path("created").asInt()).isEqualTo(2);
        Answer wrong = office.upload(
                "/api/metrics/readings/import",
                Map.of(
                        "readings.csv",
                        (table + "NO_SUCH,市监局," + TODAY + ",1,,\nTC_ODR,没有的局,2099-01-01,x,,\n")
                                .getBytes(StandardCharsets.UTF_8)),
                Map.of());
        assertThat(wrong.json().path("problems").size()).isGreaterThanOrEqualTo(3);
        assertThat(wrong.json().path("problems").findValuesAsText("row")).contains("4", "5");
        Answer done = office.upload(
                "/api/metrics/readings/import",
                Map.of("readings.csv", table.getBytes(StandardCharsets.UTF_8)),
                Map.of());
        assertThat(done.json().path("created").asInt()).isEqualTo(2);
        JsonNode told = office.get("/api/metrics/TC_ODR?campaign=" + campaign).json();
        assertThat(told.path("value").decimalValue()).isEqualByComparingTo("12");
        assertThat(told.path("qualifier").asText()).isEqualTo("余");
        assertThat(Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD)
                        .get("/metrics?campaign=" + campaign + "&q=TC_ODR")
                        .body())
                .contains(">12余户<");
        assertThat(office.post(
                                "/api/campaigns/" + campaign + "/criteria/FA1/formula",
                                Map.of("formula", "metric(\"TC_ODR\") / 10"))
                        .status())
                .isEqualTo(200);
        assertThat(Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD)
                        .get("/campaigns/" + campaign + "/score/FA1")
                        .body())
                .contains(">12余户（截至 ");
    }

    @Test
    void takesNoReadingWithoutAFigureUnlessItIsSaidToBeUnknown() {
        assertReadingRefused("u02", Map.of("vlaue", 12), "没有数值（value）");
        Map<String, @Nullable Object> unknown = new HashMap<>();
        unknown.put("value", null);
        unknown.put("qualifier", "余");
        assertThat(office.post("/api/metrics/ORG_AREA/readings", reading("u02", unknown))
                        .status())
                .isEqualTo(201);
        assertThat(office.post("/api/metrics/PLATFORM_RATE/readings", reading("u06", Map.of("declaredRate", 91)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void takesTheCampaignFromTheAddressToo() {
        Map<String, Object> body = Map.of("unit", "u21", "asOf", TODAY, "value", 1);
        Answer elsewhere = office.post("/api/metrics/TC_UNITS/readings?campaign=" + campaign, body);
        assertThat(elsewhere.status()).isEqualTo(422);
        assertThat(elsewhere.text("detail")).contains("不在这个创建活动里");
        Answer two = office.post("/api/metrics/TC_UNITS/readings?campaign=other", reading("u02", Map.of("value", 1)));
        assertThat(two.status()).isEqualTo(422);
        assertThat(two.text("detail")).contains("不一致");
    }

    @Test
    void composesARateUnitByUnit() {
        office.post("/api/metrics", metric("PART_DONE", "COUNTED", "户"));
        office.post("/api/metrics", metric("PART_ALL", "COUNTED", "户"));
        Map<String, Object> definition = metric("PART_RATE", "RATE", "%");
        definition.putAll(Map.of("numerator", "PART_DONE", "denominator", "PART_ALL"));
        office.post("/api/metrics", definition);
        read("PART_ALL", "u02", Map.of("value", 100));
        read("PART_DONE", "u02", Map.of("value", 90));
        read("PART_ALL", "u15", Map.of("value", 100));
        read("PART_DONE", "u15", Map.of("value", 50));
        read("PART_RATE", "u02", Map.of("value", 90));
        JsonNode rate = composed();
        assertThat(rate.path("value").decimalValue()).isEqualByComparingTo("70");
        assertThat(rate.path("flags")).isEmpty();

        read("PART_RATE", "u15", Map.of("value", 80));
        rate = composed();
        assertThat(rate.path("flags")).hasSize(1);
        assertThat(rate.path("flags").get(0).path("text").asText()).contains("申报 80%，按数据计算为 50%");
        for (JsonNode unit : rate.path("units")) {
            assertThat(unit.path("flags"))
                    .hasSize(unit.path("unitCode").asText().equals("u15") ? 1 : 0);
        }
    }

    private JsonNode composed() {
        return office.get("/api/metrics/PART_RATE?campaign=" + campaign).json();
    }

    @Test
    void letsTheOfficeDefineWhatIsCounted() {
        Map<String, Object> signed = metric("DUTY_SIGNED", "COUNTED", "份");
        assertThat(new Script(port, "c-u02").post("/api/metrics", signed).status())
                .isEqualTo(403);
        Answer made = office.post("/api/metrics", signed);
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        assertThat(made.text("metricClass")).isEqualTo("COUNTED");
        Answer twice = office.post("/api/metrics", signed);
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("detail")).contains("DUTY_SIGNED");
        office.post("/api/metrics", metric("DUTY_ALL", "计数", "份"));

        Map<String, Object> rate = metric("DUTY_RATE", "RATE", "%");
        rate.putAll(Map.of("numerator", "DUTY_SIGNED", "denominator", "NO_SUCH"));
        assertWrong(rate, "分母编码“NO_SUCH”不存在");
        rate.put("denominator", "LICENCE_RATE");
        assertWrong(rate, "不能再用来计算");
        rate.put("denominator", "DUTY_ALL");
        Answer composed = office.post("/api/metrics", rate);
        assertThat(composed.status()).as(composed.json().toString()).isEqualTo(201);
        read("DUTY_SIGNED", "u02", Map.of("value", 45));
        read("DUTY_ALL", "u02", Map.of("value", 50));
        assertThat(rate("DUTY_RATE")).isEqualByComparingTo("90");

        assertWrong(metric("duty", "COUNTED", "份"), "大写字母");
        assertWrong(metric("DUTY_X", "COUNT", "份"), "类别“COUNT”不可用");
        assertWrong(metric("DUTY_X", "RATE", "户"), "计量单位只能是 %");
        Map<String, Object> long4 = metric("DUTY_X", "COUNTED", "份");
        long4.put("usualTarget", new BigDecimal("1E+25"));
        assertWrong(long4, "通常目标太大");
        Map<String, Object> missing = metric("DUTY_X", "COUNTED", "");
        missing.remove("name");
        Answer both = office.post("/api/metrics", missing);
        assertThat(both.json().path("problems").findValuesAsText("column")).containsExactlyInAnyOrder("名称", "计量单位");
    }

    private void assertWrong(Map<String, Object> definition, String detail) {
        Answer refused = office.post("/api/metrics", definition);
        assertThat(refused.status()).as(refused.json().toString()).isEqualTo(422);
        assertThat(refused.text("detail")).contains(detail);
    }

    private static Map<String, Object> metric(String code, String kind, String unit) {
        return new HashMap<>(
                Map.of("code", code, "name", "示例指标" + code, "metricClass", kind, "unit", unit, "decimals", 1));
    }

    @Test
    void changesADefinitionWithoutFalsifyingWhatWasTold() {
        office.post("/api/metrics", metric("SUM_ALL", "COUNTED", "件"));
        office.post("/api/metrics", metric("SUM_ONE", "COUNTED", "件"));
        office.post("/api/metrics", metric("SUM_TWO", "COUNTED", "件"));
        Map<String, Object> change = metric("SUM_ALL", "COUNTED", "件");
        change.put("parts", List.of("SUM_ONE", "SUM_TWO"));
        assertThat(office.put("/api/metrics/SUM_ALL", change).text("detail")).contains("version");
        change.put("version", 0);
        Answer changed = office.put("/api/metrics/SUM_ALL", change);
        assertThat(changed.status()).as(changed.json().toString()).isEqualTo(200);
        assertThat(changed.json().path("parts")).hasSize(2);
        Answer late = new Script(port, "office2").put("/api/metrics/SUM_ALL", change);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text("detail")).contains("办示例");

        Map<String, Object> circle = metric("SUM_ONE", "COUNTED", "件");
        circle.putAll(Map.of("version", 0, "parts", List.of("SUM_ALL", "SUM_TWO")));
        assertThat(office.put("/api/metrics/SUM_ONE", circle).text("detail")).contains("成了循环");
        Map<String, Object> part = metric("SUM_TWO", "AMOUNT", "万元");
        part.put("version", 0);
        assertThat(office.put("/api/metrics/SUM_TWO", part).text("detail")).contains("是“示例指标SUM_ALL”");

        read("SUM_ALL", "u02", Map.of("value", 3));
        Map<String, Object> other = metric("SUM_ALL", "AMOUNT", "件");
        other.put("version", 1);
        assertThat(office.put("/api/metrics/SUM_ALL", other).text("detail")).contains("类别不能由“计数”改为“数额”", "另建一个指标");
        assertThat(office.get("/api/metrics?q=SUM_ALL")
                        .json()
                        .path("items")
                        .get(0)
                        .path("parts"))
                .hasSize(2);
    }

    @Test
    void takesDefinitionsFromATableAllOrNothing() {
        String head = "编码,名称,类别,计量单位,分子编码,分母编码,通常目标\n";
        String rows = "TAB_RATE,示例完成率,比率,%,TAB_DONE,TAB_ALL,95\nTAB_DONE,示例完成数,计数,项,,,\nTAB_ALL,示例总数,计数,项,,,\n";
        Answer wrong = load(head + rows + "TAB_ALL,重复,计数,项,,,\nTAB_X,示例,比率,%,TAB_RATE,TAB_ALL,\n", false);
        assertThat(wrong.json().path("problems").findValuesAsText("row")).containsExactly("5", "6");
        assertThat(office.get("/api/metrics?q=TAB_").json().path("total").asInt())
                .isZero();
        assertThat(load(head + rows, true).json().path("created").asInt()).isEqualTo(3);
        assertThat(load(head + rows, false).json().path("created").asInt()).isEqualTo(3);
        Answer again = load(head + rows.replace(",95", ",90"), false);
        assertThat(again.json().path("changed").asInt()).isEqualTo(1);
        assertThat(office.get("/api/metrics?q=TAB_RATE")
                        .json()
                        .path("items")
                        .get(0)
                        .path("numerator")
                        .asText())
                .isEqualTo("TAB_DONE");
    }

    private Answer load(String table, boolean dryRun) {
        return office.upload(
                "/api/metrics/import?dryRun=" + dryRun,
                Map.of("metrics.csv", table.getBytes(StandardCharsets.UTF_8)),
                Map.of());
    }

    @Test
    void keepsWhatIsTypedOnThePagesOfMetrics() {
        Caller desk = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        assertThat(desk.get("/metrics/TC_UNITS?campaign=" + campaign).body()).contains("下达目标", "佐证材料");
        HttpResponse<String> refused =
                form(desk, "/metrics/TC_UNITS/targets", Map.of("campaign", campaign, "unit", "u02", "target", "很多"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("value=\"很多\"", "不是数字");
        HttpResponse<String> wrong =
                form(desk, "/metrics", Map.of("code", "page_x", "name", "页面示例", "metricClass", "COUNTED", "unit", "户"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("value=\"页面示例\"", "大写字母");
        assertThat(form(
                                desk,
                                "/metrics",
                                Map.of("code", "PAGE_X", "name", "页面示例", "metricClass", "COUNTED", "unit", "户"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(desk.get("/metrics/PAGE_X/edit").body()).contains("value=\"页面示例\"");
        assertThat(desk.get("/metrics/PAGE_X").body()).contains("修改指标");
        assertThat(Caller.signedIn("http://localhost:" + port, "c-u02", County.PASSWORD)
                        .get("/metrics/new")
                        .statusCode())
                .isEqualTo(403);
    }

    private static HttpResponse<String> form(Caller desk, String path, Map<String, String> fields) {
        return form(
                desk,
                path,
                fields.entrySet().stream()
                        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    @Test
    void takesTheOfficesOwnTemplateThoughMostOfItIsEmpty() throws Exception {
        Caller desk = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        byte[] template = desk.file("/metrics/import/template?campaign=" + campaign);
        ByteArrayOutputStream filled = new ByteArrayOutputStream();
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(template))) {
            Row row = book.getSheetAt(0).getRow(1);
            row.createCell(2).setCellValue("市监局");
            row.createCell(3).setCellValue(TODAY);
            row.createCell(4).setCellValue("12");
            book.write(filled);
        }
        Answer report = office.upload(
                "/api/metrics/readings/import?dryRun=true", Map.of("填报表.xlsx", filled.toByteArray()), Map.of());
        assertThat(report.json().path("problems")).as(report.json().toString()).isEmpty();
        assertThat(report.json().path("created").asInt()).isEqualTo(1);
    }

    @Test
    void asksTheDatabaseAsOftenForManyScoresAndReadingsAsForFew() throws Exception {
        give("FA1", "self", "3");
        office.post(
                "/api/campaigns/" + campaign + "/criteria/FF2/formula",
                Map.of("formula", "metric(\"ORG_CERTS\") / 100"));
        read("ORG_CERTS", "u02", Map.of("value", 3));
        long few = statements();
        points("FB", "FC", "FD").forEach((code, points) -> give(code, "county", points.toPlainString()));
        office.post("/api/campaigns/" + campaign + "/criteria/FA2/formula", Map.of("formula", "metric(\"TC_PARK\")"));
        office.post(
                "/api/campaigns/" + campaign + "/criteria/FA3/formula", Map.of("formula", "metric(\"CT_PASS_RATE\")"));
        for (String unit : List.of("u15", "u13", "u06")) {
            read("ORG_CERTS", unit, Map.of("value", 3));
        }
        assertThat(statements()).isEqualTo(few);
    }

    private long statements() throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            least = Math.min(least, CountedStatements.during(this::sheet));
        }
        return least;
    }

    private void assertRefused(String code, String source, String points, String problem, String detail) {
        Answer refused = record(office, code, source, points);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("code")).isEqualTo(problem);
        assertThat(refused.text("detail")).contains(detail);
    }

    private void assertReadingRefused(String unit, Map<String, Object> body, String detail) {
        Answer refused = office.post("/api/metrics/TC_UNITS/readings", reading(unit, body));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("detail")).contains(detail);
    }

    private void give(String code, String source, String points) {
        Answer given = record(office, code, source, points);
        assertThat(given.status()).as(given.json().toString()).isEqualTo(201);
    }

    private Answer record(Script who, String code, String source, String points) {
        return who.post(
                "/api/campaigns/" + campaign + "/scores",
                Map.of("code", code, "source", source, "points", new BigDecimal(points), "reason", "按细则核对"));
    }

    private void read(String metric, String unit, Map<String, Object> body) {
        Answer read = office.post("/api/metrics/" + metric + "/readings", reading(unit, body));
        assertThat(read.status()).as(read.json().toString()).isEqualTo(201);
    }

    private Map<String, @Nullable Object> reading(String unit, Map<String, Object> body) {
        Map<String, @Nullable Object> reading =
                new HashMap<>(Map.of("campaign", campaign, "unit", unit, "asOf", TODAY));
        reading.putAll(body);
        return reading;
    }

    private BigDecimal value(String metric) {
        return office.get("/api/metrics/" + metric + "?campaign=" + campaign)
                .json()
                .path("value")
                .decimalValue();
    }

    private BigDecimal rate(String metric) {
        return office.get("/api/metrics/" + metric + "?campaign=" + campaign)
                .json()
                .path("rate")
                .decimalValue();
    }

    private JsonNode sheet() {
        Answer sheet = office.get("/api/campaigns/" + campaign + "/score");
        assertThat(sheet.status()).as(sheet.json().toString()).isEqualTo(200);
        return sheet.json();
    }

    private static JsonNode row(JsonNode sheet, String code) {
        for (JsonNode row : sheet.path("criteria")) {
            if (row.path("code").asText().equals(code)) {
                return row;
            }
        }
        throw new AssertionError("no criterion " + code);
    }

    /** The points of the criteria whose codes begin so. */
    private Map<String, BigDecimal> points(String... prefixes) {
        Map<String, BigDecimal> points = new HashMap<>();
        for (JsonNode row : sheet().path("criteria")) {
            String code = row.path("code").asText();
            if (List.of(prefixes).contains(code.substring(0, 2))) {
                points.put(code, row.path("points").decimalValue());
            }
        }
        return points;
    }

    private static Answer answer(Future<Answer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String createCampaign() {
        Answer set = office.upload(
                "/api/criteria-sets",
                Map.of("criteria.csv", table()),
                Map.of("kind", "foodSafetyCounty", "edition", "评分" + System.nanoTime()));
        Answer created = office.post(
                "/api/campaigns",
                Map.of(
                        "kind",
                        "foodSafetyCounty",
                        "name",
                        "示例县评分",
                        "criteriaSetId",
                        set.text("id"),
                        "startDate",
                        ChinaTime.today().minusMonths(3).toString(),
                        "acceptanceDate",
                        ChinaTime.today().plusYears(1).toString()));
        assertThat(created.status()).as(created.json().toString()).isEqualTo(201);
        return created.text("id");
    }

    private static byte[] table() {
        try {
            return Files.readAllBytes(Path.of("bpmn/foodSafetyCounty/criteria.csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
