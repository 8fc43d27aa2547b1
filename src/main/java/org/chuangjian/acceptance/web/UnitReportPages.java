package org.chuangjian.acceptance.web;

import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.identity.StartPage;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What units report on: a list for other pages, and the office's word on a report. An item is shown where it belongs. */
@Controller
class UnitReportPages {

    private final UnitReports reports;
    private final Access access;

    UnitReportPages(UnitReports reports, Access access) {
        this.reports = reports;
        this.access = access;
    }

    /** A part other pages load. */
    @GetMapping("/unit-reports/part")
    String part(
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(defaultValue = "false") boolean reported,
            Model model) {
        model.addAttribute("items", reports.open(unit, campaign, reported));
        model.addAttribute("reported", reported);
        model.addAttribute("whole", access.may(Permission.READ_CAMPAIGNS));
        model.addAttribute("tasklist", StartPage.TASKLIST);
        return "acceptance/parts :: items";
    }

    @GetMapping("/unit-reports/{id}")
    String show(@PathVariable String id) {
        return "redirect:" + reports.linkOf(id);
    }

    @PostMapping("/unit-reports/{id}")
    String decide(
            @PathVariable String id,
            @RequestParam boolean accepted,
            @RequestParam(required = false) @Nullable String opinion,
            Reply reply) {
        return reply.orSay(reports.view(id).link(), () -> {
            reports.decide(id, accepted, opinion);
            return accepted ? "已确认，该事项完成。" : "已退回，责任单位会收到提醒。";
        });
    }
}
