package org.chuangjian.example;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Milestone;
import org.chuangjian.campaign.Milestones;
import org.chuangjian.campaign.Owners;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.evidence.Evidence;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.Upload;
import org.chuangjian.evidence.UploadResult;
import org.chuangjian.evidence.UploadTarget;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.shared.Job;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentState;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.chuangjian.work.Launch;
import org.chuangjian.work.Request;
import org.chuangjian.work.Requests;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The example's two campaigns, worked by its own people through the same verbs as real work, so that tables and
 * processes agree. Deadlines count from the first start, so something is always done, near and late; what was done
 * bears the day on which it had to be done to be where it is.
 */
@Component
class ExampleWork {

    private static final int ALL = 5000;

    /** Work on what is due later was done on one of the last working days. */
    private static final int LATELY = 9;

    private final ExampleCounty county;
    private final ExamplePeople deeds;
    private final People people;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final Milestones milestones;
    private final Owners owners;
    private final Launch launch;
    private final Assignments assignments;
    private final AssignmentWork work;
    private final Requests requests;
    private final EvidenceBook book;
    private final WorkingDays workingDays;
    private final Clock clock;
    private final Map<String, String> evidenceByName = new HashMap<>();

    ExampleWork(
            ExampleCounty county,
            ExamplePeople deeds,
            People people,
            Campaigns campaigns,
            CampaignKinds kinds,
            Milestones milestones,
            Owners owners,
            Launch launch,
            Assignments assignments,
            AssignmentWork work,
            Requests requests,
            EvidenceBook book,
            WorkingDays workingDays,
            Clock clock) {
        this.county = county;
        this.deeds = deeds;
        this.people = people;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.milestones = milestones;
        this.owners = owners;
        this.launch = launch;
        this.assignments = assignments;
        this.work = work;
        this.requests = requests;
        this.book = book;
        this.workingDays = workingDays;
        this.clock = clock;
    }

    /** @return the campaign for the food-safety title, which has more to show */
    Campaign fill() {
        LocalDate today = LocalDate.now(clock);
        // The zone is in its first quarter and turns yellow; the county is well under way and has overdue work.
        LocalDate zoneStart = today.minusDays(75);
        Campaign zone = campaign("giZone", "示例香菇国家地理标志产品保护示范区创建", zoneStart, zoneStart.plusMonths(36));
        confirm(zone, "leadingGroupFormed", "leadingGroup", 12, "领导小组及其办公室已成立");
        confirm(zone, "planIssued", "buildPlan", 26, "建设方案和第一年度任务清单已印发");
        confirm(zone, "fundSecured", "specialFund", 40, "示范区建设专项经费已列入预算");
        confirm(zone, "thirdPartyContracted", "thirdPartyContract", 61, "已与第三方机构签订技术服务合同");
        LocalDate countyStart = today.minusMonths(9);
        Campaign food = campaign("foodSafetyCounty", "示例县省级食品安全示范县创建", countyStart, countyStart.plusMonths(24));
        confirm(food, "leadingGroupFormed", "leadingGroup", 15, "创建办已成立，专职人员抽调到位");
        confirm(food, "applied", "application", 40, "创建申报书已报市食安办");
        confirm(food, "fundSecured", "specialFund", 50, "创建专项经费已到位");
        confirm(food, "mobilised", "plan", 70, "创建工作方案已印发");
        confirm(food, "mobilised", "launchMeeting", 80, "创建动员会暨签名活动已举行");
        confirm(food, "dutyListsSigned", "dutyLists", 150, "成员单位和乡镇责任清单已签订");
        confirmPastYears(food, today);
        work(zone, zoneStart.plusDays(16));
        work(food, countyStart.plusDays(100));
        ask(food, "FC3", "jyj", Request.Kind.EXTENSION, "校外供餐单位联合检查因学校放假顺延，申请延期。", 12, null);
        ask(zone, "GD3", "swj", Request.Kind.TRANSFER, "节庆活动由文旅局主办，建议转由文旅局办理。", 0, "wlj");
        evidenceByName.clear();
        return food;
    }

    private Campaign campaign(String kind, String name, LocalDate start, LocalDate acceptance) {
        String criteria = county.criteria(kind);
        return deeds.as(
                ExampleCounty.OFFICE, start, () -> campaigns.create(kind, name, criteria, start, acceptance, true));
    }

    private void confirm(Campaign campaign, String milestone, String condition, int daysAfterStart, String note) {
        LocalDate date = workingDays.plus(campaign.startDate().plusDays(daysAfterStart - 1L), 1);
        confirm(campaign, milestone, condition, date, note);
    }

    private void confirm(Campaign campaign, String milestone, String condition, LocalDate date, String note) {
        deeds.does(
                ExampleCounty.OFFICE,
                date,
                () -> milestones.confirm(
                        campaign.id(),
                        milestone,
                        condition,
                        "示例创建〔" + date.getYear() + "〕" + date.getDayOfYear() + "号",
                        date,
                        note + "（示例）"));
    }

    /** What is asked for every 31 December is done where one lies behind. */
    private void confirmPastYears(Campaign campaign, LocalDate today) {
        CampaignKind kind = kinds.require(campaign.kind());
        for (Milestone milestone : milestones.of(campaign.id())) {
            CampaignKind.MilestoneRule rule = kind.milestones().stream()
                    .filter(it -> it.code().equals(milestone.rule()))
                    .findFirst()
                    .orElseThrow();
            if (rule.due().yearly() != null && milestone.dueDate().isBefore(today)) {
                for (CampaignKind.Condition condition : rule.conditions()) {
                    confirm(
                            campaign,
                            milestone.code(),
                            String.valueOf(condition.key()),
                            milestone.dueDate(),
                            "年度任务已完成");
                }
            }
        }
    }

    private void work(Campaign campaign, LocalDate launchedOn) {
        String file = campaign.kind() + ".csv";
        List<Line> lines = Spreadsheet.read(ExampleCounty.resource("example/" + file), file).rows().stream()
                .map(Line::of)
                .toList();
        Map<String, Ownership> owned = decompose(campaign, lines);
        deeds.as(ExampleCounty.OFFICE, launchedOn, () -> {
            Job job = launch.start(campaign.id());
            // Here and now, within the one transaction; the job that follows the commit finds everything handed out.
            return launch.run(job, (done, total) -> {});
        });
        Map<String, Assignment> handedOut = as(
                ExampleCounty.OFFICE,
                () -> assignments
                        .page(new Assignments.Filter(campaign.id(), null, null, null, null, null, null), 0, ALL)
                        .items()
                        .stream()
                        .collect(
                                Collectors.toMap(it -> it.criterionCode() + "/" + it.unitCode(), Function.identity())));
        for (Line line : lines) {
            Ownership ownership = requireNonNull(owned.get(line.criterion), line.criterion);
            List<String> units = new ArrayList<>();
            units.add(requireNonNull(ownership.lead(), line.criterion));
            units.addAll(ownership.supporting());
            for (String unit : units) {
                Assignment assignment = requireNonNull(handedOut.get(line.criterion + "/" + unit), line.criterion);
                String state = assignment.role() == Assignment.Role.LEAD ? line.lead : line.supporting(unit);
                deeds.on(workedOn(assignment, launchedOn), () -> bring(assignment, line, state));
            }
        }
    }

    /** Shortly before the deadline, or lately where that is still to come; never before it was handed out. */
    private LocalDate workedOn(Assignment assignment, LocalDate launchedOn) {
        LocalDate before = workingDays.minus(assignment.dueDate(), 2);
        LocalDate lately =
                deeds.ago(1 + Math.floorMod(assignment.criterionCode().hashCode(), LATELY));
        LocalDate day = before.isBefore(lately) ? before : lately;
        return day.isAfter(launchedOn) ? day : workingDays.plus(launchedOn, 1);
    }

    private Map<String, Ownership> decompose(Campaign campaign, List<Line> lines) {
        Map<String, Ownership> proposed = owners.of(campaign.id()).stream()
                .collect(Collectors.toMap(Ownership::criterionCode, Function.identity()));
        List<Owners.Change> changes = new ArrayList<>();
        for (Line line : lines) {
            Ownership before = requireNonNull(proposed.get(line.criterion), line.criterion);
            changes.add(new Owners.Change(
                    0,
                    line.criterion,
                    line.supportingNames.isEmpty() ? null : before.lead(),
                    line.supportingNames.isEmpty() ? null : line.supportingNames,
                    line.deadline.isEmpty()
                            ? null
                            : workingDays.plus(LocalDate.now(clock), Integer.parseInt(line.deadline)),
                    null));
        }
        List<RowProblem> problems = as(ExampleCounty.OFFICE, () -> owners.change(campaign.id(), changes));
        if (!problems.isEmpty()) {
            throw new IllegalStateException(campaign.kind() + ": " + problems);
        }
        return owners.of(campaign.id()).stream()
                .collect(Collectors.toMap(Ownership::criterionCode, Function.identity()));
    }

    /** Takes an assignment as far as the table says. */
    private String bring(Assignment assignment, Line line, String state) {
        String id = assignment.id();
        String opinion = StringUtils.trimToNull(line.opinion.replaceFirst("^[A-Z_]+：", ""));
        String reason = line.opinion.contains("：") ? StringUtils.substringBefore(line.opinion, "：") : null;
        switch (state) {
            case "待签收" -> {}
            case "办理中" -> {
                as(clerk(assignment), () -> work.receive(id));
                as(clerk(assignment), () -> work.saveDraft(id, note(assignment, line)));
            }
            case "单位审核" -> submit(assignment, line);
            case "单位退回" -> {
                submit(assignment, line);
                as(head(assignment), () -> work.confirm(id, false, opinion));
            }
            case "待审核" -> handIn(assignment, line);
            case "通过" -> {
                handIn(assignment, line);
                as(ExampleCounty.OFFICE, () -> work.review(id, true, null, reason == null ? opinion : null));
            }
            case "退回" -> {
                handIn(assignment, line);
                as(ExampleCounty.OFFICE, () -> work.review(id, false, reason, opinion));
            }
            case "补正待审" -> {
                handIn(assignment, line);
                as(ExampleCounty.OFFICE, () -> work.review(id, false, reason, opinion));
                upload(assignment, List.of("补正说明.docx"), line);
                as(clerk(assignment), () -> work.submit(id, null));
                as(head(assignment), () -> work.confirm(id, true, null));
            }
            case "免办" -> as(ExampleCounty.OFFICE, () -> requests.exempt(id, line.opinion));
            case "转办" -> {
                Request request = as(
                        clerk(assignment), () -> requests.ask(id, Request.Kind.TRANSFER, line.opinion, null, "cyzx"));
                as(ExampleCounty.OFFICE, () -> requests.decide(request.id(), true, "同意", null, null));
            }
            default -> throw new IllegalArgumentException(line.criterion + ": " + state);
        }
        return id;
    }

    private void submit(Assignment assignment, Line line) {
        as(clerk(assignment), () -> work.receive(assignment.id()));
        boolean lead = assignment.role() == Assignment.Role.LEAD;
        List<String> files = lead && !line.files.isEmpty() ? line.files : List.of(generic(assignment));
        upload(assignment, files, line);
        as(clerk(assignment), () -> work.submit(assignment.id(), note(assignment, line)));
    }

    private void handIn(Assignment assignment, Line line) {
        submit(assignment, line);
        as(head(assignment), () -> work.confirm(assignment.id(), true, null));
    }

    /** The first document the criterion asks for, as a table, a picture or a text. */
    private static String generic(Assignment assignment) {
        String wanted = StringUtils.split(assignment.evidenceRequired() + "、工作情况", "、")[0].replace("/", "");
        String kind = wanted.matches(".*(照片|截图|影像).*")
                ? ".png"
                : wanted.matches(".*(台账|名单|清单|名册|统计|表|明细).*") ? ".xlsx" : ".docx";
        return wanted + "（" + assignment.unitName() + "）" + kind;
    }

    private static String note(Assignment assignment, Line line) {
        return assignment.role() == Assignment.Role.LEAD ? line.note : "已按分工提供本单位涉及的材料，见附件。";
    }

    private void upload(Assignment assignment, List<String> names, Line line) {
        Person clerk = people.get(clerk(assignment));
        UploadTarget target = new UploadTarget(
                assignment.id(), assignment.campaignId(), assignment.criterionCode(), assignment.unitCode());
        LocalDate today = LocalDate.now(clock);
        LocalDate before = workingDays.minus(assignment.dueDate(), 3);
        LocalDate date = before.isAfter(today) ? workingDays.minus(today, 1) : before;
        List<String> fresh = new ArrayList<>();
        for (String name : names) {
            String known = evidenceByName.get(key(assignment, name));
            if (known == null) {
                fresh.add(name);
            } else {
                // One document, several criteria: what a unit has handed in once it only points to.
                book.link(known, target, clerk.account(), clerk.name());
            }
        }
        List<Upload> uploads = fresh.stream()
                .map(name -> {
                    byte[] content = ExampleFiles.content(
                            name,
                            assignment.campaignName() + " " + assignment.title() + " " + assignment.unitName(),
                            assignment.requirement(),
                            note(assignment, line),
                            date);
                    return new Upload(name, () -> new ByteArrayInputStream(content), content.length);
                })
                .toList();
        UploadResult result = book.add(target, uploads, clerk.account(), clerk.name(), line.describes(assignment));
        if (!result.problems().isEmpty()) {
            throw new IllegalStateException(line.criterion + ": " + result.problems());
        }
        for (Evidence evidence : result.stored()) {
            book.describe(evidence.id(), evidence.note(), date, null);
            if (line.files.contains(evidence.name())) {
                evidenceByName.put(key(assignment, evidence.name()), evidence.id());
            }
        }
    }

    private static String key(Assignment assignment, String name) {
        return assignment.campaignId() + "/" + assignment.unitCode() + "/" + name;
    }

    private void ask(
            Campaign campaign,
            String criterion,
            String unit,
            Request.Kind kind,
            String reason,
            int moreDays,
            @Nullable String target) {
        Assignment assignment = as(
                ExampleCounty.OFFICE,
                () -> assignments
                        .page(new Assignments.Filter(campaign.id(), unit, null, criterion, null, null, null), 0, 1)
                        .items()
                        .get(0));
        LocalDate wanted = moreDays == 0 ? null : workingDays.plus(LocalDate.now(clock), moreDays);
        as(clerk(assignment), () -> requests.ask(assignment.id(), kind, reason, wanted, target));
    }

    private static String clerk(Assignment assignment) {
        return ExampleCounty.clerk(assignment.unitCode());
    }

    private static String head(Assignment assignment) {
        return ExampleCounty.head(assignment.unitCode());
    }

    private <T> T as(String account, Supplier<T> deed) {
        return deeds.as(account, deed);
    }

    /**
     * One line of the table: how far lead and supporters have come with a criterion.
     *
     * @param deadline working days from today, "" for the proposed one
     * @param others states of single supporters by unit code; "" stands for the rest
     * @param opinion of the office, with a reason code in front where it returns
     */
    private record Line(
            String criterion,
            String deadline,
            String lead,
            Map<String, String> others,
            List<String> supportingNames,
            List<String> files,
            String note,
            String opinion) {

        static Line of(Spreadsheet.Row row) {
            Map<String, String> others = Arrays.stream(StringUtils.split(row.text("配合"), ";"))
                    .collect(Collectors.toMap(
                            it -> it.contains("=") ? StringUtils.substringBefore(it, "=") : "",
                            it -> it.contains("=") ? StringUtils.substringAfter(it, "=") : it));
            return new Line(
                    row.text("指标"),
                    row.text("期限"),
                    row.text("牵头"),
                    others,
                    List.of(StringUtils.split(row.text("配合单位"), "、")),
                    List.of(StringUtils.split(row.text("材料"), "、")),
                    row.text("说明"),
                    row.text("意见"));
        }

        String supporting(String unit) {
            return others.getOrDefault(unit, others.getOrDefault("", AssignmentState.TO_RECEIVE.label()));
        }

        String describes(Assignment assignment) {
            return assignment.role() == Assignment.Role.LEAD ? note : "";
        }
    }
}
