package org.chuangjian.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chuangjian.support.Acting.as;
import static org.chuangjian.support.CountyAtWork.office;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.TaskService;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Owners;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.CountedStatements;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.QuietProduct;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentState;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** A newer edition in mid-campaign: what it hits, applied as one and undone as one. */
@RecordApplicationEvents
@QuietProduct
abstract class EditionChangeTests {

    private static final String HEADER = "编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n";
    private static final String OLD = HEADER
            + "K1,保护制度,组织领导,成立领导小组,3,关键项,政府办,成立文件,DEDUCT:每缺1项扣1\n"
            + "B1,保护制度,协会作用,建立协会,2,基本项,产业中心,章程,MANUAL:0-2\n"
            + "B2,保护制度,宣传,开展宣传,2,基本项,宣传部/商务局,照片,MANUAL:0-2\n"
            + "B3,保护制度,台账,建立台账,2,基本项,统计局,台账,MANUAL:0-2\n";
    private static final String NEW = HEADER
            + "K1,保护制度,组织领导,成立领导小组,3,关键项,政府办,成立文件,DEDUCT:每缺1项扣1\n"
            + "B1,保护制度,协会作用,建立协会并每年活动,3,关键项,产业中心,\"章程,活动记录\",MANUAL:0-3\n"
            + "B4,保护制度,追溯,建立追溯平台,2,基本项,大数据局,平台截图,MANUAL:0-2\n";

    @Autowired
    CountyAtWork county;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Owners owners;

    @Autowired
    Assignments assignments;

    @Autowired
    AssignmentWork work;

    @Autowired
    EditionChanges changes;

    @Autowired
    TaskService tasks;

    @Autowired
    ApplicationEvents events;

    @BeforeEach
    void settle() {
        county.settle();
    }

    @Test
    void showsWhatTheEditionAddsRemovesAndChangesWithAllItHits() {
        String id = launched();
        county.submit(task(id, "B2", "u15"));
        EditionDifference difference = office(() -> changes.difference(id, county.edition(NEW)));
        assertThat(difference.added()).extracting(EditionDifference.Line::code).containsExactly("B4");
        assertThat(difference.removed())
                .extracting(EditionDifference.Line::code)
                .containsExactly("B2", "B3");
        assertThat(difference.unchanged()).isEqualTo(1);
        assertThat(difference.tasksWithdrawn()).isEqualTo(3);
        assertThat(difference.removed().get(0).hit()).satisfies(hit -> {
            assertThat(Objects.requireNonNull(hit.owner()).lead()).isEqualTo("u15");
            assertThat(hit.tasks()).isEqualTo(2);
            assertThat(hit.evidence()).isEqualTo(1);
        });
        assertThat(difference.changed()).singleElement().satisfies(line -> {
            assertThat(line.code()).isEqualTo("B1");
            assertThat(line.fields())
                    .extracting(EditionDifference.FieldChange::field)
                    .containsExactly("要求", "类型", "分值", "评分规则", "佐证材料");
        });
    }

    @Test
    void goesOverToTheNewEditionAndComesBackAsItWas() {
        String id = launched();
        Assignment submitted = task(id, "B2", "u15");
        county.submit(submitted);
        county.accept(task(id, "B3", "u12"));
        String before = campaigns.require(id).criteriaSetId();
        List<Ownership> owned = owners.of(id);
        String set = county.edition(NEW);
        EditionChange change = office(() -> changes.propose(id, set, "省局印发新版"));
        assertThat(campaigns.require(id).criteriaSetId()).isEqualTo(before);
        as(Role.OFFICE, "u01", () -> changes.apply(change.id()));

        assertThat(campaigns.require(id).criteriaSetId()).isEqualTo(set);
        assertThat(owners.of(id)).extracting(Ownership::criterionCode).containsExactly("K1", "B1", "B4");
        assertThat(owners.of(id).get(1).evidenceRequired()).isEqualTo("章程、活动记录");
        assertThat(owners.of(id).get(2).lead()).isEqualTo("u09");
        assertThat(states(id))
                .containsEntry("K1/u03", AssignmentState.TO_RECEIVE)
                .containsEntry("B1/u05", AssignmentState.TO_RECEIVE)
                .containsEntry("B2/u15", AssignmentState.EXEMPT)
                .containsEntry("B2/u16", AssignmentState.EXEMPT)
                .containsEntry("B3/u12", AssignmentState.EXEMPT);
        Assignment changed = task(id, "B1", "u05");
        assertThat(changed.requirement()).isEqualTo("建立协会并每年活动");
        assertThat(changed.criterionType()).isEqualTo(CriterionType.KEY);
        assertThat(engineTasks(changed)).isEqualTo(1);
        assertThat(engineTasks(submitted)).isZero();
        assertThat(told("c-u05")).contains("B1");
        assertThat(told("h-u16")).contains("B2").contains("撤回");
        assertThat(told("c-u03")).isEmpty();
        assertThat(county.launch(id)).isEqualTo("已下达 1 项任务");
        assertThat(states(id)).containsEntry("B4/u09", AssignmentState.TO_RECEIVE);

        office(() -> changes.undo(change.id(), "新版暂缓执行"));
        assertThat(campaigns.require(id).criteriaSetId()).isEqualTo(before);
        assertThat(owners.of(id)).isEqualTo(owned);
        assertThat(states(id))
                .containsEntry("B1/u05", AssignmentState.TO_RECEIVE)
                .containsEntry("B2/u15", AssignmentState.RETURNED)
                .containsEntry("B2/u16", AssignmentState.TO_RECEIVE)
                .containsEntry("B3/u12", AssignmentState.ACCEPTED)
                .doesNotContainKey("B4/u09");
        assertThat(engineTasks(submitted)).isEqualTo(1);
        as(Role.CLERK, "u15", () -> work.submit(submitted.id(), "重新提交"));
        as(Role.HEAD, "u15", () -> work.confirm(submitted.id(), true, null));
        assertThat(assignments.require(submitted.id()).state()).isEqualTo(AssignmentState.OFFICE_REVIEW);
        assertThatThrownBy(() -> office(() -> changes.undo(change.id(), "再撤一次")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(409))
                .hasMessageContaining("已撤销");

        // And once more: nothing of the first time stands in the way.
        EditionChange again = office(() -> changes.propose(id, set, ""));
        office(() -> changes.apply(again.id()));
        assertThat(county.launch(id)).isEqualTo("已下达 1 项任务");
        assertThat(states(id)).containsEntry("B4/u09", AssignmentState.TO_RECEIVE);
    }

    @Test
    void revivesTasksWhenAThirdEditionAsksForThemAgain() {
        String id = launched();
        String old = campaigns.require(id).criteriaSetId();
        EditionChange first = office(() -> changes.propose(id, county.edition(NEW), ""));
        office(() -> changes.apply(first.id()));
        EditionChange second = office(() -> changes.propose(id, old, ""));
        office(() -> changes.apply(second.id()));
        assertThat(states(id)).containsEntry("B2/u15", AssignmentState.TO_RECEIVE);
        assertThat(engineTasks(task(id, "B2", "u15"))).isEqualTo(1);
        assertThatThrownBy(() -> office(() -> changes.undo(first.id(), "撤销"))).hasMessageContaining("之后又换过细则");
    }

    @Test
    void cannotBeUndoneOnceSomebodyHasWorkedOnWhatWasAdded() {
        String id = launched();
        EditionChange change = office(() -> changes.propose(id, county.edition(NEW), ""));
        office(() -> changes.apply(change.id()));
        assertThat(county.launch(id)).isEqualTo("已下达 1 项任务");
        county.submit(task(id, "B4", "u09"));
        assertThatThrownBy(() -> office(() -> changes.undo(change.id(), "暂缓")))
                .hasMessageContaining("B4")
                .hasMessageContaining("已有办理");
        assertThat(owners.of(id)).extracting(Ownership::criterionCode).contains("B4");
    }

    @Test
    void leavesItToTheOfficeAndToOneProposalAtATime() {
        String id = launched();
        String set = county.edition(NEW);
        assertThatThrownBy(() -> as(Role.CLERK, "u03", () -> changes.difference(id, set)))
                .hasMessageContaining("没有此项权限");
        assertThatThrownBy(() -> as(Role.LEADER, null, () -> changes.propose(id, set, "")))
                .hasMessageContaining("没有此项权限");
        EditionChange change = office(() -> changes.propose(id, set, ""));
        assertThatThrownBy(() -> office(() -> changes.propose(id, set, ""))).hasMessageContaining("请先确认或放弃");
        assertThatThrownBy(() -> as(Role.AUDITOR, null, () -> changes.apply(change.id())))
                .hasMessageContaining("没有此项权限");
        office(() -> changes.drop(change.id()));
        assertThatThrownBy(() -> office(() -> changes.apply(change.id()))).hasMessageContaining("已放弃");
        assertThatThrownBy(() -> office(() -> changes.propose(id, county.edition(OLD), "")))
                .hasMessageContaining("内容相同");
    }

    @Test
    void takesAsManyStatementsForManyCriteriaAsForFew() throws Exception {
        StringBuilder many = new StringBuilder(NEW);
        for (int i = 10; i < 60; i++) {
            many.append("C").append(i).append(",保护制度,指标").append(i).append(",要求,1,基本项,财政局,文件,MANUAL:0-1\n");
        }
        String few = launched();
        String large = launched(many.toString());
        String set = county.edition(NEW);
        String old = county.edition(OLD);
        office(() -> changes.difference(few, set));
        long forFew = CountedStatements.during(() -> office(() -> changes.difference(few, set)));
        long forMany = CountedStatements.during(() -> office(() -> changes.difference(large, old)));
        assertThat(forMany).isEqualTo(forFew);
    }

    private String launched() {
        return launched(OLD);
    }

    private String launched(String table) {
        String id = county.campaign(
                table, ChinaTime.today().minusDays(30), ChinaTime.today().plusDays(400));
        county.launch(id);
        return id;
    }

    private Map<String, AssignmentState> states(String id) {
        return all(id).stream()
                .collect(Collectors.toMap(it -> it.criterionCode() + "/" + it.unitCode(), Assignment::state));
    }

    private List<Assignment> all(String id) {
        return office(() -> assignments
                .page(new Assignments.Filter(id, null, null, null, null, null, null), 0, 100)
                .items());
    }

    private Assignment task(String id, String code, String unit) {
        return all(id).stream()
                .filter(it -> it.criterionCode().equals(code) && it.unitCode().equals(unit))
                .findFirst()
                .orElseThrow();
    }

    private long engineTasks(Assignment assignment) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(assignment.id())
                .count();
    }

    private String told(String account) {
        return events.stream(Notice.class)
                .filter(it -> it.topic().equals("edition") && it.accounts().contains(account))
                .map(Notice::text)
                .collect(Collectors.joining());
    }
}
