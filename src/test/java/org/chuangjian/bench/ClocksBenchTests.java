package org.chuangjian.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.supervision.SupervisionSweep;
import org.chuangjian.support.Acting;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.CountedStatements;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.Postgres;
import org.chuangjian.support.QuietProduct;
import org.chuangjian.support.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The clocks of supervision: one sweep over our tables against a timer for each task, on one PostgreSQL in one run.
 * The sweep's side includes all a reminder writes, the timer's side nothing but the timer.
 */
@Tag("bench")
@DirtiesContext
@QuietProduct
class ClocksBenchTests {

    private static final int REMINDED = 2_000;
    private static final int OPEN = 60_000;
    private static final int CRITERIA = 100;
    private static final int RUNS = 11;

    @TempDir
    static Path data;

    @Autowired
    CountyAtWork county;

    @Autowired
    Units units;

    @Autowired
    CriteriaSets criteria;

    @Autowired
    Campaigns campaigns;

    @Autowired
    SupervisionSweep sweep;

    @Autowired
    WorkingDays workingDays;

    @Autowired
    JdbcClient jdbc;

    private String criteriaSet = "";

    private final Results results = new Results("clocks");

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.onPostgres(properties, data);
    }

    @Test
    void measuresTheSweepAgainstATimerForEachTask() throws Exception {
        county.settle();
        criteriaSet = criteria();
        timers();
        sweeps();
        results.write();
    }

    private void timers() {
        try (TimedEngine engine = new TimedEngine(Postgres.freshDatabase())) {
            engine.start("untimed", 500);
            engine.start("timed", 500);
            engine.fire(engine.timers());
            double untimed = millis(() -> engine.start("untimed", REMINDED));
            double timed = millis(() -> engine.start("timed", REMINDED));
            List<String> timers = engine.timers();
            assertThat(timers).hasSize(REMINDED);
            results.put("timer.armMillisPerThousand", perThousand(Math.max(0, timed - untimed)));
            results.put("timer.moveMillisPerThousand", perThousand(millis(() -> engine.move(timers))));
            results.put("timer.fireMillisPerThousand", perThousand(millis(() -> engine.fire(timers))));
            assertThat(engine.timers()).isEmpty();
        }
    }

    private void sweeps() throws Exception {
        // Far from every deadline at first: the sweep looks and has nothing to do
        String campaign = campaign();
        LocalDate far = ChinaTime.today().plusYears(1);
        assignments(campaign, REMINDED, far);
        jdbc.sql("analyze").update();
        double few = median(sweep::sweep);
        long statementsFew = CountedStatements.during(this::swept);
        assertThat(reminders()).isZero();
        LocalDate soon = workingDays.plus(ChinaTime.today(), 1);
        double moved = millis(() -> jdbc.sql("update assignment set due_date = ? where campaign_id = ?")
                .params(soon, campaign)
                .update());
        double reminding = millis(sweep::sweep);
        assertThat(reminders()).isEqualTo(REMINDED);
        results.put("sweep.armMillisPerThousand", 0);
        results.put("sweep.moveMillisPerThousand", perThousand(moved));
        results.put("sweep.fireMillisPerThousand", perThousand(reminding));
        for (int open = REMINDED; open < OPEN; open += REMINDED) {
            assignments(campaign(), REMINDED, far);
        }
        jdbc.sql("analyze").update();
        double many = median(sweep::sweep);
        results.put("sweep.idle.fewTasks", REMINDED);
        results.put("sweep.idle.fewMillis", few);
        results.put("sweep.idle.manyTasks", OPEN);
        results.put("sweep.idle.manyMillis", many);
        results.put("sweep.idle.statements", statementsFew);
        assertThat(CountedStatements.during(this::swept)).isEqualTo(statementsFew);
    }

    private boolean swept() {
        sweep.sweep();
        return true;
    }

    private int reminders() {
        return jdbc.sql("select count(*) from reminder where subject_type = 'ASSIGNMENT'")
                .query(Integer.class)
                .single();
    }

    private String criteria() {
        StringBuilder table = new StringBuilder("编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n");
        for (int i = 1; i <= CRITERIA; i++) {
            table.append("C%04d,组%d,指标%d,要求%d,1,基本项,,材料,MANUAL:0-1%n".formatted(i, i % 7, i, i));
        }
        return as(() -> Objects.requireNonNull(criteria.importSet(
                        "foodSafetyCounty",
                        "测量",
                        table.toString().getBytes(StandardCharsets.UTF_8),
                        "table.csv",
                        "office",
                        "示例",
                        false)
                .id()));
    }

    private String campaign() {
        return as(() -> campaigns
                .create(
                        "foodSafetyCounty",
                        "钟",
                        criteriaSet,
                        ChinaTime.today().minusMonths(1),
                        ChinaTime.today().plusYears(2),
                        false)
                .id());
    }

    /** One for each unit and criterion, as far as {@code count} goes. */
    private void assignments(String campaign, int count, LocalDate due) {
        List<String> owners =
                units.all().stream().filter(Unit::active).map(Unit::code).toList();
        jdbc.sql(
                        "insert into assignment (id, campaign_id, criterion_id, criterion_code, criterion_type, unit_code, role,"
                                + " state, open, due_date, first_due_date, draft_note, note, return_count, last_at, last_by, version)"
                                + " select substr(md5(k.id || n), 1, 13), k.id, c.id, c.code, c.type,"
                                + " (cast(:units as varchar[]))[1 + n / :criteria], 'SUPPORTING', 'IN_PROGRESS', true, :due, :due,"
                                + " '', '', 0, k.created_at, '测试', 0 from campaign k join generate_series(0, :count - 1) n on true"
                                + " join criterion c on c.set_id = k.criteria_set_id and c.position = 1 + mod(n, :criteria)"
                                + " where k.id = :campaign")
                .param("units", "{" + String.join(",", owners) + "}")
                .param("criteria", CRITERIA)
                .param("due", due)
                .param("count", count)
                .param("campaign", campaign)
                .update();
    }

    private static <T> T as(Callable<T> deed) {
        return Acting.as(Role.OFFICE, "u01", deed);
    }

    private static double median(Runnable deed) {
        double[] runs = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            runs[i] = millis(deed);
        }
        java.util.Arrays.sort(runs);
        return Results.round(runs[RUNS / 2]);
    }

    private static double millis(Runnable deed) {
        long start = System.nanoTime();
        deed.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double perThousand(double millis) {
        return Results.round(millis * 1000 / REMINDED);
    }
}
