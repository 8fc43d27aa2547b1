package org.chuangjian.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.insight.CountyRows;
import org.chuangjian.organisation.Role;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.CountedStatements;
import org.chuangjian.support.QuietPages;
import org.chuangjian.support.Visits;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A sweep that finds nothing new, and the pages, take as many statements for many late tasks as for a few. */
@QuietPages
class SupervisionStatementTests {

    @Autowired
    Visits visits;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SupervisionSweep sweep;

    @Test
    void doNotGrowWithWhatHasBeenDealtWith() throws Exception {
        CountyRows rows = new CountyRows(jdbc);
        rows.unit("u0", "单位零");
        visits.person("office", "u0", Role.OFFICE);
        String[] criteria = new String[80];
        for (int i = 0; i < 40; i++) {
            criteria[2 * i] = "B" + (i + 1);
            criteria[2 * i + 1] = "一级";
        }
        rows.criteria("S1", criteria);
        rows.campaign("C1", "S1", Campaign.State.ACTIVE);
        late(rows, 1, 3);
        Map<String, Long> few = counted();
        late(rows, 4, 40);
        Map<String, Long> many = counted();
        assertThat(many).isEqualTo(few);
        assertThat(few.get("sweep")).isLessThanOrEqualTo(22);
    }

    /** Tasks long overdue, reminded of, each with its answered order. */
    private void late(CountyRows rows, int from, int to) {
        for (int i = from; i <= to; i++) {
            LocalDate due = ChinaTime.today().minusDays(9);
            String id = rows.assignment("C1", "S1", "B" + i, "u0", "IN_PROGRESS", due, 0);
            jdbc.sql("insert into reminder (subject_type, subject_id, due_date, round, slot, campaign_id, next_on,"
                            + " sent_at) values ('ASSIGNMENT', ?, ?, 0, 3, 'C1', ?, current_timestamp)")
                    .params(id, due, ChinaTime.today().plusDays(2))
                    .update();
            jdbc.sql("insert into supervision_order (id, number_year, number_in_year, subject_type, subject_id,"
                            + " subject_title, subject_due, subject_round, campaign_id, unit_code, colour, source, reason,"
                            + " due_date, first_due_date, state, open, draft_answer, answer, opinion, return_count,"
                            + " raised_by, raised_by_name, raised_at, last_at, last_by, version) values (?, 2026, ?,"
                            + " 'ASSIGNMENT', ?, '事项', ?, 0, 'C1', 'u0', 'BLUE', 'RULE', '事由', ?, ?, 'ANSWERED', true,"
                            + " '', '答', '', 0, '自动', '自动', ?, ?, '自动', 0)")
                    .params(List.of("O" + i, i, id, due, due, due, ChinaTime.now(), ChinaTime.now()))
                    .update();
        }
    }

    private Map<String, Long> counted() throws Exception {
        Map<String, Long> counted = new LinkedHashMap<>();
        sweep.sweep();
        counted.put("sweep", CountedStatements.during(() -> {
            sweep.sweep();
            return true;
        }));
        counted.putAll(visits.statements(Map.of(
                "office",
                List.of(
                        "/supervision-orders",
                        "/supervision-orders/export",
                        "/supervision-orders/part?only=open",
                        "/inbox",
                        "/api/supervision-orders"))));
        return counted;
    }
}
