package org.chuangjian.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.FoodCounty.done;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.TaskService;
import org.chuangjian.inspection.Sites;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Journal;
import org.chuangjian.support.Acting;
import org.chuangjian.support.FoodCounty;
import org.chuangjian.support.Script.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A finding that is late: 督办 from blue to red by rule, 约谈, and what starts all of it anew. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FindingSupervisionTests {

    private static final LocalDate START = LocalDate.of(2026, 3, 2);
    private static final String TABLE = "编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n"
            + "K1,监督管理,问题整改,检查发现的问题按期整改到位,3,关键项,市监局,整改台账,DEDUCT:每发现1个问题扣0.5分\n";

    private FoodCounty county;
    private String campaign;

    abstract FoodCounty started(LocalDate today);

    @BeforeAll
    void start() {
        county = started(START);
        county.person("principal", "主样本", null, Role.LEADER);
        Acting.as(Role.OFFICE, "CJB", () -> {
            county.bean(Leaders.class).set(Map.of("SJJ", "leader"), Set.of("principal"));
            return true;
        });
        campaign = county.launched("示例县督办", TABLE, START.minusMonths(1), START.plusYears(1));
    }

    @AfterAll
    void stop() {
        county.close();
    }

    @BeforeEach
    void onTheFirstDay() {
        county.goTo(START);
    }

    @Test
    void climbsFromBlueToRedAndToAnInterviewWhileItStaysUndone() {
        String id = inspected();
        county.goTo(START.plusMonths(2));
        assertThat(orders(id)).as("nobody answers for what was not issued").isEmpty();
        assertThat(messages("/findings/" + id)).isEmpty();
        county.goTo(START);
        done(county.as("office")
                .post("/api/inspections/" + finding(id).path("inspectionId").asText() + "/issue", null));
        LocalDate due = due(id);
        assertThat(due).isEqualTo(county.workingDaysAfter(START, 15));

        county.goTo(due);
        assertThat(orders(id)).isEmpty();
        assertThat(messages("/findings/" + id)).anyMatch(it -> it.startsWith("sjjhead 今天到期"));
        LocalDate blueDay = county.workingDaysAfter(due, 1);
        county.goTo(blueDay);
        county.goTo(blueDay);
        JsonNode blue = only(orders(id));
        assertThat(blue.path("colour").asText()).isEqualTo("BLUE");
        assertThat(blue.path("automatic").asBoolean()).isTrue();
        assertThat(blue.path("source").asText()).isEqualTo("RULE");
        assertThat(blue.path("raisedByName").asText()).isEqualTo("自动");
        assertThat(blue.path("unitCode").asText()).isEqualTo("SJJ");
        assertThat(blue.path("subjectLink").asText()).isEqualTo("/findings/" + id);
        assertThat(blue.path("dueDate").asText())
                .isEqualTo(county.workingDaysAfter(blueDay, 3).toString());
        assertThat(told(blue)).containsExactlyInAnyOrder("sjj", "sjjhead");
        assertThat(county.bean(Journal.class).of("finding", id)).anySatisfy(line -> {
            assertThat(line.action()).isEqualTo("督办");
            assertThat(line.actor()).isEqualTo(Journal.AUTOMATIC);
        });
        assertThat(finding(id).path("supervised").asText()).isEqualTo("BLUE");

        county.goTo(county.workingDaysAfter(due(blue), 2));
        JsonNode orange = orders(id).get(1);
        assertThat(orange.path("colour").asText()).isEqualTo("ORANGE");
        assertThat(orange.path("automatic").asBoolean()).isTrue();
        assertThat(orange.path("previousId").asText()).isEqualTo(blue.path("id").asText());
        assertThat(orders(id).get(0).path("state").asText()).isEqualTo("ESCALATED");
        assertThat(told(orange)).containsExactlyInAnyOrder("sjj", "sjjhead", "leader");

        county.goTo(county.workingDaysAfter(due(orange), 2));
        JsonNode red = orders(id).get(2);
        assertThat(red.path("colour").asText()).isEqualTo("RED");
        assertThat(told(red)).containsExactlyInAnyOrder("sjj", "sjjhead", "leader", "principal");
        assertThat(finding(id).path("supervised").asText()).isEqualTo("RED");
        assertThat(tasks(red)).isEqualTo(1);
        assertThat(tasks(blue) + tasks(orange)).isZero();

        Map<String, String> interview = Map.of("reason", "约谈市监局主要负责人，三日内整改到位。");
        assertThat(county.as("sjj")
                        .post("/api/findings/" + id + "/interview", interview)
                        .status())
                .isEqualTo(403);
        JsonNode interviewed = done(county.as("office").post("/api/findings/" + id + "/interview", interview));
        assertThat(interviewed.path("interviewedAt").asText()).isNotBlank();
        assertThat(interviewed.path("state").asText()).as("still to be done").isEqualTo("ASSIGNED");
        assertThat(messages("/findings/" + id).stream()
                        .filter(it -> it.contains("约谈"))
                        .map(it -> it.split(" ")[0]))
                .containsExactlyInAnyOrder("sjj", "sjjhead", "leader", "principal");
        assertThat(county.bean(Journal.class).of("finding", id))
                .anySatisfy(line -> assertThat(line.action()).isEqualTo("约谈"));

        LocalDate handedIn = county.workingDaysAfter(due(red), 1);
        county.goTo(handedIn);
        submit("sjj", id);
        int before = messages("/supervision-orders/" + red.path("id").asText()).size();
        county.goTo(county.workingDaysAfter(handedIn, 9));
        assertThat(orders(id)).as("handed in: nothing is pressed for any more").hasSize(3);
        assertThat(messages("/supervision-orders/" + red.path("id").asText())).hasSize(before);
        done(county.as("office").post("/api/findings/" + id + "/verify", Map.of("rectified", true)));
        county.goTo(county.workingDaysAfter(handedIn, 9));
        JsonNode ended = orders(id).get(2);
        assertThat(ended.path("state").asText()).isEqualTo("CLOSED");
        assertThat(ended.path("lastBy").asText()).isEqualTo(Journal.AUTOMATIC);
        assertThat(ended.path("opinion").asText()).isEqualTo("问题已销号");
        assertThat(tasks(red)).isZero();
        assertThat(finding(id).path("onTime").asBoolean()).isFalse();
    }

    @Test
    void keepsTheFirstDateWithAnExtensionAndCountsFromTheLaterOne() {
        String id = reported("K1", "示例农贸市场");
        LocalDate first = due(id);
        county.goTo(county.workingDaysAfter(first, 1));
        assertThat(orders(id)).hasSize(1);
        LocalDate later = county.workingDaysAfter(first, 10);
        ask(id, Map.of("kind", "EXTENSION", "reason", "等待设备到货", "wantedDate", later.toString()));
        JsonNode extended = finding(id);
        assertThat(extended.path("dueDate").asText()).isEqualTo(later.toString());
        assertThat(extended.path("firstDueDate").asText()).isEqualTo(first.toString());

        county.goTo(county.workingDaysAfter(first, 1));
        assertThat(only(orders(id)).path("state").asText()).isEqualTo("WITHDRAWN");
        assertThat(only(orders(id)).path("opinion").asText()).contains("延至 " + later);
        county.goTo(later);
        assertThat(orders(id)).hasSize(1);
        county.goTo(county.workingDaysAfter(later, 1));
        assertThat(orders(id)).hasSize(2);
        assertThat(orders(id).get(1).path("colour").asText())
                .as("from the first step")
                .isEqualTo("BLUE");
        assertThat(orders(id).get(1).path("subjectDue").asText()).isEqualTo(later.toString());
        assertThat(finding(id).path("firstDueDate").asText()).isEqualTo(first.toString());
    }

    @Test
    void givesTheUnitThatTakesOverItsOwnTime() {
        String id = reported("K1", "示例批发市场");
        LocalDate due = due(id);
        LocalDate handedOver = county.workingDaysAfter(due, 3);
        county.goTo(handedOver);
        JsonNode blue = only(orders(id));
        ask(id, Map.of("kind", "TRANSFER", "reason", "属农业农村局职责", "targetUnit", "NYJ"));
        JsonNode there = finding(id);
        assertThat(there.path("unitCode").asText()).isEqualTo("NYJ");
        assertThat(there.path("firstDueDate").asText()).isEqualTo(due.toString());
        LocalDate own = due(id);
        assertThat(own).isEqualTo(county.workingDaysAfter(handedOver, 15));

        county.goTo(handedOver);
        JsonNode withdrawn = only(orders(id));
        assertThat(withdrawn.path("state").asText()).isEqualTo("WITHDRAWN");
        assertThat(withdrawn.path("opinion").asText()).isEqualTo("事项已转办");
        assertThat(tasks(blue)).isZero();
        county.goTo(own);
        assertThat(orders(id)).hasSize(1);
        county.goTo(county.workingDaysAfter(own, 1));
        JsonNode anew = orders(id).get(1);
        assertThat(anew.path("unitCode").asText()).isEqualTo("NYJ");
        assertThat(anew.path("colour").asText()).isEqualTo("BLUE");
        assertThat(told(anew)).containsExactlyInAnyOrder("nyj", "nyjhead");
    }

    @Test
    void anUrgentOrderRaisedBeforeTheDeadlineEndsWithItsFinding() {
        String struckOff = reported("K1", "示例一号店");
        String revoked = reported("K1", "示例二号店");
        String handedOver = reported("K1", "示例三号店");
        JsonNode urgent = raise(struckOff);
        JsonNode appealed = raise(revoked);
        JsonNode elsewhere = raise(handedOver);
        submit("sjj", struckOff);
        String appeal = done(county.as("sjj")
                        .post("/api/findings/" + revoked + "/dispute", Map.of("kind", "APPEAL", "reason", "已注销")))
                .path("id")
                .asText();
        done(county.as("office")
                .post("/api/finding-requests/" + appeal + "/decide", Map.of("granted", true, "opinion", "查证属实")));
        ask(handedOver, Map.of("kind", "TRANSFER", "reason", "属农业农村局职责", "targetUnit", "NYJ"));
        LocalDate later = county.workingDaysAfter(due(urgent), 4);
        county.goTo(later);
        assertThat(only(orders(struckOff)).path("state").asText())
                .as("handed in: nothing climbs")
                .isEqualTo("ISSUED");
        assertThat(only(orders(revoked)).path("opinion").asText()).isEqualTo("问题已撤销");
        assertThat(only(orders(handedOver)).path("opinion").asText()).isEqualTo("事项已转办");
        done(county.as("office").post("/api/findings/" + struckOff + "/verify", Map.of("rectified", true)));
        county.goTo(later);
        assertThat(only(orders(struckOff)).path("state").asText()).isEqualTo("CLOSED");
        assertThat(tasks(urgent) + tasks(appealed) + tasks(elsewhere)).isZero();
        county.goTo(county.workingDaysAfter(due(handedOver), 1));
        assertThat(orders(handedOver).get(1).path("unitCode").asText()).isEqualTo("NYJ");
    }

    private JsonNode raise(String finding) {
        return done(county.as("office")
                .post(
                        "/api/supervision-orders",
                        Map.of(
                                "subjectType",
                                "FINDING",
                                "subjectId",
                                finding,
                                "colour",
                                "ORANGE",
                                "reason",
                                "省里要来检查")));
    }

    @Test
    void startsAnewWhenTheRectificationComesBack() {
        String id = reported("K1", "示例冷库");
        LocalDate due = due(id);
        county.goTo(county.workingDaysAfter(due, 1));
        submit("sjj", id);
        LocalDate returned = county.workingDaysAfter(due, 8);
        county.goTo(returned);
        assertThat(orders(id)).as("with the office: nothing climbs").hasSize(1);
        done(county.as("office")
                .post("/api/findings/" + id + "/verify", Map.of("rectified", false, "opinion", "台账仍然缺失")));
        county.goTo(returned);
        assertThat(only(orders(id)).path("state").asText()).isEqualTo("WITHDRAWN");
        assertThat(due(id)).as("days to put it right").isEqualTo(county.workingDaysAfter(returned, 3));
        county.goTo(county.workingDaysAfter(due(id), 1));
        assertThat(orders(id)).hasSize(2);
        assertThat(orders(id).get(1).path("colour").asText()).isEqualTo("BLUE");

        submit("sjj", id);
        done(county.as("office").post("/api/findings/" + id + "/verify", Map.of("rectified", true)));
        LocalDate reopened = county.workingDaysAfter(returned, 4);
        county.goTo(reopened);
        done(county.as("office").post("/api/findings/" + id + "/reopen", Map.of("reason", "台账又停了")));
        LocalDate again = due(id);
        assertThat(again).isEqualTo(county.workingDaysAfter(reopened, 15));
        county.goTo(again);
        assertThat(orders(id)).hasSize(2);
        county.goTo(county.workingDaysAfter(again, 1));
        assertThat(orders(id)).hasSize(3);
        assertThat(orders(id).get(2).path("automatic").asBoolean()).isTrue();
    }

    @Test
    void anAnswerStopsTheLadderAndItsOwnExtensionKeepsTheFirstDate() {
        String id = reported("K1", "示例商超");
        county.goTo(county.workingDaysAfter(due(id), 1));
        JsonNode blue = only(orders(id));
        LocalDate first = due(blue);
        String order = "/api/supervision-orders/" + blue.path("id").asText();
        LocalDate later = county.workingDaysAfter(first, 5);
        JsonNode extended = done(county.as("office").post(order + "/extend", Map.of("dueDate", later.toString())));
        assertThat(extended.path("dueDate").asText()).isEqualTo(later.toString());
        assertThat(extended.path("firstDueDate").asText()).isEqualTo(first.toString());
        county.goTo(county.workingDaysAfter(first, 2));
        assertThat(orders(id)).hasSize(1);
        done(county.as("sjj").post(order + "/answer", Map.of("answer", "设备已到货，本周内装好。")));
        county.goTo(county.workingDaysAfter(later, 6));
        assertThat(orders(id)).as("answered").hasSize(1);
        assertThat(done(county.as("office").post(order + "/close", Map.of("decision", "CLOSE")))
                        .path("state")
                        .asText())
                .isEqualTo("CLOSED");
    }

    @Test
    void whatTheUnitHasBegunToAnswerGoesOnUnderTheNextColour() {
        String id = reported("K1", "示例食品厂");
        county.goTo(county.workingDaysAfter(due(id), 1));
        JsonNode blue = only(orders(id));
        String path = "/api/supervision-orders/" + blue.path("id").asText();
        for (Answer other : List.of(
                county.as("jyj").get(path),
                county.as("jyj").post(path + "/receive", Map.of()),
                county.as("jyj").put(path + "/draft", Map.of("answer", "代办")),
                county.as("jyj").post(path + "/answer", Map.of("answer", "代办")))) {
            assertThat(other.status()).as("another unit learns nothing of it").isEqualTo(404);
        }
        done(county.as("sjj").put(path + "/draft", Map.of("answer", "正在安装设备。")));
        done(county.as("sjj").upload(path + "/files", Map.of("采购合同.pdf", FoodCounty.document(id)), Map.of()));
        county.goTo(county.workingDaysAfter(due(blue), 2));
        JsonNode orange = orders(id).get(1);
        JsonNode seen = done(county.as("sjj")
                .get("/api/supervision-orders/" + orange.path("id").asText()));
        assertThat(seen.path("draftAnswer").asText()).isEqualTo("正在安装设备。");
        assertThat(seen.path("files").get(0).path("name").asText()).isEqualTo("采购合同.pdf");
        JsonNode answered = done(county.as("sjj")
                .post("/api/supervision-orders/" + orange.path("id").asText() + "/answer", Map.of()));
        assertThat(answered.path("files").get(0).path("sentAt").asText()).isNotBlank();
    }

    /** Found in a covert inspection and not issued yet. */
    private String inspected() {
        String site = Acting.as(
                Role.OFFICE,
                null,
                () -> county.bean(Sites.class)
                        .save(
                                null,
                                new Sites.Draft(
                                        "示例超市", "示例路", "SJJ", "T03", null, null, false, "", true, List.of(campaign)))
                        .id());
        String plan = done(county.as("office")
                        .post(
                                "/api/campaigns/" + campaign + "/inspections",
                                Map.of(
                                        "mode",
                                        "COVERT",
                                        "from",
                                        START.toString(),
                                        "to",
                                        START.plusDays(6).toString(),
                                        "inspectors",
                                        List.of("inspector"),
                                        "sites",
                                        List.of(site))))
                .path("id")
                .asText();
        return done(county.as("inspector")
                        .post(
                                "/api/inspections/" + plan + "/findings",
                                Map.of(
                                        "site",
                                        site,
                                        "criterion",
                                        "K1",
                                        "severity",
                                        "structural",
                                        "description",
                                        "进货查验记录缺失")))
                .path("id")
                .asText();
    }

    /** From the city: issued to the market bureau at once. */
    private String reported(String criterion, String place) {
        return done(county.as("office")
                        .post(
                                "/api/campaigns/" + campaign + "/findings",
                                Map.of(
                                        "source", "CITY",
                                        "sourceNote", "市食安办督查通报",
                                        "criterion", criterion,
                                        "unit", "SJJ",
                                        "severity", "structural",
                                        "place", place,
                                        "description", "台账缺失")))
                .path("id")
                .asText();
    }

    private void ask(String finding, Map<String, String> request) {
        String id = done(county.as("sjj").post("/api/findings/" + finding + "/dispute", request))
                .path("id")
                .asText();
        done(county.as("office").post("/api/finding-requests/" + id + "/decide", Map.of("granted", true)));
    }

    private void submit(String account, String finding) {
        done(county.as(account)
                .post("/api/findings/" + finding + "/submit", Map.of("feedback", "已整改。", "noSameType", "本县仅此一处。")));
    }

    private JsonNode finding(String id) {
        return county.get("/api/findings/" + id);
    }

    private LocalDate due(String finding) {
        return due(finding(finding));
    }

    private static LocalDate due(JsonNode dated) {
        return LocalDate.parse(dated.path("dueDate").asText());
    }

    /** All orders on a finding, the first one first. */
    private List<JsonNode> orders(String finding) {
        List<JsonNode> orders = new ArrayList<>();
        county.get("/api/supervision-orders?subjectType=FINDING&subjectId=" + finding)
                .path("items")
                .forEach(orders::add);
        orders.sort(Comparator.comparing(it -> it.path("numberInYear").asInt()));
        return orders;
    }

    private static JsonNode only(List<JsonNode> orders) {
        assertThat(orders).hasSize(1);
        return orders.get(0);
    }

    private List<String> told(JsonNode order) {
        return county.bean(JdbcClient.class)
                .sql("select distinct account from message where link = ?")
                .param("/supervision-orders/" + order.path("id").asText())
                .query(String.class)
                .list();
    }

    /** Account and subject of what was sent about a page. */
    private List<String> messages(String link) {
        return county.bean(JdbcClient.class)
                .sql("select account || ' ' || subject from message where link = ?")
                .param(link)
                .query(String.class)
                .list();
    }

    private long tasks(JsonNode order) {
        return county.bean(TaskService.class)
                .createTaskQuery()
                .processInstanceBusinessKey(order.path("id").asText())
                .count();
    }
}
