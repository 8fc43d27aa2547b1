package org.chuangjian.insight.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.insight.EvidenceCoverage;
import org.chuangjian.insight.Standings;
import org.chuangjian.insight.Tally;
import org.chuangjian.work.AssignmentState;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The numbers of the overview for scripts. */
@RestController
@RequestMapping("/api")
@Tag(name = "统计")
class ProgressApi {

    private static final int OVERDUE = 500;

    private final Campaigns campaigns;
    private final Standings standings;

    ProgressApi(Campaigns campaigns, Standings standings) {
        this.campaigns = campaigns;
        this.standings = standings;
    }

    @GetMapping("/campaigns/{id}/progress")
    @Operation(
            summary = "一个创建活动的进度：合计、按单位、按一级指标、按状态、逾期任务（至多 500 项，最久的在前）、材料覆盖",
            description = "免办和已转办的任务不计入合计。百分比四舍五入到一位小数，没有分母时为 null。参与单位只得到本单位的数字。")
    Progress progress(@PathVariable String id) {
        campaigns.requireVisible(id);
        List<Standings.OfUnit> units = standings.byUnit(id);
        return new Progress(
                id,
                units.stream().map(Standings.OfUnit::tally).reduce(Tally.NONE, Tally::plus),
                units,
                standings.byGroup(id),
                standings.byState(id),
                standings.overdue(id, OVERDUE),
                standings.coverage(id));
    }

    record Progress(
            String campaignId,
            Tally total,
            List<Standings.OfUnit> byUnit,
            List<Standings.OfGroup> byGroup,
            Map<AssignmentState, Integer> byState,
            List<Standings.Item> overdue,
            EvidenceCoverage coverage) {}
}
