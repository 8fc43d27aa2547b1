package org.chuangjian.campaign.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Owners;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.web.CheckedFile;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.Fields;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriUtils;

/** 指标: the decomposition as a grid, edited row by row or by spreadsheet. */
@Controller
@RequestMapping("/campaigns/{id}")
class OwnerPages {

    static final String[] COLUMNS = {"编码", "一级指标", "二级指标", "要求", "分值", "类型", "牵头单位", "配合单位", "办理期限", "佐证材料"};

    private static final String STEP = "owners";
    private static final String SEPARATORS = "[、,，;；/／\\n]";

    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Owners owners;
    private final Units units;
    private final Access access;

    OwnerPages(
            Campaigns campaigns,
            CampaignBoard board,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Owners owners,
            Units units,
            Access access) {
        this.campaigns = campaigns;
        this.board = board;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.owners = owners;
        this.units = units;
        this.access = access;
    }

    @GetMapping("/criteria")
    String grid(
            @PathVariable String id,
            @ModelAttribute Filter filter,
            @RequestParam(required = false) @Nullable String edit,
            Model model) {
        return grid(id, filter, edit == null ? null : new Edit(edit, null, null, null, null), null, model);
    }

    private String grid(String id, Filter filter, @Nullable Edit edit, @Nullable String error, Model model) {
        Campaign campaign = readable(id);
        List<Row> rows = rows(campaign);
        Map<String, Group> groups = new LinkedHashMap<>();
        int shown = 0;
        for (Row row : rows) {
            if (filter.takes(row)) {
                groups.computeIfAbsent(row.criterion().level1(), Group::new)
                        .rows()
                        .add(row);
                shown++;
            }
        }
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("groups", groups.values());
        model.addAttribute("shown", shown);
        model.addAttribute("total", rows.size());
        model.addAttribute("unowned", rows.stream().filter(row -> !row.owned()).count());
        model.addAttribute("sums", Sums.of(rows));
        model.addAttribute("passRule", kinds.require(campaign.kind()).passRule());
        model.addAttribute("filter", filter);
        model.addAttribute("types", CriterionType.values());
        common(campaign, edit, error, model);
        return "campaign/criteria";
    }

    private void common(Campaign campaign, @Nullable Edit edit, @Nullable String error, Model model) {
        model.addAttribute("campaignId", campaign.id());
        model.addAttribute("mayManage", campaign.active() && access.may(Permission.MANAGE_CAMPAIGNS));
        model.addAttribute("units", units.active());
        model.addAttribute("edit", edit);
        model.addAttribute("error", error);
    }

    /** One row by itself, to look at or to edit in place. */
    @GetMapping("/owners/row")
    String row(
            @PathVariable String id,
            @RequestParam String code,
            @RequestParam(defaultValue = "false") boolean edit,
            Model model) {
        Campaign campaign = readable(id);
        if (edit) {
            access.require(Permission.MANAGE_CAMPAIGNS);
        }
        return rowOf(campaign, edit ? new Edit(code, null, null, null, null) : null, code, null, model);
    }

    private String rowOf(Campaign campaign, @Nullable Edit edit, String code, @Nullable String error, Model model) {
        Row row = rows(campaign).stream()
                .filter(it -> it.criterion().code().equals(code))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("本活动的细则中没有指标“" + code + "”。"));
        model.addAttribute("row", row);
        common(campaign, edit, error, model);
        return edit == null ? "campaign/criteria-row :: row(row=${row})" : "campaign/criteria-row :: edit(row=${row})";
    }

    @PostMapping("/owners")
    String change(
            @PathVariable String id,
            @ModelAttribute Edit form,
            @RequestHeader(value = "HX-Request", defaultValue = "false") boolean htmx,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = readable(id);
        String code = StringUtils.defaultString(form.code());
        String error = null;
        try {
            List<RowProblem> problems = owners.change(
                    id,
                    List.of(new Owners.Change(
                            0,
                            code,
                            StringUtils.defaultString(form.lead()),
                            form.supporting() == null ? List.of() : form.supporting(),
                            Fields.date(form.deadline(), "deadline", "办理期限"),
                            StringUtils.defaultString(form.evidenceRequired()))));
            if (!problems.isEmpty()) {
                error = problems.stream().map(RowProblem::reason).collect(Collectors.joining());
            }
        } catch (Problem problem) {
            error = problem.detail();
        }
        if (htmx) {
            // htmx swaps successful answers only; the reason stands in the row itself.
            return rowOf(campaign, error == null ? null : form, code, error, model);
        }
        if (error != null) {
            response.setStatus(422);
            return grid(id, new Filter(null, null, null, null), form, error, model);
        }
        redirect.addFlashAttribute("done", "指标 " + code + " 的责任分解已保存。");
        return "redirect:/campaigns/" + id + "/criteria#c-" + UriUtils.encodeFragment(code, "UTF-8");
    }

    @GetMapping("/owners/export")
    ResponseEntity<byte[]> export(@PathVariable String id) {
        Campaign campaign = readable(id);
        SpreadsheetWriter sheet = new SpreadsheetWriter()
                .sheet("责任分解表", COLUMNS)
                .choices("牵头单位", units.active().stream().map(Unit::name).toList());
        for (Row row : rows(campaign)) {
            Criterion it = row.criterion();
            sheet.row(
                    it.code(),
                    it.level1(),
                    it.level2(),
                    it.requirement(),
                    it.points(),
                    it.type().label(),
                    row.leadName(),
                    row.supportingText(),
                    row.ownership().deadline(),
                    row.ownership().evidenceRequired());
        }
        return Downloads.xlsx(campaign.name() + "责任分解表.xlsx", sheet);
    }

    @GetMapping("/owners/import")
    String importForm(@PathVariable String id, Model model) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        model.addAttribute("detail", board.detail(readable(id)));
        return "campaign/owners-import";
    }

    @PostMapping("/owners/import")
    String preview(
            @PathVariable String id,
            @RequestParam MultipartFile file,
            HttpSession session,
            HttpServletResponse response,
            Model model)
            throws IOException {
        access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = readable(id);
        model.addAttribute("detail", board.detail(campaign));
        CheckedFile.forget(session, STEP);
        try {
            CheckedFile checked = CheckedFile.read(id, file);
            Read read = read(checked.content(), checked.name());
            List<RowProblem> problems = new ArrayList<>(read.problems());
            List<Difference> differences = List.of();
            if (problems.isEmpty()) {
                Owners.Plan plan = owners.preview(id, read.changes());
                problems.addAll(plan.problems());
                Map<String, String> names = units.names();
                differences = plan.differences().stream()
                        .map(it -> Difference.of(it, names))
                        .toList();
            }
            if (problems.isEmpty() && !differences.isEmpty()) {
                checked.keep(session, STEP);
            }
            if (!problems.isEmpty()) {
                response.setStatus(422);
            }
            model.addAttribute("fileName", checked.name());
            model.addAttribute("read", read.rows());
            model.addAttribute("problems", problems);
            model.addAttribute("differences", differences);
        } catch (Problem problem) {
            response.setStatus(problem.status());
            model.addAttribute("error", problem.detail());
        }
        return "campaign/owners-import";
    }

    @PostMapping("/owners/import/confirm")
    String confirm(@PathVariable String id, HttpSession session, Reply reply) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        String form = "/campaigns/" + id + "/owners/import";
        return reply.orBack(form, () -> {
            CheckedFile file = CheckedFile.take(session, STEP, id);
            List<RowProblem> problems =
                    owners.change(id, read(file.content(), file.name()).changes());
            return problems.isEmpty()
                    ? reply.done("/campaigns/" + id + "/criteria", "责任分解表已导入。")
                    : reply.failed(form, "检查之后数据有了变化，什么也没有写入：" + problems.get(0).reason() + "请重新检查。");
        });
    }

    private static Read read(byte[] content, String fileName) {
        Spreadsheet sheet = Spreadsheet.read(content, fileName);
        sheet.alias("编码", "指标编码", "编号").alias("牵头单位", "责任单位").alias("办理期限", "期限", "完成时限");
        List<RowProblem> missing = sheet.missing("编码", "牵头单位", "配合单位", "办理期限", "佐证材料");
        if (!missing.isEmpty()) {
            return new Read(0, List.of(), missing);
        }
        List<Owners.Change> changes = new ArrayList<>();
        for (Spreadsheet.Row row : sheet.rows()) {
            changes.add(new Owners.Change(
                    row.number(),
                    row.requiredCode("编码", 40),
                    row.text("牵头单位", 100),
                    Arrays.stream(row.text("配合单位", 2000).split(SEPARATORS))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList(),
                    row.date("办理期限"),
                    row.text("佐证材料", 2000)));
        }
        return new Read(sheet.rows().size(), changes, sheet.problems());
    }

    private List<Row> rows(Campaign campaign) {
        Map<String, Criterion> criteria = criteriaSets.criteria(campaign.criteriaSetId()).stream()
                .collect(Collectors.toMap(Criterion::code, it -> it));
        Map<String, String> names = units.names();
        List<Row> rows = new ArrayList<>();
        for (Ownership ownership : owners.of(campaign.id())) {
            Criterion criterion = criteria.get(ownership.criterionCode());
            if (criterion != null) {
                rows.add(new Row(
                        criterion,
                        ownership,
                        ownership.lead() == null ? null : names.get(ownership.lead()),
                        ownership.supporting().stream()
                                .map(code -> names.getOrDefault(code, code))
                                .toList()));
            }
        }
        return rows;
    }

    private Campaign readable(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return campaigns.requireVisible(id);
    }

    /** One criterion with its owners by name. */
    public record Row(
            Criterion criterion,
            Ownership ownership,
            @Nullable String leadName,
            List<String> supportingNames) {

        public boolean owned() {
            return ownership.owned();
        }

        public String supportingText() {
            return String.join("、", supportingNames);
        }
    }

    /** The shown criteria under one 一级指标. */
    public record Group(String name, List<Row> rows) {

        Group(String name) {
            this(name, new ArrayList<>());
        }

        public BigDecimal points() {
            return sum(rows);
        }
    }

    private static BigDecimal sum(List<Row> rows) {
        return rows.stream().map(row -> row.criterion().points()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** How many criteria of each type, with which points, and whether that is what official tables add up to. */
    public record Sums(List<Sum> byType, BigDecimal withoutBonus, BigDecimal bonus, boolean round) {

        private static final BigDecimal HUNDRED = new BigDecimal("100");
        private static final BigDecimal THOUSAND = new BigDecimal("1000");

        static Sums of(List<Row> rows) {
            List<Sum> byType = new ArrayList<>();
            for (CriterionType type : CriterionType.values()) {
                List<Row> these = rows.stream()
                        .filter(row -> row.criterion().type() == type)
                        .toList();
                if (!these.isEmpty()) {
                    byType.add(new Sum(type, these.size(), sum(these)));
                }
            }
            BigDecimal bonus = byType.stream()
                    .filter(it -> it.type() == CriterionType.BONUS)
                    .map(Sum::points)
                    .findFirst()
                    .orElse(BigDecimal.ZERO);
            BigDecimal rest = sum(rows).subtract(bonus);
            return new Sums(byType, rest, bonus, rest.compareTo(HUNDRED) == 0 || rest.compareTo(THOUSAND) == 0);
        }
    }

    /** The criteria of one type. */
    public record Sum(CriterionType type, int count, BigDecimal points) {}

    /**
     * Which rows are shown; null or blank means any.
     *
     * @param only {@code unowned}
     */
    public record Filter(
            @Nullable String only,
            @Nullable CriterionType type,
            @Nullable String unit,
            @Nullable String text) {

        boolean takes(Row row) {
            Criterion it = row.criterion();
            boolean byOwner = !"unowned".equals(only) || !row.owned();
            boolean byType = type == null || it.type() == type;
            boolean byUnit = StringUtils.isBlank(unit)
                    || unit.equals(row.ownership().lead())
                    || row.ownership().supporting().contains(unit);
            String wanted = StringUtils.defaultString(text).strip().toLowerCase(Locale.ROOT);
            boolean byText = wanted.isEmpty()
                    || (it.code() + " " + it.level1() + " " + it.level2() + " " + it.requirement())
                            .toLowerCase(Locale.ROOT)
                            .contains(wanted);
            return byOwner && byType && byUnit && byText;
        }
    }

    /** What is typed for one row; null fields show what is there. */
    public record Edit(
            @Nullable String code,
            @Nullable String lead,
            @Nullable List<String> supporting,
            @Nullable String deadline,
            @Nullable String evidenceRequired) {

        public boolean isFor(String criterion) {
            return criterion.equals(code);
        }

        public boolean typed() {
            return deadline != null;
        }

        public String leadOr(@Nullable String stored) {
            return typed() ? StringUtils.defaultString(lead) : StringUtils.defaultString(stored);
        }

        public boolean supports(String unit, List<String> stored) {
            return typed() ? supporting != null && supporting.contains(unit) : stored.contains(unit);
        }
    }

    /** What a spreadsheet says. */
    private record Read(int rows, List<Owners.Change> changes, List<RowProblem> problems) {}

    /** A change in words. */
    public record Difference(String code, List<String[]> fields) {

        static Difference of(Owners.Difference it, Map<String, String> names) {
            List<String[]> fields = new ArrayList<>();
            add(fields, "牵头单位", name(it.before().lead(), names), name(it.after().lead(), names));
            add(
                    fields,
                    "配合单位",
                    named(it.before().supporting(), names),
                    named(it.after().supporting(), names));
            add(
                    fields,
                    "办理期限",
                    it.before().deadline().toString(),
                    it.after().deadline().toString());
            add(fields, "佐证材料", it.before().evidenceRequired(), it.after().evidenceRequired());
            return new Difference(it.after().criterionCode(), fields);
        }

        private static void add(List<String[]> fields, String name, String before, String after) {
            if (!before.equals(after)) {
                fields.add(new String[] {name, before.isEmpty() ? "（空）" : before, after.isEmpty() ? "（空）" : after});
            }
        }

        private static String name(@Nullable String code, Map<String, String> names) {
            return code == null ? "" : names.getOrDefault(code, code);
        }

        private static String named(List<String> codes, Map<String, String> names) {
            return codes.stream().map(code -> name(code, names)).collect(Collectors.joining("、"));
        }
    }
}
