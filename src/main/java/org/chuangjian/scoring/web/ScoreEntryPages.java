package org.chuangjian.scoring.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.scoring.Round;
import org.chuangjian.scoring.Rounds;
import org.chuangjian.scoring.Score;
import org.chuangjian.scoring.ScoreSettings;
import org.chuangjian.scoring.Scores;
import org.chuangjian.scoring.Source;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.web.CheckedFile;
import org.chuangjian.shared.web.Downloads;
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

/**
 * Giving many scores at once, on the page or by spreadsheet: the office for any source, an invited expert as expert, a
 * unit for itself. Each sees only what it may score.
 */
@Controller
@RequestMapping("/campaigns/{id}/score-entry")
class ScoreEntryPages {

    private static final String STEP = "scores";
    private static final String[] COLUMNS = {"编码", "一级指标", "二级指标", "要求", "类型", "分值", "评分规则", "得分", "理由"};

    private final Campaigns campaigns;
    private final CriteriaSets criteriaSets;
    private final Scores scores;
    private final Rounds rounds;
    private final ScoreSettings settings;
    private final Access access;

    ScoreEntryPages(
            Campaigns campaigns,
            CriteriaSets criteriaSets,
            Scores scores,
            Rounds rounds,
            ScoreSettings settings,
            Access access) {
        this.campaigns = campaigns;
        this.criteriaSets = criteriaSets;
        this.scores = scores;
        this.rounds = rounds;
        this.settings = settings;
        this.access = access;
    }

    @GetMapping
    String form(@PathVariable String id, @RequestParam Source source, Model model) {
        return form(scorable(id, source), source, Map.of(), Map.of(), List.of(), model);
    }

    private String form(
            Campaign campaign,
            Source source,
            Map<String, String> points,
            Map<String, String> reasons,
            List<RowProblem> problems,
            Model model) {
        Map<String, Score> given = scores.of(campaign.id(), source);
        Set<String> summed = settings.summed(campaign);
        List<Row> rows = new ArrayList<>();
        for (Criterion criterion : criteria(campaign, source)) {
            Score score = given.get(criterion.code());
            String code = criterion.code();
            String stands = score == null ? "" : score.points().toPlainString();
            String why = score == null ? "" : score.reason();
            rows.add(new Row(
                    criterion,
                    points.getOrDefault(code, stands),
                    reasons.getOrDefault(code, why),
                    score == null ? 0 : score.version(),
                    asShown(stands, why),
                    score == null
                            ? ""
                            : score.points().compareTo(criterion.points()) > 0
                                    ? "高于换版后的分值，须重新评分"
                                    : score.outdated() ? "换版前所评，请复核" : "",
                    summed.contains(code)));
        }
        Round round = rounds.of(campaign.id()).stream()
                .filter(it -> it.source() == source)
                .findFirst()
                .orElse(null);
        model.addAttribute("campaign", campaign);
        model.addAttribute("source", source);
        model.addAttribute("rows", rows);
        model.addAttribute(
                "scored", rows.stream().filter(it -> it.version() > 0).count());
        model.addAttribute("round", round);
        model.addAttribute("whole", access.may(Permission.READ_CAMPAIGNS));
        model.addAttribute("open", campaign.active() && (round == null || !round.locked()));
        model.addAttribute("problems", problems);
        return "scoring/entry";
    }

    @PostMapping
    String save(
            @PathVariable String id,
            @RequestParam Source source,
            @RequestParam MultiValueMap<String, String> typed,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Campaign campaign = scorable(id, source);
        List<String> code = typed.getOrDefault("code", List.of());
        List<String> points = typed.getOrDefault("points", List.of());
        List<String> reason = typed.getOrDefault("reason", List.of());
        List<String> version = typed.getOrDefault("version", List.of());
        List<String> was = typed.getOrDefault("was", List.of());
        int rows = code.size();
        if (points.size() != rows || reason.size() != rows || version.size() != rows || was.size() != rows) {
            throw Problem.badRequest("rows", "提交的内容不完整，请刷新页面后再填。");
        }
        Map<String, Score> given = scores.of(id, source);
        Map<String, String> typedPoints = new HashMap<>();
        Map<String, String> typedReasons = new HashMap<>();
        List<Scores.Entry> entries = new ArrayList<>();
        List<RowProblem> problems = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            String one = code.get(i);
            // A row nobody touched stays what somebody else may have made of it since the page was shown.
            if (was.get(i).equals(asShown(points.get(i), reason.get(i)))) {
                continue;
            }
            typedPoints.put(one, points.get(i));
            typedReasons.put(one, reason.get(i));
            Score before = given.get(one);
            try {
                BigDecimal number = ScorePages.number(points.get(i));
                boolean same = before != null
                        && number != null
                        && number.compareTo(before.points()) == 0
                        && reason.get(i).strip().equals(before.reason());
                if (!same) {
                    int seen = version(version.get(i));
                    entries.add(
                            number == null && seen > 0
                                    ? Scores.Entry.back(one, reason.get(i), seen)
                                    : new Scores.Entry(one, number, reason.get(i), seen));
                }
            } catch (Problem problem) {
                problems.add(new RowProblem(0, one, problem.detail()));
            }
        }
        try {
            if (problems.isEmpty()) {
                scores.recordAll(id, source, entries)
                        .forEach(it -> problems.add(
                                new RowProblem(0, entries.get(it.row() - 1).code(), it.reason())));
            }
        } catch (Problem problem) {
            if (problem.status() == 403 || problem.status() == 404) {
                throw problem;
            }
            problems.add(new RowProblem(0, "", problem.detail()));
        }
        if (!problems.isEmpty()) {
            response.setStatus(422);
            return form(campaign, source, typedPoints, typedReasons, problems, model);
        }
        redirect.addFlashAttribute("done", entries.isEmpty() ? "没有改动。" : saved(entries));
        return "redirect:/campaigns/" + id + "/score-entry?source=" + source.name();
    }

    private static String saved(List<Scores.Entry> entries) {
        long back = entries.stream().filter(Scores.Entry::back).count();
        return (entries.size() > back ? "已保存 " + (entries.size() - back) + " 项得分。" : "")
                + (back > 0 ? "已撤回 " + back + " 项得分。" : "");
    }

    /** What a row shows, as a browser gives it back: it takes line breaks out of one line. */
    private static String asShown(String points, String reason) {
        return points + " " + reason.replaceAll("[\r\n]", "");
    }

    private static int version(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw Problem.badRequest("rows", "提交的内容不完整，请刷新页面后再填。");
        }
        return Integer.parseInt(text);
    }

    @GetMapping("/export")
    ResponseEntity<byte[]> export(@PathVariable String id, @RequestParam Source source) {
        Campaign campaign = scorable(id, source);
        Map<String, Score> given = scores.of(id, source);
        SpreadsheetWriter sheet = new SpreadsheetWriter().sheet(source.label() + "评分表", COLUMNS);
        for (Criterion it : criteria(campaign, source)) {
            Score score = given.get(it.code());
            sheet.row(
                    it.code(),
                    it.level1(),
                    it.level2(),
                    it.requirement(),
                    it.type().label(),
                    it.points(),
                    it.ruleText(),
                    score == null ? null : score.points(),
                    score == null ? null : score.reason());
        }
        return Downloads.xlsx(campaign.name() + source.label() + "评分表.xlsx", sheet);
    }

    @PostMapping("/import")
    String preview(
            @PathVariable String id,
            @RequestParam Source source,
            @RequestParam MultipartFile file,
            HttpSession session,
            HttpServletResponse response,
            Model model)
            throws IOException {
        Campaign campaign = scorable(id, source);
        CheckedFile.forget(session, STEP);
        try {
            CheckedFile checked = CheckedFile.read(subject(id, source), file);
            ImportReport report = scores.importScores(id, source, checked.content(), checked.name(), true);
            if (report.created() + report.changed() > 0) {
                checked.keep(session, STEP);
            }
            if (!report.clean()) {
                response.setStatus(422);
            }
            model.addAttribute("fileName", checked.name());
            model.addAttribute("report", report);
        } catch (Problem problem) {
            if (problem.status() == 403 || problem.status() == 404) {
                throw problem;
            }
            response.setStatus(problem.status());
            model.addAttribute("error", problem.detail());
        }
        return form(campaign, source, Map.of(), Map.of(), List.of(), model);
    }

    @PostMapping("/import/confirm")
    String confirm(
            @PathVariable String id, @RequestParam Source source, HttpSession session, RedirectAttributes redirect) {
        scorable(id, source);
        try {
            CheckedFile file = CheckedFile.take(session, STEP, subject(id, source));
            ImportReport report = scores.importScores(id, source, file.content(), file.name(), false);
            if (report.clean()) {
                redirect.addFlashAttribute(
                        "done", "评分表已导入，新评 " + report.created() + " 项，改分 " + report.changed() + " 项。");
            } else {
                redirect.addFlashAttribute(
                        "failed",
                        "检查之后数据有了变化，什么也没有写入：" + report.problems().get(0).reason());
            }
        } catch (Problem problem) {
            redirect.addFlashAttribute("failed", problem.detail());
        }
        return "redirect:/campaigns/" + id + "/score-entry?source=" + source.name();
    }

    private static String subject(String id, Source source) {
        return id + "/" + source;
    }

    /** The campaign, if this person may score it for the source. */
    private Campaign scorable(String id, Source source) {
        CurrentUser user = access.current();
        if (user.may(Permission.SCORE)) {
            return campaigns.requireVisible(id);
        }
        if (source == Source.EXPERT) {
            access.require(Permission.SCORE_AS_EXPERT);
            return settings.campaignsOf(user.account()).stream()
                    .filter(it -> it.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> Problem.notFound("没有这个创建活动，或您无权查看。"));
        }
        if (source != Source.SELF) {
            access.require(Permission.SCORE);
        }
        access.require(Permission.WORK_FOR_UNIT);
        return campaigns.requireVisible(id);
    }

    private List<Criterion> criteria(Campaign campaign, Source source) {
        List<Criterion> all = criteriaSets.criteria(campaign.criteriaSetId()).stream()
                .filter(it -> it.type() != CriterionType.VETO)
                .toList();
        if (source == Source.EXPERT || access.may(Permission.SCORE)) {
            return all;
        }
        Set<String> led = scores.led(
                campaign.id(), StringUtils.defaultString(access.current().unitCode()));
        return all.stream().filter(it -> led.contains(it.code())).toList();
    }

    /**
     * @param version of the score that stands, 0 for none
     * @param was the score that stands, as the row shows it while nobody types
     * @param asked what a newer edition asks to be done with it, "" for nothing
     * @param summed whether a formula adds the points to what is computed
     */
    public record Row(
            Criterion criterion, String points, String reason, int version, String was, String asked, boolean summed) {}
}
