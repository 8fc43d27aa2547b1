package org.chuangjian.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.identity.Accounts;
import org.chuangjian.identity.DemoAccounts;
import org.chuangjian.scoring.ScoreSettings;
import org.chuangjian.work.AssignmentState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleTests {

    private static final String OPEN_WITH_UNIT =
            "assignment where state in ('TO_RECEIVE', 'IN_PROGRESS', 'UNIT_REVIEW', 'RETURNED')";

    @TempDir
    private static Path data;

    private static Installation county;

    @BeforeAll
    static void startForTheFirstTime() {
        county = new Installation(data);
    }

    @AfterAll
    static void stop() {
        county.close();
    }

    @Test
    void hasItsUnitsPeopleTablesAndCampaigns() {
        assertThat(county.count("unit")).isEqualTo(24);
        assertThat(county.count("person")).isEqualTo(6 + 2 * 24);
        assertThat(county.count("account where demo = true")).isEqualTo(54);
        assertThat(county.texts("select kind from criteria_set order by kind"))
                .containsExactly("foodSafetyCounty", "giZone");
        assertThat(county.texts("select stage from campaign where example = true"))
                .containsExactly("building", "building");
        assertThat(county.count("campaign where launched_at is null")).isZero();
    }

    @Test
    void givesEveryUnitSomethingToDo() {
        assertThat(county.texts("select code from unit where not exists"
                        + " (select 1 from assignment a where a.unit_code = unit.code)"))
                .isEmpty();
    }

    @Test
    void showsWorkInEveryState() {
        Set<String> states = new TreeSet<>(county.texts("select distinct state from assignment"));
        assertThat(states).as("every state an assignment can be in").hasSize(AssignmentState.values().length);
        assertThat(county.count(OPEN_WITH_UNIT + " and due_date < current_date"))
                .as("overdue")
                .isPositive();
        assertThat(county.count(OPEN_WITH_UNIT + " and due_date between current_date and current_date + 4"))
                .as("near due")
                .isPositive();
        assertThat(county.texts("select kind from assignment_request where state = 'OPEN' order by kind"))
                .containsExactly("EXTENSION", "TRANSFER");
        assertThat(county.count("assignment where return_count > 0 and state = 'OFFICE_REVIEW'"))
                .as("made good after a return")
                .isPositive();
        assertThat(county.count("ownership where lead_unit is null"))
                .as("unowned")
                .isPositive();
        assertThat(county.count("milestone where reached_at is not null")).isPositive();
        assertThat(county.count("milestone where reached_at is null and due_date < current_date"))
                .as("late milestones")
                .isPositive();
    }

    @Test
    void keepsTablesAndProcessesInStep() {
        assertThat(county.count("assignment a where open = true and not exists"
                        + " (select 1 from ACT_RU_EXECUTION e where e.BUSINESS_KEY_ = a.id)"))
                .isZero();
        assertThat(county.count("finding f where open and not exists"
                        + " (select 1 from ACT_RU_EXECUTION e where e.BUSINESS_KEY_ = f.id)"))
                .isZero();
        assertThat(county.count("supervision_order o where open and not exists"
                        + " (select 1 from ACT_RU_EXECUTION e where e.BUSINESS_KEY_ = o.id)"))
                .isZero();
        assertThat(county.count("ACT_RU_TASK"))
                .as("one for everything open, and one for the stage of each campaign")
                .isEqualTo(county.count("assignment where open = true")
                        + county.count("finding where open")
                        + county.count("supervision_order where open")
                        + county.count("(select distinct self_evaluation_id, unit_code from self_score"
                                + " where unit_code is not null and state <> 'CHECKED') part")
                        + county.count("unit_report where state in ('OPEN', 'REPORTED')")
                        + 2);
    }

    @Test
    void bringsTheFactsOfTheYearAsEvidence() {
        assertThat(county.texts("select name from evidence"))
                .contains(
                        "用标企业赋码清单（14家）.xlsx",
                        "专项检查出动统计（92人次）.xlsx",
                        "责令整改通知书（2份）.docx",
                        "暗访业态清单（28类）.xlsx",
                        "暗访问题清单（16个）.xlsx");
        assertThat(county.texts("select e.name from evidence e join evidence_use u on u.evidence_id = e.id"
                        + " group by e.id, e.name having count(*) > 1"))
                .as("handed in once, used twice")
                .containsExactlyInAnyOrder("责令整改通知书（2份）.docx", "暗访问题清单（16个）.xlsx");
        assertThat(county.bean(EvidenceBook.class).check()).isEmpty();
    }

    @Test
    void findsSixteenProblemsInTwentyEightBusinessTypesAndShowsThemInEveryState() {
        assertThat(county.count(
                        "business_type t where not exists (select 1 from site s where s.business_type = t.code)"))
                .as("business types without a site")
                .isZero();
        assertThat(county.count("inspection where state = 'ISSUED' and mode = 'COVERT' and seed is not null"))
                .isOne();
        assertThat(county.count("finding where source = 'COVERT' and number is not null"))
                .isEqualTo(16);
        assertThat(county.count("finding where source = 'PROVINCE'")).isOne();
        assertThat(new TreeSet<>(county.texts("select distinct state from finding")))
                .containsExactly("ASSIGNED", "CLOSED", "DISCOVERED", "RECTIFYING", "REOPENED", "RETURNED", "SUBMITTED");
        assertThat(county.count("finding where state = 'DISCOVERED' and number is null"))
                .as("found in a plan no unit knows of")
                .isEqualTo(2);
        assertThat(county.count("finding where interviewed_at is not null")).isOne();
        assertThat(county.texts("select result from look_back_item order by result"))
                .containsExactly("HELD", "REBOUND");
        assertThat(county.texts("select kind || ' ' || state from finding_request order by kind"))
                .containsExactly("APPEAL OPEN", "EXTENSION GRANTED", "TRANSFER GRANTED");
        assertThat(county.count("finding f where state = 'CLOSED' and not exists (select 1 from finding_photo p"
                        + " where p.finding_id = f.id and p.role = 'AFTER' and p.before_id is not null)"))
                .as("struck off without a pair of photos")
                .isZero();
    }

    @Test
    void supervisesWhatIsLateInEveryColour() {
        assertThat(new TreeSet<>(county.texts("select colour from supervision_order where open")))
                .containsExactly("BLUE", "ORANGE", "RED");
        assertThat(county.texts("select state from supervision_order where not open order by number_in_year"))
                .containsExactly("ESCALATED", "ESCALATED", "CLOSED");
        assertThat(county.count("supervision_order where state = 'ANSWERED'")).isOne();
        assertThat(county.count("supervision_order where source = 'INSTRUCTION'"))
                .isOne();
        assertThat(county.texts("select distinct account from message where topic = 'reminder' and automatic"))
                .contains("office", "c-jyj", "h-jyj");
    }

    @Test
    void standsInTheEightiesWithOneKeyItemBelow() throws Exception {
        String campaign = county.texts("select id from campaign where kind = 'foodSafetyCounty'")
                .get(0);
        String score = county.call("office", "chuangjian", "GET", "/api/campaigns/" + campaign + "/score")
                .body();
        assertThat(score)
                .containsPattern("\"total\":8\\d\\.")
                .contains("\"verdict\":\"NOT_REACHED\"", "\"keyItemsBelow\":[\"FA5\"]");
        assertThat(county.texts("select distinct source from score order by source"))
                .containsExactly("COUNTY", "EXPERT", "INSPECTION", "SELF", "SURVEY");
        assertThat(county.texts("select source from score_round where locked_at is not null"))
                .containsExactly("INSPECTION");
        assertThat(county.texts("select state from self_evaluation")).containsExactly("SCORING");
        assertThat(county.count("snapshot")).isEqualTo(2);
        String units = county.call("office", "chuangjian", "GET", "/api/metrics/TC_UNITS?campaign=" + campaign)
                .body();
        assertThat(units).contains("483", "500", "96.6");
        assertThat(county.call("office", "chuangjian", "GET", "/api/metrics/SAMPLE_PASS_RATE?campaign=" + campaign)
                        .body())
                .as("a rate that was declared higher than it computes")
                .contains("rate-differs");
    }

    @Test
    void proposesFormulasOverMetricsThatExist() {
        ScoreSettings settings = county.bean(ScoreSettings.class);
        for (CampaignKind kind : county.bean(CampaignKinds.class).all()) {
            if (kind.scoring() != null) {
                assertThat(kind.scoring().formulas())
                        .allSatisfy(it -> assertThatCode(() -> settings.check(it.formula()))
                                .doesNotThrowAnyException());
            }
        }
    }

    @Test
    void holdsATitleWhoseReReviewIsDue() {
        assertThat(county.count("title where example and state = 'VALID' and review_proposed_at is not null"
                        + " and review_due <= current_date and valid_until > current_date"))
                .isOne();
        assertThat(county.texts("select distinct state from tracking_item")).contains("DONE");
    }

    @Test
    void keepsACovertPlanFromTheUnits() throws Exception {
        assertThat(county.call("office", "chuangjian", "GET", "/api/findings?size=100")
                        .body())
                .contains("留样柜温度偏高");
        for (String account : new String[] {"c-jyj", "h-jyj", "c-ybs"}) {
            assertThat(county.call(account, "chuangjian", "GET", "/api/findings?size=100")
                            .body())
                    .as(account)
                    .doesNotContain("留样柜温度偏高")
                    .doesNotContain("校门外摊点");
        }
    }

    @Test
    void letsEveryAccountInAndSaysSo() throws Exception {
        assertThat(county.bean(DemoAccounts.class).list()).hasSize(8);
        for (String account :
                new String[] {"office", "leader", "admin", "auditor", "inspector", "expert", "c-mnx", "h-jszx"}) {
            assertThat(county.call(account, "chuangjian", "GET", "/api/kinds").statusCode())
                    .as(account)
                    .isEqualTo(200);
        }
        assertThat(county.call("office", "chuangjian", "GET", "/settings").body())
                .doesNotContain("Exception");
    }

    @Test
    void isOpenToThisMachineOnly() {
        assertThat(String.valueOf(county.address())).contains("127.0.0.1");
    }

    @Test
    void isNotFilledTwice() {
        long assignments = county.count("assignment");
        assertThat(county.bean(Example.class).fillIfEmpty()).isFalse();
        assertThat(county.count("assignment")).isEqualTo(assignments);
    }

    @Test
    void isRemovedByTheSystemAdministratorOnly() throws Exception {
        assertThat(county.call("office", "chuangjian", "DELETE", "/api/example").statusCode())
                .isEqualTo(403);
        assertThat(county.call("auditor", "chuangjian", "DELETE", "/api/example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(county.bean(Accounts.class).withDemoPassword()).hasSize(54);
        assertThat(Files.exists(data.resolve("files"))).isTrue();
    }
}
