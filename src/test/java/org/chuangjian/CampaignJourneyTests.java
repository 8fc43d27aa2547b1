package org.chuangjian;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.Desks.part;
import static org.chuangjian.support.Desks.press;
import static org.chuangjian.support.Desks.task;
import static org.chuangjian.support.Desks.tile;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.support.ApplicationServer;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.Chromium;
import org.chuangjian.support.Gallery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * The main job as people do it, from the official table to the leaders' dashboard: through the real pages and the real
 * Tasklist, in a real browser, each person in a browser of their own.
 */
@ExtendWith(OutputCaptureExtension.class)
class CampaignJourneyTests {

    private static final String CAMPAIGN = "示例县国家地理标志产品保护示范区创建";
    private static final String FIRST_PASSWORD = "Shifan-2026-mima";
    private static final String PASSWORD = "Banshi-2026-mima";
    private static final Pattern ADMINISTRATOR = Pattern.compile("首个管理员账号：(\\S+?)，一次性密码：(\\S+?)（");

    private static final String[][] UNITS = {
        {"编码", "名称", "类型", "上级编码", "负责人", "联络员", "别名"},
        {"CJB", "示例县创建工作办公室", "创建办", "", "李样本", "李样本", "创建办"},
        {"ZFB", "示例县人民政府办公室", "部门", "", "何样本", "何示例", "政府办"},
        {"SJJ", "示例县市场监督管理局", "部门", "", "钱样本", "赵示例", "市监局、市场监管局"},
        {"CZJ", "示例县财政局", "部门", "", "王样本", "张示例", "财政局"},
        {"SFJ", "示例县司法局", "部门", "", "冯样本", "陈示例", "司法局"},
        {"TJJ", "示例县统计局", "部门", "", "卫样本", "蒋示例", "统计局"},
        {"SWJ", "示例县商务局", "部门", "", "沈样本", "韩示例", "商务局"},
        {"CYZX", "示例县特色产业发展中心", "部门", "", "杨样本", "朱示例", "产业中心"},
        {"NYJ", "示例县农业农村局", "部门", "", "秦样本", "尤示例", "农业农村局"},
        {"JCZX", "示例县检验检测中心", "部门", "", "许样本", "吕示例", "检验检测中心"},
    };

    private static final String[][] PEOPLE = {
        {"账号", "姓名", "单位", "角色", "电话", "邮箱", "初始密码"},
        {"office", "李样本", "CJB", "创建办", "", "", FIRST_PASSWORD},
        {"leader", "周样本", "", "领导", "", "", FIRST_PASSWORD},
        {"caizheng", "张示例", "CZJ", "经办人", "", "", FIRST_PASSWORD},
        {"caizhengju", "王样本", "CZJ", "单位负责人", "", "", FIRST_PASSWORD},
        {"sifa", "陈示例", "SFJ", "经办人", "", "", FIRST_PASSWORD},
        {"sifaju", "冯样本", "SFJ", "单位负责人", "", "", FIRST_PASSWORD},
        {"tongji", "蒋示例", "TJJ", "经办人", "", "", FIRST_PASSWORD},
        {"shangwu", "韩示例", "SWJ", "经办人", "", "", FIRST_PASSWORD},
    };

    @TempDir
    private static Path folder;

    private static Chromium chromium;

    private final Gallery gallery = new Gallery(
            Path.of("target/screenshots"),
            Set.of(
                    "admin",
                    "office",
                    "leader",
                    "auditor",
                    "inspector",
                    "expert",
                    "chuangjian",
                    "caizheng",
                    "caizhengju",
                    "sifa",
                    "sifaju",
                    "tongji",
                    "shangwu",
                    "sjj",
                    "CJB",
                    "ZFB",
                    "SJJ",
                    "CZJ",
                    "SFJ",
                    "TJJ",
                    "SWJ",
                    "CYZX",
                    "NYJ",
                    "JCZX"));

    private final Map<String, Page> desks = new HashMap<>();
    private String url = "";

    @BeforeAll
    static void start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(40_000);
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void fromTheOfficialTableToTheLeadersDashboard(CapturedOutput console) {
        try (ApplicationServer server = ApplicationServer.start(
                "--chuangjian.data=" + folder.resolve("journey"),
                "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("journey/db/chuangjian"))) {
            url = server.url();
            theAdministratorSetsUpTheCounty(console.getOut());
            theOfficeImportsTheOfficialTable();
            String campaign = theOfficeCreatesTheCampaign();
            theOfficeGivesUnownedCriteriaALead(campaign);
            theOfficeChangesOwnersInASpreadsheet(campaign);
            theOfficeConfirmsAMilestone(campaign);
            theOfficeLaunches(campaign);
            theCampaignMovesOnUntilAConditionIsUnmet(campaign);

            theClerkHandsInWithTwoFiles("caizheng", "GA4");
            theHeadAgrees("caizhengju", "GA4");
            theOfficeReturnsWithAReason("GA4");
            theClerkAddsWhatWasMissing("caizheng", "GA4");
            theHeadAgrees("caizhengju", "GA4");
            theClerkHandsIn("caizheng", "GA5");
            theHeadAgrees("caizhengju", "GA5");
            theClerkHandsIn("sifa", "GA3");
            theHeadAgrees("sifaju", "GA3");
            theOfficeAcceptsSeveralAtOnceWhileSomebodyWasFaster();

            aClerkAsksForMoreTime("tongji", "GC2");
            aClerkAsksToHandOver("shangwu", "GE3");
            theOfficeGrantsBoth();

            theLeaderSeesWhereTheCampaignStands(campaign);
            theLeaderSignsOut();
            gallery.assertNoComplaints();
        } finally {
            leave();
        }
    }

    @Test
    void theExampleCountyHasSomethingTrueOnEveryPage() {
        try (ApplicationServer server = ApplicationServer.start(
                "--chuangjian.data=" + folder.resolve("example"),
                "--spring.datasource.url=jdbc:h2:file:" + folder.resolve("example/db/chuangjian"),
                "--chuangjian.example=true")) {
            url = server.url();
            Gallery example = gallery.from(50)
                    .knowing(server.bean(Units.class).all().stream()
                            .map(Unit::code)
                            .toList());
            Page stranger = newcomer(example);
            stranger.navigate(url + "/login");
            assertThat(stranger.locator("details.fold")).containsText("office");
            example.keepOnPhoneToo(stranger, "example-login");

            Page leader = demo(example, "leader");
            assertThat(leader.locator("#active tbody tr")).hasCount(2);
            example.keepOnPhoneToo(leader, "example-dashboard");
            leader.locator(".campaign-name").first().click();
            assertThat(leader.locator(".diagram [data-element-id=callActivity_building]"))
                    .isVisible();
            example.keepOnPhoneToo(leader, "example-campaign");

            Page office = demo(example, "office");
            example.keepOnPhoneToo(office, "example-desk");
            for (String tab : List.of("criteria", "tasks", "evidence", "milestones", "log", "wall")) {
                office.navigate(leader.url() + "/" + tab);
                example.keepOnPhoneToo(office, "example-" + tab);
            }

            theOfficeSeesHowTheExampleIsJudged(example, office, leader.url());
            theInspectorSeesThePlanOfToday(example);

            Page clerk = demo(example, "c-sjj");
            clerk.locator("ol.tasks-list li").first().waitFor();
            example.keepOnPhoneToo(clerk, "example-tasklist");

            Page admin = demo(example, "admin");
            for (String page : List.of("units", "people", "calendar", "settings")) {
                admin.navigate(url + "/" + page);
                example.keepOnPhoneToo(admin, "example-" + page);
            }
            Page auditor = demo(example, "auditor");
            auditor.navigate(url + "/journal");
            example.keepOnPhoneToo(auditor, "example-journal");
            auditor.navigate(url + "/desk", new Page.NavigateOptions().setWaitUntil(WaitUntilState.LOAD));
            assertThat(auditor.locator("h1")).isVisible();
            example.keep(auditor, "example-not-allowed");
            example.assertNoComplaints();
        } finally {
            leave();
        }
    }

    private void theOfficeSeesHowTheExampleIsJudged(Gallery example, Page office, String campaign) {
        for (String tab :
                List.of("findings", "score", "gaps", "documents", "self-evaluation", "surveys", "evaluations")) {
            office.navigate(campaign + "/" + tab);
            assertThat(office.locator(".tabs [aria-current]")).hasCount(1);
            example.keepOnPhoneToo(office, "example-" + tab);
        }
        for (String page :
                List.of("findings", "inspections", "sites", "supervision-orders", "scoring", "titles", "metrics")) {
            office.navigate(url + "/" + page);
            assertThat(office.locator("main tbody tr").first()).isVisible();
            example.keepOnPhoneToo(office, "example-all-" + page);
            office.locator("main tbody td a").first().click();
            assertThat(office.locator("h1")).isVisible();
            example.keepOnPhoneToo(office, "example-one-of-" + page);
        }
        office.navigate(url + "/findings?state=CLOSED");
        // The register itself; above it stand the requests that wait for a decision.
        office.locator("main table").last().locator("tbody td a").first().click();
        assertThat(office.locator("main img").nth(1)).isVisible();
        example.keepOnPhoneToo(office, "example-struck-off");
        office.navigate(url + "/inbox");
        example.keepOnPhoneToo(office, "example-inbox");
    }

    private void theInspectorSeesThePlanOfToday(Gallery example) {
        Page inspector = demo(example, "inspector");
        inspector.navigate(url + "/inspect");
        assertThat(inspector.locator("main")).containsText("学校食堂");
        example.keepOnPhoneToo(inspector, "example-inspect");
    }

    private void theAdministratorSetsUpTheCounty(String console) {
        Matcher told = ADMINISTRATOR.matcher(console);
        assertThat(told.find()).as("the first administrator is announced").isTrue();
        Page page = newcomer(gallery);
        page.navigate(url + "/login");
        gallery.keepOnPhoneToo(page, "login");
        signIn(page, told.group(1), told.group(2));
        gallery.keep(page, "first-password");
        choosePassword(page, told.group(2));

        importTable(page, "/units", "单位.xlsx", UNITS, "units-import");
        assertThat(page.locator("tbody tr")).hasCount(UNITS.length - 1);
        gallery.keepOnPhoneToo(page, "units");
        importTable(page, "/people", "人员.xlsx", PEOPLE, "people-import");
        assertThat(page.locator("tbody")).containsText("陈示例");
        gallery.keepOnPhoneToo(page, "people");
    }

    private void importTable(Page page, String path, String name, String[][] rows, String picture) {
        page.navigate(url + path + "/import");
        page.locator("input.file-input").setInputFiles(spreadsheet(name, rows));
        press(page, "检查");
        assertThat(page.locator(".alert-ok")).containsText("没有发现问题");
        assertThat(tile(page, "新增")).hasText(String.valueOf(rows.length - 1));
        gallery.keepOnPhoneToo(page, picture);
        press(page, "确认导入");
        assertThat(page.locator(".notices .alert-ok")).isVisible();
    }

    private void theOfficeImportsTheOfficialTable() {
        Page page = desk("office");
        page.navigate(url + "/criteria-sets/import");
        page.locator("#kind").selectOption("giZone");
        page.locator("#edition").fill("示例细则2026版");
        page.locator("input.file-input").setInputFiles(official());
        press(page, "检查");
        assertThat(tile(page, "指标")).hasText("37");
        assertThat(tile(page, "否决项")).hasText("4");
        assertThat(tile(page, "关键项")).hasText("60");
        assertThat(tile(page, "基本项")).hasText("40");
        assertThat(tile(page, "鼓励项")).hasText("10");
        gallery.keepOnPhoneToo(page, "criteria-import");
        press(page, "确认导入 37 项指标");
        assertThat(page.locator("h1")).containsText("示例细则2026版");
        gallery.keepOnPhoneToo(page, "criteria-tree");
    }

    private String theOfficeCreatesTheCampaign() {
        Page page = desk("office");
        press(page, "按此细则新建创建活动");
        page.locator("#name").fill(CAMPAIGN);
        page.locator("#startDate").fill(ChinaTime.today().minusDays(20).toString());
        page.locator("#acceptanceDate").fill(ChinaTime.today().plusDays(700).toString());
        gallery.keepOnPhoneToo(page, "campaign-new");
        press(page, "建立");
        assertThat(page.locator("h1")).hasText(CAMPAIGN);
        Matcher id = Pattern.compile("/campaigns/([^/?#]+)").matcher(page.url());
        assertThat(id.find()).isTrue();
        page.navigate(url + "/campaigns/" + id.group(1) + "/criteria");
        assertThat(tile(page, "指标")).hasText("37");
        assertThat(kind(page, "否决项")).hasText(Pattern.compile("4\\s*项"));
        assertThat(kind(page, "关键项")).hasText(Pattern.compile("14\\s*项 · 60 分"));
        assertThat(kind(page, "基本项")).hasText(Pattern.compile("15\\s*项 · 40 分"));
        assertThat(kind(page, "鼓励项")).hasText(Pattern.compile("4\\s*项 · 10 分"));
        gallery.keepOnPhoneToo(page, "campaign-criteria");
        return id.group(1);
    }

    private void theOfficeGivesUnownedCriteriaALead(String campaign) {
        Page page = desk("office");
        page.navigate(url + "/campaigns/" + campaign + "/criteria?only=unowned");
        Locator row = page.locator("#c-GA6");
        assertThat(row).containsText("行业协会");
        gallery.keepOnPhoneToo(page, "unowned");
        row.locator("a", new Locator.LocatorOptions().setHasText("编辑")).click();
        page.locator("#lead-GA6").selectOption("CYZX");
        gallery.keepOnPhoneToo(page, "owner-edit");
        press(page, "保存");
        assertThat(page.locator("#c-GA6")).containsText("示例县特色产业发展中心");
        assertThat(page.locator("#lead-GA6")).hasCount(0);
    }

    private void theOfficeChangesOwnersInASpreadsheet(String campaign) {
        Page page = desk("office");
        page.navigate(url + "/campaigns/" + campaign + "/criteria");
        Download download = page.waitForDownload(() -> press(page, "导出责任分解表"));
        assertThat(download.suggestedFilename()).endsWith("责任分解表.xlsx");
        byte[] changed = changed(download.path(), sheet -> {
            cell(sheet, "GD4", "牵头单位", "示例县市场监督管理局");
            cell(sheet, "GD2", "牵头单位", "示例县人民政府办公室");
        });
        press(page, "导入责任分解表");
        page.locator("input.file-input").setInputFiles(xlsx("责任分解表.xlsx", changed));
        press(page, "检查");
        assertThat(page.locator("table")).containsText("GD4");
        gallery.keepOnPhoneToo(page, "owners-import");
        press(page, "确认导入 2 项变更");
        assertThat(page.locator("#c-GD4")).containsText("示例县市场监督管理局");
        assertThat(page.locator("#c-GD2")).containsText("示例县人民政府办公室");
    }

    private void theOfficeConfirmsAMilestone(String campaign) {
        Page page = desk("office");
        page.navigate(url + "/campaigns/" + campaign + "/milestones");
        Locator milestone = page.locator("#m-leadingGroupFormed");
        milestone.locator("summary").click();
        milestone.locator("[name=documentNumber]").fill("示政办发〔2026〕1号");
        milestone
                .locator("[name=documentDate]")
                .fill(ChinaTime.today().minusDays(5).toString());
        gallery.keepOnPhoneToo(page, "milestone-confirm");
        milestone.locator("button").click();
        assertThat(page.locator("#m-leadingGroupFormed")).containsText("示政办发〔2026〕1号");
        assertThat(page.locator("#m-leadingGroupFormed")).containsText("已满足");
        gallery.keepOnPhoneToo(page, "milestones");
    }

    private void theOfficeLaunches(String campaign) {
        Page page = desk("office");
        page.navigate(url + "/campaigns/" + campaign + "/criteria");
        press(page, "下达任务");
        assertThat(page.locator("section.panel .big")).isVisible();
        gallery.keep(page, "launch");
        assertThat(page.locator("section.panel .big")).hasText("完成");
        gallery.keepOnPhoneToo(page, "launched");
        press(page, "查看任务");
        assertThat(page.locator("tbody")).containsText("示例县财政局");
        gallery.keepOnPhoneToo(page, "campaign-tasks");
    }

    private void theCampaignMovesOnUntilAConditionIsUnmet(String campaign) {
        Page page = desk("office");
        page.navigate(url + "/campaigns/" + campaign + "/milestones");
        Locator now = page.locator(".stages .now");
        // Launching has closed the stages before it by itself: their conditions hold.
        assertThat(now).containsText("示范区建设");
        page.locator(".campaign-head button", new Page.LocatorOptions().setHasText("办结"))
                .click();
        assertThat(page.locator(".notices .alert-error")).containsText("条件未满足");
        assertThat(page.locator(".notices .alert-error")).containsText("责任：");
        assertThat(now).containsText("示范区建设");
        gallery.keepOnPhoneToo(page, "gate-unmet");
    }

    private void theClerkHandsInWithTwoFiles(String clerk, String criterion) {
        Page page = tasklist(clerk);
        assertThat(page.locator("ol.tasks-list li")).hasCount(2);
        assertThat(page.locator("ol.tasks-list")).not().containsText("GC2");
        gallery.keepOnPhoneToo(page, "tasklist");
        task(page, criterion);
        gallery.keepOnPhoneToo(page, "task-not-claimed");
        part(page, "claim").click();
        assertThat(part(page, "choose")).isEnabled();
        part(page, "file").setInputFiles(new FilePayload[] {document("经费文件.pdf"), document("拨付凭证.pdf")});
        assertThat(page.locator("[data-evidence]")).hasCount(2);
        part(page, "note").fill("本年度专项经费已列入预算。");
        part(page, "save").click();
        assertThat(part(page, "savedAt")).containsText("已暂存");
        gallery.keepOnPhoneToo(page, "task-filled");
        part(page, "submit").click();
        assertThat(page.locator(".page-notifications")).containsText("等待本单位负责人审核");
        gallery.keep(page, "task-submitted");
    }

    private void theClerkHandsIn(String clerk, String criterion) {
        Page page = tasklist(clerk);
        task(page, criterion);
        part(page, "claim").click();
        assertThat(part(page, "choose")).isEnabled();
        part(page, "file").setInputFiles(document("佐证材料" + criterion + ".pdf"));
        assertThat(page.locator("[data-evidence]")).hasCount(1);
        part(page, "submit").click();
        assertThat(page.locator(".page-notifications")).containsText("等待本单位负责人审核");
    }

    private void theHeadAgrees(String head, String criterion) {
        Page page = tasklist(head);
        task(page, criterion);
        part(page, "claim").click();
        assertThat(part(page, "agree")).isEnabled();
        assertThat(page.locator("[data-evidence]").first()).isVisible();
        if (criterion.equals("GA5")) {
            gallery.keepOnPhoneToo(page, "head-agrees");
        }
        part(page, "agree").click();
        assertThat(page.locator(".page-notifications")).containsText("转创建办审核");
    }

    private void theOfficeReturnsWithAReason(String criterion) {
        Page page = desk("office");
        page.navigate(url + "/desk");
        assertThat(tile(page, "待我审核")).hasText("1");
        gallery.keepOnPhoneToo(page, "desk");
        page.locator("#review tbody a", new Page.LocatorOptions().setHasText(criterion))
                .click();
        assertThat(page.locator("main")).containsText("拨付凭证.pdf");
        page.locator("#reasonCode").selectOption("UNSIGNED");
        page.locator("#opinion").fill("拨付凭证未盖章，请补盖章页后再报。");
        gallery.keepOnPhoneToo(page, "review");
        press(page, "退回");
        assertThat(page.locator(".notices .alert-ok")).containsText("已退回");
    }

    private void theClerkAddsWhatWasMissing(String clerk, String criterion) {
        Page page = tasklist(clerk);
        task(page, criterion);
        assertThat(part(page, "returnedFirst")).containsText("请补盖章页后再报");
        assertThat(part(page, "reason")).containsText("请补盖章页后再报");
        gallery.keepOnPhoneToo(page, "task-returned");
        if (part(page, "claim").isVisible()) {
            part(page, "claim").click();
        }
        assertThat(part(page, "choose")).isEnabled();
        part(page, "file").setInputFiles(document("拨付凭证（盖章）.pdf"));
        assertThat(page.locator("[data-evidence]")).hasCount(3);
        part(page, "submit").click();
        assertThat(page.locator(".page-notifications")).containsText("等待本单位负责人审核");
    }

    /** One of three was decided in a second tab; the others go through, and the row of that one says who did what. */
    private void theOfficeAcceptsSeveralAtOnceWhileSomebodyWasFaster() {
        Page page = desk("office");
        page.navigate(url + "/desk");
        assertThat(page.locator("#review tbody tr")).hasCount(3);
        String faster = page.locator("#review tbody a", new Page.LocatorOptions().setHasText("GA5"))
                .getAttribute("href");
        Page second = page.context().newPage();
        second.onDialog(Dialog::accept);
        second.navigate(url + faster);
        Page third = page.context().newPage();
        third.onDialog(Dialog::accept);
        third.navigate(url + faster);
        press(second, "通过");
        assertThat(second.locator(".notices .alert-ok")).containsText("已通过");
        press(third, "通过");
        assertThat(third.locator(".alert-error")).containsText("李样本");
        gallery.keepOnPhoneToo(third, "already-decided");
        second.close();
        third.close();

        page.locator("[data-check-all]").check();
        press(page, "通过所选");
        assertThat(page.locator("tbody tr")).hasCount(3);
        assertThat(page.locator("tbody .tag-green")).hasCount(2);
        assertThat(page.locator("tbody .tag-red")).hasCount(1);
        assertThat(page.locator("tbody tr", new Page.LocatorOptions().setHasText("GA5")))
                .containsText("李样本");
        gallery.keepOnPhoneToo(page, "reviewed");
    }

    private void aClerkAsksForMoreTime(String clerk, String criterion) {
        Page page = tasklist(clerk);
        task(page, criterion);
        part(page, "claim").click();
        assertThat(part(page, "askExtension")).isEnabled();
        part(page, "askExtension").click();
        part(page, "wantedDate").fill(ChinaTime.today().plusDays(680).toString());
        part(page, "extensionReason").fill("年度产值数据待统计核定。");
        gallery.keepOnPhoneToo(page, "ask-extension");
        part(page, "sendExtension").click();
        assertThat(part(page, "request")).containsText("已申请延期");
    }

    private void aClerkAsksToHandOver(String clerk, String criterion) {
        Page page = tasklist(clerk);
        task(page, criterion);
        part(page, "claim").click();
        assertThat(part(page, "askTransfer")).isEnabled();
        part(page, "askTransfer").click();
        part(page, "targetUnit").selectOption("CYZX");
        part(page, "transferReason").fill("区域合作由产业中心归口。");
        gallery.keepOnPhoneToo(page, "ask-transfer");
        part(page, "sendTransfer").click();
        assertThat(part(page, "request")).containsText("已申请转办");
    }

    private void theOfficeGrantsBoth() {
        Page page = desk("office");
        page.navigate(url + "/desk");
        assertThat(tile(page, "待决定申请")).hasText("2");
        gallery.keepOnPhoneToo(page, "desk-requests");
        for (String kind : List.of("申请延期", "转办")) {
            page.locator(".doc:has(form)", new Page.LocatorOptions().setHasText(kind))
                    .locator("button[value=true]")
                    .click();
            assertThat(page.locator(".notices .alert-ok")).containsText("已同意");
        }
        assertThat(tile(page, "待决定申请")).hasText("0");
    }

    private void theLeaderSeesWhereTheCampaignStands(String campaign) {
        Page page = desk("leader");
        page.navigate(url + "/dashboard");
        assertThat(page.locator("#active")).containsText(CAMPAIGN);
        gallery.keepOnPhoneToo(page, "dashboard");
        page.locator(".campaign-name").click();
        assertThat(page.locator(".diagram [data-element-id=callActivity_building]"))
                .isVisible();
        assertThat(page.locator(".stages .now")).containsText("示范区建设");
        gallery.keepOnPhoneToo(page, "campaign");
        Locator accepted = page.locator(".tile", new Page.LocatorOptions().setHasText("任务通过"))
                .locator(".tile-counts a");
        for (int number = 0; number < 2; number++) {
            page.navigate(url + "/campaigns/" + campaign);
            String count = accepted.nth(number).innerText();
            accepted.nth(number).click();
            assertThat(page.locator(".pager-total b")).hasText(count);
        }
        gallery.keepOnPhoneToo(page, "counted-tasks");
        page.navigate(url + "/campaigns/" + campaign + "/wall");
        assertThat(page.locator("main")).containsText("GA4");
        gallery.keepOnPhoneToo(page, "wall");
    }

    private void theLeaderSignsOut() {
        Page page = desk("leader");
        press(page, "退出");
        assertThat(page.locator(".alert-ok")).containsText("您已退出登录");
        page.navigate(url + "/dashboard");
        assertThat(page.locator("#account")).isVisible();
    }

    /** The browser of one person, signed in with a password of their own choice. */
    private Page desk(String account) {
        Page known = desks.get(account);
        if (known != null) {
            return known;
        }
        Page page = newcomer(gallery);
        page.navigate(url + "/login");
        signIn(page, account, FIRST_PASSWORD);
        choosePassword(page, FIRST_PASSWORD);
        desks.put(account, page);
        return page;
    }

    private Page tasklist(String account) {
        Page page = desk(account);
        page.navigate(url + "/camunda/app/tasklist/default/");
        page.locator("ol.tasks-list li").first().waitFor();
        return page;
    }

    private Page demo(Gallery watching, String account) {
        Page page = newcomer(watching);
        page.navigate(url + "/login");
        signIn(page, account, "chuangjian");
        desks.put(account, page);
        return page;
    }

    private Page newcomer(Gallery watching) {
        BrowserContext browser = watching.watch(chromium.person(1366, 768));
        browser.setDefaultTimeout(40_000);
        Page page = browser.newPage();
        page.onDialog(Dialog::accept);
        desks.put("newcomer" + desks.size(), page);
        return page;
    }

    private void leave() {
        desks.values().stream().map(Page::context).distinct().forEach(BrowserContext::close);
        desks.clear();
    }

    private static void signIn(Page page, String account, String password) {
        page.locator("#account").fill(account);
        page.locator("#password").fill(password);
        press(page, "登录");
    }

    private static void choosePassword(Page page, String old) {
        assertThat(page.locator(".alert-warn")).containsText("初始密码");
        page.locator("#oldPassword").fill(old);
        page.locator("#newPassword").fill(PASSWORD);
        page.locator("#repeated").fill(PASSWORD);
        press(page, "修改密码");
        assertThat(page.locator(".notices .alert-ok")).containsText("密码已修改");
    }

    private static Locator kind(Page page, String label) {
        return page.locator(".tile:has(.tile-label:text-is(\"" + label + "\"))");
    }

    private static FilePayload official() {
        try (InputStream table = CampaignJourneyTests.class.getResourceAsStream("/bpmn/giZone/criteria.csv")) {
            return new FilePayload(
                    "示例细则.csv", "text/csv", Objects.requireNonNull(table).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document of its own: the same content twice would be noticed. */
    private static FilePayload document(String name) {
        String content = "%PDF-1.4\n% " + name.hashCode()
                + "\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
                + "trailer<</Root 1 0 R>>\n%%EOF\n";
        return new FilePayload(name, "application/pdf", content.getBytes(StandardCharsets.US_ASCII));
    }

    private static FilePayload spreadsheet(String name, String[][] rows) {
        try (Workbook book = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            Sheet sheet = book.createSheet("表");
            for (int i = 0; i < rows.length; i++) {
                Row row = sheet.createRow(i);
                for (int j = 0; j < rows[i].length; j++) {
                    row.createCell(j).setCellValue(rows[i][j]);
                }
            }
            book.write(out);
            return xlsx(name, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FilePayload xlsx(String name, byte[] content) {
        return new FilePayload(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", content);
    }

    private static byte[] changed(Path file, Consumer<Sheet> change) {
        try (Workbook book = new XSSFWorkbook(new ByteArrayInputStream(Files.readAllBytes(file)));
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            change.accept(book.getSheetAt(0));
            book.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cell(Sheet sheet, String code, String column, String value) {
        DataFormatter formatter = new DataFormatter();
        Row header = sheet.getRow(sheet.getFirstRowNum());
        int at = -1;
        for (int i = 0; i < header.getLastCellNum(); i++) {
            if (formatter.formatCellValue(header.getCell(i)).startsWith(column)) {
                at = i;
            }
        }
        assertThat(at).as(column).isNotNegative();
        for (Row row : sheet) {
            if (formatter.formatCellValue(row.getCell(0)).equals(code)) {
                row.getCell(at, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK).setCellValue(value);
                return;
            }
        }
        throw new AssertionError("No row " + code);
    }
}
