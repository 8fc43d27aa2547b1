package org.chuangjian.title;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chuangjian.support.Acting.as;
import static org.chuangjian.support.CountyAtWork.office;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Owners;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.evidence.Evidence;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.EvidenceState;
import org.chuangjian.evidence.Upload;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Lamp;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.supervision.SubjectType;
import org.chuangjian.supervision.SupervisionOrder;
import org.chuangjian.supervision.SupervisionOrders;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.MovedClock;
import org.chuangjian.support.QuietProduct;
import org.chuangjian.work.Assignment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** From the public notice to the title, its yearly tasks, its re-review and its loss, the clock moved by hand. */
@Import(MovedClock.InPlace.class)
@RecordApplicationEvents
@QuietProduct
abstract class TitleTests {

    private static final String HEADER = "编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n";
    private static final String TABLE = HEADER
            + "K1,保护制度,组织领导,成立领导小组,3,关键项,政府办,成立文件,DEDUCT:每缺1项扣1\n"
            + "B1,保护制度,协会作用,建立协会,2,基本项,产业中心,章程,MANUAL:0-2\n"
            + "B2,保护制度,宣传,开展宣传,2,基本项,宣传部,照片,MANUAL:0-2\n";
    private static final String NEWER = HEADER
            + "K1,保护制度,组织领导,成立领导小组,3,关键项,政府办,成立文件,DEDUCT:每缺1项扣1\n"
            + "B1,保护制度,协会作用,建立协会,2,基本项,产业中心,章程,MANUAL:0-2\n";

    @Autowired
    CountyAtWork county;

    @Autowired
    Campaigns campaigns;

    @Autowired
    CampaignKinds kinds;

    @Autowired
    Owners owners;

    @Autowired
    EvidenceBook evidence;

    @Autowired
    Journal journal;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MovedClock clock;

    @Autowired
    RuntimeService runtime;

    @Autowired
    ManagementService management;

    @Autowired
    WorkingDays calendar;

    @Autowired
    PublicNotices notices;

    @Autowired
    Objections objections;

    @Autowired
    Namings namings;

    @Autowired
    ReReviews reReviews;

    @Autowired
    Titles titles;

    @Autowired
    Tracking tracking;

    @Autowired
    UnitReports reports;

    @Autowired
    SupervisionOrders orders;

    @Autowired
    TitleSweep sweep;

    @Autowired
    ApplicationEvents events;

    @BeforeEach
    void settle() {
        county.settle();
        clock.moveTo(LocalDate.of(2026, 3, 2));
    }

    @Test
    void countsANoticeInWorkingDaysWithTheSwappedOnes() {
        // 30 working days from 2 March 2026; Qingming, 4 to 6 April, takes the 6th away.
        PublicNotice.Clock days = notices.clock("giZone", LocalDate.of(2026, 3, 2));
        assertThat(days.last()).isEqualTo(LocalDate.of(2026, 4, 14));
        assertThat(days.calendarKnown()).isTrue();
        // Seven from 28 September: National Day takes the 1st to the 7th, Saturday the 10th is worked.
        assertThat(notices.clock("foodSafetyCounty", LocalDate.of(2026, 9, 28)).last())
                .isEqualTo(LocalDate.of(2026, 10, 13));
    }

    @Test
    void saysThatItCountsMondayToFridayOverAYearNobodyHasPublished() {
        clock.moveTo(LocalDate.of(2026, 12, 25));
        String id = atNotice(campaign());
        publish(id);
        PublicNotice.Clock days = notices.clock("giZone", LocalDate.of(2026, 12, 25));
        assertThat(days.last()).isEqualTo(LocalDate.of(2027, 2, 5));
        assertThat(days.calendarKnown()).isFalse();
        assertThat(days.hint()).contains("2027 年").contains("周一至周五");
        assertThat(journal.of("campaign", id)).anySatisfy(it -> {
            assertThat(it.action()).isEqualTo("公示起算");
            assertThat(it.detail()).contains("2027-02-05").contains("周一至周五");
        });
        assertThat(timer(id).getDuedate().toInstant().atZone(clock.getZone()).toLocalDate())
                .isEqualTo(LocalDate.of(2027, 2, 6));
    }

    @Test
    void asksForAWayToObjectBeforeAnythingIsPublished() {
        String id = atNotice(campaign());
        assertThatThrownBy(() -> advance(id, null)).hasMessageContaining("还没有登记公示内容");
        assertThatThrownBy(() -> office(() ->
                        notices.save(id, new PublicNotices.Draft("公示", "", "", "", "", "县纪委监委", null, null), null)))
                .hasMessageContaining("至少填写一种异议受理方式");
        assertThatThrownBy(() -> office(() -> objections.receive(id, received(false, "", LocalDate.of(2026, 3, 2)))))
                .hasMessageContaining("公示尚未发布");
    }

    @Test
    void takesNoFirstDayFarAheadOrBeforeTheAcceptance() {
        String id = atNotice(campaign());
        for (LocalDate slip : List.of(LocalDate.of(2025, 3, 2), LocalDate.of(2026, 6, 2))) {
            assertThatThrownBy(() -> office(() -> notices.save(id, from(slip, null), null)))
                    .hasMessageContaining("2026-01-05 至 2026-05-01");
        }
        office(() -> notices.save(id, from(LocalDate.of(2026, 2, 2), null), null));
        jdbc.sql("insert into evaluation (id, campaign_id, stage, number, organ, visit_from, visit_to, result,"
                        + " document_number, document_date, opinion, recorded_by, recorded_by_name, recorded_at,"
                        + " last_by_name, last_at, version) values (?, ?, 'acceptance', 1, '省局', ?, ?, 'PASSED', '示文', ?,"
                        + " '', 'office', '办示例', ?, '办示例', ?, 0)")
                .params(
                        id,
                        id,
                        LocalDate.of(2026, 2, 9),
                        LocalDate.of(2026, 2, 10),
                        LocalDate.of(2026, 2, 27),
                        OffsetDateTime.now(clock),
                        OffsetDateTime.now(clock))
                .update();
        assertThatThrownBy(() -> advance(id, null)).hasMessageContaining("2026-02-27 至");
        // Entered half a year late is late, but no slip.
        clock.moveTo(LocalDate.of(2026, 9, 1));
        office(() -> notices.save(id, from(LocalDate.of(2026, 2, 27), null), null));
        advance(id, null);
        assertThat(notices.find(id).orElseThrow().publishedAt()).isNotNull();
    }

    /** Published by the level above, entered weeks later: the opinion's date counts, not that of the entry. */
    @Test
    void takesAFirstDayBackToTheDocumentThatConfirmedTheAcceptance() {
        String id = atNotice(campaign());
        jdbc.sql("update milestone set reached_at = ?, reached_by = '办示例' where campaign_id = ?"
                        + " and code = 'acceptancePassed'")
                .params(OffsetDateTime.now(clock), id)
                .update();
        assertThatThrownBy(() -> office(() -> notices.save(id, from(LocalDate.of(2026, 2, 10), null), null)))
                .hasMessageContaining("2026-03-02 至");
        jdbc.sql("insert into confirmation (campaign_id, milestone_code, condition_key, document_number, document_date,"
                        + " note, confirmed_by, confirmed_by_name, confirmed_at) values (?, 'acceptancePassed',"
                        + " 'acceptanceOpinion', '示验〔2026〕1号', ?, '', 'office', '办示例', ?)")
                .params(id, LocalDate.of(2026, 2, 9), OffsetDateTime.now(clock))
                .update();
        assertThatThrownBy(() -> office(() -> notices.save(id, from(LocalDate.of(2026, 2, 8), null), null)))
                .hasMessageContaining("2026-02-09 至");
        office(() -> notices.save(id, from(LocalDate.of(2026, 2, 10), null), null));
    }

    @Test
    void correctsTheFirstDayOfARunningNoticeWithAReason() {
        String id = atNotice(campaign());
        publish(id);
        assertThat(ends(id)).isEqualTo(LocalDate.of(2026, 4, 15));
        assertThatThrownBy(() -> office(() -> notices.save(id, from(LocalDate.of(2026, 3, 5), " "), null)))
                .hasMessageContaining("更正公示起始日期的原因");
        office(() -> notices.save(id, from(LocalDate.of(2026, 3, 5), "登记时误写"), null));
        assertThat(ends(id)).isEqualTo(LocalDate.of(2026, 4, 18));
        assertThat(campaigns.require(id).noticeFrom()).isEqualTo(LocalDate.of(2026, 3, 5));
        assertThat(journal.of("campaign", id)).anySatisfy(it -> {
            assertThat(it.action()).isEqualTo("更正公示起始日期");
            assertThat(it.detail()).contains("2026-03-02", "2026-03-05", "2026-04-17", "登记时误写");
        });
    }

    @Test
    void letsARunningNoticeFollowTheCalendar() {
        String id = atNotice(campaign());
        publish(id);
        LocalDate day = LocalDate.of(2026, 4, 15);
        LocalDate saturday = LocalDate.of(2026, 3, 7);
        try {
            calendar.set(LocalDate.of(2026, 4, 14), false, "示例节", "office", "办示例");
            assertThat(ends(id)).isEqualTo(LocalDate.of(2026, 4, 16));
            calendar.set(saturday, true, "示例补班", "office", "办示例");
            assertThat(ends(id)).isEqualTo(LocalDate.of(2026, 4, 14));
            calendar.reset(LocalDate.of(2026, 4, 14), "office", "办示例");
            assertThat(journal.of("campaign", id).stream()
                            .filter(it -> it.action().equals("公示截止日期随工作日历调整")))
                    .extracting(Journal.Entry::detail)
                    .containsExactlyInAnyOrder("公示至 2026-04-15", "公示至 2026-04-13");

            // Over at first, and then again not over: nothing can be decided on.
            Job timer = timer(id);
            clock.moveTo(LocalDate.of(2026, 4, 14));
            management.executeJob(timer.getId());
            Objection objection = office(() -> objections.receive(id, received(false, "", LocalDate.of(2026, 4, 1))));
            answer(objection, true);
            assertThat(notices.mayRefuse(campaigns.require(id))).isTrue();
            calendar.reset(saturday, "office", "办示例");
            assertThat(notices.mayRefuse(campaigns.require(id))).isFalse();
            assertThatThrownBy(() -> office(() -> notices.refuse(id, "弄虚作假"))).hasMessageContaining("公示期满后");
            clock.moveTo(day);
            office(() -> notices.refuse(id, "弄虚作假"));
        } finally {
            calendar.reset(saturday, "office", "办示例");
            calendar.reset(LocalDate.of(2026, 4, 14), "office", "办示例");
        }
        assertThat(campaigns.require(id).state()).isEqualTo(Campaign.State.NOT_NAMED);
    }

    @Test
    void namesNothingWhileAnObjectionIsOpen() {
        String id = noticeEnded();
        Objection first = office(() -> objections.receive(id, received(true, "张示例", LocalDate.of(2026, 4, 1))));
        assertThat(first.number()).isEqualTo(1);
        assertThatThrownBy(() -> advance(id, true))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("还有 1 件异议未答复")
                .hasMessageContaining("2026-04-01");
        assertThatThrownBy(() -> office(() -> objections.answer(first.id(), "已核实", null, null)))
                .hasMessageContaining("尚未核实");
        answer(first, false);
        advance(id, true);
        assertThat(campaigns.require(id).stage()).isEqualTo("naming");

        Objection late = office(() -> objections.receive(id, received(false, "", LocalDate.of(2026, 4, 16))));
        register(id, LocalDate.of(2026, 4, 16), null);
        assertThatThrownBy(() -> advance(id, null)).hasMessageContaining("还有 1 件异议未答复");
        answer(late, false);
        advance(id, null);
        assertThat(campaigns.require(id).state()).isEqualTo(Campaign.State.NAMED);
    }

    @Test
    void namesNobodyBeforeTheNoticeIsOverOrForLongerThanALifetime() {
        String id = noticeEnded();
        advance(id, true);
        for (LocalDate slip : List.of(LocalDate.of(2026, 4, 13), LocalDate.of(2026, 2, 15))) {
            assertThatThrownBy(() -> register(id, slip, null)).hasMessageContaining("早于公示期满日期 2026-04-14");
        }
        assertThatThrownBy(() -> register(id, LocalDate.of(2026, 4, 15), LocalDate.of(2206, 4, 14)))
                .hasMessageContaining("有效期不能超过 30 年");
        try {
            // A calendar that comes late moves no notice that is closed, since 16 April.
            for (int day = 13; day < 17; day++) {
                calendar.set(LocalDate.of(2026, 4, day), false, "示例节", "office", "办示例");
            }
            assertThatThrownBy(() -> register(id, LocalDate.of(2026, 4, 15), null))
                    .hasMessageContaining("早于公示期满日期 2026-04-16");
            register(id, LocalDate.of(2026, 4, 16), null);
        } finally {
            for (int day = 13; day < 17; day++) {
                calendar.reset(LocalDate.of(2026, 4, day), "office", "办示例");
            }
        }
    }

    @Test
    void endsWithoutATitleWhenASustainedObjectionIsDecisive() {
        String id = noticeEnded();
        Objection objection = office(() -> objections.receive(id, received(false, "", LocalDate.of(2026, 4, 1))));
        assertThatThrownBy(() -> office(() -> notices.refuse(id, "弄虚作假"))).hasMessageContaining("没有查实成立");
        answer(objection, true);
        office(() -> notices.refuse(id, "用标企业数据弄虚作假"));
        assertThat(campaigns.require(id).state()).isEqualTo(Campaign.State.NOT_NAMED);
        assertThat(notices.find(id).orElseThrow().refusedReason()).contains("弄虚作假");
        assertThat(running(id)).isZero();
        assertThatThrownBy(() -> register(id, LocalDate.of(2026, 4, 16), null)).hasMessageContaining("未命名");
    }

    @Test
    void canStillRefuseWhenTheObjectionComesAtTheNaming() {
        String id = noticeEnded();
        advance(id, true);
        register(id, LocalDate.of(2026, 4, 16), null);
        Objection late = office(() -> objections.receive(id, received(false, "", LocalDate.of(2026, 4, 16))));
        assertThat(notices.mayRefuse(campaigns.require(id))).isFalse();
        answer(late, true);
        office(() -> notices.refuse(id, "用标企业数据弄虚作假"));
        assertThat(campaigns.require(id).state()).isEqualTo(Campaign.State.NOT_NAMED);
        assertThat(namings.find(id).orElseThrow().titleId()).isNull();
        assertThat(running(id)).isZero();
    }

    @Test
    void keepsTheNamesOfObjectorsWithTheOffice() {
        String id = noticeEnded();
        office(() -> objections.receive(id, received(true, "赵样本", LocalDate.of(2026, 4, 1))));
        assertThat(office(() -> objections.of(id)).get(0).objector()).isEqualTo("赵样本");
        assertThat(as(Role.LEADER, null, () -> objections.of(id)).get(0)).satisfies(it -> {
            assertThat(it.objector()).isEmpty();
            assertThat(it.contact()).isEmpty();
            assertThat(it.realName()).isTrue();
        });
        assertThatThrownBy(() -> as(Role.CLERK, "u03", () -> objections.of(id))).hasMessageContaining("没有此项权限");
        assertThat(journal.of("campaign", id)).noneMatch(it -> it.detail().contains("赵样本"));

        office(() -> campaigns.terminate(id, "不再申报"));
        for (Role role : List.of(Role.LEADER, Role.AUDITOR)) {
            assertThat(as(role, null, () -> objections.of(id)))
                    .as("after the end too, to a " + role)
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.objector()).isEmpty();
                        assertThat(it.contact()).isEmpty();
                        assertThat(it.content()).isEqualTo("用标企业数量不实");
                    });
        }
        assertThat(office(() -> objections.of(id)).get(0).objector()).isEqualTo("赵样本");
        assertThatThrownBy(() -> as(Role.CLERK, "u03", () -> objections.of(id))).hasMessageContaining("没有此项权限");
    }

    @Test
    void asksWhetherAnObjectionBearsAName() {
        String id = noticeEnded();
        Objections.Received unsaid = new Objections.Received(
                null, null, null, Objection.Channel.LETTER, LocalDate.of(2026, 4, 1), "用标企业数量不实");
        assertThatThrownBy(() -> office(() -> objections.receive(id, unsaid))).hasMessageContaining("请选择实名或匿名");
    }

    @Test
    void refusesAnUpdateOfWhatSomebodyElseHasChanged() {
        String id = atNotice(campaign());
        PublicNotice seen = office(() -> notices.save(id, draft(), null));
        office(() -> notices.save(id, draft(), seen.version()));
        assertThatThrownBy(() -> office(() -> notices.save(id, draft(), seen.version())))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(409);
                    assertThat(problem.detail()).contains("创建办示例");
                });
        assertThatThrownBy(() -> as(Role.LEADER, null, () -> notices.save(id, draft(), null)))
                .hasMessageContaining("没有此项权限");
    }

    @Test
    void bringsATitleIntoForceWithItsClocksAndTasks() {
        Title title = named();
        assertThat(title.state()).isEqualTo(TitleState.VALID);
        assertThat(title.validUntil()).isEqualTo(LocalDate.of(2031, 4, 14));
        assertThat(title.reviewDue()).isEqualTo(LocalDate.of(2030, 10, 14));
        assertThat(title.lamp(LocalDate.of(2026, 4, 15))).isEqualTo(Lamp.GREEN);
        assertThat(title.lamp(LocalDate.of(2030, 10, 14))).isEqualTo(Lamp.YELLOW);
        assertThat(title.lamp(LocalDate.of(2031, 4, 15))).isEqualTo(Lamp.RED);
        assertThat(office(() -> tracking.of(title.id()))).singleElement().satisfies(item -> {
            assertThat(item.dueDate()).isEqualTo(LocalDate.of(2026, 12, 31));
            assertThat(item.unitCode()).isEqualTo("u02");
        });
        assertThat(timers(title.id())).hasSize(2);
        assertThat(told(title, "tracking", "c-u02", "新的跟踪任务")).isEqualTo(1);
    }

    @Test
    void asksForTheYearsTasksOnceAndRemindsOfThem() {
        Title title = held(LocalDate.of(2024, 2, 9), LocalDate.of(2029, 2, 8));
        clock.moveTo(LocalDate.of(2027, 1, 4));
        sweep.sweep();
        sweep.sweep();
        fire(title.id(), "event_yearBegun");
        assertThat(office(() -> tracking.of(title.id())))
                .extracting(TrackingItem::dueDate)
                .containsExactly(LocalDate.of(2026, 12, 31), LocalDate.of(2027, 12, 31));

        TrackingItem late = office(() -> tracking.of(title.id())).get(0);
        assertThat(told(title, "tracking", "h-u02", "逾期")).isEqualTo(1);
        assertThatThrownBy(() -> as(Role.CLERK, "u03", () -> tracking.done(late.id(), "已报", null)))
                .hasMessageContaining("无权办理");
        assertThatThrownBy(() -> as(Role.CLERK, "u02", () -> tracking.done(late.id(), " ", null)))
                .hasMessageContaining("请填写办理情况");
        byte[] content = "%PDF-1.4\n年度报告".getBytes(StandardCharsets.UTF_8);
        as(
                Role.CLERK,
                "u02",
                () -> tracking.upload(
                        late.id(), List.of(new Upload("年度报告.pdf", new ByteArrayResource(content), content.length))));
        assertThat(running(late.id())).as("the unit has it in Tasklist").isEqualTo(1);
        as(Role.CLERK, "u02", () -> reports.saveDraft(late.id(), "写了一半"));
        as(Role.CLERK, "u02", () -> tracking.done(late.id(), "年度报告已报送", late.version()));
        assertThat(office(() -> tracking.of(title.id())).get(0).state()).isEqualTo(TrackingItem.State.OPEN);
        assertThatThrownBy(() -> as(Role.CLERK, "u03", () -> reports.view(late.id())))
                .hasMessageContaining("无权办理");
        assertThatThrownBy(() -> as(Role.HEAD, "u02", () -> reports.report(late.id(), "再报")))
                .hasMessageContaining("待确认");
        assertThatThrownBy(() -> as(Role.HEAD, "u02", () -> reports.decide(late.id(), true, null)))
                .hasMessageContaining("没有此项权限");
        assertThatThrownBy(() -> office(() -> reports.decide(late.id(), false, " ")))
                .hasMessageContaining("写明原因");
        clock.moveTo(LocalDate.of(2027, 12, 31));
        sweep.sweep();
        assertThat(told(title, "tracking", "h-u02", "逾期"))
                .as("nobody is reminded of what was handed in")
                .isEqualTo(1);
        office(() -> reports.decide(late.id(), false, "缺少数据"));
        assertThat(as(Role.CLERK, "u02", () -> reports.view(late.id()))).satisfies(it -> {
            assertThat(it.opinion()).isEqualTo("缺少数据");
            assertThat(it.note()).isEqualTo("年度报告已报送");
            assertThat(it.mayReport()).isTrue();
            assertThat(it.lamp()).isEqualTo(Lamp.RED);
        });
        as(Role.CLERK, "u02", () -> reports.report(late.id(), "年度报告已报送，数据已补"));
        office(() -> reports.decide(late.id(), true, null));
        assertThat(running(late.id())).isZero();
        TrackingItem done = office(() -> tracking.of(title.id())).stream()
                .filter(it -> it.id().equals(late.id()))
                .findFirst()
                .orElseThrow();
        assertThat(done.state()).isEqualTo(TrackingItem.State.DONE);
        assertThat(done.note()).isEqualTo("年度报告已报送，数据已补");
        assertThat(tracking.proofs(title.id()).get(late.id()))
                .singleElement()
                .satisfies(proof -> assertThat(proof.state()).isEqualTo(EvidenceState.ACCEPTED));
        assertThatThrownBy(() -> as(Role.HEAD, "u02", () -> tracking.done(late.id(), "再报", null)))
                .hasMessageContaining("已完成");
        office(() -> tracking.reopen(late.id(), "缺少数据", null));
        assertThat(running(late.id())).isEqualTo(1);
        office(() -> tracking.done(late.id(), "代为登记", null));
        assertThat(running(late.id())).as("the office saw to it itself").isZero();
        office(() -> tracking.reopen(late.id(), "再补一份", null));
        assertThat(as(Role.CLERK, "u02", () -> tracking.of(title.id()))).hasSize(2);
        assertThatThrownBy(() -> as(Role.CLERK, "u03", () -> tracking.of(title.id())))
                .hasMessageContaining("无权查看");
    }

    /** The months of a validity end the day before the named one, or with a month that has no such day. */
    @Test
    void countsAValidityAcrossLeapYearsAndMonthEnds() {
        Map<LocalDate, LocalDate> last = Map.of(
                LocalDate.of(2024, 2, 29), LocalDate.of(2029, 2, 28),
                LocalDate.of(2024, 3, 1), LocalDate.of(2029, 2, 28),
                LocalDate.of(2023, 3, 1), LocalDate.of(2028, 2, 29),
                LocalDate.of(2024, 1, 31), LocalDate.of(2029, 1, 30),
                LocalDate.of(2023, 2, 28), LocalDate.of(2028, 2, 27));
        last.forEach(
                (named, until) -> assertThat(held(named, null).validUntil()).isEqualTo(until));
    }

    @Test
    void entersATitleOnceAndInAYearThatWas() {
        Titles.Entry entry = entry(LocalDate.of(2024, 2, 9), null);
        office(() -> titles.enter(entry, false));
        assertThatThrownBy(() -> office(() -> titles.enter(entry, false)))
                .hasMessageContaining("国知发保字〔2024〕1号")
                .hasMessageContaining("已经登记");
        assertThatThrownBy(() -> held(LocalDate.of(24, 2, 9), null)).hasMessageContaining("请核对年份");
    }

    @Test
    void sweepsTheOtherTitlesAndFollowUpsWhenOneTitleFails() {
        String campaign = campaign();
        String visit = Ids.next();
        String old = Ids.next();
        jdbc.sql("insert into evaluation (id, campaign_id, stage, number, organ, visit_from, visit_to, result,"
                        + " document_number, document_date, opinion, recorded_by, recorded_by_name, recorded_at,"
                        + " last_by_name, last_at, version) values (?, ?, 'acceptance', 1, '省局', ?, ?, 'CONDITIONAL',"
                        + " '示文', ?, '', 'office', '办示例', ?, '办示例', ?, 0)")
                .params(
                        visit,
                        campaign,
                        LocalDate.of(2026, 2, 9),
                        LocalDate.of(2026, 2, 10),
                        LocalDate.of(2026, 2, 27),
                        OffsetDateTime.now(clock),
                        OffsetDateTime.now(clock))
                .update();
        jdbc.sql("insert into follow_up (id, evaluation_id, position, item, unit_code, due_date, done_note)"
                        + " values (?, ?, 1, '此前的事项', 'u03', ?, '')")
                .params(old, visit, LocalDate.of(2028, 2, 27))
                .update();
        Title broken = held(LocalDate.of(2024, 2, 8), LocalDate.of(2029, 2, 7));
        Title sound = held(LocalDate.of(2024, 2, 9), LocalDate.of(2029, 2, 8));
        clock.moveTo(LocalDate.of(2027, 1, 4));
        jdbc.sql("update title set kind = 'gone' where id = ?")
                .param(broken.id())
                .update();
        try {
            sweep.sweep();
            sweep.sweep();
        } finally {
            jdbc.sql("update title set kind = 'giZone' where id = ?")
                    .param(broken.id())
                    .update();
        }
        assertThat(office(() -> tracking.of(sound.id())))
                .extracting(TrackingItem::dueDate)
                .contains(LocalDate.of(2027, 12, 31));
        assertThat(running(old)).as("its unit has it in Tasklist now").isEqualTo(1);
        assertThat(office(() -> tracking.of(broken.id())))
                .extracting(TrackingItem::dueDate)
                .doesNotContain(LocalDate.of(2027, 12, 31));
        sweep.sweep();
        assertThat(office(() -> tracking.of(broken.id())))
                .as("the next sweep does what was left")
                .extracting(TrackingItem::dueDate)
                .contains(LocalDate.of(2027, 12, 31));
        office(() -> campaigns.terminate(campaign, "测试结束"));
    }

    @Test
    void aLeadersWordsOnAYearlyTaskAreAnsweredByItsUnit() {
        Title title = held(LocalDate.of(2024, 2, 9), LocalDate.of(2029, 2, 8));
        sweep.sweep();
        TrackingItem item = office(() -> tracking.of(title.id())).get(0);
        SupervisionOrder order = as(
                Role.LEADER,
                null,
                () -> orders.instruct(new SupervisionOrders.New(
                        SubjectType.FOLLOW_UP,
                        item.id(),
                        null,
                        null,
                        null,
                        CampaignKind.Colour.BLUE,
                        "请早做准备。",
                        LocalDate.of(2026, 4, 1),
                        null)));
        assertThat(order.unitCode()).isEqualTo("u02");
        assertThat(order.subjectTitle()).isEqualTo(item.name());
        assertThat(order.campaignId()).isNull();
        assertThat(as(Role.CLERK, "u02", () -> reports.linkOf(item.id())))
                .isEqualTo("/titles/" + title.id() + "#t-" + item.id());
        assertThat(as(Role.CLERK, "u02", () -> reports.open(null, null, false).items()))
                .anySatisfy(it -> {
                    assertThat(it.id()).isEqualTo(item.id());
                    assertThat(it.heading()).isEqualTo(title.name());
                });
    }

    @Test
    void proposesTheReReviewInTimeAndOnce() {
        Title title = held(LocalDate.of(2024, 2, 9), LocalDate.of(2029, 2, 8));
        clock.moveTo(LocalDate.of(2028, 8, 7));
        sweep.sweep();
        assertThat(titles.require(title.id()).reviewProposedAt()).isNull();
        clock.moveTo(LocalDate.of(2028, 8, 8));
        sweep.sweep();
        sweep.sweep();
        fire(title.id(), "event_reviewDue");
        assertThat(journal.of("title", title.id()).stream()
                        .filter(it -> it.action().equals("提请复审")))
                .singleElement()
                .satisfies(it -> assertThat(it.actor()).isEqualTo(Journal.AUTOMATIC));
        assertThat(told(title, "title", "office", "请启动复审")).isEqualTo(1);
        assertThat(events.stream(Notice.class).filter(it -> it.topic().equals("title")))
                .allMatch(Notice::automatic);
        assertThat(office(() -> titles.page(null, Titles.Show.DUE, 0, 100)).items())
                .extracting(Title::id)
                .contains(title.id());

        // A corrected validity starts the clock anew, in the process too.
        office(() -> titles.change(
                title.id(),
                entry(LocalDate.of(2024, 2, 9), LocalDate.of(2030, 2, 8)),
                titles.require(title.id()).version()));
        assertThat(titles.require(title.id()).reviewProposedAt()).isNull();
    }

    @Test
    void movesTheTimerWhenTheValidityIsCorrected() {
        Title title = held(LocalDate.of(2024, 2, 9), LocalDate.of(2029, 2, 8));
        office(() ->
                titles.change(title.id(), entry(LocalDate.of(2024, 2, 9), LocalDate.of(2030, 2, 8)), title.version()));
        assertThat(timers(title.id()))
                .extracting(job ->
                        job.getDuedate().toInstant().atZone(clock.getZone()).toLocalDate())
                .contains(LocalDate.of(2029, 8, 8))
                .doesNotContain(LocalDate.of(2028, 8, 8));
        assertThatThrownBy(() -> office(() -> titles.change(
                        title.id(), entry(LocalDate.of(2024, 2, 9), LocalDate.of(2031, 2, 8)), title.version())))
                .hasMessageContaining("没有保存");
    }

    @Test
    void takesOwnersAndValidEvidenceIntoTheReReviewAndMarksWhatIsStale() {
        Title title = named();
        String first = Objects.requireNonNull(title.campaignId());
        clock.moveTo(LocalDate.of(2027, 11, 1));
        // K1 bears a date of two years ago, B1 was uploaded lately, B2 is no longer asked.
        jdbc.sql("update evidence set document_date = ? where id in (select evidence_id from evidence_use"
                        + " where campaign_id = ? and criterion_code = 'K1')")
                .params(LocalDate.of(2025, 10, 31), first)
                .update();
        String set = county.edition(NEWER);
        Campaign review = office(() -> reReviews.start(
                title.id(),
                new ReReviews.Plan(null, set, LocalDate.of(2027, 11, 1), LocalDate.of(2028, 12, 1), null),
                title.version()));
        assertThat(titles.require(title.id()).state()).isEqualTo(TitleState.RE_REVIEW);
        assertThat(review.name()).isEqualTo(title.name() + "复审");
        // Somebody took K1 over in the first campaign; the table alone would propose 政府办 again.
        assertThat(owners.of(review.id())).extracting(Ownership::lead).containsExactly("u04", "u05");
        assertThat(office(() -> reReviews.carried(review.id(), true, 0, 50)).items())
                .extracting(ReReviews.CarriedEvidence::criterionCode, ReReviews.CarriedEvidence::reason)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("B2", "新版细则没有指标 B2"),
                        org.assertj.core.groups.Tuple.tuple("K1", "成文日期 2025-10-31 早于 2025-11-01"));
        assertThat(as(Role.CLERK, "u04", () -> reReviews.carried(review.id(), null, 0, 50))
                        .items())
                .extracting(ReReviews.CarriedEvidence::criterionCode)
                .containsExactly("K1");
        assertThat(county.launch(review.id())).isEqualTo("已下达 2 项任务");
        assertThat(office(() -> reReviews.counts(review.id()))).isEqualTo(new ReReviews.Counts(1, 2, 1));
        for (Assignment assignment : county.open(review.id())) {
            List<Evidence> laid = evidence.ofAssignment(assignment.id());
            assertThat(laid).hasSize(assignment.criterionCode().equals("B1") ? 1 : 0);
            assertThat(laid).allSatisfy(it -> assertThat(it.state()).isEqualTo(EvidenceState.DRAFT));
        }
        assertThat(county.launch(review.id())).isEqualTo("任务此前已全部下达，本次没有新增");
        assertThat(office(() -> reReviews.counts(review.id())).linked()).isEqualTo(1);

        assertThatThrownBy(() -> office(() -> reReviews.start(
                        title.id(),
                        new ReReviews.Plan(null, set, LocalDate.of(2027, 11, 1), LocalDate.of(2028, 12, 1), null),
                        null)))
                .hasMessageContaining("复审中");
        jump(review.id(), "callActivity_building", "callActivity_naming");
        register(review.id(), LocalDate.of(2027, 11, 1), LocalDate.of(2033, 1, 31));
        advance(review.id(), null);
        Title renewed = titles.require(title.id());
        assertThat(renewed.state()).isEqualTo(TitleState.RENEWED);
        assertThat(renewed.validUntil()).isEqualTo(LocalDate.of(2033, 1, 31));
        assertThat(renewed.campaignId()).isEqualTo(review.id());
        assertThat(reReviews.of(review.id()).orElseThrow().result()).isEqualTo(ReReviews.Result.RENEWED);
        assertThat(timers(title.id()))
                .extracting(job ->
                        job.getDuedate().toInstant().atZone(clock.getZone()).toLocalDate())
                .contains(LocalDate.of(2032, 7, 31));
    }

    @Test
    void marksEvidenceStaleWhoseCriterionChangedOrWhoseValidityEnds() {
        Title title = named();
        clock.moveTo(LocalDate.of(2026, 6, 1));
        String set = county.edition(TABLE.replace("章程,MANUAL:0-2", "章程,MANUAL:按活跃程度0-2"));
        String first = Objects.requireNonNull(title.campaignId());
        jdbc.sql("update evidence set valid_until = ? where id in (select evidence_id from evidence_use"
                        + " where campaign_id = ? and criterion_code = 'B2')")
                .params(LocalDate.of(2027, 5, 31), first)
                .update();
        jdbc.sql("update evidence set valid_until = ? where id in (select evidence_id from evidence_use"
                        + " where campaign_id = ? and criterion_code = 'K1')")
                .params(LocalDate.of(2027, 6, 1), first)
                .update();
        Campaign review = office(() -> reReviews.start(
                title.id(),
                new ReReviews.Plan(null, set, LocalDate.of(2026, 6, 1), LocalDate.of(2027, 6, 1), null),
                title.version()));
        assertThat(office(() -> reReviews.carried(review.id(), null, 0, 50)).items())
                .extracting(ReReviews.CarriedEvidence::criterionCode, ReReviews.CarriedEvidence::reason)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("K1", ""),
                        org.assertj.core.groups.Tuple.tuple("B1", "指标内容已修改"),
                        org.assertj.core.groups.Tuple.tuple("B2", "有效期至 2027-05-31，早于计划验收日期 2027-06-01"));
    }

    @Test
    void letsTheTitleStandAsBeforeWhenTheReReviewIsGivenUp() {
        Title title = held(LocalDate.of(2024, 2, 9), LocalDate.of(2029, 2, 8));
        Campaign review = review(title);
        assertThat(titles.require(title.id()).lamp(LocalDate.of(2028, 8, 7)))
                .as("near due by its date, not by an early re-review")
                .isEqualTo(Lamp.GREEN);
        office(() -> campaigns.terminate(review.id(), "上级推迟"));
        assertThat(titles.require(title.id()).state()).isEqualTo(TitleState.VALID);
        assertThat(reReviews.of(review.id()).orElseThrow().result()).isEqualTo(ReReviews.Result.ABANDONED);
        assertThat(timers(title.id())).hasSize(2);

        clock.moveTo(LocalDate.of(2028, 8, 8));
        sweep.sweep();
        Campaign second = review(title);
        office(() -> campaigns.terminate(second.id(), "上级再次推迟"));
        sweep.sweep();
        sweep.sweep();
        assertThat(told(title, "title", "office", "请启动复审")).isEqualTo(2);
    }

    @Test
    void withdrawsATitleAtAnyTimeAndEndsWhatHangsOnIt() {
        Title title = held(LocalDate.of(2024, 2, 9), LocalDate.of(2029, 2, 8));
        Campaign review = review(title);
        int version = titles.require(title.id()).version();
        assertThatThrownBy(() -> office(
                        () -> titles.withdraw(title.id(), Title.Withdrawal.REVOKED, "发生重大事故", " ", null, version)))
                .hasMessageContaining("决定文号");
        Title lost = office(
                () -> titles.withdraw(title.id(), Title.Withdrawal.REVOKED, "发生重大食品安全事故", "示撤〔2026〕1号", null, version));
        assertThat(lost.state()).isEqualTo(TitleState.WITHDRAWN);
        assertThat(lost.withdrawnOn()).isEqualTo(LocalDate.of(2026, 3, 2));
        assertThat(campaigns.require(review.id()).state()).isEqualTo(Campaign.State.TERMINATED);
        assertThat(running(title.id())).isZero();
        assertThat(timers(title.id())).isEmpty();
        assertThat(office(() -> tracking.of(title.id()))).isNotEmpty().allSatisfy(it -> {
            assertThat(it.state()).isEqualTo(TrackingItem.State.LAPSED);
            assertThat(running(it.id())).isZero();
        });
        clock.moveTo(LocalDate.of(2028, 9, 1));
        sweep.sweep();
        assertThat(titles.require(title.id()).reviewProposedAt()).isNull();
        assertThatThrownBy(() -> office(
                        () -> titles.withdraw(title.id(), Title.Withdrawal.REVOKED, "又一次", "示撤〔2026〕2号", null, null)))
                .hasMessageContaining("称号已撤销");
    }

    private Campaign review(Title title) {
        String set = county.edition(TABLE);
        return office(() -> reReviews.start(
                title.id(),
                new ReReviews.Plan("复审", set, LocalDate.of(2026, 3, 2), LocalDate.of(2027, 3, 2), 12),
                null));
    }

    private Title held(LocalDate namedOn, @Nullable LocalDate validUntil) {
        return office(() -> titles.enter(entry(namedOn, validUntil), false));
    }

    private static Titles.Entry entry(LocalDate namedOn, @Nullable LocalDate validUntil) {
        return new Titles.Entry(
                "giZone", "示例示范区 " + System.nanoTime(), "国知发保字〔2024〕1号", "国家知识产权局", namedOn, validUntil, "", "");
    }

    /** A title won on 15 April 2026, K1 having been handed over to another unit on the way. */
    private Title named() {
        String id = campaign();
        office(() -> owners.change(id, List.of(new Owners.Change(0, "K1", "u04", List.of(), null, null))));
        assertThat(county.launch(id)).isEqualTo("已下达 3 项任务");
        county.open(id).forEach(county::accept);
        jump(id, "callActivity_building", "callActivity_publicNotice");
        publish(id);
        end(id);
        advance(id, true);
        register(id, LocalDate.of(2026, 4, 15), null);
        advance(id, null);
        return titles.require(
                Objects.requireNonNull(namings.find(id).orElseThrow().titleId()));
    }

    private String noticeEnded() {
        String id = atNotice(campaign());
        publish(id);
        end(id);
        return id;
    }

    private void publish(String id) {
        office(() -> notices.save(id, draft(), null));
        advance(id, null);
    }

    private void end(String id) {
        Job timer = timer(id);
        clock.moveTo(LocalDate.of(2026, 4, 16));
        management.executeJob(timer.getId());
    }

    private LocalDate ends(String id) {
        return timer(id).getDuedate().toInstant().atZone(clock.getZone()).toLocalDate();
    }

    private static PublicNotices.Draft from(LocalDate first, @Nullable String reason) {
        return new PublicNotices.Draft("拟命名公示", "", "0000-12345", "", "", "县纪委监委 0000-12388", first, reason);
    }

    private static PublicNotices.Draft draft() {
        return new PublicNotices.Draft("拟命名公示", "", "0000-12345", "", "", "县纪委监委 0000-12388", null, null);
    }

    private static Objections.Received received(boolean realName, String name, LocalDate on) {
        return new Objections.Received(
                realName, name, realName ? "13800000000" : null, Objection.Channel.PHONE, on, "用标企业数量不实");
    }

    private void answer(Objection objection, boolean sustained) {
        office(() -> objections.investigate(objection.id(), "李样本", "已实地核实", sustained, objection.version()));
        office(() -> objections.answer(objection.id(), "已书面答复", null, null));
    }

    private void register(String id, LocalDate namedOn, @Nullable LocalDate until) {
        office(() ->
                namings.save(id, new Namings.Draft(null, "国知发保字〔2026〕1号", "国家知识产权局", namedOn, until, "已授牌"), null));
    }

    private String campaign() {
        return county.campaign(TABLE, LocalDate.of(2026, 1, 5), LocalDate.of(2027, 1, 29));
    }

    private String atNotice(String id) {
        jump(id, "callActivity_preparation", "callActivity_publicNotice");
        return id;
    }

    /** What lies between is the business of other tests. */
    private void jump(String id, String from, String to) {
        ProcessInstance instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(id)
                .rootProcessInstances()
                .singleResult();
        runtime.createProcessInstanceModification(instance.getId())
                .startBeforeActivity(to)
                .cancelAllForActivity(from)
                .execute();
    }

    private void advance(String id, @Nullable Boolean passed) {
        office(() -> campaigns.advance(id, passed));
    }

    /** The clock of the notice stage, which is a process of its own under the campaign's. */
    private Job timer(String campaign) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(campaign).list().stream()
                .flatMap(it -> management.createJobQuery().processInstanceId(it.getId()).timers().list().stream())
                .findFirst()
                .orElseThrow();
    }

    private List<Job> timers(String title) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(title).list().stream()
                .flatMap(it -> management.createJobQuery().processInstanceId(it.getId()).timers().list().stream())
                .toList();
    }

    private void fire(String title, String element) {
        String instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(title)
                .singleResult()
                .getId();
        management
                .createJobQuery()
                .processInstanceId(instance)
                .activityId(element)
                .list()
                .forEach(job -> management.executeJob(job.getId()));
    }

    private long running(String businessKey) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(businessKey)
                .count();
    }

    private long told(Title title, String topic, String account, String what) {
        return events.stream(Notice.class)
                .filter(it -> it.topic().equals(topic) && it.accounts().contains(account))
                .filter(it -> it.link().equals("/titles/" + title.id())
                        && it.subject().contains(what))
                .count();
    }
}
