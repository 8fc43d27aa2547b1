package org.chuangjian.insight.web;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.insight.Rows;
import org.chuangjian.insight.Standings;
import org.chuangjian.insight.Tally;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** All campaigns at one glance, and the rows behind its numbers. */
@Controller
@RequestMapping("/dashboard")
class DashboardPages {

    private static final int WORST = 6;
    private static final int CAMPAIGNS = 500;
    private static final int PAGE = 50;

    private final CampaignBoard board;
    private final CampaignKinds kinds;
    private final Standings standings;
    private final Units units;
    private final Charts charts;
    private final Access access;
    private final Clock clock;

    DashboardPages(
            CampaignBoard board,
            CampaignKinds kinds,
            Standings standings,
            Units units,
            Charts charts,
            Access access,
            Clock clock) {
        this.board = board;
        this.kinds = kinds;
        this.standings = standings;
        this.units = units;
        this.charts = charts;
        this.access = access;
        this.clock = clock;
    }

    @GetMapping
    String dashboard(Model model) {
        access.require(Permission.READ_DASHBOARDS);
        List<CampaignBoard.Line> lines = board.lines(0, CAMPAIGNS).items();
        Map<String, Tally> tallies =
                standings.byCampaign(lines.stream().map(CampaignBoard.Line::id).toList());
        List<Card> active = new ArrayList<>();
        List<Card> ended = new ArrayList<>();
        Tally sum = Tally.NONE;
        for (CampaignBoard.Line line : lines) {
            Tally tally = tallies.getOrDefault(line.id(), Tally.NONE);
            boolean moving = line.state() == Campaign.State.ACTIVE;
            (moving ? active : ended).add(card(line, tally));
            sum = moving ? sum.plus(tally) : sum;
        }
        List<Standings.OfUnit> ranking = standings.ranking();
        model.addAttribute("underWay", active);
        model.addAttribute("ended", ended);
        model.addAttribute("sum", sum);
        model.addAttribute("ranking", ranking);
        model.addAttribute("chart", charts.units(ranking, unit -> rowsLink(Rows.COUNTED, unit.unit())));
        model.addAttribute("worst", standings.overdue(WORST));
        model.addAttribute("today", LocalDate.now(clock));
        model.addAttribute("now", LocalDateTime.now(clock));
        return "insight/dashboard";
    }

    @GetMapping("/tasks")
    String tasks(
            @RequestParam(defaultValue = "counted") String only,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        access.require(Permission.READ_DASHBOARDS);
        Rows rows = Rows.of(only).orElseThrow(() -> Problem.badRequest("only", "没有“" + only + "”这种统计口径，请从统计报表页面进入。"));
        model.addAttribute("rows", standings.rows(rows, unit, Paged.boundedPage(page), PAGE));
        model.addAttribute("wanted", rows);
        model.addAttribute("choices", Rows.values());
        model.addAttribute("unit", unit);
        model.addAttribute("units", units.all());
        model.addAttribute("base", rowsLink(rows, unit));
        return "insight/tasks";
    }

    private static String rowsLink(Rows rows, @Nullable String unit) {
        UriComponentsBuilder link =
                UriComponentsBuilder.fromPath("/dashboard/tasks").queryParam("only", rows.code());
        if (unit != null && !unit.isBlank()) {
            link.queryParam("unit", "{unit}");
            return link.encode().buildAndExpand(unit).toUriString();
        }
        return link.toUriString();
    }

    private Card card(CampaignBoard.Line line, Tally tally) {
        CampaignKind kind = kinds.require(line.kind());
        return new Card(line, tally, kind.stages(), kind.position(line.stage()));
    }

    /** @param now position of the current stage, from 0 */
    record Card(CampaignBoard.Line line, Tally tally, List<CampaignKind.Stage> stages, int now) {}
}
