package org.chuangjian.supervision;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.campaign.CampaignKind.SupervisionRule;
import org.chuangjian.campaign.CampaignKind.SupervisionStep;
import org.chuangjian.campaign.CampaignKind.Told;
import org.chuangjian.organisation.Unit;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.supervision.SupervisionOrder.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The clocks of supervision: reminders, and the ladder 蓝 → 橙 → 红. One sweep over our tables instead of a timer for each
 * deadline, which at 12,000 tasks would be as many jobs of the engine. What has been dealt with stays in the database:
 * a sweep that finds nothing to do takes the same few statements however many tasks are open.
 *
 * <p>Each step holds the supervision lock and looks again before it acts, so that everything happens once, whichever
 * nodes sweep. What fails is logged and tried again by the next sweep; it stops nothing else.
 */
@Component
public class SupervisionSweep {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisionSweep.class);
    private static final int CHUNK = 200;

    /** The stage a campaign is in has left the milestone's behind. */
    private static final String PAST = "k.kind || '/' || k.stage || '/' || m.stage in (:past)";

    /**
     * Orders whose answer is late. Work the unit has handed in meanwhile is not escalated, whatever becomes of the
     * answer; a leader's words wait for theirs in any case.
     */
    private static final String UNANSWERED =
            "select o.id, o.colour, o.due_date, k.kind, u.active from supervision_order o"
                    + " join campaign k on k.id = o.campaign_id join unit u on u.code = o.unit_code"
                    + " where o.state in (:states) and o.due_date < :today"
                    + " and k.state = 'ACTIVE' and k.kind in (:kinds) and (o.instructed_by is not null"
                    + " or o.subject_type not in ('ASSIGNMENT', 'FINDING', 'MILESTONE')"
                    + " or exists (select 1 from assignment a where a.id = o.subject_id and a.state in (:waiting))"
                    + " or exists (select 1 from finding f where f.id = o.subject_id and f.state in (:found)"
                    + " and f.unit_code = o.unit_code)"
                    + " or exists (select 1 from milestone m where o.subject_id = m.campaign_id || '/' || m.code"
                    + " and m.reached_at is null and not " + PAST + "))";

    /** A unit out of use takes no order any more: its open one does not climb, but the office hears of it again. */
    private static final String TO_ESCALATE = " and o.colour <> 'RED' and u.active";

    private static final String TO_REPEAT = " and (o.colour = 'RED' or not u.active)"
            + " and not exists (select 1 from reminder r where r.subject_type = 'ORDER'"
            + " and r.subject_id = o.id and r.due_date = o.due_date and r.round = o.return_count"
            + " and r.next_on > :today)";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Subjects subjects;
    private final SupervisionOrders orders;
    private final Leaders leaders;
    private final WorkingDays workingDays;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final TransactionTemplate transaction;

    SupervisionSweep(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Subjects subjects,
            SupervisionOrders orders,
            Leaders leaders,
            WorkingDays workingDays,
            ApplicationEventPublisher events,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.subjects = subjects;
        this.orders = orders;
        this.leaders = leaders;
        this.workingDays = workingDays;
        this.events = events;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(
            initialDelayString = "${chuangjian.supervision.sweep:5m}",
            fixedDelayString = "${chuangjian.supervision.sweep:5m}")
    public void sweep() {
        if (subjects.supervisedKinds().isEmpty()) {
            return;
        }
        LocalDate today = LocalDate.now(clock);
        Addressees addressees = leaders.addressees();
        settle(addressees);
        for (SubjectType type : Subjects.watched()) {
            remind(type, today, addressees);
            supervise(type, today, addressees);
        }
        escalate(today, addressees);
        repeat(today, addressees);
    }

    /* Reminders */

    private void remind(SubjectType type, LocalDate today, Addressees addressees) {
        int earliest = subjects.supervisedKinds().stream()
                .map(subjects::rule)
                .filter(Objects::nonNull)
                .flatMap(rule -> rule.remindBefore().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        // One day more: a deadline on a day off is reminded of before it.
        LocalDate horizon = workingDays.plus(today, earliest + 1);
        String after = "";
        boolean more = true;
        while (more) {
            String from = after;
            List<Subject> chunk;
            try {
                chunk = transaction.execute(status -> {
                    orders.lock();
                    List<Subject> due = subjects.toRemind(type, horizon, today, from, CHUNK);
                    remind(due, today, addressees);
                    return due;
                });
            } catch (RuntimeException e) {
                LOG.warn("Reminders could not be sent together; trying each alone", e);
                chunk = subjects.toRemind(type, horizon, today, from, CHUNK);
                chunk.forEach(one -> alone("Reminder of " + one.subjectId(), () -> {
                    orders.lock();
                    remind(
                            subjects.toRemind(type, horizon, today, from, CHUNK).stream()
                                    .filter(it -> it.subjectId().equals(one.subjectId()))
                                    .toList(),
                            today,
                            addressees);
                }));
            }
            more = chunk != null && chunk.size() == CHUNK;
            after = more ? chunk.get(CHUNK - 1).subjectId() : after;
        }
    }

    private void remind(List<Subject> due, LocalDate today, Addressees addressees) {
        Map<Subject, Schedule.Slot> slots = new java.util.LinkedHashMap<>();
        for (Subject subject : due) {
            SupervisionRule rule = subjects.rule(subject.kind());
            if (rule != null) {
                new Schedule(workingDays, rule)
                        .slot(subject.armedOn(clock.getZone()), today)
                        .ifPresent(slot -> slots.put(subject, slot));
            }
        }
        if (slots.isEmpty()) {
            return;
        }
        OffsetDateTime now = now();
        batches.batchUpdate(
                "insert into reminder (subject_type, subject_id, due_date, round, slot, campaign_id, unit_code, next_on,"
                        + " sent_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                slots.entrySet(),
                slots.size(),
                (statement, entry) -> {
                    Subject it = entry.getKey();
                    statement.setString(1, it.subjectType().name());
                    statement.setString(2, it.subjectId());
                    statement.setObject(3, it.dueDate());
                    statement.setInt(4, it.round());
                    statement.setInt(5, entry.getValue().number());
                    statement.setString(6, it.campaignId());
                    statement.setString(7, it.unitCode());
                    statement.setObject(8, entry.getValue().next());
                    statement.setObject(9, now);
                });
        slots.forEach((subject, slot) -> tell(subject, slot, today, addressees));
    }

    /** Before the deadline the liaison hears of it, from then on the head too; of a milestone the office. */
    private void tell(Subject subject, Schedule.Slot slot, LocalDate today, Addressees addressees) {
        String unit = subject.unitCode();
        Set<String> accounts = unit == null
                ? addressees.office()
                : addressees.of(unit, slot.number() < 0 ? Set.of() : Set.of(Told.HEAD));
        if (accounts.isEmpty()) {
            return;
        }
        boolean ownerless = unit != null && !addressees.units().containsKey(unit);
        LocalDate due = Objects.requireNonNull(subject.dueDate());
        int late = workingDays.between(subject.armedOn(clock.getZone()), today);
        String standing = today.isBefore(due)
                ? workingDays.between(today, due) + " 个工作日后到期"
                : today.equals(due) ? "今天到期" : late > 0 ? "已逾期 " + late + " 个工作日" : "已逾期";
        events.publishEvent(new Notice(
                "reminder",
                subject.campaignId(),
                accounts,
                StringUtils.left(standing + "：" + subject.title(), 300),
                StringUtils.left(
                        subject.campaignName() + "，" + subject.subjectType().label() + "“" + subject.title() + "”期限 "
                                + due + "，" + standing + (ownerless ? "，责任单位已停用，请转办或免办。" : "，请抓紧办理。"),
                        2000),
                Objects.requireNonNull(Subject.link(subject.subjectType(), subject.subjectId())),
                true));
    }

    /* The first step of the ladder */

    private void supervise(SubjectType type, LocalDate today, Addressees addressees) {
        String after = "";
        List<Subject> chunk;
        do {
            chunk = subjects.toSupervise(type, today, after, CHUNK);
            for (Subject late : chunk) {
                after = late.subjectId();
                if (late.unitCode() != null && !addressees.units().containsKey(late.unitCode())) {
                    // Nobody is there to answer; the office is reminded of it.
                    continue;
                }
                firstStep(late, today)
                        .ifPresent(step ->
                                alone("Order on " + late.subjectId(), () -> raise(late, step, today, addressees)));
            }
        } while (chunk.size() == CHUNK);
    }

    private Optional<SupervisionStep> firstStep(Subject late, LocalDate today) {
        SupervisionRule rule = subjects.rule(late.kind());
        return rule == null || rule.steps().isEmpty()
                ? Optional.empty()
                : Optional.of(rule.steps().get(0))
                        .filter(step -> new Schedule(workingDays, rule)
                                .passed(late.armedOn(clock.getZone()), step.afterWorkingDays(), today));
    }

    private void raise(Subject late, SupervisionStep step, LocalDate today, Addressees addressees) {
        orders.lock();
        if (!subjects.toSupervise(late, today)) {
            return;
        }
        String unit = late.unitCode();
        if (unit == null) {
            Optional<Unit> owner = subjects.ownerOf(late, addressees.units().values())
                    .filter(it -> addressees.peopleByUnit().getOrDefault(it.code(), List.of()).stream()
                            .noneMatch(person -> addressees.office().contains(person.account())));
            if (owner.isEmpty()) {
                // The office's own affair: it is reminded, and has nobody to supervise.
                return;
            }
            unit = owner.get().code();
        }
        orders.issue(
                new SupervisionOrders.New(
                        late.subjectType(),
                        late.subjectId(),
                        null,
                        unit,
                        null,
                        step.colour(),
                        late.subjectType().label() + "“" + late.title() + "”应于 " + late.dueDate()
                                + " 前完成，至今未完成。请立即办理，并回复完成情况或原因。",
                        null),
                Source.RULE,
                null,
                late,
                addressees);
    }

    /* The next steps */

    private void escalate(LocalDate today, Addressees addressees) {
        for (Unanswered order : unanswered(TO_ESCALATE + " order by o.id", today, "")) {
            next(order, today)
                    .ifPresent(step ->
                            alone("Escalation of " + order.id(), () -> escalate(order, step, today, addressees)));
        }
    }

    private List<Unanswered> unanswered(String which, LocalDate today, String id) {
        return jdbc.sql(UNANSWERED + which)
                .params(Map.of(
                        "states",
                        OrderState.namesWithUnit(),
                        "waiting",
                        Subjects.WAITING_FOR_UNIT,
                        "found",
                        Subjects.FINDINGS_WITH_UNIT,
                        "past",
                        subjects.pastStages(),
                        "kinds",
                        subjects.supervisedKinds(),
                        "today",
                        today,
                        "id",
                        id))
                .query(Rows.of(Unanswered.class))
                .list();
    }

    /** Whether the order is still late, just as it was. */
    private boolean still(Unanswered late, String which, LocalDate today) {
        return unanswered(which + " and o.id = :id", today, late.id()).contains(late);
    }

    private Optional<SupervisionStep> next(Unanswered order, LocalDate today) {
        SupervisionRule rule = subjects.rule(order.kind());
        return rule == null
                ? Optional.empty()
                : rule.steps().stream()
                        .filter(step -> step.colour().compareTo(order.colour()) > 0)
                        .findFirst()
                        .filter(step -> new Schedule(workingDays, rule)
                                .passed(order.dueDate(), step.afterWorkingDays(), today));
    }

    private void escalate(Unanswered late, SupervisionStep step, LocalDate today, Addressees addressees) {
        orders.lock();
        SupervisionOrder order = orders.lock(late.id());
        if (!still(late, TO_ESCALATE, today)) {
            return;
        }
        Subject subject = subjects.find(order.subjectType(), order.subjectId()).orElse(null);
        if (subject == null && order.subjectType() != SubjectType.FREE) {
            // Taken away with an edition: nothing is left to press for.
            return;
        }
        orders.issue(
                new SupervisionOrders.New(
                        order.subjectType(),
                        order.subjectId(),
                        order.subjectTitle(),
                        order.unitCode(),
                        order.campaignId(),
                        step.colour(),
                        order.number() + "应于 " + order.dueDate() + " 前回复，至今未回复，升级为"
                                + step.colour().label() + "督办。原要求：" + StringUtils.left(original(order.reason()), 1500),
                        null),
                Source.RULE,
                order,
                subject,
                addressees);
    }

    /** What was demanded at first, however often it was escalated. */
    private static String original(String reason) {
        return StringUtils.contains(reason, "原要求：") ? StringUtils.substringAfterLast(reason, "原要求：") : reason;
    }

    /** Above red there is nothing: an order that stays unanswered is brought up again and again. */
    private void repeat(LocalDate today, Addressees addressees) {
        for (Unanswered order : unanswered(TO_REPEAT + " order by o.id", today, "")) {
            SupervisionRule rule = subjects.rule(order.kind());
            if (rule != null) {
                new Schedule(workingDays, rule)
                        .slot(order.dueDate(), today)
                        .filter(slot -> slot.number() > 0)
                        .ifPresent(slot ->
                                alone("Reminder of order " + order.id(), () -> repeat(order, slot, today, addressees)));
            }
        }
    }

    private void repeat(Unanswered late, Schedule.Slot slot, LocalDate today, Addressees addressees) {
        orders.lock();
        SupervisionOrder order = orders.lock(late.id());
        if (!still(late, TO_REPEAT, today)) {
            return;
        }
        jdbc.sql("insert into reminder (subject_type, subject_id, due_date, round, slot, campaign_id, unit_code,"
                        + " next_on, sent_at) values ('ORDER', ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        order.id(),
                        order.dueDate(),
                        order.returnCount(),
                        slot.number(),
                        order.campaignId(),
                        order.unitCode(),
                        slot.next(),
                        now())
                .update();
        orders.tell(
                order,
                addressees,
                orders.told(order),
                order.colour().label() + "督办逾期未回复：" + order.subjectTitle(),
                order.unitName() + "：" + order.number() + "应于 " + order.dueDate() + " 前回复，已逾期 " + slot.number()
                        + " 个工作日以上。" + (late.active() ? "" : "该单位已停用，请撤销后另行督办接办单位。"),
                Journal.AUTOMATIC);
    }

    /* Orders whose cause has gone */

    /** Leaders' words are no affair of a deadline: they end with an answer, or when they are withdrawn. */
    private void settle(Addressees addressees) {
        List<Settled> settled = jdbc.sql("select o.id, a.state as now, a.due_date,"
                        + " coalesce(a.due_date > o.subject_due, false) as later"
                        + " from supervision_order o join assignment a on a.id = o.subject_id"
                        + " where o.open and o.subject_type = 'ASSIGNMENT' and o.instructed_by is null"
                        + " and (not a.open or a.due_date > o.subject_due or a.return_count > o.subject_round)")
                .query(Rows.of(Settled.class))
                .list();
        for (Settled one : settled) {
            end(one.id(), one.state(), one.why(), addressees);
        }
        for (Settled one : jdbc.sql(
                        "select o.id, case when f.unit_code <> o.unit_code then 'HANDED_OVER' else f.state end"
                                + " as now, f.due_date, coalesce(f.due_date > o.subject_due, false) as later"
                                + " from supervision_order o join finding f on f.id = o.subject_id"
                                + " where o.open and o.subject_type = 'FINDING' and o.instructed_by is null"
                                + " and (not f.open or f.due_date > o.subject_due or f.unit_code <> o.unit_code"
                                + " or f.return_count + f.reopen_count > o.subject_round)")
                .query(Rows.of(Settled.class))
                .list()) {
            end(one.id(), one.state(), one.why(), addressees);
        }
        for (Settled one : jdbc.sql("select o.id, case when m.reached_at is null then 'PAST' else 'REACHED' end as now,"
                        + " m.due_date, false as later"
                        + " from supervision_order o join milestone m on o.subject_id = m.campaign_id || '/' || m.code"
                        + " join campaign k on k.id = m.campaign_id"
                        + " where o.open and o.subject_type = 'MILESTONE' and o.instructed_by is null"
                        + " and (m.reached_at is not null or " + PAST + ")")
                .param("past", subjects.pastStages())
                .query(Rows.of(Settled.class))
                .list()) {
            end(one.id(), one.state(), one.why(), addressees);
        }
    }

    private void end(String id, OrderState state, String why, Addressees addressees) {
        alone("End of " + id, () -> {
            orders.lock();
            SupervisionOrder order = orders.lock(id);
            if (!order.state().finished()) {
                orders.end(order, state, why, addressees);
            }
        });
    }

    private void alone(String what, Runnable deed) {
        try {
            Consumer<org.springframework.transaction.TransactionStatus> run = status -> deed.run();
            transaction.executeWithoutResult(run);
        } catch (RuntimeException e) {
            LOG.warn("{} failed; the next sweep tries again", what, e);
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    /** @param active whether the unit is in use */
    record Unanswered(String id, Colour colour, LocalDate dueDate, String kind, boolean active) {}

    record Settled(String id, String now, LocalDate dueDate, boolean later) {

        OrderState state() {
            return Set.of("ACCEPTED", "CLOSED", "REACHED").contains(now) ? OrderState.CLOSED : OrderState.WITHDRAWN;
        }

        String why() {
            return switch (now) {
                case "ACCEPTED" -> "任务已通过";
                case "EXEMPT" -> "任务已免办";
                case "CLOSED" -> "问题已销号";
                case "REVOKED" -> "问题已撤销";
                case "HANDED_OVER" -> "事项已转办";
                case "REACHED" -> "里程碑已达成";
                case "PAST" -> "创建活动已进入后面的阶段";
                default -> later ? "事项期限已延至 " + dueDate + "，重新计时" : "事项已退回重办，重新计时";
            };
        }
    }
}
