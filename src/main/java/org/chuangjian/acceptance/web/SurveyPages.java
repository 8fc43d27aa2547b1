package org.chuangjian.acceptance.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.Survey;
import org.chuangjian.acceptance.SurveyDraft;
import org.chuangjian.acceptance.SurveyDraft.AreaDraft;
import org.chuangjian.acceptance.SurveyTable;
import org.chuangjian.acceptance.Surveys;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignKind.SurveyMeasure;
import org.chuangjian.campaign.CampaignKind.SurveyRule;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.web.CheckedFile;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.Fields;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** 满意度测评 of a campaign: the rounds, and a grid to enter one, which a spreadsheet can fill in. */
@Controller
@RequestMapping("/campaigns/{id}/surveys")
class SurveyPages {

    private static final int SPARE_ROWS = 3;

    private final Surveys surveys;
    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CampaignKinds kinds;
    private final CriteriaSets criteria;
    private final Units units;
    private final Access access;

    SurveyPages(
            Surveys surveys,
            Campaigns campaigns,
            CampaignBoard board,
            CampaignKinds kinds,
            CriteriaSets criteria,
            Units units,
            Access access) {
        this.surveys = surveys;
        this.campaigns = campaigns;
        this.board = board;
        this.kinds = kinds;
        this.criteria = criteria;
        this.units = units;
        this.access = access;
    }

    @GetMapping
    String list(@PathVariable String id, Model model) {
        return list(id, null, model);
    }

    private String list(String id, @Nullable String error, Model model) {
        Campaign campaign = readable(id);
        SurveyRule rule = kinds.require(campaign.kind()).survey();
        List<SurveyApi.View> rounds = rule == null
                ? List.of()
                : surveys.of(id).stream()
                        .map(survey -> SurveyApi.View.of(survey, rule))
                        .toList();
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("rule", rule);
        model.addAttribute("rounds", rounds);
        model.addAttribute("standing", surveys.standings(List.of(campaign)).get(id));
        model.addAttribute("unlisted", rule == null ? List.of() : unlisted(campaign, rule));
        model.addAttribute("consultant", surveys.consultant(id).orElse(""));
        model.addAttribute("error", error);
        model.addAttribute("mayManage", campaign.active() && access.may(Permission.MANAGE_CAMPAIGNS));
        return "acceptance/surveys";
    }

    /** The vetoes the kind names and the campaign's table does not have: they hold all the same. */
    private List<String> unlisted(Campaign campaign, SurveyRule rule) {
        Set<String> listed = criteria.criteria(campaign.criteriaSetId()).stream()
                .filter(it -> it.type() == CriterionType.VETO)
                .map(Criterion::code)
                .collect(Collectors.toSet());
        return rule.measures().stream()
                .map(SurveyMeasure::veto)
                .filter(Objects::nonNull)
                .filter(veto -> !listed.contains(veto))
                .distinct()
                .toList();
    }

    @GetMapping("/new")
    String form(@PathVariable String id, Model model) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        SurveyRule rule = surveys.rule(readable(id));
        return form(id, Form.blank(towns()), null, List.of(), model);
    }

    private String form(String id, Form form, @Nullable String error, List<RowProblem> problems, Model model) {
        Campaign campaign = readable(id);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("rule", surveys.rule(campaign));
        model.addAttribute("form", form);
        model.addAttribute("error", error);
        model.addAttribute("problems", problems);
        return "acceptance/survey-new";
    }

    /** Fills the grid from a table; nothing is saved yet. */
    @PostMapping("/fill")
    String fill(
            @PathVariable String id,
            @RequestParam("file") MultipartFile file,
            Model model,
            HttpServletResponse response)
            throws IOException {
        access.require(Permission.MANAGE_CAMPAIGNS);
        SurveyRule rule = surveys.rule(readable(id));
        Form form = Form.blank(towns());
        try {
            CheckedFile table = CheckedFile.read(id, file);
            SurveyTable.Read read = SurveyTable.read(table.content(), table.name(), rule);
            return form(id, form.filled(read), null, read.problems(), model);
        } catch (Problem problem) {
            response.setStatus(problem.status());
            return form(id, form, problem.detail(), List.of(), model);
        }
    }

    @PostMapping
    String save(@PathVariable String id, @RequestParam MultiValueMap<String, String> fields, Reply reply) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        SurveyRule rule = surveys.rule(readable(id));
        Form form = Form.of(fields, rule);
        return reply.orAgainAlways(
                () -> {
                    Survey survey = surveys.record(id, form.draft(rule));
                    List<String> flags = survey.flags(rule);
                    if (!flags.isEmpty()) {
                        reply.with("warning", String.join("", flags));
                    }
                    return reply.done("/campaigns/" + id + "/surveys", "已登记“" + survey.name() + "”。");
                },
                problem -> form(id, form, sentences(problem), List.of(), reply.model()));
    }

    private static String sentences(Problem problem) {
        Object all = problem.properties().get("problems");
        return all instanceof List<?> list
                ? String.join("", list.stream().map(String::valueOf).toList())
                : problem.detail();
    }

    @PostMapping("/{survey}/annul")
    String annul(
            @PathVariable String id,
            @PathVariable String survey,
            @RequestParam(required = false) @Nullable String reason,
            Reply reply) {
        return act(id, reply, () -> {
            surveys.annul(survey, reason);
            return reply.done("/campaigns/" + id + "/surveys", "已作废，留痕备查。");
        });
    }

    @PostMapping("/consultant")
    String consultant(@PathVariable String id, @RequestParam(required = false) @Nullable String name, Reply reply) {
        return act(id, reply, () -> {
            surveys.nameConsultant(id, name);
            return reply.done("/campaigns/" + id + "/surveys", "创建咨询机构已保存。");
        });
    }

    private String act(String id, Reply reply, Supplier<String> deed) {
        return reply.orAgainAlways(deed, problem -> list(id, problem.detail(), reply.model()));
    }

    @GetMapping("/template")
    ResponseEntity<byte[]> template(@PathVariable String id) {
        SurveyRule rule = surveys.rule(readable(id));
        return Downloads.xlsx("满意度测评表.xlsx", SurveyTable.template(rule, towns()));
    }

    private List<String> towns() {
        return units.active().stream()
                .filter(unit -> unit.type() == UnitType.TOWN)
                .map(Unit::name)
                .toList();
    }

    private Campaign readable(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return campaigns.requireVisible(id);
    }

    /** What was typed, as it was typed. */
    public record Form(
            String name,
            String date,
            String organisation,
            String reportNumber,
            String sample,
            Map<String, String> declared,
            List<FormRow> rows) {

        static Form blank(List<String> towns) {
            List<FormRow> rows = new ArrayList<>();
            towns.forEach(town -> rows.add(new FormRow(town, "", Map.of())));
            for (int i = 0; i < SPARE_ROWS; i++) {
                rows.add(new FormRow("", "", Map.of()));
            }
            return new Form("", "", "", "", "", Map.of(), rows);
        }

        static Form of(MultiValueMap<String, String> fields, SurveyRule rule) {
            Map<String, String> declared = new HashMap<>();
            for (SurveyMeasure measure : rule.measures()) {
                declared.put(measure.code(), first(fields, "declared-" + measure.code()));
            }
            List<String> areas = fields.getOrDefault("area", List.of());
            List<FormRow> rows = new ArrayList<>();
            for (int i = 0; i < areas.size(); i++) {
                Map<String, String> rates = new HashMap<>();
                for (SurveyMeasure measure : rule.measures()) {
                    rates.put(measure.code(), nth(fields, "rate-" + measure.code(), i));
                }
                rows.add(new FormRow(nth(fields, "area", i), nth(fields, "areaSample", i), rates));
            }
            return new Form(
                    first(fields, "name"),
                    first(fields, "date"),
                    first(fields, "organisation"),
                    first(fields, "reportNumber"),
                    first(fields, "sample"),
                    declared,
                    rows);
        }

        private static String first(MultiValueMap<String, String> fields, String name) {
            return StringUtils.defaultString(fields.getFirst(name));
        }

        private static String nth(MultiValueMap<String, String> fields, String name, int index) {
            List<String> values = fields.getOrDefault(name, List.of());
            return index < values.size() ? StringUtils.defaultString(values.get(index)) : "";
        }

        Form filled(SurveyTable.Read read) {
            List<FormRow> rows = new ArrayList<>();
            for (AreaDraft area : read.areas()) {
                rows.add(new FormRow(
                        StringUtils.defaultString(area.name()),
                        area.sample() == null ? "" : String.valueOf(area.sample()),
                        texts(area.rates() == null ? Map.of() : area.rates())));
            }
            return new Form(
                    name,
                    date,
                    organisation,
                    reportNumber,
                    read.sample() == null ? sample : String.valueOf(read.sample()),
                    texts(read.declared()),
                    rows);
        }

        private static Map<String, String> texts(Map<String, @Nullable BigDecimal> rates) {
            Map<String, String> texts = new HashMap<>();
            rates.forEach((measure, rate) -> texts.put(measure, rate == null ? "" : rate.toPlainString()));
            return texts;
        }

        SurveyDraft draft(SurveyRule rule) {
            Map<String, @Nullable BigDecimal> whole = new LinkedHashMap<>();
            for (SurveyMeasure measure : rule.measures()) {
                whole.put(measure.code(), number("总体的" + measure.name(), declared.getOrDefault(measure.code(), "")));
            }
            List<AreaDraft> areas = new ArrayList<>();
            for (FormRow row : rows) {
                if (row.blank()) {
                    continue;
                }
                Map<String, @Nullable BigDecimal> rates = new LinkedHashMap<>();
                for (SurveyMeasure measure : rule.measures()) {
                    rates.put(
                            measure.code(),
                            number("“" + row.area + "”的" + measure.name(), row.rates.getOrDefault(measure.code(), "")));
                }
                areas.add(new AreaDraft(row.area, whole("“" + row.area + "”的样本量", row.sample), rates));
            }
            return new SurveyDraft(
                    name,
                    Fields.date(date, "survey", "测评日期"),
                    organisation,
                    reportNumber,
                    whole("总样本量", sample),
                    whole,
                    areas);
        }

        private static @Nullable Integer whole(String what, String text) {
            BigDecimal number = number(what, text);
            if (number == null) {
                return null;
            }
            try {
                return number.intValueExact();
            } catch (ArithmeticException e) {
                throw Problem.invalid("survey", what + "“" + text + "”应为整数。");
            }
        }

        private static @Nullable BigDecimal number(String what, String text) {
            String plain = Spreadsheet.halfWidth(text).replaceAll("[\\s%,]", "");
            if (plain.isEmpty()) {
                return null;
            }
            try {
                return new BigDecimal(plain);
            } catch (NumberFormatException e) {
                throw Problem.invalid("survey", what + "“" + text + "”不是数字，请只填数字，如 83.5。");
            }
        }
    }

    /** One town as typed. */
    public record FormRow(String area, String sample, Map<String, String> rates) {

        boolean blank() {
            return sample.isBlank() && rates.values().stream().allMatch(String::isBlank);
        }
    }
}
