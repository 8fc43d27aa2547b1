package org.chuangjian.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chuangjian.support.Acting.as;
import static org.chuangjian.support.Acting.asAnother;
import static org.chuangjian.support.CountyAtWork.office;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.TaskService;
import org.chuangjian.acceptance.SelfEvaluation;
import org.chuangjian.acceptance.SelfEvaluations;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Owners;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.organisation.Role;
import org.chuangjian.scoring.Origin;
import org.chuangjian.scoring.Rounds;
import org.chuangjian.scoring.ScoreBoard;
import org.chuangjian.scoring.ScoreSettings;
import org.chuangjian.scoring.ScoreSheet;
import org.chuangjian.scoring.Scores;
import org.chuangjian.scoring.Source;
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

    private static final String JUDGED = OLD
            + "B5,保护制度,培训,开展培训,1,基本项,财政局,签到表,MANUAL:0-1\n"
            + "B6,保护制度,进口,进口管理,1,基本项,财政局,台账,MANUAL:0-1\n"
            + "V1,否决,事故,三年内无重大事故,0,否决项,市监局,证明,VETO_THRESHOLD:≥1即否决\n";
    /** K1 is worth less, B1 more, B2 gone, B4 new, B5 a veto now; B6 and V1 ask for something else. */
    private static final String JUDGED_ANEW = HEADER
            + "K1,保护制度,组织领导,成立领导小组,2,关键项,政府办,成立文件,DEDUCT:每缺1项扣1\n"
            + "B1,保护制度,协会作用,建立协会并每年活动,3,基本项,产业中心,章程,MANUAL:0-3\n"
            + "B3,保护制度,台账,建立台账,2,基本项,统计局,台账,MANUAL:0-2\n"
            + "B4,保护制度,追溯,建立追溯平台,2,基本项,大数据局,平台截图,MANUAL:0-2\n"
            + "B5,保护制度,培训,未开展培训,0,否决项,财政局,签到表,VETO_THRESHOLD:未开展即否决\n"
            + "B6,保护制度,进口,进口管理到位,1,基本项,财政局,台账,MANUAL:0-1\n"
            + "V1,否决,事故,五年内无重大事故,0,否决项,市监局,证明,VETO_THRESHOLD:≥1即否决\n";

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
    Scores scores;

    @Autowired
    ScoreSettings settings;

    @Autowired
    Rounds rounds;

    @Autowired
    ScoreBoard board;

    @Autowired
    SelfEvaluations selfEvaluations;

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
        another(() -> changes.apply(change.id()));

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
        another(() -> changes.apply(again.id()));
        assertThat(county.launch(id)).isEqualTo("已下达 1 项任务");
        assertThat(states(id)).containsEntry("B4/u09", AssignmentState.TO_RECEIVE);
    }

    @Test
    void revivesTasksWhenAThirdEditionAsksForThemAgain() {
        String id = launched();
        String old = campaigns.require(id).criteriaSetId();
        EditionChange first = office(() -> changes.propose(id, county.edition(NEW), ""));
        another(() -> changes.apply(first.id()));
        EditionChange second = office(() -> changes.propose(id, old, ""));
        another(() -> changes.apply(second.id()));
        assertThat(states(id)).containsEntry("B2/u15", AssignmentState.TO_RECEIVE);
        assertThat(engineTasks(task(id, "B2", "u15"))).isEqualTo(1);
        assertThatThrownBy(() -> office(() -> changes.undo(first.id(), "撤销"))).hasMessageContaining("之后又换过细则");
    }

    @Test
    void handsOutWhatComesBackAsTheOfficeHadHandedItOut() {
        String id = county.campaign(
                OLD, ChinaTime.today().minusDays(30), ChinaTime.today().plusDays(400));
        LocalDate own = ChinaTime.today().plusDays(77);
        office(() -> owners.change(id, List.of(new Owners.Change(0, "B2", "u12", List.of("u16"), own, "活动方案、照片"))));
        county.launch(id);
        List<Ownership> owned = owners.of(id);
        String old = campaigns.require(id).criteriaSetId();
        changeTo(id, county.edition(NEW));
        changeTo(id, old);
        assertThat(owners.of(id)).isEqualTo(owned);
        assertThat(county.launch(id)).contains("没有新增");
        assertThat(states(id))
                .containsEntry("B2/u12", AssignmentState.TO_RECEIVE)
                .doesNotContainKey("B2/u15");

        changeTo(id, county.edition(NEW));
        changeTo(id, county.edition(OLD.replace(",照片,", ",照片和视频,").replace("统计局,台账", "统计局,台账和照片")));
        assertThat(owners.of(id).get(2).evidenceRequired())
                .as("the office's own words")
                .isEqualTo("活动方案、照片");
        assertThat(owners.of(id).get(3).evidenceRequired())
                .as("the table's words")
                .isEqualTo("台账和照片");
    }

    @Test
    void cannotBeUndoneOnceSomebodyHasWorkedOnWhatWasAdded() {
        String id = launched();
        EditionChange change = office(() -> changes.propose(id, county.edition(NEW), ""));
        another(() -> changes.apply(change.id()));
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
        assertThatThrownBy(() -> another(() -> changes.apply(change.id()))).hasMessageContaining("已放弃");
        assertThatThrownBy(() -> office(() -> changes.propose(id, county.edition(OLD), "")))
                .hasMessageContaining("内容相同");
    }

    @Test
    void isConfirmedBySomebodyElse() {
        String id = launched();
        String set = county.edition(NEW);
        EditionChange change = office(() -> changes.propose(id, set, "省局印发新版"));
        assertThat(told("office2")).contains("核对差异后确认").contains("省局印发新版");
        assertThatThrownBy(() -> office(() -> changes.apply(change.id())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("confirmer-is-proposer"))
                .hasMessageContaining("本人提出")
                .hasMessageContaining("其他人员或领导");
        assertThat(campaigns.require(id).criteriaSetId()).isNotEqualTo(set);
        EditionChange applied = as(Role.LEADER, null, () -> changes.apply(change.id()));
        assertThat(applied.appliedBy()).isEqualTo("领导示例");
        assertThat(campaigns.require(id).criteriaSetId()).isEqualTo(set);
    }

    @Test
    void asksToScoreAnewWhatTheEditionChangedAndBringsEverythingBack() {
        String id = launched(JUDGED);
        judge(id);
        ScoreSheet before = board.of(id);
        assertThat(before.total()).isEqualByComparingTo("9.00");
        EditionDifference difference = office(() -> changes.difference(id, county.edition(JUDGED_ANEW)));
        assertThat(difference.scoresAbove()).isEqualTo(1);
        assertThat(difference.scoresLeaving()).isEqualTo(1);
        assertThat(difference.changed().get(0).hit().judged().scores())
                .extracting(EditionScores.Given::source)
                .containsExactly("自评", "县级核查");
        EditionChange change = changeTo(id, county.edition(JUDGED_ANEW));

        ScoreSheet anew = board.of(id);
        assertThat(anew.total()).as("2.00 of itself for K1, 2 for B1, 2 for B3").isEqualByComparingTo("6.00");
        assertThat(line(anew, "K1").above()).containsExactly(Source.COUNTY);
        assertThat(line(anew, "K1").effectiveFrom()).isEqualTo(Origin.SELF);
        assertThat(line(anew, "B1").outdated()).isTrue();
        assertThat(line(anew, "B3").outdated()).isFalse();
        assertThat(line(anew, "V1").vetoState()).isEqualTo(ScoreSheet.VetoState.UNKNOWN);
        assertThat(line(anew, "B5").vetoState())
                .as("its formula gave points, not a veto")
                .isEqualTo(ScoreSheet.VetoState.UNKNOWN);
        assertThat(line(anew, "B6").applies()).isFalse();
        assertThat(anew.notes())
                .anyMatch(note -> note.contains("K1") && note.contains("重新评分"))
                .anyMatch(note -> note.contains("B1") && note.contains("换版前所评"));
        assertThat(scores.changes(id, "B2")).hasSize(1);

        office(() -> scores.record(id, "K1", Source.COUNTY, new BigDecimal("1.5"), "按新版重评"));
        office(() -> scores.record(id, "B1", Source.COUNTY, new BigDecimal("2"), "按县级核查评定"));
        office(() -> scores.record(id, "B4", Source.COUNTY, BigDecimal.ONE, "新增"));
        anew = board.of(id);
        assertThat(anew.total()).isEqualByComparingTo("6.50");
        assertThat(line(anew, "B1").outdated()).as("looked at again").isFalse();
        assertThat(anew.notes()).noneMatch(note -> note.contains("换版"));

        office(() -> changes.undo(change.id(), "新版暂缓执行"));
        ScoreSheet after = board.of(id);
        assertThat(told(after)).isEqualTo(told(before));
        assertThat(after.notes()).isEqualTo(before.notes());
        assertThat(scores.of(id, Source.COUNTY)).doesNotContainKey("B4");
        assertThat(scores.changes(id, "K1").get(0)).satisfies(back -> {
            assertThat(back.beforePoints()).isEqualByComparingTo("1.5");
            assertThat(back.afterPoints()).isEqualByComparingTo("2.5");
            assertThat(back.reason()).contains("撤销细则换版");
        });
        assertThat(scores.changes(id, "B4")).hasSize(2);
    }

    @Test
    void isNotUndoneOverALockedRound() {
        String id = launched(JUDGED);
        judge(id);
        EditionChange change = changeTo(id, county.edition(JUDGED_ANEW));
        office(() -> scores.record(id, "K1", Source.COUNTY, new BigDecimal("1.5"), "按新版重评"));
        office(() -> rounds.lock(id, Source.COUNTY));
        assertThatThrownBy(() -> office(() -> changes.undo(change.id(), "暂缓")))
                .hasMessageContaining("县级核查")
                .hasMessageContaining("申请重新开放");
        assertThat(line(board.of(id), "K1").effective()).isEqualByComparingTo("1.5");
    }

    @Test
    void keepsAVetoThatWasFoundToHold() {
        String id = launched(JUDGED);
        judge(id);
        EditionChange change = changeTo(id, county.edition(JUDGED_ANEW));
        office(() -> {
            settings.recordVeto(id, "V1", true, "发生事故");
            return id;
        });
        office(() -> changes.undo(change.id(), "暂缓"));
        assertThat(line(board.of(id), "V1").vetoState()).isEqualTo(ScoreSheet.VetoState.HIT);
    }

    @Test
    void carriesARunningSelfEvaluationAlong() {
        String id = launched();
        SelfEvaluation round =
                office(() -> selfEvaluations.open(id, ChinaTime.today().plusDays(10)));
        assertThat(asked(round)).containsExactly("K1", "B1", "B2", "B3");
        EditionChange change = changeTo(id, county.edition(NEW));
        assertThat(asked(round)).containsExactly("K1", "B1", "B4");
        office(() -> changes.undo(change.id(), "暂缓"));
        assertThat(asked(round)).containsExactly("K1", "B1", "B2", "B3");
    }

    private List<String> asked(SelfEvaluation round) {
        return office(() -> selfEvaluations.sheet(round)).lines().stream()
                .map(SelfEvaluation.Line::criterionCode)
                .toList();
    }

    private void judge(String id) {
        office(() -> {
            scores.record(id, "K1", Source.SELF, new BigDecimal("2"), "自评");
            scores.record(id, "K1", Source.COUNTY, new BigDecimal("2.5"), "按县级核查评定");
            scores.record(id, "B1", Source.COUNTY, new BigDecimal("2"), "按县级核查评定");
            scores.record(id, "B2", Source.COUNTY, new BigDecimal("1.5"), "按县级核查评定");
            scores.record(id, "B3", Source.COUNTY, new BigDecimal("2"), "按县级核查评定");
            settings.bind(id, "B5", "1");
            settings.setApplies(id, "B6", false, "本地没有");
            settings.recordVeto(id, "V1", false, "逐项核查，未发生");
            return id;
        });
    }

    private EditionChange changeTo(String id, String set) {
        EditionChange change = office(() -> changes.propose(id, set, "省局印发新版"));
        return another(() -> changes.apply(change.id()));
    }

    private static ScoreSheet.Line line(ScoreSheet sheet, String code) {
        return sheet.line(code).orElseThrow();
    }

    /** Everything a sheet says but for how often a score was changed. */
    private static List<String> told(ScoreSheet sheet) {
        List<String> told = new ArrayList<>(sheet.reasons());
        for (ScoreSheet.Line it : sheet.criteria()) {
            told.add(it.code()
                    + it.points()
                    + it.effective()
                    + it.effectiveFrom()
                    + it.formula()
                    + it.notApplicable()
                    + it.vetoState()
                    + it.vetoReason()
                    + it.outdated()
                    + it.sources().values().stream()
                            .map(score -> score.source() + " " + score.points() + score.reason() + score.round()
                                    + score.scoredByName() + score.scoredAt())
                            .toList());
        }
        return told;
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

    /** Another person of the office: nobody confirms the own proposal. */
    private static <T> T another(Callable<T> deed) {
        return asAnother(Role.OFFICE, "u01", deed);
    }
}
