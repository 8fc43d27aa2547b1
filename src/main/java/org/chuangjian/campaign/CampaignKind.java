package org.chuangjian.campaign;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chuangjian.criteria.CriterionType;
import org.jspecify.annotations.Nullable;

/**
 * 创建类型: what a folder {@code bpmn/<kind>/} says in its {@code kind.yaml}. Thresholds, periods and reason codes differ
 * by province and year, so they stand there and never in code.
 *
 * @param code the folder's name, which is also the id of the campaign process
 * @param deadlines working days before the acceptance date at which a criterion's work is due
 * @param stages in order
 * @param inspection null for a kind without inspections of its own; so with the next three
 * @param scoring null for a kind that scores as usual and proposes no formulas
 */
public record CampaignKind(
        String code,
        String name,
        Posture posture,
        CampaignLevel level,
        String source,
        PassRule passRule,
        Periods periods,
        Map<CriterionType, Integer> deadlines,
        List<Stage> stages,
        List<MilestoneRule> milestones,
        List<ReasonCode> reasonCodes,
        @Nullable InspectionRule inspection,
        @Nullable SupervisionRule supervision,
        @Nullable SurveyRule survey,
        @Nullable TitleRule title,
        @Nullable ScoringRule scoring) {

    public CampaignKind {
        deadlines = Map.copyOf(deadlines);
        stages = List.copyOf(stages);
        milestones = List.copyOf(milestones);
        reasonCodes = List.copyOf(reasonCodes);
    }

    /** Whose campaign it is. */
    public enum Posture {
        APPLICANT("被评方"),
        ORGANISER("主评方"),
        PARTICIPANT("参与方");

        private final String label;

        Posture(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** 创建级别. */
    public enum CampaignLevel {
        NATIONAL("国家级"),
        PROVINCIAL("省级"),
        MUNICIPAL("市级"),
        COUNTY("县级");

        private final String label;

        CampaignLevel(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * When the campaign counts as passed.
     *
     * @param threshold total points needed
     * @param keyItemMinimumRate percent of its points every single key item needs
     */
    public record PassRule(BigDecimal threshold, BigDecimal keyItemMinimumRate, boolean bonusCountsTowardPass) {}

    /**
     * @param noticeAheadDays how far ahead the first day of a public notice may lie; further is a slip of the pen
     * @param nearDueWorkingDays how many working days before its deadline something turns yellow
     */
    public record Periods(int buildMonths, int noticeWorkingDays, int noticeAheadDays, int nearDueWorkingDays) {}

    /** The stages in which a level above judges; they are called processes every kind may use. */
    public static final List<String> EVALUATED_STAGES = List.of("preliminaryEvaluation", "acceptance");

    /** 阶段; the code is the id of the called process. */
    public record Stage(String code, String name) {}

    /** 退回原因. */
    public record ReasonCode(String code, String name) {}

    /**
     * 督查暗访 and what follows from it.
     *
     * @param lookBackShare percent of the closed findings drawn for 回头看
     */
    public record InspectionRule(List<Severity> severities, int lookBackShare) {
        public InspectionRule {
            severities = List.copyOf(severities);
        }

        public Optional<Severity> severity(String severityCode) {
            return severities.stream()
                    .filter(it -> it.code().equals(severityCode))
                    .findFirst();
        }
    }

    /**
     * 问题等级, mildest last.
     *
     * @param workingDays within which it has to be put right
     * @param photoRequired whether a finding of it needs a photo
     */
    public record Severity(String code, String name, int workingDays, boolean photoRequired) {}

    /**
     * 催办督办.
     *
     * @param remindBefore working days before a deadline at which its people are reminded
     * @param repeatEvery working days between reminders once it is overdue
     * @param steps of the ladder, mildest first
     */
    public record SupervisionRule(List<Integer> remindBefore, int repeatEvery, List<SupervisionStep> steps) {
        public SupervisionRule {
            remindBefore = List.copyOf(remindBefore);
            steps = List.copyOf(steps);
        }
    }

    /**
     * One colour of the ladder 蓝 → 橙 → 红.
     *
     * @param afterWorkingDays of being overdue (the first step) or unanswered (the next ones) it is raised
     * @param answerWithin working days the unit has for its 回复
     * @param tell who hears of it besides the unit's liaison
     */
    public record SupervisionStep(Colour colour, int afterWorkingDays, int answerWithin, Set<Told> tell) {
        public SupervisionStep {
            tell = Set.copyOf(tell);
        }
    }

    public enum Colour {
        BLUE("蓝色"),
        ORANGE("橙色"),
        RED("红色");

        private final String label;

        Colour(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Whom an escalation is told: 单位负责人, 分管领导, 主要领导. */
    public enum Told {
        HEAD,
        LEADER_IN_CHARGE,
        PRINCIPAL_LEADER
    }

    /**
     * 群众满意度测评.
     *
     * @param minimumSample answers below which a round is flagged as too small
     */
    public record SurveyRule(int minimumSample, List<SurveyMeasure> measures) {
        public SurveyRule {
            measures = List.copyOf(measures);
        }
    }

    /**
     * @param threshold percent below which the veto holds
     * @param veto code of the veto criterion it feeds, null if it feeds none
     * @param metric code of the metric whose figure it is, null if it is none's
     */
    public record SurveyMeasure(
            String code,
            String name,
            BigDecimal threshold,
            @Nullable String veto,
            @Nullable String metric) {}

    /**
     * 称号.
     *
     * @param validityMonths from the naming date
     * @param reReviewMonthsBefore how long before the end a re-review is proposed
     * @param evidenceMonths how old evidence may be that a re-review takes over
     * @param tracking what is asked every year while the title is held
     */
    public record TitleRule(
            int validityMonths, int reReviewMonthsBefore, int evidenceMonths, List<TrackingTask> tracking) {
        public TitleRule {
            tracking = List.copyOf(tracking);
        }
    }

    /**
     * 评分: how the scores of several sources become one, and what the rules may be bound to.
     *
     * @param sources whose score counts, the strongest first; the names are those of the scoring module
     * @param formulas proposals, bound by the office one by one
     */
    public record ScoringRule(List<String> sources, List<ProposedFormula> formulas) {
        public ScoringRule {
            sources = List.copyOf(sources);
            formulas = List.copyOf(formulas);
        }
    }

    /** @param criterion code; a criteria table without it passes the proposal over */
    public record ProposedFormula(String criterion, String formula) {}

    /** @param due MM-DD of every year */
    public record TrackingTask(String code, String name, String due, String owner) {}

    /**
     * @param gate whether the stage cannot end before this milestone is reached
     * @param due how its date follows from the campaign's dates
     */
    public record MilestoneRule(
            String code, String name, String stage, boolean gate, Due due, List<Condition> conditions) {
        public MilestoneRule {
            conditions = List.copyOf(conditions);
        }
    }

    /** Exactly one of the three is set. {@code yearly} is MM-DD. */
    public record Due(
            @Nullable Integer afterStartMonths,
            @Nullable Integer beforeAcceptanceWorkingDays,
            @Nullable String yearly) {}

    /** One thing that must hold; see {@link Gates} for what each code means. */
    public record Condition(
            ConditionCode code,
            int share,
            Set<CriterionType> types,
            @Nullable String key,
            @Nullable String text,
            String owner) {
        public Condition {
            types = Set.copyOf(types);
        }
    }

    /** The closed vocabulary of conditions. */
    public enum ConditionCode {
        criteriaImported("criteria"),
        datesSet(""),
        ownersAssigned("criteria?only=unowned"),
        assignmentsLaunched("criteria"),
        accepted("tasks?only=open"),
        noOverdue("tasks?only=overdue"),
        confirmed("milestones"),
        noticeEnded("notice"),
        /** 问题全部销号. */
        findingsClosed("findings?only=open"),
        /** 得分达标, by the kind's pass rule. */
        scoreReached("score"),
        /** 自评报告审定. */
        selfEvaluationApproved("self-evaluation"),
        /** A survey round is in and over its lines. */
        surveyPassed("surveys"),
        /** 初评 or 验收 passed; {@code key} names the stage. */
        evaluationPassed("evaluations"),
        /** 异议全部答复. */
        objectionsAnswered("notice"),
        /** 命名文号 and validity stand in the register. */
        titleRegistered("naming");

        private final String page;

        ConditionCode(String page) {
            this.page = page;
        }

        /** The page of a campaign, below its own, where this is seen to. */
        public String page() {
            return page;
        }

        /** Whether the fact is kept further right and told through a {@link ConditionCheck}. */
        boolean checkedElsewhere() {
            return compareTo(noticeEnded) > 0;
        }
    }

    public Stage stage(String stageCode) {
        return findStage(stageCode)
                .orElseThrow(() -> new IllegalArgumentException("Kind " + code + " has no stage " + stageCode));
    }

    public Optional<Stage> findStage(String stageCode) {
        return stages.stream().filter(stage -> stage.code().equals(stageCode)).findFirst();
    }

    /** Whether a stage comes before the one a campaign stands in. */
    public boolean past(String stageCode, String now) {
        return position(stageCode) < position(now);
    }

    /** Position of a stage, from 0. */
    public int position(String stageCode) {
        return stages.indexOf(stage(stageCode));
    }

    public Optional<ReasonCode> reasonCode(String reason) {
        return reasonCodes.stream().filter(it -> it.code().equals(reason)).findFirst();
    }
}
