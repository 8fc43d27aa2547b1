package org.chuangjian.insight.web;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignFlow;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.insight.Covered;
import org.chuangjian.insight.EvidenceCoverage;
import org.chuangjian.insight.Standings;
import org.chuangjian.insight.Tally;
import org.chuangjian.insight.Wall;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** One campaign: 概览, the rows of its evidence coverage, 挂图作战. */
@Controller
@RequestMapping("/campaigns/{id}")
class OverviewPages {

    private static final int OVERDUE = 15;

    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CampaignFlow flow;
    private final Standings standings;
    private final Charts charts;
    private final Clock clock;

    OverviewPages(
            Campaigns campaigns,
            CampaignBoard board,
            CampaignFlow flow,
            Standings standings,
            Charts charts,
            Clock clock) {
        this.campaigns = campaigns;
        this.board = board;
        this.flow = flow;
        this.standings = standings;
        this.charts = charts;
        this.clock = clock;
    }

    @GetMapping
    String overview(@PathVariable String id, Model model) {
        Campaign campaign = campaigns.requireVisible(id);
        List<Standings.OfUnit> units = standings.byUnit(id);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("units", units);
        model.addAttribute("chart", charts.units(units, unit -> tasksOf(id, unit.unit())));
        model.addAttribute("groups", standings.byGroup(id));
        model.addAttribute("sum", units.stream().map(Standings.OfUnit::tally).reduce(Tally.NONE, Tally::plus));
        model.addAttribute("states", standings.byState(id));
        model.addAttribute("overdue", standings.overdue(id, OVERDUE));
        model.addAttribute("coverage", standings.coverage(id));
        model.addAttribute("covered", Covered.values());
        return "insight/overview";
    }

    private static String tasksOf(String campaign, String unit) {
        return org.springframework.web.util.UriComponentsBuilder.fromPath("/campaigns/{id}/tasks")
                .queryParam("only", "counted")
                .queryParam("unit", "{unit}")
                .encode()
                .buildAndExpand(campaign, unit)
                .toUriString();
    }

    /** For the script that draws the process. */
    @GetMapping(path = "/diagram", produces = "application/json")
    @ResponseBody
    LiveDiagram diagram(@PathVariable String id) {
        Campaign campaign = campaigns.requireVisible(id);
        CampaignFlow.Diagram diagram = flow.diagram(campaign.id());
        return new LiveDiagram(diagram.xml(), diagram.active(), diagram.done());
    }

    @GetMapping("/coverage")
    String coverage(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String has,
            Model model) {
        Campaign campaign = campaigns.requireVisible(id);
        Covered wanted = has == null || has.isBlank()
                ? null
                : Covered.of(has).orElseThrow(() -> Problem.badRequest("has", "没有“" + has + "”这种材料情况，请从概览页面进入。"));
        EvidenceCoverage coverage = standings.coverage(id);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute(
                "lines",
                coverage.criteria().stream()
                        .filter(line -> group == null
                                || group.isBlank()
                                || line.level1().equals(group))
                        .filter(line -> wanted == null || line.covered() == wanted)
                        .toList());
        model.addAttribute("groups", coverage.byGroup().keySet());
        model.addAttribute("covered", Covered.values());
        model.addAttribute("group", group);
        model.addAttribute("wanted", wanted);
        return "insight/coverage";
    }

    @GetMapping("/wall")
    String wall(@PathVariable String id, Model model) {
        Campaign campaign = campaigns.requireVisible(id);
        Wall wall = standings.wall(campaign);
        model.addAttribute("campaign", campaign);
        model.addAttribute("wall", wall);
        model.addAttribute("density", density(wall));
        model.addAttribute("now", LocalDateTime.now(clock));
        return "insight/wall";
    }

    /** The largest letters that leave everything on one screen of 1920 x 1080. */
    private static String density(Wall wall) {
        int columns = wall.columns().size();
        int rows = wall.rows().size();
        if (columns > 45) {
            return "wall-dense";
        }
        return columns > 26 || rows > 18 ? "wall-medium" : "wall-roomy";
    }

    /**
     * @param active ids of the elements a token stands on
     * @param done ids of the elements that are through
     */
    record LiveDiagram(String xml, List<String> active, List<String> done) {}
}
