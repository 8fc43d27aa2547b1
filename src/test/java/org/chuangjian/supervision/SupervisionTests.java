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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.organisation.Role;
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
import org.chuangjian.work.Request;
import org.chuangjian.work.Requests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reminders and the ladder on the real engine, swept by hand on the days that matter. */
@Import(MovedClock.InPlace.class)
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
    Journal journal;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcClient jdbc;

    private String campaign = "";
    private Assignment task;

    @BeforeEach
    void launched() {
        county.settle();
        clock.moveTo(START);
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
                .hasMessageContaining("由“政府办”签收、回复");
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

    private SupervisionOrder raise(Colour colour) {
        return orders.raise(SubjectType.ASSIGNMENT, task.id(), colour, "省里要提前检查", false);
    }

    private SupervisionOrder instruct(String unit) {
        return orders.instruct(new SupervisionOrders.New(
                SubjectType.CAMPAIGN, campaign, null, unit, null, Colour.BLUE, "请尽快落实专项经费。", null));
    }

    private void sweepOn(LocalDate day) {
        clock.moveTo(day);
        sweep.sweep();
    }

    private List<SupervisionOrder> ofTask() {
        return of(task);
    }

    private List<SupervisionOrder> of(Assignment assignment) {
        return office(() -> orders
                .page(
                        new SupervisionOrders.Filter(
                                null, null, null, campaign, null, SubjectType.ASSIGNMENT, assignment.id(), null),
                        0,
                        50)
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
}
