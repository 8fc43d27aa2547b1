package org.chuangjian.inspection;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 检查计划. Only the office and the inspectors named in a plan know of it; its journal stands outside the campaign's. */
@Component
public class Inspections {

    private static final int MOST_SITES = 2000;

    private static final String SELECT = """
            select i.*, k.name as campaign_name, k.kind, k.criteria_set_id,
                   (select count(*) from inspection_site s where s.inspection_id = i.id) as sites,
                   (select count(*) from inspection_site s where s.inspection_id = i.id and s.visited_at is not null)
                       as visited,
                   (select count(*) from inspection_site s where s.inspection_id = i.id and s.compliant) as compliant,
                   (select count(*) from finding f where f.inspection_id = i.id and f.state <> 'REVOKED') as findings,
                   (select count(*) from finding f where f.inspection_id = i.id and f.state = 'DISCOVERED') as unissued
              from inspection i join campaign k on k.id = i.campaign_id
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Sites sites;
    private final People people;

    Inspections(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Sites sites,
            People people) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.sites = sites;
        this.people = people;
    }

    /** @throws Problem 422 if campaigns of this kind have no inspections of their own */
    static CampaignKind.InspectionRule rule(CampaignKind kind) {
        CampaignKind.InspectionRule rule = kind.inspection();
        if (rule == null) {
            throw Problem.invalid("no-inspections", "“" + kind.name() + "”没有配置督查暗访，不能登记检查和问题。");
        }
        return rule;
    }

    /**
     * What is to be planned.
     *
     * @param criteria codes on the sheet; none means all of the campaign
     * @param businessTypes to draw from; none means all that have sites
     * @param perType sites to draw of each type; null or 0 draws none
     * @param sites named besides, or instead
     * @param seed to repeat a draw; null for a fresh one
     */
    public record Plan(
            @Nullable String name,
            Inspection.@Nullable Mode mode,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            List<String> inspectors,
            List<String> criteria,
            List<String> businessTypes,
            @Nullable Integer perType,
            List<String> sites,
            @Nullable String seed) {}

    @Transactional
    public Inspection plan(String campaignId, Plan plan) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Campaign campaign = Campaigns.requireActive(campaigns.require(campaignId));
        rule(kinds.require(campaign.kind()));
        Inspection.Mode mode = plan.mode() == null ? Inspection.Mode.COVERT : plan.mode();
        LocalDate today = LocalDate.now(clock);
        LocalDate from = plan.from() == null ? today : plan.from();
        LocalDate to = plan.to() == null ? from.plusDays(6) : plan.to();
        if (to.isBefore(from)) {
            throw Problem.invalid("dates", "结束日期不能早于开始日期。");
        }
        if (to.isBefore(today)) {
            throw Problem.invalid("dates", "检查日期已经过去，请重新选择日期。");
        }
        String name = StringUtils.isBlank(plan.name())
                ? from.getYear() + "年" + from.getMonthValue() + "月" + mode.label()
                : plan.name().strip();
        if (name.length() > 200) {
            throw Problem.invalid("name", "计划名称不能超过 200 字。");
        }
        Set<String> inspectors = inspectors(plan.inspectors());
        List<String> criteria = criteria(campaign, plan.criteria());
        Map<String, String> candidates = sites.candidates(campaignId, plan.businessTypes());
        String seed = Draw.seed(plan.seed());
        int perType = plan.perType() == null ? 0 : plan.perType();
        if (perType < 0 || perType > 100) {
            throw Problem.invalid("per-type", "每种业态抽取的点位数应在 0 到 100 之间。");
        }
        List<String> drawn = Draw.ofEach(candidates, seed, perType);
        Set<String> chosen = new LinkedHashSet<>(drawn);
        plan.sites().forEach(site -> chosen.add(sites.requireActive(site).id()));
        if (chosen.isEmpty()) {
            throw Problem.invalid("sites", "没有抽到点位。请先在“点位”中登记这个活动的点位，或放宽业态、增加抽取数量，或直接指定点位。");
        }
        if (chosen.size() > MOST_SITES) {
            throw Problem.invalid("sites", "一个计划最多 " + MOST_SITES + " 个点位，请分成几个计划。");
        }
        String id = Ids.next();
        jdbc.sql(
                        "insert into inspection (id, campaign_id, name, mode, state, from_date, to_date, seed, per_type, created_by,"
                                + " created_by_name, created_at) values (?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?)")
                .params(id, campaignId, name, mode.name(), from, to, seed, perType, user.account(), user.name(), now())
                .update();
        batch("insert into inspection_inspector (inspection_id, account) values (?, ?)", id, inspectors);
        batches.batchUpdate(
                "insert into inspection_criterion (inspection_id, criterion_code, position) values (?, ?, ?)",
                criteria,
                500,
                (row, code) -> {
                    row.setString(1, id);
                    row.setString(2, code);
                    row.setInt(3, criteria.indexOf(code));
                });
        batches.batchUpdate(
                "insert into inspection_candidate (inspection_id, site_id, business_type) values (?, ?, ?)",
                candidates.entrySet(),
                500,
                (row, candidate) -> {
                    row.setString(1, id);
                    row.setString(2, candidate.getKey());
                    row.setString(3, candidate.getValue());
                });
        Set<String> byLot = Set.copyOf(drawn);
        batches.batchUpdate(
                "insert into inspection_site (inspection_id, site_id, drawn, note) values (?, ?, ?, '')",
                chosen,
                500,
                (row, site) -> {
                    row.setString(1, id);
                    row.setString(2, site);
                    row.setBoolean(3, byLot.contains(site));
                });
        // Without the campaign: its journal must not tell of what the inspected units may not know.
        journal.write(
                user.account(),
                user.name(),
                null,
                "inspection",
                id,
                "制定检查计划",
                "《" + name + "》，" + mode.label() + "，点位 " + chosen.size() + " 个，其中随机抽取 " + drawn.size() + " 个，种子 "
                        + seed);
        return require(id);
    }

    private void batch(String sql, String id, Set<String> values) {
        batches.batchUpdate(sql, values, 500, (row, value) -> {
            row.setString(1, id);
            row.setString(2, value);
        });
    }

    private Set<String> inspectors(List<String> accounts) {
        Set<String> inspectors = new LinkedHashSet<>();
        for (String account : accounts) {
            if (StringUtils.isBlank(account)) {
                continue;
            }
            Person person = people.find(account.strip())
                    .filter(Person::active)
                    .filter(it ->
                            it.roles().contains(Role.INSPECTOR) || it.roles().contains(Role.OFFICE))
                    .orElseThrow(() -> Problem.invalid("inspectors", "“" + account + "”不是在用的检查员账号，请从列表中选择检查员。"));
            inspectors.add(person.account());
        }
        return inspectors;
    }

    private List<String> criteria(Campaign campaign, List<String> codes) {
        List<String> all = criteriaSets.criteria(campaign.criteriaSetId()).stream()
                .map(Criterion::code)
                .toList();
        List<String> wanted = codes.stream()
                .filter(StringUtils::isNotBlank)
                .map(String::strip)
                .toList();
        if (wanted.isEmpty()) {
            return all;
        }
        List<String> unknown =
                wanted.stream().filter(code -> !all.contains(code)).toList();
        if (!unknown.isEmpty()) {
            throw Problem.invalid("criteria", "细则中没有这些指标：" + String.join("、", unknown) + "。请从指标列表中选择。");
        }
        return all.stream().filter(wanted::contains).toList();
    }

    /**
     * Whether the draw, repeated over the recorded candidates with the recorded seed, gives the sites that were drawn.
     */
    public boolean drawHolds(Inspection inspection) {
        Map<String, String> candidates = new LinkedHashMap<>();
        jdbc.sql("select site_id, business_type from inspection_candidate where inspection_id = ?")
                .param(inspection.id())
                .query(row -> {
                    candidates.put(row.getString("site_id"), row.getString("business_type"));
                });
        Set<String> drawn = Set.copyOf(jdbc.sql("select site_id from inspection_site where inspection_id = ? and drawn")
                .param(inspection.id())
                .query(String.class)
                .list());
        return drawn.equals(Set.copyOf(Draw.ofEach(candidates, inspection.seed(), inspection.perType())));
    }

    /** @throws Problem 404 */
    public Inspection require(String id) {
        return Rows.find(jdbc, Inspection.class, SELECT + " where i.id = ?", id).orElseThrow(Inspections::unknown);
    }

    private static Problem unknown() {
        return Problem.notFound("没有这个检查计划，或您无权查看。");
    }

    /**
     * The plan, for the office or an inspector named in it.
     *
     * @throws Problem 404 for anybody else, so that nobody learns that there is one
     */
    public Inspection requireVisible(String id) {
        CurrentUser user = access.current();
        Inspection inspection = require(id);
        if (!user.may(Permission.MANAGE_INSPECTIONS)
                && !(user.may(Permission.INSPECT) && inspectorsOf(id).contains(user.account()))) {
            throw unknown();
        }
        return inspection;
    }

    /** Like {@link #requireVisible}, with the row locked. */
    Inspection lockForInspector(String id) {
        jdbc.sql("select id from inspection where id = ? for update")
                .param(id)
                .query(String.class)
                .optional();
        return requireVisible(id);
    }

    /** All plans of one campaign or of all, the newest first. */
    public List<Inspection> all(@Nullable String campaignId) {
        access.require(Permission.MANAGE_INSPECTIONS);
        return jdbc.sql(SELECT + (campaignId == null ? "" : " where i.campaign_id = :campaign")
                        + " order by i.created_at desc, i.id")
                .params(campaignId == null ? Map.of() : Map.of("campaign", campaignId))
                .query(Rows.of(Inspection.class))
                .list();
    }

    /** The plans the signed-in person works on now: not over, or with findings nobody has issued yet. */
    public List<Inspection> mine() {
        CurrentUser user = access.require(Permission.INSPECT);
        // A week longer than planned: a phone that was without a network still finds its plan.
        return jdbc.sql(SELECT + " where k.state = 'ACTIVE' and i.from_date <= :today and i.to_date >= :lately"
                        + (user.may(Permission.MANAGE_INSPECTIONS)
                                ? ""
                                : " and exists (select 1 from inspection_inspector p where p.inspection_id = i.id"
                                        + " and p.account = :account)")
                        + " order by i.to_date, i.id")
                .param("today", LocalDate.now(clock))
                .param("lately", LocalDate.now(clock).minusDays(7))
                .param("account", user.account())
                .query(Rows.of(Inspection.class))
                .list();
    }

    public List<String> inspectorsOf(String id) {
        return jdbc.sql("select account from inspection_inspector where inspection_id = ? order by account")
                .param(id)
                .query(String.class)
                .list();
    }

    /** The codes on the sheets of several plans: one statement. */
    Map<String, List<String>> criteriaOf(List<Inspection> plans) {
        Map<String, List<String>> codes = new LinkedHashMap<>();
        if (!plans.isEmpty()) {
            jdbc.sql("select inspection_id, criterion_code from inspection_criterion where inspection_id in (:ids)"
                            + " order by inspection_id, position")
                    .param("ids", plans.stream().map(Inspection::id).toList())
                    .query(row -> {
                        codes.computeIfAbsent(row.getString("inspection_id"), id -> new ArrayList<>())
                                .add(row.getString("criterion_code"));
                    });
        }
        return codes;
    }

    /** Codes on the sheet, in the order of the criteria table. */
    public List<String> criteriaOf(String id) {
        return jdbc.sql("select criterion_code from inspection_criterion where inspection_id = ? order by position")
                .param(id)
                .query(String.class)
                .list();
    }

    /**
     * One site on the list.
     *
     * @param drawn by lot, not named
     * @param compliant null before the visit
     */
    public record Stop(
            String inspectionId,
            String siteId,
            String name,
            String address,
            String unitCode,
            String unitName,
            String businessType,
            String businessTypeName,
            boolean drawn,
            @Nullable OffsetDateTime visitedAt,
            @Nullable String visitedByName,
            @Nullable Boolean compliant,
            String note,
            int findings) {}

    /** The sites of these plans that the signed-in person may visit, in the order of the business types. */
    public List<Stop> stops(List<Inspection> plans) {
        if (plans.isEmpty()) {
            return List.of();
        }
        CurrentUser user = access.current();
        boolean all = user.may(Permission.MANAGE_INSPECTIONS);
        // 回避: nobody inspects the own unit.
        return jdbc.sql("""
                        select s.inspection_id, s.site_id, p.name, p.address, p.unit_code, u.name as unit_name,
                               p.business_type, t.name as business_type_name, s.drawn, s.visited_at, s.visited_by_name,
                               s.compliant, s.note,
                               (select count(*) from finding f where f.inspection_id = s.inspection_id
                                   and f.site_id = s.site_id and f.state <> 'REVOKED') as findings
                          from inspection_site s
                          join site p on p.id = s.site_id
                          join unit u on u.code = p.unit_code
                          join business_type t on t.code = p.business_type
                         where s.inspection_id in (:ids)
                        """ + (all ? "" : " and p.unit_code <> :own") + " order by t.position, p.name, p.id")
                .param("ids", plans.stream().map(Inspection::id).toList())
                .param("own", StringUtils.defaultString(user.unitCode()))
                .query(Rows.of(Stop.class))
                .list();
    }

    /** @throws Problem 422 for a site that is not on the list, or of the inspector's own unit */
    Site requireSite(Inspection inspection, String siteId) {
        boolean listed = jdbc.sql("select count(*) from inspection_site where inspection_id = ? and site_id = ?")
                        .params(inspection.id(), siteId)
                        .query(Integer.class)
                        .single()
                > 0;
        if (!listed) {
            throw Problem.invalid("site", "这个点位不在检查计划中，请从我的点位中选择，或按计划外地点登记。");
        }
        Site site = sites.require(siteId);
        CurrentUser user = access.current();
        if (!user.may(Permission.MANAGE_INSPECTIONS) && user.belongsTo(site.unitCode())) {
            throw Problem.forbidden("这是您所在单位的点位，按回避要求由其他检查员检查。");
        }
        return site;
    }

    /** 合规: a visit that found nothing. Sent again it changes nothing. */
    @Transactional
    public void recordCompliant(String id, @Nullable String siteId, @Nullable String note, @Nullable Place place) {
        CurrentUser user = access.require(Permission.INSPECT);
        Inspection inspection = lockForInspector(id);
        Site site = requireSite(inspection, StringUtils.defaultString(siteId));
        int found = jdbc.sql(
                        "select count(*) from finding where inspection_id = ? and site_id = ? and state <> 'REVOKED'")
                .params(id, site.id())
                .query(Integer.class)
                .single();
        if (found > 0) {
            throw Problem.conflict("has-findings", "这个点位已登记 " + found + " 个问题，不能再登记为合规。");
        }
        if (Boolean.TRUE.equals(compliant(id, site.id()))) {
            return;
        }
        visited(
                id,
                site.id(),
                true,
                StringUtils.left(StringUtils.defaultString(note).strip(), 500),
                place,
                user);
        journal.write(user.account(), user.name(), null, "inspection", id, "登记合规", site.name());
    }

    private @Nullable Boolean compliant(String id, String siteId) {
        return jdbc.sql("select compliant from inspection_site where inspection_id = ? and site_id = ?")
                .params(id, siteId)
                .query((row, number) -> Optional.ofNullable((Boolean) row.getObject("compliant")))
                .single()
                .orElse(null);
    }

    void visited(String id, String siteId, boolean compliant, String note, @Nullable Place place, CurrentUser user) {
        jdbc.sql(
                        "update inspection_site set visited_at = coalesce(visited_at, ?), visited_by = ?, visited_by_name = ?,"
                                + " compliant = ?, note = ?, latitude = ?, longitude = ? where inspection_id = ? and site_id = ?")
                .params(
                        now(),
                        user.account(),
                        user.name(),
                        compliant,
                        note,
                        place == null ? null : place.latitude(),
                        place == null ? null : place.longitude(),
                        id,
                        siteId)
                .update();
    }

    /** A revoked finding was none: if it was the only one there, the site has been compliant. */
    void withoutFinding(@Nullable String id, @Nullable String siteId) {
        if (id != null && siteId != null) {
            jdbc.sql("update inspection_site set compliant = true where inspection_id = ? and site_id = ?"
                            + " and not exists (select 1 from finding f where f.inspection_id = ? and f.site_id = ?"
                            + " and f.state <> 'REVOKED')")
                    .params(id, siteId, id, siteId)
                    .update();
        }
    }

    /** From now on the plan is no secret; the first time tells the campaign's journal. */
    @Transactional(propagation = Propagation.MANDATORY)
    void issued(String id, int findings, CurrentUser user) {
        Inspection inspection = require(id);
        boolean first = jdbc.sql("update inspection set state = 'ISSUED', issued_at = ?, issued_by_name = ?"
                                + " where id = ? and state = 'RUNNING'")
                        .params(now(), user.name(), id)
                        .update()
                > 0;
        if (first || findings > 0) {
            journal.write(
                    user.account(),
                    user.name(),
                    inspection.campaignId(),
                    "inspection",
                    id,
                    "交办检查问题",
                    "《" + inspection.name() + "》，检查点位 " + inspection.visited() + " 个，交办问题 " + findings + " 个");
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Name by account of who may inspect. */
    public Map<String, String> possibleInspectors() {
        access.require(Permission.MANAGE_INSPECTIONS);
        List<Person> possible = new ArrayList<>(people.withRole(Role.INSPECTOR));
        possible.addAll(people.withRole(Role.OFFICE));
        return possible.stream()
                .collect(Collectors.toMap(Person::account, Person::name, (a, b) -> a, LinkedHashMap::new));
    }
}
