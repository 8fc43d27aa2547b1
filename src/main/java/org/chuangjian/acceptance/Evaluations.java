package org.chuangjian.acceptance;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.Evaluation.Conclusion;
import org.chuangjian.acceptance.Evaluation.Detail;
import org.chuangjian.acceptance.Evaluation.Expert;
import org.chuangjian.acceptance.Evaluation.FollowUp;
import org.chuangjian.acceptance.Evaluation.FollowUpDraft;
import org.chuangjian.acceptance.Evaluation.Given;
import org.chuangjian.acceptance.Evaluation.ImportedFile;
import org.chuangjian.acceptance.Evaluation.Result;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignFlow;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.CampaignTerminated;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.When;
import org.chuangjian.shared.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 初评、验收: visits of the levels above, their results and what is left to do. */
@Component
public class Evaluations {

    private static final String NOT_HANDED_OUT = " from follow_up f join evaluation e on e.id = f.evaluation_id"
            + " join campaign k on k.id = e.campaign_id where k.state = 'ACTIVE' and f.done_at is null"
            + " and not exists (select 1 from unit_report r where r.item_id = f.id)";

    private static final String FOLLOW_UPS =
            "select f.*, u.name as unit_name from follow_up f join unit u on u.code = f.unit_code";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final CampaignFlow flow;
    private final Units units;
    private final People people;
    private final UnitReports reports;
    private final WorkingDays workingDays;
    private final ApplicationEventPublisher events;

    Evaluations(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CampaignKinds kinds,
            CampaignFlow flow,
            Units units,
            People people,
            UnitReports reports,
            WorkingDays workingDays,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.flow = flow;
        this.units = units;
        this.people = people;
        this.reports = reports;
        this.workingDays = workingDays;
        this.events = events;
    }

    /**
     * Enters a visit, before it or after.
     *
     * @throws Problem 422 for a stage nobody evaluates, dates the wrong way round, or an expert without a name
     */
    @Transactional
    public Evaluation open(
            String campaignId,
            @Nullable String stage,
            @Nullable String organ,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            List<Expert> experts) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        String wanted = requireStage(campaign, stage);
        if (StringUtils.isBlank(organ) || organ.strip().length() > 200) {
            throw Problem.invalid("organ", "请填写组织评价的机关（不超过 200 字）。");
        }
        LocalDate last = to == null ? from : to;
        if (from == null || last == null) {
            throw Problem.invalid("visit-dates", "请填写现场评价的日期。");
        }
        if (last.isBefore(from)) {
            throw Problem.invalid("visit-dates", "评价结束日期 " + last + " 早于开始日期 " + from + "，请核对。");
        }
        // Nobody plans a visit further ahead than the whole build-up takes.
        LocalDate latest = LocalDate.now(clock)
                .plusMonths(kinds.require(campaign.kind()).periods().buildMonths());
        if (from.isBefore(campaign.startDate()) || last.isAfter(latest)) {
            throw Problem.invalid(
                    "visit-dates", "现场评价日期应在启动日期 " + campaign.startDate() + " 至 " + latest + " 之间，请核对年份。");
        }
        checkExperts(experts);
        String id = Ids.next();
        int number = jdbc.sql("select coalesce(max(number), 0) + 1 from evaluation where campaign_id = ? and stage = ?")
                .params(campaignId, wanted)
                .query(Integer.class)
                .single();
        OffsetDateTime now = now();
        jdbc.sql("insert into evaluation (id, campaign_id, stage, number, organ, visit_from, visit_to, document_number,"
                        + " opinion, recorded_by, recorded_by_name, recorded_at, last_by_name, last_at, version)"
                        + " values (?, ?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, ?, ?, 0)")
                .params(
                        id,
                        campaignId,
                        wanted,
                        number,
                        organ.strip(),
                        from,
                        last,
                        user.account(),
                        user.name(),
                        now,
                        user.name(),
                        now)
                .update();
        insertExperts(id, experts);
        write(user, campaignId, id, "登记" + name(campaign, wanted), organ.strip() + "，" + from + " 至 " + last);
        return require(id);
    }

    /** @throws Problem 409 if somebody changed the visit meanwhile, or it is concluded */
    @Transactional
    public Evaluation nameExperts(String evaluationId, int version, List<Expert> experts) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Evaluation before = lock(evaluationId);
        requireOpen(before);
        checkExperts(experts);
        touch(before, version, user);
        jdbc.sql("delete from evaluation_expert where evaluation_id = ?")
                .param(evaluationId)
                .update();
        insertExperts(evaluationId, experts);
        write(
                user,
                before.campaignId(),
                evaluationId,
                "登记专家名单",
                String.join("、", experts.stream().map(Expert::name).toList()));
        return require(evaluationId);
    }

    /**
     * The level above has spoken. Not passed, the campaign stays where it is with the reason, and its process goes to the
     * rectification; passed on conditions, it waits for everything on the list.
     *
     * @param version the caller has seen
     * @throws Problem 422 for a missing document, date, reason or list; 409 if somebody was faster
     */
    @Transactional
    public Evaluation conclude(String evaluationId, int version, Conclusion conclusion) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Evaluation before = lock(evaluationId);
        requireOpen(before);
        Result result = conclusion.result();
        if (result == null) {
            throw Problem.invalid("result", "请选择评价结论：通过、有条件通过或未通过。");
        }
        String document = StringUtils.defaultString(conclusion.documentNumber()).strip();
        LocalDate date = conclusion.documentDate();
        String opinion = StringUtils.defaultString(conclusion.opinion()).strip();
        if (document.isEmpty() || document.length() > 200) {
            throw Problem.invalid("document-number", "请填写结论文件的文号或名称（不超过 200 字）。");
        }
        if (date == null || date.isAfter(LocalDate.now(clock))) {
            throw Problem.invalid("document-date", "请填写结论文件的日期，不能晚于今天。");
        }
        if (date.isBefore(before.visitFrom())) {
            throw Problem.invalid("document-date", "结论文件日期 " + date + " 早于现场评价开始日期 " + before.visitFrom() + "，请核对。");
        }
        if (opinion.length() > 2000) {
            throw Problem.invalid("opinion", "评价意见不能超过 2000 字，请精简。");
        }
        if (result == Result.NOT_PASSED && opinion.isEmpty()) {
            throw Problem.invalid("opinion", "未通过的，请在评价意见中写明原因。");
        }
        List<FollowUp> followUps = followUps(evaluationId, conclusion.followUps());
        if (result == Result.CONDITIONAL && followUps.isEmpty()) {
            throw Problem.invalid("follow-ups", "有条件通过的，请列出后续整改事项、责任单位和期限。");
        }
        touch(before, version, user);
        jdbc.sql("update evaluation set result = ?, document_number = ?, document_date = ?, opinion = ? where id = ?")
                .params(result.name(), document, date, opinion, evaluationId)
                .update();
        insertFollowUps(followUps);
        reports.open(followUps.stream().collect(Collectors.toMap(FollowUp::id, FollowUp::unitCode)));
        Campaign campaign = campaigns.require(before.campaignId());
        write(
                user,
                campaign.id(),
                evaluationId,
                "登记" + name(campaign, before.stage()) + "结论",
                result.label() + "，" + document
                        + (opinion.isEmpty() ? "" : "：" + StringUtils.abbreviate(opinion, 200)));
        tellUnits(campaign, before, followUps);
        if (result == Result.NOT_PASSED && campaign.stage().equals(before.stage())) {
            flow.waitingFor(campaign.id())
                    .filter(CampaignFlow.Step::decides)
                    .ifPresent(step -> campaigns.advance(campaign.id(), false));
        }
        return require(evaluationId);
    }

    /**
     * The office sees to it itself, without a report of the unit.
     *
     * @throws Problem 409 if somebody has done so
     */
    @Transactional
    public void finishFollowUp(String followUpId, @Nullable String note) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        String words = StringUtils.defaultString(note).strip();
        if (words.isEmpty() || words.length() > 1000) {
            throw Problem.invalid("note", "请填写整改完成情况（不超过 1000 字）。");
        }
        recordFollowUp(followUpId, words, user.name());
        reports.end(List.of(followUpId));
    }

    void recordFollowUp(String followUpId, String words, String by) {
        FollowUp followUp = followUp(followUpId);
        Evaluation evaluation = lock(followUp.evaluationId());
        int changed = jdbc.sql(
                        "update follow_up set done_note = ?, done_by_name = ?, done_at = ? where id = ? and done_at is null")
                .params(words, by, now(), followUpId)
                .update();
        if (changed == 0) {
            FollowUp there = followUp(followUpId);
            throw Problem.conflict(
                    "follow-up-done",
                    "该事项已由" + there.doneByName() + "于" + When.said(there.doneAt(), clock) + "登记完成，请刷新页面。");
        }
        write(access.current(), evaluation.campaignId(), evaluation.id(), "后续整改完成", followUp.item() + "：" + words);
    }

    /** Given up: nobody waits for what was left to do. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void ended(CampaignTerminated terminated) {
        reports.end(jdbc.sql("select f.id from follow_up f join evaluation e on e.id = f.evaluation_id"
                        + " where e.campaign_id = ? and f.done_at is null")
                .param(terminated.campaignId())
                .query(String.class)
                .list());
    }

    /** Open follow-ups their units have not got in Tasklist, those from before units reported there: one statement. */
    public List<String> notHandedOut() {
        return jdbc.sql("select f.id" + NOT_HANDED_OUT + " order by f.id")
                .query(String.class)
                .list();
    }

    /** Hands a follow-up to its unit, unless somebody was faster. */
    @Transactional
    public void handOut(String followUpId) {
        FollowUp followUp = followUp(followUpId);
        lock(followUp.evaluationId());
        long waiting = jdbc.sql("select count(*)" + NOT_HANDED_OUT + " and f.id = ?")
                .param(followUpId)
                .query(Long.class)
                .single();
        if (waiting > 0) {
            reports.open(Map.of(followUpId, followUp.unitCode()));
        }
    }

    /** Reminds the units of what is near due and of what is late, once each. */
    @Transactional
    public void remind() {
        LocalDate today = LocalDate.now(clock);
        for (Reminded due : Rows.list(
                jdbc,
                Reminded.class,
                "select f.id, f.item, f.unit_code, f.due_date, f.reminded, e.campaign_id, k.kind from follow_up f"
                        + " join evaluation e on e.id = f.evaluation_id join campaign k on k.id = e.campaign_id"
                        + " where k.state = 'ACTIVE' and f.done_at is null and f.reminded <> 'LATE' and not exists"
                        + " (select 1 from unit_report r where r.item_id = f.id and r.state = 'REPORTED')"
                        + " order by f.due_date, f.id")) {
            boolean late = due.dueDate().isBefore(today);
            String mark = late ? "LATE" : "NEAR";
            LocalDate near =
                    workingDays.plus(today, kinds.require(due.kind()).periods().nearDueWorkingDays());
            if (due.dueDate().isAfter(near)
                    || jdbc.sql(
                                            "update follow_up set reminded = ? where id = ? and reminded <> ? and reminded <> 'LATE'")
                                    .params(mark, due.id(), mark)
                                    .update()
                            == 0) {
                continue;
            }
            tell(
                    due.campaignId(),
                    due.unitCode(),
                    (late ? "后续整改已逾期：" : "后续整改即将到期：") + StringUtils.abbreviate(due.item(), 80),
                    due.item() + "（" + due.dueDate() + " 前完成）。请在“待办”中反馈办理情况。",
                    true);
        }
    }

    /** @throws Problem 404 */
    public Evaluation require(String evaluationId) {
        return Rows.find(jdbc, Evaluation.class, "select * from evaluation where id = ?", evaluationId)
                .orElseThrow(() -> Problem.notFound("没有这次评价，或您无权查看。"));
    }

    /** Every visit of a campaign with all that belongs to it, the newest first: five statements. */
    public List<Detail> of(String campaignId) {
        List<Evaluation> visits = Rows.list(
                jdbc,
                Evaluation.class,
                "select * from evaluation where campaign_id = ? order by recorded_at desc, number desc",
                campaignId);
        if (visits.isEmpty()) {
            return List.of();
        }
        List<String> ids = visits.stream().map(Evaluation::id).toList();
        Map<String, List<Expert>> experts = new HashMap<>();
        jdbc.sql("select * from evaluation_expert where evaluation_id in (:ids) order by evaluation_id, position")
                .param("ids", ids)
                .query(row -> {
                    experts.computeIfAbsent(row.getString("evaluation_id"), id -> new ArrayList<>())
                            .add(new Expert(
                                    row.getString("name"), row.getString("organisation"), row.getString("duty")));
                });
        Map<String, List<FollowUp>> followUps = new HashMap<>();
        jdbc.sql(FOLLOW_UPS + " where f.evaluation_id in (:ids) order by f.evaluation_id, f.position")
                .param("ids", ids)
                .query(Rows.of(FollowUp.class))
                .list()
                .forEach(it -> followUps
                        .computeIfAbsent(it.evaluationId(), id -> new ArrayList<>())
                        .add(it));
        Map<String, List<ImportedFile>> files = new HashMap<>();
        jdbc.sql("select * from evaluation_file where evaluation_id in (:ids) order by imported_at, id")
                .param("ids", ids)
                .query(row -> {
                    files.computeIfAbsent(row.getString("evaluation_id"), id -> new ArrayList<>())
                            .add(new ImportedFile(
                                    row.getString("content"),
                                    row.getString("file_name"),
                                    row.getString("sha256"),
                                    row.getInt("line_count"),
                                    row.getString("document"),
                                    row.getString("imported_by_name"),
                                    row.getObject("imported_at", OffsetDateTime.class)));
                });
        Map<String, List<Given>> scores = new HashMap<>();
        jdbc.sql("select s.evaluation_id, c.code, c.level1, c.level2, c.points as full_points, s.points, s.note"
                        + " from evaluation_score s join evaluation e on e.id = s.evaluation_id"
                        + " join campaign k on k.id = e.campaign_id"
                        + " join criterion c on c.set_id = k.criteria_set_id and c.code = s.criterion_code"
                        + " where s.evaluation_id in (:ids) order by c.position")
                .param("ids", ids)
                .query(row -> {
                    scores.computeIfAbsent(row.getString("evaluation_id"), id -> new ArrayList<>())
                            .add(new Given(
                                    row.getString("code"),
                                    row.getString("level1"),
                                    row.getString("level2"),
                                    row.getBigDecimal("full_points"),
                                    row.getBigDecimal("points"),
                                    row.getString("note")));
                });
        return visits.stream()
                .map(visit -> new Detail(
                        visit,
                        experts.getOrDefault(visit.id(), List.of()),
                        followUps.getOrDefault(visit.id(), List.of()),
                        files.getOrDefault(visit.id(), List.of()),
                        scores.getOrDefault(visit.id(), List.of())))
                .toList();
    }

    /** What a unit has left to do of conditional passes, open ones first. */
    public List<FollowUp> followUpsOf(String campaignId, String unit) {
        return Rows.list(
                jdbc,
                FollowUp.class,
                FOLLOW_UPS + " join evaluation e on e.id = f.evaluation_id where e.campaign_id = ?"
                        + " and f.unit_code = ? order by case when f.done_at is null then 0 else 1 end, f.due_date, f.id",
                campaignId,
                unit);
    }

    /** The day of the document by which the level above accepted the campaign; empty before. */
    public Optional<LocalDate> passedOn(String campaignId) {
        return jdbc.sql("select document_date from evaluation where campaign_id = ? and stage = 'acceptance'"
                        + " and result in ('PASSED', 'CONDITIONAL') order by number desc fetch first 1 rows only")
                .param(campaignId)
                .query(LocalDate.class)
                .optional();
    }

    /** Why the stage's evaluation does not count as passed, by campaign; two statements for any number. */
    Map<String, String> unmet(String stage, Collection<Campaign> asked) {
        List<String> ids = asked.stream().map(Campaign::id).toList();
        Map<String, Evaluation> latest = new HashMap<>();
        jdbc.sql("select * from evaluation where campaign_id in (:ids) and stage = :stage and result is not null"
                        + " order by number desc")
                .param("ids", ids)
                .param("stage", stage)
                .query(Rows.of(Evaluation.class))
                .list()
                .forEach(it -> latest.putIfAbsent(it.campaignId(), it));
        Map<String, List<FollowUp>> open = new HashMap<>();
        List<String> conditional = latest.values().stream()
                .filter(it -> it.result() == Result.CONDITIONAL)
                .map(Evaluation::id)
                .toList();
        if (!conditional.isEmpty()) {
            jdbc.sql(FOLLOW_UPS
                            + " where f.evaluation_id in (:ids) and f.done_at is null order by f.due_date, f.position")
                    .param("ids", conditional)
                    .query(Rows.of(FollowUp.class))
                    .list()
                    .forEach(it -> open.computeIfAbsent(it.evaluationId(), id -> new ArrayList<>())
                            .add(it));
        }
        Map<String, String> unmet = new HashMap<>();
        for (Campaign campaign : asked) {
            Evaluation evaluation = latest.get(campaign.id());
            String reason = reason(campaign, stage, evaluation, open);
            if (!reason.isEmpty()) {
                unmet.put(campaign.id(), reason);
            }
        }
        return unmet;
    }

    private String reason(
            Campaign campaign, String stage, @Nullable Evaluation evaluation, Map<String, List<FollowUp>> open) {
        String what = name(campaign, stage);
        if (evaluation == null || evaluation.result() == null) {
            return what + "结论尚未登记";
        }
        if (evaluation.result() == Result.NOT_PASSED) {
            return what + "未通过（" + evaluation.documentNumber() + "）："
                    + StringUtils.abbreviate(evaluation.opinion(), 200);
        }
        List<FollowUp> left = open.getOrDefault(evaluation.id(), List.of());
        if (left.isEmpty()) {
            return "";
        }
        Set<String> who = new LinkedHashSet<>();
        left.forEach(it -> who.add(it.unitName()));
        return what + "有条件通过，还有 " + left.size() + " 项后续整改未完成（" + String.join("、", who) + "）";
    }

    String requireStage(Campaign campaign, @Nullable String stage) {
        if (stage == null
                || !CampaignKind.EVALUATED_STAGES.contains(stage)
                || kinds.require(campaign.kind()).findStage(stage).isEmpty()) {
            throw Problem.invalid(
                    "stage", "请选择评价阶段：" + String.join("、", stages(campaign).values()) + "。");
        }
        return stage;
    }

    /** The stages of a campaign in which a level above judges: code → name. */
    public Map<String, String> stages(Campaign campaign) {
        Map<String, String> stages = new LinkedHashMap<>();
        CampaignKind.EVALUATED_STAGES.forEach(code ->
                kinds.require(campaign.kind()).findStage(code).ifPresent(stage -> stages.put(code, stage.name())));
        return stages;
    }

    private String name(Campaign campaign, String stage) {
        return kinds.require(campaign.kind()).stage(stage).name();
    }

    private void tellUnits(Campaign campaign, Evaluation evaluation, List<FollowUp> followUps) {
        Map<String, List<FollowUp>> byUnit = new LinkedHashMap<>();
        followUps.forEach(it ->
                byUnit.computeIfAbsent(it.unitCode(), unit -> new ArrayList<>()).add(it));
        byUnit.forEach((unit, items) -> {
            tell(
                    campaign.id(),
                    unit,
                    name(campaign, evaluation.stage()) + "后续整改：" + items.size() + " 项",
                    String.join(
                                    "；",
                                    items.stream()
                                            .map(it -> it.item() + "（" + it.dueDate() + " 前完成）")
                                            .toList())
                            + "。请在“待办”中反馈办理情况。",
                    false);
        });
    }

    private void tell(String campaignId, String unit, String subject, String text, boolean automatic) {
        Set<String> accounts = new LinkedHashSet<>();
        people.ofUnit(unit).stream().filter(Person::active).map(Person::account).forEach(accounts::add);
        if (!accounts.isEmpty()) {
            events.publishEvent(new Notice(
                    "evaluation",
                    campaignId,
                    accounts,
                    subject,
                    text,
                    "/campaigns/" + campaignId + "/self-evaluation",
                    automatic));
        }
    }

    private List<FollowUp> followUps(String evaluationId, @Nullable List<FollowUpDraft> drafts) {
        Map<String, String> names = units.names();
        List<FollowUp> followUps = new ArrayList<>();
        for (FollowUpDraft draft : drafts == null ? List.<FollowUpDraft>of() : drafts) {
            String item = StringUtils.defaultString(draft.item()).strip();
            String unit = StringUtils.defaultString(draft.unit()).strip();
            LocalDate due = draft.dueDate();
            if (item.isEmpty() && unit.isEmpty() && due == null) {
                continue;
            }
            int row = followUps.size() + 1;
            if (item.isEmpty() || item.length() > 1000) {
                throw Problem.invalid("follow-ups", "后续整改第 " + row + " 项没有写明事项（不超过 1000 字）。");
            }
            if (!names.containsKey(unit)) {
                throw Problem.invalid("follow-ups", "后续整改第 " + row + " 项没有选择责任单位。");
            }
            if (due == null || due.isBefore(LocalDate.now(clock))) {
                throw Problem.invalid("follow-ups", "后续整改第 " + row + " 项的期限应为今天或以后的日期。");
            }
            followUps.add(new FollowUp(
                    Ids.next(),
                    evaluationId,
                    item,
                    unit,
                    Objects.requireNonNull(names.get(unit)),
                    due,
                    "",
                    null,
                    null));
        }
        return followUps;
    }

    private void insertFollowUps(List<FollowUp> followUps) {
        List<Object[]> rows = new ArrayList<>();
        followUps.forEach(it -> rows.add(
                new Object[] {it.id(), it.evaluationId(), rows.size() + 1, it.item(), it.unitCode(), it.dueDate()}));
        batches.batchUpdate(
                "insert into follow_up (id, evaluation_id, position, item, unit_code, due_date, done_note)"
                        + " values (?, ?, ?, ?, ?, ?, '')",
                rows);
    }

    private static void checkExperts(List<Expert> experts) {
        for (Expert expert : experts) {
            if (expert.name().isBlank()) {
                throw Problem.invalid("experts", "专家名单中有一行没有姓名。");
            }
            if (expert.name().length() > 60
                    || expert.organisation().length() > 200
                    || expert.duty().length() > 100) {
                throw Problem.invalid(
                        "experts", "专家“" + StringUtils.abbreviate(expert.name(), 20) + "”的姓名、单位或分工过长，请精简。");
            }
        }
    }

    private void insertExperts(String evaluationId, List<Expert> experts) {
        List<Object[]> rows = new ArrayList<>();
        experts.forEach(it -> rows.add(new Object[] {
            evaluationId,
            rows.size() + 1,
            it.name().strip(),
            it.organisation().strip(),
            it.duty().strip()
        }));
        batches.batchUpdate(
                "insert into evaluation_expert (evaluation_id, position, name, organisation, duty) values (?, ?, ?, ?, ?)",
                rows);
    }

    Optional<FollowUp> findFollowUp(String id) {
        return Rows.find(jdbc, FollowUp.class, FOLLOW_UPS + " where f.id = ?", id);
    }

    private FollowUp followUp(String id) {
        return findFollowUp(id).orElseThrow(() -> Problem.notFound("没有这项后续整改事项。"));
    }

    /** Campaign first, then the visit: everybody locks in this order. */
    Evaluation lock(String evaluationId) {
        Campaigns.requireActive(campaigns.lock(require(evaluationId).campaignId()));
        return require(evaluationId);
    }

    private void requireOpen(Evaluation evaluation) {
        Result result = evaluation.result();
        if (result != null) {
            throw Problem.conflict(
                    "evaluation-concluded",
                    "该次评价已由" + evaluation.lastByName() + "于" + When.said(evaluation.lastAt(), clock) + "登记结论“"
                            + result.label() + "”，请刷新页面；如需复评，请登记新的一次评价。");
        }
    }

    /** Counts the change, unless somebody was faster. */
    void touch(Evaluation before, int version, CurrentUser user) {
        if (!Rows.update(
                jdbc, "evaluation", before.id(), version, Map.of("last_by_name", user.name(), "last_at", now()))) {
            throw Problem.conflict(
                    "evaluation-changed",
                    "该次评价已由" + before.lastByName() + "于" + When.said(before.lastAt(), clock) + "修改，请刷新页面后再办理。");
        }
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(CurrentUser user, String campaignId, String id, String action, String detail) {
        journal.write(
                user.account(),
                user.name(),
                campaignId,
                "evaluation",
                id,
                action,
                StringUtils.abbreviate(detail, 1000));
    }

    /** A follow-up somebody may have to be reminded of. */
    private record Reminded(
            String id,
            String item,
            String unitCode,
            LocalDate dueDate,
            String reminded,
            String campaignId,
            String kind) {}
}
