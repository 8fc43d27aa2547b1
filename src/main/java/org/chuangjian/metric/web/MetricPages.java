package org.chuangjian.metric.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.metric.Metric;
import org.chuangjian.metric.MetricBoard;
import org.chuangjian.metric.MetricValue;
import org.chuangjian.metric.Metrics;
import org.chuangjian.metric.Readings;
import org.chuangjian.organisation.Unit;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.Fields;
import org.chuangjian.shared.web.ImportDesk;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** 指标数据: the list of a campaign's metrics, one metric with its history, and telling readings. */
@Controller
@RequestMapping("/metrics")
class MetricPages {

    private static final int PAGE_SIZE = 60;
    private static final int HISTORY = 50;
    private static final int MOST_CAMPAIGNS = 100;
    private static final String[] COLUMNS = {"指标编码", "指标名称", "单位", "截至日期", "数值", "限定词", "申报比率", "佐证材料", "备注"};

    private final Metrics metrics;
    private final Readings readings;
    private final MetricBoard board;
    private final Campaigns campaigns;
    private final Access access;
    private final ImportDesk imports;

    MetricPages(Metrics metrics, Readings readings, MetricBoard board, Campaigns campaigns, Access access) {
        this.metrics = metrics;
        this.readings = readings;
        this.board = board;
        this.campaigns = campaigns;
        this.access = access;
        this.imports = new ImportDesk("readings", readings::importReadings);
    }

    @GetMapping
    String list(
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        Campaign chosen = choose(campaign, model);
        Paged<Metric> found = metrics.search(q, Paged.boundedPage(page), PAGE_SIZE);
        List<String> codes = found.items().stream().map(Metric::code).toList();
        Map<String, MetricValue> values = chosen == null
                ? Map.of()
                : board.lines(chosen.id(), codes, unit()).stream()
                        .collect(Collectors.toMap(it -> it.metric().code(), Function.identity()));
        model.addAttribute("metrics", found);
        model.addAttribute("values", values);
        model.addAttribute("q", q);
        model.addAttribute("mayDefine", access.may(Permission.MANAGE_CAMPAIGNS));
        model.addAttribute("mayRead", access.may(Permission.MANAGE_CAMPAIGNS) || access.may(Permission.WORK_FOR_UNIT));
        return "metric/list";
    }

    @GetMapping("/{code}")
    String one(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        return one(code, campaign, page, Form.BLANK, null, model);
    }

    private String one(
            String code, @Nullable String campaign, int page, Form form, @Nullable Problem problem, Model model) {
        return one(code, campaign, page, form, null, problem, model);
    }

    private String one(
            String code,
            @Nullable String campaign,
            int page,
            Form form,
            @Nullable TargetForm target,
            @Nullable Problem problem,
            Model model) {
        Campaign chosen = choose(campaign, model);
        Metric metric = metrics.require(code);
        Map<String, Metric> all = metrics.all();
        model.addAttribute("metric", metric);
        model.addAttribute(
                "value",
                chosen == null
                        ? null
                        : board.lines(chosen.id(), List.of(code), unit()).get(0));
        model.addAttribute("numerator", metric.numerator() == null ? null : all.get(metric.numerator()));
        model.addAttribute("denominator", metric.denominator() == null ? null : all.get(metric.denominator()));
        model.addAttribute(
                "parts",
                metrics.parts().getOrDefault(code, List.of()).stream()
                        .map(all::get)
                        .toList());
        model.addAttribute("history", readings.history(code, unit(), Paged.boundedPage(page), HISTORY));
        List<Unit> reportable = chosen == null || !chosen.active() ? List.of() : readings.reportable(chosen.id());
        model.addAttribute("reportable", reportable);
        model.addAttribute("qualifiers", Readings.QUALIFIERS);
        model.addAttribute("proofs", chosen == null || reportable.isEmpty() ? List.of() : readings.proofs(chosen.id()));
        model.addAttribute("form", form);
        model.addAttribute("targetForm", target);
        model.addAttribute("mayDefine", access.may(Permission.MANAGE_CAMPAIGNS));
        model.addAttribute("error", problem == null ? null : problem.detail());
        model.addAttribute("mayManage", chosen != null && chosen.active() && access.may(Permission.MANAGE_CAMPAIGNS));
        return "metric/metric";
    }

    @PostMapping("/{code}/readings")
    String read(@PathVariable String code, @ModelAttribute Form form, @RequestParam String campaign, Reply reply) {
        access.requireReadingOf(null);
        campaigns.requireVisible(campaign);
        return reply.orAgain(
                () -> {
                    readings.record(
                            code,
                            campaign,
                            new Readings.Draft(
                                    StringUtils.defaultString(form.unit()),
                                    Fields.date(form.asOf(), "as-of", "截至日期"),
                                    figure(form.figure(), metrics.require(code).unit()),
                                    form.qualifier(),
                                    Numbers.of(form.declaredRate(), "申报比率"),
                                    form.evidence(),
                                    form.note()));
                    return reply.done("/metrics/" + code + "?campaign=" + campaign, "已填报。");
                },
                problem -> one(code, campaign, 0, form, problem, reply.model()));
    }

    @PostMapping("/{code}/targets")
    String target(
            @PathVariable String code,
            @RequestParam String campaign,
            @RequestParam(defaultValue = "") String unit,
            @RequestParam(defaultValue = "") String target,
            Reply reply) {
        campaigns.requireVisible(campaign);
        return reply.orAgain(
                () -> {
                    metrics.setTarget(campaign, code, StringUtils.trimToNull(unit), Numbers.of(target, "目标值"));
                    return reply.done(
                            "/metrics/" + code + "?campaign=" + campaign, target.isBlank() ? "已取消目标。" : "目标已下达。");
                },
                problem -> one(code, campaign, 0, Form.BLANK, new TargetForm(unit, target), problem, reply.model()));
    }

    @GetMapping("/import")
    String importForm(Model model) {
        requireTelling();
        model.addAttribute("nothing", true);
        return "metric/import";
    }

    @GetMapping("/import/template")
    ResponseEntity<byte[]> template(@RequestParam(required = false) @Nullable String campaign) {
        requireTelling();
        SpreadsheetWriter sheet = new SpreadsheetWriter()
                .sheet("指标数据", COLUMNS)
                .choices(
                        "单位",
                        readings.reportable(StringUtils.trimToNull(campaign)).stream()
                                .map(Unit::name)
                                .toList())
                .choices("限定词", Readings.QUALIFIERS);
        metrics.all().values().forEach(metric -> sheet.row(metric.code(), metric.name()));
        return Downloads.xlsx("指标数据填报表.xlsx", sheet);
    }

    @PostMapping("/import")
    String preview(@RequestParam MultipartFile file, HttpSession session, HttpServletResponse response, Model model)
            throws IOException {
        requireTelling();
        if (!imports.preview(file, session, model)) {
            response.setStatus(422);
        }
        return "metric/import";
    }

    @PostMapping("/import/confirm")
    String confirm(HttpSession session, Reply reply) {
        requireTelling();
        try {
            return reply.done("/metrics", "已填报 " + imports.write(session).created() + " 个读数。");
        } catch (Problem problem) {
            return reply.failed("/metrics/import", problem.detail());
        }
    }

    private void requireTelling() {
        if (!access.may(Permission.MANAGE_CAMPAIGNS)) {
            access.require(Permission.WORK_FOR_UNIT);
        }
    }

    /** The unit whose part alone the reader sees; null for who reads everything. */
    private @Nullable String unit() {
        return access.requireReadingOf(null) ? null : access.current().unitCode();
    }

    /** The campaign asked for, else the one whose acceptance is nearest; null if there is none. */
    private @Nullable Campaign choose(@Nullable String campaign, Model model) {
        access.requireReadingOf(null);
        List<Campaign> visible = campaigns.visible(0, MOST_CAMPAIGNS).items();
        Campaign chosen = StringUtils.isBlank(campaign)
                ? visible.isEmpty() ? null : visible.get(0)
                : campaigns.requireVisible(campaign);
        model.addAttribute("campaigns", visible);
        model.addAttribute("campaign", chosen);
        return chosen;
    }

    /** Nothing typed is no figure; whoever does not know says so. */
    private static @Nullable BigDecimal figure(@Nullable String typed, String unit) {
        String text = StringUtils.removeEnd(
                        Spreadsheet.halfWidth(StringUtils.defaultString(typed)).strip(), unit)
                .strip();
        if (text.isEmpty()) {
            throw Problem.invalid("figure", "请填写数值；不知道或未公开请填“未公开”，不能当作 0。");
        }
        return text.equals("未公开") || text.equals("未知") || text.matches("\\*+") ? null : Numbers.of(text, "数值");
    }

    /** What is typed for a reading. */
    public record Form(
            @Nullable String unit,
            @Nullable String asOf,
            @Nullable String figure,
            @Nullable String qualifier,
            @Nullable String declaredRate,
            @Nullable String evidence,
            @Nullable String note) {

        static final Form BLANK = new Form(null, null, null, null, null, null, null);
    }

    /** What is typed for a target. */
    public record TargetForm(String unit, String target) {}
}
