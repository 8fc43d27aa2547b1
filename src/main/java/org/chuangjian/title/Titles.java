package org.chuangjian.title;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Conditions;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 称号台账: the titles held, their validity and re-review clock, and how they were lost. */
@Component
public class Titles {

    private static final int LONGEST_YEARS = 30;
    private static final int EARLIEST_YEAR = 1949;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final CampaignKinds kinds;
    private final Campaigns campaigns;
    private final People people;
    private final TitleFlow flow;
    private final UnitReports reports;
    private final ApplicationEventPublisher events;

    Titles(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            CampaignKinds kinds,
            Campaigns campaigns,
            People people,
            TitleFlow flow,
            UnitReports reports,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.kinds = kinds;
        this.campaigns = campaigns;
        this.people = people;
        this.flow = flow;
        this.reports = reports;
        this.events = events;
    }

    /**
     * The register, what asks for attention first: two statements.
     *
     * @param state null for all
     * @param show which part of them
     */
    public Paged<Title> page(@Nullable TitleState state, Show show, int page, int size) {
        access.require(Permission.READ_CAMPAIGNS);
        Conditions where = new Conditions().ifAsked("state = :state", "state", state);
        if (show == Show.HELD) {
            where.and("state <> 'WITHDRAWN'");
        }
        if (show == Show.DUE) {
            where.and("state in ('VALID', 'RENEWED') and review_due <= :today").with("today", LocalDate.now(clock));
        }
        return new Paged<>(
                where.rows(
                        jdbc,
                        "select * from title",
                        " order by case state when 'WITHDRAWN' then 1 else 0 end, valid_until, id",
                        Title.class,
                        page,
                        size),
                page,
                size,
                where.count(jdbc, "title"));
    }

    /** How many titles there are in each state, and how many of them wait for a re-review: one statement. */
    public Counts counts() {
        access.require(Permission.READ_CAMPAIGNS);
        return jdbc.sql("select count(*) filter (where state in ('VALID', 'RENEWED')) as held,"
                        + " count(*) filter (where state in ('VALID', 'RENEWED') and review_due <= :today) as due,"
                        + " count(*) filter (where state = 'RE_REVIEW') as under_review,"
                        + " count(*) filter (where state = 'WITHDRAWN') as withdrawn from title")
                .param("today", LocalDate.now(clock))
                .query(Rows.of(Counts.class))
                .single();
    }

    /** @throws Problem 404 */
    public Title require(String id) {
        return Rows.find(jdbc, Title.class, "select * from title where id = ?", id)
                .orElseThrow(Titles::unknown);
    }

    /**
     * The title, if the signed-in person may read it: the office, leaders and auditors all of them, a unit those it has
     * tracking tasks of.
     *
     * @throws Problem 404 otherwise, so that nobody learns what exists
     */
    public Title requireVisible(String id) {
        CurrentUser user = access.current();
        if (!user.may(Permission.READ_CAMPAIGNS)) {
            boolean own = user.may(Permission.WORK_FOR_UNIT)
                    && user.unitCode() != null
                    && jdbc.sql("select count(*) from tracking_item where title_id = ? and unit_code = ?")
                                    .params(id, user.unitCode())
                                    .query(Long.class)
                                    .single()
                            > 0;
            if (!own) {
                throw unknown();
            }
        }
        return require(id);
    }

    /** Enters a title from before the product. */
    @Transactional
    public Title enter(Entry entry, boolean example) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        CampaignKind kind = kinds.require(Filled.needed(entry.kind(), "kind", "称号类型", 60));
        Checked checked = checked(kind, entry);
        requireNew(kind, checked);
        return insert(kind, null, checked, Filled.optional(entry.note(), "note", "备注", 1000), example, user, "登记已有称号");
    }

    /** A title entered twice could only be got rid of by a withdrawal that never was. */
    private void requireNew(CampaignKind kind, Checked checked) {
        Rows.find(
                        jdbc,
                        Title.class,
                        "select * from title where kind = ? and name = ? and document_number = ?"
                                + " order by created_at fetch first 1 rows only",
                        kind.code(),
                        checked.name(),
                        checked.documentNumber())
                .ifPresent(there -> {
                    throw Problem.conflict(
                            "title-entered",
                            "称号“" + there.name() + "”（" + there.documentNumber() + "）已经登记，无需重复登记；需要改动的，请在该称号页更正。");
                });
    }

    /** The title a campaign won. */
    Title won(CampaignKind kind, String campaignId, Entry entry, boolean example) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        return insert(kind, campaignId, checked(kind, entry), "", example, user, "命名");
    }

    private Title insert(
            CampaignKind kind,
            @Nullable String campaignId,
            Checked checked,
            String note,
            boolean example,
            CurrentUser user,
            String action) {
        String id = Ids.next();
        OffsetDateTime now = now();
        jdbc.sql("insert into title (id, kind, name, campaign_id, document_number, issuer, named_on, valid_until,"
                        + " review_due, plaque, state, withdrawal_reason, withdrawal_document, note, example,"
                        + " created_at, last_by, last_at, version)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'VALID', '', '', ?, ?, ?, ?, ?, 0)")
                .params(
                        id,
                        kind.code(),
                        checked.name(),
                        campaignId,
                        checked.documentNumber(),
                        checked.issuer(),
                        checked.namedOn(),
                        checked.validUntil(),
                        reviewDue(kind, checked.validUntil()),
                        checked.plaque(),
                        note,
                        example,
                        now,
                        user.name(),
                        now)
                .update();
        Title title = require(id);
        write(title, action, checked.documentNumber() + "，有效期至 " + checked.validUntil());
        flow.start(id);
        return require(id);
    }

    /** Corrects what the register says. The clocks follow. */
    @Transactional
    public Title change(String id, Entry entry, @Nullable Integer seen) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        Title title = lock(id, seen);
        if (title.state() == TitleState.WITHDRAWN) {
            throw withdrawn(title);
        }
        CampaignKind kind = kinds.require(title.kind());
        Checked checked = checked(kind, entry);
        LocalDate due = reviewDue(kind, checked.validUntil());
        update(
                title,
                title.state(),
                Map.of(
                        "name", checked.name(),
                        "document_number", checked.documentNumber(),
                        "issuer", checked.issuer(),
                        "named_on", checked.namedOn(),
                        "valid_until", checked.validUntil(),
                        "review_due", due,
                        "plaque", checked.plaque(),
                        "note", Filled.optional(entry.note(), "note", "备注", 1000)));
        if (due.isAfter(LocalDate.now(clock))) {
            jdbc.sql("update title set review_proposed_at = null where id = ?")
                    .param(id)
                    .update();
        }
        if (!checked.validUntil().equals(title.validUntil())) {
            write(title, "更正称号", "有效期由 " + title.validUntil() + " 改为 " + checked.validUntil());
        } else {
            write(title, "更正称号", checked.documentNumber());
        }
        flow.reschedule(id);
        return require(id);
    }

    /**
     * 撤销、摘牌或退出, at any time. A re-review under way ends with it.
     *
     * @param on null for today
     */
    @Transactional
    public Title withdraw(
            String id,
            Title.@Nullable Withdrawal withdrawal,
            @Nullable String reason,
            @Nullable String documentNumber,
            @Nullable LocalDate on,
            @Nullable Integer seen) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        // The campaign before its title, as naming does.
        reviewing(id).forEach(campaigns::lock);
        Title title = lock(id, seen);
        if (title.state() == TitleState.WITHDRAWN) {
            throw withdrawn(title);
        }
        if (withdrawal == null) {
            throw Problem.invalid("withdrawal", "请选择撤销、摘牌或退出。");
        }
        String why = Filled.needed(reason, "reason", withdrawal.label() + "的原因", 1000);
        String document = Filled.needed(documentNumber, "documentNumber", "决定文号", 100);
        LocalDate today = LocalDate.now(clock);
        LocalDate day = Filled.past(on == null ? today : on, today, "withdrawnOn", withdrawal.label() + "日期");
        if (day.isBefore(title.namedOn())) {
            throw Problem.invalid(
                    "withdrawnOn", withdrawal.label() + "日期 " + day + " 早于命名日期 " + title.namedOn() + "，请核对。");
        }
        for (String campaign : reviewing(id)) {
            campaigns.terminate(campaign, "称号已" + withdrawal.label() + "：" + StringUtils.abbreviate(why, 200));
        }
        Title current = require(id);
        update(
                current,
                TitleState.WITHDRAWN,
                Map.of(
                        "withdrawn_on", day,
                        "withdrawal", withdrawal.name(),
                        "withdrawal_reason", why,
                        "withdrawal_document", document));
        List<String> open = jdbc.sql("select id from tracking_item where title_id = ? and state = 'OPEN'")
                .param(id)
                .query(String.class)
                .list();
        jdbc.sql("update tracking_item set state = 'LAPSED' where title_id = ? and state = 'OPEN'")
                .param(id)
                .update();
        reports.end(open);
        flow.withdrawn(id);
        write(current, withdrawal.label(), document + "：" + why);
        tellOffice(
                current,
                "称号已" + withdrawal.label() + "：" + current.name(),
                "“" + current.name() + "”已于 " + day + " " + withdrawal.label() + "（" + document + "）。原因：" + why,
                false);
        return require(id);
    }

    private List<String> reviewing(String id) {
        return jdbc.sql("select campaign_id from re_review where title_id = ? and result is null order by campaign_id")
                .param(id)
                .query(String.class)
                .list();
    }

    /** The title is under re-review from now on. */
    void reviewed(Title title) {
        update(title, TitleState.RE_REVIEW, Map.of());
        flow.reReviewStarted(title.id());
    }

    /** The re-review brought a new validity. */
    void renew(String id, String campaignId, LocalDate validUntil, String plaque, String document) {
        Title title = lock(id, null);
        CampaignKind kind = kinds.require(title.kind());
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("campaign_id", campaignId);
        changes.put("valid_until", validUntil);
        changes.put("review_due", reviewDue(kind, validUntil));
        changes.put("review_proposed_at", null);
        if (!plaque.isEmpty()) {
            changes.put("plaque", plaque);
        }
        update(title, TitleState.RENEWED, changes);
        write(title, "延续", document + "，有效期至 " + validUntil);
        flow.reReviewEnded(id);
    }

    /** The re-review ended without a result: the title stands as before, and the next one is proposed in time. */
    void back(String id, TitleState before) {
        Title title = lock(id, null);
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("review_proposed_at", null);
        update(title, before, changes);
        write(title, "复审中止", "恢复为“" + before.label() + "”");
        flow.reReviewEnded(id);
    }

    /**
     * 提请复审, once for each validity, by the clock.
     *
     * @return whether it was proposed now
     */
    @Transactional
    public boolean proposeReview(String id) {
        LocalDate today = LocalDate.now(clock);
        int proposed = jdbc.sql("update title set review_proposed_at = ? where id = ? and review_proposed_at is null"
                        + " and state in ('VALID', 'RENEWED') and review_due <= ?")
                .params(now(), id, today)
                .update();
        if (proposed == 0) {
            return false;
        }
        Title title = require(id);
        String text =
                "“" + title.name() + "”有效期至 " + title.validUntil() + "，已到提请复审的时间（" + title.reviewDue() + "），请在称号页启动复审。";
        journal.write(
                Journal.AUTOMATIC,
                Journal.AUTOMATIC,
                title.campaignId(),
                "title",
                id,
                "提请复审",
                "有效期至 " + title.validUntil());
        tellOffice(title, "请启动复审：" + title.name(), text, true);
        return true;
    }

    /** The titles that are not lost, for the clocks. */
    List<Title> alive() {
        return Rows.list(jdbc, Title.class, "select * from title where state <> 'WITHDRAWN' order by id");
    }

    /** @throws Problem 409 naming who changed it since the person read it */
    Title lock(String id, @Nullable Integer seen) {
        Title title = Rows.find(jdbc, Title.class, "select * from title where id = ? for update", id)
                .orElseThrow(Titles::unknown);
        Stale.check(seen, title.version(), "称号", title.lastBy(), title.lastAt(), clock);
        return title;
    }

    private void update(Title title, TitleState state, Map<String, ? extends @Nullable Object> changes) {
        if (title.state() != state && !title.state().successors().contains(state)) {
            throw Problem.conflict("title-state", "称号当前为“" + title.state().label() + "”，不能变为“" + state.label() + "”。");
        }
        StringBuilder sql = new StringBuilder(
                "update title set state = :state, last_by = :by, last_at = :at, version = version + 1");
        Map<String, @Nullable Object> parameters = new HashMap<>(changes);
        changes.keySet()
                .forEach(
                        column -> sql.append(", ").append(column).append(" = :").append(column));
        parameters.put("state", state.name());
        parameters.put("by", access.user().map(CurrentUser::name).orElse(Journal.AUTOMATIC));
        parameters.put("at", now());
        parameters.put("id", title.id());
        jdbc.sql(sql + " where id = :id").params(parameters).update();
    }

    private Checked checked(CampaignKind kind, Entry entry) {
        LocalDate today = LocalDate.now(clock);
        LocalDate namedOn = Filled.past(entry.namedOn(), today, "namedOn", "命名日期");
        if (namedOn.getYear() < EARLIEST_YEAR) {
            throw Problem.invalid("namedOn", "命名日期 " + namedOn + " 早于 " + EARLIEST_YEAR + " 年，请核对年份。");
        }
        LocalDate validUntil = validUntil(kind, namedOn, entry.validUntil());
        return new Checked(
                Filled.needed(StringUtils.defaultIfBlank(entry.name(), kind.name()), "name", "称号名称", 200),
                Filled.needed(entry.documentNumber(), "documentNumber", "命名文号", 100),
                Filled.optional(entry.issuer(), "issuer", "命名机关", 200),
                namedOn,
                validUntil,
                Filled.optional(entry.plaque(), "plaque", "授牌情况", 300));
    }

    /** @param wanted null for the kind's validity */
    LocalDate validUntil(CampaignKind kind, LocalDate namedOn, @Nullable LocalDate wanted) {
        LocalDate validUntil = wanted == null ? validity(kind, namedOn) : wanted;
        if (!validUntil.isAfter(namedOn)) {
            throw Problem.invalid("validUntil", "有效期截止日期应晚于命名日期 " + namedOn + "。");
        }
        if (validUntil.isAfter(LocalDate.now(clock).plusYears(LONGEST_YEARS))) {
            throw Problem.invalid("validUntil", "有效期不能超过 " + LONGEST_YEARS + " 年，请核对年份。");
        }
        return validUntil;
    }

    private static LocalDate validity(CampaignKind kind, LocalDate namedOn) {
        CampaignKind.TitleRule rule = kind.title();
        if (rule == null) {
            throw Problem.invalid("validUntil", "“" + kind.name() + "”没有规定有效期，请填写有效期截止日期。");
        }
        LocalDate sameDay = namedOn.plusMonths(rule.validityMonths());
        // A last month without such a day is full at its end: named on 29 February, valid to 28 February.
        return sameDay.getDayOfMonth() == namedOn.getDayOfMonth() ? sameDay.minusDays(1) : sameDay;
    }

    private static LocalDate reviewDue(CampaignKind kind, LocalDate validUntil) {
        CampaignKind.TitleRule rule = kind.title();
        return rule == null ? validUntil : validUntil.minusMonths(rule.reReviewMonthsBefore());
    }

    private void tellOffice(Title title, String subject, String text, boolean automatic) {
        Set<String> office =
                people.withRole(Role.OFFICE).stream().map(Person::account).collect(Collectors.toSet());
        if (!office.isEmpty()) {
            events.publishEvent(
                    new Notice("title", title.campaignId(), office, subject, text, "/titles/" + title.id(), automatic));
        }
    }

    private Problem withdrawn(Title title) {
        return Stale.changed("称号已撤销，", title.lastBy(), title.lastAt(), clock);
    }

    private static Problem unknown() {
        return Problem.notFound("没有这个称号，或您无权查看。");
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(Title title, String action, String detail) {
        journal.write(
                access.user().map(CurrentUser::account).orElse(Journal.AUTOMATIC),
                access.user().map(CurrentUser::name).orElse(Journal.AUTOMATIC),
                title.campaignId(),
                "title",
                title.id(),
                action,
                StringUtils.abbreviate(detail, 3000));
    }

    /**
     * What is typed for a title.
     *
     * @param kind needed for a new one only
     * @param name null for the kind's name
     * @param validUntil null for the kind's validity
     */
    public record Entry(
            @Nullable String kind,
            @Nullable String name,
            @Nullable String documentNumber,
            @Nullable String issuer,
            @Nullable LocalDate namedOn,
            @Nullable LocalDate validUntil,
            @Nullable String plaque,
            @Nullable String note) {}

    /** Parts of the register: all, those not lost, those that should be under re-review by now. */
    public enum Show {
        ALL,
        HELD,
        DUE
    }

    /** @param due of those held, how many should be under re-review by now */
    public record Counts(int held, int due, int underReview, int withdrawn) {}

    private record Checked(
            String name,
            String documentNumber,
            String issuer,
            LocalDate namedOn,
            LocalDate validUntil,
            String plaque) {}
}
