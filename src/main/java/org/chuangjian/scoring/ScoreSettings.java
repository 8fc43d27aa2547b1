package org.chuangjian.scoring;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.metric.Metrics;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the office settles for a campaign: formulas bound to criteria, criteria that do not apply, vetoes, experts, and
 * whose score counts.
 *
 * <p><b>Which source counts.</b> Sources stand side by side. For each criterion the score of the first source in the
 * order that has one counts; a locked round and an open one count alike, the page says which is which. The order is
 * data: a campaign's own, else its kind's, else {@link #USUAL}: what the deciding side says goes before what the place
 * says of itself, and what was seen or computed goes before what was only claimed. A formula that names {@code manual}
 * stands outside the order: it is the sum of all parts of the rule, and the first source with a score gives one of them,
 * so its result counts whatever the order says, and nothing counts as long as it is unknown.
 */
@Component
public class ScoreSettings {

    private static final String TYPE = "score";
    static final List<Origin> USUAL =
            List.of(Origin.EXPERT, Origin.COUNTY, Origin.INSPECTION, Origin.SURVEY, Origin.FORMULA, Origin.SELF);

    private final JdbcClient jdbc;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Metrics metrics;
    private final People people;
    private final Access access;
    private final Journal journal;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    ScoreSettings(
            JdbcClient jdbc,
            Campaigns campaigns,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Metrics metrics,
            People people,
            Access access,
            Journal journal,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.metrics = metrics;
        this.people = people;
        this.access = access;
        this.journal = journal;
        this.clock = clock;
        this.events = events;
        kinds.all().forEach(ScoreSettings::checkKind);
    }

    /** A kind that names a source or writes a formula nobody can read stops the start, not the first score. */
    private static void checkKind(CampaignKind kind) {
        CampaignKind.ScoringRule rule = kind.scoring();
        if (rule != null) {
            try {
                order(rule.sources());
                rule.formulas().forEach(it -> Formula.parse(it.formula()));
            } catch (Problem problem) {
                throw new IllegalStateException(
                        "bpmn/" + kind.code() + "/kind.yaml scoring: " + problem.detail(), problem);
            }
        }
    }

    /**
     * Binds a formula to a criterion, or with a blank one takes it off.
     *
     * @throws Problem 422 {@code formula} with the position, or for a metric the catalogue does not have
     */
    @Transactional
    public void bind(String campaignId, String code, String formula) {
        CurrentUser user = access.require(Permission.SCORE);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        criterion(campaign, code);
        String text = formula.strip();
        if (!text.isEmpty()) {
            check(formula);
        }
        jdbc.sql("delete from score_formula where campaign_id = ? and criterion_code = ?")
                .params(campaignId, code)
                .update();
        if (!text.isEmpty()) {
            jdbc.sql("insert into score_formula (campaign_id, criterion_code, formula, bound_by_name, bound_at)"
                            + " values (?, ?, ?, ?, ?)")
                    .params(campaignId, code, text, user.name(), now())
                    .update();
        }
        write(user, campaignId, code, text.isEmpty() ? "取消公式" : "设定公式", text);
    }

    /** Reads a formula as {@link #bind} would, and binds nothing. */
    public Formula check(String text) {
        Formula formula = Formula.parse(text);
        Collection<String> known = metrics.all().keySet();
        for (String metric : formula.metrics()) {
            if (!known.contains(metric)) {
                int position = formula.position(metric);
                throw Problem.invalid("formula", "公式第 " + position + " 个字符处：没有编码为“" + metric + "”的指标，请在“指标数据”中核对。")
                        .with("position", position);
            }
        }
        return formula;
    }

    /** 不适用: the criterion leaves the base; with {@code applies} it comes back. */
    @Transactional
    public void setApplies(String campaignId, String code, boolean applies, String reason) {
        CurrentUser user = access.require(Permission.SCORE);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        criterion(campaign, code);
        String why = reason(reason, applies ? "恢复适用" : "认定不适用");
        jdbc.sql("delete from score_not_applicable where campaign_id = ? and criterion_code = ?")
                .params(campaignId, code)
                .update();
        if (!applies) {
            jdbc.sql("insert into score_not_applicable (campaign_id, criterion_code, reason, decided_by_name,"
                            + " decided_at) values (?, ?, ?, ?, ?)")
                    .params(campaignId, code, why, user.name(), now())
                    .update();
        }
        write(user, campaignId, code, applies ? "恢复适用" : "认定不适用", why);
        events.publishEvent(new ApplicabilityChanged(campaignId, code));
    }

    /** Records that somebody looked at a veto, and whether it holds. */
    @Transactional
    public void recordVeto(String campaignId, String code, boolean hit, String reason) {
        CurrentUser user = access.require(Permission.SCORE);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        if (criterion(campaign, code).type() != CriterionType.VETO) {
            throw Problem.invalid("not-a-veto", "指标 " + code + " 不是否决项，请直接评分。");
        }
        String why = reason(reason, "否决项核查");
        jdbc.sql("delete from score_veto where campaign_id = ? and criterion_code = ?")
                .params(campaignId, code)
                .update();
        jdbc.sql("insert into score_veto (campaign_id, criterion_code, hit, reason, recorded_by_name, recorded_at)"
                        + " values (?, ?, ?, ?, ?, ?)")
                .params(campaignId, code, hit, why, user.name(), now())
                .update();
        write(user, campaignId, code, hit ? "登记否决项触发" : "登记否决项未触发", why);
    }

    /** Whose score counts in this campaign, the strongest first; every origin exactly once. */
    @Transactional
    public void setOrder(String campaignId, List<String> sources) {
        CurrentUser user = access.require(Permission.SCORE);
        Campaigns.requireActive(campaigns.lock(campaignId));
        List<Origin> order = order(sources);
        jdbc.sql("delete from score_setting where campaign_id = ?")
                .param(campaignId)
                .update();
        jdbc.sql("insert into score_setting (campaign_id, source_order, set_by_name, set_at) values (?, ?, ?, ?)")
                .params(campaignId, order.stream().map(Enum::name).collect(Collectors.joining(",")), user.name(), now())
                .update();
        write(
                user,
                campaignId,
                campaignId,
                "设定得分取用顺序",
                order.stream().map(Origin::label).collect(Collectors.joining(" → ")));
    }

    /** Whose score counts in this campaign, the strongest first. */
    public List<Origin> order(Campaign campaign) {
        return settled(List.of(campaign)).order(campaign.id());
    }

    private static List<Origin> order(List<String> names) {
        List<Origin> order = names.stream()
                .map(name -> Arrays.stream(Origin.values())
                        .filter(it -> it.name().equals(name.strip()))
                        .findFirst()
                        .orElseThrow(() -> Problem.invalid(
                                "source-order",
                                "没有“" + name + "”这种得分来源，可用的有 " + Arrays.toString(Origin.values()) + "。")))
                .toList();
        if (order.size() != Origin.values().length || EnumSet.copyOf(order).size() != order.size()) {
            throw Problem.invalid(
                    "source-order",
                    "得分取用顺序应把每种来源各列一次："
                            + Arrays.stream(Origin.values()).map(Origin::label).collect(Collectors.joining("、")) + "。");
        }
        return order;
    }

    /** Invites an expert to score the campaign, or takes the invitation back. */
    @Transactional
    public void setExpert(String campaignId, String account, boolean invited) {
        CurrentUser user = access.require(Permission.SCORE);
        Campaigns.requireActive(campaigns.lock(campaignId));
        Person person = people.find(account)
                .filter(it -> it.roles().contains(Role.EXPERT))
                .orElseThrow(() -> Problem.invalid("not-an-expert", "“" + account + "”不是专家账号，请先在“人员”中加上“专家”角色。"));
        jdbc.sql("delete from score_expert where campaign_id = ? and account = ?")
                .params(campaignId, account)
                .update();
        if (invited) {
            jdbc.sql("insert into score_expert (campaign_id, account, invited_by_name, invited_at) values (?, ?, ?, ?)")
                    .params(campaignId, account, user.name(), now())
                    .update();
        }
        write(user, campaignId, campaignId, invited ? "邀请专家" : "取消专家", person.name());
    }

    /** Accounts of the experts invited. */
    public List<String> experts(String campaignId) {
        return jdbc.sql("select account from score_expert where campaign_id = ? order by account")
                .param(campaignId)
                .query(String.class)
                .list();
    }

    /** The campaigns an expert was invited to, those under way first. */
    public List<Campaign> campaignsOf(String account) {
        return jdbc.sql("select c.* from campaign c join score_expert e on e.campaign_id = c.id where e.account = ?"
                        + " order by case c.state when 'ACTIVE' then 0 else 1 end, c.acceptance_date, c.id")
                .param(account)
                .query(Rows.of(Campaign.class))
                .list();
    }

    /** What was settled about one criterion, by whom and when, the newest first; the detail without the code. */
    public List<Journal.Entry> changes(String campaignId, String code) {
        return journal.of(campaignId, TYPE, code).stream()
                .filter(it -> !it.action().equals(Scores.SCORED))
                .map(it -> new Journal.Entry(
                        it.id(),
                        it.at(),
                        it.actor(),
                        it.actorName(),
                        it.campaignId(),
                        it.objectType(),
                        it.objectId(),
                        it.action(),
                        StringUtils.removeStart(StringUtils.removeStart(it.detail(), code), "：")))
                .toList();
    }

    /** The criteria whose formula adds what a person gives to what is computed. */
    public Set<String> summed(Campaign campaign) {
        return settled(List.of(campaign)).formulas().getOrDefault(campaign.id(), Map.of()).values().stream()
                .filter(it -> Formula.asksForManual(it.formula()))
                .map(Bound::criterionCode)
                .collect(Collectors.toSet());
    }

    /** What holds for these campaigns: four statements, however many. */
    Settled settled(Collection<Campaign> shown) {
        List<String> ids = shown.stream().map(Campaign::id).toList();
        Map<String, Map<String, Bound>> formulas = new HashMap<>();
        Map<String, Map<String, String>> notApplicable = new HashMap<>();
        Map<String, Map<String, VetoRecord>> vetoes = new HashMap<>();
        Map<String, List<Origin>> orders = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql("select * from score_formula where campaign_id in (:ids)")
                    .param("ids", ids)
                    .query(Rows.of(Bound.class))
                    .list()
                    .forEach(it -> formulas.computeIfAbsent(it.campaignId(), id -> new HashMap<>())
                            .put(it.criterionCode(), it));
            jdbc.sql("select campaign_id, criterion_code, reason from score_not_applicable where campaign_id in (:ids)")
                    .param("ids", ids)
                    .query((row, number) -> notApplicable
                            .computeIfAbsent(row.getString(1), id -> new HashMap<>())
                            .put(row.getString(2), row.getString(3)))
                    .list();
            jdbc.sql("select * from score_veto where campaign_id in (:ids)")
                    .param("ids", ids)
                    .query(Rows.of(VetoRecord.class))
                    .list()
                    .forEach(it -> vetoes.computeIfAbsent(it.campaignId(), id -> new HashMap<>())
                            .put(it.criterionCode(), it));
            jdbc.sql("select campaign_id, source_order from score_setting where campaign_id in (:ids)")
                    .param("ids", ids)
                    .query((row, number) -> orders.put(
                            row.getString(1),
                            order(Arrays.asList(row.getString(2).split(",")))))
                    .list();
        }
        for (Campaign campaign : shown) {
            CampaignKind.ScoringRule rule = kinds.require(campaign.kind()).scoring();
            orders.computeIfAbsent(campaign.id(), id -> rule == null ? USUAL : order(rule.sources()));
        }
        return new Settled(formulas, notApplicable, vetoes, orders);
    }

    /** The kind's proposal for a criterion, else what the rule's prose gives away; "" if neither. */
    public String proposal(Campaign campaign, String code, String ruleText) {
        CampaignKind.ScoringRule rule = kinds.require(campaign.kind()).scoring();
        String proposed = rule == null
                ? ""
                : rule.formulas().stream()
                        .filter(it -> it.criterion().equals(code))
                        .map(CampaignKind.ProposedFormula::formula)
                        .findFirst()
                        .orElse("");
        return proposed.isEmpty() ? RuleParts.of(ruleText).suggestion() : proposed;
    }

    private Criterion criterion(Campaign campaign, String code) {
        return criteriaSets
                .criterion(campaign.criteriaSetId(), code)
                .orElseThrow(() -> Problem.invalid("unknown-criterion", "本活动的细则中没有指标“" + code + "”，请核对编码。"));
    }

    private static String reason(@Nullable String reason, String what) {
        String why = StringUtils.defaultString(reason).strip();
        if (why.isEmpty()) {
            throw Problem.invalid("reason", "请填写" + what + "的理由。");
        }
        if (why.length() > Scores.LONGEST_REASON) {
            throw Problem.invalid("reason", what + "的理由最多 " + Scores.LONGEST_REASON + " 字。");
        }
        return why;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(CurrentUser user, String campaignId, String object, String action, String detail) {
        journal.write(
                user.account(),
                user.name(),
                campaignId,
                TYPE,
                object,
                action,
                (object.equals(campaignId) ? "" : object + (detail.isEmpty() ? "" : "：")) + detail);
    }

    /** What was settled for several campaigns; each map is by campaign, then by criterion. */
    record Settled(
            Map<String, Map<String, Bound>> formulas,
            Map<String, Map<String, String>> notApplicable,
            Map<String, Map<String, VetoRecord>> vetoes,
            Map<String, List<Origin>> orders) {

        List<Origin> order(String campaignId) {
            return Objects.requireNonNull(orders.get(campaignId));
        }
    }

    record Bound(String campaignId, String criterionCode, String formula, String boundByName, OffsetDateTime boundAt) {}

    record VetoRecord(
            String campaignId,
            String criterionCode,
            boolean hit,
            String reason,
            String recordedByName,
            OffsetDateTime recordedAt) {}
}
