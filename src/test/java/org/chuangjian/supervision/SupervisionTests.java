package org.chuangjian.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chuangjian.support.Acting.as;
import static org.chuangjian.support.CountyAtWork.office;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.MovedClock;
import org.chuangjian.support.QuietProduct;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.chuangjian.work.EditionWork;
import org.chuangjian.work.Request;
import org.chuangjian.work.Requests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reminders and the ladder on the real engine, swept by hand on the days that matter. */
@Import({MovedClock.InPlace.class, SupervisionTests.Meanwhile.class})
@QuietProduct
abstract class SupervisionTests {

    private static final String TABLE = "编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n"
            + "K1,保护制度,组织领导,成立领导小组,3,关键项,政府办,成立文件,DEDUCT:每缺1项扣1\n"
            + "B1,保护制度,协会作用,建立协会,2,基本项,产业中心,章程,MANUAL:0-2\n";

    private static final LocalDate START = LocalDate.of(2026, 3, 2);

    @Autowired
    CountyAtWork county;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Assignments assignments;

    @Autowired
    AssignmentWork work;

    @Autowired
    Requests requests;

    @Autowired
    EditionWork edition;

    @Autowired
    MovedClock clock;

    @Autowired
    WorkingDays days;

    @Autowired
    SupervisionSweep sweep;

    @Autowired
    SupervisionOrders orders;

    @Autowired
    SupervisionWork supervision;

    @Autowired
    SupervisionFlow flow;

    @Autowired
    SupervisionSlip slip;

    @Autowired
    Leaders leaders;

    @Autowired
    Units units;

    @Autowired
    People people;

    @Autowired
    Journal journal;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Meanwhile meanwhile;

    private String campaign = "";
    private Assignment task;

    @BeforeEach
    void launched() {
        county.settle();
        clock.moveTo(START);
        if (people.find("test-LEADER").isEmpty()) {
            // Who signs in as a leader here; real accounts are in small letters.
            jdbc.sql(
                            "insert into person (account, name, phone, mail, active) values ('test-LEADER', '领样本', '', '', true)")
                    .update();
            jdbc.sql("insert into person_role (account, role) values ('test-LEADER', 'LEADER')")
                    .update();
        }
        as(Role.OFFICE, "u01", () -> {
            leaders.set(Map.of("u03", "leader"), Set.of());
            return true;
        });
        campaign = county.campaign(TABLE, LocalDate.of(2026, 1, 5), LocalDate.of(2027, 1, 29));
        assertThat(county.launch(campaign)).isEqualTo("已下达 2 项任务");
        task = open("K1");
        assertThat(days.isWorking(task.dueDate())).isTrue();
    }

    /** Only one campaign at a time, so that a sweep has nothing else to do. */
    @AfterEach
    void ended() {
        as(Role.OFFICE, "u01", () -> campaigns.terminate(campaign, "测试结束"));
        jdbc.sql("delete from message").update();
        assertThat(jdbc.sql("select count(*) from supervision_order where open")
                        .query(Long.class)
                        .single())
                .as("orders of a campaign that was given up")
                .isZero();
    }

    @Test
    void remindsBeforeAtAndAfterTheDeadlineEachOnce() {
        sweepOn(days.minus(task.dueDate(), 4));
        assertThat(reminders()).isEmpty();

        sweepOn(days.minus(task.dueDate(), 3));
        sweepOn(days.minus(task.dueDate(), 3));
        sweepOn(days.minus(task.dueDate(), 2));
        assertThat(reminders()).containsExactly("c-u03 3 个工作日后到期：K1 组织领导");

        sweepOn(days.minus(task.dueDate(), 1));
        assertThat(reminders()).hasSize(2).contains("c-u03 1 个工作日后到期：K1 组织领导");

        sweepOn(task.dueDate());
        assertThat(reminders()).hasSize(4).contains("c-u03 今天到期：K1 组织领导", "h-u03 今天到期：K1 组织领导");

        sweepOn(days.plus(task.dueDate(), 1));
        sweepOn(days.plus(task.dueDate(), 2));
        assertThat(reminders()).hasSize(4);

        sweepOn(days.plus(task.dueDate(), 3));
        sweepOn(days.plus(task.dueDate(), 3));
        assertThat(reminders()).hasSize(6).contains("h-u03 已逾期 3 个工作日：K1 组织领导");
    }

    @Test
    void climbsFromBlueToRedWhileNobodyAnswers() {
        as(Role.OFFICE, "u01", () -> {
            leaders.set(Map.of("u03", "leader"), Set.of("leader"));
            return true;
        });
        sweepOn(task.dueDate());
        assertThat(ofTask()).isEmpty();

        LocalDate blueDay = days.plus(task.dueDate(), 1);
        sweepOn(blueDay);
        sweepOn(blueDay);
        SupervisionOrder blue = ofTask().get(0);
        assertThat(ofTask()).hasSize(1);
        assertThat(blue.colour()).isEqualTo(Colour.BLUE);
        assertThat(blue.automatic()).isTrue();
        assertThat(blue.dueDate()).isEqualTo(days.plus(blueDay, 3));
        assertThat(blue.number()).matches("督办〔2026〕\\d+号");
        assertThat(told(blue)).containsExactlyInAnyOrder("c-u03", "h-u03");
        assertThat(journal.of("assignment", task.id()))
                .anySatisfy(line -> assertThat(line.actor()).isEqualTo(Journal.AUTOMATIC));

        sweepOn(days.plus(blue.dueDate(), 1));
        assertThat(ofTask()).hasSize(1);
        sweepOn(days.plus(blue.dueDate(), 2));
        SupervisionOrder orange = ofTask().get(1);
        assertThat(orange.colour()).isEqualTo(Colour.ORANGE);
        assertThat(orange.previousId()).isEqualTo(blue.id());
        assertThat(orders.require(blue.id()).state()).isEqualTo(OrderState.ESCALATED);
        assertThat(told(orange)).containsExactlyInAnyOrder("c-u03", "h-u03", "leader");

        sweepOn(days.plus(orange.dueDate(), 2));
        SupervisionOrder red = ofTask().get(2);
        assertThat(red.colour()).isEqualTo(Colour.RED);
        assertThat(red.reason()).contains("K1 组织领导").doesNotContain("升级为橙色督办。原要求：督办");
        sweepOn(days.plus(red.dueDate(), 3));
        sweepOn(days.plus(red.dueDate(), 3));
        sweepOn(days.plus(red.dueDate(), 9));
        assertThat(ofTask()).hasSize(3);
        assertThat(jdbc.sql("select count(*) from message where account = 'leader' and link = ?"
                                + " and subject like '红色督办逾期未回复%'")
                        .param(red.link())
                        .query(Long.class)
                        .single())
                .as("nothing stands above red: it is brought up again")
                .isEqualTo(2);
        assertThat(waiting()).containsExactly(red.id());
        assertThat(new String(slip.of(red), StandardCharsets.ISO_8859_1)).startsWith("PK");
    }

    @Test
    void stopsClimbingOnceTheUnitHasAnswered() {
        sweepOn(days.plus(task.dueDate(), 1));
        SupervisionOrder blue = ofTask().get(0);
        assertThatThrownBy(() -> as(Role.CLERK, "u05", () -> supervision.receive(blue.id())))
                .hasMessageContaining("没有这张督办单，或您无权查看");
        as(Role.CLERK, "u03", () -> supervision.receive(blue.id()));
        assertThat(orders.require(blue.id()).state()).isEqualTo(OrderState.RECEIVED);
        assertThatThrownBy(() -> as(Role.CLERK, "u03", () -> supervision.answer(blue.id(), " ")))
                .hasMessageContaining("请写明整改措施");
        as(Role.CLERK, "u03", () -> supervision.answer(blue.id(), "文件已报县政府，三日内印发。"));

        sweepOn(days.plus(blue.dueDate(), 8));
        assertThat(ofTask()).hasSize(1);

        assertThatThrownBy(() -> as(Role.OFFICE, "u01", () -> supervision.close(blue.id(), false, "")))
                .hasMessageContaining("请写明退回意见");
        SupervisionOrder returned = as(Role.OFFICE, "u01", () -> supervision.close(blue.id(), false, "没有说明原因"));
        assertThat(returned.state()).isEqualTo(OrderState.RETURNED);
        assertThat(returned.dueDate()).isAfter(returned.firstDueDate());
        as(Role.HEAD, "u03", () -> supervision.answer(blue.id(), "原因是机构调整，已印发。"));
        as(Role.OFFICE, "u01", () -> supervision.close(blue.id(), true, null));
        assertThat(orders.require(blue.id()).state()).isEqualTo(OrderState.CLOSED);

        sweepOn(days.plus(blue.dueDate(), 20));
        assertThat(ofTask())
                .as("the same missed deadline raises no second order")
                .hasSize(1);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void startsAnewWithTheLaterDeadlineOfAnExtension() {
        sweepOn(days.plus(task.dueDate(), 1));
        SupervisionOrder blue = ofTask().get(0);
        LocalDate later = days.plus(task.dueDate(), 10);
        Request asked =
                as(Role.CLERK, "u03", () -> requests.ask(task.id(), Request.Kind.EXTENSION, "等待上级文件", later, null));
        as(Role.OFFICE, "u01", () -> requests.decide(asked.id(), true, "", null, null));
        sweepOn(days.plus(task.dueDate(), 1));
        SupervisionOrder ended = orders.require(blue.id());
        assertThat(ended.state()).isEqualTo(OrderState.WITHDRAWN);
        assertThat(ended.opinion()).contains("延至 " + later);
        assertThat(ended.lastBy()).isEqualTo(Journal.AUTOMATIC);
        assertThat(assignments.require(task.id()).firstDueDate()).isEqualTo(task.dueDate());

        int before = reminders().size();
        sweepOn(days.minus(later, 3));
        assertThat(reminders()).hasSize(before + 1);
        sweepOn(later);
        assertThat(ofTask()).hasSize(1);
        sweepOn(days.plus(later, 1));
        assertThat(ofTask()).hasSize(2);
        assertThat(ofTask().get(1).subjectDue()).isEqualTo(later);
    }

    @Test
    void leavesWorkAloneThatWaitsForTheOfficeAndStartsAnewWhenItComesBack() {
        LocalDate blueDay = days.plus(task.dueDate(), 1);
        sweepOn(blueDay);
        SupervisionOrder blue = ofTask().get(0);
        county.report(assignments.require(task.id()));
        sweepOn(days.plus(blue.dueDate(), 6));
        assertThat(ofTask()).as("handed in: nothing climbs").hasSize(1);

        LocalDate returnedOn = days.plus(blue.dueDate(), 7);
        clock.moveTo(returnedOn);
        as(Role.OFFICE, "u01", () -> work.review(task.id(), false, "UNSIGNED", "没有盖章"));
        sweepOn(returnedOn);
        assertThat(orders.require(blue.id()).state()).isEqualTo(OrderState.WITHDRAWN);
        assertThat(ofTask()).hasSize(1);
        sweepOn(days.plus(returnedOn, 1));
        assertThat(ofTask()).hasSize(2);
        assertThat(ofTask().get(1).colour()).isEqualTo(Colour.BLUE);

        county.report(assignments.require(task.id()));
        as(Role.OFFICE, "u01", () -> work.review(task.id(), true, null, null));
        sweepOn(days.plus(returnedOn, 2));
        SupervisionOrder closed = ofTask().get(1);
        assertThat(closed.state()).isEqualTo(OrderState.CLOSED);
        assertThat(closed.lastBy()).isEqualTo(Journal.AUTOMATIC);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void givesAUnitThatTakesOverItsOwnTime() {
        sweepOn(days.plus(task.dueDate(), 1));
        SupervisionOrder blue = ofTask().get(0);
        LocalDate handedOver = days.plus(task.dueDate(), 2);
        clock.moveTo(handedOver);
        Request asked =
                as(Role.CLERK, "u03", () -> requests.ask(task.id(), Request.Kind.TRANSFER, "职能已划转", null, "u02"));
        as(Role.OFFICE, "u01", () -> requests.decide(asked.id(), true, "", null, null));
        sweepOn(handedOver);
        assertThat(orders.require(blue.id()).state()).isEqualTo(OrderState.WITHDRAWN);
        assertThat(open("K1").unitCode()).isEqualTo("u02");
        assertThat(of(open("K1"))).isEmpty();
        sweepOn(days.plus(handedOver, 1));
        assertThat(of(open("K1"))).singleElement().satisfies(order -> {
            assertThat(order.unitCode()).isEqualTo("u02");
            assertThat(order.colour()).isEqualTo(Colour.BLUE);
        });
    }

    @Test
    void doesEverythingOnceWhenSeveralNodesSweepTogether() throws Exception {
        clock.moveTo(days.plus(task.dueDate(), 1));
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        List<Future<?>> sweeps = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sweeps.add(nodes.submit(() -> {
                go.await();
                sweep.sweep();
                return null;
            }));
        }
        go.countDown();
        for (Future<?> one : sweeps) {
            one.get();
        }
        nodes.shutdown();
        assertThat(ofTask()).hasSize(1);
        assertThat(reminders()).containsExactlyInAnyOrder("c-u03 已逾期 1 个工作日：K1 组织领导", "h-u03 已逾期 1 个工作日：K1 组织领导");
        assertThat(told(ofTask().get(0))).containsExactlyInAnyOrder("c-u03", "h-u03");
        assertThat(jdbc.sql("select count(*) from reminder where subject_id = ?")
                        .param(task.id())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void keepsTheDeedWhenItsNoticeCannotBeWritten() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            journal.write("office", "办示例", campaign, "campaign", campaign, "试验", "");
            events.publishEvent(
                    new Notice("test", campaign, Set.of("office"), "主题", "正文", "/" + "x".repeat(400), false));
            journal.write("office", "办示例", campaign, "campaign", campaign, "试验之后", "");
        });
        assertThat(journal.of("campaign", campaign))
                .extracting(Journal.Entry::action)
                .contains("试验", "试验之后");
        assertThat(jdbc.sql("select count(*) from message where topic = 'test'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void keepsSweepingWhenOneReminderFails() {
        jdbc.sql("insert into reminder (subject_type, subject_id, due_date, round, slot, campaign_id, next_on, sent_at)"
                        + " values ('ASSIGNMENT', ?, ?, 0, 0, ?, ?, current_timestamp)")
                .params(open("B1").id(), open("B1").dueDate(), campaign, START)
                .update();
        sweepOn(later(task.dueDate(), open("B1").dueDate()));
        assertThat(reminders()).as("the one that was there already fails alone").isNotEmpty();
        assertThat(ofTask()).hasSize(1);
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    @Test
    void startsHigherByHandAndTurnsALeadersWordsIntoAnOrder() {
        assertThatThrownBy(() -> as(Role.CLERK, "u03", () -> raise(Colour.RED))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> as(Role.LEADER, null, () -> raise(Colour.RED))).isInstanceOf(Problem.class);
        SupervisionOrder orange = as(Role.OFFICE, "u01", () -> raise(Colour.ORANGE));
        assertThat(orange.unitCode()).isEqualTo("u03");
        assertThat(orange.automatic()).isFalse();
        assertThatThrownBy(() -> as(Role.OFFICE, "u01", () -> raise(Colour.BLUE)))
                .hasMessageContaining("已有橙色督办单");
        SupervisionOrder red = as(Role.OFFICE, "u01", () -> raise(Colour.RED));
        assertThat(orders.require(orange.id()).state()).isEqualTo(OrderState.ESCALATED);
        assertThat(waiting()).containsExactly(red.id());

        assertThatThrownBy(() -> as(Role.OFFICE, "u01", () -> instruct("u03"))).isInstanceOf(Problem.class);
        SupervisionOrder words = as(Role.LEADER, null, () -> instruct("u02"));
        assertThat(words.instruction()).isTrue();
        assertThat(words.subjectTitle()).isEqualTo("示例示范区");
        assertThat(as(Role.CLERK, "u02", () -> orders.requireVisible(words.id())))
                .isEqualTo(words);
        assertThatThrownBy(() -> as(Role.CLERK, "u03", () -> orders.requireVisible(words.id())))
                .hasMessageContaining("没有这张督办单");
        assertThat(as(
                                Role.CLERK,
                                "u02",
                                () -> orders.page(
                                        new SupervisionOrders.Filter(
                                                null, null, null, campaign, null, null, null, null),
                                        0,
                                        50))
                        .items())
                .extracting(SupervisionOrder::id)
                .containsExactly(words.id());
        as(Role.CLERK, "u02", () -> supervision.answer(words.id(), "已部署落实。"));
        assertThat(told(words)).contains("office", "office2");
        as(Role.OFFICE, "u01", () -> supervision.close(words.id(), true, null));
    }

    @Test
    void aLeadersWordsStayTheLeadersWhenNobodyAnswersThem() {
        SupervisionOrder words = as(Role.LEADER, null, () -> instructOnTask(Colour.BLUE));
        LocalDate late = days.plus(words.dueDate(), 2);
        sweepOn(late);
        SupervisionOrder orange = ofTask().get(1);
        assertThat(orders.require(words.id()).state()).isEqualTo(OrderState.ESCALATED);
        assertThat(orange.source()).isEqualTo(SupervisionOrder.Source.RULE);
        assertThat(orange.instructedBy()).isEqualTo("test-LEADER");
        assertThat(orange.instruction()).isTrue();
        assertThat(told(orange)).containsExactlyInAnyOrder("c-u03", "h-u03", "leader", "test-LEADER");
        assertThat(instructions()).containsExactlyInAnyOrder(words.id(), orange.id());

        SupervisionOrder beside = as(Role.OFFICE, "u01", () -> raise(Colour.RED));
        assertThat(beside.previousId())
                .as("the office's order is one of its own")
                .isNull();
        assertThat(orders.require(orange.id()).state()).isEqualTo(OrderState.ISSUED);

        as(Role.CLERK, "u03", () -> supervision.answer(orange.id(), "已部署落实。"));
        as(Role.OFFICE, "u01", () -> supervision.close(orange.id(), true, null));
        assertThat(subjects(orange, "test-LEADER"))
                .containsExactly("橙色督办（领导批示）：K1 组织领导", "批示已回复：K1 组织领导", "批示已办结：K1 组织领导");
    }

    @Test
    void aLeadersWordsOutliveWhatBecomesOfTheTask() {
        LocalDate blueDay = days.plus(task.dueDate(), 1);
        sweepOn(blueDay);
        SupervisionOrder blue = ofTask().get(0);
        SupervisionOrder words = as(Role.LEADER, null, () -> instructOnTask(Colour.ORANGE));
        assertThat(told(words))
                .as("orange: the leader in charge hears of it too")
                .containsExactlyInAnyOrder("c-u03", "h-u03", "leader");
        county.accept(assignments.require(task.id()));
        sweepOn(blueDay);
        assertThat(orders.require(blue.id()).state()).isEqualTo(OrderState.CLOSED);
        assertThat(orders.require(words.id()).state()).isEqualTo(OrderState.ISSUED);
        as(Role.OFFICE, "u01", () -> supervision.withdraw(words.id(), "事项已了结"));
        assertThat(subjects(words, "test-LEADER")).containsExactly("批示已撤销：K1 组织领导");
    }

    @Test
    void anUrgentOrderRaisedBeforeTheDeadlineEndsWithItsTask() {
        Assignment other = open("B1");
        SupervisionOrder urgent = as(Role.OFFICE, "u01", () -> raise(Colour.ORANGE));
        SupervisionOrder spared = as(Role.OFFICE, "u01", () -> raise(other, Colour.ORANGE));
        assertThat(urgent.subjectDue()).isNull();
        county.report(task);
        as(Role.OFFICE, "u01", () -> requests.exempt(other.id(), "协会已注销"));
        sweepOn(days.plus(urgent.dueDate(), 6));
        assertThat(ofTask()).as("handed in: nothing climbs").hasSize(1);
        assertThat(orders.require(urgent.id()).state()).isEqualTo(OrderState.ISSUED);
        assertThat(orders.require(spared.id()).state()).isEqualTo(OrderState.WITHDRAWN);
        assertThat(orders.require(spared.id()).opinion()).isEqualTo("任务已免办");

        office(() -> work.review(task.id(), true, null, null));
        sweepOn(days.plus(urgent.dueDate(), 6));
        assertThat(orders.require(urgent.id()).state()).isEqualTo(OrderState.CLOSED);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void anUrgentOrderRaisedBeforeTheDeadlineEndsWhenTheTaskGoesToAnotherUnit() {
        SupervisionOrder urgent = as(Role.OFFICE, "u01", () -> raise(Colour.ORANGE));
        Request asked =
                as(Role.CLERK, "u03", () -> requests.ask(task.id(), Request.Kind.TRANSFER, "职能已划转", null, "u02"));
        as(Role.OFFICE, "u01", () -> requests.decide(asked.id(), true, "", null, null));
        sweepOn(days.plus(urgent.dueDate(), 3));
        assertThat(orders.require(urgent.id()).state()).isEqualTo(OrderState.WITHDRAWN);
        assertThat(ofTask()).hasSize(1);
        sweepOn(days.plus(task.dueDate(), 1));
        assertThat(of(open("K1")))
                .singleElement()
                .satisfies(order -> assertThat(order.unitCode()).isEqualTo("u02"));
    }

    @Test
    void looksAgainAtTheStateBeforeItActs() {
        List<Assignment> both = county.open(campaign).stream()
                .sorted(Comparator.comparing(Assignment::id))
                .toList();
        Assignment first = both.get(0);
        Assignment second = both.get(1);
        clock.moveTo(days.plus(later(first.dueDate(), second.dueDate()), 1));
        meanwhile.does(() -> county.report(second));
        sweep.sweep();
        assertThat(of(first)).hasSize(1);
        assertThat(of(second)).as("handed in while the sweep was under way").isEmpty();

        office(() -> work.review(second.id(), false, "UNSIGNED", "没有盖章"));
        SupervisionOrder later = as(Role.OFFICE, "u01", () -> raise(second, Colour.BLUE));
        LocalDate climbs = days.plus(later.dueDate(), 2);
        meanwhile.does(() -> county.report(second));
        sweepOn(climbs);
        assertThat(of(first)).hasSize(2);
        assertThat(of(second)).as("handed in while the sweep was under way").hasSize(1);
    }

    @Test
    void aMilestoneClimbsUntilItsStageIsPast() {
        as(Role.OFFICE, "u01", () -> {
            leaders.set(Map.of("u04", "leader"), Set.of("leader"));
            return true;
        });
        String milestone = campaign + "/rulesIssued";
        LocalDate due = jdbc.sql("select due_date from milestone where campaign_id = ? and code = 'rulesIssued'")
                .param(campaign)
                .query(LocalDate.class)
                .single();
        sweepOn(due);
        assertThat(of(SubjectType.MILESTONE, milestone)).isEmpty();
        sweepOn(days.plus(due, 1));
        SupervisionOrder blue = of(SubjectType.MILESTONE, milestone).get(0);
        assertThat(blue.unitCode()).isEqualTo("u04");
        assertThat(told(blue)).containsExactlyInAnyOrder("c-u04", "h-u04");
        sweepOn(days.plus(blue.dueDate(), 2));
        SupervisionOrder orange = of(SubjectType.MILESTONE, milestone).get(1);
        assertThat(orange.colour()).isEqualTo(Colour.ORANGE);
        assertThat(told(orange)).containsExactlyInAnyOrder("c-u04", "h-u04", "leader");
        sweepOn(days.plus(orange.dueDate(), 2));
        SupervisionOrder red = of(SubjectType.MILESTONE, milestone).get(2);
        assertThat(red.colour()).isEqualTo(Colour.RED);

        jdbc.sql("update campaign set stage = 'selfEvaluation' where id = ?")
                .param(campaign)
                .update();
        sweepOn(days.plus(red.dueDate(), 3));
        SupervisionOrder past = of(SubjectType.MILESTONE, milestone).get(2);
        assertThat(past.state()).isEqualTo(OrderState.WITHDRAWN);
        assertThat(past.opinion()).isEqualTo("创建活动已进入后面的阶段");
        assertThat(subjects(past, "leader")).as("not brought up again").noneMatch(it -> it.contains("逾期未回复"));
    }

    @Test
    void tellsTheLeadersOfAnUrgentMatterOutsideAnyCampaign() {
        as(Role.OFFICE, "u01", () -> {
            leaders.set(Map.of("u03", "leader"), Set.of("test-LEADER"));
            return true;
        });
        Map<Colour, Set<String>> expected = Map.of(
                Colour.BLUE,
                Set.of("c-u03", "h-u03"),
                Colour.ORANGE,
                Set.of("c-u03", "h-u03", "leader"),
                Colour.RED,
                Set.of("c-u03", "h-u03", "leader", "test-LEADER"));
        expected.forEach((colour, accounts) -> {
            SupervisionOrder order = as(Role.OFFICE, "u01", () -> free(colour));
            assertThat(told(order)).as(colour.label()).containsExactlyInAnyOrderElementsOf(accounts);
            as(Role.OFFICE, "u01", () -> supervision.withdraw(order.id(), "测试结束"));
        });
    }

    @Test
    void aUnitOutOfUseGetsNoOrderAndTheOfficeHearsOfItsTasks() {
        LocalDate blueDay = days.plus(task.dueDate(), 1);
        sweepOn(blueDay);
        SupervisionOrder blue = ofTask().get(0);
        Assignment other = open("B1");
        units.deactivate("u03", true, true, "office", "办示例");
        units.deactivate(other.unitCode(), true, true, "office", "办示例");
        try {
            LocalDate late = days.plus(later(other.dueDate(), days.plus(blue.dueDate(), 3)), 3);
            sweepOn(late);
            assertThat(orders.require(blue.id()).state()).as("climbs no more").isEqualTo(OrderState.ISSUED);
            assertThat(subjects(blue, "office")).containsExactly("蓝色督办逾期未回复：K1 组织领导");
            assertThat(of(other)).isEmpty();
            assertThat(jdbc.sql("select text from message where account = 'office' and link = ?")
                            .param("/assignments/" + other.id())
                            .query(String.class)
                            .list())
                    .singleElement()
                    .asString()
                    .contains("责任单位已停用");
            sweep.sweep();
            assertThat(subjects(blue, "office")).hasSize(1);
            assertThatThrownBy(() -> as(Role.OFFICE, "u01", () -> raise(other, Colour.RED)))
                    .hasMessageContaining("责任单位已停用");
        } finally {
            units.activate("u03", "office", "办示例");
            units.activate(other.unitCode(), "office", "办示例");
        }
    }

    @Test
    void anOrderOutlivesATaskThatAnEditionTookAway() {
        Assignment added = open("B1");
        SupervisionOrder order = as(Role.OFFICE, "u01", () -> raise(added, Colour.BLUE));
        SupervisionOrder words = as(
                Role.LEADER,
                null,
                () -> orders.instruct(new SupervisionOrders.New(
                        SubjectType.ASSIGNMENT, added.id(), null, null, null, Colour.BLUE, "请尽快落实。", null, null)));
        assertThat(orders.subjectGone(order)).isFalse();
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> as(Role.OFFICE, "u01", () -> editionForgets(added.criterionCode())));
        assertThat(assignments.find(added.id())).isEmpty();
        assertThat(orders.subjectGone(order)).isTrue();
        sweepOn(days.plus(added.dueDate(), 9));
        SupervisionOrder ended = orders.require(order.id());
        assertThat(ended.state()).isEqualTo(OrderState.WITHDRAWN);
        assertThat(ended.opinion()).contains("细则换版");
        assertThat(ended.subjectTitle()).contains("B1");
        as(Role.CLERK, added.unitCode(), () -> supervision.answer(words.id(), "任务已撤回，仍按要求办理。"));
        as(Role.OFFICE, "u01", () -> supervision.close(words.id(), true, null));
        assertThat(as(Role.LEADER, null, () -> orders.requireVisible(words.id()))
                        .state())
                .isEqualTo(OrderState.CLOSED);
    }

    private boolean editionForgets(String code) {
        edition.forget(campaign, List.of(code));
        return true;
    }

    @Test
    void namesTheDateThatCountsAndNoneThatHasPassed() {
        SupervisionOrder order = as(
                Role.OFFICE,
                "u01",
                () -> orders.raise(new SupervisionOrders.New(
                        SubjectType.ASSIGNMENT,
                        task.id(),
                        null,
                        null,
                        null,
                        Colour.BLUE,
                        "省里要提前检查",
                        days.plus(START, 30),
                        null)));
        as(Role.CLERK, "u03", () -> supervision.answer(order.id(), "已办。"));
        as(Role.OFFICE, "u01", () -> supervision.close(order.id(), false, "没有说明原因"));
        assertThat(jdbc.sql("select text from message where account = 'c-u03' and subject like '督办回复被退回%'")
                        .query(String.class)
                        .single())
                .contains("请于 " + order.dueDate() + " 前重新回复");
        clock.moveTo(days.plus(order.dueDate(), 5));
        assertThatThrownBy(() -> as(
                        Role.OFFICE,
                        "u01",
                        () -> supervision.extend(order.id(), order.dueDate().plusDays(1))))
                .hasMessageContaining("不能早于今天");
    }

    private SupervisionOrder free(Colour colour) {
        return orders.raise(new SupervisionOrders.New(
                SubjectType.FREE, null, "信访件办理", "u03", null, colour, "请核实。", days.plus(START, 3), null));
    }

    private SupervisionOrder instructOnTask(Colour colour) {
        return orders.instruct(new SupervisionOrders.New(
                SubjectType.ASSIGNMENT, task.id(), null, null, null, colour, "请尽快落实。", null, null));
    }

    private List<String> instructions() {
        return office(() -> orders
                .page(new SupervisionOrders.Filter(null, null, null, campaign, "instruction", null, null, null), 0, 50)
                .items()
                .stream()
                .map(SupervisionOrder::id)
                .toList());
    }

    /** What one person was told of an order, the first first. */
    private List<String> subjects(SupervisionOrder order, String account) {
        return jdbc.sql("select subject from message where link = ? and account = ? order by created_at")
                .params(order.link(), account)
                .query(String.class)
                .list();
    }

    private SupervisionOrder raise(Colour colour) {
        return raise(task, colour);
    }

    private SupervisionOrder raise(Assignment assignment, Colour colour) {
        return orders.raise(SubjectType.ASSIGNMENT, assignment.id(), colour, "省里要提前检查", false);
    }

    private SupervisionOrder instruct(String unit) {
        return orders.instruct(new SupervisionOrders.New(
                SubjectType.CAMPAIGN, campaign, null, unit, null, Colour.BLUE, "请尽快落实专项经费。", null, null));
    }

    private void sweepOn(LocalDate day) {
        clock.moveTo(day);
        sweep.sweep();
    }

    private List<SupervisionOrder> ofTask() {
        return of(task);
    }

    private List<SupervisionOrder> of(Assignment assignment) {
        return of(SubjectType.ASSIGNMENT, assignment.id());
    }

    private List<SupervisionOrder> of(SubjectType type, String id) {
        return office(
                () -> orders
                        .page(new SupervisionOrders.Filter(null, null, null, campaign, null, type, id, null), 0, 50)
                        .items()
                        .stream()
                        .sorted(Comparator.comparing(SupervisionOrder::numberInYear))
                        .toList());
    }

    /** Orders whose process waits for the unit. */
    private List<String> waiting() {
        return jdbc.sql("select e.business_key_ from act_ru_task t join act_ru_execution e on e.id_ = t.proc_inst_id_"
                        + " where t.task_def_key_ = 'userTask_answer' and e.business_key_ in"
                        + " (select id from supervision_order where subject_type = 'ASSIGNMENT' and subject_id = ?)")
                .param(task.id())
                .query(String.class)
                .list();
    }

    private List<String> reminders() {
        return jdbc.sql("select account || ' ' || subject from message where topic = 'reminder' and link = ?"
                        + " order by created_at, account")
                .param("/assignments/" + task.id())
                .query(String.class)
                .list();
    }

    private List<String> told(SupervisionOrder order) {
        return jdbc.sql("select distinct account from message where link = ?")
                .param(order.link())
                .query(String.class)
                .list();
    }

    private Assignment open(String criterion) {
        return office(() -> assignments
                .page(new Assignments.Filter(campaign, null, null, criterion, "open", null, null), 0, 10)
                .items()
                .get(0));
    }

    /** Lets somebody do something in the middle of a sweep: when it tells of the first order. */
    static class Meanwhile {

        private final AtomicReference<@Nullable Runnable> deed = new AtomicReference<>();

        void does(Runnable next) {
            deed.set(next);
        }

        @EventListener
        void on(Notice notice) {
            Runnable next = notice.topic().equals("supervision") ? deed.getAndSet(null) : null;
            if (next != null) {
                CompletableFuture.runAsync(next).join();
            }
        }
    }
}
