package org.chuangjian.campaign;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.chuangjian.campaign.CampaignKind.CampaignLevel;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.campaign.CampaignKind.Condition;
import org.chuangjian.campaign.CampaignKind.ConditionCode;
import org.chuangjian.campaign.CampaignKind.Due;
import org.chuangjian.campaign.CampaignKind.InspectionRule;
import org.chuangjian.campaign.CampaignKind.MilestoneRule;
import org.chuangjian.campaign.CampaignKind.PassRule;
import org.chuangjian.campaign.CampaignKind.Periods;
import org.chuangjian.campaign.CampaignKind.Posture;
import org.chuangjian.campaign.CampaignKind.ProposedFormula;
import org.chuangjian.campaign.CampaignKind.ReasonCode;
import org.chuangjian.campaign.CampaignKind.ScoringRule;
import org.chuangjian.campaign.CampaignKind.Severity;
import org.chuangjian.campaign.CampaignKind.Stage;
import org.chuangjian.campaign.CampaignKind.SupervisionRule;
import org.chuangjian.campaign.CampaignKind.SupervisionStep;
import org.chuangjian.campaign.CampaignKind.SurveyMeasure;
import org.chuangjian.campaign.CampaignKind.SurveyRule;
import org.chuangjian.campaign.CampaignKind.TitleRule;
import org.chuangjian.campaign.CampaignKind.Told;
import org.chuangjian.campaign.CampaignKind.TrackingTask;
import org.chuangjian.criteria.CriterionType;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a {@code kind.yaml}. It walks the document's nodes rather than mapping it to objects, because every node knows
 * its line, and a mistake has to be named by file and line.
 */
final class KindFile {

    private final String file;

    private KindFile(String file) {
        this.file = file;
    }

    static CampaignKind read(String file, String folder, InputStream content) {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new InputStreamReader(content, StandardCharsets.UTF_8));
            if (root == null) {
                throw new InvalidKind(file, 1, "文件是空的");
            }
            return new KindFile(file).kind(folder, root);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new InvalidKind(file, line, "不是有效的 YAML：" + e.getProblem());
        }
    }

    private CampaignKind kind(String folder, Node root) {
        Fields fields = fields(
                root,
                "kind",
                "name",
                "posture",
                "level",
                "source",
                "passRule",
                "periods",
                "deadlines",
                "stages",
                "milestones",
                "reasonCodes",
                "inspection",
                "supervision",
                "survey",
                "title",
                "scoring");
        Node kindNode = fields.node("kind");
        if (!text(kindNode).equals(folder)) {
            throw invalid(kindNode, "kind 应与所在文件夹同名：" + folder);
        }
        List<Stage> stages = list(fields.node("stages"), this::stage);
        Map<String, Stage> stageByCode = new LinkedHashMap<>();
        stages.forEach(stage -> stageByCode.put(stage.code(), stage));
        if (stageByCode.size() != stages.size()) {
            throw invalid(fields.node("stages"), "阶段代码重复");
        }
        boolean surveyed = fields.optional("survey") != null;
        List<MilestoneRule> milestones =
                list(fields.node("milestones"), node -> milestone(node, stageByCode.keySet(), surveyed));
        for (Stage stage : stages) {
            long gates = milestones.stream()
                    .filter(rule -> rule.gate() && rule.stage().equals(stage.code()))
                    .count();
            if (gates != 1) {
                throw invalid(
                        fields.node("milestones"), "阶段 " + stage.code() + " 应恰有一个 gate: true 的节点，现有 " + gates + " 个");
            }
        }
        Set<String> codes = new HashSet<>();
        for (MilestoneRule rule : milestones) {
            if (!codes.add(rule.code())) {
                throw invalid(fields.node("milestones"), "节点代码重复：" + rule.code());
            }
        }
        Fields pass = fields(fields.node("passRule"), "threshold", "keyItemMinimumRate", "bonusCountsTowardPass");
        Fields periods = fields(
                fields.node("periods"), "buildMonths", "noticeWorkingDays", "noticeAheadDays", "nearDueWorkingDays");
        return new CampaignKind(
                folder,
                text(fields.node("name")),
                choice(fields.node("posture"), Posture.class),
                choice(fields.node("level"), CampaignLevel.class),
                text(fields.node("source")),
                new PassRule(
                        decimal(pass.node("threshold")),
                        decimal(pass.node("keyItemMinimumRate")),
                        flag(pass.node("bonusCountsTowardPass"))),
                new Periods(
                        number(periods.node("buildMonths")),
                        number(periods.node("noticeWorkingDays")),
                        number(periods.node("noticeAheadDays")),
                        number(periods.node("nearDueWorkingDays"))),
                deadlines(fields.node("deadlines")),
                stages,
                milestones,
                list(fields.node("reasonCodes"), node -> {
                    Fields reason = fields(node, "code", "name");
                    return new ReasonCode(text(reason.node("code")), text(reason.node("name")));
                }),
                part(fields.optional("inspection"), this::inspection),
                part(fields.optional("supervision"), this::supervision),
                part(fields.optional("survey"), this::survey),
                part(fields.optional("title"), this::title),
                part(fields.optional("scoring"), this::scoring));
    }

    private static <T> @Nullable T part(@Nullable Node node, Function<Node, T> reader) {
        return node == null ? null : reader.apply(node);
    }

    private InspectionRule inspection(Node node) {
        Fields fields = fields(node, "severities", "lookBackShare");
        List<Severity> severities = list(fields.node("severities"), it -> {
            Fields severity = fields(it, "code", "name", "workingDays", "photoRequired");
            return new Severity(
                    text(severity.node("code")),
                    text(severity.node("name")),
                    number(severity.node("workingDays")),
                    flag(severity.node("photoRequired")));
        });
        if (severities.isEmpty()) {
            throw invalid(fields.node("severities"), "至少要有一个问题等级");
        }
        return new InspectionRule(severities, number(fields.node("lookBackShare")));
    }

    private SupervisionRule supervision(Node node) {
        Fields fields = fields(node, "remindBefore", "repeatEvery", "steps");
        List<SupervisionStep> steps = list(fields.node("steps"), it -> {
            Fields step = fields(it, "colour", "afterWorkingDays", "answerWithin", "tell");
            return new SupervisionStep(
                    choice(step.node("colour"), Colour.class),
                    number(step.node("afterWorkingDays")),
                    number(step.node("answerWithin")),
                    new HashSet<>(list(step.node("tell"), told -> choice(told, Told.class))));
        });
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).colour().compareTo(steps.get(i - 1).colour()) <= 0) {
                throw invalid(fields.node("steps"), "督办颜色应由轻到重：BLUE、ORANGE、RED，不能重复");
            }
        }
        if (number(fields.node("repeatEvery")) < 1) {
            throw invalid(fields.node("repeatEvery"), "至少为 1 个工作日");
        }
        return new SupervisionRule(
                list(fields.node("remindBefore"), this::number), number(fields.node("repeatEvery")), steps);
    }

    private SurveyRule survey(Node node) {
        Fields fields = fields(node, "minimumSample", "measures");
        return new SurveyRule(number(fields.node("minimumSample")), list(fields.node("measures"), it -> {
            Fields measure = fields(it, "code", "name", "threshold", "veto", "metric");
            Node veto = measure.optional("veto");
            Node metric = measure.optional("metric");
            return new SurveyMeasure(
                    text(measure.node("code")),
                    text(measure.node("name")),
                    decimal(measure.node("threshold")),
                    veto == null ? null : text(veto),
                    metric == null ? null : text(metric));
        }));
    }

    private TitleRule title(Node node) {
        Fields fields = fields(node, "validityMonths", "reReviewMonthsBefore", "evidenceMonths", "tracking");
        Set<String> seen = new HashSet<>();
        return new TitleRule(
                number(fields.node("validityMonths")),
                number(fields.node("reReviewMonthsBefore")),
                number(fields.node("evidenceMonths")),
                list(fields.node("tracking"), it -> {
                    Fields task = fields(it, "code", "name", "due", "owner");
                    if (!seen.add(text(task.node("code")) + "/" + text(task.node("due")))) {
                        throw invalid(task.node("code"), "跟踪任务 " + text(task.node("code")) + " 在同一天重复，请改用其他代码或日期");
                    }
                    return new TrackingTask(
                            text(task.node("code")),
                            text(task.node("name")),
                            monthAndDay(task.node("due")),
                            text(task.node("owner")));
                }));
    }

    private ScoringRule scoring(Node node) {
        Fields fields = fields(node, "sources", "formulas");
        Node formulas = fields.optional("formulas");
        return new ScoringRule(
                list(fields.node("sources"), this::text),
                formulas == null
                        ? List.of()
                        : list(formulas, it -> {
                            Fields formula = fields(it, "criterion", "formula");
                            return new ProposedFormula(text(formula.node("criterion")), text(formula.node("formula")));
                        }));
    }

    private Map<CriterionType, Integer> deadlines(Node node) {
        Fields fields = fields(
                node,
                Arrays.stream(CriterionType.values())
                        .map(type -> type.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
        Map<CriterionType, Integer> deadlines = new EnumMap<>(CriterionType.class);
        for (CriterionType type : CriterionType.values()) {
            deadlines.put(type, number(fields.node(type.name().toLowerCase(Locale.ROOT))));
        }
        return deadlines;
    }

    private Stage stage(Node node) {
        Fields fields = fields(node, "code", "name");
        return new Stage(text(fields.node("code")), text(fields.node("name")));
    }

    private MilestoneRule milestone(Node node, Set<String> stages, boolean surveyed) {
        Fields fields = fields(node, "code", "name", "stage", "gate", "due", "conditions");
        String stage = text(fields.node("stage"));
        if (!stages.contains(stage)) {
            throw invalid(fields.node("stage"), "没有这个阶段：" + stage);
        }
        boolean gate = flag(fields.node("gate"));
        Due due = due(fields.node("due"));
        if (gate && due.yearly() != null) {
            throw invalid(fields.node("due"), "每年的节点不能作为阶段的关口");
        }
        return new MilestoneRule(
                text(fields.node("code")),
                text(fields.node("name")),
                stage,
                gate,
                due,
                list(fields.node("conditions"), it -> condition(it, stages, surveyed)));
    }

    private Due due(Node node) {
        Fields fields = fields(node, "afterStartMonths", "beforeAcceptanceWorkingDays", "yearly");
        Node months = fields.optional("afterStartMonths");
        Node days = fields.optional("beforeAcceptanceWorkingDays");
        Node yearly = fields.optional("yearly");
        long set = java.util.stream.Stream.of(months, days, yearly)
                .filter(java.util.Objects::nonNull)
                .count();
        if (set != 1) {
            throw invalid(node, "期限应写 afterStartMonths、beforeAcceptanceWorkingDays、yearly 中的一个");
        }
        String day = yearly == null ? null : monthAndDay(yearly);
        return new Due(months == null ? null : number(months), days == null ? null : number(days), day);
    }

    private String monthAndDay(Node node) {
        String day = text(node);
        if (!day.matches("(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])")) {
            throw invalid(node, "应写成 月-日，如 \"12-31\"");
        }
        return day;
    }

    private Condition condition(Node node, Set<String> stages, boolean surveyed) {
        Fields fields = fields(node, "code", "share", "types", "key", "text", "owner");
        ConditionCode code = choice(fields.node("code"), ConditionCode.class);
        Set<CriterionType> types = EnumSet.noneOf(CriterionType.class);
        Node typesNode = fields.optional("types");
        if (typesNode != null) {
            types.addAll(list(typesNode, it -> {
                String name = text(it).toUpperCase(Locale.ROOT);
                return Arrays.stream(CriterionType.values())
                        .filter(type -> type.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> invalid(it, "没有这种指标类型：" + text(it)));
            }));
        }
        Node share = fields.optional("share");
        boolean counted = code == ConditionCode.ownersAssigned || code == ConditionCode.accepted;
        if (counted && share == null) {
            throw invalid(node, code + " 要写 share（百分比）");
        }
        Node key = fields.optional("key");
        Node text = fields.optional("text");
        Node owner = fields.optional("owner");
        if (code == ConditionCode.confirmed && (key == null || text == null || owner == null)) {
            throw invalid(node, "confirmed 要写 key、text 和 owner");
        }
        if (code == ConditionCode.evaluationPassed && key == null) {
            throw invalid(node, "evaluationPassed 要写 key（阶段代码，如 acceptance）");
        }
        if (code == ConditionCode.evaluationPassed && key != null) {
            String stage = text(key);
            if (!stages.contains(stage)) {
                throw invalid(key, "没有这个阶段：" + stage);
            }
            if (!CampaignKind.EVALUATED_STAGES.contains(stage)) {
                throw invalid(key, "阶段 " + stage + " 没有上级评价，可用的有 " + String.join("、", CampaignKind.EVALUATED_STAGES));
            }
        }
        if (code == ConditionCode.surveyPassed && !surveyed) {
            throw invalid(fields.node("code"), "surveyPassed 要有 survey 一节，否则这个条件永远不能满足");
        }
        return new Condition(
                code,
                share == null ? 100 : number(share),
                types,
                key == null ? null : text(key),
                text == null ? null : text(text),
                owner == null ? "创建办" : text(owner));
    }

    private <T> List<T> list(Node node, Function<Node, T> item) {
        if (!(node instanceof SequenceNode sequence)) {
            throw invalid(node, "这里应是一个列表");
        }
        List<T> items = new ArrayList<>();
        sequence.getValue().forEach(it -> items.add(item.apply(it)));
        return items;
    }

    private String text(Node node) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw invalid(node, "这里应有文字");
        }
        return scalar.getValue().strip();
    }

    private int number(Node node) {
        try {
            return Integer.parseInt(text(node));
        } catch (NumberFormatException e) {
            throw invalid(node, "应是整数：" + text(node));
        }
    }

    private BigDecimal decimal(Node node) {
        try {
            return new BigDecimal(text(node));
        } catch (NumberFormatException e) {
            throw invalid(node, "应是数字：" + text(node));
        }
    }

    private boolean flag(Node node) {
        return switch (text(node)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(node, "应是 true 或 false");
        };
    }

    private <E extends Enum<E>> E choice(Node node, Class<E> type) {
        String text = text(node);
        return Arrays.stream(type.getEnumConstants())
                .filter(it -> it.name().equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(node, "“" + text + "”不在可用的值之中：" + Arrays.toString(type.getEnumConstants())));
    }

    private Fields fields(Node node, String... known) {
        if (!(node instanceof MappingNode mapping)) {
            throw invalid(node, "这里应是若干“名称: 值”");
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = text(tuple.getKeyNode());
            if (!List.of(known).contains(name)) {
                throw invalid(tuple.getKeyNode(), "不认识的名称：" + name + "，可用的有 " + String.join("、", known));
            }
            values.put(name, tuple.getValueNode());
        }
        return new Fields(node, values);
    }

    private InvalidKind invalid(Node node, String reason) {
        return new InvalidKind(file, node.getStartMark().getLine() + 1, reason);
    }

    private final class Fields {

        private final Node parent;
        private final Map<String, Node> values;

        Fields(Node parent, Map<String, Node> values) {
            this.parent = parent;
            this.values = values;
        }

        Node node(String name) {
            Node node = values.get(name);
            if (node == null) {
                throw invalid(parent, "缺少 " + name);
            }
            return node;
        }

        @Nullable
        Node optional(String name) {
            return values.get(name);
        }
    }
}
