package org.chuangjian;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.Desks.assertDone;
import static org.chuangjian.support.Desks.assertRefused;
import static org.chuangjian.support.Desks.csv;
import static org.chuangjian.support.Desks.part;
import static org.chuangjian.support.Desks.press;
import static org.chuangjian.support.Desks.tile;
import static org.chuangjian.support.Desks.unfold;
import static org.chuangjian.support.FoodCounty.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.chuangjian.support.Chromium;
import org.chuangjian.support.Desks;
import org.chuangjian.support.FoodCounty;
import org.chuangjian.support.Gallery;
import org.chuangjian.support.Photos;
import org.chuangjian.support.Script;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A county on its way from the decision to apply for the provincial food-safety title to the re-review three years
 * later, as its people go it: in their browsers, on the inspector's phone, in Tasklist. Scripts do what repeats itself;
 * the clock is moved from one day that matters to the next.
 */
class FoodCountyJourneyTests {

    private static final String NAME = "示例县省级食品安全示范县创建";
    private static final LocalDate START = LocalDate.of(2026, 3, 2);
    private static final LocalDate ACCEPTANCE = LocalDate.of(2026, 11, 27);
    private static final int TASKS = 75;

    private static FoodCounty county;
    private static Chromium chromium;

    private final Gallery gallery = new Gallery(Path.of("target/screenshots"), FoodCounty.codes()).from(101);

    private Desks desks;
    private String campaign = "";

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        county = FoodCounty.on(START);
        chromium = Chromium.start();
    }

    @BeforeEach
    void sitDown() {
        desks = new Desks(chromium, gallery, county.url(), FoodCounty.PASSWORD);
    }

    @AfterEach
    void leave() {
        desks.close();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (county != null) {
            county.close();
        }
    }

    @Test
    void fromTheDecisionToApplyToTheReReviewYearsLater() throws IOException {
        theOfficeCreatesTheCampaign();
        theOfficeGivesEveryCriterionALead();
        theOfficeNamesTheLeaderInCharge();
        theOfficeLaunches();

        int early = theUnitsHandInTheFirstDocuments(LocalDate.of(2026, 3, 16));
        theUnitsHandInTheRest(LocalDate.of(2026, 5, 18), early);

        county.goTo(LocalDate.of(2026, 6, 1));
        theFoodOfficeReportsItsNumbers();
        theFormulaGivesWhatItSays("3.80");

        county.goTo(LocalDate.of(2026, 6, 8));
        String plan = theOfficePlansACovertInspection();
        theInspectorWritesDownAFindingOnThePhone(plan);
        nobodyInTheUnitKnows();
        String finding = theOfficeIssuesTheFindings(plan);
        theFormulaGivesWhatItSays("3.20");
        theSchoolsRectifyInTasklist();
        somebodyElseVerifies(finding);
        theOtherFindingsAreStruckOff();
        theFormulaGivesWhatItSays("3.80");

        aTaskIsLateAndClimbsFromAReminderToAnOrangeOrder();
        theBuildingStageCloses();

        county.goTo(LocalDate.of(2026, 10, 9));
        theCountyEvaluatesItself();
        county.goTo(LocalDate.of(2026, 10, 26));
        thePeopleAreAsked();
        theCityEvaluates();
        county.goTo(LocalDate.of(2026, 11, 27));
        theProvinceAcceptsUnderACondition();

        thePublicNoticeIsObjectedTo();
        String title = theCountyIsNamed();
        theTitleIsTrackedEveryYear(title);
        theReReviewIsProposedInTime(title);
        theReReviewCarriesOwnersAndEvidence(title, early);
        gallery.assertNoComplaints();
    }

    private void theOfficeCreatesTheCampaign() {
        Page page = desks.of("office", "/criteria-sets/import");
        page.locator("#kind").selectOption("foodSafetyCounty");
        page.locator("#edition").fill("示例细则2026版");
        page.locator("input.file-input")
                .setInputFiles(new FilePayload("示例细则.csv", "text/csv", FoodCounty.officialTable()));
        press(page, "检查");
        assertThat(tile(page, "指标")).hasText("55");
        assertThat(tile(page, "否决项")).hasText("5");
        assertThat(tile(page, "关键项")).hasText("58");
        assertThat(tile(page, "基本项")).hasText("42");
        assertThat(tile(page, "鼓励项")).hasText("16");
        press(page, "确认导入 55 项指标");
        press(page, "按此细则新建创建活动");
        page.locator("#name").fill(NAME);
        page.locator("#startDate").fill(START.toString());
        page.locator("#acceptanceDate").fill(ACCEPTANCE.toString());
        press(page, "建立");
        assertThat(page.locator("h1")).hasText(NAME);
        Matcher id = Pattern.compile("/campaigns/([^/?#]+)").matcher(page.url());
        assertThat(id.find()).isTrue();
        campaign = id.group(1);
    }

    private void theOfficeGivesEveryCriterionALead() {
        Page page = desks.of("office", at("/criteria?only=unowned"));
        assertThat(page.locator("tr[id^=c-]")).hasCount(1);
        Locator row = page.locator("#c-FC11");
        assertThat(row).containsText("细则写“乡镇”，没有对应单位");
        press(row, "编辑");
        page.locator("#lead-FC11").selectOption("SAB");
        press(page, "保存");
        assertThat(page.locator("#c-FC11")).containsText("示例县食安办");
        page.navigate(county.url() + at("/criteria"));
        gallery.keepOnPhoneToo(page, "food-criteria");
    }

    private void theOfficeNamesTheLeaderInCharge() {
        Page page = desks.of("office", "/leaders");
        page.locator("#u-MZJ").selectOption("leader");
        gallery.keepOnPhoneToo(page, "food-leaders");
        press(page, "保存");
        assertDone(page, "已保存");
    }

    private void theOfficeLaunches() {
        for (String[] fact : new String[][] {
            {"leadingGroupFormed", "leadingGroup"},
            {"applied", "application"},
            {"fundSecured", "specialFund"},
            {"mobilised", "plan"},
            {"mobilised", "launchMeeting"},
        }) {
            county.confirm(campaign, fact[0], fact[1]);
        }
        Page page = desks.of("office", at("/criteria"));
        press(page, "下达任务");
        assertThat(page.locator("section.panel .big")).hasText("完成");
        assertThat(page.locator("section.panel .alert-ok")).hasText("已下达 " + TASKS + " 项任务");
        page.navigate(county.url() + at("/milestones"));
        assertThat(page.locator(".stages .now")).containsText("建设推进");
        gallery.keepOnPhoneToo(page, "food-milestones");
    }

    /** One of them all the way by hand. */
    private int theUnitsHandInTheFirstDocuments(LocalDate day) {
        county.goTo(day);
        Page clerk = desks.task("czj", "待我办理", "FA3");
        part(clerk, "claim").click();
        assertThat(part(clerk, "choose")).isEnabled();
        part(clerk, "file")
                .setInputFiles(new FilePayload("预算批复.pdf", "application/pdf", FoodCounty.document("budget")));
        assertThat(clerk.locator("[data-evidence]")).hasCount(1);
        part(clerk, "note").fill("创建专项经费已列入年度预算。");
        gallery.keepOnPhoneToo(clerk, "food-task");
        part(clerk, "submit").click();
        assertThat(clerk.locator(".page-notifications")).containsText("等待本单位负责人审核");
        Page head = desks.task("czjhead", "待我审核", "FA3");
        part(head, "claim").click();
        part(head, "agree").click();
        assertThat(head.locator(".page-notifications")).containsText("转创建办审核");
        Page office = desks.of("office", "/desk");
        assertThat(tile(office, "待我审核")).hasText("1");
        office.locator("#review tbody a").first().click();
        assertThat(office.locator("main")).containsText("预算批复.pdf");
        press(office, "通过");
        assertDone(office, "已通过");
        return 1
                + county.handIn(
                        campaign, task -> task.path("criterionCode").asText().startsWith("FA"));
    }

    private void theUnitsHandInTheRest(LocalDate day, int before) {
        county.goTo(day);
        for (String[] fact : new String[][] {
            {"dutyListsSigned", "dutyLists"},
            {"guaranteesMatched", "guaranteeMatch"},
            {"canteensEvaluated", "canteens"},
        }) {
            county.confirm(campaign, fact[0], fact[1]);
        }
        int accepted = before + county.handIn(campaign, task -> !late(task));
        assertThat(accepted).isEqualTo(TASKS - 1);
        Page page = desks.of("leader", "/campaigns/" + campaign);
        assertThat(page.locator(".tile", new Page.LocatorOptions().setHasText("任务通过"))
                        .locator(".tile-counts"))
                .hasText(Pattern.compile("\\s*74\\s*/\\s*75.*"));
        gallery.keepOnPhoneToo(page, "food-overview");
    }

    /** 民政局 alone forgets. */
    private static boolean late(JsonNode task) {
        return task.path("criterionCode").asText().equals("FC9")
                && task.path("unitCode").asText().equals("MZJ");
    }

    private void theFoodOfficeReportsItsNumbers() {
        Page page = desks.of("sab", "/metrics/BB_VISITS_DONE?campaign=" + campaign);
        page.locator("#asOf").fill("2026-05-31");
        page.locator("#figure").fill("900");
        press(page, "填报");
        assertDone(page, "已填报");
        Script unit = county.as("sab");
        for (String[] reading :
                new String[][] {{"BB_SUBJECTS", "1200"}, {"BB_MATCHED", "1200"}, {"BB_VISITS_DUE", "1000"}}) {
            done(unit.post(
                    "/api/metrics/" + reading[0] + "/readings",
                    Map.of("campaign", campaign, "unit", "SAB", "asOf", "2026-05-31", "value", reading[1])));
        }
        page = desks.of("office", "/metrics/BB_VISIT_RATE?campaign=" + campaign);
        assertThat(page.locator(".tile-number").first()).hasText("90");
        assertThat(page.locator("main")).containsText("已督导主体");
        gallery.keepOnPhoneToo(page, "food-metric");
        page.navigate(county.url() + "/metrics?q=包保&campaign=" + campaign);
        gallery.keepOnPhoneToo(page, "food-metrics");

        page.navigate(county.url() + at("/score/FA5"));
        String proposal = page.locator(".hint code").first().innerText();
        page.locator("#formula").fill(proposal);
        press(page, "保存公式");
        assertThat(page.locator(".notices .alert-ok")).isVisible();
    }

    private void theFormulaGivesWhatItSays(String points) {
        Page page = desks.of("office", at("/score/FA5"));
        assertThat(page.locator(".facts").first().locator("dd.strong")).hasText(points);
        if (points.equals("3.20")) {
            gallery.keepOnPhoneToo(page, "food-formula");
        }
        JsonNode line = line("FA5");
        org.assertj.core.api.Assertions.assertThat(line.path("computed").decimalValue())
                .isEqualByComparingTo(points);
    }

    private String theOfficePlansACovertInspection() {
        Page page = desks.of("office", "/sites/import?campaign=" + campaign);
        page.locator("#campaign").selectOption(campaign);
        page.locator("input.file-input").setInputFiles(csv("点位.csv", """
                名称,地址,责任单位,业态,纬度,经度,示范点位
                示例中心小学食堂,示例路1号,教育局,学校食堂,29.5012,120.2056,是
                示例县福利院食堂,示例路8号,民政局,养老机构食堂,,,否
                示例包保便利店,示例路21号,食安办,便利店(食杂店),,,否
                """));
        press(page, "检查");
        assertThat(page.locator(".alert-ok")).containsText("没有发现问题");
        press(page, "确认导入");
        assertDone(page, "新增 3 个点位");
        gallery.keepOnPhoneToo(page, "food-sites");

        page.navigate(county.url() + "/inspections/new?campaign=" + campaign);
        page.locator("#name").fill("六月暗访");
        page.locator("#seed").fill("2026-06");
        page.locator("input[name=inspectors][value=inspector]").check();
        gallery.keepOnPhoneToo(page, "food-inspection-new");
        press(page, "抽取并制定计划");
        assertDone(page, "抽到 3 个点位");
        assertThat(page.locator("main")).containsText("已复核，结果一致");
        Matcher id = Pattern.compile("/inspections/([^/?#]+)").matcher(page.url());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private void theInspectorWritesDownAFindingOnThePhone(String plan) {
        Page phone = desks.phoneOf("inspector", "/inspect");
        phone.locator("[data-ready]").waitFor();
        gallery.keep(phone, "food-phone-types");
        choose(phone, "types", "养老机构食堂");
        choose(phone, "sites", "示例县福利院食堂");
        part(phone, "compliant").click();
        assertThat(part(phone, "done")).containsText("已送达创建办");
        press(phone, "返回业态");
        choose(phone, "types", "学校食堂");
        choose(phone, "sites", "示例中心小学食堂");
        part(phone, "found").click();
        choose(phone, "severities", "一般问题");
        part(phone, "criterion").selectOption("FC3");
        part(phone, "description").fill("留样盒未标注时间");
        part(phone, "camera")
                .setInputFiles(new FilePayload("IMG_1.jpg", "image/jpeg", Photos.at("before", 29, 30, 120, 12)));
        assertThat(part(phone, "shots").locator("img")).hasCount(1);
        gallery.keep(phone, "food-phone-finding");
        press(phone, "保存问题");
        assertThat(part(phone, "done")).containsText("已送达创建办");
        String shop = "";
        for (JsonNode stop : county.get("/api/inspections/" + plan).path("sites")) {
            if (stop.path("name").asText().equals("示例包保便利店")) {
                shop = stop.path("siteId").asText();
            }
        }
        for (String what : List.of("包保干部公示牌缺失", "督导记录未归档", "督导问题未反馈")) {
            done(county.as("inspector")
                    .post(
                            "/api/inspections/" + plan + "/findings",
                            Map.of("site", shop, "criterion", "FA5", "severity", "structural", "description", what)));
        }
    }

    private static void choose(Page phone, String where, String words) {
        part(phone, where)
                .locator("button", new Locator.LocatorOptions().setHasText(words))
                .first()
                .click();
    }

    private void nobodyInTheUnitKnows() {
        Page page = desks.of("jyj", "/findings");
        assertThat(tile(page, "全部问题")).hasText("0");
        assertThat(page.locator("main")).containsText("没有符合条件的问题");
        page.navigate(county.url() + at("/findings"));
        assertThat(tile(page, "全部问题")).hasText("0");
        assertThat(page.locator("body")).not().containsText("留样盒");
        assertThat(county.as("jyj")
                        .get("/api/findings?text=留样")
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        // What is not issued takes no points either.
        assertThat(line("FA5").path("computed").decimalValue()).isEqualByComparingTo("3.80");
    }

    private String theOfficeIssuesTheFindings(String plan) {
        Page page = desks.of("office", "/inspections/" + plan);
        assertThat(tile(page, "已查")).hasText("3");
        assertThat(tile(page, "合规")).hasText("1");
        assertThat(tile(page, "待交办")).hasText("4");
        press(page, "交办 4 个问题");
        assertDone(page, "已交办 4 个问题");
        for (int number = 1; number <= 4; number++) {
            assertThat(page.locator("main")).containsText("2026-000" + number);
        }
        assertThat(tile(page, "待交办")).hasText("0");
        gallery.keepOnPhoneToo(page, "food-inspection");
        page.navigate(county.url() + "/inspections/" + plan + "/orders");
        assertThat(page.locator("section.slip")).hasCount(4);
        page.navigate(county.url() + at("/findings"));
        assertThat(tile(page, "未销号")).hasText("4");
        gallery.keepOnPhoneToo(page, "food-findings");
        JsonNode found = county.get("/api/findings?campaign=" + campaign + "&criterion=FC3")
                .path("items")
                .path(0);
        assertThat(found.path("dueDate").asText())
                .isEqualTo(county.workingDaysAfter(LocalDate.of(2026, 6, 8), 7).toString());
        assertThat(found.path("placeSource").asText()).isEqualTo("PHOTO");
        return found.path("id").asText();
    }

    private void theSchoolsRectifyInTasklist() {
        county.goTo(LocalDate.of(2026, 6, 10));
        Page page = desks.task("jyj", "问题整改", "示例中心小学食堂");
        part(page, "claim").click();
        assertThat(part(page, "submit")).isEnabled();
        assertThat(part(page, "description")).hasText("留样盒未标注时间");
        part(page, "submit").click();
        assertThat(part(page, "problem")).containsText("请填写整改情况");
        part(page, "plan").fill("当天更换留样盒。");
        part(page, "feedback").fill("已更换留样盒，逐餐标注时间。");
        page.onFileChooser(chooser ->
                chooser.setFiles(new FilePayload("IMG_2.jpg", "image/jpeg", Photos.at("after", 29, 30, 120, 12))));
        part(page, "choose").first().click();
        assertThat(page.locator(".cj-photo")).hasCount(2);
        part(page, "addSame").click();
        page.locator(".cj-same input").first().fill("示例第二小学食堂");
        gallery.keepOnPhoneToo(page, "food-rectify");
        part(page, "submit").click();
        assertThat(page.locator(".page-notifications")).containsText("等待核查");
    }

    private void somebodyElseVerifies(String finding) {
        assertThat(county.as("jyj")
                        .post("/api/findings/" + finding + "/verify", Map.of("rectified", true))
                        .status())
                .isEqualTo(403);
        Page page = desks.of("office", "/findings/" + finding);
        assertThat(page.locator("main")).containsText("示例第二小学食堂：没有同样问题");
        assertThat(page.locator(".pair img")).hasCount(2);
        gallery.keepOnPhoneToo(page, "food-finding");
        press(page, "整改到位，销号");
        assertThat(page.locator(".head-sub .tag").first()).hasText("已销号");
        assertThat(page.locator("main")).containsText("核查，按期");
    }

    private void theOtherFindingsAreStruckOff() {
        for (JsonNode finding :
                county.get("/api/findings?campaign=" + campaign + "&only=open").path("items")) {
            rectify("sab", finding.path("id").asText());
        }
        Page page = desks.of("office", at("/findings"));
        assertThat(tile(page, "已销号")).hasText("4");
        assertThat(tile(page, "未销号")).hasText("0");
    }

    private void rectify(String clerk, String finding) {
        done(county.as(clerk)
                .post("/api/findings/" + finding + "/submit", Map.of("feedback", "已整改到位。", "noSameType", "没有其他同类点位")));
        JsonNode closed =
                done(county.as("office").post("/api/findings/" + finding + "/verify", Map.of("rectified", true)));
        assertThat(closed.path("state").asText()).isEqualTo("CLOSED");
    }

    private void aTaskIsLateAndClimbsFromAReminderToAnOrangeOrder() {
        JsonNode task = county.get("/api/campaigns/" + campaign + "/assignments?criterion=FC9&unit=MZJ")
                .path("items")
                .path(0);
        LocalDate due = LocalDate.parse(task.path("dueDate").asText());
        assertThat(due).isEqualTo(county.workingDaysBefore(ACCEPTANCE, 45));
        county.goTo(county.workingDaysBefore(due, 3));
        Page clerk = desks.of("mzj", "/inbox");
        assertThat(clerk.locator("ul.inbox")).containsText("3 个工作日后到期：FC9 养老与单位食堂");
        gallery.keepOnPhoneToo(clerk, "food-inbox");

        LocalDate late = county.workingDaysAfter(due, 1);
        county.goTo(late);
        JsonNode blue = order("BLUE");
        assertThat(blue.path("unitCode").asText()).isEqualTo("MZJ");
        assertThat(blue.path("source").asText()).isEqualTo("RULE");
        LocalDate answer = LocalDate.parse(blue.path("dueDate").asText());
        assertThat(answer).isEqualTo(county.workingDaysAfter(late, 3));
        Page leader = desks.of("leader", "/inbox");
        assertThat(leader.locator("main")).containsText("还没有消息");

        county.goTo(county.workingDaysAfter(answer, 2));
        JsonNode orange = order("ORANGE");
        leader.navigate(county.url() + "/inbox");
        assertThat(leader.locator("ul.inbox")).containsText("橙色督办");
        Page office = desks.of("office", "/supervision-orders");
        assertThat(tile(office, "橙色")).hasText("1");
        assertThat(office.locator("tbody tr")).hasCount(2);
        assertThat(office.locator("tbody")).containsText("自动");
        gallery.keepOnPhoneToo(office, "food-supervision-orders");
        office.navigate(county.url() + "/dashboard");
        gallery.keepOnPhoneToo(office, "food-dashboard");
        String path = "/supervision-orders/" + orange.path("id").asText();
        assertThat(slip(orange)).contains("FC9 养老与单位食堂", "示例县民政局").doesNotContain("{{");

        Page page = desks.task("mzj", "督办事项", "橙色督办");
        part(page, "claim").click();
        assertThat(part(page, "send")).isEnabled();
        part(page, "answer").fill("阳光厨房接入清单已补齐，今日报送；逾期因人员调整。");
        gallery.keepOnPhoneToo(page, "food-answer");
        part(page, "send").click();
        assertThat(page.locator(".page-notifications")).containsText("等待创建办审核");
        office.navigate(county.url() + path);
        assertThat(office.locator("#answer")).containsText("阳光厨房接入清单已补齐");
        gallery.keepOnPhoneToo(office, "food-supervision-order");
        press(office, "办结");
        assertDone(office, "已办结");
        assertThat(county.handIn(campaign, FoodCountyJourneyTests::late)).isEqualTo(1);
        assertThat(county.get("/api/supervision-orders?only=open").path("total").asInt())
                .isZero();
    }

    private JsonNode order(String colour) {
        JsonNode open = county.get("/api/supervision-orders?only=open");
        assertThat(open.path("total").asInt()).as(open.toString()).isEqualTo(1);
        JsonNode order = open.path("items").path(0);
        assertThat(order.path("colour").asText()).isEqualTo(colour);
        return order;
    }

    private String slip(JsonNode order) {
        return word("/api/supervision-orders/" + order.path("id").asText() + "/slip.docx");
    }

    private void theBuildingStageCloses() {
        Page page = desks.of("office", at("/milestones"));
        press(page, "办结：推进建设任务");
        assertRefused(page, "条件未满足", "领导小组已审议建设任务完成情况");
        county.confirm(campaign, "built", "buildReviewed");
        page.navigate(county.url() + at("/milestones"));
        press(page, "办结：推进建设任务");
        assertThat(page.locator(".stages .now")).containsText("县级自评");
    }

    private void theCountyEvaluatesItself() throws IOException {
        Page office = desks.of("office", at("/self-evaluation"));
        office.locator("input[name=dueDate]").fill("2026-10-20");
        press(office, "发起自评");
        assertDone(office, "第 1 轮自评已发起");
        assertThat(tile(office, "待自评")).hasText("50");

        Page unit = desks.of("jyj", at("/self-evaluation"));
        Locator own = unit.locator("article.self-line");
        assertThat(own).hasCount(1);
        own.locator("input[name=points]").fill("3.5");
        own.locator("input[name=words]").fill("明厨亮灶全覆盖，校长陪餐落实。");
        press(own, "提交得分");
        assertRefused(unit, "0 到 3");
        own.locator("input[name=points]").fill("3");
        press(own, "提交得分");
        assertDone(unit, "指标 FC3 的自评得分已提交");
        gallery.keepOnPhoneToo(unit, "food-self-unit");

        String round =
                county.get(api("/self-evaluation")).path("round").path("id").asText();
        for (JsonNode line : county.get(api("/self-evaluation")).path("lines")) {
            if (line.path("state").asText().equals("OPEN")) {
                BigDecimal full = line.path("full").decimalValue();
                String type = line.path("type").asText();
                done(county.as(line.path("unitCode").asText().toLowerCase(Locale.ROOT))
                        .post(
                                "/api/self-evaluations/" + round + "/scores",
                                Map.of(
                                        "code",
                                        line.path("criterionCode").asText(),
                                        "points",
                                        type.equals("BONUS") ? new BigDecimal("0.5") : full,
                                        "reason",
                                        "按细则逐项对照，材料齐全。")));
            }
        }
        office.navigate(county.url() + at("/self-evaluation"));
        assertThat(tile(office, "待审核")).hasText("50");
        assertThat(tile(office, "自评得分")).hasText("104.5");
        Locator fa5 = office.locator("#c-FA5");
        fa5.locator("input[name=points]").fill("3.8");
        fa5.locator("input[name=words]").fill("包保督导完成率为90%。");
        press(fa5, "通过");
        assertDone(office, "指标 FA5 已审核");
        press(office, "全部按自评得分通过");
        assertDone(office, "49 项指标已按单位自评得分审核");
        assertThat(tile(office, "审核得分")).hasText("104.3");
        gallery.keepOnPhoneToo(office, "food-self-office");
        press(office, "报领导小组审定");
        assertDone(office, "已报领导小组审定");

        Page leader = desks.of("leader", at("/self-evaluation"));
        gallery.keepOnPhoneToo(leader, "food-self-leader");
        press(leader, "审定");
        assertDone(leader, "得分和材料已定格");
        assertThat(word(api("/documents/self-evaluation.docx"))).contains("总得分 104.30 分", "自评结论：达标", "包保督导完成率为90%");
        press(leader, "审定快照");
        assertThat(leader.locator(".tile-number").first()).hasText("104.30");
        gallery.keepOnPhoneToo(leader, "food-snapshot");

        county.clearVetoes(campaign, "FV1", "FV3", "FV4", "FV5");
        office.navigate(county.url() + at("/score"));
        assertThat(office.locator(".verdict b").first()).hasText("达标");
        assertThat(office.locator(".verdict")).containsText("总分 104.30，达到 90，关键项得分率均不低于 60%，无否决项，判定达标");
        gallery.keepOnPhoneToo(office, "food-score");
        office.navigate(county.url() + at("/gaps"));
        assertThat(tile(office, "有失分的指标")).hasText("10");
        gallery.keepOnPhoneToo(office, "food-gaps");

        county.confirm(campaign, "selfEvaluated", "selfReportPublished");
        office.navigate(county.url() + at("/documents"));
        gallery.keepOnPhoneToo(office, "food-documents");
        assertTheVolumeHolds(TASKS);
        press(office, "办结：组织自查自评");
        assertThat(office.locator(".stages .now")).containsText("市级初评");
    }

    private void assertTheVolumeHolds(int documents) throws IOException {
        int found = 0;
        try (ZipInputStream volume = new ZipInputStream(
                new ByteArrayInputStream(
                        county.as("office").get(api("/documents/volume.zip")).content()),
                StandardCharsets.UTF_8)) {
            for (var entry = volume.getNextEntry(); entry != null; entry = volume.getNextEntry()) {
                found += entry.getName().endsWith(".pdf") ? 1 : 0;
            }
        }
        assertThat(found).isEqualTo(documents);
    }

    private void thePeopleAreAsked() {
        Page page = desks.of("office", at("/surveys/new"));
        page.locator("#organisation").fill("示例调查公司");
        page.locator("#date").fill("2026-10-23");
        page.locator("#name").fill("群众满意度测评");
        page.locator("input[name=sample]").fill("500");
        page.locator("input[name=declared-satisfaction]").fill("83.4");
        page.locator("input[name=declared-awareness]").fill("84");
        page.locator("input[name=declared-support]").fill("91");
        String[][] towns = {{"城关镇", "300", "85", "84", "91"}, {"河口镇", "200", "81", "84", "91"}};
        for (int i = 0; i < towns.length; i++) {
            page.locator("input[name=area]").nth(i).fill(towns[i][0]);
            page.locator("input[name=areaSample]").nth(i).fill(towns[i][1]);
            page.locator("input[name=rate-satisfaction]").nth(i).fill(towns[i][2]);
            page.locator("input[name=rate-awareness]").nth(i).fill(towns[i][3]);
            page.locator("input[name=rate-support]").nth(i).fill(towns[i][4]);
        }
        press(page, "保存");
        assertDone(page, "已登记“群众满意度测评”");
        assertThat(page.locator(".panel-head .tag-green").first()).hasText("达标");
        assertThat(page.locator("main")).containsText("83.40%");
        gallery.keepOnPhoneToo(page, "food-surveys");
    }

    private void theCityEvaluates() {
        Page page = desks.of("office", at("/evaluations"));
        page.locator("#organ").fill("示例市食安办");
        page.locator("#visitFrom").fill("2026-10-21");
        page.locator("#visitTo").fill("2026-10-22");
        page.locator("input[name=expertName]").first().fill("样专家");
        press(page, "登记");
        assertDone(page, "已登记");
        String visit = county.get(api("/evaluations"))
                .path(0)
                .path("evaluation")
                .path("id")
                .asText();

        page.navigate(county.url() + at("/evaluations/" + visit + "/import/scores"));
        page.locator("#document").fill("市食安办关于初评情况的通报");
        page.locator("input.file-input").setInputFiles(csv("初评得分.csv", "编码,得分,说明\nFA5,4.5,\nFX1,1,\n"));
        press(page, "检查");
        assertThat(page.locator("main")).containsText("FX1");
        gallery.keepOnPhoneToo(page, "food-import-refused");
        page.locator("#document").fill("市食安办关于初评情况的通报");
        page.locator("input.file-input").setInputFiles(csv("初评得分.csv", theirScores()));
        press(page, "检查");
        press(page, "确认导入 50 项得分");
        assertThat(page.locator("main")).containsText("50 项，合计 103.10 分");

        page.navigate(county.url() + at("/evaluations/" + visit + "/import/problems"));
        page.locator("#document").fill("市食安办关于初评情况的通报");
        page.locator("input.file-input").setInputFiles(csv("初评问题.csv", """
                编码,责任单位,地点,问题,问题等级,整改期限
                FC2,市监局,城关农贸市场,快检记录缺三天,结构性问题,2026-11-06
                """));
        press(page, "检查");
        press(page, "确认导入并交办 1 个问题");
        JsonNode found = county.get("/api/findings?campaign=" + campaign + "&only=open")
                .path("items")
                .path(0);
        assertThat(found.path("number").asText()).isEqualTo("2026-0005");
        assertThat(found.path("dueDate").asText()).isEqualTo("2026-11-06");
        assertThat(found.path("source").asText()).isEqualTo("CITY");
        rectify("sjj", found.path("id").asText());
        JsonNode score = county.score(campaign);
        assertThat(score.path("total").decimalValue()).isEqualByComparingTo("103.10");
        assertThat(score.path("verdict").asText()).isEqualTo("REACHED");
        assertThat(line("FA5").path("sources").path("county").decimalValue()).isEqualByComparingTo("3.80");
        assertThat(line("FA5").path("effectiveFrom").asText()).isEqualTo("expert");

        page.navigate(county.url() + at("/evaluations"));
        press(page, "通过");
        assertRefused(page, "结论尚未登记");
        page.navigate(county.url() + at("/evaluations"));
        Locator conclusion = unfold(page, "登记结论");
        conclusion.locator("input[name=result][value=PASSED]").check();
        conclusion.locator("input[name=documentNumber]").fill("示市食安办〔2026〕21号");
        conclusion.locator("input[name=documentDate]").fill("2026-10-26");
        press(conclusion, "登记结论");
        assertThat(page.locator(".panel-head .tag-green").first()).hasText("通过");
        gallery.keepOnPhoneToo(page, "food-evaluations");
        press(page, "通过");
        assertThat(page.locator(".stages .now")).containsText("省级评价");
    }

    /** Everything in full but two key items; half a point for each bonus item. */
    private String theirScores() {
        StringBuilder table = new StringBuilder("编码,得分,说明\n");
        for (JsonNode line : county.score(campaign).path("criteria")) {
            String code = line.path("code").asText();
            String points = switch (line.path("type").asText()) {
                case "VETO" -> "";
                case "BONUS" -> "0.5";
                default -> line.path("points").asText();
            };
            points = code.equals("FA5") ? "3.2" : code.equals("FC3") ? "2.4" : points;
            if (!points.isEmpty()) {
                table.append(code).append(',').append(points).append(",\n");
            }
        }
        return table.toString();
    }

    private void theProvinceAcceptsUnderACondition() {
        county.visit(campaign, "acceptance", "省食安办", LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 27));
        Page page = desks.of("office", at("/evaluations"));
        Locator conclusion = unfold(page, "登记结论");
        conclusion.locator("input[name=result][value=CONDITIONAL]").check();
        conclusion.locator("input[name=documentNumber]").fill("示省食安办〔2026〕9号");
        conclusion.locator("input[name=documentDate]").fill("2026-11-27");
        conclusion.locator("input[name=item]").first().fill("补齐农贸市场快检记录");
        conclusion.locator("select[name=itemUnit]").first().selectOption("SJJ");
        conclusion.locator("input[name=itemDue]").first().fill("2026-12-11");
        press(conclusion, "登记结论");
        assertThat(page.locator("main")).containsText("1 项后续整改未完成");
        gallery.keepOnPhoneToo(page, "food-conditional");
        Page unit = desks.of("sjj", at("/self-evaluation"));
        assertThat(unit.locator("main")).containsText("补齐农贸市场快检记录");

        press(page, "通过");
        assertRefused(page, "1 项后续整改未完成");
        assertThat(page.locator(".stages .now")).containsText("省级评价");
        page.navigate(county.url() + at("/evaluations"));
        Locator open = page.locator("tr", new Page.LocatorOptions().setHasText("补齐农贸市场快检记录"));
        open.locator("input[name=note]").fill("已补齐并经市监局复核");
        open.locator("button[type=submit]").click();
        assertDone(page, "后续整改已登记完成");
        press(page, "通过");
        assertThat(page.locator(".stages .now")).containsText("公示");
    }

    private void thePublicNoticeIsObjectedTo() {
        county.goTo(LocalDate.of(2026, 12, 1));
        Page page = desks.of("office", at("/notice"));
        page.locator("#phone").fill("0000-1234567");
        page.locator("#discipline").fill("县纪委监委驻局纪检监察组 0000-7654321");
        press(page, "保存公示内容");
        assertDone(page, "公示内容已保存");
        press(page, "办结：发布公示");
        assertThat(page.locator(".launch-head")).containsText("2026-12-01 至 2026-12-10，7 个工作日");
        gallery.keepOnPhoneToo(page, "food-notice");

        county.goTo(LocalDate.of(2026, 12, 4));
        page.navigate(county.url() + at("/notice"));
        Locator form = unfold(page, "登记异议");
        form.locator("input[name=realName][value=true]").check();
        form.locator("#objector").fill("某市民示例");
        form.locator("#channel").selectOption("PHONE");
        form.locator("#content").fill("反映城关农贸市场快检室长期不开。");
        press(form, "登记异议");
        assertDone(page, "已登记第 1 号异议");
        Page leader = desks.of("leader", at("/notice"));
        assertThat(leader.locator("#objections ~ .panel")).containsText("异议人信息仅创建办可见");
        assertThat(leader.locator("body")).not().containsText("某市民示例");

        county.goTo(LocalDate.of(2026, 12, 10));
        assertThat(county.as("office")
                        .post(api("/advance"), Map.of("passed", true))
                        .text("detail"))
                .as("the last day is a day of the notice")
                .contains("公示期未满");
        county.goTo(LocalDate.of(2026, 12, 11));
        page.navigate(county.url() + at("/notice"));
        press(page, "通过");
        assertRefused(page, "还有 1 件异议未答复", "2026-12-04");
        assertThat(page.locator(".stages .now")).containsText("公示");
        gallery.keepOnPhoneToo(page, "food-objection-open");
        page.navigate(county.url() + at("/notice"));
        Locator investigation = unfold(page, "登记核实情况");
        investigation.locator("input[name=investigator]").fill("市监局、纪检监察组");
        investigation.locator("textarea[name=finding]").fill("查阅九个月快检记录并现场走访，快检室正常开放。");
        investigation.locator("input[name=sustained][value=false]").check();
        press(investigation, "保存核实情况");
        assertDone(page, "核实情况已登记");
        Locator answer = unfold(page, "答复");
        answer.locator("textarea[name=answer]").fill("已当面答复，异议人无其他意见。");
        press(answer, "登记答复");
        assertDone(page, "异议已答复");
        press(page, "通过");
        assertThat(page.locator(".stages .now")).containsText("命名授牌");
    }

    private String theCountyIsNamed() {
        county.goTo(LocalDate.of(2026, 12, 18));
        Page page = desks.of("office", at("/naming"));
        press(page, "办结：登记命名文件");
        assertRefused(page, "还没有登记命名文件");
        page.navigate(county.url() + at("/naming"));
        page.locator("#documentNumber").fill("示省政函〔2026〕88号");
        page.locator("#issuer").fill("示例省人民政府");
        page.locator("#plaque").fill("2026年12月18日授牌");
        press(page, "保存");
        assertDone(page, "命名文件已登记");
        gallery.keepOnPhoneToo(page, "food-naming");
        press(page, "办结：登记命名文件");
        assertThat(page.locator(".head-sub.campaign-why").first()).containsText("命名");
        JsonNode titles = county.get("/api/titles");
        assertThat(titles.path("total").asInt()).isEqualTo(1);
        String title = titles.path("items").path(0).path("id").asText();
        page.navigate(county.url() + "/titles");
        assertThat(tile(page, "持有称号")).hasText("1");
        assertThat(page.locator("tbody").last()).containsText("示省政函〔2026〕88号");
        assertThat(page.locator("tbody").last()).containsText("2029-12-17");
        gallery.keepOnPhoneToo(page, "food-titles");
        return title;
    }

    private void theTitleIsTrackedEveryYear(String title) {
        Page page = desks.of("office", "/titles/" + title);
        assertThat(page.locator("#tracking .doc")).hasCount(1);
        assertThat(page.locator("#tracking")).containsText("2026 年度创建成果巩固情况报告");
        assertThat(page.locator("#tracking")).containsText("2026-12-31 前完成");

        county.goTo(LocalDate.of(2027, 1, 4));
        page.navigate(county.url() + "/titles/" + title);
        assertThat(page.locator("#tracking .doc")).hasCount(3);
        county.goTo(LocalDate.of(2027, 9, 20));
        Page unit = desks.of("sjj", "/titles/" + title);
        Locator visit = unit.locator("#tracking .doc");
        assertThat(visit).hasCount(1);
        assertThat(visit).containsText("2027 年示范点位年度回访");
        visit.locator("details > summary").first().click();
        visit.locator("input[type=file]")
                .setInputFiles(new FilePayload("回访记录.pdf", "application/pdf", FoodCounty.document("visit")));
        press(visit, "上传");
        assertDone(unit, "材料已上传");
        if (!visit.locator("textarea[name=note]").isVisible()) {
            visit.locator("details > summary").first().click();
        }
        visit.locator("textarea[name=note]").fill("回访12处示范点位，全部保持。");
        press(visit, "提交");
        assertDone(unit, "等待创建办确认");
        page.navigate(county.url() + "/titles/" + title);
        press(page.locator("#tracking"), "确认完成");
        assertDone(page, "已确认");
        assertThat(page.locator("#tracking")).containsText("回访记录.pdf");
        assertThat(page.locator("#tracking")).containsText("回访12处示范点位");
        gallery.keepOnPhoneToo(page, "food-title");
    }

    private void theReReviewIsProposedInTime(String title) {
        county.goTo(LocalDate.of(2029, 6, 16));
        Page page = desks.of("office", "/titles");
        assertThat(tile(page, "应启动复审")).hasText("0");
        county.goTo(LocalDate.of(2029, 6, 18));
        page.navigate(county.url() + "/titles");
        assertThat(tile(page, "应启动复审")).hasText("1");
        page.navigate(county.url() + "/inbox");
        assertThat(page.locator("ul.inbox")).containsText("请启动复审");
        page.navigate(county.url() + "/titles/" + title);
        assertThat(page.locator(".alert-warn")).containsText("应启动复审");
        assertThat(page.locator("main")).containsText("自动提请");
        gallery.keepOnPhoneToo(page, "food-re-review-due");
    }

    private void theReReviewCarriesOwnersAndEvidence(String title, int stale) {
        Page page = desks.of("office", "/titles/" + title);
        // 38 months back from 18 June 2029: what was handed in in March 2026 is too old, what came in May is not.
        page.locator("#r-months").fill("38");
        press(page.locator("#review"), "启动复审");
        assertDone(page, "复审已启动");
        String first = campaign;
        Matcher id = Pattern.compile("/campaigns/([^/?#]+)").matcher(page.url());
        assertThat(id.find()).isTrue();
        campaign = id.group(1);
        assertThat(campaign).isNotEqualTo(first);
        page.navigate(county.url() + at("/criteria?only=unowned"));
        assertThat(page.locator("#c-FC11")).hasCount(0);
        page.navigate(county.url() + at("/criteria"));
        assertThat(page.locator("#c-FC11")).containsText("示例县食安办");
        press(page, "下达任务");
        assertThat(page.locator("section.panel .alert-ok")).hasText("已下达 " + TASKS + " 项任务");

        page.navigate(county.url() + at("/carried"));
        assertThat(tile(page, "上次入库")).hasText(String.valueOf(TASKS));
        assertThat(tile(page, "过期")).hasText(String.valueOf(stale));
        assertThat(page.locator(".tile-green .tile-number")).hasText(String.valueOf(TASKS - stale));
        assertThat(page.locator(".tile-green .tile-label")).hasText("可沿用（已带入 " + (TASKS - stale) + "）");
        tile(page, "过期").click();
        assertThat(page.locator("tbody tr")).hasCount(stale);
        assertThat(page.locator("tbody tr", new Page.LocatorOptions().setHasText("预算批复.pdf")))
                .containsText("上传日期 2026-03-16 早于 2026-04-18");
        gallery.keepOnPhoneToo(page, "food-carried");
        Page clerk = desks.task("jyj", "待我办理", "FC3");
        assertThat(clerk.locator("[data-evidence]")).hasCount(1);
        gallery.keepOnPhoneToo(clerk, "food-carried-task");
        page.navigate(county.url() + "/titles/" + title);
        assertThat(page.locator(".head .tag").first()).hasText("复审中");
    }

    private JsonNode line(String code) {
        for (JsonNode line : county.score(campaign).path("criteria")) {
            if (line.path("code").asText().equals(code)) {
                return line;
            }
        }
        throw new AssertionError("No criterion " + code);
    }

    private String word(String path) {
        byte[] content = county.as("office").get(path).content();
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(content));
                XWPFWordExtractor text = new XWPFWordExtractor(document)) {
            return text.getText();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    private String at(String tab) {
        return "/campaigns/" + campaign + tab;
    }

    private String api(String tail) {
        return "/api/campaigns/" + campaign + tail;
    }
}
