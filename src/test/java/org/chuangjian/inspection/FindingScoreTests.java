package org.chuangjian.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chuangjian.support.FoodCounty.done;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chuangjian.organisation.Role;
import org.chuangjian.support.Acting;
import org.chuangjian.support.FoodCounty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a score makes of inspections: deductions, 按期销号率, 合规率, 反弹率. */
class FindingScoreTests {

    private static final LocalDate START = LocalDate.of(2026, 3, 2);
    private static final String TABLE = "编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n"
            + "K1,监督管理,经营主体,主体责任落实到位,3,关键项,市监局,检查记录,DEDUCT:每发现1个问题扣0.5分\n"
            + "B1,监督管理,问题整改,发现的问题按期整改,4,基本项,市监局,整改台账,PROPORTIONAL:按期销号率\n"
            + "B2,监督管理,点位合规,检查点位合规,2,基本项,教育局,检查记录,PROPORTIONAL:合规率\n"
            + "B3,监督管理,防止反弹,问题不反弹,2,基本项,教育局,检查记录,DEDUCT:反弹扣分\n";

    private static FoodCounty county;
    private static String campaign;

    @BeforeAll
    static void start() {
        county = FoodCounty.on(START);
        campaign = county.launched("示例县评分", TABLE, START.minusMonths(1), START.plusYears(1));
        bind(campaign, "K1", "points - 0.5 * findings.open - 0.1 * findings.closed");
        bind(campaign, "B1", "allFindings.onTimeRate / 100 * 4");
        bind(campaign, "B2", "allFindings.complianceRate / 100 * 2");
        bind(campaign, "B3", "points - 0.1 * allFindings.reopenRate");
    }

    @AfterAll
    static void stop() {
        county.close();
    }

    @Test
    void deductsWhatIsOpenAndFollowsEveryStepOfTheFindings() {
        assertThat(metric("FD_CLOSE_RATE").path("unknown").asText()).contains("尚未填报");
        assertThat(row("K1").path("computed").decimalValue()).isEqualByComparingTo("3");
        assertThat(row("B1").path("computedUnknown").asText()).contains("还没有到期或销号的问题");
        assertThat(row("B2").path("computedUnknown").asText()).contains("还没有检查过点位");
        assertThat(row("B3").path("computedUnknown").asText()).contains("还没有交办的问题");

        List<String> sites = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            sites.add(site("示例第 " + i + " 超市"));
        }
        String plan = done(county.as("office")
                        .post(
                                "/api/campaigns/" + campaign + "/inspections",
                                Map.of(
                                        "from",
                                        START.toString(),
                                        "to",
                                        START.plusDays(6).toString(),
                                        "inspectors",
                                        List.of("inspector"),
                                        "sites",
                                        sites)))
                .path("id")
                .asText();
        // Two findings at one site, one at another; the other two are compliant.
        List<String> findings = List.of(seen(plan, sites.get(0)), seen(plan, sites.get(0)), seen(plan, sites.get(1)));
        for (String site : sites.subList(2, 4)) {
            done(county.as("inspector").post("/api/inspections/" + plan + "/visits", Map.of("site", site)));
        }
        assertThat(computed("K1")).as("nothing covert shows in a number").isEqualByComparingTo("3");
        assertThat(row("B2").path("computed").isNull()).isTrue();

        done(county.as("office").post("/api/inspections/" + plan + "/issue", null));
        assertThat(computed("K1")).isEqualByComparingTo("1.5");
        assertThat(computed("B2")).as("2 of 4 sites").isEqualByComparingTo("1");
        assertThat(metric("CI_COMPLIANCE_RATE").path("value").decimalValue()).isEqualByComparingTo("50");
        assertThat(computed("B3")).isEqualByComparingTo("2");
        assertThat(row("B1").path("computed").isNull()).as("none is due yet").isTrue();

        LocalDate due = county.workingDaysAfter(START, 15);
        county.goTo(due);
        close(findings.get(0));
        assertThat(computed("B1")).as("1 of 1").isEqualByComparingTo("4");
        county.goTo(county.workingDaysAfter(due, 2));
        assertThat(computed("B1")).as("1 of 3: two are overdue").isEqualByComparingTo("1.33");
        JsonNode onTime = metric("FD_CLOSE_RATE");
        assertThat(onTime.path("value").decimalValue()).isEqualByComparingTo("33.33");
        assertThat(onTime.path("flags")).isEmpty();
        done(county.as("sjj")
                .post(
                        "/api/metrics/FD_CLOSE_RATE/readings",
                        Map.of("unit", "SJJ", "asOf", START.toString(), "value", 100)));
        onTime = metric("FD_CLOSE_RATE");
        assertThat(onTime.path("value").decimalValue()).as("told otherwise").isEqualByComparingTo("33.33");
        assertThat(onTime.path("declaredRate").decimalValue()).isEqualByComparingTo("100");
        assertThat(onTime.path("flags").get(0).path("text").asText())
                .contains("申报 100%")
                .contains("33.33%");
        close(findings.get(1));
        assertThat(computed("B1")).as("closed late does not count as on time").isEqualByComparingTo("1.33");
        assertThat(computed("K1")).as("one open, two closed").isEqualByComparingTo("2.3");

        done(county.as("office").post("/api/findings/" + findings.get(0) + "/reopen", Map.of("reason", "又出现同样问题")));
        assertThat(computed("K1")).as("two open, one closed").isEqualByComparingTo("1.9");
        assertThat(computed("B3")).as("1 of 3 came back, 33.33 %").isEqualByComparingTo("0");
        assertThat(computed("B1")).as("0 of 2").isEqualByComparingTo("0");

        String other = county.launched("另一个示例活动", TABLE, START.minusMonths(1), START.plusYears(1));
        bind(other, "K1", "points - 0.5 * findings.open");
        FindingFacts facts = county.bean(FindingFacts.class);
        Map<String, FindingFacts.OfCampaign> both = facts.of(List.of(campaign, other));
        assertThat(both)
                .containsEntry(other, new FindingFacts.OfCampaign(Map.of(), FindingFacts.Counts.NONE))
                .hasSize(2);
        FindingFacts.OfCampaign here = Objects.requireNonNull(both.get(campaign));
        assertThat(here.all()).isEqualTo(new FindingFacts.Counts(3, 2, 1, 0, 1, 1, 4, 2));
        assertThat(here.byCriterion())
                .containsEntry("K1", new FindingFacts.Counts(3, 2, 1, 0, 1, 1, 4, 2))
                .as("on the sheet, and nothing found")
                .containsEntry("B2", new FindingFacts.Counts(0, 0, 0, 0, 0, 0, 4, 4));
    }

    private static JsonNode metric(String code) {
        return county.get("/api/metrics/" + code + "?campaign=" + campaign);
    }

    private static void bind(String campaign, String criterion, String formula) {
        done(county.as("office")
                .post(
                        "/api/campaigns/" + campaign + "/criteria/" + criterion + "/formula",
                        Map.of("formula", formula)));
    }

    private static String site(String name) {
        return Acting.as(
                Role.OFFICE,
                null,
                () -> county.bean(Sites.class)
                        .save(
                                null,
                                new Sites.Draft(
                                        name, "示例路", "SJJ", "T03", null, null, false, "", true, List.of(campaign)))
                        .id());
    }

    private static String seen(String plan, String site) {
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

    private static void close(String finding) {
        done(county.as("sjj")
                .post("/api/findings/" + finding + "/submit", Map.of("feedback", "已整改。", "noSameType", "本县仅此一处。")));
        done(county.as("office").post("/api/findings/" + finding + "/verify", Map.of("rectified", true)));
    }

    private static BigDecimal computed(String criterion) {
        return row(criterion).path("computed").decimalValue();
    }

    private static JsonNode row(String criterion) {
        for (JsonNode row : county.score(campaign).path("criteria")) {
            if (row.path("code").asText().equals(criterion)) {
                return row;
            }
        }
        throw new AssertionError(criterion);
    }
}
