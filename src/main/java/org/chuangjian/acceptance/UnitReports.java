package org.chuangjian.acceptance;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.ReportedItems.Item;
import org.chuangjian.acceptance.UnitReport.State;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.EvidenceState;
import org.chuangjian.evidence.Upload;
import org.chuangjian.evidence.UploadResult;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Lamp;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.chuangjian.work.EvidenceShelf;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * 后续事项: units report in Tasklist on what is no assignment, the office confirms or gives it back. What the items are
 * is told by {@link ReportedItems}.
 */
@Component
public class UnitReports {

    private static final int LONGEST_NOTE = 1000;
    private static final int LONGEST_OPINION = 500;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final UnitReportFlow flow;
    private final ObjectProvider<ReportedItems> items;
    private final EvidenceBook evidence;
    private final EvidenceShelf shelf;
    private final People people;
    private final ApplicationEventPublisher events;

    UnitReports(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            UnitReportFlow flow,
            ObjectProvider<ReportedItems> items,
            EvidenceBook evidence,
            EvidenceShelf shelf,
            People people,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.flow = flow;
        this.items = items;
        this.evidence = evidence;
        this.shelf = shelf;
        this.people = people;
        this.events = events;
    }

    /** Hands items to their units: id → unit. What is there already stays as it stands. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(Map<String, String> unitByItem) {
        unitByItem.forEach((id, unit) -> jdbc.sql("insert into unit_report (item_id, unit_code, state, note, opinion,"
                        + " last_by, last_at) values (?, ?, 'OPEN', '', '', ?, ?)")
                .params(id, unit, by(), now())
                .update());
        flow.start(unitByItem);
    }

    /** The item is wanted once more, after the office had confirmed it or had seen to it itself. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reopen(String itemId, String unit, String opinion) {
        int there = jdbc.sql("update unit_report set state = 'OPEN', opinion = ?, last_by = ?, last_at = ?"
                        + " where item_id = ?")
                .params(opinion, by(), now(), itemId)
                .update();
        if (there == 0) {
            open(Map.of(itemId, unit));
        } else {
            flow.start(Map.of(itemId, unit));
        }
    }

    /** Nobody waits for these any more: withdrawn, cancelled, or seen to by the office itself. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(Collection<String> itemIds) {
        if (itemIds.isEmpty()) {
            return;
        }
        List<String> running = jdbc.sql(
                        "select item_id from unit_report where item_id in (:ids) and state in ('OPEN', 'REPORTED')")
                .param("ids", itemIds)
                .query(String.class)
                .list();
        for (String id : running) {
            jdbc.sql("update unit_report set state = 'ENDED', last_by = ?, last_at = ? where item_id = ?")
                    .params(by(), now(), id)
                    .update();
        }
        flow.end(running);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> itemIds) {
        if (!itemIds.isEmpty()) {
            flow.remove(itemIds);
            jdbc.sql("delete from unit_report where item_id in (:ids)")
                    .param("ids", itemIds)
                    .update();
            journal.forget("follow-up", itemIds);
        }
    }

    /** How the reports on these items stand, by item, for those that have one: one statement. */
    public Map<String, UnitReport> of(Collection<String> itemIds) {
        if (itemIds.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("select * from unit_report where item_id in (:ids)")
                .param("ids", itemIds)
                .query(Rows.of(UnitReport.class))
                .list()
                .stream()
                .collect(Collectors.toMap(UnitReport::itemId, it -> it));
    }

    /** The item as its unit and the office see it. */
    public View view(String itemId) {
        return view(visible(itemId));
    }

    private View view(UnitReport report) {
        Item item = item(report.itemId());
        LocalDate today = LocalDate.now(clock);
        Lamp lamp;
        if (report.state() == State.CONFIRMED) {
            lamp = Lamp.BLUE;
        } else if (!report.open() && !report.reported()) {
            lamp = Lamp.GREY;
        } else if (item.dueDate().isBefore(today)) {
            lamp = Lamp.RED;
        } else {
            lamp = item.dueDate().isAfter(item.nearDue()) ? Lamp.GREEN : Lamp.YELLOW;
        }
        return new View(
                report.itemId(),
                item.heading(),
                item.demand(),
                item.dueDate(),
                lamp,
                report.state(),
                report.state().label(),
                report.note(),
                report.opinion(),
                report.reportedByName(),
                report.reportedAt(),
                shelf.of(report.itemId()),
                report.open() && item.open() && mayWork(report),
                report.reported() && item.open() && access.may(Permission.MANAGE_CAMPAIGNS),
                item.link());
    }

    /** 暂存, unchecked but for its length. */
    @Transactional
    public View saveDraft(String itemId, @Nullable String note) {
        UnitReport report = editable(itemId);
        String said = StringUtils.defaultString(note);
        requireLength(said, LONGEST_NOTE, "note", "办理情况");
        move(report, State.OPEN, said, report.opinion());
        return view(itemId);
    }

    /** Stores files beside the report, while it is open. */
    public UploadResult upload(String itemId, List<Upload> uploads) {
        UnitReport report = editable(itemId);
        CurrentUser user = access.current();
        return evidence.add(item(report.itemId()).target(), uploads, user.account(), user.name(), "");
    }

    /** Takes a file away that has not been handed in. */
    @Transactional
    public View takeOut(String itemId, String evidenceId) {
        editable(itemId);
        if (!evidence.assignmentsOf(evidenceId).contains(itemId)) {
            throw Problem.notFound("这项后续事项下没有这份材料，可能已被他人移去，请刷新页面。");
        }
        CurrentUser user = access.current();
        evidence.remove(evidenceId, user.account(), user.name());
        return view(itemId);
    }

    /**
     * The unit hands in what it did; the office is told.
     *
     * @throws Problem 422 without a word of it, 409 if somebody was faster
     */
    @Transactional
    public View report(String itemId, @Nullable String note) {
        UnitReport report = editable(itemId);
        String said = StringUtils.stripToEmpty(note);
        if (said.isEmpty()) {
            throw Problem.invalid("note", "请填写办理情况：做了什么、结果如何。");
        }
        requireLength(said, LONGEST_NOTE, "note", "办理情况");
        CurrentUser user = access.current();
        move(report, State.REPORTED, said, "");
        jdbc.sql("update unit_report set reported_by_name = ?, reported_at = ? where item_id = ?")
                .params(user.name(), now(), itemId)
                .update();
        evidence.mark(itemId, EvidenceState.SUBMITTED);
        flow.reported(itemId);
        Item item = item(itemId);
        write(item, "反馈办理情况", item.demand() + "：" + said);
        tell(people.withRole(Role.OFFICE), item, "请确认办理情况", user.name() + "反馈：" + said, item.link());
        return view(itemId);
    }

    /**
     * 确认 or 退回 by the office.
     *
     * @throws Problem 422 for a return without a reason, 409 if there is nothing to decide
     */
    @Transactional
    public View decide(String itemId, boolean accepted, @Nullable String opinion) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        UnitReport report = visible(itemId);
        Item item = item(itemId);
        String said = StringUtils.stripToEmpty(opinion);
        requireLength(said, LONGEST_OPINION, "opinion", "意见");
        if (!accepted && said.isEmpty()) {
            throw Problem.invalid("opinion", "退回的，请写明原因和还要补什么。");
        }
        if (!report.reported()) {
            throw changed(report);
        }
        // The item first: whoever sees to it without a report locks in this order too.
        if (accepted) {
            source(itemId).finish(itemId, report.note(), StringUtils.defaultString(report.reportedByName()));
        }
        move(report, accepted ? State.CONFIRMED : State.OPEN, report.note(), accepted ? "" : said);
        evidence.mark(itemId, accepted ? EvidenceState.ACCEPTED : EvidenceState.RETURNED);
        flow.decided(itemId, accepted);
        write(item, accepted ? "确认办理情况" : "退回办理情况", item.demand() + (said.isEmpty() ? "" : "：" + said));
        if (!accepted) {
            tell(people.ofUnit(report.unitCode()), item, "办理情况被退回", "退回原因：" + said, item.unitLink());
        }
        return view(itemId);
    }

    private void move(UnitReport report, State state, String note, String opinion) {
        int changed = jdbc.sql("update unit_report set state = ?, note = ?, opinion = ?, last_by = ?, last_at = ?"
                        + " where item_id = ? and state = ?")
                .params(
                        state.name(),
                        note,
                        opinion,
                        by(),
                        now(),
                        report.itemId(),
                        report.state().name())
                .update();
        if (changed == 0) {
            throw changed(require(report.itemId()));
        }
    }

    private UnitReport editable(String itemId) {
        UnitReport report = visible(itemId);
        if (!mayWork(report)) {
            throw unknown();
        }
        if (!report.open() || !item(itemId).open()) {
            throw changed(report);
        }
        return report;
    }

    private boolean mayWork(UnitReport report) {
        return access.may(Permission.MANAGE_CAMPAIGNS)
                || (access.may(Permission.WORK_FOR_UNIT) && access.current().belongsTo(report.unitCode()));
    }

    private UnitReport visible(String itemId) {
        UnitReport report = require(itemId);
        if (!access.may(Permission.READ_CAMPAIGNS) && !mayWork(report)) {
            throw unknown();
        }
        return report;
    }

    private UnitReport require(String itemId) {
        return Rows.find(jdbc, UnitReport.class, "select * from unit_report where item_id = ?", itemId)
                .orElseThrow(UnitReports::unknown);
    }

    /** For the process, which knows no person. */
    public Item item(String itemId) {
        return source(itemId).find(itemId).orElseThrow(UnitReports::unknown);
    }

    private ReportedItems source(String itemId) {
        return items.stream()
                .filter(it -> it.find(itemId).isPresent())
                .findFirst()
                .orElseThrow(UnitReports::unknown);
    }

    private static void requireLength(String text, int longest, String code, String what) {
        if (text.length() > longest) {
            throw Problem.invalid(code, what + "不能超过 " + longest + " 字，请精简。");
        }
    }

    private static Problem unknown() {
        return Problem.notFound("没有这项后续事项，或您无权办理。");
    }

    private Problem changed(UnitReport report) {
        return Problem.conflict(
                "report-state",
                "该事项已由" + report.lastBy() + "于" + When.said(report.lastAt(), clock) + "办理，当前为“"
                        + report.state().label() + "”，请刷新页面。");
    }

    private void tell(List<Person> told, Item item, String what, String text, String link) {
        Set<String> accounts = told.stream().map(Person::account).collect(Collectors.toSet());
        if (!accounts.isEmpty()) {
            events.publishEvent(new Notice(
                    "follow-up",
                    item.campaignId(),
                    accounts,
                    what + "：" + StringUtils.abbreviate(item.demand(), 80),
                    StringUtils.abbreviate(
                            "“" + item.heading() + "”的后续事项“" + item.demand() + "”应于 " + item.dueDate() + " 前完成。" + text,
                            1500),
                    link,
                    false));
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private String by() {
        return access.user().map(CurrentUser::name).orElse(Journal.AUTOMATIC);
    }

    private void write(Item item, String action, String detail) {
        CurrentUser user = access.current();
        journal.write(
                user.account(),
                user.name(),
                item.campaignId(),
                "follow-up",
                item.id(),
                action,
                StringUtils.abbreviate(detail, 1000));
    }

    /**
     * @param note what is written so far, or was handed in
     * @param opinion why it was given back, ""
     */
    public record View(
            String id,
            String heading,
            String demand,
            LocalDate dueDate,
            Lamp lamp,
            State state,
            String stateLabel,
            String note,
            String opinion,
            @Nullable String reportedByName,
            @Nullable OffsetDateTime reportedAt,
            List<EvidenceShelf.Item> evidence,
            boolean mayReport,
            boolean mayDecide,
            String link) {}
}
