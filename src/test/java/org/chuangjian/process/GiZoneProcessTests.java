package org.chuangjian.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chuangjian.support.Acting.as;
import static org.chuangjian.support.CountyAtWork.office;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Milestones;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.MovedClock;
import org.chuangjian.support.QuietProduct;
import org.chuangjian.support.Storage;
import org.chuangjian.title.Namings;
import org.chuangjian.title.PublicNotices;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentState;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.chuangjian.work.Request;
import org.chuangjian.work.Requests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The GI zone step by step on the real engine, the job executor off and the clock moved by hand. */
@DirtiesContext
@Import(MovedClock.InPlace.class)
@QuietProduct
class GiZoneProcessTests {

    private static final String TABLE = "编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n"
            + "V1,否决项,资格,获批满三年,0,否决项,市监局,批准公告,VETO_THRESHOLD:不足即否决\n"
            + "K1,保护制度,组织领导,成立领导小组,3,关键项,政府办,成立文件,DEDUCT:每缺1项扣1\n"
            + "B1,保护制度,协会作用,建立协会,2,基本项,产业中心,章程,MANUAL:0-2\n";

    @TempDir
    static Path data;

    @Autowired
    CountyAtWork county;

    @Autowired
    Campaigns campaigns;

    @Autowired
    CampaignBoard board;

    @Autowired
    Milestones milestones;

    @Autowired
    Assignments assignments;

    @Autowired
    AssignmentWork work;

    @Autowired
    Requests requests;

    @Autowired
    Units units;

    @Autowired
    Journal journal;

    @Autowired
    PublicNotices notices;

    @Autowired
    Namings namings;

    @Autowired
    MovedClock clock;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    HistoryService history;

    @Autowired
    ManagementService management;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.inFolder(properties, data);
    }

    @BeforeEach
    void settle() {
        county.settle();
        clock.moveTo(LocalDate.of(2026, 3, 2));
    }

    @Test
    void walksFromPreparationToNaming() {
        String id = launched();
        assertThat(stage(id)).isEqualTo("building");
        assertThatThrownBy(() -> advance(id, null))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("条件未满足")
                .hasMessageContaining("责任：");
        county.open(id).forEach(county::accept);
        confirmAll(id, "building");
        advance(id, null);
        assertThat(stage(id)).isEqualTo("selfEvaluation");

        confirmAll(id, "selfEvaluation");
        advance(id, null);
        assertThat(stage(id)).isEqualTo("preliminaryEvaluation");

        confirmAll(id, "preliminaryEvaluation");
        advance(id, false);
        assertThat(waitingFor(id)).isEqualTo("userTask_rectifyPreliminary");
        advance(id, null);
        advance(id, true);
        assertThat(stage(id)).isEqualTo("acceptance");

        confirmAll(id, "acceptance");
        advance(id, false);
        assertThat(waitingFor(id)).isEqualTo("userTask_rectifyAcceptance");
        advance(id, null);
        advance(id, true);
        assertThat(stage(id)).isEqualTo("publicNotice");

        assertThatThrownBy(() -> advance(id, null)).hasMessageContaining("还没有登记公示内容");
        office(() -> notices.save(
                id, new PublicNotices.Draft("拟命名公示", "", "0000-12345", "", "", "县纪委监委 0000-12388", null, null), null));
        advance(id, null);
        assertThatThrownBy(() -> advance(id, null)).hasMessageContaining("公示期未满");
        Job notice = management.createJobQuery().timers().singleResult();
        // 30 working days from 2 March 2026; Qingming, 4 to 6 April, takes the 6th away.
        assertThat(notice.getDuedate().toInstant().atZone(clock.getZone()).toLocalDate())
                .isEqualTo(LocalDate.of(2026, 4, 15));
        clock.moveTo(LocalDate.of(2026, 4, 15));
        management.executeJob(notice.getId());
        advance(id, false);
        assertThat(waitingFor(id)).isEqualTo("userTask_answerObjections");
        advance(id, null);
        advance(id, true);
        assertThat(stage(id)).isEqualTo("naming");

        assertThatThrownBy(() -> advance(id, null)).hasMessageContaining("还没有登记命名文件");
        office(() -> namings.save(
                id, new Namings.Draft(null, "国知发保字〔2026〕1号", "国家知识产权局", LocalDate.of(2026, 4, 15), null, ""), null));
        advance(id, null);
        assertThat(campaigns.require(id).state()).isEqualTo(Campaign.State.NAMED);
        assertThat(ended(id)).contains("endEvent_named");
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(id)
                        .count())
                .isZero();
    }

    @Test
    void endsItsOpenWorkWhenTheCampaignIsGivenUp() {
        String id = launched();
        List<Assignment> open = county.open(id);
        office(() -> campaigns.terminate(id, "国家暂停受理"));
        assertThat(campaigns.require(id).state()).isEqualTo(Campaign.State.TERMINATED);
        assertThat(ended(id)).contains("endEvent_terminated");
        assertThat(open).allSatisfy(assignment -> {
            assertThat(assignments.require(assignment.id()).state()).isEqualTo(AssignmentState.EXEMPT);
            assertThat(ended(assignment.id())).contains("endEvent_workWithdrawn");
        });
        assertThatThrownBy(() -> advance(id, null)).hasMessageContaining("已终止");
    }

    @Test
    void asksTheUnitAgainWhenWorkIsReturned() {
        String id = launched();
        Assignment assignment = county.open(id).get(0);
        county.submit(assignment);
        as(Role.HEAD, assignment.unitCode(), () -> work.confirm(assignment.id(), false, "请补盖章页"));
        assertThat(assignments.require(assignment.id()).state()).isEqualTo(AssignmentState.RETURNED);
        assertThat(task(assignment)).isEqualTo("userTask_handle");
        county.accept(assignment);
        assertThat(ended(assignment.id())).contains("endEvent_workAccepted");
    }

    @Test
    void endsTheProcessOfWorkThatNeedNotBeDone() {
        String id = launched();
        Assignment assignment = county.open(id).get(0);
        office(() -> requests.exempt(assignment.id(), "本县无此业态"));
        assertThat(assignments.require(assignment.id()).state()).isEqualTo(AssignmentState.EXEMPT);
        assertThat(ended(assignment.id())).contains("endEvent_workWithdrawn");
    }

    @Test
    void whatAUnitAskedForLapsesOnceItsWorkIsHandedInOrSpared() {
        String id = launched();
        Assignment handedIn = county.open(id).get(0);
        Assignment spared = county.open(id).get(1);
        Request asked = askToHandOver(handedIn);
        Request other = askToHandOver(spared);
        county.submit(handedIn);
        assertThat(state(asked)).as("still in the unit's own review").isEqualTo(Request.State.OPEN);
        as(Role.HEAD, handedIn.unitCode(), () -> work.confirm(handedIn.id(), true, null));
        office(() -> requests.exempt(spared.id(), "本县无此业态"));
        for (Request one : List.of(asked, other)) {
            assertThat(state(one)).isEqualTo(Request.State.OBSOLETE);
            assertThat(journal.of("assignment", one.assignmentId()))
                    .extracting(Journal.Entry::action)
                    .contains("申请失效");
            assertThatThrownBy(() -> office(() -> requests.decide(one.id(), true, "", null, null)))
                    .hasMessageContaining("申请已失效：单位已报送或事项已结束");
        }
    }

    @Test
    void handsNothingOverToAUnitThatWentOutOfUseMeanwhile() {
        Assignment assignment = county.open(launched()).get(0);
        Request asked = askToHandOver(assignment);
        units.deactivate("u21", true, true, "test", "测试");
        try {
            assertThatThrownBy(() -> office(() -> requests.decide(asked.id(), true, "", null, null)))
                    .hasMessageContaining("没有这个单位或该单位已停用");
            assertThat(state(asked)).isEqualTo(Request.State.OPEN);
        } finally {
            units.activate("u21", "test", "测试");
        }
    }

    private Request askToHandOver(Assignment assignment) {
        return as(
                Role.CLERK,
                assignment.unitCode(),
                () -> requests.ask(assignment.id(), Request.Kind.TRANSFER, "职能已划转", null, "u21"));
    }

    private Request.State state(Request request) {
        return requests.of(request.assignmentId()).get(0).state();
    }

    @Test
    void namesTheTaskAfterTheCriterionAndGivesItTheDeadlineOfTheUnit() {
        String id = launched();
        Assignment key = county.open(id).stream()
                .filter(it -> it.criterionCode().equals("K1"))
                .findFirst()
                .orElseThrow();
        var task = tasks.createTaskQuery().processInstanceBusinessKey(key.id()).singleResult();
        assertThat(task.getName()).isEqualTo("办理材料：K1 组织领导");
        assertThat(task.getTenantId()).isEqualTo(key.unitCode());
        assertThat(task.getPriority()).isGreaterThan(50);
        assertThat(task.getDueDate().toInstant().atZone(clock.getZone()).toLocalDateTime())
                .isEqualTo(key.dueDate().atTime(23, 59, 59));
    }

    private String launched() {
        String id = county.campaign(TABLE, LocalDate.of(2026, 1, 5), LocalDate.of(2027, 1, 29));
        assertThat(county.launch(id)).isEqualTo("已下达 3 项任务");
        return id;
    }

    /** Confirms every fact the stage's gate waits for. */
    private void confirmAll(String id, String stage) {
        office(() -> {
            board.whole(campaigns.require(id)).milestones().stream()
                    .filter(milestone -> milestone.gate() && milestone.stage().equals(stage))
                    .forEach(milestone -> milestone.unmet().stream()
                            .filter(unmet -> !unmet.key().isEmpty())
                            .forEach(unmet -> milestones.confirm(
                                    id, milestone.code(), unmet.key(), "示政发〔2026〕1号", LocalDate.of(2026, 3, 1), "")));
            return true;
        });
    }

    private void advance(String id, @Nullable Boolean passed) {
        office(() -> campaigns.advance(id, passed));
    }

    private String stage(String id) {
        return campaigns.require(id).stage();
    }

    private String waitingFor(String id) {
        return Objects.requireNonNull(
                        office(() -> board.whole(campaigns.require(id))).waitingFor())
                .element();
    }

    private String task(Assignment assignment) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(assignment.id())
                .singleResult()
                .getTaskDefinitionKey();
    }

    private List<String> ended(String businessKey) {
        return history
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(businessKey)
                .rootProcessInstances()
                .list()
                .stream()
                .flatMap(
                        instance -> history
                                .createHistoricActivityInstanceQuery()
                                .processInstanceId(instance.getId())
                                .finished()
                                .list()
                                .stream())
                .map(HistoricActivityInstance::getActivityId)
                .toList();
    }
}
