package org.chuangjian.identity.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.shared.web.CheckedFile;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** 工作日历: days off and swapped working days of a year. */
@Controller
@RequestMapping("/calendar")
class CalendarPages {

    private static final String STEP = "calendar";
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;

    private final WorkingDays workingDays;
    private final Access access;
    private final Clock clock;

    CalendarPages(WorkingDays workingDays, Access access, Clock clock) {
        this.workingDays = workingDays;
        this.access = access;
        this.clock = clock;
    }

    @GetMapping
    String year(
            @RequestParam(required = false) @Nullable Integer year,
            @RequestParam(required = false) @Nullable String day,
            Model model) {
        access.require(Permission.READ_ORGANISATION);
        LocalDate today = LocalDate.now(clock);
        LocalDate chosen = day == null ? null : date(day);
        int shown = chosen != null ? chosen.getYear() : year == null ? today.getYear() : year;
        if (shown < FIRST_YEAR || shown > LAST_YEAR) {
            throw Problem.badRequest("year", "年份应在 2000 到 2100 之间。");
        }
        List<WorkingDays.CalendarDay> entered = workingDays.days(shown);
        Map<LocalDate, WorkingDays.CalendarDay> byDate = new HashMap<>();
        entered.forEach(it -> byDate.put(it.date(), it));
        TreeSet<Integer> years = new TreeSet<>(workingDays.years());
        years.add(today.getYear());
        years.add(today.getYear() + 1);
        years.add(shown);
        model.addAttribute("year", shown);
        model.addAttribute("years", years);
        model.addAttribute("known", workingDays.knows(shown));
        model.addAttribute("months", months(shown, byDate, today));
        model.addAttribute("entered", entered);
        model.addAttribute("chosen", chosen);
        model.addAttribute("chosenDay", chosen == null ? null : byDate.get(chosen));
        model.addAttribute("chosenWorking", chosen != null && workingDays.isWorking(chosen));
        model.addAttribute("mayManage", access.may(Permission.MANAGE_ORGANISATION));
        return "identity/calendar";
    }

    private List<Month> months(int year, Map<LocalDate, WorkingDays.CalendarDay> entered, LocalDate today) {
        List<Month> months = new ArrayList<>();
        for (int number = 1; number <= 12; number++) {
            YearMonth month = YearMonth.of(year, number);
            List<List<@Nullable Cell>> weeks = new ArrayList<>();
            List<@Nullable Cell> week = new ArrayList<>();
            for (int blank = 1; blank < month.atDay(1).getDayOfWeek().getValue(); blank++) {
                week.add(null);
            }
            for (int day = 1; day <= month.lengthOfMonth(); day++) {
                LocalDate date = month.atDay(day);
                WorkingDays.CalendarDay set = entered.get(date);
                boolean working = set != null ? set.working() : workingDays.isWorking(date);
                String css = (set == null ? (working ? "" : "off") : working ? "on-set" : "off-set")
                        + (date.equals(today) ? " now" : "");
                String title = date + (working ? " 上班" : " 休息") + (set == null ? "" : " " + set.name());
                week.add(new Cell(date, day, css, title, set == null ? "" : working ? "班" : "休"));
                if (week.size() == 7) {
                    weeks.add(week);
                    week = new ArrayList<>();
                }
            }
            if (!week.isEmpty()) {
                weeks.add(week);
            }
            months.add(new Month(number + "月", weeks));
        }
        return months;
    }

    @PostMapping("/day")
    String set(
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "") String rule,
            @RequestParam(defaultValue = "") String name,
            Reply reply) {
        CurrentUser user = access.require(Permission.MANAGE_ORGANISATION);
        LocalDate date = date(day);
        return reply.orBack("/calendar?day=" + date, () -> {
            switch (rule) {
                case "off" -> workingDays.set(date, false, name, user.account(), user.name());
                case "on" -> workingDays.set(date, true, name, user.account(), user.name());
                case "week" -> workingDays.reset(date, user.account(), user.name());
                default -> throw Problem.invalid("calendar-day", "请选择休息、上班或按星期推算。");
            }
            return reply.done("/calendar?year=" + date.getYear(), date + " 已修改。已下达任务的期限不变，公示截止日期和此后的推算按新日历。");
        });
    }

    @PostMapping("/complete")
    String declare(@RequestParam int year, Reply reply) {
        CurrentUser user = access.require(Permission.MANAGE_ORGANISATION);
        return reply.orSay("/calendar?year=" + year, () -> {
            workingDays.declare(year, user.account(), user.name());
            return year + " 年放假安排已确认录全。";
        });
    }

    @GetMapping("/import")
    String importForm() {
        access.require(Permission.MANAGE_ORGANISATION);
        return "identity/calendar-import";
    }

    @PostMapping("/import")
    String preview(@RequestParam MultipartFile file, HttpSession session, HttpServletResponse response, Model model)
            throws IOException {
        CurrentUser user = access.require(Permission.MANAGE_ORGANISATION);
        CheckedFile.forget(session, STEP);
        try {
            CheckedFile checked = CheckedFile.read("", file);
            ImportReport report =
                    workingDays.importYear(checked.content(), checked.name(), user.account(), user.name(), true);
            if (report.clean()) {
                checked.keep(session, STEP);
            } else {
                response.setStatus(422);
            }
            model.addAttribute("report", report);
            model.addAttribute("fileName", checked.name());
        } catch (Problem problem) {
            response.setStatus(problem.status());
            model.addAttribute("error", problem.detail());
        }
        return "identity/calendar-import";
    }

    @PostMapping("/import/confirm")
    String confirm(HttpSession session, Reply reply) {
        CurrentUser user = access.require(Permission.MANAGE_ORGANISATION);
        return reply.orBack("/calendar/import", () -> {
            CheckedFile file = CheckedFile.take(session, STEP, "");
            ImportReport report =
                    workingDays.importYear(file.content(), file.name(), user.account(), user.name(), false);
            return reply.done("/calendar", "工作日历已导入，共 " + report.rows() + " 天。");
        });
    }

    @GetMapping("/template")
    ResponseEntity<byte[]> template() {
        access.require(Permission.READ_ORGANISATION);
        return Downloads.xlsx(
                "工作日历导入模板.xlsx",
                new SpreadsheetWriter().sheet("工作日历", "日期", "类型", "名称").choices("类型", List.of("休", "班")));
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Problem.badRequest("day", "日期“" + text + "”应写成 2026-10-01 的样子。");
        }
    }

    /** A month as weeks from Monday; null before its first day. */
    public record Month(String name, List<List<@Nullable Cell>> weeks) {}

    /** @param mark 休 or 班 where the day was entered, else "" */
    public record Cell(LocalDate date, int day, String css, String title, String mark) {}
}
