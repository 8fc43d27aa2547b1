package org.chuangjian.scoring.web;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.WorkProgress;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.scoring.Formula;
import org.chuangjian.scoring.GapBoard;
import org.chuangjian.scoring.Round;
import org.chuangjian.scoring.Rounds;
import org.chuangjian.scoring.RuleParts;
import org.chuangjian.scoring.ScoreBoard;
import org.chuangjian.scoring.ScoreSettings;
import org.chuangjian.scoring.ScoreSheet;
import org.chuangjian.scoring.Scores;
import org.chuangjian.scoring.Source;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/** The score tab of a campaign: the sheet, one criterion's scores and the gap board. */
@Controller
@RequestMapping("/campaigns/{id}")
class ScorePages {

    /** Beyond this many rows a sheet opens group by group: nobody reads three hundred at once. */
    private static final int MOST_UNFOLDED = 120;

    private final Campaigns campaigns;
    private final CampaignBoard campaignBoard;
    private final CriteriaSets criteriaSets;
    private final ScoreBoard board;
    private final Scores scores;
    private final Rounds rounds;
    private final ScoreSettings settings;
    private final Access access;

    ScorePages(
            Campaigns campaigns,
            CampaignBoard campaignBoard,
            CriteriaSets criteriaSets,
            ScoreBoard board,
            Scores scores,
            Rounds rounds,
            ScoreSettings settings,
            Access access) {
        this.campaigns = campaigns;
        this.campaignBoard = campaignBoard;
        this.criteriaSets = criteriaSets;
        this.board = board;
        this.scores = scores;
        this.rounds = rounds;
        this.settings = settings;
        this.access = access;
    }

    @GetMapping("/score")
    String sheet(@PathVariable String id, @ModelAttribute Filter filter, Model model) {
        Campaign campaign = readable(id);
        WorkProgress.Tally work = campaignBoard.tally(campaign);
        ScoreSheet sheet = board.of(campaign, work);
        List<ScoreSheet.Line> shown = sheet.criteria().stream()
                .filter(line -> filter.takes(line, sheet))
                .toList();
        model.addAttribute(
                "detail", campaignBoard.detail(campaign, new CampaignBoard.Known(work, sheet.asCondition())));
        model.addAttribute("sheet", sheet);
        boolean folded = shown.size() > MOST_UNFOLDED && StringUtils.isBlank(filter.group());
        model.addAttribute("groups", Group.of(shown, folded));
        model.addAttribute("folded", folded);
        model.addAttribute("shown", shown.size());
        model.addAttribute("filter", filter);
        model.addAttribute("types", CriterionType.values());
        model.addAttribute("sources", Source.values());
        model.addAttribute("rounds", current(rounds.of(id)));
        model.addAttribute("mayScore", mayScore(campaign));
        return "scoring/sheet";
    }

    /** The newest round of each source. */
    static List<Round> current(List<Round> all) {
        Set<Source> seen = new LinkedHashSet<>();
        return all.stream()
                .filter(round -> seen.add(round.source()))
                .sorted(Comparator.comparing(Round::source))
                .toList();
    }

    /** What stands behind one row, to be unfolded in the sheet. */
    @GetMapping("/score/{code}/inside")
    String inside(
            @PathVariable String id,
            @PathVariable String code,
            @RequestParam(defaultValue = "false") boolean closed,
            Model model) {
        if (closed) {
            return "scoring/parts :: nothing";
        }
        criterion(readable(id), code, model);
        model.addAttribute("foldable", true);
        return "scoring/parts :: inside";
    }

    /** The scores of one criterion, for a page that tells of the criterion as a whole. */
    @GetMapping("/score/{code}/beside")
    String beside(@PathVariable String id, @PathVariable String code, Model model) {
        criterion(readable(id), code, model);
        model.addAttribute("sources", Source.values());
        return "scoring/parts :: beside";
    }

    @GetMapping("/score/{code}")
    String one(@PathVariable String id, @PathVariable String code, Model model) {
        return one(readable(id), code, null, null, model);
    }

    private String one(Campaign campaign, String code, @Nullable Typed typed, @Nullable Problem problem, Model model) {
        criterion(campaign, code, model);
        model.addAttribute("typed", typed);
        model.addAttribute("detail", campaignBoard.detail(campaign));
        model.addAttribute("sources", Source.values());
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "scoring/criterion";
    }

    private void criterion(Campaign campaign, String code, Model model) {
        ScoreSheet.Line line =
                board.of(campaign).line(code).orElseThrow(() -> Problem.notFound("本活动的细则中没有指标“" + code + "”。"));
        model.addAttribute("line", line);
        model.addAttribute("campaign", campaign.id());
        model.addAttribute("parts", RuleParts.of(line.ruleText()).parts());
        model.addAttribute("proposal", settings.proposal(campaign, code, line.ruleText()));
        model.addAttribute("changes", scores.changes(campaign.id(), code));
        model.addAttribute("settled", settings.changes(campaign.id(), code));
        model.addAttribute("mayScore", mayScore(campaign));
    }

    @PostMapping("/score/{code}")
    String score(
            @PathVariable String id,
            @PathVariable String code,
            @RequestParam Source source,
            @RequestParam(defaultValue = "") String points,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(required = false) @Nullable Integer version,
            Reply reply) {
        return act(id, code, new Typed(source.name(), points, reason), reply, () -> {
            BigDecimal given = number(points);
            int seen = version == null ? 0 : version;
            boolean back = given == null && seen > 0;
            scores.record(
                    id,
                    source,
                    back ? Scores.Entry.back(code, reason, seen) : new Scores.Entry(code, given, reason, seen));
            return "“" + source.label() + (back ? "”得分已撤回。" : "”得分已保存。");
        });
    }

    @PostMapping("/score/{code}/formula")
    String formula(
            @PathVariable String id,
            @PathVariable String code,
            @RequestParam(defaultValue = "") String formula,
            @RequestParam(defaultValue = "bind") String action,
            Reply reply) {
        reply.model().addAttribute("typedFormula", formula);
        return act(id, code, null, reply, () -> {
            if (action.equals("try")) {
                access.require(Permission.SCORE);
                Formula parsed = settings.check(formula);
                Criterion criterion = criteriaSets
                        .criterion(campaigns.require(id).criteriaSetId(), code)
                        .orElseThrow();
                Formula.Result result = board.trial(id, criterion, parsed);
                reply.with("typedFormula", formula);
                return "公式可用，按现有数据"
                        + (result.value() == null
                                ? "还算不出：" + String.join("；", result.unknown())
                                : "得 " + result.value().toPlainString() + " 分")
                        + "。尚未保存。";
            }
            settings.bind(id, code, formula);
            return formula.isBlank() ? "已取消公式。" : "公式已保存。";
        });
    }

    @PostMapping("/score/{code}/applies")
    String applies(
            @PathVariable String id,
            @PathVariable String code,
            @RequestParam boolean applies,
            @RequestParam(defaultValue = "") String reason,
            Reply reply) {
        return act(id, code, new Typed("applies", "", reason), reply, () -> {
            settings.setApplies(id, code, applies, reason);
            return applies ? "已恢复适用。" : "已认定为不适用，不计分也不作要求。";
        });
    }

    @PostMapping("/score/{code}/veto")
    String veto(
            @PathVariable String id,
            @PathVariable String code,
            @RequestParam boolean hit,
            @RequestParam(defaultValue = "") String reason,
            Reply reply) {
        return act(id, code, new Typed("veto", "", reason), reply, () -> {
            settings.recordVeto(id, code, hit, reason);
            return "否决项核查结果已登记。";
        });
    }

    /** Does it and shows the criterion again, with the reason if it was refused. */
    private String act(String id, String code, @Nullable Typed typed, Reply reply, Supplier<String> deed) {
        Campaign campaign = readable(id);
        return reply.orAgain(
                () -> reply.done(
                        "/campaigns/" + id + "/score/" + UriUtils.encodePathSegment(code, "UTF-8"), deed.get()),
                problem -> one(campaign, code, typed, problem, reply.model()));
    }

    @GetMapping("/gaps")
    String gaps(@PathVariable String id, @RequestParam(name = "fix", defaultValue = "") List<String> fix, Model model) {
        Campaign campaign = readable(id);
        WorkProgress.Tally work = campaignBoard.tally(campaign);
        ScoreSheet sheet = board.of(campaign, work);
        GapBoard gaps = GapBoard.of(sheet);
        Set<String> fixed =
                Set.copyOf(fix.stream().filter(StringUtils::isNotBlank).toList());
        model.addAttribute(
                "detail", campaignBoard.detail(campaign, new CampaignBoard.Known(work, sheet.asCondition())));
        model.addAttribute("gaps", gaps);
        model.addAttribute("sheet", gaps.sheet());
        model.addAttribute("fixed", fixed);
        model.addAttribute(
                "cheapest", gaps.cheapest().stream().map(GapBoard.Step::code).toList());
        model.addAttribute("then", fixed.isEmpty() ? null : gaps.sheet().withFixed(fixed));
        return "scoring/gaps";
    }

    private Campaign readable(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return campaigns.requireVisible(id);
    }

    private boolean mayScore(Campaign campaign) {
        return campaign.active() && access.may(Permission.SCORE);
    }

    static @Nullable BigDecimal number(String typed) {
        String text = StringUtils.removeEnd(Spreadsheet.halfWidth(typed).replaceAll("\\s", ""), "分");
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("-?\\d{1,8}(\\.\\d{1,8})?")) {
            throw Problem.invalid(
                    "points", "得分“" + StringUtils.abbreviate(typed.strip(), 20) + "”不是数字，请只填数字，如 3 或 2.5。");
        }
        return new BigDecimal(text);
    }

    /** What was typed into one of the forms: of a source by its name, {@code veto} or {@code applies}. */
    public record Typed(String form, String points, String reason) {

        public boolean isFor(String other) {
            return form.equals(other);
        }
    }

    /**
     * Which rows are shown.
     *
     * @param only {@code unscored}, {@code missing}, {@code below}, {@code formula} or {@code notApplicable}
     * @param group a 一级指标
     */
    public record Filter(
            @Nullable String only,
            @Nullable CriterionType type,
            @Nullable String text,
            @Nullable String group) {

        boolean takes(ScoreSheet.Line line, ScoreSheet sheet) {
            boolean byState = switch (StringUtils.defaultString(only)) {
                case "unscored" -> line.scorable() && line.effective() == null;
                case "missing" -> line.missing().signum() > 0;
                case "below" ->
                    sheet.keyItemsBelow().stream().anyMatch(it -> it.code().equals(line.code()));
                case "vetoes" ->
                    sheet.vetoes().stream().anyMatch(it -> it.code().equals(line.code()));
                case "formula" -> !line.formula().isEmpty();
                case "notApplicable" -> !line.applies();
                default -> true;
            };
            String wanted = StringUtils.defaultString(text).strip().toLowerCase(Locale.ROOT);
            return byState
                    && (type == null || line.type() == type)
                    && (StringUtils.isBlank(group) || line.level1().equals(group))
                    && (wanted.isEmpty()
                            || (line.code() + " " + line.level1() + " " + line.level2() + " " + line.requirement())
                                    .toLowerCase(Locale.ROOT)
                                    .contains(wanted));
        }
    }

    /**
     * The shown criteria under one 一级指标.
     *
     * @param points they carry, and {@code scored} what they have, two decimals; vetoes carry none
     * @param rows empty where the groups are folded
     */
    public record Group(String name, int criteria, String points, String scored, int unscored, List<ScoreRow> rows) {

        static List<Group> of(List<ScoreSheet.Line> lines, boolean folded) {
            Map<String, List<ScoreSheet.Line>> groups = new LinkedHashMap<>();
            lines.forEach(line -> groups.computeIfAbsent(line.level1(), name -> new ArrayList<>())
                    .add(line));
            return groups.entrySet().stream()
                    .map(group -> of(group.getKey(), group.getValue(), folded))
                    .toList();
        }

        private static Group of(String name, List<ScoreSheet.Line> lines, boolean folded) {
            BigDecimal points = BigDecimal.ZERO;
            BigDecimal scored = BigDecimal.ZERO;
            int unscored = 0;
            for (ScoreSheet.Line line : lines) {
                if (line.scorable()) {
                    points = points.add(line.points());
                    scored = scored.add(Objects.requireNonNullElse(line.effective(), BigDecimal.ZERO));
                    unscored += line.effective() == null ? 1 : 0;
                }
            }
            return new Group(
                    name,
                    lines.size(),
                    ScoreRow.text(points),
                    ScoreRow.text(scored),
                    unscored,
                    folded ? List.of() : lines.stream().map(ScoreRow::of).toList());
        }
    }

    /** One row in words, so that a page of hundreds asks little of the template. */
    public record ScoreRow(
            String code,
            String name,
            String type,
            boolean key,
            String points,
            List<String> sources,
            String computed,
            String computedWhy,
            String effective,
            String from,
            String rate,
            String state) {

        static ScoreRow of(ScoreSheet.Line line) {
            List<String> sources = new ArrayList<>();
            for (Source source : Source.values()) {
                sources.add(text(line.of(source)));
            }
            return new ScoreRow(
                    line.code(),
                    line.level2().isEmpty() ? line.level1() : line.level2(),
                    line.type().label(),
                    line.type() == CriterionType.KEY,
                    line.veto() ? "" : text(line.points()),
                    sources,
                    line.formula().isEmpty() || line.veto()
                            ? ""
                            : line.computed() == null ? "未知" : text(line.computed()),
                    line.computedUnknown(),
                    text(line.effective()),
                    line.origin(),
                    line.rate() == null ? "" : line.rate().stripTrailingZeros().toPlainString() + "%",
                    line.vetoState() != null
                            ? line.applies() ? line.vetoState().label() : "不适用"
                            : !line.applies() ? "不适用" : stateOf(line));
        }

        private static String stateOf(ScoreSheet.Line line) {
            if (!line.above().isEmpty()) {
                return "须重评";
            }
            return line.effective() == null ? "未评分" : line.outdated() ? "待复核" : "";
        }

        static String text(@Nullable BigDecimal number) {
            return number == null
                    ? ""
                    : number.setScale(2, RoundingMode.HALF_UP).toPlainString();
        }
    }
}
