package org.chuangjian.acceptance.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.Evaluation;
import org.chuangjian.acceptance.Evaluation.Conclusion;
import org.chuangjian.acceptance.Evaluation.Expert;
import org.chuangjian.acceptance.Evaluation.FollowUpDraft;
import org.chuangjian.acceptance.EvaluationTables;
import org.chuangjian.acceptance.Evaluations;
import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Problem;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 初评与验收 of a campaign: visits, what they brought, their results, and what is left to do. */
@Controller
@RequestMapping("/campaigns/{id}/evaluations")
class EvaluationPages {

    private static final String STEP = "evaluation";
    private static final int EXPERT_ROWS = 5;
    private static final int FOLLOW_UP_ROWS = 4;

    private final Evaluations evaluations;
    private final EvaluationTables tables;
    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CampaignKinds kinds;
    private final Units units;
    private final UnitReports reports;
    private final Access access;

    EvaluationPages(
            Evaluations evaluations,
            EvaluationTables tables,
            Campaigns campaigns,
            CampaignBoard board,
            CampaignKinds kinds,
            Units units,
            UnitReports reports,
            Access access) {
        this.evaluations = evaluations;
        this.tables = tables;
        this.campaigns = campaigns;
        this.board = board;
        this.kinds = kinds;
        this.units = units;
        this.reports = reports;
        this.access = access;
    }

    @GetMapping
    String list(@PathVariable String id, Model model) {
        return list(id, null, null, model);
    }

    /** @param typed what a refused form held, with the form it belongs to under {@code form} */
    private String list(String id, @Nullable MultiValueMap<String, String> typed, @Nullable String error, Model model) {
        Campaign campaign = readable(id);
        model.addAttribute("detail", board.detail(campaign));
        List<Evaluation.Detail> visits = evaluations.of(id);
        model.addAttribute("visits", visits);
        model.addAttribute(
                "reports",
                reports.of(visits.stream()
                        .flatMap(it -> it.followUps().stream())
                        .map(Evaluation.FollowUp::id)
                        .toList()));
        model.addAttribute("stages", evaluations.stages(campaign));
        model.addAttribute("units", units.active());
        model.addAttribute("results", Evaluation.Result.values());
        model.addAttribute("rule", kinds.require(campaign.kind()).inspection());
        model.addAttribute("typed", new Typed(typed));
        model.addAttribute("error", error);
        model.addAttribute("expertRows", EXPERT_ROWS);
        model.addAttribute("followUpRows", FOLLOW_UP_ROWS);
        model.addAttribute("mayManage", campaign.active() && access.may(Permission.MANAGE_CAMPAIGNS));
        return "acceptance/evaluations";
    }

    @PostMapping
    String open(@PathVariable String id, @RequestParam MultiValueMap<String, String> fields, Reply reply) {
        Typed typed = new Typed(fields);
        return act(id, fields, reply, () -> {
            evaluations.open(
                    id,
                    typed.text("stage"),
                    typed.text("organ"),
                    typed.day("visitFrom"),
                    typed.day("visitTo"),
                    typed.experts());
            return reply.done("/campaigns/" + id + "/evaluations", "已登记，请在评价结束后登记结论。");
        });
    }

    @PostMapping("/{visit}/experts")
    String experts(
            @PathVariable String id,
            @PathVariable String visit,
            @RequestParam int version,
            @RequestParam MultiValueMap<String, String> fields,
            Reply reply) {
        return act(id, fields, reply, () -> {
            evaluations.nameExperts(visit, version, new Typed(fields).experts());
            return reply.done("/campaigns/" + id + "/evaluations#v-" + visit, "专家名单已保存。");
        });
    }

    @PostMapping("/{visit}/conclude")
    String conclude(
            @PathVariable String id,
            @PathVariable String visit,
            @RequestParam int version,
            @RequestParam MultiValueMap<String, String> fields,
            Reply reply) {
        Typed typed = new Typed(fields);
        return act(id, fields, reply, () -> {
            Evaluation concluded = evaluations.conclude(
                    visit,
                    version,
                    new Conclusion(
                            typed.result(),
                            typed.text("documentNumber"),
                            typed.day("documentDate"),
                            typed.text("opinion"),
                            typed.followUps()));
            return reply.done(
                    "/campaigns/" + id + "/evaluations#v-" + visit,
                    concluded.result() == Evaluation.Result.NOT_PASSED
                            ? "结论已登记。活动停在本阶段，请按意见整改后报请复评。"
                            : "结论已登记。条件满足后，可在页首登记通过，进入下一阶段。");
        });
    }

    @PostMapping("/follow-ups/{followUp}")
    String done(
            @PathVariable String id,
            @PathVariable String followUp,
            @RequestParam(required = false) @Nullable String note,
            @RequestParam MultiValueMap<String, String> fields,
            Reply reply) {
        return act(id, fields, reply, () -> {
            evaluations.finishFollowUp(followUp, note);
            return reply.done("/campaigns/" + id + "/evaluations", "后续整改已登记完成。");
        });
    }

    private String act(String id, MultiValueMap<String, String> fields, Reply reply, Supplier<String> deed) {
        return reply.orAgain(deed, problem -> list(id, fields, problem.detail(), reply.model()));
    }

    /** @param content scores or problems */
    @GetMapping("/{visit}/import/{content}")
    String importForm(@PathVariable String id, @PathVariable String visit, @PathVariable String content, Model model) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        return importForm(id, visit, scores(content), "", null, null, null, model);
    }

    private String importForm(
            String id,
            String visit,
            boolean scores,
            String document,
            @Nullable ImportReport report,
            @Nullable String fileName,
            @Nullable String error,
            Model model) {
        Campaign campaign = readable(id);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("visit", requireVisit(id, visit));
        model.addAttribute("stages", evaluations.stages(campaign));
        model.addAttribute("scores", scores);
        model.addAttribute("document", document);
        model.addAttribute("report", report);
        model.addAttribute("fileName", fileName);
        model.addAttribute("error", error);
        return "acceptance/evaluation-import";
    }

    @PostMapping("/{visit}/import/{content}")
    String check(
            @PathVariable String id,
            @PathVariable String visit,
            @PathVariable String content,
            @RequestParam(defaultValue = "") String document,
            @RequestParam("file") MultipartFile file,
            HttpSession session,
            Model model,
            HttpServletResponse response)
            throws IOException {
        access.require(Permission.MANAGE_CAMPAIGNS);
        boolean scores = scores(content);
        requireVisit(id, visit);
        CheckedFile.forget(session, STEP);
        try {
            CheckedFile table = CheckedFile.read(visit + "/" + content, file);
            ImportReport report = taken(visit, scores, table, document, true);
            if (report.clean()) {
                table.keep(session, STEP);
            }
            return importForm(id, visit, scores, document, report, table.name(), null, model);
        } catch (Problem problem) {
            response.setStatus(problem.status());
            return importForm(id, visit, scores, document, null, null, problem.detail(), model);
        }
    }

    @PostMapping("/{visit}/import/{content}/confirm")
    String confirm(
            @PathVariable String id,
            @PathVariable String visit,
            @PathVariable String content,
            @RequestParam(defaultValue = "") String document,
            HttpSession session,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        boolean scores = scores(content);
        requireVisit(id, visit);
        try {
            CheckedFile table = CheckedFile.take(session, STEP, visit + "/" + content);
            ImportReport report = taken(visit, scores, table, document, false);
            if (!report.clean()) {
                response.setStatus(422);
                return importForm(id, visit, scores, document, report, table.name(), null, model);
            }
            redirect.addFlashAttribute(
                    "done",
                    scores
                            ? "已导入 " + (report.created() + report.changed()) + " 项得分，计入专家评审。"
                            : "已导入 " + report.created() + " 个问题，已编号交办。");
        } catch (Problem problem) {
            response.setStatus(problem.status());
            return importForm(id, visit, scores, document, null, null, problem.detail(), model);
        }
        return "redirect:/campaigns/" + id + "/evaluations#v-" + visit;
    }

    private ImportReport taken(String visit, boolean scores, CheckedFile table, String document, boolean dryRun) {
        return scores
                ? tables.scores(visit, table.content(), table.name(), document, dryRun)
                : tables.problems(visit, table.content(), table.name(), document, dryRun);
    }

    @GetMapping("/template/{content}")
    ResponseEntity<byte[]> template(@PathVariable String id, @PathVariable String content) {
        Campaign campaign = readable(id);
        return scores(content)
                ? Downloads.xlsx("评价得分表.xlsx", tables.scoreTemplate(campaign))
                : Downloads.xlsx("评价问题表.xlsx", tables.problemTemplate(campaign));
    }

    private static boolean scores(String content) {
        return switch (content) {
            case "scores" -> true;
            case "problems" -> false;
            default -> throw Problem.notFound("没有这个页面。");
        };
    }

    private Evaluation requireVisit(String id, String visit) {
        Evaluation evaluation = evaluations.require(visit);
        if (!evaluation.campaignId().equals(id)) {
            throw Problem.notFound("本活动没有这次评价。");
        }
        return evaluation;
    }

    private Campaign readable(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return campaigns.requireVisible(id);
    }

    /** The fields of a form as they were typed. */
    public static final class Typed {

        private final @Nullable MultiValueMap<String, String> fields;

        Typed(@Nullable MultiValueMap<String, String> fields) {
            this.fields = fields;
        }

        /** Whether it is this form that came back; every form carries its name. */
        public boolean isFor(String form) {
            return form.equals(text("form"));
        }

        public String text(String name) {
            return nth(name, 0);
        }

        public String nth(String name, int index) {
            List<String> values = fields == null ? null : fields.get(name);
            return values == null || index >= values.size() ? "" : StringUtils.defaultString(values.get(index));
        }

        private int count(String name) {
            List<String> values = fields == null ? null : fields.get(name);
            return values == null ? 0 : values.size();
        }

        @Nullable
        LocalDate day(String name) {
            return date(text(name));
        }

        private static @Nullable LocalDate date(String text) {
            return Fields.date(text, "date", "日期");
        }

        Evaluation.@Nullable Result result() {
            for (Evaluation.Result result : Evaluation.Result.values()) {
                if (result.name().equals(text("result"))) {
                    return result;
                }
            }
            return null;
        }

        List<Expert> experts() {
            List<Expert> experts = new ArrayList<>();
            for (int i = 0; i < count("expertName"); i++) {
                Expert expert = new Expert(
                        nth("expertName", i).strip(),
                        nth("expertOrganisation", i).strip(),
                        nth("expertDuty", i).strip());
                if (!(expert.name() + expert.organisation() + expert.duty()).isEmpty()) {
                    experts.add(expert);
                }
            }
            return experts;
        }

        List<FollowUpDraft> followUps() {
            List<FollowUpDraft> drafts = new ArrayList<>();
            for (int i = 0; i < count("item"); i++) {
                drafts.add(new FollowUpDraft(nth("item", i), nth("itemUnit", i), date(nth("itemDue", i))));
            }
            return drafts;
        }
    }
}
