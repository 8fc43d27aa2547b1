package org.chuangjian.shared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * 工作日: Monday to Friday, but for the days off and swapped days (调休) that the State Council publishes for each year
 * and the office enters here. Deadlines count in these days.
 *
 * <p>The days are held in memory for half a minute at most, so that a change made on another node is seen soon.
 */
@Component
public class WorkingDays {

    private static final Duration KEPT_FOR = Duration.ofSeconds(30);
    private static final int MAX_DAYS = 20_000;
    private static final int MAX_NAME = 100;
    private static final Set<String> WORDS_OFF = Set.of("休", "放假", "休息", "假", "休假");
    private static final Set<String> WORDS_WORKING = Set.of("班", "上班", "补班", "调休上班", "工作");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient jdbc;
    private final Journal journal;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    private volatile @Nullable Snapshot snapshot;

    WorkingDays(JdbcClient jdbc, Journal journal, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.clock = clock;
        this.events = events;
    }

    public boolean isWorking(LocalDate date) {
        return current().isWorking(date);
    }

    /** The {@code days}-th working day after the date; 0 answers the date itself, a negative number counts back. */
    public LocalDate plus(LocalDate date, int days) {
        if (Math.abs((long) days) > MAX_DAYS) {
            throw new IllegalArgumentException("At most " + MAX_DAYS + " working days, not " + days);
        }
        Snapshot calendar = current();
        int step = days < 0 ? -1 : 1;
        LocalDate day = date;
        for (int left = Math.abs(days); left > 0; ) {
            day = day.plusDays(step);
            if (calendar.isWorking(day)) {
                left--;
            }
        }
        return day;
    }

    /** The {@code days}-th working day before the date; 0 answers the date itself. */
    public LocalDate minus(LocalDate date, int days) {
        return plus(date, -days);
    }

    /**
     * How many working days lie after {@code from} up to and including {@code to}; negative if {@code to} is earlier. So
     * {@code plus(from, between(from, to))} is {@code to} for every working day {@code to}.
     */
    public int between(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            return -countWorking(to.minusDays(1), from.minusDays(1));
        }
        return countWorking(from, to);
    }

    private int countWorking(LocalDate after, LocalDate upTo) {
        Snapshot calendar = current();
        int count = 0;
        for (LocalDate day = after.plusDays(1); !day.isAfter(upTo); day = day.plusDays(1)) {
            if (calendar.isWorking(day)) {
                count++;
            }
        }
        return count;
    }

    /**
     * Whether the year's arrangement is there as a whole: imported, or declared complete by the office. If not, results
     * rest on Monday to Friday and single days entered by hand, and a page says so (按周一至周五推算).
     */
    public boolean knows(int year) {
        return current().years.contains(year);
    }

    /** The years whose arrangement is there, ascending. */
    public List<Integer> years() {
        return List.copyOf(new TreeSet<>(current().years));
    }

    /** The year's days that break the Monday-to-Friday rule or were published as days off, in order. */
    public List<CalendarDay> days(int year) {
        return jdbc.sql("select calendar_date, working, name from calendar_day"
                        + " where calendar_date between ? and ? order by calendar_date")
                .params(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31))
                .query(WorkingDays::calendarDay)
                .list();
    }

    /** Sets one day, whatever it was before. */
    @Transactional
    public void set(LocalDate day, boolean working, String name, String account, String accountName) {
        String shown = name.strip();
        if (shown.length() > MAX_NAME) {
            throw Problem.invalid("calendar-day", "名称最多 " + MAX_NAME + " 字，请精简。");
        }
        store(new CalendarDay(day, working, shown));
        journal.write(account, accountName, null, "calendar", day.toString(), "修改工作日", (working ? "班 " : "休 ") + shown);
        changed();
    }

    /** Puts one day back under the Monday-to-Friday rule. */
    @Transactional
    public void reset(LocalDate day, String account, String accountName) {
        int removed = jdbc.sql("delete from calendar_day where calendar_date = ?")
                .param(day)
                .update();
        if (removed > 0) {
            journal.write(account, accountName, null, "calendar", day.toString(), "修改工作日", "恢复为按星期推算");
        }
        changed();
    }

    /** Says that what was entered by hand is the year's whole arrangement. */
    @Transactional
    public void declare(int year, String account, String accountName) {
        if (days(year).isEmpty()) {
            throw Problem.invalid("calendar-year", year + " 年还没有录入任何放假或调休，请先录入或导入。");
        }
        if (publish(year)) {
            journal.write(account, accountName, null, "calendar", String.valueOf(year), "确认放假安排已录全", year + " 年");
            forget();
        }
    }

    /**
     * Replaces a year's days by those of a file: a spreadsheet with the columns 日期, 类型 (休 or 班) and 名称, or JSON in
     * the open holiday-cn format. The year is that of the days; the last days of the December before may come with it.
     *
     * @return with a problem nothing was written; with {@code dryRun} nothing is written anyway
     * @throws Problem 422 {@code spreadsheet} or {@code calendar-file} when the file cannot be read at all
     */
    @Transactional
    public ImportReport importYear(
            byte[] content, String fileName, String account, String accountName, boolean dryRun) {
        Upload upload = fileName.toLowerCase(Locale.ROOT).strip().endsWith(".json")
                ? fromJson(content)
                : fromSpreadsheet(Spreadsheet.read(content, fileName));
        int year = upload.year;
        upload.checkYears();
        if (!upload.problems.isEmpty()) {
            return new ImportReport(upload.rows, 0, 0, upload.problems);
        }
        Map<LocalDate, CalendarDay> before = new HashMap<>();
        days(year - 1).forEach(day -> before.put(day.date(), day));
        days(year).forEach(day -> before.put(day.date(), day));
        int created = 0;
        int changed = 0;
        for (CalendarDay day : upload.days.values()) {
            CalendarDay old = before.get(day.date());
            created += old == null ? 1 : 0;
            changed += old != null && !old.equals(day) ? 1 : 0;
        }
        if (!dryRun) {
            jdbc.sql("delete from calendar_day where calendar_date between ? and ?")
                    .params(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31))
                    .update();
            upload.days.values().forEach(this::store);
            publish(year);
            journal.write(
                    account,
                    accountName,
                    null,
                    "calendar",
                    String.valueOf(year),
                    "导入工作日历",
                    year + " 年，共 " + upload.days.size() + " 天");
            changed();
        }
        return new ImportReport(upload.rows, created, changed, List.of());
    }

    private static CalendarDay calendarDay(ResultSet row, int number) throws SQLException {
        return new CalendarDay(
                row.getObject("calendar_date", LocalDate.class), row.getBoolean("working"), row.getString("name"));
    }

    private void store(CalendarDay day) {
        jdbc.sql("delete from calendar_day where calendar_date = ?")
                .param(day.date())
                .update();
        jdbc.sql("insert into calendar_day (calendar_date, working, name) values (?, ?, ?)")
                .params(day.date(), day.working(), day.name())
                .update();
    }

    /** @return whether it was not before */
    private boolean publish(int year) {
        return jdbc.sql("insert into calendar_year (calendar_year) select ? where not exists"
                                + " (select 1 from calendar_year where calendar_year = ?)")
                        .params(year, year)
                        .update()
                > 0;
    }

    private void changed() {
        forget();
        events.publishEvent(new WorkingDaysChanged());
    }

    private static Upload fromSpreadsheet(Spreadsheet sheet) {
        sheet.alias("名称", "节日", "说明").alias("类型", "休/班", "休班").require("日期", "类型", "名称");
        Upload upload = new Upload();
        for (Spreadsheet.Row row : sheet.rows()) {
            upload.rows++;
            if (row.isBlank("日期")) {
                row.problem("日期", "日期为空，请填写。");
            }
            LocalDate date = row.date("日期");
            String type = row.code("类型");
            String name = row.text("名称", MAX_NAME);
            boolean off = WORDS_OFF.contains(type);
            if (!off && !WORDS_WORKING.contains(type) && !row.isUnreadable("类型")) {
                row.problem("类型", "类型只能填“休”或“班”。");
                continue;
            }
            if (date != null) {
                CalendarDay twin = upload.days.get(date);
                if (twin != null) {
                    row.problem("日期", "日期重复，第 " + upload.rowOf(date) + " 行已有 " + date + "。");
                } else {
                    upload.add(row.number(), new CalendarDay(date, !off, name));
                }
            }
        }
        upload.problems.addAll(sheet.problems());
        return upload;
    }

    private static Upload fromJson(byte[] content) {
        JsonNode days = parse(content).path("days");
        if (!days.isArray()) {
            throw Problem.invalid("calendar-file", "文件里没有 days 列表，请上传 holiday-cn 格式的年度文件，或用 .xlsx 表格。");
        }
        if (days.isEmpty()) {
            throw Problem.invalid("calendar-file", "文件里没有任何日期，这一年的安排可能尚未公布。");
        }
        Upload upload = new Upload();
        for (JsonNode day : days) {
            int item = ++upload.rows;
            LocalDate date = null;
            try {
                date = LocalDate.parse(day.path("date").asText());
            } catch (DateTimeException e) {
                upload.problems.add(new RowProblem(item, "date", "不是日期，应如 2026-01-31。"));
            }
            if (!day.path("isOffDay").isBoolean()) {
                upload.problems.add(new RowProblem(item, "isOffDay", "只能是 true 或 false。"));
            } else if (date != null && upload.days.containsKey(date)) {
                upload.problems.add(
                        new RowProblem(item, "date", "日期重复，第 " + upload.rowOf(date) + " 项已有 " + date + "。"));
            } else if (date != null) {
                String name = day.path("name").asText("");
                upload.add(
                        item,
                        new CalendarDay(
                                date,
                                !day.path("isOffDay").booleanValue(),
                                name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name));
            }
        }
        return upload;
    }

    private static JsonNode parse(byte[] content) {
        if (content.length > 1024 * 1024) {
            throw Problem.invalid("calendar-file", "文件超过 1 MB，不像一年的放假安排。");
        }
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            throw Problem.invalid("calendar-file", "文件不是有效的 JSON，请上传 holiday-cn 格式的年度文件，或用 .xlsx 表格。");
        } catch (IOException e) {
            throw Problem.invalid("calendar-file", "文件读取失败，请重新上传。");
        }
    }

    /** Also once the transaction is over: until then another thread may have read the old days, or we the new ones. */
    private void forget() {
        snapshot = null;
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    snapshot = null;
                }
            });
        }
    }

    private Snapshot current() {
        Snapshot kept = snapshot;
        Instant now = clock.instant();
        if (kept != null
                && !now.isBefore(kept.read)
                && Duration.between(kept.read, now).compareTo(KEPT_FOR) < 0) {
            return kept;
        }
        Map<LocalDate, Boolean> days = new HashMap<>();
        for (CalendarDay day : jdbc.sql("select calendar_date, working, name from calendar_day")
                .query(WorkingDays::calendarDay)
                .list()) {
            days.put(day.date(), day.working());
        }
        List<Integer> years = jdbc.sql("select calendar_year from calendar_year")
                .query(Integer.class)
                .list();
        Snapshot fresh = new Snapshot(now, Map.copyOf(days), Set.copyOf(years));
        snapshot = fresh;
        return fresh;
    }

    /** One entered day. */
    public record CalendarDay(LocalDate date, boolean working, String name) {}

    private record Snapshot(Instant read, Map<LocalDate, Boolean> days, Set<Integer> years) {

        boolean isWorking(LocalDate date) {
            Boolean entered = days.get(date);
            if (entered != null) {
                return entered;
            }
            return date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;
        }
    }

    /** The days of a file before they are believed. */
    private static final class Upload {

        final Map<LocalDate, CalendarDay> days = new HashMap<>();
        final List<RowProblem> problems = new ArrayList<>();
        private final Map<LocalDate, Integer> places = new HashMap<>();
        int rows;
        int year = Year.MIN_VALUE;

        void add(int row, CalendarDay day) {
            days.put(day.date(), day);
            places.put(day.date(), row);
            year = Math.max(year, day.date().getYear());
        }

        int rowOf(LocalDate day) {
            return places.getOrDefault(day, 0);
        }

        void checkYears() {
            places.forEach((day, row) -> {
                boolean eve = day.getYear() == year - 1 && day.getMonth() == Month.DECEMBER;
                if (day.getYear() != year && !eve) {
                    problems.add(new RowProblem(row, "日期", day + " 与其他日期不在同一年（" + year + "），一次只能导入一年，请分开上传。"));
                }
            });
            problems.sort(Comparator.comparingInt(RowProblem::row));
        }
    }
}
