package org.chuangjian.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.chuangjian.identity.Accounts;
import org.chuangjian.identity.DemoAccounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleRemovalTests {

    private static final String OWN = "Own-Password-1";

    @TempDir
    private Path data;

    @Test
    void leavesNoTraceButAWayIn() throws Exception {
        try (Installation county = new Installation(data)) {
            assertThat(county.call("admin", "chuangjian", "DELETE", "/api/example")
                            .statusCode())
                    .isEqualTo(200);

            noTrace(county);
            assertThat(county.texts("select account from person")).containsExactly("admin");
            assertThat(county.call("office", "chuangjian", "GET", "/api/kinds").statusCode())
                    .isEqualTo(401);
            assertThat(county.texts("select account from account where change_password = true"))
                    .containsExactly("admin");
            assertThat(county.bean(DemoAccounts.class).list()).hasSize(1);
            assertThat(files()).isZero();
        }
        try (Installation again = new Installation(data)) {
            assertThat(again.count("unit")).as("does not come back").isZero();
            assertThat(String.valueOf(again.address()))
                    .as("admin still has the published password")
                    .contains("127.0.0.1");
            again.bean(Accounts.class).setPassword("admin", OWN, false, "admin", "严范例");
            assertThat(again.call("admin", OWN, "GET", "/api/example").statusCode())
                    .isEqualTo(200);
        }
        try (Installation open = new Installation(data)) {
            assertThat(open.address()).as("no address wanted, so every one").isNull();
        }
    }

    @Test
    void keepsWhatRealWorkUses() throws Exception {
        try (Installation county = new Installation(data)) {
            county.bean(Accounts.class).setPassword("admin", OWN, false, "admin", "严范例");
            county.bean(Accounts.class).setPassword("c-ybs", OWN, false, "c-ybs", "吕示例");

            assertThat(county.call("admin", OWN, "DELETE", "/api/example").statusCode())
                    .isEqualTo(200);

            noTrace(county);
            assertThat(county.texts("select account from person order by account"))
                    .containsExactly("admin", "c-ybs");
            assertThat(county.texts("select code from unit order by code"))
                    .as("the clerk's station and the bureau above it")
                    .containsExactly("sjj", "ybs");
            assertThat(county.bean(Accounts.class).withDemoPassword()).isEmpty();
            assertThat(county.call("admin", OWN, "DELETE", "/api/example").statusCode())
                    .isEqualTo(409);
        }
    }

    private static void noTrace(Installation county) {
        for (String table : new String[] {
            "campaign",
            "ownership",
            "ownership_support",
            "milestone",
            "confirmation",
            "assignment",
            "assignment_request",
            "evidence",
            "evidence_use",
            "survey_round",
            "evaluation",
            "snapshot",
            "self_evaluation",
            "site",
            "inspection",
            "finding",
            "finding_photo",
            "finding_request",
            "look_back",
            "supervision_order",
            "reminder",
            "leader_in_charge",
            "principal_leader",
            "metric_target",
            "metric_reading",
            "score",
            "score_round",
            "score_formula",
            "score_veto",
            "score_expert",
            "title",
            "tracking_item",
            "unit_report",
            "message",
            "mail",
            "criteria_set",
            "criterion",
            "example_row",
            "job"
        }) {
            assertThat(county.count(table)).as(table).isZero();
        }
        assertThat(county.count("journal where campaign_id is not null")).isZero();
        for (String table : county.texts("select table_name from information_schema.tables where upper(table_name)"
                + " like 'ACT!_RU!_%' escape '!' or upper(table_name) like 'ACT!_HI!_%' escape '!'")) {
            // Descriptions of timers and grants to roles belong to the models, meters only count.
            if (!table.toUpperCase(java.util.Locale.ROOT)
                    .matches("ACT_RU_(JOBDEF|AUTHORIZATION|FILTER|(TASK_)?METER_LOG)")) {
                assertThat(county.count(table)).as(table).isZero();
            }
        }
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("files"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
