package org.chuangjian.title;

import java.time.Clock;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.evidence.Evidence;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.EvidenceEntry;
import org.chuangjian.evidence.EvidenceFilter;
import org.chuangjian.evidence.EvidenceState;
import org.chuangjian.evidence.Upload;
import org.chuangjian.evidence.UploadResult;
import org.chuangjian.evidence.UploadTarget;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 动态管理: the yearly tasks of the titles held, their reminders and proofs. */
@Component
public class Tracking {

    private static final DateTimeFormatter MONTH_DAY = DateTimeFormatter.ofPattern("MM-dd");

    private static final String UNREPORTED = "select t.id, t.title_id, t.unit_code from tracking_item t"
            + " where t.state = 'OPEN' and t.unit_code is not null"
            + " and not exists (select 1 from unit_report r where r.item_id = t.id)";

    /** Handed in: it waits for the office, nobody need be reminded. */
    private static final String WAITS_FOR_UNIT = " and not exists (select 1 from unit_report r"
            + " where r.item_id = tracking_item.id and r.state = 'REPORTED')";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final CampaignKinds kinds;
    private final Titles titles;
    private final Units units;
    private final People people;
    private final EvidenceBook evidence;
    private final UnitReports reports;
    private final WorkingDays workingDays;
    private final ApplicationEventPublisher events;

    Tracking(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            CampaignKinds kinds,
            Titles titles,
            Units units,
            People people,
            EvidenceBook evidence,
            UnitReports reports,
            WorkingDays workingDays,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.kinds = kinds;
        this.titles = titles;
        this.units = units;
        this.people = people;
        this.evidence = evidence;
        this.reports = reports;
        this.workingDays = workingDays;
        this.events = events;
    }

    /** The tasks of a title the signed-in person may see, the next due first. */
    public List<TrackingItem> of(String titleId) {
        titles.requireVisible(titleId);
        boolean whole = access.may(Permission.READ_CAMPAIGNS);
        String own = access.current().unitCode();
        return Rows.list(
                        jdbc,
                        TrackingItem.class,
                        "select * from tracking_item where title_id = ? order by case state when 'OPEN' then 0 else 1 end,"
                                + " case state when 'OPEN' then due_date end, due_date desc, code",
                        titleId)
                .stream()
                .filter(it -> whole || (own != null && own.equals(it.unitCode())))
                .toList();
    }

    /** How many open tasks each of the titles has, late ones counted apart: one statement. */
    public List<Open> open() {
        access.require(Permission.READ_CAMPAIGNS);
        return jdbc.sql("select title_id, count(*) as open, count(*) filter (where due_date < :today) as late"
                        + " from tracking_item where state = 'OPEN' group by title_id")
                .param("today", LocalDate.now(clock))
                .query(Rows.of(Open.class))
                .list();
    }

    /** Of the last day that counts as near due for a title's tasks. */
    public LocalDate nearDue(Title title) {
        return workingDays.plus(
                LocalDate.now(clock), kinds.require(title.kind()).periods().nearDueWorkingDays());
    }

    /**
     * Plans what this year still asks for; what is planned already stays.
     *
     * @return how many tasks are new
     */
    @Transactional
    public int plan(String titleId) {
        Title title = titles.lock(titleId, null);
        if (title.state() == TitleState.WITHDRAWN) {
            return 0;
        }
        Set<String> planned =
                new HashSet<>(jdbc.sql("select code || '/' || due_date from tracking_item where title_id = ?")
                        .param(titleId)
                        .query(String.class)
                        .list());
        int created = 0;
        for (Planned wanted : wanted(title)) {
            if (planned.contains(wanted.key())) {
                continue;
            }
            Unit unit = unit(wanted.rule().owner());
            String id = Ids.next();
            jdbc.sql("insert into tracking_item (id, title_id, code, name, due_date, unit_code, owner, state, reminded,"
                            + " note, last_by, last_at, version) values (?, ?, ?, ?, ?, ?, ?, 'OPEN', '', '', ?, ?, 0)")
                    .params(
                            id,
                            titleId,
                            wanted.rule().code(),
                            named(wanted),
                            wanted.due(),
                            unit == null ? null : unit.code(),
                            wanted.rule().owner(),
                            Journal.AUTOMATIC,
                            now())
                    .update();
            journal.write(
                    Journal.AUTOMATIC,
                    Journal.AUTOMATIC,
                    title.campaignId(),
                    "title",
                    titleId,
                    "生成跟踪任务",
                    wanted.rule().name() + "，" + wanted.due() + " 前，"
                            + wanted.rule().owner());
            tell(title, require(id), "新的跟踪任务", "请按期完成，在“待办”中反馈办理情况。");
            created++;
        }
        Map<String, String> unitByItem = new HashMap<>();
        jdbc.sql(UNREPORTED + " and t.title_id = ?").param(titleId).query(row -> {
            unitByItem.put(row.getString("id"), row.getString("unit_code"));
        });
        if (!unitByItem.isEmpty()) {
            reports.open(unitByItem);
        }
        return created;
    }

    /** The titles with tasks their units have not got in Tasklist: one statement. */
    Set<String> notHandedOut() {
        return new HashSet<>(jdbc.sql("select distinct x.title_id from (" + UNREPORTED + ") x")
                .query(String.class)
                .list());
    }

    /** Whether {@link #plan} would find something; so that a sweep locks nothing for nothing. */
    boolean unplanned(Title title, Set<String> planned) {
        return wanted(title).stream().anyMatch(it -> !planned.contains(title.id() + "/" + it.key()));
    }

    /** What is planned for this year, as {@code title/code/date}: one statement. */
    Set<String> plannedThisYear() {
        LocalDate today = LocalDate.now(clock);
        return new HashSet<>(jdbc.sql("select title_id || '/' || code || '/' || due_date from tracking_item"
                        + " where due_date between ? and ?")
                .params(today.withDayOfYear(1), today.withMonth(12).withDayOfMonth(31))
                .query(String.class)
                .list());
    }

    private List<Planned> wanted(Title title) {
        CampaignKind.TitleRule rule = kinds.require(title.kind()).title();
        List<Planned> wanted = new ArrayList<>();
        if (rule != null) {
            int year = LocalDate.now(clock).getYear();
            LocalDate known =
                    title.createdAt().atZoneSameInstant(clock.getZone()).toLocalDate();
            for (CampaignKind.TrackingTask task : rule.tracking()) {
                LocalDate due = MonthDay.parse(task.due(), MONTH_DAY).atYear(year);
                if (due.isAfter(title.namedOn()) && !due.isBefore(known)) {
                    wanted.add(new Planned(task, due));
                }
            }
        }
        return wanted;
    }

    /** Reminds of what is near due and of what is late, once each. */
    void remind(Title title) {
        LocalDate today = LocalDate.now(clock);
        for (TrackingItem item : Rows.list(
                jdbc,
                TrackingItem.class,
                "select * from tracking_item where title_id = ? and state = 'OPEN'"
                        + " and due_date <= ? and reminded <> 'LATE'" + WAITS_FOR_UNIT + " order by due_date, id",
                title.id(),
                nearDue(title))) {
            boolean late = item.dueDate().isBefore(today);
            int marked = jdbc.sql("update tracking_item set reminded = ? where id = ? and state = 'OPEN'"
                            + " and reminded <> ? and reminded <> 'LATE'")
                    .params(late ? "LATE" : "NEAR", item.id(), late ? "LATE" : "NEAR")
                    .update();
            if (marked > 0) {
                tell(title, item, late ? "跟踪任务已逾期" : "跟踪任务即将到期", late ? "请尽快完成并反馈办理情况。" : "请按期完成并反馈办理情况。");
            }
        }
    }

    /** The titles with tasks to remind of, for the sweep: one statement. */
    Set<String> toRemind() {
        LocalDate today = LocalDate.now(clock);
        int widest = kinds.all().stream()
                .mapToInt(kind -> kind.periods().nearDueWorkingDays())
                .max()
                .orElse(0);
        return new HashSet<>(jdbc.sql("select distinct title_id from tracking_item where state = 'OPEN'"
                        + " and ((reminded = '' and due_date <= ?) or (reminded <> 'LATE' and due_date < ?))"
                        + WAITS_FOR_UNIT)
                .params(workingDays.plus(today, widest), today)
                .query(String.class)
                .list());
    }

    /** Stores files as proof of a task, while it is open. */
    public UploadResult upload(String itemId, List<Upload> uploads) {
        TrackingItem item = editable(itemId);
        CurrentUser user = access.current();
        return evidence.add(target(item), uploads, user.account(), user.name(), "");
    }

    /** The proofs of a title's tasks, by task: one statement. */
    public Map<String, List<Evidence>> proofs(String titleId) {
        Paged<EvidenceEntry> found = evidence.list(titleId, EvidenceFilter.ANY, 0, Paged.boundedSize(500));
        return found.items().stream()
                .collect(Collectors.groupingBy(
                        EvidenceEntry::assignmentId, Collectors.mapping(EvidenceEntry::evidence, Collectors.toList())));
    }

    /** Whether the signed-in person may do something about the task now. */
    public boolean mayWork(TrackingItem item) {
        return item.state() == TrackingItem.State.OPEN
                && (access.may(Permission.MANAGE_CAMPAIGNS)
                        || (item.unitCode() != null
                                && access.may(Permission.WORK_FOR_UNIT)
                                && access.current().belongsTo(item.unitCode())));
    }

    /**
     * 完成: by the office at once; from its unit it goes to the office to be confirmed.
     *
     * @throws Problem 422 without a word of what was done
     */
    @Transactional
    public TrackingItem done(String itemId, @Nullable String note, @Nullable Integer seen) {
        editable(itemId);
        lock(itemId, seen);
        if (!access.may(Permission.MANAGE_CAMPAIGNS)) {
            reports.report(itemId, note);
            return require(itemId);
        }
        String said = Filled.needed(note, "note", "完成情况", 2000);
        finish(itemId, said, access.current().name());
        evidence.mark(itemId, EvidenceState.SUBMITTED);
        evidence.mark(itemId, EvidenceState.ACCEPTED);
        reports.end(List.of(itemId));
        return require(itemId);
    }

    void finish(String itemId, String said, String by) {
        int changed = jdbc.sql(
                        "update tracking_item set state = 'DONE', note = ?, done_at = ?, done_by = ?, last_by = ?,"
                                + " last_at = ?, version = version + 1 where id = ? and state = 'OPEN'")
                .params(said, now(), by, access.current().name(), now(), itemId)
                .update();
        TrackingItem item = require(itemId);
        if (changed == 0) {
            throw changed(item);
        }
        write(item, "完成跟踪任务", item.name() + "：" + said);
    }

    /** 退回 by the office: the task is open again. */
    @Transactional
    public TrackingItem reopen(String itemId, @Nullable String reason, @Nullable Integer seen) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        TrackingItem item = lock(itemId, seen);
        String said = Filled.needed(reason, "reason", "退回原因", 500);
        if (item.state() != TrackingItem.State.DONE) {
            throw changed(item);
        }
        jdbc.sql("update tracking_item set state = 'OPEN', done_at = null, done_by = null, reminded = '', last_by = ?,"
                        + " last_at = ?, version = version + 1 where id = ?")
                .params(user.name(), now(), itemId)
                .update();
        if (item.unitCode() != null) {
            reports.reopen(itemId, item.unitCode(), said);
        }
        write(item, "退回跟踪任务", item.name() + "：" + said);
        tell(titles.require(item.titleId()), item, "跟踪任务被退回", "退回原因：" + said);
        return require(itemId);
    }

    /** The task, if the signed-in person may work on it. */
    public TrackingItem editable(String itemId) {
        TrackingItem item = require(itemId);
        if (!access.may(Permission.MANAGE_CAMPAIGNS)) {
            CurrentUser user = access.require(Permission.WORK_FOR_UNIT);
            if (item.unitCode() == null || !user.belongsTo(item.unitCode())) {
                throw Problem.notFound("没有这项跟踪任务，或您无权办理。");
            }
        }
        if (item.state() != TrackingItem.State.OPEN) {
            throw changed(item);
        }
        return item;
    }

    private TrackingItem lock(String itemId, @Nullable Integer seen) {
        TrackingItem item = Rows.find(
                        jdbc, TrackingItem.class, "select * from tracking_item where id = ? for update", itemId)
                .orElseThrow(() -> Problem.notFound("没有这项跟踪任务，或您无权办理。"));
        Stale.check(seen, item.version(), "跟踪任务", item.lastBy(), item.lastAt(), clock);
        return item;
    }

    Optional<TrackingItem> find(String itemId) {
        return Rows.find(jdbc, TrackingItem.class, "select * from tracking_item where id = ?", itemId);
    }

    private TrackingItem require(String itemId) {
        return find(itemId).orElseThrow(() -> Problem.notFound("没有这项跟踪任务，或您无权办理。"));
    }

    private Problem changed(TrackingItem item) {
        return Stale.changed("跟踪任务" + item.state().label() + "，", item.lastBy(), item.lastAt(), clock);
    }

    /** In the ledger the title stands for the campaign and the task for the assignment. */
    UploadTarget target(TrackingItem item) {
        String unit = item.unitCode() == null ? access.current().unitCode() : item.unitCode();
        if (unit == null) {
            throw Problem.invalid("unit-missing", "这项跟踪任务没有对应的责任单位，不能上传材料，请由有所属单位的人员办理。");
        }
        return new UploadTarget(item.id(), item.titleId(), item.code(), unit);
    }

    private static String named(Planned planned) {
        String name = planned.rule().name();
        return planned.due().getYear() + (name.startsWith("年度") ? " " : " 年") + name;
    }

    private @Nullable Unit unit(String owner) {
        List<Unit> found = units.matching(owner);
        return found.size() == 1 && found.get(0).active() ? found.get(0) : null;
    }

    private void tell(Title title, TrackingItem item, String what, String todo) {
        Set<String> accounts = (item.unitCode() == null ? people.withRole(Role.OFFICE) : people.ofUnit(item.unitCode()))
                .stream().map(Person::account).collect(Collectors.toSet());
        if (!accounts.isEmpty()) {
            events.publishEvent(new Notice(
                    "tracking",
                    title.campaignId(),
                    accounts,
                    what + "：" + item.name(),
                    "“" + title.name() + "”的跟踪任务“" + item.name() + "”应于 " + item.dueDate() + " 前完成。" + todo,
                    "/titles/" + title.id(),
                    access.user().isEmpty()));
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(TrackingItem item, String action, String detail) {
        CurrentUser user = access.current();
        journal.write(
                user.account(),
                user.name(),
                titles.require(item.titleId()).campaignId(),
                "title",
                item.titleId(),
                action,
                detail);
    }

    private record Planned(CampaignKind.TrackingTask rule, LocalDate due) {

        String key() {
            return rule.code() + "/" + due;
        }
    }

    /** @param late of the open ones */
    public record Open(String titleId, int open, int late) {}
}
