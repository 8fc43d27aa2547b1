package org.chuangjian.support;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.chuangjian.criteria.CriteriaImport;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.identity.Accounts;
import org.chuangjian.inspection.Sites;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.jspecify.annotations.Nullable;

/**
 * A county just large enough to try things: two units with a clerk and a head each, the office, the administrator, and
 * one launched campaign with four tasks of the education bureau and one of the market bureau. Names and texts carry
 * what an attacker would write into them.
 */
public final class SmallCounty {

    public static final String PASSWORD = "Shifan-2026-chuangjian";
    public static final String PAYLOAD = "{{7*7}}<img src=x onerror=window.hacked=1>";

    private static final String CRITERIA = """
            编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则
            A1,校园食品安全,校园食堂管理,学校食堂明厨亮灶全覆盖，校长陪餐制度落实到位，每学期开展食品安全自查不少于两次,4,关键项,教育局,"陪餐记录,自查报告,明厨亮灶清单",DEDUCT:每发现一所学校未落实扣0.5分，扣完为止
            A2,校园食品安全,{{7*7}}<img src=x onerror=window.hacked=1>,要求里写着 {{7*7}} 和 <b>粗体</b>，应原样显示,3,基本项,教育局,"台账 {{7*7}},照片",MANUAL:{{constructor.constructor('window.hacked=1')()}}
            A3,校园食品安全,食品安全宣传,开展食品安全进校园活动，学生知晓率不低于90%,2,基本项,教育局,"活动方案,现场照片",PROPORTIONAL:知晓率每低1个百分点扣0.1分
            A4,校园食品安全,应急处置,制定校园食品安全事故应急预案并每年演练一次,2,基本项,教育局,"应急预案,演练记录",MANUAL:未演练不得分
            B1,监管执法,抽检监测,完成年度食品抽检任务，不合格产品核查处置率达到100%,5,基本项,市监局,"抽检计划,处置台账",DEDUCT:未处置一批次扣1分
            """;

    private final ApplicationServer server;
    private final String campaign;

    private SmallCounty(ApplicationServer server, String campaign) {
        this.server = server;
        this.campaign = campaign;
    }

    public static SmallCounty in(ApplicationServer server) {
        Units units = server.bean(Units.class);
        add(units, "CJB", "示例县创建办", UnitType.OFFICE, List.of());
        add(units, "JYJ", "示例县教育局", UnitType.DEPARTMENT, List.of("教育局"));
        add(units, "SJJ", "示例县市场监督管理局", UnitType.DEPARTMENT, List.of("市监局"));
        person(server, "office", "李样本", "CJB", Role.OFFICE);
        person(server, "jyj", "张示例", "JYJ", Role.CLERK);
        person(server, "jyj2", "孙示例", "JYJ", Role.CLERK);
        person(server, "jyjhead", "王样本", "JYJ", Role.HEAD);
        person(server, "sjj", "赵示例", "SJJ", Role.CLERK);
        person(server, "sjjhead", "钱样本", "SJJ", Role.HEAD);
        person(server, "leader", "周样本", null, Role.LEADER);
        person(server, "admin", "吴示例", null, Role.SYSTEM_ADMIN);
        CriteriaImport imported = server.bean(CriteriaSets.class)
                .importSet(
                        "foodSafetyCounty",
                        "示例细则",
                        CRITERIA.getBytes(StandardCharsets.UTF_8),
                        "criteria.csv",
                        "office",
                        "李样本",
                        false);
        String set = Objects.requireNonNull(imported.id(), imported::toString);
        Caller office = Caller.script(server.url(), "office", PASSWORD);
        LocalDate today = ChinaTime.today();
        String campaign = office.json(
                        "POST",
                        "/api/campaigns",
                        "{\"kind\":\"foodSafetyCounty\",\"name\":\"示例县食品安全示范创建\",\"criteriaSetId\":\"" + set
                                + "\",\"startDate\":\"" + today.minusDays(30) + "\",\"acceptanceDate\":\""
                                + today.plusDays(400) + "\"}")
                .get("id")
                .asText();
        SmallCounty county = new SmallCounty(server, campaign);
        county.launch(office);
        return county;
    }

    public Caller script(String account) {
        return Caller.script(server.url(), account, PASSWORD);
    }

    public Caller browser(String account) {
        return Caller.signedIn(server.url(), account, PASSWORD);
    }

    public String campaign() {
        return campaign;
    }

    /** The id of the assignment a unit has for a criterion. */
    public String assignment(String criterion) {
        JsonNode found = script("office")
                .json("GET", "/api/campaigns/" + campaign + "/assignments?criterion=" + criterion, null);
        return found.get("items").get(0).get("id").asText();
    }

    private void launch(Caller office) {
        String job = office.json("POST", "/api/campaigns/" + campaign + "/launch", "{}")
                .get("jobId")
                .asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "DONE"
                        .equals(office.json("GET", "/api/jobs/" + job, null)
                                .get("state")
                                .asText()));
    }

    public void person(String account, String name, @Nullable String unit, Role... roles) {
        person(server, account, name, unit, roles);
    }

    /** A site the campaign's inspections may visit. */
    public String site(String name, String unit, String type) {
        Sites.Draft draft =
                new Sites.Draft(name, "示例路 1 号", unit, type, null, null, false, "", true, List.of(campaign));
        return Acting.as(
                Role.OFFICE,
                null,
                () -> server.bean(Sites.class).save(null, draft).id());
    }

    private static void add(Units units, String code, String name, UnitType type, List<String> aliases) {
        units.add(new Unit(code, name, type, null, "", "", true, aliases), "test", "test");
    }

    private static void person(
            ApplicationServer server, String account, String name, @Nullable String unit, Role... roles) {
        // An empty installation makes itself a first administrator.
        if (server.bean(People.class).find(account).isEmpty()) {
            server.bean(People.class).add(new Person(account, name, unit, Set.of(roles), "", "", true), "test", "test");
        }
        server.bean(Accounts.class).setPassword(account, PASSWORD, false, "test", "test");
    }
}
