package org.chuangjian.revision;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Owners;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.criteria.CriteriaSet;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.EvidenceCounts;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.revision.EditionDifference.Hit;
import org.chuangjian.revision.EditionDifference.Line;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.chuangjian.work.EditionWork;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * 细则换版: a campaign goes over to another edition without any process being migrated. Tasks of removed criteria are
 * withdrawn, those of changed ones go on under the new text, added criteria wait for their launch. The whole is one
 * transaction, and one undo puts back what it took.
 */
@Component
public class EditionChanges {

    private static final int BATCH = 500;
    private static final String SELECT = "select e.*, f.edition as from_edition, t.edition as to_edition"
            + " from edition_change e join criteria_set f on f.id = e.from_set join criteria_set t on t.id = e.to_set";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CriteriaSets criteriaSets;
    private final Owners owners;
    private final EditionWork work;
    private final EvidenceBook evidence;
    private final EditionScores scores;
    private final People people;
    private final ApplicationEventPublisher events;

    EditionChanges(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CriteriaSets criteriaSets,
            Owners owners,
            EditionWork work,
            EvidenceBook evidence,
            EditionScores scores,
            People people,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.criteriaSets = criteriaSets;
        this.owners = owners;
        this.work = work;
        this.evidence = evidence;
        this.scores = scores;
        this.people = people;
        this.events = events;
    }

    /** What an edition would change in a campaign. As many statements for three criteria as for three hundred. */
    public EditionDifference difference(String campaignId, String toSet) {
        access.require(Permission.READ_CAMPAIGNS);
        Campaign campaign = campaigns.requireVisible(campaignId);
        return difference(campaignId, campaign.criteriaSetId(), wanted(campaign, toSet));
    }

    private EditionDifference difference(String campaignId, String fromSet, CriteriaSet to) {
        Map<String, Ownership> owned =
                owners.of(campaignId).stream().collect(Collectors.toMap(Ownership::criterionCode, it -> it));
        Map<String, EditionWork.Count> tasks = work.counts(campaignId);
        Map<String, Integer> documents = evidence.coverage(campaignId).criteria().stream()
                .collect(Collectors.toMap(EvidenceCounts::key, EvidenceCounts::total));
        Map<String, EditionScores.Judged> judged = scores.of(campaignId);
        Set<String> codes = new HashSet<>(owned.keySet());
        codes.addAll(tasks.keySet());
        codes.addAll(judged.keySet());
        Map<String, Hit> hits = new HashMap<>();
        for (String code : codes) {
            EditionWork.Count count = tasks.getOrDefault(code, EditionWork.Count.NONE);
            hits.put(
                    code,
                    new Hit(
                            owned.get(code),
                            count.tasks(),
                            count.open(),
                            documents.getOrDefault(code, 0),
                            judged.getOrDefault(code, EditionScores.Judged.NOTHING)));
        }
        return EditionDifference.of(
                criteriaSets.require(fromSet),
                to,
                criteriaSets.criteria(fromSet),
                criteriaSets.criteria(to.id()),
                hits);
    }

    private CriteriaSet wanted(Campaign campaign, String toSet) {
        CriteriaSet to = criteriaSets
                .find(toSet)
                .orElseThrow(() -> Problem.invalid("unknown-criteria-set", "请选择要换用的评价细则；没有的请先导入。"));
        if (!to.kind().equals(campaign.kind())) {
            throw Problem.invalid("criteria-set-kind", "所选细则《" + to.edition() + "》属于其他创建类型。");
        }
        if (to.id().equals(campaign.criteriaSetId())) {
            throw Problem.invalid("same-edition", "创建活动现在用的就是《" + to.edition() + "》。");
        }
        return to;
    }

    /** The changes of a campaign, newest first. */
    public List<EditionChange> of(String campaignId) {
        access.require(Permission.READ_CAMPAIGNS);
        return Rows.list(
                jdbc,
                EditionChange.class,
                SELECT + " where e.campaign_id = ? order by e.proposed_at desc, e.id desc",
                campaignId);
    }

    /** 提出换版; it waits for somebody else to confirm it. */
    @Transactional
    public EditionChange propose(String campaignId, String toSet, @Nullable String note) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        CriteriaSet to = wanted(campaign, toSet);
        if (difference(campaignId, campaign.criteriaSetId(), to).nothing()) {
            throw Problem.invalid("no-difference", "《" + to.edition() + "》与现用细则内容相同，不需要换版。");
        }
        of(campaignId).stream()
                .filter(it -> it.state() == EditionChange.State.PROPOSED)
                .findFirst()
                .ifPresent(open -> {
                    throw Problem.conflict(
                            "change-open",
                            open.proposedBy() + "于" + said(open.proposedAt()) + "已提出换用《" + open.toEdition()
                                    + "》，请先确认或放弃。");
                });
        String id = Ids.next();
        String why = StringUtils.left(StringUtils.stripToEmpty(note), 1000);
        jdbc.sql("insert into edition_change (id, campaign_id, from_set, to_set, state, note, proposed_by,"
                        + " proposed_account, proposed_at, end_reason) values (?, ?, ?, ?, 'PROPOSED', ?, ?, ?, ?, '')")
                .params(id, campaignId, campaign.criteriaSetId(), to.id(), why, user.name(), user.account(), now())
                .update();
        Set<String> others = people.withRole(Role.OFFICE).stream()
                .map(Person::account)
                .filter(account -> !account.equals(user.account()))
                .collect(Collectors.toSet());
        tell(
                campaign,
                others.isEmpty()
                        ? people.withRole(Role.LEADER).stream()
                                .map(Person::account)
                                .collect(Collectors.toSet())
                        : others,
                "细则换版待确认：" + campaign.name(),
                user.name() + "提出《" + campaign.name() + "》换用《" + to.edition() + "》"
                        + (why.isEmpty() ? "" : "，依据：" + why) + "。请核对差异后确认。",
                "/campaigns/" + campaignId + "/edition");
        write(user, campaignId, "提出细则换版", "《" + to.edition() + "》" + (why.isEmpty() ? "" : "：" + why));
        return require(id);
    }

    /** 放弃 what is proposed. */
    @Transactional
    public EditionChange drop(String id) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        EditionChange change = lock(id, EditionChange.State.PROPOSED);
        end(change, EditionChange.State.DROPPED, user, "");
        write(user, change.campaignId(), "放弃细则换版", "《" + change.toEdition() + "》");
        return require(id);
    }

    /**
     * 确认换版, all at once, by another person of the office or a leader.
     *
     * @throws Problem 403 {@code confirmer-is-proposer} for who proposed it, 409 if the campaign has gone over to
     *     something else meanwhile
     */
    @Transactional
    public EditionChange apply(String id) {
        // An office of one person asks a leader.
        CurrentUser user =
                access.may(Permission.INSTRUCT) ? access.current() : access.require(Permission.MANAGE_CAMPAIGNS);
        EditionChange change = lock(id, EditionChange.State.PROPOSED);
        if (change.proposedAccount().equals(user.account())) {
            throw Problem.of(403, "confirmer-is-proposer", "这次换版是您本人提出的，须由创建办其他人员或领导核对确认。");
        }
        Campaign campaign = Campaigns.requireActive(campaigns.lock(change.campaignId()));
        if (!campaign.criteriaSetId().equals(change.fromSet())) {
            throw Problem.conflict("edition-changed", "提出换版以后活动已换用其他细则，请放弃后重新提出。");
        }
        EditionDifference difference =
                difference(campaign.id(), change.fromSet(), criteriaSets.require(change.toSet()));
        Set<String> removed = codes(difference.removed());
        Set<String> added = codes(difference.added());
        List<EditionWork.Ended> back = endedBefore(campaign.id(), added);

        Map<String, Ownership> before = owners.of(campaign.id()).stream()
                .collect(Collectors.toMap(Ownership::criterionCode, it -> it, (a, b) -> a, LinkedHashMap::new));
        Map<String, String> evidenceTexts = new HashMap<>();
        for (Line line : difference.changed()) {
            Ownership owned = before.get(line.code());
            if (owned != null) {
                String words = evidence(owned.evidenceRequired(), line.before(), line.after());
                if (!words.equals(owned.evidenceRequired())) {
                    evidenceTexts.put(line.code(), words);
                }
            }
        }
        keepOwners(id, before, removed, evidenceTexts.keySet());
        List<EditionWork.Ended> ended = work.end(campaign.id(), removed, "细则换用《" + change.toEdition() + "》，本指标取消");
        keepAssignments(id, ended);
        owners.drop(campaign.id(), removed);
        campaigns.switchCriteria(campaign.id(), change.toSet());
        List<Ownership> known = keptBefore(campaign.id(), difference.added());
        owners.restore(campaign.id(), known);
        Set<String> unknown = new TreeSet<>(added);
        known.forEach(it -> unknown.remove(it.criterionCode()));
        owners.adopt(campaigns.require(campaign.id()), unknown);
        owners.requireEvidence(campaign.id(), evidenceTexts);
        work.repoint(campaign.id(), change.toSet());
        work.revive(back);
        scores.applied(id, campaign.id(), difference);
        events.publishEvent(new EditionSwitched(campaign.id()));
        jdbc.sql("update edition_change set state = 'APPLIED', applied_by = ?, applied_at = ? where id = ?")
                .params(user.name(), now(), id)
                .update();
        write(
                user,
                campaign.id(),
                "细则换版",
                "《" + change.fromEdition() + "》换为《" + change.toEdition() + "》：新增 " + added.size() + "、取消 "
                        + removed.size() + "、修改 " + difference.changed().size() + " 项指标，撤回任务 " + ended.size() + " 项"
                        + (difference.scoresAbove() == 0 ? "" : "，须重新评分 " + difference.scoresAbove() + " 项得分"));
        tell(campaign, difference, before);
        return require(id);
    }

    /**
     * 撤销换版: everything as it was before, as long as nobody has worked on an added criterion.
     *
     * @throws Problem 409 naming the criteria somebody has worked on, or a later change
     */
    @Transactional
    public EditionChange undo(String id, @Nullable String reason) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        EditionChange change = lock(id, EditionChange.State.APPLIED);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(change.campaignId()));
        if (StringUtils.isBlank(reason)) {
            throw Problem.invalid("reason", "请填写撤销换版的原因。");
        }
        String why = StringUtils.left(reason.strip(), 1000);
        if (!campaign.criteriaSetId().equals(change.toSet())) {
            throw Problem.conflict("edition-changed", "之后又换过细则，请先撤销后一次换版。");
        }
        Set<String> old = criteriaSets.criteria(change.fromSet()).stream()
                .map(Criterion::code)
                .collect(Collectors.toSet());
        Set<String> added = criteriaSets.criteria(change.toSet()).stream()
                .map(Criterion::code)
                .filter(code -> !old.contains(code))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> worked = work.touched(campaign.id(), added);
        if (!worked.isEmpty()) {
            throw Problem.conflict(
                            "worked-since", "换版后新增的指标 " + String.join("、", worked) + " 已有办理，不能整体撤销；请另行提出换版或逐项免办。")
                    .with("criteria", worked);
        }
        work.forget(campaign.id(), added);
        owners.drop(campaign.id(), added);
        campaigns.switchCriteria(campaign.id(), change.fromSet());
        List<Kept> kept = keptOwners(id);
        owners.restore(
                campaign.id(),
                kept.stream().filter(Kept::removed).map(Kept::ownership).toList());
        owners.requireEvidence(
                campaign.id(),
                kept.stream()
                        .filter(it -> !it.removed())
                        .collect(Collectors.toMap(Kept::criterionCode, Kept::evidenceRequired)));
        work.repoint(campaign.id(), change.fromSet());
        List<EditionWork.Ended> ended = Rows.list(
                jdbc,
                EditionWork.Ended.class,
                "select assignment_id, unit_code, state, opinion"
                        + " from edition_change_assignment where change_id = ? order by assignment_id",
                id);
        work.revive(ended);
        Set<String> touched = new TreeSet<>(added);
        EditionDifference difference =
                difference(campaign.id(), change.fromSet(), criteriaSets.require(change.toSet()));
        touched.addAll(codes(difference.removed()));
        touched.addAll(codes(difference.changed()));
        scores.undone(id, campaign.id(), touched);
        events.publishEvent(new EditionSwitched(campaign.id()));
        end(change, EditionChange.State.UNDONE, user, why);
        write(user, campaign.id(), "撤销细则换版", "恢复《" + change.fromEdition() + "》，恢复任务 " + ended.size() + " 项：" + why);
        Set<String> units = ended.stream().map(EditionWork.Ended::unitCode).collect(Collectors.toSet());
        units.forEach(unit -> tell(
                campaign,
                unit,
                "细则换版已撤销：" + campaign.name(),
                "《" + campaign.name() + "》恢复使用《" + change.fromEdition() + "》，此前撤回的任务已恢复，请继续办理。"));
        return require(id);
    }

    private static Set<String> codes(List<Line> lines) {
        return lines.stream().map(Line::code).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Tasks an earlier change withdrew whose criteria come back. */
    private List<EditionWork.Ended> endedBefore(String campaignId, Set<String> codes) {
        if (codes.isEmpty()) {
            return List.of();
        }
        Map<String, EditionWork.Ended> latest = new LinkedHashMap<>();
        jdbc.sql("select x.assignment_id, x.unit_code, x.state, x.opinion from edition_change_assignment x"
                        + " join edition_change e on e.id = x.change_id and e.state = 'APPLIED'"
                        + " join assignment a on a.id = x.assignment_id"
                        + " where e.campaign_id = :campaign and a.criterion_code in (:codes) order by e.applied_at")
                .param("campaign", campaignId)
                .param("codes", codes)
                .query(Rows.of(EditionWork.Ended.class))
                .list()
                .forEach(it -> latest.put(it.assignmentId(), it));
        return List.copyOf(latest.values());
    }

    /** How the office had handed out criteria that an earlier change took away and that come back now. */
    private List<Ownership> keptBefore(String campaignId, List<Line> added) {
        if (added.isEmpty()) {
            return List.of();
        }
        Rows<Kept> rows = Rows.of(Kept.class);
        Map<String, KeptBefore> latest = new HashMap<>();
        jdbc.sql("select o.*, e.from_set from edition_change_owner o join edition_change e on e.id = o.change_id"
                        + " where e.state = 'APPLIED' and e.campaign_id = :campaign and o.removed"
                        + " and o.lead_unit is not null and o.criterion_code in (:codes) order by e.applied_at")
                .param("campaign", campaignId)
                .param("codes", codes(added))
                .query((row, number) -> new KeptBefore(row.getString("from_set"), rows.mapRow(row, number)))
                .list()
                .forEach(it -> latest.put(it.kept().criterionCode(), it));
        List<Ownership> owned = new ArrayList<>();
        for (Line line : added) {
            KeptBefore before = latest.get(line.code());
            if (before != null) {
                Criterion was =
                        criteriaSets.criterion(before.fromSet(), line.code()).orElse(null);
                owned.add(before.kept().ownership(evidence(before.kept().evidenceRequired(), was, line.after())));
            }
        }
        return owned;
    }

    /** Words the office wrote itself stay; what came from the table follows the table. */
    private static String evidence(String words, @Nullable Criterion was, @Nullable Criterion is) {
        return was != null && is != null && words.equals(String.join("、", was.evidenceNames()))
                ? String.join("、", is.evidenceNames())
                : words;
    }

    private void keepOwners(String id, Map<String, Ownership> before, Set<String> removed, Set<String> overwritten) {
        List<Ownership> kept = before.values().stream()
                .filter(it -> removed.contains(it.criterionCode()) || overwritten.contains(it.criterionCode()))
                .toList();
        batches.batchUpdate(
                "insert into edition_change_owner (change_id, criterion_code, removed, lead_unit, supporting, deadline,"
                        + " evidence_required, unmatched) values (?, ?, ?, ?, ?, ?, ?, ?)",
                kept,
                BATCH,
                (statement, it) -> {
                    statement.setString(1, id);
                    statement.setString(2, it.criterionCode());
                    statement.setBoolean(3, removed.contains(it.criterionCode()));
                    statement.setString(4, it.lead());
                    statement.setString(5, String.join(",", it.supporting()));
                    statement.setObject(6, it.deadline());
                    statement.setString(7, it.evidenceRequired());
                    statement.setString(8, it.unmatched());
                });
    }

    private void keepAssignments(String id, List<EditionWork.Ended> ended) {
        batches.batchUpdate(
                "insert into edition_change_assignment (change_id, assignment_id, unit_code, state, opinion)"
                        + " values (?, ?, ?, ?, ?)",
                ended,
                BATCH,
                (statement, it) -> {
                    statement.setString(1, id);
                    statement.setString(2, it.assignmentId());
                    statement.setString(3, it.unitCode());
                    statement.setString(4, it.state().name());
                    statement.setString(5, it.opinion());
                });
    }

    private List<Kept> keptOwners(String id) {
        return Rows.list(
                jdbc, Kept.class, "select * from edition_change_owner where change_id = ? order by criterion_code", id);
    }

    /** Each unit hears once of all that the change means for it. */
    private void tell(Campaign campaign, EditionDifference difference, Map<String, Ownership> before) {
        Map<String, List<String>> changed = new LinkedHashMap<>();
        Map<String, List<String>> removed = new LinkedHashMap<>();
        difference
                .changed()
                .forEach(line -> units(before.get(line.code()))
                        .forEach(unit -> changed.computeIfAbsent(unit, it -> new ArrayList<>())
                                .add(line.code())));
        difference
                .removed()
                .forEach(line -> units(before.get(line.code()))
                        .forEach(unit -> removed.computeIfAbsent(unit, it -> new ArrayList<>())
                                .add(line.code())));
        Set<String> units = new TreeSet<>(changed.keySet());
        units.addAll(removed.keySet());
        for (String unit : units) {
            StringBuilder text = new StringBuilder(
                    "《" + campaign.name() + "》换用《" + difference.to().edition() + "》。");
            if (changed.containsKey(unit)) {
                text.append("内容有修改的指标：")
                        .append(String.join("、", changed.get(unit)))
                        .append("，请按新的要求办理。");
            }
            if (removed.containsKey(unit)) {
                text.append("取消的指标：")
                        .append(String.join("、", removed.get(unit)))
                        .append("，任务已撤回。");
            }
            tell(campaign, unit, "细则换版：" + campaign.name(), text.toString());
        }
    }

    private static List<String> units(@Nullable Ownership owner) {
        if (owner == null) {
            return List.of();
        }
        List<String> units = new ArrayList<>(owner.supporting());
        if (owner.lead() != null) {
            units.add(owner.lead());
        }
        return units;
    }

    private void tell(Campaign campaign, String unit, String subject, String text) {
        tell(
                campaign,
                people.ofUnit(unit).stream().map(Person::account).collect(Collectors.toSet()),
                subject,
                text,
                "/campaigns/" + campaign.id() + "/tasks");
    }

    private void tell(Campaign campaign, Set<String> accounts, String subject, String text, String link) {
        if (!accounts.isEmpty()) {
            events.publishEvent(new Notice(
                    "edition", campaign.id(), accounts, subject, StringUtils.abbreviate(text, 1500), link, false));
        }
    }

    private void end(EditionChange change, EditionChange.State state, CurrentUser user, String reason) {
        jdbc.sql("update edition_change set state = ?, ended_by = ?, ended_at = ?, end_reason = ? where id = ?")
                .params(state.name(), user.name(), now(), reason, change.id())
                .update();
    }

    /** @throws Problem 409 telling who was faster */
    private EditionChange lock(String id, EditionChange.State wanted) {
        Optional<String> found = jdbc.sql("select id from edition_change where id = ? for update")
                .param(id)
                .query(String.class)
                .optional();
        if (found.isEmpty()) {
            throw Problem.notFound("没有这次细则换版。");
        }
        EditionChange change = require(id);
        if (change.state() != wanted) {
            String by = change.endedBy() == null ? change.appliedBy() : change.endedBy();
            OffsetDateTime at = change.endedAt() == null ? change.appliedAt() : change.endedAt();
            throw Problem.conflict(
                    "edition-change-state",
                    "这次换版" + (by == null || at == null ? "" : "已由" + by + "于" + said(at) + "办理，") + "当前为“"
                            + change.state().label() + "”，请刷新页面。");
        }
        return change;
    }

    private EditionChange require(String id) {
        return jdbc.sql(SELECT + " where e.id = ?")
                .param(id)
                .query(Rows.of(EditionChange.class))
                .single();
    }

    private String said(OffsetDateTime at) {
        return When.minute(at, clock);
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(CurrentUser user, String campaignId, String action, String detail) {
        journal.write(user.account(), user.name(), campaignId, "campaign", campaignId, action, detail);
    }

    /** @param removed taken away, not only overwritten */
    private record Kept(
            String criterionCode,
            boolean removed,
            @Nullable String leadUnit,
            String supporting,
            LocalDate deadline,
            String evidenceRequired,
            String unmatched) {

        Ownership ownership() {
            return ownership(evidenceRequired);
        }

        Ownership ownership(String evidenceWords) {
            return new Ownership(
                    criterionCode,
                    leadUnit,
                    supporting.isEmpty() ? List.of() : Arrays.asList(supporting.split(",")),
                    deadline,
                    evidenceWords,
                    unmatched);
        }
    }

    /** @param fromSet the edition in which the criterion stood then */
    private record KeptBefore(String fromSet, Kept kept) {}
}
