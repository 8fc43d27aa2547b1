package org.chuangjian;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.Desks.assertRefused;
import static org.chuangjian.support.Desks.press;
import static org.chuangjian.support.Desks.tile;
import static org.chuangjian.support.FoodCounty.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.chuangjian.support.Chromium;
import org.chuangjian.support.Desks;
import org.chuangjian.support.FoodCounty;
import org.chuangjian.support.Gallery;
import org.chuangjian.support.Script.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What must stop a food-safety county on its way, each in a campaign of its own on a short table of 100 points. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FoodCountyStoppedTests {

    private static final String TABLE = """
            编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则
            FV2,否决项,群众评价,满意度不低于70%，知晓率不低于75%，支持率不低于85%,0,否决项,创建办,测评报告,VETO_THRESHOLD:任一项低于线即否决
            FA1,组织保障,党政研究部署,县委常委会、政府常务会每年各专题研究不少于2次,50,关键项,县委办,会议纪要,MANUAL:按落实情况
            FA5,组织保障,两个责任包保,包保主体匹配率和督导完成率均达100%,10,关键项,食安办,包保清单,MANUAL:按完成情况
            FB1,监管能力,基层监管所,机构、人员、装备达标,40,基本项,市监局,装备清单,MANUAL:按达标情况
            """;
    private static final LocalDate TODAY = LocalDate.of(2026, 10, 12);

    private final Gallery gallery = new Gallery(Path.of("target/screenshots"), FoodCounty.codes()).from(181);

    private FoodCounty county;
    private Chromium chromium;
    private Desks desks;

    @BeforeAll
    void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        county = FoodCounty.on(TODAY);
        chromium = Chromium.start();
        desks = new Desks(chromium, gallery, county.url(), FoodCounty.PASSWORD);
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (county != null) {
            county.close();
        }
    }

    @Test
    @Order(1)
    void ninetyTwoPointsWithOneFailedKeyItemAreNotEnough() {
        String campaign = evaluatedByItself("失分关键项示例县", Map.of("FA1", 48, "FA5", 5, "FB1", 39));
        JsonNode score = county.score(campaign);
        assertThat(score.path("total").decimalValue()).isEqualByComparingTo("92");
        assertThat(score.path("verdict").asText()).isEqualTo("NOT_REACHED");
        assertThat(score.path("keyItemsBelow")).hasSize(1);
        assertThat(score.path("keyItemsBelow").path(0).asText()).isEqualTo("FA5");
        String why = "总分 92.00，但关键项 FA5 得分率 50%，低于 60%，判定不达标";

        Page page = desks.of("office", "/campaigns/" + campaign + "/score");
        assertThat(page.locator(".verdict b").first()).hasText("不达标");
        assertThat(page.locator(".verdict")).containsText(why);
        assertThat(tile(page, "关键项不足")).hasText("1");
        gallery.keepOnPhoneToo(page, "stopped-key-item");
        press(page, "办结：组织自查自评");
        assertRefused(page, "条件未满足", why);
        assertThat(page.locator(".stages .now")).containsText("县级自评");
        gallery.keepOnPhoneToo(page, "stopped-key-item-gate");
        page.navigate(county.url() + "/campaigns/" + campaign + "/gaps");
        assertThat(page.locator("main")).containsText("最少补 1 项即可达标");
        gallery.keepOnPhoneToo(page, "stopped-key-item-gaps");

        // The county corrects what is missing in the approved round; the same gate opens.
        String reopening = done(county.as("office")
                        .post(
                                "/api/campaigns/" + campaign + "/rounds/county/reopenings",
                                Map.of("reason", "FA5 督导材料已补齐，申请核分")))
                .path("id")
                .asText();
        done(county.as("leader")
                .post(
                        "/api/campaigns/" + campaign + "/reopenings/" + reopening + "/decide",
                        Map.of("granted", true, "opinion", "同意")));
        done(county.as("office")
                .post(
                        "/api/campaigns/" + campaign + "/scores",
                        Map.of("code", "FA5", "source", "county", "points", 6, "reason", "督导已补齐", "version", 1)));
        assertThat(county.score(campaign).path("verdict").asText()).isEqualTo("REACHED");
        assertThat(advance(campaign).json().path("stage").asText()).isEqualTo("preliminaryEvaluation");
        gallery.assertNoComplaints();
    }

    @Test
    @Order(2)
    void aVetoStopsWhoeverHasAllThePoints() {
        String campaign = evaluatedByItself("否决示例县", Map.of("FA1", 50, "FA5", 10, "FB1", 40));
        assertThat(advance(campaign).json().path("stage").asText()).isEqualTo("preliminaryEvaluation");
        survey(campaign, 69.9);
        String visit = county.visit(campaign, "preliminaryEvaluation", "示例市食安办", TODAY, TODAY);
        county.conclude(visit, "PASSED", "示市食安办〔2026〕21号", TODAY, "");
        JsonNode score = county.score(campaign);
        assertThat(score.path("total").decimalValue()).isEqualByComparingTo("100");
        assertThat(score.path("verdict").asText()).isEqualTo("NOT_REACHED");
        assertThat(score.path("vetoes").path(0).asText()).isEqualTo("FV2");

        Page page = desks.of("office", "/campaigns/" + campaign + "/score");
        assertThat(page.locator(".verdict b").first()).hasText("不达标");
        assertThat(page.locator(".verdict")).containsText("总分 100.00，但否决项 FV2 触发");
        assertThat(page.locator(".verdict")).containsText("69.9%");
        assertThat(tile(page, "否决项触发")).hasText("1");
        gallery.keepOnPhoneToo(page, "stopped-veto");
        page.navigate(county.url() + "/campaigns/" + campaign + "/surveys");
        assertThat(page.locator(".panel-head .tag-red").first()).hasText("未达标");
        assertThat(page.locator("main")).containsText("低于达标线");
        gallery.keepOnPhoneToo(page, "stopped-survey");
        press(page, "通过");
        assertRefused(page, "条件未满足", "否决项 FV2 触发");
        assertThat(page.locator(".stages .now")).containsText("市级初评");
        gallery.keepOnPhoneToo(page, "stopped-veto-gate");

        survey(campaign, 70);
        assertThat(county.score(campaign).path("vetoes")).isEmpty();
        assertThat(advance(campaign, true).json().path("stage").asText()).isEqualTo("acceptance");
        gallery.assertNoComplaints();
    }

    @Test
    @Order(3)
    void aFailedAcceptanceStopsWithItsReason() {
        String campaign = atAcceptance("验收未通过示例县");
        String visit = county.visit(campaign, "acceptance", "省食安办", TODAY, TODAY);
        county.conclude(visit, "NOT_PASSED", "示省食安办〔2026〕9号", TODAY, "暗访点位不合格率偏高");
        Page page = desks.of("office", "/campaigns/" + campaign + "/evaluations");
        assertThat(page.locator(".stages .now")).containsText("省级评价");
        assertThat(page.locator(".panel-head .tag-red").first()).hasText("未通过");
        assertThat(page.locator(".campaign-head")).containsText("办结：整改验收问题");
        page.locator(".gate-fold summary").click();
        assertThat(page.locator(".unmet")).containsText("省级评价未通过");
        assertThat(page.locator(".unmet")).containsText("暗访点位不合格率偏高");
        gallery.keepOnPhoneToo(page, "stopped-acceptance");

        press(page, "办结：整改验收问题");
        press(page, "通过");
        assertRefused(page, "暗访点位不合格率偏高");
        assertThat(page.locator(".stages .now")).containsText("省级评价");
        String again = county.visit(campaign, "acceptance", "省食安办", TODAY, TODAY);
        county.conclude(again, "PASSED", "示省食安办〔2026〕19号", TODAY, "");
        assertThat(advance(campaign, true).json().path("stage").asText()).isEqualTo("publicNotice");
        gallery.assertNoComplaints();
    }

    /** The last: it moves the clock on. */
    @Test
    @Order(4)
    void anOpenObjectionStopsTheNamingAndASustainedOneEndsIt() {
        String campaign = atAcceptance("异议示例县");
        String visit = county.visit(campaign, "acceptance", "省食安办", TODAY, TODAY);
        county.conclude(visit, "PASSED", "示省食安办〔2026〕10号", TODAY, "");
        assertThat(advance(campaign, true).json().path("stage").asText()).isEqualTo("publicNotice");
        done(county.as("office")
                .put(
                        "/api/campaigns/" + campaign + "/notice",
                        Map.of("text", "拟命名公示", "phone", "0000-1234567", "discipline", "县纪委监委 0000-7654321")));
        done(advance(campaign));
        String objection = done(county.as("office")
                        .post(
                                "/api/campaigns/" + campaign + "/objections",
                                Map.of(
                                        "realName",
                                        false,
                                        "channel",
                                        "MAIL",
                                        "receivedOn",
                                        TODAY.toString(),
                                        "content",
                                        "反映抽检数据造假。")))
                .path("id")
                .asText();
        county.goTo(county.workingDaysAfter(TODAY, 8));
        Page page = desks.of("office", "/campaigns/" + campaign + "/notice");
        assertThat(page.locator("main")).containsText("1 件异议未答复");
        press(page, "通过");
        assertRefused(page, "还有 1 件异议未答复");
        assertThat(page.locator(".stages .now")).containsText("公示");
        gallery.keepOnPhoneToo(page, "stopped-objection");

        done(county.as("office")
                .post(
                        "/api/objections/" + objection + "/investigate",
                        Map.of("investigator", "县纪委监委", "finding", "查实三个批次数据系伪造。", "sustained", true)));
        done(county.as("office").post("/api/objections/" + objection + "/answer", Map.of("answer", "已公开说明。")));
        page.navigate(county.url() + "/campaigns/" + campaign + "/notice");
        Desks.unfold(page, "不予命名");
        page.locator("#refuse-reason").fill("抽检数据造假，查证属实");
        page.locator("form:has(#refuse-reason) button").click();
        assertThat(page.locator("main")).containsText("不予命名：抽检数据造假，查证属实");
        assertThat(county.get("/api/campaigns/" + campaign).path("state").asText())
                .isEqualTo("NOT_NAMED");
        assertThat(county.get("/api/titles").path("total").asInt()).isZero();
        gallery.keepOnPhoneToo(page, "stopped-not-named");
        gallery.assertNoComplaints();
    }

    /** Built, and scored by its units so; the gate of the self-evaluation is next. */
    private String evaluatedByItself(String name, Map<String, Integer> points) {
        String campaign = county.launched(name, TABLE, LocalDate.of(2026, 9, 1), LocalDate.of(2027, 9, 1));
        assertThat(county.handIn(campaign, task -> true)).isEqualTo(4);
        county.confirm(campaign, "built", "buildReviewed");
        assertThat(advance(campaign).json().path("stage").asText()).isEqualTo("selfEvaluation");
        String round = done(county.as("office")
                        .post("/api/campaigns/" + campaign + "/self-evaluation", Map.of("dueDate", "2026-10-30")))
                .path("id")
                .asText();
        for (JsonNode line :
                county.get("/api/campaigns/" + campaign + "/self-evaluation").path("lines")) {
            String code = line.path("criterionCode").asText();
            String clerk = line.path("unitCode").asText().toLowerCase(Locale.ROOT);
            done(county.as(clerk)
                    .post(
                            "/api/self-evaluations/" + round + "/scores",
                            Map.of("code", code, "points", points.get(code), "reason", "对照细则")));
            done(county.as("office")
                    .post("/api/self-evaluations/" + round + "/checks", Map.of("code", code, "decision", "ACCEPT")));
        }
        done(county.as("office").post("/api/self-evaluations/" + round + "/hand-up", Map.of()));
        done(county.as("leader").post("/api/self-evaluations/" + round + "/decide", Map.of("decision", "ACCEPT")));
        county.confirm(campaign, "selfEvaluated", "selfReportPublished");
        return campaign;
    }

    private String atAcceptance(String name) {
        String campaign = evaluatedByItself(name, Map.of("FA1", 50, "FA5", 10, "FB1", 40));
        done(advance(campaign));
        survey(campaign, 80);
        String visit = county.visit(campaign, "preliminaryEvaluation", "示例市食安办", TODAY, TODAY);
        county.conclude(visit, "PASSED", "示市食安办〔2026〕22号", TODAY, "");
        assertThat(advance(campaign, true).json().path("stage").asText()).isEqualTo("acceptance");
        return campaign;
    }

    private void survey(String campaign, double satisfaction) {
        done(county.as("office")
                .post(
                        "/api/campaigns/" + campaign + "/surveys",
                        Map.of(
                                "date",
                                TODAY.toString(),
                                "organisation",
                                "示例调查公司",
                                "sample",
                                500,
                                "declared",
                                Map.of("satisfaction", satisfaction, "awareness", 80, "support", 90))));
    }

    private Answer advance(String campaign) {
        return county.as("office").post("/api/campaigns/" + campaign + "/advance", Map.of());
    }

    private Answer advance(String campaign, boolean passed) {
        return county.as("office").post("/api/campaigns/" + campaign + "/advance", Map.of("passed", passed));
    }
}
