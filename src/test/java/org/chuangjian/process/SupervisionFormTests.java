package org.chuangjian.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.Desks.list;
import static org.chuangjian.support.Desks.part;
import static org.chuangjian.support.Desks.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.apache.poi.xwpf.extractor.XWPFWordExtractor;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.chuangjian.support.Caller;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.FoodCounty;
import org.chuangjian.support.InBrowsers;
import org.chuangjian.support.Photos;
import org.chuangjian.support.Script;
import org.chuangjian.support.Script.Answer;
import org.chuangjian.support.SmallCounty;
import org.junit.jupiter.api.Test;

/** A unit answers its supervision order in Tasklist, in a real browser; the office closes it on our page. */
class SupervisionFormTests extends InBrowsers {

    @Test
    void aUnitReceivesAndAnswersAndTheOfficeCloses() {
        String title = "校园食堂 " + SmallCounty.PAYLOAD;
        JsonNode order = raise(title);
        String path = "/api/supervision-orders/" + order.get("id").asText();
        try (BrowserContext browser = chromium.person(1366, 768)) {
            Page page = tasklist(browser, "jyj");
            list(page, "督办事项");
            task(page, "校园食堂");
            assertThat(part(page, "subject")).containsText(title);
            assertThat(part(page, "demanded")).containsText("请立即说明 <b>情况</b>");
            assertThat(part(page, "send")).isDisabled();
            part(page, "claim").click();
            assertThat(part(page, "send")).isEnabled();
            part(page, "send").click();
            assertThat(part(page, "problem")).containsText("请写明整改措施");
            part(page, "answer").fill("已停业整改，三日内复查。");
            assertThat(part(page, "savedAt")).containsText("已暂存");
            part(page, "file").setInputFiles(new FilePayload[] {
                new FilePayload("整改照片.jpg", "image/jpeg", Photos.plain("after")),
                new FilePayload("脚本.exe", "application/octet-stream", new byte[] {'M', 'Z'})
            });
            assertThat(part(page, "files").locator("li")).hasCount(1);
            assertThat(page.locator(".cj-refused .cj-problem")).containsText("脚本.exe");
            page.reload();
            assertThat(part(page, "files")).containsText("整改照片.jpg");
            assertThat(part(page, "answer")).hasValue("已停业整改，三日内复查。");
            assertThat(part(page, "send")).isEnabled();
            part(page, "send").click();
            assertThat(page.locator(".page-notifications")).containsText("等待创建办审核");
            assertThat(page.evaluate("window.hacked")).isNull();
        }
        JsonNode answered = county.script("office").json("GET", path, null);
        assertThat(answered.get("state").asText()).isEqualTo("ANSWERED");
        assertThat(answered.get("receivedBy").asText()).isEqualTo("张示例");

        try (BrowserContext browser = chromium.person(360, 800)) {
            Page page = open(
                    browser, "office", "/supervision-orders/" + order.get("id").asText());
            page.locator("#opinion").waitFor();
            assertThat(page.locator("#files a")).hasText("整改照片.jpg");
            Download photo = page.waitForDownload(() -> page.locator("#files a").click());
            assertThat(photo.suggestedFilename()).isEqualTo("整改照片.jpg");
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);
            page.locator("button[value=CLOSE]").click();
            assertThat(page.locator(".alert-ok")).containsText("已办结");
        }
        assertThat(county.script("office").json("GET", path, null).get("state").asText())
                .isEqualTo("CLOSED");
    }

    @Test
    void filesGoWithTheAnswerAndAreReadByWhoMayReadTheOrder() throws Exception {
        String id = raise("附件").get("id").asText();
        String path = "/api/supervision-orders/" + id;
        Script unit = as("jyj");
        byte[] report = FoodCounty.document(id);
        Answer enclosed = unit.upload(path + "/files", Map.of("整改报告.pdf", report), Map.of());
        assertThat(enclosed.status()).as(enclosed.text("detail")).isEqualTo(200);
        assertThat(unit.upload(path + "/files", Map.of("同一份.pdf", report), Map.of())
                        .json()
                        .path("files"))
                .as("the same content twice")
                .hasSize(1);
        JsonNode more = unit.upload(path + "/files", Map.of("多余.pdf", FoodCounty.document("x" + id)), Map.of())
                .json()
                .path("files");
        String file = more.get(0).path("id").asText();
        String content = "/api/supervision-order-files/" + file + "/content";
        assertThat(unit.get(content).content()).isEqualTo(report);
        assertThat(unit.delete(path + "/files/" + more.get(1).path("id").asText())
                        .json()
                        .path("files"))
                .hasSize(1);
        Answer wrong = unit.upload(path + "/files", Map.of("程序.exe", new byte[] {'M', 'Z', 1}), Map.of());
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text("detail")).contains("程序.exe");

        // Not handed in: the unit's own affair. And another unit's never.
        assertThat(as("office").get(path).json().path("files")).isEmpty();
        assertThat(as("office").get(content).status()).isEqualTo(404);
        assertThat(as("leader").get(content).status()).isEqualTo(404);
        assertThat(as("sjj").get(content).status()).isEqualTo(404);
        assertThat(as("sjj")
                        .upload(path + "/files", Map.of("代交.pdf", report), Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(as("sjj").delete(path + "/files/" + file).status()).isEqualTo(404);

        assertThat(unit.post(path + "/answer", Map.of("answer", "详见附件。")).status())
                .isEqualTo(200);
        for (String account : List.of("office", "leader", "jyjhead")) {
            assertThat(as(account)
                            .get(path)
                            .json()
                            .path("files")
                            .get(0)
                            .path("name")
                            .asText())
                    .isEqualTo("整改报告.pdf");
            assertThat(as(account).get(content).content()).isEqualTo(report);
        }
        assertThat(as("sjj").get(content).status()).isEqualTo(404);
        assertThat(unit.upload(path + "/files", Map.of("迟到.pdf", FoodCounty.document("y" + id)), Map.of())
                        .status())
                .isEqualTo(409);
        try (XWPFDocument slip = new XWPFDocument(new ByteArrayInputStream(
                        as("office").get(path + "/slip.docx").content()));
                XWPFWordExtractor text = new XWPFWordExtractor(slip)) {
            assertThat(text.getText()).contains("详见附件。").contains("附件：整改报告.pdf。");
        }

        as("office").post(path + "/close", Map.of("decision", "RETURN", "opinion", "缺照片"));
        assertThat(unit.delete(path + "/files/" + file).status())
                .as("handed in once: it stays")
                .isEqualTo(409);
        try (BrowserContext browser = chromium.person(360, 800)) {
            Page page = open(browser, "jyjhead", "/supervision-orders/" + id);
            page.locator("#answer-text").fill("补充照片。");
            page.locator("#answer-files").setInputFiles(new FilePayload[] {
                new FilePayload("现场一.jpg", "image/jpeg", Photos.plain("one")),
                new FilePayload("现场二.jpg", "image/jpeg", Photos.plain("two"))
            });
            page.locator("button[value=save]").click();
            assertThat(page.locator("#files li")).hasCount(3);
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);
            page.locator("#answer-text").fill("补充现场照片一张。");
            page.getByLabel("移去 现场二.jpg").click();
            assertThat(page.locator("#files li")).hasCount(2);
            assertThat(page.locator("#answer-text")).hasValue("补充现场照片一张。");
            page.locator("button[value=send]").click();
            assertThat(page.locator(".alert-ok")).containsText("等待创建办审核");
            assertThat(page.locator("#files button")).hasCount(0);
        }
        assertThat(as("office").get(path).json().path("files")).hasSize(2);
    }

    @Test
    void anotherUnitKnowsNothingOfIt() {
        String id = raise("教育局的事").get("id").asText();
        Caller other = county.script("sjj");
        assertThat(other.get("/api/supervision-orders/" + id).statusCode()).isEqualTo(404);
        assertThat(other.get("/api/supervision-orders/" + id + "/slip.docx").statusCode())
                .isEqualTo(404);
        assertThat(other.post("/api/supervision-orders/" + id + "/answer", "{\"answer\":\"代答\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(other.json("GET", "/api/supervision-orders", null)
                        .get("total")
                        .asInt())
                .isZero();
        assertThat(other.get("/api/supervision-orders?unit=JYJ").statusCode()).isEqualTo(403);
        assertThat(other.post("/api/supervision-orders", "{}").statusCode()).isEqualTo(403);
        assertThat(other.post("/api/instructions", "{}").statusCode()).isEqualTo(403);
        assertThat(county.browser("sjj").get("/leaders").statusCode()).isEqualTo(403);
    }

    @Test
    void everyPageShows() {
        JsonNode order = raise("页面检查");
        Caller office = county.browser("office");
        Caller leader = county.browser("leader");
        for (String page : new String[] {
            "/supervision-orders",
            "/supervision-orders?colour=ORANGE&only=open&unit=JYJ",
            "/supervision-orders/" + order.get("id").asText(),
            "/supervision-orders/new",
            "/supervision-orders/new?subjectType=ASSIGNMENT&subjectId=" + county.assignment("A1"),
            "/supervision-orders/part?subjectType=ASSIGNMENT&subjectId=" + county.assignment("A1"),
            "/supervision-orders/part?only=open",
            "/supervision-orders/export",
            "/leaders",
            "/inbox",
            "/desk"
        }) {
            assertThat(office.get(page).statusCode()).as(page).isEqualTo(200);
        }
        assertThat(leader.get("/instructions/new?subjectType=CAMPAIGN&subjectId=" + county.campaign())
                        .statusCode())
                .isEqualTo(200);
        assertThat(office.get("/instructions/new").statusCode()).isEqualTo(403);
        assertThat(county.browser("admin").get("/mails").statusCode()).isEqualTo(200);
        assertThat(office.get("/mails").statusCode()).isEqualTo(403);
        assertThat(office.get("/api/supervision-orders/" + order.get("id").asText() + "/slip.docx")
                        .headers()
                        .firstValue("Content-Type")
                        .orElse(""))
                .contains("wordprocessingml");
        assertThat(county.script("office").get("/v3/api-docs").body()).contains("/api/supervision-orders/{id}/answer");
    }

    private static JsonNode raise(String title) {
        return county.script("office")
                .json(
                        "POST",
                        "/api/supervision-orders",
                        "{\"unit\":\"JYJ\",\"colour\":\"ORANGE\",\"title\":\"" + title
                                + "\",\"reason\":\"请立即说明 <b>情况</b>\",\"dueDate\":\""
                                + ChinaTime.today().plusDays(5) + "\"}");
    }
}
