package org.chuangjian.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class WorkingDaysTests {

    private final MovableClock clock = new MovableClock();
    private JdbcClient jdbc;
    private Journal journal;
    private WorkingDays days;

    @BeforeEach
    void openCalendar() throws Exception {
        DriverManagerDataSource database =
                new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = database.getConnection()) {
            for (String file : List.of(
                    "db/shared/001-journal-jobs-calendar.sql",
                    "db/shared/002-state-council-days.sql",
                    "db/shared/003-published-years.sql")) {
                new Liquibase(file, new ClassLoaderResourceAccessor(), new JdbcConnection(connection))
                        .update(new Contexts());
            }
        }
        jdbc = JdbcClient.create(database);
        journal = new Journal(jdbc, clock);
        days = new WorkingDays(jdbc, journal, clock, event -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "2023-01-28, true",
        "2023-09-29, false",
        "2024-02-09, true",
        "2024-05-11, true",
        "2025-01-26, true",
        "2025-10-08, false",
        "2026-01-02, false",
        "2026-01-04, true",
        "2026-02-14, true",
        "2026-02-23, false",
        "2026-10-10, true",
        "2026-11-21, false",
        "2026-11-23, true"
    })
    void theStateCouncilsDaysAreKnown(LocalDate date, boolean working) {
        assertThat(days.isWorking(date)).isEqualTo(working);
    }

    @Test
    void aDeadlineAcrossTheSpringFestivalCountsSwappedDays() {
        LocalDate fridayBefore = LocalDate.of(2026, 2, 13);

        assertThat(days.plus(fridayBefore, 1)).isEqualTo(LocalDate.of(2026, 2, 14));
        assertThat(days.plus(fridayBefore, 2)).isEqualTo(LocalDate.of(2026, 2, 24));
        assertThat(days.plus(fridayBefore, 6)).isEqualTo(LocalDate.of(2026, 2, 28));
        assertThat(days.minus(LocalDate.of(2026, 2, 24), 2)).isEqualTo(fridayBefore);
        assertThat(days.plus(fridayBefore, 0)).isEqualTo(fridayBefore);
    }

    @Test
    void countingBetweenTwoDaysIsTheReverseOfAdding() {
        LocalDate from = LocalDate.of(2026, 2, 13);

        assertThat(days.between(from, LocalDate.of(2026, 2, 28))).isEqualTo(6);
        assertThat(days.between(from, from)).isZero();
        assertThat(days.between(LocalDate.of(2026, 2, 28), from)).isEqualTo(-6);
        for (int n = -30; n <= 30; n++) {
            assertThat(days.between(from, days.plus(from, n))).isEqualTo(n);
        }
    }

    @Test
    void anUnpublishedYearFallsBackToMondayToFriday() {
        assertThat(days.knows(2026)).isTrue();
        assertThat(days.knows(2022)).isFalse();
        assertThat(days.knows(2027)).isFalse();
        assertThat(days.years()).containsExactly(2023, 2024, 2025, 2026);
        assertThat(days.isWorking(LocalDate.of(2027, 10, 1))).isTrue();
        assertThat(days.isWorking(LocalDate.of(2027, 10, 2))).isFalse();
    }

    @Test
    void oneDaySetByHandDoesNotMakeAYearKnown() {
        days.set(LocalDate.of(2027, 5, 4), false, "示例节", "office", "张示例");

        assertThat(days.isWorking(LocalDate.of(2027, 5, 4))).isFalse();
        assertThat(days.knows(2027)).isFalse();
        days.declare(2027, "office", "张示例");
        days.declare(2027, "office", "张示例");
        assertThat(days.knows(2027)).isTrue();
        assertThat(journal.of("calendar", "2027")).hasSize(1);
        assertThat(catchThrowableOfType(Problem.class, () -> days.declare(2028, "office", "张示例"))
                        .detail())
                .contains("还没有录入");
    }

    @Test
    void theOfficeChangesOneDayAndPutsItBack() {
        LocalDate day = LocalDate.of(2026, 11, 23);

        days.set(day, false, "示例节", "office", "张示例");
        assertThat(days.isWorking(day)).isFalse();
        days.set(day, true, "示例节", "office", "张示例");
        assertThat(days.isWorking(day)).isTrue();
        days.reset(day, "office", "张示例");

        assertThat(days.days(2026)).noneMatch(entered -> entered.date().equals(day));
        assertThat(journal.of("calendar", "2026-11-23"))
                .extracting(Journal.Entry::detail)
                .containsExactly("休 示例节", "班 示例节", "恢复为按星期推算");
    }

    @Test
    void aYearIsTakenFromASpreadsheet() {
        byte[] file = new SpreadsheetWriter()
                .sheet("2031", "日期", "类型", "名称")
                .row(LocalDate.of(2030, 12, 31), "休", "元旦")
                .row(LocalDate.of(2031, 1, 1), "休", "元旦")
                .row("2031/1/5", "班", "元旦调休")
                .toBytes();

        assertThat(days.importYear(file, "2031.xlsx", "office", "张示例", true).created())
                .isEqualTo(3);
        assertThat(days.knows(2031)).isFalse();
        assertThat(days.importYear(file, "2031.xlsx", "office", "张示例", false).clean())
                .isTrue();

        assertThat(days.knows(2031)).isTrue();
        assertThat(days.knows(2030)).isFalse();
        assertThat(days.isWorking(LocalDate.of(2031, 1, 5))).isTrue();
        assertThat(days.isWorking(LocalDate.of(2030, 12, 31))).isFalse();
        assertThat(journal.of("calendar", "2031")).hasSize(1);
    }

    @Test
    void aYearIsTakenFromTheOpenFormatAndReplacesWhatWasThere() {
        String json = "{\"year\":2026,\"days\":[{\"name\":\"元旦\",\"date\":\"2026-01-01\",\"isOffDay\":true},"
                + "{\"name\":\"元旦\",\"date\":\"2026-01-04\",\"isOffDay\":false},"
                + "{\"name\":\"示例\",\"date\":\"2026-03-04\",\"isOffDay\":true}]}";

        ImportReport report = days.importYear(utf8(json), "2026.json", "office", "张示例", false);

        assertThat(report).isEqualTo(new ImportReport(3, 1, 1, List.of()));
        assertThat(days.days(2026)).hasSize(3);
        assertThat(days.isWorking(LocalDate.of(2026, 1, 2))).isTrue();
    }

    @Test
    void everyFaultOfAFileIsReportedAndNothingWritten() {
        ImportReport report = days.importYear(
                utf8("日期,类型,名称\n2031-01-01,休,元旦\n2031-01-01,休,元旦\n明天,休,\n2031-02-01,半天,\n2029-01-01,休,元旦\n"),
                "2031.csv",
                "office",
                "张示例",
                false);

        assertThat(report.problems()).extracting(RowProblem::row).containsExactly(3, 4, 5, 6);
        assertThat(report.problems()).extracting(RowProblem::column).containsExactly("日期", "日期", "类型", "日期");
        assertThat(days.knows(2031)).isFalse();
    }

    @Test
    void aYearWithoutDaysIsNotTakenForAPublishedOne() {
        Problem problem = catchThrowableOfType(
                Problem.class,
                () -> days.importYear(utf8("{\"year\":2027,\"days\":[]}"), "2027.json", "office", "张示例", false));

        assertThat(problem.detail()).contains("尚未公布");
        assertThat(days.knows(2027)).isFalse();
    }

    @Test
    void aChangeOnAnotherNodeIsSeenHalfAMinuteLater() {
        LocalDate day = LocalDate.of(2026, 11, 23);
        assertThat(days.isWorking(day)).isTrue();
        new WorkingDays(jdbc, journal, clock, event -> {}).set(day, false, "示例节", "office", "张示例");
        assertThat(days.isWorking(day)).isTrue();

        clock.now = clock.now.plus(Duration.ofSeconds(31));

        assertThat(days.isWorking(day)).isFalse();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class MovableClock extends Clock {

        private Instant now = Instant.parse("2026-11-21T02:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneId.of("Asia/Shanghai");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
