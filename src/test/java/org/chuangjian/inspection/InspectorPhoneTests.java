package org.chuangjian.inspection;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.Desks.list;
import static org.chuangjian.support.Desks.part;
import static org.chuangjian.support.Desks.task;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Geolocation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chuangjian.organisation.Role;
import org.chuangjian.support.InBrowsers;
import org.chuangjian.support.Photos;
import org.chuangjian.support.Script;
import org.chuangjian.support.SmallCounty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The inspector's phone and the unit's form in Tasklist, in a real browser. */
class InspectorPhoneTests extends InBrowsers {

    private static final FilePayload PHOTO = new FilePayload("IMG_1.jpg", "image/jpeg", Photos.plain("before"));
    private static final FilePayload AFTER = new FilePayload("IMG_2.jpg", "image/jpeg", Photos.plain("after"));

    @BeforeAll
    static void inspectors() {
        county.person("inspector", "检查示例", null, Role.INSPECTOR);
        county.person("inspector2", "督查样本", null, Role.INSPECTOR);
    }

    @Test
    void writesDownAFindingWithoutANetworkAndSendsItOnce() {
        String plan = plan("示例中心小学食堂", "T20");
        try (BrowserContext phone = chromium.person(360, 800)) {
            phone.grantPermissions(List.of("geolocation"));
            phone.setGeolocation(new Geolocation(29.501234, 120.205678));
            Page page = inspect(phone);
            part(page, "types").getByText("学校食堂").click();
            part(page, "sites").getByText("示例中心小学食堂").click();
            part(page, "found").click();
            page.getByText("保存问题").click();
            assertThat(part(page, "problem")).containsText("请选择问题等级");
            page.getByText("一般问题").click();
            part(page, "description").fill("留样盒未标注时间");
            page.getByText("保存问题").click();
            assertThat(part(page, "problem")).containsText("必须有现场照片");
            part(page, "camera").setInputFiles(PHOTO);
            assertThat(part(page, "shots").locator("img")).hasCount(1);
            assertThat(part(page, "where")).containsText("已取得手机定位");
            page.getByText("保存问题").click();
            assertThat(part(page, "problem")).containsText("请选择对应指标");
            part(page, "criterion").selectOption("A1");
            page.locator("[data-kept=true]").waitFor();
            assertThat(part(page, "draftNote")).containsText("草稿已存在手机上");
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);

            page.reload();
            assertThat(part(page, "description")).hasValue("留样盒未标注时间");
            assertThat(part(page, "shots").locator("img")).hasCount(1);

            phone.setOffline(true);
            page.getByText("保存问题").click();
            assertThat(part(page, "queueHead")).containsText("有 1 条记录存在手机上");
            // The page sends by itself as soon as the network is back.
            phone.setOffline(false);
            assertThat(part(page, "done")).containsText("已送达创建办");
            assertThat(part(page, "queue")).isHidden();
        }
        Script.Answer found = as("office").get("/api/findings?inspection=" + plan);
        assertThat(found.json().path("total").asInt()).isEqualTo(1);
        assertThat(found.json().path("items").get(0).path("placeSource").asText())
                .isEqualTo("DEVICE");
    }

    @Test
    void opensAgainWithoutANetworkAndSendsWhatWasWrittenOnce() {
        String plan = plan("示例第九小学食堂", "T20");
        try (BrowserContext phone = chromium.person(360, 800)) {
            Page page = inspect(phone);
            page.locator("[data-aside]").waitFor();
            part(page, "types").getByText("学校食堂").click();
            part(page, "sites").getByText("示例第九小学食堂").click();
            part(page, "found").click();
            page.getByText("一般问题").click();
            part(page, "criterion").selectOption("A1");
            part(page, "description").fill("冷藏柜温度不达标");
            part(page, "camera").setInputFiles(PHOTO);
            assertThat(part(page, "draftNote")).containsText("草稿已存在手机上");

            phone.setOffline(true);
            page.reload();
            assertThat(part(page, "offline")).containsText("现在没有网络");
            assertThat(part(page, "offline")).containsText("网络一恢复就自动发送");
            assertThat(part(page, "description")).hasValue("冷藏柜温度不达标");
            assertThat(part(page, "shots").locator("img")).hasCount(1);
            assertThat(page.evaluate("document.querySelector('[data-part=shots] img').naturalWidth"))
                    .isEqualTo(320);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);
            page.getByText("保存问题").click();
            assertThat(part(page, "queueHead")).containsText("有 1 条记录存在手机上");

            // A second window of the same phone sends the same thing at the same moment.
            Page other = phone.newPage();
            other.navigate(server.url() + "/inspect");
            assertThat(part(other, "queueHead")).containsText("有 1 条记录存在手机上");
            // A third one has no luck with its own try, and hears of it from the others.
            Page unlucky = phone.newPage();
            unlucky.navigate(server.url() + "/inspect");
            assertThat(part(unlucky, "queueHead")).containsText("有 1 条记录存在手机上");
            unlucky.route("**/api/inspections/**", Route::abort);
            phone.setOffline(false);
            assertThat(part(page, "offline")).isHidden();
            assertThat(part(page, "queue")).isHidden();
            assertThat(part(other, "queue")).isHidden();
            assertThat(part(unlucky, "queue")).isHidden();
            page.reload();
            assertThat(part(page, "queue")).isHidden();
        }
        Script.Answer found = as("office").get("/api/findings?inspection=" + plan);
        assertThat(found.json().path("total").asInt()).isEqualTo(1);
        assertThat(found.json().path("items").get(0).path("description").asText())
                .isEqualTo("冷藏柜温度不达标");
        assertThat(as("office")
                        .get("/api/findings/"
                                + found.json().path("items").get(0).path("id").asText())
                        .json()
                        .path("photos"))
                .hasSize(1);
    }

    @Test
    void showsNobodyElseOnASharedPhoneWhatOneInspectorPlansAndWrites() {
        plan("示例第十小学食堂", "T20");
        try (BrowserContext phone = chromium.person(360, 800)) {
            Page page = inspect(phone);
            page.locator("[data-aside]").waitFor();
            part(page, "types").getByText("学校食堂").click();
            part(page, "sites").getByText("示例第十小学食堂").click();
            part(page, "found").click();
            part(page, "description").fill("尚未交办的暗访情况");
            assertThat(part(page, "draftNote")).containsText("草稿已存在手机上");
            Page left = phone.newPage();
            left.navigate(server.url() + "/inspect");
            left.locator("[data-aside]").waitFor();
            page.navigate(server.url() + "/account");
            page.locator("form[action$='/logout'] button").click();
            page.waitForURL(url -> url.contains("/login?out"));

            // The window left open shows the plan no longer, and without a network nothing is there to be seen.
            left.waitForURL(url -> url.contains("/login"));
            assertThat(page.evaluate("caches.has('chuangjian-inspect')")).isEqualTo(false);
            phone.setOffline(true);
            left.navigate(server.url() + "/inspect");
            assertThat(left.locator("body")).containsText("现在没有网络");
            assertThat(left.locator("body")).not().containsText("示例第十小学食堂");
            phone.setOffline(false);

            signIn(page, "inspector2");
            page.navigate(server.url() + "/inspect");
            page.locator("[data-aside]").waitFor();
            assertThat(part(page, "nothing")).isVisible();
            phone.setOffline(true);
            page.reload();
            assertThat(part(page, "offline")).isVisible();
            assertThat(part(page, "nothing")).isVisible();
            assertThat(page.content()).doesNotContain("示例第十小学食堂", "尚未交办的暗访情况", "检查示例");
            assertThat(page.evaluate("caches.open('chuangjian-inspect').then(it => it.match('/inspect/plans'))"
                                    + ".then(it => it.text())")
                            .toString())
                    .doesNotContain("示例第十小学食堂");
            phone.setOffline(false);

            page.navigate(server.url() + "/account");
            page.locator("form[action$='/logout'] button").click();
            page.waitForURL(url -> url.contains("/login?out"));
            signIn(page, "inspector");
            page.navigate(server.url() + "/inspect");
            // What its writer left unfinished.
            assertThat(part(page, "description")).hasValue("尚未交办的暗访情况");
        }
    }

    @Test
    void keepsEveryHalfWrittenFindingWhereverTheInspectorGoesOn() {
        String plan = plan("示例第十一小学食堂", "T20", "示例第十二小学食堂");
        try (BrowserContext phone = chromium.person(360, 800)) {
            Page page = inspect(phone);
            part(page, "types").getByText("学校食堂").click();
            part(page, "sites").getByText("示例第十一小学食堂").click();
            part(page, "found").click();
            assertThat(part(page, "criterion")).hasValue("");
            part(page, "description").fill("第一处写了一半");
            part(page, "camera").setInputFiles(PHOTO);
            page.getByText("返回", new Page.GetByTextOptions().setExact(true)).click();
            page.getByText("返回点位").click();
            part(page, "sites").getByText("示例第十二小学食堂").click();
            part(page, "found").click();
            assertThat(part(page, "description")).hasValue("");
            part(page, "description").fill("第二处也写了一半");
            page.getByText("返回", new Page.GetByTextOptions().setExact(true)).click();
            page.getByText("返回点位").click();
            page.getByText("返回业态").click();
            part(page, "elsewhere").click();
            part(page, "place").fill("示例路边摊");
            part(page, "businessType").selectOption("T27");
            assertThat(part(page, "draftsHead")).containsText("有 2 个问题没有写完");
            page.locator("[data-kept=true]").waitFor();
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);

            page.reload();
            assertThat(part(page, "place")).hasValue("示例路边摊");
            part(page, "draftsList")
                    .locator("li", new Locator.LocatorOptions().setHasText("第一处写了一半"))
                    .getByText("接着写")
                    .click();
            assertThat(part(page, "description")).hasValue("第一处写了一半");
            assertThat(part(page, "shots").locator("img")).hasCount(1);
            assertThat(part(page, "draftsList")).containsText("示例路边摊");
            assertThat(part(page, "draftsList")).containsText("第二处也写了一半");

            // The office gives the plan up while the phone has no network.
            phone.setOffline(true);
            page.getByText("一般问题").click();
            part(page, "criterion").selectOption("A1");
            page.getByText("保存问题").click();
            assertThat(part(page, "queueHead")).containsText("有 1 条记录存在手机上");
            as("office").post("/api/inspections/" + plan + "/cancel", Map.of("reason", "与专项检查重复"));
            phone.setOffline(false);
            assertThat(part(page, "queueList")).containsText("已由创建办撤销");
            assertThat(part(page, "queueList")).containsText("问题：第一处写了一半");
            assertThat(part(page, "queueList").locator("img")).hasCount(1);
            assertThat(part(page, "draftsList")).containsText("问题：第二处也写了一半");
            part(page, "queueList").getByText("知道了").click();
            assertThat(part(page, "queue")).isHidden();
        }
    }

    @Test
    void goesFromOnePlanToAnother() {
        plan("示例第二十一小学食堂", "T20");
        plan("示例第二十二小学食堂", "T20");
        try (BrowserContext phone = chromium.person(360, 800)) {
            Page page = inspect(phone);
            part(page, "otherPlan").click();
            part(page, "plans").getByText("示例第二十一小学食堂").click();
            assertThat(part(page, "plan")).containsText("示例第二十一小学食堂");
            part(page, "otherPlan").click();
            assertThat(part(page, "plan")).isEmpty();
            part(page, "plans").getByText("示例第二十二小学食堂").click();
            part(page, "types").getByText("学校食堂").click();
            part(page, "sites").getByText("示例第二十二小学食堂").click();
            part(page, "found").click();
            part(page, "description").fill("返回键不离开本页");
            page.goBack();
            assertThat(part(page, "compliant")).isVisible();
            page.goBack();
            assertThat(part(page, "sites")).isVisible();
            page.goBack();
            assertThat(part(page, "types")).isVisible();
            page.goBack();
            assertThat(part(page, "plans")).containsText("示例第二十一小学食堂");
        }
    }

    @Test
    void recordsASiteWithoutProblemsWithThreeTouches() {
        String plan = plan("示例幼儿园食堂", "T21");
        try (BrowserContext phone = chromium.person(360, 800)) {
            Page page = inspect(phone);
            part(page, "types").getByText("幼儿园食堂").click();
            part(page, "sites").getByText("示例幼儿园食堂").click();
            part(page, "compliant").click();
            assertThat(part(page, "done")).containsText("已送达创建办");
            assertThat(part(page, "sites")).containsText("✓ 合规");
        }
        assertThat(as("office")
                        .get("/api/inspections/" + plan)
                        .json()
                        .path("sites")
                        .get(0)
                        .path("compliant")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aUnitRectifiesInTasklist() {
        String plan = plan("示例实验小学食堂", "T22");
        String site = as("office")
                .get("/api/inspections/" + plan)
                .json()
                .path("sites")
                .get(0)
                .path("siteId")
                .asText();
        String finding = as("office")
                .upload(
                        "/api/inspections/" + plan + "/findings",
                        Map.of("现场.jpg", PHOTO.buffer),
                        Map.of(
                                "site",
                                site,
                                "severity",
                                "ordinary",
                                "criterion",
                                "A1",
                                "description",
                                SmallCounty.PAYLOAD))
                .text("id");
        as("office").post("/api/inspections/" + plan + "/issue", null);
        try (BrowserContext browser = chromium.person(1366, 768)) {
            Page page = tasklist(browser, "jyj");
            list(page, "问题整改");
            task(page, "示例实验小学食堂");
            assertThat(part(page, "description")).containsText(SmallCounty.PAYLOAD);
            assertThat(page.evaluate("window.hacked")).isNull();
            part(page, "claim").click();
            assertThat(part(page, "submit")).isEnabled();
            part(page, "submit").click();
            assertThat(part(page, "problem")).containsText("请填写整改情况");
            part(page, "plan").fill("当天更换留样盒。");
            part(page, "feedback").fill("已更换并逐餐标注。");
            part(page, "file")
                    .waitFor(new Locator.WaitForOptions()
                            .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
            page.onFileChooser(chooser -> chooser.setFiles(AFTER));
            part(page, "choose").first().click();
            assertThat(page.locator(".cj-photo")).hasCount(2);
            part(page, "addSame").click();
            page.locator(".cj-same input").fill("示例中心小学食堂");
            part(page, "submit").click();
            assertThat(page.locator(".page-notifications")).containsText("等待核查");
        }
        Script.Answer submitted = as("office").get("/api/findings/" + finding);
        assertThat(submitted.text("state")).isEqualTo("SUBMITTED");
        assertThat(submitted.json().path("sameType").get(0).path("place").asText())
                .isEqualTo("示例中心小学食堂");
        assertThat(submitted.text("plan")).isEqualTo("当天更换留样盒。");
    }

    @Test
    void saysWhyAFindingThatWasSentBackOnceIsOpenAgain() {
        String plan = plan("示例外国语学校食堂", "T22");
        String site = as("office")
                .get("/api/inspections/" + plan)
                .json()
                .at("/sites/0/siteId")
                .asText();
        String finding = as("office")
                .post(
                        "/api/inspections/" + plan + "/findings",
                        Map.of("site", site, "severity", "structural", "criterion", "A1", "description", "没有防鼠板"))
                .text("id");
        as("office").post("/api/inspections/" + plan + "/issue", null);
        Map<String, Object> feedback = Map.of("feedback", "已装好。", "noSameType", "仅此一处");
        as("jyj").post("/api/findings/" + finding + "/submit", feedback);
        as("office").post("/api/findings/" + finding + "/verify", Map.of("decision", "RETURN", "opinion", "没有装牢。"));
        as("jyj").post("/api/findings/" + finding + "/submit", feedback);
        as("office").post("/api/findings/" + finding + "/verify", Map.of("decision", "ACCEPT"));
        as("office").post("/api/findings/" + finding + "/reopen", Map.of("reason", "防鼠板又拆了。"));
        try (BrowserContext browser = chromium.person(1366, 768)) {
            Page page = tasklist(browser, "jyj");
            list(page, "问题整改");
            task(page, "示例外国语学校食堂");
            assertThat(part(page, "reason")).containsText("防鼠板又拆了。");
            assertThat(part(page, "returnedHead")).hasText("反弹情况");
        }
    }

    private static Page inspect(BrowserContext phone) {
        Page page = phone.newPage();
        signIn(page, "inspector");
        page.navigate(server.url() + "/inspect");
        page.locator("[data-ready]").waitFor();
        Locator plans = part(page, "plans").locator("button");
        if (plans.count() > 0) {
            plans.last().click();
        }
        return page;
    }

    /** A plan of its own for one site, ending later than those before it: it stands last on the phone. */
    private static String plan(String site, String type, String... more) {
        List<String> ids = Stream.concat(Stream.of(site), Stream.of(more))
                .map(name -> county.site(name, "JYJ", type))
                .toList();
        Script.Answer plan = as("office")
                .post(
                        "/api/campaigns/" + county.campaign() + "/inspections",
                        Map.of("name", site, "inspectors", List.of("inspector"), "sites", ids));
        assertThat(plan.status()).as(plan.text("detail")).isEqualTo(201);
        return plan.text("id");
    }
}
