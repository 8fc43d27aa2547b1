package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.SurveyMeasure;
import org.chuangjian.campaign.CampaignKind.SurveyRule;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.metric.DerivedFigures.Derived;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 满意度测评: rounds of surveys and, beside them, who helps to build; the two must not be the same house. */
@Component
public class Surveys {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int MOST_AREAS = 500;
    private static final String NEWEST_FIRST = " order by r.survey_date desc, r.recorded_at desc, r.id desc";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final Units units;

    Surveys(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CampaignKinds kinds,
            Units units) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.units = units;
    }

    /** @throws Problem 422 for a kind without surveys */
    public SurveyRule rule(Campaign campaign) {
        SurveyRule rule = kinds.require(campaign.kind()).survey();
        if (rule == null) {
            throw Problem.invalid(
                    "no-survey-rule", "“" + kinds.require(campaign.kind()).name() + "”没有规定满意度测评，无需登记。");
        }
        return rule;
    }

    /**
     * Enters a round. What does not add up is flagged, not refused; what cannot be is refused.
     *
     * @throws Problem 422 with {@code problems} for every value that cannot be
     */
    @Transactional
    public Survey record(String campaignId, SurveyDraft draft) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        SurveyRule rule = rule(campaign);
        Checked checked = check(campaignId, draft, rule);
        if (!checked.problems().isEmpty()) {
            throw Problem.invalid("survey", checked.problems().get(0)).with("problems", checked.problems());
        }
        Survey survey = checked.survey(campaignId, user, now());
        jdbc.sql("insert into survey_round (id, campaign_id, name, survey_date, organisation, report_number, sample,"
                        + " recorded_by, recorded_by_name, recorded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        survey.id(),
                        campaignId,
                        survey.name(),
                        survey.date(),
                        survey.organisation(),
                        survey.reportNumber(),
                        survey.sample(),
                        user.account(),
                        user.name(),
                        survey.recordedAt())
                .update();
        insertAreas(survey);
        journal.write(
                user.account(),
                user.name(),
                campaignId,
                "survey",
                survey.id(),
                "登记满意度测评",
                survey.name() + "，" + survey.organisation() + "，样本 " + survey.sample());
        return survey;
    }

    /** What {@link #record} would refuse, in words; empty if nothing. */
    public List<String> check(String campaignId, SurveyDraft draft) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        return List.copyOf(
                check(campaignId, draft, rule(campaigns.require(campaignId))).problems());
    }

    private void insertAreas(Survey survey) {
        List<Object[]> areas = new ArrayList<>();
        List<Object[]> rates = new ArrayList<>();
        survey.declared().forEach((measure, rate) -> rates.add(new Object[] {survey.id(), 0, measure, rate}));
        int position = 0;
        for (Survey.Area area : survey.areas()) {
            int place = ++position;
            areas.add(new Object[] {survey.id(), place, area.name(), area.unitCode(), area.sample()});
            area.rates().forEach((measure, rate) -> rates.add(new Object[] {survey.id(), place, measure, rate}));
        }
        batches.batchUpdate(
                "insert into survey_area (round_id, position, area, unit_code, sample) values (?, ?, ?, ?, ?)", areas);
        batches.batchUpdate("insert into survey_rate (round_id, position, measure, rate) values (?, ?, ?, ?)", rates);
    }

    /**
     * 作废: takes a round out that was entered wrongly; it stays to be seen, and counts no more.
     *
     * @throws Problem 409 if somebody did so before
     */
    @Transactional
    public Survey annul(String surveyId, @Nullable String reason) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Survey survey = require(surveyId);
        Campaigns.requireActive(campaigns.lock(survey.campaignId()));
        if (StringUtils.isBlank(reason)) {
            throw Problem.invalid("reason", "请填写作废原因。");
        }
        int changed = jdbc.sql("update survey_round set annulled_by_name = ?, annulled_at = ?, annul_reason = ?"
                        + " where id = ? and annulled_at is null")
                .params(user.name(), now(), StringUtils.left(reason.strip(), 500), surveyId)
                .update();
        if (changed == 0) {
            Survey there = require(surveyId);
            throw Problem.conflict(
                    "survey-annulled",
                    "这轮测评已由" + there.annulledByName() + "于" + When.said(there.annulledAt(), clock) + "作废，请刷新页面。");
        }
        journal.write(
                user.account(),
                user.name(),
                survey.campaignId(),
                "survey",
                surveyId,
                "作废满意度测评",
                survey.name() + "：" + reason.strip());
        return require(surveyId);
    }

    /** 创建咨询机构: who helps to build. "" takes the entry away. */
    @Transactional
    public void nameConsultant(String campaignId, @Nullable String name) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaigns.requireActive(campaigns.lock(campaignId));
        String wanted = StringUtils.left(StringUtils.defaultString(name).strip(), 200);
        of(campaignId).stream()
                .filter(survey -> !survey.annulled() && sameHouse(survey.organisation(), wanted))
                .findFirst()
                .ifPresent(survey -> {
                    throw Problem.invalid(
                            "consultant-surveys",
                            "“" + wanted + "”做了" + survey.date() + "的满意度测评，不能同时参与创建辅导；测评应由未参与创建的第三方进行。");
                });
        jdbc.sql("delete from consultant where campaign_id = ?")
                .param(campaignId)
                .update();
        if (!wanted.isEmpty()) {
            jdbc.sql("insert into consultant (campaign_id, name, recorded_by, recorded_by_name, recorded_at)"
                            + " values (?, ?, ?, ?, ?)")
                    .params(campaignId, wanted, user.account(), user.name(), now())
                    .update();
        }
        journal.write(
                user.account(),
                user.name(),
                campaignId,
                "campaign",
                campaignId,
                "登记创建咨询机构",
                wanted.isEmpty() ? "无" : wanted);
    }

    public Optional<String> consultant(String campaignId) {
        return jdbc.sql("select name from consultant where campaign_id = ?")
                .param(campaignId)
                .query(String.class)
                .optional();
    }

    /** All rounds of a campaign, the newest first, annulled ones too. */
    public List<Survey> of(String campaignId) {
        return load("where r.campaign_id = :of" + NEWEST_FIRST, campaignId);
    }

    /** @throws Problem 404 */
    public Survey require(String surveyId) {
        return load("where r.id = :of", surveyId).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("没有这轮满意度测评，或您无权查看。"));
    }

    /** Where campaigns stand; absent without a round that counts. Three statements for any number. */
    public Map<String, SurveyStanding> standings(Collection<Campaign> campaigns) {
        return standings(campaigns.stream().collect(Collectors.toMap(Campaign::id, Campaign::kind)));
    }

    /** @param kindOf by campaign */
    private Map<String, SurveyStanding> standings(Map<String, String> kindOf) {
        if (kindOf.isEmpty()) {
            return Map.of();
        }
        Map<String, List<Survey>> rounds = new HashMap<>();
        load("where r.campaign_id in (:of) and r.annulled_at is null" + NEWEST_FIRST, kindOf.keySet())
                .forEach(survey -> rounds.computeIfAbsent(survey.campaignId(), id -> new ArrayList<>())
                        .add(survey));
        Map<String, SurveyStanding> standings = new HashMap<>();
        kindOf.forEach((id, kind) -> {
            SurveyRule rule = kinds.require(kind).survey();
            List<Survey> of = rounds.get(id);
            if (rule != null && of != null) {
                standings.put(id, SurveyStanding.of(rule, of));
            }
        });
        return standings;
    }

    /** What counts of the measures that the kinds name a metric for: campaign → metric → figure. */
    Map<String, Map<String, Derived>> figures(Collection<String> campaignIds) {
        Map<String, String> kindOf = new HashMap<>();
        jdbc.sql("select id, kind from campaign where id in (:ids)")
                .param("ids", campaignIds)
                .query(row -> {
                    kindOf.put(row.getString("id"), row.getString("kind"));
                });
        Map<String, Map<String, Derived>> figures = new HashMap<>();
        standings(kindOf).forEach((id, standing) -> figures.put(id, standing.figures()));
        return figures;
    }

    private List<Survey> load(String which, Object of) {
        List<Row> rows = jdbc.sql("select r.* from survey_round r " + which)
                .param("of", of)
                .query(Rows.of(Row.class))
                .list();
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> ids = rows.stream().map(Row::id).toList();
        Map<String, Map<Integer, Map<String, BigDecimal>>> rates = new HashMap<>();
        jdbc.sql("select round_id, position, measure, rate from survey_rate where round_id in (:ids)")
                .param("ids", ids)
                .query(row -> {
                    rates.computeIfAbsent(row.getString("round_id"), id -> new HashMap<>())
                            .computeIfAbsent(row.getInt("position"), place -> new HashMap<>())
                            .put(row.getString("measure"), row.getBigDecimal("rate"));
                });
        Map<String, List<Survey.Area>> areas = new HashMap<>();
        jdbc.sql("select round_id, position, area, unit_code, sample from survey_area where round_id in (:ids)"
                        + " order by round_id, position")
                .param("ids", ids)
                .query(row -> {
                    String id = row.getString("round_id");
                    areas.computeIfAbsent(id, round -> new ArrayList<>())
                            .add(new Survey.Area(
                                    row.getString("area"),
                                    row.getString("unit_code"),
                                    row.getInt("sample"),
                                    rates.getOrDefault(id, Map.of()).getOrDefault(row.getInt("position"), Map.of())));
                });
        return rows.stream()
                .map(row -> row.survey(
                        rates.getOrDefault(row.id, Map.of()).getOrDefault(0, Map.of()),
                        areas.getOrDefault(row.id, List.of())))
                .toList();
    }

    private Checked check(String campaignId, SurveyDraft draft, SurveyRule rule) {
        Checked checked = new Checked(draft);
        LocalDate date = draft.date();
        if (StringUtils.isBlank(draft.organisation())) {
            checked.problems.add("请填写测评机构。");
        }
        if (date == null) {
            checked.problems.add("请填写测评日期。");
        } else if (date.isAfter(LocalDate.now(clock))) {
            checked.problems.add("测评日期 " + date + " 晚于今天，请核对。");
        }
        checked.checkLength("测评名称", draft.name(), 200);
        checked.checkLength("测评机构", draft.organisation(), 200);
        checked.checkLength("报告文号", draft.reportNumber(), 200);
        consultant(campaignId)
                .filter(name -> sameHouse(name, StringUtils.defaultString(draft.organisation())))
                .ifPresent(name -> checked.problems.add("“" + name + "”是本创建的咨询机构，不能再做满意度测评，请换由未参与创建的第三方进行。"));
        Set<String> known = new HashSet<>();
        rule.measures().forEach(measure -> known.add(measure.code()));
        checked.checkRates("总体", draft.rates(), known, rule);
        Map<String, String> towns = new HashMap<>();
        for (Unit unit : units.active()) {
            if (unit.type() == UnitType.TOWN) {
                towns.put(unit.name(), unit.code());
                unit.aliases().forEach(alias -> towns.putIfAbsent(alias, unit.code()));
            }
        }
        if (draft.rows().size() > MOST_AREAS) {
            checked.problems.add("乡镇超过 " + MOST_AREAS + " 个，请核对表格。");
        }
        Set<String> seen = new HashSet<>();
        for (SurveyDraft.AreaDraft area : draft.rows()) {
            String name = StringUtils.defaultString(area.name()).strip();
            if (name.isEmpty()) {
                checked.problems.add("有一行没有填写乡镇名称。");
                continue;
            }
            checked.checkLength("乡镇名称", name, 100);
            if (!seen.add(name)) {
                checked.problems.add("“" + name + "”出现了两次，请合并。");
            }
            Integer sample = area.sample();
            if (sample == null || sample < 0) {
                checked.problems.add("“" + name + "”的样本量应为不小于 0 的整数。");
            }
            Map<String, @Nullable BigDecimal> rates = area.rates() == null ? Map.of() : area.rates();
            checked.checkRates("“" + name + "”", rates, known, rule);
            checked.areas.add(new Survey.Area(
                    StringUtils.left(name, 100), towns.get(name), sample == null ? 0 : sample, present(rates)));
        }
        Integer sample = draft.sample();
        if (sample == null && !checked.areas.isEmpty()) {
            checked.sample =
                    checked.areas.stream().mapToInt(Survey.Area::sample).sum();
        } else if (sample == null || sample <= 0) {
            checked.problems.add("总样本量应为正整数。");
        } else {
            checked.sample = sample;
        }
        if (!checked.answersAnything(rule)) {
            checked.problems.add("没有一项测评指标有结果。请至少填写一项总体结果；只按乡镇填写的，每个乡镇都要填这一项，系统才能按样本加权。");
        }
        return checked;
    }

    /** Houses write themselves with and without （） and blanks. */
    private static boolean sameHouse(String one, String other) {
        String left = one.replaceAll("[\\s()（）]", "");
        return !left.isEmpty() && left.equalsIgnoreCase(other.replaceAll("[\\s()（）]", ""));
    }

    private static Map<String, BigDecimal> present(Map<String, @Nullable BigDecimal> rates) {
        Map<String, BigDecimal> present = new LinkedHashMap<>();
        rates.forEach((measure, rate) -> {
            if (rate != null) {
                present.put(measure, rate);
            }
        });
        return present;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private static final class Checked {

        private final SurveyDraft draft;
        private final List<String> problems = new ArrayList<>();
        private final List<Survey.Area> areas = new ArrayList<>();
        private int sample;

        private Checked(SurveyDraft draft) {
            this.draft = draft;
        }

        List<String> problems() {
            return problems;
        }

        void checkLength(String what, @Nullable String text, int most) {
            if (StringUtils.length(text) > most) {
                problems.add(what + "不能超过 " + most + " 字。");
            }
        }

        void checkRates(String where, Map<String, @Nullable BigDecimal> rates, Set<String> known, SurveyRule rule) {
            rates.forEach((code, rate) -> {
                if (!known.contains(code)) {
                    problems.add("没有“" + code + "”这项测评指标，可用的有："
                            + String.join(
                                    "、",
                                    rule.measures().stream()
                                            .map(SurveyMeasure::code)
                                            .toList())
                            + "。");
                } else if (rate != null && (rate.signum() < 0 || rate.compareTo(HUNDRED) > 0)) {
                    problems.add(where + "的" + name(rule, code) + " " + rate.toPlainString() + " 不在 0 到 100 之间。");
                } else if (rate != null && rate.stripTrailingZeros().scale() > 2) {
                    problems.add(where + "的" + name(rule, code) + " " + rate.toPlainString() + " 超过两位小数。");
                }
            });
        }

        private static String name(SurveyRule rule, String code) {
            return rule.measures().stream()
                    .filter(measure -> measure.code().equals(code))
                    .map(SurveyMeasure::name)
                    .findFirst()
                    .orElse(code);
        }

        boolean answersAnything(SurveyRule rule) {
            return rule.measures().stream()
                    .map(SurveyMeasure::code)
                    .anyMatch(code -> present(draft.rates()).containsKey(code)
                            || Survey.computed(areas, code).isPresent());
        }

        Survey survey(String campaignId, CurrentUser user, OffsetDateTime now) {
            LocalDate date = java.util.Objects.requireNonNull(draft.date());
            String name = StringUtils.defaultString(draft.name()).strip();
            return new Survey(
                    Ids.next(),
                    campaignId,
                    name.isEmpty() ? date.getYear() + " 年 " + date.getMonthValue() + " 月满意度测评" : name,
                    date,
                    StringUtils.defaultString(draft.organisation()).strip(),
                    StringUtils.defaultString(draft.reportNumber()).strip(),
                    sample,
                    present(draft.rates()),
                    areas,
                    user.name(),
                    now,
                    null,
                    null,
                    null);
        }
    }

    record Row(
            String id,
            String campaignId,
            String name,
            LocalDate surveyDate,
            String organisation,
            String reportNumber,
            int sample,
            String recordedByName,
            OffsetDateTime recordedAt,
            @Nullable String annulledByName,
            @Nullable OffsetDateTime annulledAt,
            @Nullable String annulReason) {

        Survey survey(Map<String, BigDecimal> declared, List<Survey.Area> areas) {
            return new Survey(
                    id,
                    campaignId,
                    name,
                    surveyDate,
                    organisation,
                    reportNumber,
                    sample,
                    declared,
                    areas,
                    recordedByName,
                    recordedAt,
                    annulledByName,
                    annulledAt,
                    annulReason);
        }
    }
}
