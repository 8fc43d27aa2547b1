package org.chuangjian.supervision;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.campaign.CampaignKind.SupervisionRule;
import org.chuangjian.campaign.CampaignKind.SupervisionStep;
import org.chuangjian.campaign.CampaignKind.Told;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.inspection.Findings;
import org.chuangjian.organisation.Unit;
import org.chuangjian.shared.Conditions;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.supervision.SupervisionOrder.Source;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 督办单: raising them, by rule and by hand, and reading them within what the reader may see. */
@Component
public class SupervisionOrders {

    static final int LONGEST_REASON = 2000;
    private static final int LONGEST_TITLE = 300;

    /** An address within this product: nothing that leads to another host. */
    private static final Pattern PAGE = Pattern.compile("/(?!/)[\\w.~%/?&=+-]{0,299}");

    private static final String SELECT = """
            select o.*, k.name as campaign_name, k.kind, u.name as unit_name
              from supervision_order o
              join unit u on u.code = o.unit_code
              left join campaign k on k.id = o.campaign_id
            """;

    private static final String ORDER =
            " order by o.open desc, case o.colour when 'RED' then 0 when 'ORANGE' then 1 else 2 end,"
                    + " o.due_date, o.number_year desc, o.number_in_year desc";

    private final JdbcClient jdbc;
    private final Subjects subjects;
    private final Findings findings;
    private final SupervisionFlow flow;
    private final Leaders leaders;
    private final WorkingDays workingDays;
    private final Access access;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SupervisionOrders(
            JdbcClient jdbc,
            Subjects subjects,
            Findings findings,
            SupervisionFlow flow,
            Leaders leaders,
            WorkingDays workingDays,
            Access access,
            Journal journal,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.subjects = subjects;
        this.findings = findings;
        this.flow = flow;
        this.leaders = leaders;
        this.workingDays = workingDays;
        this.access = access;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Raises an order about something that says itself which unit it is and by when to answer.
     *
     * @param subjectId see {@link SupervisionOrder}
     * @param automatic whether a rule does it; otherwise the signed-in person does and needs the right
     * @throws Problem 422 if no unit is responsible for the subject, 409 if the same colour or a higher one is open
     */
    @Transactional
    public SupervisionOrder raise(
            SubjectType subjectType, String subjectId, Colour colour, String reason, boolean automatic) {
        New order = new New(subjectType, subjectId, null, null, null, colour, reason, null, null);
        return automatic ? issue(order, Source.RULE, null, subject(order), leaders.addressees()) : raise(order);
    }

    /**
     * 督办 by the office's hand; an urgent matter may start at any colour. An open order of a lower colour on the same
     * subject gives way to it.
     */
    @Transactional
    public SupervisionOrder raise(New order) {
        access.require(Permission.SUPERVISE);
        return issue(order, Source.OFFICE, null, subject(order), leaders.addressees());
    }

    /** 领导批示: becomes an order of its own beside any other. */
    @Transactional
    public SupervisionOrder instruct(New order) {
        access.require(Permission.INSTRUCT);
        return issue(order, Source.INSTRUCTION, null, subject(order), leaders.addressees());
    }

    private @Nullable Subject subject(New order) {
        return order.subjectType() == SubjectType.FREE
                ? null
                : subjects.require(order.subjectType(), StringUtils.defaultString(order.subjectId()));
    }

    /**
     * Writes the order and starts its process.
     *
     * @param previous the order it takes the place of; locked by the caller
     * @param subject null for a free one
     */
    SupervisionOrder issue(
            New wanted,
            Source source,
            @Nullable SupervisionOrder previous,
            @Nullable Subject subject,
            Addressees addressees) {
        lock();
        String reason = wanted.reason().strip();
        if (reason.isEmpty()) {
            throw Problem.invalid("reason", source == Source.INSTRUCTION ? "请填写批示内容。" : "请填写督办事由和要求。");
        }
        if (reason.length() > LONGEST_REASON) {
            throw Problem.invalid("reason", "内容不能超过 " + LONGEST_REASON + " 字，现有 " + reason.length() + " 字。");
        }
        String page = page(wanted);
        Unit unit = unit(wanted, subject, previous, addressees);
        Campaign campaign = campaign(wanted, subject);
        String title = title(wanted, subject, page);
        SubjectRef ref = subject == null ? SubjectRef.NONE : SubjectRef.of(subject, today(), clock);
        SupervisionOrder replaced = previous == null && source != Source.INSTRUCTION
                ? open(wanted.subjectType(), ref.id(), unit.code(), wanted.colour())
                : previous;
        LocalDate due = due(wanted, campaign);
        String id = Ids.next();
        int year = today().getYear();
        int number = jdbc.sql(
                        "select coalesce(max(number_in_year), 0) + 1 from supervision_order where number_year = ?")
                .param(year)
                .query(Integer.class)
                .single();
        Optional<CurrentUser> user = source == Source.RULE ? Optional.empty() : access.user();
        String by = user.map(CurrentUser::account).orElse(Journal.AUTOMATIC);
        String byName = user.map(CurrentUser::name).orElse(Journal.AUTOMATIC);
        String instructedBy = source == Source.INSTRUCTION ? by : previous == null ? null : previous.instructedBy();
        OffsetDateTime now = now();
        jdbc.sql("insert into supervision_order (id, number_year, number_in_year, subject_type, subject_id,"
                        + " subject_title, subject_due, subject_round, page, campaign_id, unit_code, colour, source,"
                        + " instructed_by, rule_key, previous_id, reason, due_date, first_due_date, state, open,"
                        + " draft_answer, answer, opinion, return_count, raised_by, raised_by_name, raised_at, last_at,"
                        + " last_by, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ISSUED',"
                        + " true, ?, '', '', 0, ?, ?, ?, ?, ?, 0)")
                .params(java.util.Arrays.asList(
                        id,
                        year,
                        number,
                        wanted.subjectType().name(),
                        ref.id(),
                        title,
                        ref.missed(),
                        ref.round(),
                        page,
                        campaign == null ? null : campaign.id(),
                        unit.code(),
                        wanted.colour().name(),
                        source.name(),
                        instructedBy,
                        source == Source.RULE
                                ? ruleKey(wanted.colour(), wanted.subjectType(), ref, unit.code(), previous)
                                : null,
                        replaced == null ? null : replaced.id(),
                        reason,
                        due,
                        due,
                        replaced == null ? "" : replaced.draftAnswer(),
                        by,
                        byName,
                        now,
                        now,
                        byName))
                .update();
        if (replaced != null) {
            supersede(replaced, wanted.colour(), byName, by);
            // With the draft: what the unit has begun to answer goes on under the new order.
            jdbc.sql("update supervision_file set order_id = ? where order_id = ? and sent_at is null")
                    .params(id, replaced.id())
                    .update();
        }
        flow.start(Map.of(id, unit.code()));
        SupervisionOrder order = require(id);
        journal.write(
                by,
                byName,
                order.campaignId(),
                "supervisionOrder",
                id,
                source == Source.INSTRUCTION ? "批示" : "督办",
                StringUtils.left(
                        order.number() + "（" + wanted.colour().label() + "）：" + order.subjectTitle() + "。" + reason,
                        4000));
        if (wanted.subjectType() == SubjectType.FINDING && !order.instruction()) {
            findings.markSupervised(ref.id(), wanted.colour());
        }
        String trail = trail(wanted.subjectType());
        if (trail != null) {
            journal.write(
                    by,
                    byName,
                    order.campaignId(),
                    trail,
                    ref.id(),
                    source == Source.INSTRUCTION ? "领导批示" : "督办",
                    order.number() + "（" + wanted.colour().label() + "），限 " + due + " 前回复");
        }
        tell(order, addressees, told(order), raisedSubject(order), raisedText(order), by);
        return order;
    }

    /** Under what the journal keeps the subject's own course; null if it keeps none. */
    private static @Nullable String trail(SubjectType type) {
        return switch (type) {
            case ASSIGNMENT -> "assignment";
            case FINDING -> "finding";
            case FOLLOW_UP -> "follow-up";
            case CAMPAIGN, MILESTONE, FREE -> null;
        };
    }

    /** One order for each colour, missed deadline and unit, whichever node sweeps. */
    private static String ruleKey(
            Colour colour, SubjectType type, SubjectRef ref, String unit, @Nullable SupervisionOrder previous) {
        return previous != null
                ? previous.id() + ">" + colour
                : type + ":" + ref.id() + ":" + ref.missed() + ":" + ref.round() + ":" + unit + ":" + colour;
    }

    /** Held until the transaction ends: numbers are given one after the other, and sweeps run one after the other. */
    void lock() {
        jdbc.sql("select id from supervision_lock where id = 1 for update")
                .query(Integer.class)
                .single();
    }

    /** What has climbed stays with the unit it was raised for. */
    private Unit unit(
            New wanted, @Nullable Subject subject, @Nullable SupervisionOrder previous, Addressees addressees) {
        String code = StringUtils.trimToNull(wanted.unit());
        String own = subject == null || previous != null ? null : subject.unitCode();
        if (own != null && code != null && !own.equals(code)) {
            throw Problem.invalid("unit", "这项工作由其他单位承担，请先转办，或不选单位。");
        }
        if (own != null) {
            code = own;
        } else if (code == null && subject != null && subject.subjectType() == SubjectType.MILESTONE) {
            code = subjects.ownerOf(subject, addressees.units().values())
                    .map(Unit::code)
                    .orElse(null);
        }
        Unit unit = code == null ? null : addressees.units().get(code);
        if (unit == null) {
            throw Problem.invalid(
                    "unit",
                    own != null
                            ? "责任单位已停用，不能督办，请先转办或免办。"
                            : code == null ? "请选择被督办的单位。" : "单位“" + code + "”不存在或已停用，请另选单位。");
        }
        return unit;
    }

    private @Nullable Campaign campaign(New wanted, @Nullable Subject subject) {
        Campaign campaign =
                subjects.campaign(subject == null ? StringUtils.trimToNull(wanted.campaign()) : subject.campaignId());
        return campaign == null ? null : org.chuangjian.campaign.Campaigns.requireActive(campaign);
    }

    /** What was looked at goes before the name of a whole campaign. */
    private static String title(New wanted, @Nullable Subject subject, String page) {
        String own = StringUtils.trimToEmpty(wanted.title());
        boolean looked = !page.isEmpty() && wanted.subjectType() == SubjectType.CAMPAIGN && !own.isEmpty();
        String title = subject == null || looked ? own : subject.title();
        if (title.isEmpty()) {
            throw Problem.invalid("title", "请填写督办事项。");
        }
        if (subject == null && title.length() > LONGEST_TITLE) {
            throw Problem.invalid("title", "督办事项不能超过 " + LONGEST_TITLE + " 字，现有 " + title.length() + " 字。");
        }
        return StringUtils.left(title, LONGEST_TITLE);
    }

    /** @throws Problem 422 for an address that is no page of ours */
    private static String page(New wanted) {
        String whole = StringUtils.trimToEmpty(wanted.page());
        // A list filtered at length leads at least to the list.
        String page = PAGE.matcher(whole).matches() ? whole : StringUtils.substringBefore(whole, "?");
        if (!page.isEmpty() && !PAGE.matcher(page).matches()) {
            throw Problem.invalid("page", "批示所在的页面不是本系统的页面，请从要批示的页面点“批示”。");
        }
        return page.equals(Subject.link(wanted.subjectType(), StringUtils.defaultString(wanted.subjectId())))
                ? ""
                : page;
    }

    private LocalDate due(New wanted, @Nullable Campaign campaign) {
        if (wanted.dueDate() != null) {
            if (wanted.dueDate().isBefore(today())) {
                throw Problem.invalid("due-date", "回复期限不能早于今天。");
            }
            return wanted.dueDate();
        }
        SupervisionStep step = campaign == null ? null : step(campaign.kind(), wanted.colour());
        if (step == null) {
            throw Problem.invalid("due-date", "请填写回复期限。");
        }
        return workingDays.plus(today(), step.answerWithin());
    }

    @Nullable
    SupervisionStep step(@Nullable String kind, Colour colour) {
        SupervisionRule rule = subjects.rule(kind);
        return rule == null
                ? null
                : rule.steps().stream()
                        .filter(it -> it.colour() == colour)
                        .findFirst()
                        .orElse(null);
    }

    /** The head, and whom the ladder names for the order's colour; where there is none, one more above with each. */
    Set<Told> told(SupervisionOrder order) {
        Set<Told> told = new HashSet<>(Set.of(Told.HEAD));
        SupervisionStep step = step(order.kind(), order.colour());
        if (step != null) {
            told.addAll(step.tell());
            return told;
        }
        if (order.colour() != Colour.BLUE) {
            told.add(Told.LEADER_IN_CHARGE);
        }
        if (order.colour() == Colour.RED) {
            told.add(Told.PRINCIPAL_LEADER);
        }
        return told;
    }

    /** The open order of a lower colour that gives way; null if there is none. */
    private @Nullable SupervisionOrder open(SubjectType type, String subjectId, String unit, Colour colour) {
        if (type == SubjectType.FREE || type == SubjectType.CAMPAIGN) {
            return null;
        }
        List<String> ids = jdbc.sql("select id from supervision_order where subject_type = ? and subject_id = ?"
                        + " and unit_code = ? and open and instructed_by is null for update")
                .params(type.name(), subjectId, unit)
                .query(String.class)
                .list();
        if (ids.isEmpty()) {
            return null;
        }
        SupervisionOrder open = require(ids.get(0));
        if (open.colour().compareTo(colour) >= 0) {
            throw Problem.conflict(
                            "order-open",
                            "已有" + open.colour().label() + "督办单" + open.number() + "（"
                                    + open.state().label() + "），如情况紧急请选择更高的级别。")
                    .with("order", open.id());
        }
        if (open.state() == OrderState.ANSWERED) {
            throw Problem.conflict("order-open", "督办单" + open.number() + "已回复、待审核，请先审核这份回复。")
                    .with("order", open.id());
        }
        return open;
    }

    private void supersede(SupervisionOrder order, Colour by, String name, String account) {
        update(order, OrderState.ESCALATED, name, Map.of("closed_at", now()));
        flow.withdraw(order.id());
        journal.write(
                account,
                name,
                order.campaignId(),
                "supervisionOrder",
                order.id(),
                "升级",
                order.number() + " 升级为" + by.label() + "督办");
    }

    /**
     * Ends an open order without the unit's answer.
     *
     * @param state CLOSED or WITHDRAWN
     */
    void end(SupervisionOrder order, OrderState state, String why, Addressees addressees) {
        String account = access.user().map(CurrentUser::account).orElse(Journal.AUTOMATIC);
        String name = access.user().map(CurrentUser::name).orElse(Journal.AUTOMATIC);
        update(order, state, name, Map.of("closed_at", now(), "opinion", why));
        flow.withdraw(order.id());
        journal.write(
                account,
                name,
                order.campaignId(),
                "supervisionOrder",
                order.id(),
                state == OrderState.CLOSED ? "办结" : "撤销",
                order.number() + "：" + why);
        tell(
                order,
                addressees,
                Set.of(),
                order.what() + (state == OrderState.CLOSED ? "已办结：" : "已撤销：") + order.subjectTitle(),
                order.unitName() + "：" + order.number() + "，" + why + "。不必再回复。",
                account);
    }

    /**
     * What a form says about the subject before there is an order.
     *
     * @throws Problem 404
     */
    public About about(SubjectType type, String subjectId) {
        Subject subject = subjects.require(type, subjectId);
        String unit = subject.unitCode();
        if (unit == null && type == SubjectType.MILESTONE) {
            unit = subjects.ownerOf(subject, leaders.addressees().units().values())
                    .map(Unit::code)
                    .orElse(null);
        }
        return new About(
                subject.title(),
                subject.campaignName(),
                subject.dueDate(),
                unit,
                subject.unitCode() != null,
                Subject.link(type, subjectId));
    }

    /** Whether its subject is there no more: a task taken back with an edition. */
    public boolean subjectGone(SupervisionOrder order) {
        return order.subjectType() != SubjectType.FREE
                && subjects.find(order.subjectType(), order.subjectId()).isEmpty();
    }

    private static String raisedSubject(SupervisionOrder order) {
        return (order.source() == Source.INSTRUCTION
                        ? "领导批示："
                        : order.colour().label() + (order.instruction() ? "督办（领导批示）：" : "督办："))
                + order.subjectTitle();
    }

    private static String raisedText(SupervisionOrder order) {
        return order.unitName() + "：" + order.number() + (order.previousId() == null ? "" : "（升级）") + "，请于 "
                + order.dueDate() + " 前签收并回复。";
    }

    /** Tells the unit's liaison and whom else, with an instruction the leader who gave it; never whoever does it. */
    void tell(
            SupervisionOrder order,
            Addressees addressees,
            Set<Told> told,
            String subject,
            String text,
            String exceptAccount) {
        Set<String> accounts = new HashSet<>(addressees.of(order.unitCode(), told));
        if (order.instructedBy() != null) {
            accounts.add(order.instructedBy());
        }
        accounts.remove(exceptAccount);
        tell(order, accounts, subject, text, exceptAccount.equals(Journal.AUTOMATIC));
    }

    void tell(SupervisionOrder order, Set<String> accounts, String subject, String text, boolean automatic) {
        if (!accounts.isEmpty()) {
            events.publishEvent(new Notice(
                    "supervision",
                    order.campaignId(),
                    accounts,
                    StringUtils.left(subject, LONGEST_TITLE),
                    text,
                    order.link(),
                    automatic));
        }
    }

    public Optional<SupervisionOrder> find(String id) {
        return Rows.find(jdbc, SupervisionOrder.class, SELECT + " where o.id = ?", id);
    }

    /** @throws Problem 404 */
    public SupervisionOrder require(String id) {
        return find(id).orElseThrow(() -> Problem.notFound("没有这张督办单，或您无权查看。"));
    }

    /** The order with its row locked until the transaction ends. */
    SupervisionOrder lock(String id) {
        Rows.lock(jdbc, "supervision_order", id);
        return require(id);
    }

    /**
     * The order, if the signed-in person may read it: the office, leaders and auditors all of them, a unit its own.
     *
     * @throws Problem 404 otherwise, so that nobody learns what exists
     */
    public SupervisionOrder requireVisible(String id) {
        CurrentUser user = access.current();
        SupervisionOrder order = require(id);
        if (!user.may(Permission.READ_CAMPAIGNS)
                && !(user.may(Permission.WORK_FOR_UNIT) && user.belongsTo(order.unitCode()))) {
            throw Problem.notFound("没有这张督办单，或您无权查看。");
        }
        return order;
    }

    /** The order that took this one's place. */
    public Optional<SupervisionOrder> next(String id) {
        return Rows.find(jdbc, SupervisionOrder.class, SELECT + " where o.previous_id = ?", id);
    }

    /** One page of what the signed-in person may see, the open and most urgent first: two statements. */
    public Paged<SupervisionOrder> page(Filter filter, int page, int size) {
        Conditions where = where(filter);
        return new Paged<>(
                where.rows(jdbc, SELECT, ORDER, SupervisionOrder.class, page, size),
                page,
                size,
                where.count(jdbc, "supervision_order o"));
    }

    /** How many there are of what: one statement. */
    public Counts counts(Filter filter) {
        Conditions where = where(filter).with("now", today()).with("with", OrderState.namesWithUnit());
        return jdbc.sql("select count(*) as total, count(*) filter (where o.open) as open,"
                        + " count(*) filter (where o.open and o.colour = 'BLUE') as blue,"
                        + " count(*) filter (where o.open and o.colour = 'ORANGE') as orange,"
                        + " count(*) filter (where o.open and o.colour = 'RED') as red,"
                        + " count(*) filter (where o.state = 'ANSWERED') as answered,"
                        + " count(*) filter (where o.state in (:with) and o.due_date < :now) as overdue"
                        + " from supervision_order o" + where.where())
                .params(where.parameters())
                .query(Rows.of(Counts.class))
                .single();
    }

    private Conditions where(Filter filter) {
        CurrentUser user = access.current();
        Conditions conditions = new Conditions();
        if (!user.may(Permission.READ_CAMPAIGNS)) {
            conditions.and("o.unit_code = :own").with("own", StringUtils.defaultString(user.unitCode()));
        }
        filter.apply(conditions, today());
        return conditions;
    }

    /**
     * Writes the change if nobody was faster.
     *
     * @throws Problem 409 naming who was, and when
     */
    void update(SupervisionOrder before, OrderState state, String by, Map<String, @Nullable Object> changes) {
        if (before.state() != state && !before.state().successors().contains(state)) {
            throw conflict(before);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(changes);
        all.put("state", state.name());
        all.put("open", !state.finished());
        all.put("last_at", now());
        all.put("last_by", by);
        if (!Rows.update(jdbc, "supervision_order", before.id(), before.version(), all)) {
            throw conflict(require(before.id()));
        }
    }

    /** The answer to somebody who comes too late. */
    Problem conflict(SupervisionOrder order) {
        return Problem.conflict(
                        "order-state",
                        order.number() + "已由" + order.lastBy() + "于"
                                + When.said(order.lastAt(), clock)
                                + "处理，当前状态为“" + order.state().label() + "”，请刷新页面。")
                .with("state", order.state().name())
                .with("by", order.lastBy())
                .with("at", order.lastAt().toString());
    }

    LocalDate today() {
        return LocalDate.now(clock);
    }

    OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    /**
     * An order to be.
     *
     * @param subjectId null for a free subject
     * @param title of a free subject, or of the page of a campaign; otherwise the subject's own counts
     * @param unit null leaves it to the subject
     * @param campaign of a free subject, null for none
     * @param dueDate until when to answer; null takes the kind's
     * @param page what a leader was looking at, if that is more than the subject itself
     */
    public record New(
            SubjectType subjectType,
            @Nullable String subjectId,
            @Nullable String title,
            @Nullable String unit,
            @Nullable String campaign,
            Colour colour,
            String reason,
            @Nullable LocalDate dueDate,
            @Nullable String page) {}

    /** What of the subject is written into the order; {@code missed} is its deadline if that has passed. */
    private record SubjectRef(String id, @Nullable LocalDate missed, int round) {

        static final SubjectRef NONE = new SubjectRef("", null, 0);

        static SubjectRef of(Subject subject, LocalDate today, Clock clock) {
            LocalDate due = subject.dueDate();
            boolean late = due != null && subject.armedOn(clock.getZone()).isBefore(today);
            return new SubjectRef(subject.subjectId(), late ? due : null, subject.round());
        }
    }

    /** @param unitFixed whether no other unit can be chosen */
    public record About(
            String title,
            @Nullable String campaignName,
            @Nullable LocalDate dueDate,
            @Nullable String unitCode,
            boolean unitFixed,
            @Nullable String link) {}

    /** Numbers of orders; {@code overdue} are those whose answer is late. */
    public record Counts(long total, long open, long blue, long orange, long red, long answered, long overdue) {}

    /**
     * Which orders are wanted; null or blank means any.
     *
     * @param only {@code open}, {@code unit} (the unit owes an answer), {@code answered} (waits for the office),
     *     {@code overdue} (the answer is late), {@code automatic}, {@code instruction}
     * @param text looked for in subject and reason
     */
    public record Filter(
            @Nullable Colour colour,
            @Nullable OrderState state,
            @Nullable String unit,
            @Nullable String campaign,
            @Nullable String only,
            @Nullable SubjectType subjectType,
            @Nullable String subjectId,
            @Nullable String text) {

        void apply(Conditions conditions, LocalDate today) {
            conditions.ifAsked("o.colour = :colour", "colour", colour);
            conditions.ifAsked("o.state = :state", "state", state);
            conditions.ifAsked("o.unit_code = :unit", "unit", unit);
            conditions.ifAsked("o.campaign_id = :campaign", "campaign", campaign);
            conditions.ifAsked("o.subject_type = :type", "type", subjectType);
            conditions.ifAsked("o.subject_id = :subject", "subject", subjectId);
            conditions.ifAsked(
                    "(lower(o.subject_title) like :text escape '!' or lower(o.reason) like :text escape '!')",
                    "text",
                    Conditions.anywhere(text));
            if (StringUtils.isNotBlank(only)) {
                switch (only) {
                    case "open" -> conditions.and("o.open");
                    case "unit" -> {
                        conditions.and("o.state in (:withUnit)");
                        conditions.with("withUnit", OrderState.namesWithUnit());
                    }
                    case "answered" -> conditions.and("o.state = 'ANSWERED'");
                    case "overdue" -> {
                        conditions.and("o.state in (:withUnit) and o.due_date < :today");
                        conditions.with("withUnit", OrderState.namesWithUnit());
                        conditions.with("today", today);
                    }
                    case "automatic" -> conditions.and("o.source = 'RULE'");
                    case "instruction" -> conditions.and("o.instructed_by is not null");
                    default ->
                        throw Problem.badRequest(
                                "only", "筛选条件 only 只能是 open、unit、answered、overdue、automatic 或 instruction。");
                }
            }
        }
    }
}
