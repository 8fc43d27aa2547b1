package org.chuangjian.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.insight.CountyRows;
import org.chuangjian.inspection.FindingViews;
import org.chuangjian.inspection.Findings;
import org.chuangjian.organisation.Role;
import org.chuangjian.support.Acting;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.QuietProduct;
import org.chuangjian.support.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * 2,000 findings listed, filtered and counted through the register, against the plain statements they need, on one
 * PostgreSQL in one run. Only the ratios mean something.
 */
@Tag("bench")
@DirtiesContext
@QuietProduct
class FindingsBenchTests {

    private static final int FINDINGS = 2_000;
    private static final int ELSEWHERE = 18_000;
    private static final int TIMES = 60;
    private static final String[] STATES = {"ASSIGNED", "RECTIFYING", "SUBMITTED", "RETURNED", "CLOSED"};

    @TempDir
    static Path data;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcTemplate batches;

    @Autowired
    Findings findings;

    @Autowired
    FindingViews views;

    private final Map<String, Object> results = new LinkedHashMap<>();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.onPostgres(properties, data);
    }

    @Test
    void listsFiltersAndCountsWithinTwiceThePlainStatements() throws IOException {
        CountyRows rows = new CountyRows(jdbc);
        for (int unit = 0; unit < 40; unit++) {
            rows.unit("u" + unit, "单位" + unit);
        }
        rows.criteria("S1", "B1", "一级", "B2", "一级");
        for (String campaign : List.of("C1", "C2")) {
            rows.campaign(campaign, "S1", Campaign.State.ACTIVE);
            jdbc.sql("update campaign set kind = 'foodSafetyCounty' where id = ?")
                    .param(campaign)
                    .update();
        }
        fill("C1", FINDINGS);
        fill("C2", ELSEWHERE);
        jdbc.sql("analyze").update();

        Findings.Filter all = Findings.Filter.ofCampaign("C1");
        Findings.Filter late =
                new Findings.Filter("C1", null, null, "ordinary", null, null, null, null, "overdue", null);
        compare(
                "list.all",
                () -> views.of(findings.page(all, 0, FINDINGS)).items().size(),
                () -> plain("", FINDINGS));
        compare("list.page", () -> views.of(findings.page(all, 0, 50)).items().size(), () -> plain("", 50));
        compare(
                "filter.page",
                () -> views.of(findings.page(late, 0, 50)).items().size(),
                () -> plain(
                        " and f.severity = 'ordinary' and f.state in ('ASSIGNED', 'RECTIFYING', 'RETURNED', 'REOPENED')"
                                + " and f.due_date < current_date",
                        50));
        compare("count", () -> (int) findings.tally(all).overdue(), this::plainCount);
        Path folder = Files.createDirectories(Path.of("target", "bench"));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("findings.json").toFile(), results);
    }

    private int plain(String condition, int size) {
        String where = " where f.campaign_id = 'C1'" + condition;
        jdbc.sql("select count(*) from finding f" + where).query(Long.class).single();
        List<Object[]> read = jdbc.sql("select f.*, k.name, u.name, c.level2 from finding f"
                        + " join campaign k on k.id = f.campaign_id join unit u on u.code = f.unit_code"
                        + " left join criterion c on c.set_id = k.criteria_set_id and c.code = f.criterion_code" + where
                        + " order by f.open desc, f.due_date, f.number fetch first " + size + " rows only")
                .query((row, number) -> values(row))
                .list();
        return read.size();
    }

    private static Object[] values(ResultSet row) throws java.sql.SQLException {
        Object[] values = new Object[row.getMetaData().getColumnCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getObject(i + 1);
        }
        return values;
    }

    private int plainCount() {
        return jdbc.sql("select f.state, count(*) as n, count(*) filter (where f.due_date < current_date) as late"
                        + " from finding f where f.campaign_id = 'C1' group by f.state")
                .query((row, number) -> row.getInt("late"))
                .list()
                .size();
    }

    private void compare(String name, Callable<Integer> ours, Callable<Integer> plain) {
        double[] medians = new double[2];
        List<Callable<Integer>> both = List.of(plain, ours);
        long[][] nanos = new long[2][TIMES];
        // In turns, so that a busy machine is busy for both.
        for (int i = 0; i < TIMES; i++) {
            for (int side = 0; side < 2; side++) {
                Callable<Integer> deed = both.get(side);
                long start = System.nanoTime();
                int found = Acting.as(Role.OFFICE, null, deed);
                nanos[side][i] = System.nanoTime() - start;
                assertThat(found).isPositive();
            }
        }
        for (int side = 0; side < 2; side++) {
            // The first third warms up.
            long[] counted = Arrays.copyOfRange(nanos[side], TIMES / 3, TIMES);
            Arrays.sort(counted);
            medians[side] = Math.round(counted[counted.length / 2] / 1e4) / 100.0;
        }
        result(name + ".plain.millis", medians[0]);
        result(name + ".register.millis", medians[1]);
        result(name + ".ratio", Math.round(100 * medians[1] / medians[0]) / 100.0);
    }

    private void result(String name, Object value) {
        results.put(name, value);
        System.out.println("bench findings." + name + " = " + value);
    }

    private void fill(String campaign, int many) {
        OffsetDateTime now = ChinaTime.now();
        batches.batchUpdate(
                "insert into finding (id, campaign_id, place, business_type, place_source, criterion_code, unit_code,"
                        + " severity, description, source, source_note, state, open, number, found_at, found_by,"
                        + " found_by_name, issued_at, issued_by_name, due_date, first_due_date, extended, plan, feedback,"
                        + " no_same_type, return_count, reopen_count, last_at, last_by, version)"
                        + " values (?, ?, ?, 'T20', 'NONE', ?, ?, ?, '三防设施不全，记录缺失', 'COVERT', '', ?, ?, ?, ?, 'office',"
                        + " '张示例', ?, '张示例', ?, ?, false, '', '', '', 0, 0, ?, '张示例', 0)",
                new BatchPreparedStatementSetter() {
                    @Override
                    public void setValues(java.sql.PreparedStatement row, int i) throws java.sql.SQLException {
                        String state = STATES[i % STATES.length];
                        LocalDate due = ChinaTime.today().plusDays(i % 30 - 15);
                        row.setString(1, campaign + "F" + i);
                        row.setString(2, campaign);
                        row.setString(3, "示例食堂" + i);
                        row.setString(4, i % 2 == 0 ? "B1" : "B2");
                        row.setString(5, "u" + i % 40);
                        row.setString(6, i % 3 == 0 ? "ordinary" : "structural");
                        row.setString(7, state);
                        row.setBoolean(8, !state.equals("CLOSED"));
                        row.setString(9, "2026-%05d".formatted(i));
                        row.setObject(10, now);
                        row.setObject(11, now);
                        row.setObject(12, due);
                        row.setObject(13, due);
                        row.setObject(14, now);
                    }

                    @Override
                    public int getBatchSize() {
                        return many;
                    }
                });
    }
}
