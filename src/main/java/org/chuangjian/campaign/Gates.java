package org.chuangjian.campaign;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.campaign.CampaignKind.Condition;
import org.chuangjian.campaign.CampaignKind.MilestoneRule;
import org.chuangjian.campaign.WorkProgress.Share;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether the conditions of a milestone hold, and who has to see to those that do not. */
@Component
public class Gates {

    private static final int NAMED_UNITS = 3;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final WorkProgress work;
    private final WorkingDays workingDays;
    private final CampaignKinds kinds;
    private final Milestones milestones;
    private final ObjectProvider<ConditionCheck> checks;

    Gates(
            JdbcClient jdbc,
            Clock clock,
            WorkProgress work,
            WorkingDays workingDays,
            CampaignKinds kinds,
            Milestones milestones,
            ObjectProvider<ConditionCheck> checks) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.work = work;
        this.workingDays = workingDays;
        this.kinds = kinds;
        this.milestones = milestones;
        this.checks = checks;
    }

    /**
     * What the conditions of these campaigns are judged by: as many statements for one campaign as for all, and none
     * for what no condition asks.
     */
    public Facts facts(Collection<Campaign> campaigns) {
        return facts(campaigns, null);
    }

    /** @param known what need not be found out again */
    Facts facts(Collection<Campaign> campaigns, CampaignBoard.@Nullable Known known) {
        return new Facts(campaigns, known);
    }

    /** What another module says of a condition, for the campaigns whose kinds name it. */
    private Map<String, Unmet> elsewhere(
            Condition condition, Collection<Campaign> campaigns, CampaignBoard.@Nullable Known known) {
        return (known != null && known.judged().codes().contains(condition.code()) ? known.judged() : check(condition))
                .unmet(
                        condition,
                        campaigns.stream()
                                .filter(it -> kinds.require(it.kind()).milestones().stream()
                                        .anyMatch(rule -> rule.conditions().contains(condition)))
                                .toList());
    }

    private ConditionCheck check(Condition condition) {
        return checks.stream()
                .filter(it -> it.codes().contains(condition.code()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody checks " + condition.code()));
    }

    private Map<String, Map<CriterionType, Share>> owned(List<String> campaignIds) {
        Map<String, Map<CriterionType, Share>> owned = new HashMap<>();
        if (!campaignIds.isEmpty()) {
            jdbc.sql("select o.campaign_id, c.type, count(*) as total, count(o.lead_unit) as done from ownership o"
                            + " join campaign k on k.id = o.campaign_id"
                            + " join criterion c on c.set_id = k.criteria_set_id and c.code = o.criterion_code"
                            + " where o.campaign_id in (:ids) group by o.campaign_id, c.type")
                    .param("ids", campaignIds)
                    .query(row -> {
                        owned.computeIfAbsent(
                                        row.getString("campaign_id"), campaign -> new EnumMap<>(CriterionType.class))
                                .put(
                                        CriterionType.valueOf(row.getString("type")),
                                        new Share(row.getInt("total"), row.getInt("done")));
                    });
        }
        return owned;
    }

    /**
     * The conditions of a milestone that do not hold now.
     *
     * @param milestoneCode the dated milestone, which for a yearly rule is not the rule's code
     */
    List<Unmet> unmet(Facts facts, Campaign campaign, MilestoneRule rule, String milestoneCode) {
        return checked(facts, campaign, rule, milestoneCode).stream()
                .map(Checked::unmet)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The same for who may not know how other units stand: what is asked, without counts and without their names. */
    List<Unmet> unmetInGeneral(Facts facts, Campaign campaign, MilestoneRule rule, String milestoneCode) {
        return checked(facts, campaign, rule, milestoneCode).stream()
                .filter(it -> !it.met())
                .map(it -> new Unmet(it.code(), it.key(), it.asked(), it.owner()))
                .toList();
    }

    /** Every condition of a milestone, whether it holds or not, in the kind's order. */
    public List<Checked> checked(Facts facts, Campaign campaign, MilestoneRule rule, String milestoneCode) {
        List<Checked> checked = new ArrayList<>();
        for (Condition condition : rule.conditions()) {
            Milestones.Confirmation confirmation = facts.confirmations().stream()
                    .filter(it -> it.campaignId().equals(campaign.id())
                            && it.milestoneCode().equals(milestoneCode)
                            && it.conditionKey().equals(condition.key()))
                    .findFirst()
                    .orElse(null);
            checked.add(new Checked(
                    condition.code().name(),
                    condition.key() == null ? "" : condition.key(),
                    asked(condition),
                    condition.owner(),
                    unmet(facts, campaign, condition, confirmation).orElse(null),
                    confirmation));
        }
        return checked;
    }

    /** The condition as the office reads it, whether it holds or not. */
    private String asked(Condition condition) {
        String types = condition.types().isEmpty()
                ? ""
                : condition.types().stream().map(CriterionType::label).sorted().collect(Collectors.joining("、"));
        return switch (condition.code()) {
            case criteriaImported -> "评价细则已导入";
            case datesSet -> "启动日期和计划验收日期已确定";
            case ownersAssigned -> types + "指标落实牵头单位达到 " + condition.share() + "%";
            case assignmentsLaunched -> "任务已全部下达";
            case accepted -> types + "任务审核通过达到 " + condition.share() + "%";
            case noOverdue -> "没有逾期任务";
            case confirmed -> condition.text() == null ? "" : condition.text();
            case noticeEnded -> "公示期已满";
            default -> check(condition).asked(condition);
        };
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
            Facts facts, Campaign campaign, Condition condition, Milestones.@Nullable Confirmation confirmation) {
        if (condition.code().checkedElsewhere()) {
            return Optional.ofNullable(facts.elsewhere(condition).get(campaign.id()));
        }
        String text = switch (condition.code()) {
            case criteriaImported -> share(facts.owned(), campaign, Set.of()).total() > 0 ? "" : "评价细则还没有指标";
            case datesSet -> campaign.acceptanceDate().isAfter(campaign.startDate()) ? "" : "计划验收日期应晚于启动日期";
            case ownersAssigned -> owned(share(facts.owned(), campaign, condition.types()), condition.share());
            case assignmentsLaunched -> campaign.launched() ? "" : "任务尚未全部下达";
            case accepted -> accepted(share(facts.accepted(), campaign, condition.types()), condition);
            case noOverdue -> overdue(facts, campaign);
            case confirmed -> confirmation != null ? "" : "待确认：" + condition.text();
            case noticeEnded -> notice(campaign, facts.today);
            default -> throw new IllegalStateException("Nobody checks " + condition.code());
        };
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String owner = condition.code() == CampaignKind.ConditionCode.accepted
                        || condition.code() == CampaignKind.ConditionCode.noOverdue
                ? openUnits(facts, campaign, condition.owner())
                : condition.owner();
        return Optional.of(
                new Unmet(condition.code().name(), condition.key() == null ? "" : condition.key(), text, owner));
    }

    /** @param types all of them if none is named */
    private static Share share(
            Map<String, Map<CriterionType, Share>> shares, Campaign campaign, Set<CriterionType> types) {
        return shares.getOrDefault(campaign.id(), Map.of()).entrySet().stream()
                .filter(share -> types.isEmpty() || types.contains(share.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Share.NONE, Share::plus);
    }

    private static String owned(Share share, int percent) {
        return share.reaches(percent)
                ? ""
                : "已落实牵头单位的指标 " + share.done() + "/" + share.total() + "，应达 " + percent + "%";
    }

    private static String accepted(Share share, Condition condition) {
        String what = condition.types().isEmpty()
                ? "任务"
                : condition.types().stream().map(CriterionType::label).sorted().collect(Collectors.joining("、")) + "任务";
        return share.reaches(condition.share())
                ? ""
                : what + "审核通过 " + share.done() + "/" + share.total() + "，应达 " + condition.share() + "%";
    }

    private static String overdue(Facts facts, Campaign campaign) {
        int count = facts.burdens().getOrDefault(campaign.id(), List.of()).stream()
                .mapToInt(WorkProgress.Burden::overdue)
                .sum();
        return count == 0 ? "" : "还有 " + count + " 项任务逾期";
    }

    private String notice(Campaign campaign, LocalDate today) {
        if (campaign.noticeFrom() == null) {
            return "尚未发布公示";
        }
        LocalDate last = workingDays.plus(
                campaign.noticeFrom(), kinds.require(campaign.kind()).periods().noticeWorkingDays());
        String guessed = workingDays.knows(last.getYear()) ? "" : "（" + last.getYear() + " 年放假安排尚未录入，按周一至周五推算）";
        return today.isAfter(last) ? "" : "公示期到 " + last + " 止" + guessed;
    }

    private static String openUnits(Facts facts, Campaign campaign, String otherwise) {
        List<WorkProgress.Burden> open = facts.burdens().getOrDefault(campaign.id(), List.of());
        if (open.isEmpty()) {
            return otherwise;
        }
        String named = open.stream()
                .limit(NAMED_UNITS)
                .map(it -> it.unitName() + " " + it.open() + " 项")
                .collect(Collectors.joining("、"));
        return open.size() > NAMED_UNITS ? named + "等" : named;
    }

    /** What was counted and confirmed, each read when it is first asked for; for one thread. */
    public final class Facts {

        private final Collection<Campaign> campaigns;
        private final CampaignBoard.@Nullable Known known;
        private final List<String> ids;
        private final LocalDate today = LocalDate.now(clock);
        private final Map<Condition, Map<String, Unmet>> elsewhere = new HashMap<>();
        private @Nullable Map<String, Map<CriterionType, Share>> owned;
        private @Nullable Map<String, Map<CriterionType, Share>> accepted;
        private @Nullable Map<String, List<WorkProgress.Burden>> burdens;
        private @Nullable List<Milestones.Confirmation> confirmations;

        private Facts(Collection<Campaign> campaigns, CampaignBoard.@Nullable Known known) {
            this.campaigns = campaigns;
            this.known = known;
            this.ids = campaigns.stream().map(Campaign::id).toList();
        }

        private Map<String, Map<CriterionType, Share>> owned() {
            if (owned == null) {
                owned = Gates.this.owned(ids);
            }
            return owned;
        }

        private Map<String, Map<CriterionType, Share>> accepted() {
            if (accepted == null) {
                accepted = known == null ? work.accepted(ids) : known.work().accepted();
            }
            return accepted;
        }

        private Map<String, List<WorkProgress.Burden>> burdens() {
            if (burdens == null) {
                burdens = work.burdens(ids, today);
            }
            return burdens;
        }

        private List<Milestones.Confirmation> confirmations() {
            if (confirmations == null) {
                confirmations = milestones.confirmations(ids);
            }
            return confirmations;
        }

        private Map<String, Unmet> elsewhere(Condition condition) {
            return elsewhere.computeIfAbsent(condition, it -> Gates.this.elsewhere(it, campaigns, known));
        }
    }

    /**
     * A condition that does not hold.
     *
     * @param code of the vocabulary, e.g. {@code accepted}
     * @param key of a confirmation, else ""
     * @param text Chinese, with the counts
     * @param owner who has to see to it
     */
    public record Unmet(String code, String key, String text, String owner) {

        /** The page of a campaign where somebody sees to it. */
        public String page(String campaignId) {
            String page = CampaignKind.ConditionCode.valueOf(code).page();
            return "/campaigns/" + campaignId + (page.isEmpty() ? "" : "/" + page);
        }
    }

    /**
     * A condition and how it stands.
     *
     * @param asked what must hold, Chinese
     * @param unmet null if it holds
     * @param confirmation by which document it was confirmed, where it needs one
     */
    public record Checked(
            String code,
            String key,
            String asked,
            String owner,
            @Nullable Unmet unmet,
            Milestones.@Nullable Confirmation confirmation) {

        public boolean met() {
            return unmet == null;
        }
    }
}
