package org.chuangjian.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.Desks.list;
import static org.chuangjian.support.Desks.part;
import static org.chuangjian.support.Desks.task;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.InBrowsers;
import org.chuangjian.support.Script;
import org.chuangjian.support.Script.Answer;
import org.chuangjian.support.SmallCounty;
import org.junit.jupiter.api.Test;

/** A round of self-evaluation as the units meet it: one task in Tasklist, back again with what was returned. */
class SelfScoringTests extends InBrowsers {

    @Test
    void aUnitScoresInTasklistAndGetsBackWhatIsReturned() {
        String round = openRound();
        try (BrowserContext browser = chromium.person(360, 800)) {
            Page page = openTask(browser);
            assertThat(part(page, "standing")).hasText("0 / 4 项已打分");
            Locator first = line(page, "A1");
            assertThat(first.locator("button")).isDisabled();
            part(page, "claim").click();
            assertThat(first.locator("button")).isEnabled();
            first.locator("input").fill("4.5");
            first.locator("textarea").fill("两所学校未落实陪餐");
            first.locator("button").click();
            assertThat(first.locator(".cj-problem")).containsText("0 到 4 分之间");
            first.locator("input").fill("四分");
            first.locator("button").click();
            assertThat(first.locator(".cj-problem")).containsText("请填数字");
            assertThat(first.locator("textarea")).hasValue("两所学校未落实陪餐");
            score(page, "A1", "3.5", "两所学校未落实陪餐");
            assertThat(part(page, "standing")).hasText("1 / 4 项已打分");
            score(page, "A2", "3", SmallCounty.PAYLOAD);
            assertThat(line(page, "A2").locator("h4")).containsText("{{7*7}}<img");
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screenshots", "191-self-scoring-phone.png")));
            assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .isEqualTo(true);
            score(page, "A3", "2", "知晓率 91%");
            line(page, "A4").locator("input").fill("2");
            line(page, "A4").locator("textarea").fill("已演练");
            line(page, "A4").locator("button").click();
            page.locator(".notifications").getByText("本单位的自评已全部打分").first().waitFor();
            assertThat(page.evaluate("window.hacked === undefined")).isEqualTo(true);
        }
        assertThat(tasks("JYJ")).as("it waits for the office").isEmpty();
        assertThat(tasks("SJJ"))
                .as("another unit's own task")
                .containsExactly("自评打分：示例县食品安全示范创建（第 " + number(round) + " 轮）");
        check(round, "A1", Map.of("decision", "RETURN", "opinion", "请附陪餐记录"));
        assertThat(tasks("JYJ")).hasSize(1);

        try (BrowserContext browser = chromium.person(1366, 768)) {
            Page page = openTask(browser);
            part(page, "claim").click();
            assertThat(part(page, "standing")).hasText("3 / 4 项已打分");
            assertThat(line(page, "A1").locator(".cj-returned")).containsText("请附陪餐记录");
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screenshots", "192-self-scoring-returned.png")));
            line(page, "A1").locator("input").fill("3");
            line(page, "A1").locator("button").click();
            page.locator(".notifications").getByText("本单位的自评已全部打分").first().waitFor();
        }
        assertThat(tasks("JYJ")).isEmpty();
        Script office = as("office");
        Answer early = office.post("/api/self-evaluations/" + round + "/hand-up", Map.of());
        assertThat(early.status()).isEqualTo(422);
        for (String code : List.of("A1", "A2", "A3", "A4")) {
            check(round, code, Map.of("decision", "ACCEPT"));
        }
        // A second thought, when the unit's process has ended already.
        check(round, "A4", Map.of("decision", "RETURN", "opinion", "演练记录缺页"));
        assertThat(tasks("JYJ")).hasSize(1);
        give(as("jyj"), round, "A4", "1");
        check(round, "A4", Map.of("decision", "ACCEPT"));
        give(as("sjj"), round, "B1", "5");
        check(round, "B1", Map.of("decision", "ACCEPT"));
        assertThat(office.post("/api/self-evaluations/" + round + "/hand-up", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(tasks("JYJ")).isEmpty();
        assertThat(tasks("SJJ")).isEmpty();
        assertThat(running()).isZero();

        // The leading group gives it back, the office one criterion, and the unit has its task again.
        Script leader = as("leader");
        assertThat(leader.post(
                                "/api/self-evaluations/" + round + "/decide",
                                Map.of("decision", "RETURN", "opinion", "核实 B1"))
                        .status())
                .isEqualTo(200);
        assertThat(tasks("SJJ")).isEmpty();
        check(round, "B1", Map.of("decision", "RETURN", "opinion", "请按处置台账核实"));
        assertThat(tasks("SJJ")).hasSize(1);
    }

    private static String openRound() {
        Answer opened = as("office")
                .post(
                        "/api/campaigns/" + county.campaign() + "/self-evaluation",
                        Map.of("dueDate", ChinaTime.today().plusDays(10).toString()));
        assertThat(opened.status()).as(opened.text("detail")).isEqualTo(201);
        return opened.text("id");
    }

    private static int number(String round) {
        return as("office")
                .get("/api/self-evaluations/" + round)
                .json()
                .path("round")
                .path("number")
                .asInt();
    }

    private static void give(Script unit, String round, String code, String points) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("points", points);
        body.put("reason", "对照台账");
        Answer answer = unit.post("/api/self-evaluations/" + round + "/scores", body);
        assertThat(answer.status()).as(answer.text("detail")).isEqualTo(200);
    }

    private static void check(String round, String code, Map<String, String> decision) {
        Map<String, Object> body = new LinkedHashMap<>(decision);
        body.put("code", code);
        Answer answer = as("office").post("/api/self-evaluations/" + round + "/checks", body);
        assertThat(answer.status()).as(answer.text("detail")).isEqualTo(200);
    }

    /** The names of a unit's open tasks; the unit is their tenant. */
    private static List<String> tasks(String unit) {
        return server
                .bean(TaskService.class)
                .createTaskQuery()
                .processDefinitionKey("selfScoring")
                .taskDefinitionKey("userTask_score")
                .tenantIdIn(unit)
                .list()
                .stream()
                .map(Task::getName)
                .toList();
    }

    private static long running() {
        return server.bean(RuntimeService.class)
                .createProcessInstanceQuery()
                .processDefinitionKey("selfScoring")
                .count();
    }

    private static Page openTask(BrowserContext browser) {
        Page page = tasklist(browser, "jyj");
        list(page, "自评打分");
        task(page, "自评打分");
        return page;
    }

    private static Locator line(Page page, String code) {
        return page.locator(".cj-line").filter(new Locator.FilterOptions().setHasText(code + " "));
    }

    private static void score(Page page, String code, String points, String reason) {
        Locator line = line(page, code);
        line.locator("input").fill(points);
        line.locator("textarea").fill(reason);
        line.locator("button").click();
        assertThat(line.locator("button")).hasText("重新提交");
    }
}
