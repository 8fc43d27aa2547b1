package org.chuangjian.campaign;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 细则拆解: who leads and supports which criterion of a campaign, until when, with which evidence. */
@Component
public class Owners {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Units units;
    private final CriteriaSets criteriaSets;
    private final WorkingDays workingDays;
    private final Access access;
    private final Journal journal;
    private final WorkProgress work;
    private final CampaignKinds kinds;
    private final ApplicationEventPublisher events;

    Owners(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Units units,
            CriteriaSets criteriaSets,
            WorkingDays workingDays,
            Access access,
            Journal journal,
            WorkProgress work,
            CampaignKinds kinds,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.units = units;
        this.criteriaSets = criteriaSets;
        this.workingDays = workingDays;
        this.access = access;
        this.journal = journal;
        this.work = work;
        this.kinds = kinds;
        this.events = events;
    }

    /**
     * The first proposal: the table's 责任单位 column matched to units by name and alias. The first name is the lead; if
     * no unit goes by it, or several do, the criterion stays unowned. Nothing is guessed.
     */
    void propose(Campaign campaign, CampaignKind kind) {
        insert(campaign.id(), proposal(campaign, kind, criteriaSets.criteria(campaign.criteriaSetId())));
    }

    private List<Ownership> proposal(Campaign campaign, CampaignKind kind, List<Criterion> criteria) {
        Map<CriterionType, LocalDate> deadlines = new EnumMap<>(CriterionType.class);
        kind.deadlines().forEach((type, days) -> deadlines.put(type, deadline(campaign, workingDays, days)));
        Map<String, List<Unit>> matches = new LinkedHashMap<>();
        List<Ownership> proposal = new ArrayList<>();
        for (Criterion criterion : criteria) {
            List<String> names = criterion.ownerNames();
            String lead = null;
            Set<String> supporting = new LinkedHashSet<>();
            List<String> unmatched = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                List<Unit> found = matches.computeIfAbsent(names.get(i), units::matching);
                if (found.size() != 1) {
                    unmatched.add(found.isEmpty() ? names.get(i) : names.get(i) + "（有多个单位）");
                } else if (i == 0) {
                    lead = found.get(0).code();
                } else if (!found.get(0).code().equals(lead)) {
                    supporting.add(found.get(0).code());
                }
            }
            proposal.add(new Ownership(
                    criterion.code(),
                    lead,
                    List.copyOf(supporting),
                    deadlines.getOrDefault(criterion.type(), campaign.acceptanceDate()),
                    String.join("、", criterion.evidenceNames()),
                    StringUtils.left(String.join("、", unmatched), 1000)));
        }
        return proposal;
    }

    /** Another edition asks for more: the added criteria get the owners the table proposes. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void adopt(Campaign campaign, Collection<String> codes) {
        insert(
                campaign.id(),
                proposal(
                        campaign,
                        kinds.require(campaign.kind()),
                        criteriaSets.criteria(campaign.criteriaSetId()).stream()
                                .filter(it -> codes.contains(it.code()))
                                .toList()));
    }

    /** Another edition no longer asks for these criteria. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void drop(String campaignId, Collection<String> codes) {
        for (String table : new String[] {"ownership_support", "ownership"}) {
            batches.batchUpdate(
                    "delete from " + table + " where campaign_id = ? and criterion_code = ?",
                    codes,
                    BATCH,
                    (statement, code) -> {
                        statement.setString(1, campaignId);
                        statement.setString(2, code);
                    });
        }
    }

    /** Puts back what {@link #drop} took. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void restore(String campaignId, List<Ownership> ownerships) {
        insert(campaignId, ownerships);
    }

    /** Which evidence is asked for: criterion code → prose. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireEvidence(String campaignId, Map<String, String> byCode) {
        batches.batchUpdate(
                "update ownership set evidence_required = ? where campaign_id = ? and criterion_code = ?",
                byCode.entrySet(),
                BATCH,
                (statement, entry) -> {
                    statement.setString(1, StringUtils.left(entry.getValue(), 2000));
                    statement.setString(2, campaignId);
                    statement.setString(3, entry.getKey());
                });
    }

    private LocalDate deadline(Campaign campaign, WorkingDays days, int before) {
        LocalDate date = days.minus(campaign.acceptanceDate(), before);
        return date.isBefore(campaign.startDate()) ? campaign.startDate() : date;
    }

    private void insert(String campaignId, List<Ownership> ownerships) {
        batches.batchUpdate(
                "insert into ownership (campaign_id, criterion_code, lead_unit, deadline, evidence_required, unmatched)"
                        + " values (?, ?, ?, ?, ?, ?)",
                ownerships,
                BATCH,
                (statement, it) -> {
                    statement.setString(1, campaignId);
                    statement.setString(2, it.criterionCode());
                    statement.setString(3, it.lead());
                    statement.setObject(4, it.deadline());
                    statement.setString(5, StringUtils.left(it.evidenceRequired(), 2000));
                    statement.setString(6, it.unmatched());
                });
        insertSupport(campaignId, ownerships);
    }

    private void insertSupport(String campaignId, List<Ownership> ownerships) {
        List<String[]> rows = ownerships.stream()
                .flatMap(it ->
                        it.supporting().stream().map(unit -> new String[] {campaignId, it.criterionCode(), unit}))
                .toList();
        batches.batchUpdate(
                "insert into ownership_support (campaign_id, criterion_code, unit_code) values (?, ?, ?)",
                rows,
                BATCH,
                (statement, row) -> {
                    statement.setString(1, row[0]);
                    statement.setString(2, row[1]);
                    statement.setString(3, row[2]);
                });
    }

    /** All criteria of a campaign in the table's order: two statements. */
    public List<Ownership> of(String campaignId) {
        Map<String, List<String>> support = new LinkedHashMap<>();
        jdbc.sql("select criterion_code, unit_code from ownership_support where campaign_id = ? order by unit_code")
                .param(campaignId)
                .query((rs, row) -> support.computeIfAbsent(rs.getString(1), code -> new ArrayList<>())
                        .add(rs.getString(2)))
                .list();
        return jdbc.sql("select o.* from ownership o join campaign k on k.id = o.campaign_id join criterion c"
                        + " on c.set_id = k.criteria_set_id and c.code = o.criterion_code"
                        + " where o.campaign_id = ? order by c.position")
                .param(campaignId)
                .query((rs, row) -> new Ownership(
                        rs.getString("criterion_code"),
                        rs.getString("lead_unit"),
                        support.getOrDefault(rs.getString("criterion_code"), List.of()),
                        rs.getObject("deadline", LocalDate.class),
                        rs.getString("evidence_required"),
                        rs.getString("unmatched")))
                .list();
    }

    /** How many criteria of each campaign nobody owns; campaigns without any are absent. */
    public Map<String, Integer> unowned() {
        return jdbc
                .sql("select o.campaign_id, count(*) as n from ownership o join campaign k on k.id = o.campaign_id"
                        + " where o.lead_unit is null and k.state = 'ACTIVE' group by o.campaign_id")
                .query((rs, row) -> Map.entry(rs.getString(1), rs.getInt(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Changes owners and deadlines of some criteria; the others stay. All or nothing.
     *
     * @param changes what the office wants, in the order it came
     * @return the problems; if there is one, nothing was written
     */
    @Transactional
    public List<RowProblem> change(String campaignId, List<Change> changes) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(jdbc.sql("select * from campaign where id = ? for update")
                .param(campaignId)
                .query(Rows.of(Campaign.class))
                .optional()
                .orElseThrow(() -> Problem.notFound("没有这个创建活动。")));
        List<RowProblem> problems = new ArrayList<>();
        List<Difference> differences = wanted(campaign, changes, problems);
        List<Ownership> wanted = differences.stream().map(Difference::after).toList();
        if (problems.isEmpty() && !wanted.isEmpty()) {
            write(campaignId, wanted);
            if (differences.stream()
                    .anyMatch(
                            it -> !Objects.equals(it.before().lead(), it.after().lead()))) {
                events.publishEvent(new LeadChanged(campaignId));
            }
            journal.write(
                    user.account(),
                    user.name(),
                    campaignId,
                    "campaign",
                    campaignId,
                    "调整责任分解",
                    StringUtils.abbreviate(
                            wanted.stream().map(Ownership::criterionCode).collect(Collectors.joining("、")), 3000));
        }
        return problems;
    }

    /** What {@link #change} would do; nothing is written. */
    public Plan preview(String campaignId, List<Change> changes) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(jdbc.sql("select * from campaign where id = ?")
                .param(campaignId)
                .query(Campaign.class)
                .optional()
                .orElseThrow(() -> Problem.notFound("没有这个创建活动。")));
        List<RowProblem> problems = new ArrayList<>();
        return new Plan(wanted(campaign, changes, problems), problems);
    }

    private List<Difference> wanted(Campaign campaign, List<Change> changes, List<RowProblem> problems) {
        Map<String, Ownership> current = of(campaign.id()).stream()
                .collect(Collectors.toMap(Ownership::criterionCode, it -> it, (a, b) -> a, LinkedHashMap::new));
        Set<String> launched = launchedPairs(campaign.id());
        Map<String, List<Unit>> matches = new LinkedHashMap<>();
        List<Difference> wanted = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Change change : changes) {
            Ownership before = current.get(change.criterionCode());
            if (before == null) {
                problems.add(new RowProblem(change.row(), "编码", "本活动的细则中没有指标“" + change.criterionCode() + "”。"));
                continue;
            }
            if (!seen.add(change.criterionCode())) {
                problems.add(new RowProblem(change.row(), "编码", "指标“" + change.criterionCode() + "”重复出现，请只保留一行。"));
                continue;
            }
            merged(campaign, before, change, matches, problems).ifPresent(after -> {
                if (!after.equals(before)) {
                    checkLaunched(before, after, launched, change.row(), problems);
                    wanted.add(new Difference(before, after));
                }
            });
        }
        return wanted;
    }

    /** 转办: another unit takes the place of one, as lead or as supporter. */
    @Transactional
    public void handOver(String campaignId, String criterionCode, String from, String to) {
        jdbc.sql("delete from ownership_support where campaign_id = ? and criterion_code = ? and unit_code = ?")
                .params(campaignId, criterionCode, to)
                .update();
        int led = jdbc.sql(
                        "update ownership set lead_unit = ? where campaign_id = ? and criterion_code = ? and lead_unit = ?")
                .params(to, campaignId, criterionCode, from)
                .update();
        if (led == 0) {
            jdbc.sql("update ownership_support set unit_code = ? where campaign_id = ? and criterion_code = ?"
                            + " and unit_code = ?")
                    .params(to, campaignId, criterionCode, from)
                    .update();
        } else {
            events.publishEvent(new LeadChanged(campaignId));
        }
    }

    private java.util.Optional<Ownership> merged(
            Campaign campaign,
            Ownership before,
            Change change,
            Map<String, List<Unit>> matches,
            List<RowProblem> problems) {
        int count = problems.size();
        String lead = change.lead() == null
                ? before.lead()
                : change.lead().isBlank() ? null : unit(change.lead(), "牵头单位", change.row(), matches, problems);
        Set<String> supporting = new LinkedHashSet<>();
        if (change.supporting() == null) {
            supporting.addAll(before.supporting());
        } else {
            for (String name : change.supporting()) {
                String code = unit(name, "配合单位", change.row(), matches, problems);
                if (code != null) {
                    supporting.add(code);
                }
            }
        }
        supporting.remove(lead);
        // The official table itself may name supporters we know beside a lead we do not; such a row comes back as it
        // was.
        boolean asImported = before.lead() == null && before.supporting().containsAll(supporting);
        if (lead == null && !supporting.isEmpty() && change.lead() != null && !asImported) {
            problems.add(new RowProblem(change.row(), "牵头单位", "有配合单位时必须先明确一个牵头单位。"));
        }
        LocalDate deadline = change.deadline() == null ? before.deadline() : change.deadline();
        if (deadline.isBefore(campaign.startDate()) || deadline.isAfter(campaign.acceptanceDate())) {
            problems.add(new RowProblem(
                    change.row(),
                    "办理期限",
                    "办理期限 " + deadline + " 应在启动日期 " + campaign.startDate() + " 和验收日期 " + campaign.acceptanceDate()
                            + " 之间。"));
        }
        if (problems.size() > count) {
            return java.util.Optional.empty();
        }
        List<String> supporters = supporting.stream().sorted().toList();
        boolean sameUnits = Objects.equals(lead, before.lead())
                && supporters.equals(before.supporting().stream().sorted().toList());
        return java.util.Optional.of(new Ownership(
                before.criterionCode(),
                lead,
                sameUnits ? before.supporting() : supporters,
                deadline,
                change.evidenceRequired() == null
                        ? before.evidenceRequired()
                        : change.evidenceRequired().strip(),
                change.lead() == null || lead == null || sameUnits ? before.unmatched() : ""));
    }

    private @Nullable String unit(
            String name, String column, int row, Map<String, List<Unit>> matches, List<RowProblem> problems) {
        List<Unit> found = matches.computeIfAbsent(
                name.strip(),
                wanted ->
                        units.find(wanted).filter(Unit::active).map(List::of).orElseGet(() -> units.matching(wanted)));
        if (found.size() == 1) {
            return found.get(0).code();
        }
        problems.add(new RowProblem(
                row,
                column,
                found.isEmpty()
                        ? "没有名称、别名或编码为“" + name.strip() + "”的在用单位，请先在“单位”中维护。"
                        : "“" + name.strip() + "”对应多个单位，请改填单位编码。"));
        return null;
    }

    private static void checkLaunched(
            Ownership before, Ownership after, Set<String> launched, int row, List<RowProblem> problems) {
        Set<String> kept = new HashSet<>(after.supporting());
        if (after.lead() != null) {
            kept.add(after.lead());
        }
        Set<String> had = new HashSet<>(before.supporting());
        if (before.lead() != null) {
            had.add(before.lead());
        }
        for (String unit : had) {
            if (!kept.contains(unit) && launched.contains(before.criterionCode() + "/" + unit)) {
                problems.add(new RowProblem(
                        row, "牵头单位", "指标 " + before.criterionCode() + " 的任务已下达给单位 " + unit + "，请用“转办”调整，不能直接更换。"));
            }
        }
        if (before.lead() != null
                && !before.lead().equals(after.lead())
                && launched.contains(before.criterionCode() + "/" + before.lead())
                && kept.contains(before.lead())) {
            problems.add(new RowProblem(row, "牵头单位", "指标 " + before.criterionCode() + " 的任务已下达，牵头单位不能再改为配合单位。"));
        }
    }

    private Set<String> launchedPairs(String campaignId) {
        return work.launchedPairs(campaignId);
    }

    private void write(String campaignId, List<Ownership> wanted) {
        batches.batchUpdate(
                "delete from ownership_support where campaign_id = ? and criterion_code = ?",
                wanted,
                BATCH,
                (statement, it) -> {
                    statement.setString(1, campaignId);
                    statement.setString(2, it.criterionCode());
                });
        batches.batchUpdate(
                "update ownership set lead_unit = ?, deadline = ?, evidence_required = ?, unmatched = ?"
                        + " where campaign_id = ? and criterion_code = ?",
                wanted,
                BATCH,
                (statement, it) -> {
                    statement.setString(1, it.lead());
                    statement.setObject(2, it.deadline());
                    statement.setString(3, StringUtils.left(it.evidenceRequired(), 2000));
                    statement.setString(4, it.unmatched());
                    statement.setString(5, campaignId);
                    statement.setString(6, it.criterionCode());
                });
        insertSupport(campaignId, wanted);
    }

    /** One criterion whose ownership becomes another. */
    public record Difference(Ownership before, Ownership after) {}

    /** What changes would bring about, and what stands against them. */
    public record Plan(List<Difference> differences, List<RowProblem> problems) {

        public Plan {
            differences = List.copyOf(differences);
            problems = List.copyOf(problems);
        }
    }

    /**
     * What the office wants for one criterion. Null leaves a field as it is; a blank lead takes the owner away.
     *
     * @param row where it came from, for the problems; 0 if not from a spreadsheet
     * @param lead code, name or alias of a unit
     * @param supporting codes, names or aliases of units
     */
    public record Change(
            int row,
            String criterionCode,
            @Nullable String lead,
            @Nullable List<String> supporting,
            @Nullable LocalDate deadline,
            @Nullable String evidenceRequired) {}
}
