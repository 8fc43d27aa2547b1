package org.chuangjian.metric.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.metric.Definition;
import org.chuangjian.metric.Metric;
import org.chuangjian.metric.MetricCatalogue;
import org.chuangjian.metric.MetricDraft;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Problem;
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

/** 指标目录: defining what is counted, one by one or by a table. */
@Controller
@RequestMapping("/metrics")
class CataloguePages {

    private final MetricCatalogue catalogue;
    private final Access access;
    private final ImportDesk imports;

    CataloguePages(MetricCatalogue catalogue, Access access) {
        this.catalogue = catalogue;
        this.access = access;
        this.imports = new ImportDesk("metrics", catalogue::importTable);
    }

    @GetMapping("/new")
    String form(Model model) {
        return form(null, Form.BLANK, null, model);
    }

    @GetMapping("/{code}/edit")
    String edit(@PathVariable String code, Model model) {
        Definition it = catalogue.require(code);
        return form(it, Form.of(it), null, model);
    }

    @PostMapping
    String create(@ModelAttribute Form form, Reply reply) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        return reply.orAgain(
                () -> {
                    Metric made = catalogue.create(form.draft()).metric();
                    return reply.done("/metrics/" + made.code(), "已新增指标“" + made.name() + "”。");
                },
                problem -> form(null, form, problem, reply.model()));
    }

    @PostMapping("/{code}")
    String change(@PathVariable String code, @ModelAttribute Form form, Reply reply) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        Definition it = catalogue.require(code);
        return reply.orAgain(
                () -> {
                    catalogue.change(code, form.draft());
                    return reply.done("/metrics/" + code, "已保存。");
                },
                problem -> form(it, form, problem, reply.model()));
    }

    private String form(@Nullable Definition it, Form form, @Nullable Problem problem, Model model) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        model.addAttribute("errors", problem == null ? Map.of() : Fields.errors(problem));
        model.addAttribute("form", form);
        model.addAttribute("metric", it == null ? null : it.metric());
        model.addAttribute("classes", Metric.MetricClass.values());
        model.addAttribute("directions", Metric.Direction.values());
        model.addAttribute("accumulations", Metric.Accumulation.values());
        model.addAttribute(
                "counts",
                catalogue.all().values().stream()
                        .map(Definition::metric)
                        .filter(Metric::addsUp)
                        .toList());
        return "metric/edit";
    }

    /** Where the import goes back to. */
    @GetMapping("/catalogue")
    String list() {
        return "redirect:/metrics";
    }

    @GetMapping("/catalogue/import")
    String importForm() {
        access.require(Permission.MANAGE_CAMPAIGNS);
        return "metric/catalogue-import";
    }

    @PostMapping("/catalogue/import")
    String preview(@RequestParam MultipartFile file, HttpSession session, HttpServletResponse response, Model model)
            throws IOException {
        access.require(Permission.MANAGE_CAMPAIGNS);
        if (!imports.preview(file, session, model)) {
            response.setStatus(422);
        }
        return "metric/catalogue-import";
    }

    @PostMapping("/catalogue/import/confirm")
    String confirm(HttpSession session, Reply reply) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        try {
            ImportReport report = imports.write(session);
            return reply.done("/metrics", "导入完成：新增 " + report.created() + " 个指标，变更 " + report.changed() + " 个。");
        } catch (Problem problem) {
            return reply.failed("/metrics/catalogue/import", problem.detail());
        }
    }

    @GetMapping("/catalogue/template")
    ResponseEntity<byte[]> template() {
        access.require(Permission.MANAGE_CAMPAIGNS);
        return Downloads.xlsx("指标目录导入模板.xlsx", sheet());
    }

    @GetMapping("/catalogue/export")
    ResponseEntity<byte[]> export() {
        access.requireReadingOf(null);
        SpreadsheetWriter sheet = sheet();
        catalogue
                .all()
                .values()
                .forEach(it -> sheet.row(List.copyOf(it.columns().values())));
        return Downloads.xlsx("指标目录.xlsx", sheet);
    }

    private static SpreadsheetWriter sheet() {
        return new SpreadsheetWriter()
                .sheet("指标目录", Definition.COLUMNS.toArray(String[]::new))
                .choices("类别", labels(Metric.MetricClass.values(), Metric.MetricClass::label))
                .choices("方向", labels(Metric.Direction.values(), Metric.Direction::label))
                .choices("累计方式", labels(Metric.Accumulation.values(), Metric.Accumulation::label));
    }

    private static <E> List<String> labels(E[] all, Function<E, String> label) {
        return Arrays.stream(all).map(label).toList();
    }

    /** What is typed for a definition, as it was typed. */
    public record Form(
            @Nullable String code,
            @Nullable String name,
            @Nullable String unit,
            @Nullable String metricClass,
            @Nullable String direction,
            @Nullable String accumulation,
            @Nullable String decimals,
            @Nullable String usualTarget,
            @Nullable String numerator,
            @Nullable String denominator,
            @Nullable String parts,
            @Nullable String note,
            @Nullable Integer version) {

        static final Form BLANK = new Form(
                "",
                "",
                "",
                Metric.MetricClass.COUNTED.name(),
                Metric.Direction.HIGHER.name(),
                Metric.Accumulation.CUMULATIVE.name(),
                "2",
                "",
                "",
                "",
                "",
                "",
                null);

        static Form of(Definition it) {
            Metric metric = it.metric();
            return new Form(
                    metric.code(),
                    metric.name(),
                    metric.unit(),
                    metric.metricClass().name(),
                    metric.direction().name(),
                    metric.accumulation().name(),
                    String.valueOf(metric.decimals()),
                    it.columns().get("通常目标"),
                    metric.numerator(),
                    metric.denominator(),
                    String.join("、", it.parts()),
                    metric.note(),
                    metric.version());
        }

        MetricDraft draft() {
            BigDecimal places = Numbers.of(decimals, "小数位数");
            if (places != null && places.stripTrailingZeros().scale() > 0) {
                throw Problem.invalid("decimals", "小数位数应是 0 至 4 的整数。");
            }
            return new MetricDraft(
                    code,
                    name,
                    unit,
                    metricClass,
                    direction,
                    accumulation,
                    places == null ? null : places.intValue(),
                    Numbers.of(usualTarget, "通常目标"),
                    numerator,
                    denominator,
                    MetricCatalogue.codes(parts),
                    note,
                    version);
        }
    }
}
