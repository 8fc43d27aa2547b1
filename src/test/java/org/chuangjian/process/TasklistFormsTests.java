package org.chuangjian.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.Desks.part;
import static org.chuangjian.support.Desks.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import org.chuangjian.support.InBrowsers;
import org.chuangjian.support.SmallCounty;
import org.junit.jupiter.api.Test;

/** What participants do in Tasklist, in a real browser. */
class TasklistFormsTests extends InBrowsers {

    private static final FilePayload DOCUMENT = new FilePayload(
            "陪餐记录.pdf",
            "application/pdf",
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
                    .getBytes(StandardCharsets.US_ASCII));

    private static final FilePayload PROGRAM = new FilePayload(
            "现场照片.jpg", "image/jpeg", new byte[] {'M', 'Z', (byte) 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, -1, -1});

    @Test
    void aClerkHandsInAndTheHeadAgrees() {
        try (BrowserContext browser = chromium.person(1366, 768)) {
            Page page = tasklist(browser, "jyj");
            assertThat(page.locator("ol.tasks-list li")).hasCount(4);
            assertThat(page.locator("ol.tasks-list")).not().containsText("B1");
            task(page, "A1");
            assertThat(part(page, "submit")).isDisabled();
            part(page, "claim").click();
            assertThat(part(page, "choose")).isEnabled();

            part(page, "submit").click();
            assertThat(part(page, "problem")).containsText("还没有上传佐证材料");

            part(page, "file").setInputFiles(new FilePayload[] {PROGRAM, DOCUMENT});
            assertThat(page.locator(".cj-refused")).containsText("现场照片.jpg");
            assertThat(page.locator(".cj-refused .cj-problem")).containsText("不符");
            assertThat(page.locator("[data-evidence]")).containsText("陪餐记录.pdf");

            part(page, "note").fill("已核对三月至五月陪餐记录。");
            assertThat(part(page, "savedAt")).containsText("已暂存");
            page.reload();
            assertThat(part(page, "note")).hasValue("已核对三月至五月陪餐记录。");
            assertThat(page.locator("[data-evidence]")).hasCount(1);

            assertThat(part(page, "submit")).isEnabled();
            part(page, "submit").click();
            assertThat(page.locator(".page-notifications")).containsText("等待本单位负责人审核");
            assertThat(page.locator("ol.tasks-list li")).hasCount(3);
            assertThat(page.locator("[data-form]")).hasCount(0);
        }
        assertThat(state("A1")).isEqualTo("UNIT_REVIEW");

        try (BrowserContext browser = chromium.person(1366, 768)) {
            Page page = tasklist(browser, "jyjhead");
            task(page, "A1");
            part(page, "claim").click();
            assertThat(part(page, "agree")).isEnabled();
            assertThat(page.locator("[data-evidence]")).containsText("陪餐记录.pdf");
            part(page, "sendBack").click();
            assertThat(part(page, "problem")).containsText("请写明退回经办人的原因");
            part(page, "agree").click();
            assertThat(page.locator(".page-notifications")).containsText("转创建办审核");
        }
        assertThat(state("A1")).isEqualTo("OFFICE_REVIEW");
    }

    @Test
    void whatPeopleWroteIsShownAsTheyWroteIt() {
        try (BrowserContext browser = chromium.person(360, 800)) {
            Page page = tasklist(browser, "jyj");
            task(page, "A2");
            assertThat(part(page, "criterion")).containsText(SmallCounty.PAYLOAD);
            assertThat(part(page, "requirement")).containsText("要求里写着 {{7*7}} 和 <b>粗体</b>");
            assertThat(page.locator(".task-card h2")).containsText(SmallCounty.PAYLOAD);
            assertThat(page.evaluate("window.hacked")).isNull();
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);
        }
    }

    @Test
    void aClerkAsksForMoreTime() {
        try (BrowserContext browser = chromium.person(1366, 768)) {
            Page page = tasklist(browser, "jyj");
            task(page, "A3");
            part(page, "claim").click();
            assertThat(part(page, "askExtension")).isEnabled();
            part(page, "askExtension").click();
            part(page, "sendExtension").click();
            assertThat(part(page, "extensionProblem")).containsText("请选择希望延至的日期");
            part(page, "cancelExtension").click();
            part(page, "askTransfer").click();
            part(page, "targetUnit").selectOption("SJJ");
            part(page, "transferReason").fill("抽检由市场监管部门负责。");
            part(page, "sendTransfer").click();
            assertThat(part(page, "request")).containsText("已申请转办");
        }
        assertThat(county.script("office").json("GET", "/api/requests", null)).hasSize(1);
    }

    @Test
    void theOfficeIsToldWhatTheStageStillNeeds() {
        try (BrowserContext browser = chromium.person(1366, 768)) {
            Page page = tasklist(browser, "office");
            page.locator("ol.tasks-list li").first().click();
            assertThat(page.locator(".cj-ready")).isVisible();
            assertThat(page.locator(".cj-unmet")).containsText("条件未满足");
            part(page, "claim").click();
            assertThat(part(page, "close")).isEnabled();
            part(page, "close").click();
            assertThat(part(page, "problem")).containsText("还不能进入下一阶段");
        }
    }

    @Test
    void leavingTasklistLeadsToTheOneSignOn() {
        try (BrowserContext browser = chromium.person(1366, 768)) {
            Page page = tasklist(browser, "sjj");
            browser.clearCookies();
            page.locator("ol.tasks-list li").first().click();
            page.waitForURL("**/login");
        }
    }

    private static String state(String criterion) {
        JsonNode assignment =
                county.script("office").json("GET", "/api/assignments/" + county.assignment(criterion), null);
        return assignment.get("state").asText();
    }
}
