package org.chuangjian.campaign;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.campaign.CampaignKind.Condition;
import org.chuangjian.campaign.CampaignKind.MilestoneRule;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.WorkingDays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether the conditions of a milestone hold, and who has to see to those that do not. */
@Component
public class Gates {

    private static final int NAMED_UNITS = 3;

    /** Later than any deadline: asks for everything that is open. */
    private static final LocalDate FAR = LocalDate.of(9999, 12, 31);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final WorkProgress work;
    private final WorkingDays workingDays;
    private final CampaignKinds kinds;
    private final Milestones milestones;

    Gates(
            JdbcClient jdbc,
            Clock clock,
            WorkProgress work,
            WorkingDays workingDays,
            CampaignKinds kinds,
            Milestones milestones) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.work = work;
        this.workingDays = workingDays;
        this.kinds = kinds;
        this.milestones = milestones;
    }

    /**
     * The conditions of a milestone that do not hold now.
     *
     * @param milestoneCode the dated milestone, which for a yearly rule is not the rule's code
     */
    public List<Unmet> unmet(Campaign campaign, MilestoneRule rule, String milestoneCode) {
        List<Milestones.Confirmation> confirmations =
                rule.conditions().stream().anyMatch(it -> it.code() == CampaignKind.ConditionCode.confirmed)
                        ? milestones.confirmations(campaign.id())
                        : List.of();
        List<Unmet> unmet = new ArrayList<>();
        for (Condition condition : rule.conditions()) {
            unmet(campaign, condition, milestoneCode, confirmations).ifPresent(unmet::add);
        }
        return unmet;
    }

    /** The answer to somebody who wants to move on although conditions are unmet. */
    static Problem closed(MilestoneRule gate, List<Unmet> unmet) {
        String list =
                unmet.stream().map(it -> it.text() + "（责任：" + it.owner() + "）").collect(Collectors.joining("；"));
        return Problem.invalid(
                        "gate-closed", "还不能进入下一阶段，节点“" + gate.name() + "”尚有 " + unmet.size() + " 项条件未满足：" + list + "。")
                .with("unmet", unmet);
    }

    private Optional<Unmet> unmet(
            Campaign campaign, Condition condition, String milestoneCode, List<Milestones.Confirmation> confirmations) {
        String text = switch (condition.code()) {
            case criteriaImported -> criteria(campaign) > 0 ? "" : "评价细则还没有指标";
            case datesSet -> campaign.acceptanceDate().isAfter(campaign.startDate()) ? "" : "计划验收日期应晚于启动日期";
            case ownersAssigned -> owned(campaign, condition);
            case assignmentsLaunched -> campaign.launched() ? "" : "任务尚未全部下达";
            case accepted -> accepted(campaign, condition);
            case noOverdue -> overdue(campaign);
            case confirmed ->
                confirmations.stream()
                                .anyMatch(it -> it.milestoneCode().equals(milestoneCode)
                                        && it.conditionKey().equals(condition.key()))
                        ? ""
                        : "待确认：" + condition.text();
            case noticeEnded -> notice(campaign);
        };
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String owner = condition.code() == CampaignKind.ConditionCode.accepted
                        || condition.code() == CampaignKind.ConditionCode.noOverdue
                ? openUnits(campaign, condition.owner())
                : condition.owner();
        return Optional.of(
                new Unmet(condition.code().name(), condition.key() == null ? "" : condition.key(), text, owner));
    }

    private long criteria(Campaign campaign) {
        return jdbc.sql("select count(*) from ownership where campaign_id = ?")
                .param(campaign.id())
                .query(Long.class)
                .single();
    }

    private String owned(Campaign campaign, Condition condition) {
        Set<CriterionType> types = condition.types().isEmpty() ? Set.of(CriterionType.values()) : condition.types();
        Counted counted = jdbc.sql("select count(*) as total, count(o.lead_unit) as done from ownership o"
                        + " join criterion c on c.set_id = :set and c.code = o.criterion_code"
                        + " where o.campaign_id = :campaign and c.type in (:types)")
                .param("set", campaign.criteriaSetId())
                .param("campaign", campaign.id())
                .param("types", types.stream().map(Enum::name).toList())
                .query(Counted.class)
                .single();
        return new WorkProgress.Share(counted.total(), counted.done()).reaches(condition.share())
                ? ""
                : "已落实牵头单位的指标 " + counted.done() + "/" + counted.total() + "，应达 " + condition.share() + "%";
    }

    private String accepted(Campaign campaign, Condition condition) {
        WorkProgress.Share share = work.accepted(campaign.id(), condition.types());
        String what = condition.types().isEmpty()
                ? "任务"
                : condition.types().stream().map(CriterionType::label).sorted().collect(Collectors.joining("、")) + "任务";
        return share.reaches(condition.share())
                ? ""
                : what + "审核通过 " + share.done() + "/" + share.total() + "，应达 " + condition.share() + "%";
    }

    private String overdue(Campaign campaign) {
        int count = work.late(campaign.id(), LocalDate.now(clock), Integer.MAX_VALUE).stream()
                .mapToInt(WorkProgress.Late::count)
                .sum();
        return count == 0 ? "" : "还有 " + count + " 项任务逾期";
    }

    private String notice(Campaign campaign) {
        if (campaign.noticeFrom() == null) {
            return "尚未发布公示";
        }
        LocalDate last = workingDays.plus(
                campaign.noticeFrom(), kinds.require(campaign.kind()).periods().noticeWorkingDays());
        return LocalDate.now(clock).isAfter(last) ? "" : "公示期到 " + last + " 止";
    }

    private String openUnits(Campaign campaign, String otherwise) {
        List<WorkProgress.Late> open = work.late(campaign.id(), FAR, NAMED_UNITS + 1);
        if (open.isEmpty()) {
            return otherwise;
        }
        String named = open.stream()
                .limit(NAMED_UNITS)
                .map(it -> it.unitName() + " " + it.count() + " 项")
                .collect(Collectors.joining("、"));
        return open.size() > NAMED_UNITS ? named + "等" : named;
    }

    /**
     * A condition that does not hold.
     *
     * @param code of the vocabulary, e.g. {@code accepted}
     * @param key of a confirmation, else ""
     * @param text Chinese, with the counts
     * @param owner who has to see to it
     */
    public record Unmet(String code, String key, String text, String owner) {}

    private record Counted(int total, int done) {}
}
