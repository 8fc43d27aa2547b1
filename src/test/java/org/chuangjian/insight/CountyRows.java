package org.chuangjian.insight;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.chuangjian.campaign.Campaign;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows as the numbers count them, written straight into the tables. */
public final class CountyRows {

    private static final OffsetDateTime AT = OffsetDateTime.of(2026, 1, 5, 9, 0, 0, 0, ZoneOffset.ofHours(8));

    private final JdbcClient jdbc;
    private int next = 1;

    public CountyRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void unit(String code, String name) {
        jdbc.sql("insert into unit (code, name, type, head, liaison, active) values (?, ?, 'DEPARTMENT', '', '', true)")
                .params(code, name)
                .update();
    }

    /** @param criteria code → first-level indicator, two after one another */
    public void criteria(String set, String... criteria) {
        jdbc.sql("insert into criteria_set (id, kind, edition, file_name, sha256, imported_by, imported_by_name,"
                        + " imported_at) values (?, 'giZone', ?, '示例细则.csv', '', 'office', '张示例', ?)")
                .params(set, set, AT)
                .update();
        for (int i = 0; i < criteria.length; i += 2) {
            jdbc.sql(
                            "insert into criterion (id, set_id, code, position, level1, level2, requirement, points, type,"
                                    + " owner_text, evidence_text, rule_text) values (?, ?, ?, ?, ?, ?, '要求', 3, 'KEY', '', '', '')")
                    .params(set + criteria[i], set, criteria[i], i, criteria[i + 1], "指标" + criteria[i])
                    .update();
        }
    }

    public Campaign campaign(String id, String set, Campaign.State state) {
        LocalDate start = LocalDate.of(2026, 1, 5);
        LocalDate acceptance = LocalDate.of(2027, 6, 30);
        jdbc.sql("insert into campaign (id, kind, name, criteria_set_id, state, stage, stage_since, start_date,"
                        + " acceptance_date, launched_at, example, created_by, created_at)"
                        + " values (?, 'giZone', ?, ?, ?, 'building', ?, ?, ?, ?, false, 'office', ?)")
                .params(id, "示例活动" + id, set, state.name(), AT, start, acceptance, AT, AT)
                .update();
        return new Campaign(
                id,
                "giZone",
                "示例活动" + id,
                set,
                state,
                "building",
                AT,
                start,
                acceptance,
                null,
                AT,
                null,
                false,
                "office",
                AT);
    }

    public String assignment(
            String campaign, String set, String criterion, String unit, String state, LocalDate due, int returns) {
        String id = campaign + "-A" + next++;
        jdbc.sql(
                        "insert into assignment (id, campaign_id, criterion_id, criterion_code, criterion_type, unit_code, role,"
                                + " state, open, due_date, first_due_date, draft_note, note, return_count, last_at, last_by,"
                                + " version) values (?, ?, ?, ?, 'KEY', ?, 'LEAD', ?, ?, ?, ?, '', '', ?, ?, '张示例', 0)")
                .params(
                        id,
                        campaign,
                        set + criterion,
                        criterion,
                        unit,
                        state,
                        !state.equals("ACCEPTED") && !state.equals("EXEMPT") && !state.equals("HANDED_OVER"),
                        due,
                        due,
                        returns,
                        AT)
                .update();
        return id;
    }

    public void evidence(String campaign, String assignment, String criterion, String unit, String state) {
        String id = "E" + next++;
        String hash = "%064d".formatted(next);
        jdbc.sql("insert into evidence (id, campaign_id, unit_code, name, media_type, size, sha256, note, uploaded_by,"
                        + " uploaded_by_name, uploaded_at) values (?, ?, ?, '材料.pdf', 'application/pdf', 10, ?, '',"
                        + " 'clerk', '王样例', ?)")
                .params(id, campaign, unit, hash, AT)
                .update();
        jdbc.sql("insert into evidence_use (evidence_id, assignment_id, campaign_id, criterion_code, sha256, state,"
                        + " linked_at, linked_by) values (?, ?, ?, ?, ?, ?, ?, 'clerk')")
                .params(id, assignment, campaign, criterion, hash, state, AT)
                .update();
    }
}
