package org.chuangjian.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.chuangjian.campaign.MilestoneSweep;
import org.chuangjian.identity.Accounts;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.supervision.SupervisionSweep;
import org.chuangjian.support.Script.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A county that wants to become a food-safety demonstration county, on a server whose clock the test moves: every unit
 * that leads a criterion of the official table, with a clerk (account = code in small letters) and a head (…head), and
 * {@code office}, {@code leader}, {@code inspector}. Nothing that waits for the clock runs by itself.
 */
public final class FoodCounty implements AutoCloseable {

    public static final String PASSWORD = "Shifan-2026-chuangjian";

    /** Code, the name the official table uses, the person who works there. */
    private static final String[][] UNITS = {
        {"CJB", "创建办", "李样本"},
        {"SAB", "食安办", "何示例"},
        {"SJJ", "市监局", "赵示例"},
        {"XWB", "县委办", "钱示例"},
        {"CZJ", "财政局", "孙示例"},
        {"ZZB", "组织部", "周示例"},
        {"NYJ", "农业农村局", "吴示例"},
        {"JYJ", "教育局", "郑示例"},
        {"WJJ", "卫健局", "冯示例"},
        {"MZJ", "民政局", "陈示例"},
        {"XCB", "宣传部", "褚示例"},
    };

    private final MovedClock clock = MovedClock.inChina();
    private final ApplicationServer server;
    private final Map<String, Script> scripts = new HashMap<>();

    private FoodCounty(LocalDate today, String... options) {
        clock.moveTo(today);
        server = ApplicationServer.startWith(
                clock,
                Stream.concat(
                                Stream.of(
                                        "--camunda.bpm.job-execution.enabled=false",
                                        "--chuangjian.supervision.sweep=1d",
                                        "--chuangjian.titles.sweep=1d",
                                        "--chuangjian.milestones.sweep=1d"),
                                Stream.of(options))
                        .toArray(String[]::new));
        for (String[] unit : UNITS) {
            UnitType type = unit[0].equals("CJB") ? UnitType.OFFICE : UnitType.DEPARTMENT;
            List<String> aliases = unit[0].equals("ZZB") ? List.of(unit[1], "县委组织部") : List.of(unit[1]);
            server.bean(Units.class)
                    .add(new Unit(unit[0], "示例县" + unit[1], type, null, "", "", true, aliases), "test", "test");
            String account = unit[0].toLowerCase(Locale.ROOT);
            person(account, unit[2], unit[0], Role.CLERK);
            person(account + "head", unit[2].charAt(0) + "样本", unit[0], Role.HEAD);
        }
        person("office", "办示例", "CJB", Role.OFFICE);
        person("leader", "领样本", null, Role.LEADER);
        person("inspector", "检查示例", null, Role.INSPECTOR);
    }

    /** @param options {@code --name=value}, such as another database */
    public static FoodCounty on(LocalDate today, String... options) {
        return new FoodCounty(today, options);
    }

    public <T> T bean(Class<T> type) {
        return server.bean(type);
    }

    public void person(String account, String name, @Nullable String unit, Role role) {
        server.bean(People.class).add(new Person(account, name, unit, Set.of(role), "", "", true), "test", "test");
        server.bean(Accounts.class).setPassword(account, PASSWORD, false, "test", "test");
    }

    public String url() {
        return server.url();
    }

    /** What people gave themselves; see {@link Gallery}. */
    public static Set<String> codes() {
        Set<String> codes = new java.util.HashSet<>(Set.of("office", "leader", "inspector"));
        for (String[] unit : UNITS) {
            codes.add(unit[0]);
            codes.add(unit[0].toLowerCase(Locale.ROOT));
            codes.add(unit[0].toLowerCase(Locale.ROOT) + "head");
        }
        return codes;
    }

    /* The clock */

    /** Noon of the day; everything due by then has happened, as it would have had the server run all the time. */
    public void goTo(LocalDate day) {
        clock.moveTo(day);
        server.bean(MilestoneSweep.class).sweep();
        server.bean(SupervisionSweep.class).sweep();
        ManagementService management = server.bean(ManagementService.class);
        management
                .createJobQuery()
                .timers()
                .duedateLowerThan(Date.from(clock.instant()))
                .list()
                .forEach(timer -> management.executeJob(timer.getId()));
    }

    public LocalDate workingDaysAfter(LocalDate day, int count) {
        return server.bean(WorkingDays.class).plus(day, count);
    }

    public LocalDate workingDaysBefore(LocalDate day, int count) {
        return server.bean(WorkingDays.class).minus(day, count);
    }

    /* Scripts */

    public Script as(String account) {
        return scripts.computeIfAbsent(account, it -> new Script(server.port(), it, PASSWORD));
    }

    public JsonNode get(String path) {
        return done(as("office").get(path));
    }

    /** @return the body; fails with it when the server refused */
    public static JsonNode done(Answer answer) {
        assertThat(answer.status())
                .as(new String(answer.content(), StandardCharsets.UTF_8))
                .isBetween(200, 299);
        return answer.json();
    }

    public static byte[] officialTable() {
        try (InputStream table = FoodCounty.class.getResourceAsStream("/bpmn/foodSafetyCounty/criteria.csv")) {
            return Objects.requireNonNull(table).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A campaign on a table of one's own, launched. */
    public String launched(String name, String table, LocalDate start, LocalDate acceptance) {
        Script office = as("office");
        String set = done(office.upload(
                        "/api/criteria-sets",
                        Map.of("细则.csv", table.getBytes(StandardCharsets.UTF_8)),
                        Map.of("kind", "foodSafetyCounty", "edition", name + "示例细则")))
                .path("id")
                .asText();
        String campaign = done(office.post(
                        "/api/campaigns",
                        Map.of(
                                "kind",
                                "foodSafetyCounty",
                                "name",
                                name,
                                "criteriaSetId",
                                set,
                                "startDate",
                                start.toString(),
                                "acceptanceDate",
                                acceptance.toString())))
                .path("id")
                .asText();
        launch(campaign);
        return campaign;
    }

    public void launch(String campaign) {
        String job = done(as("office").post("/api/campaigns/" + campaign + "/launch", null))
                .path("jobId")
                .asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get("/api/jobs/" + job).path("state").asText().equals("DONE"));
    }

    /** What an official document has confirmed, today. */
    public void confirm(String campaign, String milestone, String condition) {
        done(as("office")
                .post(
                        "/api/campaigns/" + campaign + "/milestones/" + milestone + "/confirmations/" + condition,
                        Map.of(
                                "documentNumber",
                                "示政发〔2026〕1号",
                                "documentDate",
                                LocalDate.now(clock).toString())));
    }

    /** The open tasks that are wanted, from the first document to the acceptance by the office. */
    public int handIn(String campaign, Predicate<JsonNode> wanted) {
        List<String> ids = new ArrayList<>();
        for (JsonNode task : get("/api/campaigns/" + campaign + "/assignments?only=open&size=200")
                .path("items")) {
            if (!wanted.test(task)) {
                continue;
            }
            String id = task.path("id").asText();
            String clerk = task.path("unitCode").asText().toLowerCase(Locale.ROOT);
            String name =
                    task.path("criterionCode").asText() + task.path("unitName").asText() + "佐证材料.pdf";
            done(as(clerk).upload("/api/assignments/" + id + "/evidence", Map.of(name, document(id)), Map.of()));
            done(as(clerk).post("/api/assignments/" + id + "/submit", Map.of("note", "已按要求完成。")));
            done(as(clerk + "head").post("/api/assignments/" + id + "/confirm", Map.of("confirmed", true)));
            ids.add(id);
        }
        JsonNode results = done(as("office").post("/api/assignments/review", Map.of("ids", ids, "decision", "ACCEPT")));
        assertThat(results).hasSize(ids.size()).allMatch(it -> it.path("done").asBoolean());
        return ids.size();
    }

    /** A document of its own: the same content twice would be noticed. */
    public static byte[] document(String name) {
        return ("%PDF-1.4\n% " + name
                        + "\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                        + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                        + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
                        + "trailer<</Root 1 0 R>>\n%%EOF\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public JsonNode score(String campaign) {
        return get("/api/campaigns/" + campaign + "/score");
    }

    public void clearVetoes(String campaign, String... codes) {
        for (String code : codes) {
            done(as("office")
                    .post(
                            "/api/campaigns/" + campaign + "/vetoes",
                            Map.of("code", code, "hit", false, "reason", "逐项核查，未发生")));
        }
    }

    /** A visit of the level above. */
    public String visit(String campaign, String stage, String organ, LocalDate from, LocalDate to) {
        return done(as("office")
                        .post(
                                "/api/campaigns/" + campaign + "/evaluations",
                                Map.of(
                                        "stage",
                                        stage,
                                        "organ",
                                        organ,
                                        "visitFrom",
                                        from.toString(),
                                        "visitTo",
                                        to.toString(),
                                        "experts",
                                        List.of(Map.of("name", "样专家", "organisation", "示例大学", "duty", "资料组")))))
                .path("id")
                .asText();
    }

    public void conclude(String evaluation, String result, String number, LocalDate date, String opinion) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("result", result);
        body.put("documentNumber", number);
        body.put("documentDate", date.toString());
        body.put("opinion", opinion);
        done(as("office").post("/api/evaluations/" + evaluation + "/conclude", body));
    }

    @Override
    public void close() {
        server.close();
    }
}
