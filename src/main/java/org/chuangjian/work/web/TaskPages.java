package org.chuangjian.work.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.Fields;
import org.chuangjian.shared.web.ListAddress;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentState;
import org.chuangjian.work.AssignmentView;
import org.chuangjian.work.AssignmentViews;
import org.chuangjian.work.Assignments;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** 任务: the list behind every number, of one campaign or of all. */
@Controller
class TaskPages {

    private static final int PAGE_SIZE = 50;

    /** More than any county hands out; a larger export would not open in a spreadsheet program anyway. */
    private static final int MOST_ROWS = 50_000;

    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final Assignments assignments;
    private final AssignmentViews views;
    private final CriteriaSets criteriaSets;
    private final Units units;
    private final Access access;

    TaskPages(
            Campaigns campaigns,
            CampaignBoard board,
            Assignments assignments,
            AssignmentViews views,
            CriteriaSets criteriaSets,
            Units units,
            Access access) {
        this.campaigns = campaigns;
        this.board = board;
        this.assignments = assignments;
        this.views = views;
        this.criteriaSets = criteriaSets;
        this.units = units;
        this.access = access;
    }

    @GetMapping("/tasks")
    String all(@ModelAttribute Wanted wanted, @RequestParam(defaultValue = "0") int page, Model model) {
        access.requireReadingOf(wanted.unit());
        model.addAttribute("detail", null);
        model.addAttribute("groups", List.of());
        return list("/tasks", null, wanted, page, model);
    }

    @GetMapping("/campaigns/{id}/tasks")
    String ofCampaign(
            @PathVariable String id,
            @ModelAttribute Wanted wanted,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        access.requireReadingOf(wanted.unit());
        Campaign campaign = campaigns.requireVisible(id);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute(
                "groups",
                criteriaSets.criteria(campaign.criteriaSetId()).stream()
                        .map(Criterion::level1)
                        .distinct()
                        .toList());
        return list("/campaigns/" + id + "/tasks", id, wanted, page, model);
    }

    private String list(String path, @Nullable String campaign, Wanted wanted, int page, Model model) {
        Paged<AssignmentView> tasks =
                views.of(assignments.page(wanted.filter(campaign), Paged.boundedPage(page), PAGE_SIZE));
        model.addAttribute("tasks", tasks);
        model.addAttribute("wanted", wanted);
        model.addAttribute("states", AssignmentState.values());
        model.addAttribute("onlies", Wanted.ONLY);
        model.addAttribute("unitNames", access.may(Permission.READ_CAMPAIGNS) ? units.names() : Map.of());
        model.addAttribute("path", path);
        model.addAttribute("here", wanted.address(path));
        model.addAttribute("export", wanted.address(path + "/export"));
        return "work/tasks";
    }

    @GetMapping("/tasks/export")
    ResponseEntity<byte[]> exportAll(@ModelAttribute Wanted wanted) {
        access.requireReadingOf(wanted.unit());
        return export("任务.xlsx", null, wanted);
    }

    @GetMapping("/campaigns/{id}/tasks/export")
    ResponseEntity<byte[]> export(@PathVariable String id, @ModelAttribute Wanted wanted) {
        access.requireReadingOf(wanted.unit());
        return export(campaigns.requireVisible(id).name() + "任务.xlsx", id, wanted);
    }

    private ResponseEntity<byte[]> export(String fileName, @Nullable String campaign, Wanted wanted) {
        SpreadsheetWriter sheet = new SpreadsheetWriter()
                .sheet(
                        "任务", "创建活动", "编码", "一级指标", "二级指标", "要求", "分值", "类型", "单位", "职责", "状态", "灯色", "办理期限", "退回次数",
                        "退回原因", "办理说明");
        for (AssignmentView view : views.of(assignments.page(wanted.filter(campaign), 0, MOST_ROWS))
                .items()) {
            Assignment it = view.assignment();
            sheet.row(
                    it.campaignName(),
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
                    it.dueDate(),
                    it.returnCount(),
                    view.reason(),
                    it.note());
        }
        return Downloads.xlsx(fileName, sheet);
    }

    /** What the address asks for; every part may be left out. */
    public record Wanted(
            @Nullable String unit,
            @Nullable String state,
            @Nullable String only,
            @Nullable String group,
            @Nullable String text,
            @Nullable String criterion) {

        static final Map<String, String> ONLY = labels();

        private static Map<String, String> labels() {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("open", "未办结");
            labels.put("unit", "待单位办理");
            labels.put("review", "待创建办审核");
            labels.put("overdue", "逾期");
            labels.put("week", "本周到期");
            labels.put("current", "不含已转办");
            labels.put("counted", "不含免办和已转办");
            return labels;
        }

        Assignments.Filter filter(@Nullable String campaign) {
            return new Assignments.Filter(
                    campaign,
                    unit,
                    Fields.choice(state, AssignmentState.class, "state", "任务状态"),
                    criterion,
                    only,
                    group,
                    text);
        }

        String address(String path) {
            return ListAddress.of(path, this);
        }
    }
}
