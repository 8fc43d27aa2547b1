package org.chuangjian.acceptance;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentView;
import org.chuangjian.work.AssignmentViews;
import org.chuangjian.work.Assignments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** 任务清单: every assignment the reader may see, in the order of the criteria. */
@Component
public class TaskTable {

    private static final int MOST = 100_000;

    private final CriteriaSets criteriaSets;
    private final Assignments assignments;
    private final AssignmentViews views;

    TaskTable(CriteriaSets criteriaSets, Assignments assignments, AssignmentViews views) {
        this.criteriaSets = criteriaSets;
        this.assignments = assignments;
        this.views = views;
    }

    public SpreadsheetWriter of(Campaign campaign, Clock clock) {
        Map<String, Integer> places = new HashMap<>();
        criteriaSets.criteria(campaign.criteriaSetId()).forEach(it -> places.put(it.code(), it.position()));
        SpreadsheetWriter sheet = new SpreadsheetWriter()
                .sheet(
                        "任务清单", "编码", "一级指标", "二级指标", "要求", "分值", "类型", "单位", "职责", "状态", "灯色", "原定期限", "办理期限", "应交材料",
                        "办理说明", "退回次数", "退回原因", "报送人", "报送时间", "办结时间");
        views
                .of(assignments.page(
                        new Assignments.Filter(campaign.id(), null, null, null, null, null, null), 0, MOST))
                .items()
                .stream()
                .sorted(Comparator.comparing((AssignmentView view) ->
                                places.getOrDefault(view.assignment().criterionCode(), 0))
                        .thenComparing(view -> view.assignment().role())
                        .thenComparing(view -> view.assignment().unitCode()))
                .forEach(view -> row(sheet, view, clock));
        return sheet;
    }

    private static void row(SpreadsheetWriter sheet, AssignmentView view, Clock clock) {
        Assignment it = view.assignment();
        sheet.row(
                it.criterionCode(),
                it.level1(),
                it.level2(),
                it.requirement(),
                it.points(),
                it.criterionType().label(),
                it.unitName(),
                it.role().label(),
                view.stateLabel(),
                view.lamp().label(),
                it.firstDueDate(),
                it.dueDate(),
                it.evidenceRequired(),
                it.note(),
                it.returnCount(),
                view.reason(),
                it.submittedBy(),
                local(it.submittedAt(), clock),
                local(it.decidedAt(), clock));
    }

    private static @Nullable OffsetDateTime local(@Nullable OffsetDateTime moment, Clock clock) {
        return moment == null ? null : moment.atZoneSameInstant(clock.getZone()).toOffsetDateTime();
    }
}
