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
        List<ReasonCode> reasonCodes) {

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

    /** @param nearDueWorkingDays how many working days before its deadline something turns yellow */
    public record Periods(int buildMonths, int noticeWorkingDays, int nearDueWorkingDays) {}

    /** 阶段; the code is the id of the called process. */
    public record Stage(String code, String name) {}

    /** 退回原因. */
    public record ReasonCode(String code, String name) {}

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
        criteriaImported,
        datesSet,
        ownersAssigned,
        assignmentsLaunched,
        accepted,
        noOverdue,
        confirmed,
        noticeEnded
    }

    public Stage stage(String stageCode) {
        return findStage(stageCode)
                .orElseThrow(() -> new IllegalArgumentException("Kind " + code + " has no stage " + stageCode));
    }

    public Optional<Stage> findStage(String stageCode) {
        return stages.stream().filter(stage -> stage.code().equals(stageCode)).findFirst();
    }

    /** Position of a stage, from 0. */
    public int position(String stageCode) {
        return stages.indexOf(stage(stageCode));
    }

    public Optional<ReasonCode> reasonCode(String reason) {
        return reasonCodes.stream().filter(it -> it.code().equals(reason)).findFirst();
    }
}
