package org.chuangjian.acceptance.web;

import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The office's word on what a unit reported; the item itself is shown on the page it belongs to. */
@Controller
class UnitReportPages {

    private final UnitReports reports;

    UnitReportPages(UnitReports reports) {
        this.reports = reports;
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
