package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.WorkProgress;
import org.chuangjian.campaign.WorkProgress.OnCriterion;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.metric.MetricBoard;
import org.chuangjian.metric.MetricValue;
import org.chuangjian.scoring.Formula.Fact;
import org.chuangjian.scoring.ScoreSheet.Input;
import org.chuangjian.scoring.ScoreSheet.Line;
import org.chuangjian.scoring.ScoreSheet.Veto;
import org.chuangjian.scoring.ScoreSheet.VetoState;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The score sheets. Nothing computed is stored: the database groups what formulas ask for (readings that count,
 * findings, assignments), and the formulas, parsed once, run over those few rows. So a changed reading costs its own
 * row and is seen by the next look, and no total can be older than its inputs. The statements grow neither with the
 * criteria nor with the units.
 */
@Component
public class ScoreBoard {

    private static final int MOST_PARSED = 5000;

    private final JdbcClient jdbc;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final Scores scores;
    private final ScoreSettings settings;
    private final MetricBoard metrics;
    private final WorkProgress assignments;
    private final FindingInputs findings;
    private final ObjectProvider<VetoFacts> vetoFacts;
    private final Clock clock;
    private final Map<String, Formula> parsed = new ConcurrentHashMap<>();

    ScoreBoard(
            JdbcClient jdbc,
            Campaigns campaigns,
            CampaignKinds kinds,
            Scores scores,
            ScoreSettings settings,
            MetricBoard metrics,
            WorkProgress assignments,
            FindingInputs findings,
            ObjectProvider<VetoFacts> vetoFacts,
            Clock clock) {
        this.jdbc = jdbc;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.scores = scores;
        this.settings = settings;
        this.metrics = metrics;
        this.assignments = assignments;
        this.findings = findings;
        this.vetoFacts = vetoFacts;
        this.clock = clock;
    }

    /** The sheet of one campaign. The caller has checked the rights. */
    public ScoreSheet of(String campaignId) {
        return of(campaigns.require(campaignId));
    }

    public ScoreSheet of(Campaign campaign) {
        return Objects.requireNonNull(of(List.of(campaign)).get(campaign.id()));
    }

    /** The same for a page that has counted the campaign's work already. */
    public ScoreSheet of(Campaign campaign, WorkProgress.Tally counted) {
        return Objects.requireNonNull(of(List.of(campaign), counted).get(campaign.id()));
    }

    /** The sheets of several campaigns, by id. */
    public Map<String, ScoreSheet> of(Collection<Campaign> shown) {
        return of(shown, work(shown));
    }

    /**
     * The sheets of those campaigns that have a score or a formula at all, for who only wants the verdict: the work
     * under the criteria is counted only if a formula asks for it.
     */
    Map<String, ScoreSheet> scored(Collection<Campaign> shown) {
        if (shown.isEmpty()) {
            return Map.of();
        }
        Set<String> begun = Set.copyOf(jdbc.sql("select campaign_id from score where campaign_id in (:ids)"
                        + " union select campaign_id from score_formula where campaign_id in (:ids)")
                .param("ids", shown.stream().map(Campaign::id).toList())
                .query(String.class)
                .list());
        return of(shown.stream().filter(it -> begun.contains(it.id())).toList(), null);
    }

    private WorkProgress.Tally work(Collection<Campaign> shown) {
        LocalDate today = LocalDate.now(clock);
        return assignments.tally(shown.stream().map(Campaign::id).toList(), today, today);
    }

    private static boolean asksForWork(Formula formula) {
        return formula.asksFor(Fact.Kind.ASSIGNMENTS) || formula.asksFor(Fact.Kind.ALL_ASSIGNMENTS);
    }

    /** @param counted the work under the criteria; null to count it only if a formula asks for it */
    private Map<String, ScoreSheet> of(Collection<Campaign> shown, WorkProgress.@Nullable Tally counted) {
        if (shown.isEmpty()) {
            return Map.of();
        }
        List<String> ids = shown.stream().map(Campaign::id).toList();
        ScoreSettings.Settled settled = settings.settled(shown);
        Map<String, Map<String, Map<Source, Score>>> given = new HashMap<>();
        scores.of(ids)
                .forEach(score -> given.computeIfAbsent(score.campaignId(), id -> new HashMap<>())
                        .computeIfAbsent(score.criterionCode(), code -> new EnumMap<>(Source.class))
                        .put(score.source(), score));
        Map<String, List<OwnedCriterion>> criteria = criteria(ids);
        Map<String, Map<String, Formula>> formulas = formulas(ids, settled);
        Set<String> asked = new LinkedHashSet<>();
        formulas.values().forEach(of -> of.values().forEach(it -> asked.addAll(it.metrics())));
        Map<String, Map<String, MetricValue>> values = metrics.values(ids, asked);
        Map<String, Map<String, OnCriterion>> work = counted != null
                ? counted.byCriterion()
                : formulas.values().stream().flatMap(of -> of.values().stream()).anyMatch(ScoreBoard::asksForWork)
                        ? work(shown).byCriterion()
                        : Map.of();
        Map<String, FindingInputs.OfCampaign> found = findings.of(ids.stream()
                .filter(id ->
                        formulas.getOrDefault(id, Map.of()).values().stream().anyMatch(FindingInputs::asksFor))
                .toList());
        Map<String, Map<String, String>> vetoes = vetoes(shown);
        Map<String, ScoreSheet> sheets = new LinkedHashMap<>();
        for (Campaign campaign : shown) {
            String id = campaign.id();
            Map<String, Formula> bound = formulas.getOrDefault(id, Map.of());
            CampaignFacts facts = new CampaignFacts(
                    id, values.getOrDefault(id, Map.of()), found.get(id), work.getOrDefault(id, Map.of()));
            Map<String, String> holding = vetoes.getOrDefault(id, Map.of());
            List<Line> lines = new ArrayList<>();
            for (OwnedCriterion criterion : criteria.getOrDefault(id, List.of())) {
                lines.add(line(
                        criterion,
                        given.getOrDefault(id, Map.of()).getOrDefault(criterion.code(), Map.of()),
                        bound.get(criterion.code()),
                        facts,
                        settled.order(id),
                        settled.notApplicable().getOrDefault(id, Map.of()).getOrDefault(criterion.code(), ""),
                        settled.vetoes().getOrDefault(id, Map.of()).get(criterion.code()),
                        holding.get(criterion.code())));
            }
            sheets.put(
                    id, Judgement.of(id, kinds.require(campaign.kind()).passRule(), lines, unlisted(holding, lines)));
        }
        return sheets;
    }

    /** Vetoes that hold by the kind's rules although the imported table codes them otherwise or not at all. */
    private static List<Veto> unlisted(Map<String, String> holding, List<Line> lines) {
        Set<String> listed = lines.stream().filter(Line::veto).map(Line::code).collect(Collectors.toSet());
        return holding.entrySet().stream()
                .filter(it -> !listed.contains(it.getKey()))
                .map(it -> new Veto(it.getKey(), it.getValue() + "；导入的细则中没有编码为 " + it.getKey() + " 的否决项，按创建类型的规定判定"))
                .toList();
    }

    /** What a formula would give for a criterion of the campaign now; nothing is bound. */
    public Formula.Result trial(String campaignId, Criterion criterion, Formula formula) {
        Score judged = null;
        if (formula.asksForManual()) {
            Map<Source, Score> given = scores.of(List.of(campaignId)).stream()
                    .filter(it -> it.criterionCode().equals(criterion.code()))
                    .collect(Collectors.toMap(Score::source, it -> it));
            judged = judged(settings.order(campaigns.require(campaignId)), given, criterion.points());
        }
        Formula.Facts facts = facts(campaignId, formula).of(criterion.code(), criterion.points(), judged);
        return criterion.type() == CriterionType.VETO ? formula.evaluate(facts) : formula.points(facts);
    }

    private CampaignFacts facts(String campaignId, Formula formula) {
        LocalDate today = LocalDate.now(clock);
        return new CampaignFacts(
                campaignId,
                metrics.values(List.of(campaignId), formula.metrics()).getOrDefault(campaignId, Map.of()),
                FindingInputs.asksFor(formula)
                        ? findings.of(List.of(campaignId)).get(campaignId)
                        : null,
                assignments
                        .tally(List.of(campaignId), today, today)
                        .byCriterion()
                        .getOrDefault(campaignId, Map.of()));
    }

    private Map<String, Map<String, String>> vetoes(Collection<Campaign> campaigns) {
        Map<String, Map<String, String>> holding = new HashMap<>();
        vetoFacts
                .orderedStream()
                .forEach(facts -> facts.vetoes(campaigns).forEach((id, vetoes) -> {
                    Map<String, String> of = holding.computeIfAbsent(id, campaign -> new HashMap<>());
                    vetoes.forEach(of::putIfAbsent);
                }));
        return holding;
    }

    private Map<String, List<OwnedCriterion>> criteria(List<String> campaignIds) {
        Map<String, List<OwnedCriterion>> criteria = new HashMap<>();
        jdbc.sql("select k.id as campaign_id, c.code, c.level1, c.level2, c.requirement, c.points, c.type, c.rule_text,"
                        + " u.name as lead_unit from campaign k join criterion c on c.set_id = k.criteria_set_id"
                        + " left join ownership o on o.campaign_id = k.id and o.criterion_code = c.code"
                        + " left join unit u on u.code = o.lead_unit where k.id in (:ids) order by k.id, c.position")
                .param("ids", campaignIds)
                .query(Rows.of(OwnedCriterion.class))
                .list()
                .forEach(it -> criteria.computeIfAbsent(it.campaignId(), id -> new ArrayList<>())
                        .add(it));
        return criteria;
    }

    private Map<String, Map<String, Formula>> formulas(List<String> ids, ScoreSettings.Settled settled) {
        Map<String, Map<String, Formula>> formulas = new HashMap<>();
        for (String id : ids) {
            Map<String, Formula> of = new HashMap<>();
            settled.formulas().getOrDefault(id, Map.of()).forEach((code, bound) -> {
                Formula formula = parsed(bound.formula());
                if (formula != null) {
                    of.put(code, formula);
                }
            });
            formulas.put(id, of);
        }
        return formulas;
    }

    /** Only what could be parsed is ever bound; a row that somebody changed by hand scores nothing. */
    private @Nullable Formula parsed(String text) {
        Formula known = parsed.get(text);
        if (known == null) {
            try {
                known = Formula.parse(text);
            } catch (Problem unreadable) {
                return null;
            }
            if (parsed.size() >= MOST_PARSED) {
                parsed.clear();
            }
            parsed.put(text, known);
        }
        return known;
    }

    private static Line line(
            OwnedCriterion criterion,
            Map<Source, Score> given,
            @Nullable Formula formula,
            CampaignFacts facts,
            List<Origin> order,
            String notApplicable,
            ScoreSettings.@Nullable VetoRecord recorded,
            @Nullable String holding) {
        boolean veto = criterion.type() == CriterionType.VETO;
        boolean summed = formula != null && formula.asksForManual();
        Score judged = summed ? judged(order, given, criterion.points()) : null;
        BigDecimal computed = null;
        String unknown = "";
        List<Input> inputs = List.of();
        if (formula != null) {
            Formula.Facts of = facts.of(criterion.code(), criterion.points(), judged);
            Formula.Result result = veto ? formula.evaluate(of) : formula.points(of);
            computed = result.value();
            unknown = String.join("；", result.unknown());
            inputs = facts.inputs(formula, criterion.code(), judged);
        }
        Origin from = null;
        BigDecimal effective = null;
        if (!veto && notApplicable.isEmpty()) {
            for (Origin origin : order) {
                Source source = origin.source();
                // A source that is a part of the sum never stands for the whole.
                Score score = source == null || summed ? null : counting(given.get(source), criterion.points());
                BigDecimal points = source == null ? computed : score == null ? null : score.points();
                if (points != null) {
                    from = origin;
                    effective = points;
                    break;
                }
            }
        }
        VetoState state = null;
        String reason = "";
        if (veto) {
            boolean byFormula = computed != null && computed.signum() > 0;
            boolean hit = holding != null || byFormula || recorded != null && recorded.hit();
            state = hit ? VetoState.HIT : recorded != null || computed != null ? VetoState.CLEAR : VetoState.UNKNOWN;
            reason = holding != null
                    ? holding
                    : byFormula && (recorded == null || !recorded.hit())
                            ? "按公式计算触发"
                            : recorded == null ? "" : recorded.reason();
        }
        OnCriterion work = facts.work(criterion.code());
        return new Line(
                criterion.code(),
                criterion.level1(),
                criterion.level2(),
                criterion.requirement(),
                criterion.ruleText(),
                criterion.type(),
                criterion.points(),
                given,
                formula == null ? "" : formula.text(),
                computed,
                unknown,
                inputs,
                effective,
                from,
                judged == null ? null : judged.source(),
                notApplicable,
                state,
                reason,
                criterion.leadUnit(),
                work.total(),
                work.accepted());
    }

    /** The score of the first source in the order that has one. */
    private static @Nullable Score judged(List<Origin> order, Map<Source, Score> given, BigDecimal most) {
        for (Origin origin : order) {
            Score score = origin.source() == null ? null : counting(given.get(origin.source()), most);
            if (score != null) {
                return score;
            }
        }
        return null;
    }

    /** More than a newer edition allows counts nowhere until it is given anew. */
    private static @Nullable Score counting(@Nullable Score score, BigDecimal most) {
        return score == null || score.points().compareTo(most) > 0 ? null : score;
    }

    /** A criterion with the name of the unit that leads it. */
    private record OwnedCriterion(
            String campaignId,
            String code,
            String level1,
            String level2,
            String requirement,
            BigDecimal points,
            CriterionType type,
            String ruleText,
            @Nullable String leadUnit) {}

    /** What the formulas of one campaign may ask. */
    private record CampaignFacts(
            String campaignId,
            Map<String, MetricValue> metrics,
            FindingInputs.@Nullable OfCampaign findings,
            Map<String, OnCriterion> assignments) {

        OnCriterion work(String code) {
            return assignments.getOrDefault(code, OnCriterion.NONE);
        }

        /** @param judged what a person gave, null if nobody has */
        Formula.Facts of(String code, BigDecimal points, @Nullable Score judged) {
            return new Formula.Facts() {
                @Override
                public BigDecimal points() {
                    return points;
                }

                @Override
                public @Nullable BigDecimal of(Fact fact, List<String> unknown) {
                    return value(fact, code, judged, unknown);
                }
            };
        }

        private @Nullable BigDecimal value(Fact fact, String code, @Nullable Score judged, List<String> unknown) {
            return switch (fact.kind()) {
                case METRIC -> metric(fact, unknown);
                case MANUAL -> {
                    if (judged == null) {
                        unknown.add("需人工评审的部分还没有评分");
                        yield null;
                    }
                    yield judged.points();
                }
                case FINDINGS, ALL_FINDINGS -> {
                    boolean all = fact.kind() == Fact.Kind.ALL_FINDINGS;
                    yield Objects.requireNonNull(findings).of(all ? null : code, fact.property(), unknown);
                }
                case ASSIGNMENTS -> assignment(work(code), fact.property(), "本指标", unknown);
                case ALL_ASSIGNMENTS ->
                    assignment(
                            assignments.values().stream().reduce(OnCriterion.NONE, OnCriterion::plus),
                            fact.property(),
                            "全部指标",
                            unknown);
            };
        }

        private @Nullable BigDecimal metric(Fact fact, List<String> unknown) {
            MetricValue value = metrics.get(fact.name());
            if (value == null) {
                unknown.add("没有编码为“" + fact.name() + "”的指标");
                return null;
            }
            BigDecimal asked = switch (fact.property()) {
                case "target" -> value.target();
                case "rate" -> value.rate();
                default -> value.value();
            };
            if (asked == null) {
                unknown.add(
                        fact.property().equals("target") || value.unknown().isEmpty()
                                ? "“" + value.metric().name() + "”没有目标值"
                                : value.unknown());
            }
            return asked;
        }

        private static @Nullable BigDecimal assignment(
                OnCriterion work, String property, String whose, List<String> unknown) {
            return switch (property) {
                case "total" -> BigDecimal.valueOf(work.total());
                case "accepted" -> BigDecimal.valueOf(work.accepted());
                case "overdue" -> BigDecimal.valueOf(work.overdue());
                default -> {
                    if (work.total() == 0) {
                        unknown.add(whose + "没有下达任务，无法计算任务通过率");
                        yield null;
                    }
                    yield Judgement.rate(BigDecimal.valueOf(work.accepted()), BigDecimal.valueOf(work.total()));
                }
            };
        }

        List<Input> inputs(Formula formula, String code, @Nullable Score judged) {
            List<Input> inputs = new ArrayList<>();
            for (Fact fact : formula.factsInOrder()) {
                List<String> unknown = new ArrayList<>();
                BigDecimal value = value(fact, code, judged, unknown);
                String who = judged == null || fact.kind() != Fact.Kind.MANUAL
                        ? ""
                        : "（" + judged.source().label() + "，" + judged.scoredByName() + "）";
                inputs.add(new Input(name(fact), text(fact, value, unknown) + who, link(fact, code)));
            }
            return inputs;
        }

        private String name(Fact fact) {
            return switch (fact.kind()) {
                case METRIC -> {
                    MetricValue value = metrics.get(fact.name());
                    String name = value == null ? fact.name() : value.metric().name();
                    yield fact.property().equals("value")
                            ? name
                            : name + "（" + FormulaParser.METRIC_PROPERTIES.get(fact.property()) + "）";
                }
                case MANUAL -> "人工评审得分";
                case FINDINGS -> "本指标" + FormulaParser.FINDING_PROPERTIES.get(fact.property());
                case ALL_FINDINGS -> "全部" + FormulaParser.FINDING_PROPERTIES.get(fact.property());
                case ASSIGNMENTS -> "本指标" + FormulaParser.ASSIGNMENT_PROPERTIES.get(fact.property());
                case ALL_ASSIGNMENTS -> "全部" + FormulaParser.ASSIGNMENT_PROPERTIES.get(fact.property());
            };
        }

        private String text(Fact fact, @Nullable BigDecimal value, List<String> unknown) {
            if (value == null) {
                return "未知：" + String.join("；", unknown);
            }
            String number = Judgement.plain(value);
            if (fact.kind() == Fact.Kind.METRIC) {
                MetricValue metric = Objects.requireNonNull(metrics.get(fact.name()));
                String said = switch (fact.property()) {
                    case "rate" -> number + "%";
                    case "target" -> metric.metric().said(value, "");
                    default -> metric.metric().said(value, metric.qualifier());
                };
                return said
                        + (metric.asOf() == null || fact.property().equals("target")
                                ? ""
                                : "（截至 " + metric.asOf() + "）");
            }
            return number + (fact.property().equals("share") || fact.property().endsWith("Rate") ? "%" : "");
        }

        private String link(Fact fact, String code) {
            String base = "/campaigns/" + campaignId;
            return switch (fact.kind()) {
                case METRIC -> "/metrics/" + fact.name() + "?campaign=" + campaignId;
                case MANUAL -> base + "/score/" + code;
                case FINDINGS -> base + "/findings?criterion=" + code;
                case ALL_FINDINGS -> base + "/findings";
                case ASSIGNMENTS -> base + "/criteria/" + code;
                case ALL_ASSIGNMENTS -> base + "/tasks";
            };
        }
    }
}
