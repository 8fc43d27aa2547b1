package org.chuangjian.inspection;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
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
    private static final int LONGEST_NOTE = 500;

    /** Whom the numbers leave out: nobody's unit for the office, the inspector's own for an inspector. */
    private static final String SELECT = """
            select i.*, k.name as campaign_name, k.kind, k.criteria_set_id,
                   (select count(*) from inspection_site s join site p on p.id = s.site_id
                     where s.inspection_id = i.id and p.unit_code <> :avoided) as sites,
                   (select count(*) from inspection_site s join site p on p.id = s.site_id
                     where s.inspection_id = i.id and p.unit_code <> :avoided and s.visited_at is not null) as visited,
                   (select count(*) from inspection_site s join site p on p.id = s.site_id
                     where s.inspection_id = i.id and p.unit_code <> :avoided and s.compliant) as compliant,
                   (select count(*) from finding f where f.inspection_id = i.id and f.state <> 'REVOKED'
                       and (f.number is not null or f.unit_code <> :avoided)) as findings,
                   (select count(*) from finding f where f.inspection_id = i.id and f.state = 'DISCOVERED'
                       and f.unit_code <> :avoided) as unissued
              from inspection i join campaign k on k.id = i.campaign_id
            """;

    private static final String NO_UNIT = "";

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
        Frame frame = frame(campaign, plan);
        Map<String, String> candidates = sites.candidates(campaignId, plan.businessTypes());
        String seed = Draw.seed(plan.seed());
        int perType = plan.perType() == null ? 0 : plan.perType();
        if (perType < 0 || perType > 100) {
            throw Problem.invalid("per-type", "每种业态抽取的点位数应在 0 到 100 之间。");
        }
        List<String> drawn = Draw.ofEach(candidates, seed, perType);
        Set<String> chosen = chosen(drawn, plan.sites());
        String id = Ids.next();
        jdbc.sql(
                        "insert into inspection (id, campaign_id, name, mode, state, from_date, to_date, seed, per_type, created_by,"
                                + " created_by_name, created_at) values (?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        campaignId,
                        frame.name,
                        frame.mode.name(),
                        frame.from,
                        frame.to,
                        seed,
                        perType,
                        user.account(),
                        user.name(),
                        now())
                .update();
        insert(id, frame);
        batches.batchUpdate(
                "insert into inspection_candidate (inspection_id, site_id, business_type) values (?, ?, ?)",
                candidates.entrySet(),
                500,
                (row, candidate) -> {
                    row.setString(1, id);
                    row.setString(2, candidate.getKey());
                    row.setString(3, candidate.getValue());
                });
        insertSites(id, drawn, true);
        insertSites(id, named(chosen, drawn), false);
        write(
                user,
                id,
                "制定检查计划",
                "《" + frame.name + "》，" + frame.mode.label() + "，点位 " + chosen.size() + " 个，其中随机抽取 " + drawn.size()
                        + " 个，种子 " + seed);
        return require(id);
    }

    /** Without the campaign: its journal must not tell of what the inspected units may not know. */
    private void write(CurrentUser user, String id, String action, String detail) {
        journal.write(user.account(), user.name(), null, "inspection", id, action, detail);
    }

    /** What a plan says apart from its sites. */
    private record Frame(
            String name,
            Inspection.Mode mode,
            LocalDate from,
            LocalDate to,
            Set<String> inspectors,
            List<String> criteria) {}

    private Frame frame(Campaign campaign, Plan plan) {
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
        return new Frame(name, mode, from, to, inspectors(plan.inspectors()), criteria(campaign, plan.criteria()));
    }

    private void insert(String id, Frame frame) {
        batches.batchUpdate(
                "insert into inspection_inspector (inspection_id, account) values (?, ?)",
                frame.inspectors,
                500,
                (row, account) -> {
                    row.setString(1, id);
                    row.setString(2, account);
                });
        batches.batchUpdate(
                "insert into inspection_criterion (inspection_id, criterion_code, position) values (?, ?, ?)",
                frame.criteria,
                500,
                (row, code) -> {
                    row.setString(1, id);
                    row.setString(2, code);
                    row.setInt(3, frame.criteria.indexOf(code));
                });
    }

    private void insertSites(String id, Collection<String> siteIds, boolean drawn) {
        batches.batchUpdate(
                "insert into inspection_site (inspection_id, site_id, drawn, note) values (?, ?, ?, '')",
                siteIds,
                500,
                (row, site) -> {
                    row.setString(1, id);
                    row.setString(2, site);
                    row.setBoolean(3, drawn);
                });
    }

    private Set<String> chosen(List<String> drawn, List<String> named) {
        Set<String> chosen = new LinkedHashSet<>(drawn);
        named.stream()
                .filter(StringUtils::isNotBlank)
                .forEach(site -> chosen.add(sites.requireActive(site).id()));
        if (chosen.isEmpty()) {
            throw Problem.invalid("sites", "没有抽到点位。请先在“点位”中登记这个活动的点位，或放宽业态、增加抽取数量，或直接指定点位。");
        }
        if (chosen.size() > MOST_SITES) {
            throw Problem.invalid("sites", "一个计划最多 " + MOST_SITES + " 个点位，请分成几个计划。");
        }
        return chosen;
    }

    private static List<String> named(Set<String> chosen, List<String> drawn) {
        return chosen.stream().filter(site -> !drawn.contains(site)).toList();
    }

    /**
     * Changes a plan nobody has begun: name, manner, days, inspectors, sheet, and the sites that were named. What the lot
     * has drawn stays; whoever wants another draw gives the plan up and makes a new one, and both stay on record.
     *
     * @throws Problem 409 once somebody has begun
     */
    @Transactional
    public Inspection change(String id, Plan plan) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Inspection inspection = lockUntouched(id);
        Frame frame = frame(Campaigns.requireActive(campaigns.require(inspection.campaignId())), plan);
        List<String> drawn = drawn(id);
        Set<String> chosen = chosen(drawn, plan.sites());
        jdbc.sql("update inspection set name = ?, mode = ?, from_date = ?, to_date = ? where id = ?")
                .params(frame.name, frame.mode.name(), frame.from, frame.to, id)
                .update();
        for (String table : List.of("inspection_inspector", "inspection_criterion")) {
            jdbc.sql("delete from " + table + " where inspection_id = ?")
                    .param(id)
                    .update();
        }
        insert(id, frame);
        jdbc.sql("delete from inspection_site where inspection_id = ? and not drawn")
                .param(id)
                .update();
        insertSites(id, named(chosen, drawn), false);
        write(
                user,
                id,
                "修改检查计划",
                "《" + frame.name + "》，" + frame.mode.label() + "，" + frame.from + " 至 " + frame.to + "，点位 "
                        + chosen.size() + " 个，其中随机抽取 " + drawn.size() + " 个");
        return require(id);
    }

    /**
     * Gives up a plan nobody has begun. It stays on record, and its inspectors see it no more.
     *
     * @throws Problem 409 once somebody has begun
     */
    @Transactional
    public Inspection cancel(String id, @Nullable String reason) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Inspection inspection = lockUntouched(id);
        if (StringUtils.isBlank(reason)) {
            throw Problem.invalid("reason", "请写明撤销计划的理由。");
        }
        String why = FindingWork.limited(reason.strip(), LONGEST_NOTE, "撤销理由");
        jdbc.sql("update inspection set state = 'CANCELLED', cancel_reason = ? where id = ?")
                .params(why, id)
                .update();
        write(user, id, "撤销检查计划", "《" + inspection.name() + "》：" + why);
        return require(id);
    }

    private Inspection lockUntouched(String id) {
        lock(id);
        Inspection inspection = require(id);
        if (!inspection.untouched()) {
            throw Problem.conflict(
                    "inspection-begun",
                    inspection.state() == Inspection.State.CANCELLED
                            ? "这个检查计划已撤销。"
                            : "检查已经开始（已查 " + inspection.visited() + " 个点位，登记 " + inspection.findings()
                                    + " 个问题），不能再修改或撤销计划。");
        }
        return inspection;
    }

    private List<String> drawn(String id) {
        return jdbc.sql("select site_id from inspection_site where inspection_id = ? and drawn")
                .param(id)
                .query(String.class)
                .list();
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
        return Set.copyOf(drawn(inspection.id()))
                .equals(Set.copyOf(Draw.ofEach(candidates, inspection.seed(), inspection.perType())));
    }

    /** @throws Problem 404 */
    public Inspection require(String id) {
        return require(id, NO_UNIT);
    }

    private Inspection require(String id, String avoided) {
        return jdbc.sql(SELECT + " where i.id = :id")
                .param("id", id)
                .param("avoided", avoided)
                .query(Rows.of(Inspection.class))
                .optional()
                .orElseThrow(Inspections::unknown);
    }

    /** 回避: nobody inspects the own unit, or learns by a number what is found there. */
    private static String avoided(CurrentUser user) {
        return user.may(Permission.MANAGE_INSPECTIONS) ? NO_UNIT : StringUtils.defaultString(user.unitCode());
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
        Inspection inspection = require(id, avoided(user));
        if (!user.may(Permission.MANAGE_INSPECTIONS)
                && !(user.may(Permission.INSPECT) && inspectorsOf(id).contains(user.account()))) {
            throw unknown();
        }
        return inspection;
    }

    /**
     * Like {@link #requireVisible}, with the row locked, for who writes down what is found.
     *
     * @throws Problem 409 if the plan was given up
     */
    Inspection lockForInspector(String id) {
        lock(id);
        Inspection inspection = requireVisible(id);
        if (inspection.state() == Inspection.State.CANCELLED) {
            throw Problem.conflict(
                    "inspection-cancelled", "检查计划《" + inspection.name() + "》已由创建办撤销，不再登记。内容还在手机上，需要时请联系创建办。");
        }
        return inspection;
    }

    private void lock(String id) {
        jdbc.sql("select id from inspection where id = ? for update")
                .param(id)
                .query(String.class)
                .optional();
    }

    /** All plans of one campaign or of all, the newest first. */
    public List<Inspection> all(@Nullable String campaignId) {
        access.require(Permission.MANAGE_INSPECTIONS);
        return jdbc.sql(SELECT + (campaignId == null ? "" : " where i.campaign_id = :campaign")
                        + " order by i.created_at desc, i.id")
                .param("campaign", campaignId)
                .param("avoided", NO_UNIT)
                .query(Rows.of(Inspection.class))
                .list();
    }

    /** The plans the signed-in person works on now: not over, or with findings nobody has issued yet. */
    public List<Inspection> mine() {
        CurrentUser user = access.require(Permission.INSPECT);
        // A week longer than planned: a phone that was without a network still finds its plan.
        return jdbc.sql(SELECT + " where k.state = 'ACTIVE' and i.from_date <= :today and i.to_date >= :lately"
                        + " and i.state <> 'CANCELLED'"
                        + (user.may(Permission.MANAGE_INSPECTIONS)
                                ? ""
                                : " and exists (select 1 from inspection_inspector p where p.inspection_id = i.id"
                                        + " and p.account = :account)")
                        + " order by i.to_date, i.id")
                .param("today", LocalDate.now(clock))
                .param("lately", LocalDate.now(clock).minusDays(7))
                .param("account", user.account())
                .param("avoided", avoided(user))
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
        return jdbc.sql("""
                        select s.inspection_id, s.site_id, p.name, p.address, p.unit_code, u.name as unit_name,
                               p.business_type, t.name as business_type_name, s.drawn, s.visited_at, s.visited_by_name,
                               s.compliant, s.note,
                               (select count(*) from finding f where f.inspection_id = s.inspection_id
                                   and f.site_id = s.site_id and f.state <> 'REVOKED'
                                   and (f.number is not null or f.unit_code <> :avoided)) as findings
                          from inspection_site s
                          join site p on p.id = s.site_id
                          join unit u on u.code = p.unit_code
                          join business_type t on t.code = p.business_type
                         where s.inspection_id in (:ids) and p.unit_code <> :avoided
                         order by t.position, p.name, p.id
                        """)
                .param("ids", plans.stream().map(Inspection::id).toList())
                .param("avoided", avoided(access.current()))
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
                FindingWork.limited(StringUtils.defaultString(note).strip(), LONGEST_NOTE, "检查情况"),
                place,
                user);
        write(user, id, "登记合规", site.name());
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
        if (inspection.state() == Inspection.State.CANCELLED) {
            throw Problem.conflict("inspection-cancelled", "检查计划《" + inspection.name() + "》已撤销，不能交办。");
        }
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
        return OffsetDateTime.now(clock);
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
