package org.chuangjian.example;

import java.time.LocalDate;
import java.util.List;
import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.title.Title;
import org.chuangjian.title.Titles;
import org.chuangjian.title.Tracking;
import org.chuangjian.title.TrackingItem;
import org.springframework.stereotype.Component;

/** 公示命名 of the example: a title held from an earlier naming, tracked every year, whose re-review is due by now. */
@Component
class ExampleTitle {

    private static final String KIND = "foodSafetyCounty";
    private static final int HELD_MONTHS = 32;

    private final ExamplePeople deeds;
    private final Titles titles;
    private final Tracking tracking;
    private final UnitReports reports;

    ExampleTitle(ExamplePeople deeds, Titles titles, Tracking tracking, UnitReports reports) {
        this.deeds = deeds;
        this.titles = titles;
        this.tracking = tracking;
        this.reports = reports;
    }

    void fill() {
        LocalDate today = deeds.ago(0);
        LocalDate named = today.minusMonths(HELD_MONTHS);
        LocalDate entered = today.minusMonths(14).withDayOfMonth(1);
        Title title = deeds.as(
                ExampleCounty.OFFICE,
                entered,
                () -> titles.enter(
                        new Titles.Entry(
                                KIND,
                                "省级食品安全示范县（上一轮）",
                                "示例府函〔" + named.getYear() + "〕8号",
                                "示例省人民政府",
                                named,
                                null,
                                "已授牌，牌匾存市场监督管理局",
                                "上一轮命名，实行动态管理；新一轮评价办法施行后，按新细则另行创建。"),
                        true));
        for (int year = entered.getYear(); year <= today.getYear(); year++) {
            LocalDate day = year == entered.getYear() ? entered : LocalDate.of(year, 1, 5);
            deeds.on(day, () -> tracking.plan(title.id()));
        }
        done(title, today);
        deeds.on(title.reviewDue(), () -> titles.proposeReview(title.id()));
    }

    /** What was due before this month is done in time; what comes next is open. */
    private void done(Title title, LocalDate today) {
        List<TrackingItem> items = deeds.as(ExampleCounty.OFFICE, () -> tracking.of(title.id()));
        for (TrackingItem item : items) {
            if (item.unitCode() != null && item.dueDate().isBefore(today)) {
                deeds.as(
                        ExampleCounty.clerk(item.unitCode()),
                        item.dueDate().minusDays(6),
                        () -> tracking.done(item.id(), "已按要求完成，情况报告和回访记录随附存档。（示例）", null));
                deeds.as(
                        ExampleCounty.OFFICE, item.dueDate().minusDays(5), () -> reports.decide(item.id(), true, null));
            }
        }
    }
}
