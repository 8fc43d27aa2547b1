package org.chuangjian.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.Tasklist.part;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.chuangjian.support.Caller;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.SmallCounty;
import org.chuangjian.support.Tasklist;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A unit answers its supervision order in Tasklist, in a real browser; the office closes it on our page. */
class SupervisionFormTests {

    private static Tasklist tasklist;
    private static SmallCounty county;

    @BeforeAll
    static void start() {
        tasklist = Tasklist.start();
        county = tasklist.county();
    }

    @AfterAll
    static void stop() {
        tasklist.close();
    }

    @Test
    void aUnitReceivesAndAnswersAndTheOfficeCloses() {
        String title = "校园食堂 " + SmallCounty.PAYLOAD;
        JsonNode order = raise(title);
        String path = "/api/supervision-orders/" + order.get("id").asText();
        try (BrowserContext browser = tasklist.person(1366, 768)) {
            Page page = tasklist.open(browser, "jyj");
            page.locator(".task-filters a, .filters a", new Page.LocatorOptions().setHasText("督办事项"))
                    .first()
                    .click();
            page.locator("ol.tasks-list li", new Page.LocatorOptions().setHasText("校园食堂"))
                    .first()
                    .click();
            page.locator(".cj-ready").waitFor();
            assertThat(part(page, "subject")).containsText(title);
            assertThat(part(page, "demanded")).containsText("请立即说明 <b>情况</b>");
            assertThat(part(page, "send")).isDisabled();
            part(page, "claim").click();
            assertThat(part(page, "send")).isEnabled();
            part(page, "send").click();
            assertThat(part(page, "problem")).containsText("请写明整改措施");
            part(page, "answer").fill("已停业整改，三日内复查。");
            assertThat(part(page, "savedAt")).containsText("已暂存");
            page.reload();
            assertThat(part(page, "answer")).hasValue("已停业整改，三日内复查。");
            assertThat(part(page, "send")).isEnabled();
            part(page, "send").click();
            assertThat(page.locator(".page-notifications")).containsText("等待创建办审核");
            assertThat(page.evaluate("window.hacked")).isNull();
        }
        JsonNode answered = county.script("office").json("GET", path, null);
        assertThat(answered.get("state").asText()).isEqualTo("ANSWERED");
        assertThat(answered.get("receivedBy").asText()).isEqualTo("张示例");

        try (BrowserContext browser = tasklist.person(360, 800)) {
            Page page = browser.newPage();
            page.navigate(
                    tasklist.url() + "/supervision-orders/" + order.get("id").asText());
            page.locator("input[name=account]").fill("office");
            page.locator("input[name=password]").fill(SmallCounty.PASSWORD);
            page.locator("button[type=submit]").first().click();
            page.locator("#opinion").waitFor();
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);
            page.locator("button[value=CLOSE]").click();
            assertThat(page.locator(".alert-ok")).containsText("已办结");
        }
        assertThat(county.script("office").json("GET", path, null).get("state").asText())
                .isEqualTo("CLOSED");
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
                .isEqualTo(403);
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
