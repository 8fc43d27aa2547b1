package org.chuangjian.example;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.evidence.Upload;
import org.chuangjian.inspection.FieldWork;
import org.chuangjian.inspection.Finding;
import org.chuangjian.inspection.FindingIssue;
import org.chuangjian.inspection.FindingRegister;
import org.chuangjian.inspection.FindingRequest;
import org.chuangjian.inspection.FindingRequests;
import org.chuangjian.inspection.FindingSource;
import org.chuangjian.inspection.FindingWork;
import org.chuangjian.inspection.Inspection;
import org.chuangjian.inspection.Inspections;
import org.chuangjian.inspection.LookBacks;
import org.chuangjian.inspection.Sites;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.supervision.Leaders;
import org.chuangjian.supervision.SubjectType;
import org.chuangjian.supervision.SupervisionOrder;
import org.chuangjian.supervision.SupervisionOrders;
import org.chuangjian.supervision.SupervisionSweep;
import org.chuangjian.supervision.SupervisionWork;
import org.chuangjian.work.Assignments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * 督查整改 of the example: sites of all business types, a covert inspection whose findings stand in every state, another
 * one that nobody but the office and the inspector knows of, and what became overdue under supervision.
 */
@Component
class ExampleInspections {

    private static final int PLANNED = 24;
    private static final int ISSUED = 17;

    private final ExamplePeople deeds;
    private final Sites sites;
    private final Inspections inspections;
    private final FieldWork field;
    private final FindingRegister register;
    private final FindingIssue issue;
    private final FindingWork work;
    private final FindingRequests requests;
    private final LookBacks lookBacks;
    private final Leaders leaders;
    private final SupervisionOrders orders;
    private final SupervisionWork answers;
    private final SupervisionSweep sweep;
    private final Assignments assignments;

    ExampleInspections(
            ExamplePeople deeds,
            Sites sites,
            Inspections inspections,
            FieldWork field,
            FindingRegister register,
            FindingIssue issue,
            FindingWork work,
            FindingRequests requests,
            LookBacks lookBacks,
            Leaders leaders,
            SupervisionOrders orders,
            SupervisionWork answers,
            SupervisionSweep sweep,
            Assignments assignments) {
        this.deeds = deeds;
        this.sites = sites;
        this.inspections = inspections;
        this.field = field;
        this.register = register;
        this.issue = issue;
        this.work = work;
        this.requests = requests;
        this.lookBacks = lookBacks;
        this.leaders = leaders;
        this.orders = orders;
        this.answers = answers;
        this.sweep = sweep;
        this.assignments = assignments;
    }

    void fill(Campaign campaign) {
        ImportReport report = deeds.as(
                ExampleCounty.OFFICE,
                deeds.ago(PLANNED + 5),
                () -> sites.importSites(
                        ExampleCounty.resource("example/sites.csv"), "sites.csv", campaign.id(), false));
        if (!report.clean()) {
            throw new IllegalStateException("example/sites.csv: " + report.problems());
        }
        deeds.does(
                ExampleCounty.OFFICE,
                deeds.ago(PLANNED + 5),
                () -> leaders.set(
                        Map.of("sjj", ExampleCounty.LEADER, "ybz", ExampleCounty.LEADER, "mnx", ExampleCounty.LEADER),
                        Set.of(ExampleCounty.LEADER)));
        Map<String, Finding> findings = inspect(campaign);
        fromAbove(campaign);
        lookBack(campaign);
        supervise(campaign, requireNonNull(findings.get("督办")));
        again(campaign);
        // What rules and clocks would do in five minutes is there from the start.
        sweep.sweep();
    }

    /** @return one finding for each course that a finding takes */
    private Map<String, Finding> inspect(Campaign campaign) {
        LocalDate from = deeds.ago(22);
        Inspection plan = deeds.as(
                ExampleCounty.OFFICE,
                deeds.ago(PLANNED),
                () -> inspections.plan(
                        campaign.id(),
                        new Inspections.Plan(
                                "食品安全暗访（28 类业态）",
                                Inspection.Mode.COVERT,
                                from,
                                from.plusDays(5),
                                List.of(ExampleCounty.INSPECTOR),
                                List.of(),
                                List.of(),
                                2,
                                List.of(),
                                "示例-" + from.getYear())));
        List<Line> lines =
                Spreadsheet.read(ExampleCounty.resource("example/findings.csv"), "findings.csv").rows().stream()
                        .map(Line::of)
                        .toList();
        Map<String, Line> byPlace = lines.stream().collect(Collectors.toMap(Line::place, Function.identity()));
        Map<String, Finding> found = new HashMap<>();
        deeds.does(ExampleCounty.INSPECTOR, from, () -> {
            for (Inspections.Stop stop : inspections.stops(List.of(plan))) {
                Line line = byPlace.get(stop.name());
                if (line == null) {
                    field.recordCompliant(plan.id(), stop.siteId(), "", null, null);
                } else {
                    found.put(line.place, record(plan, stop, line));
                }
            }
        });
        deeds.as(ExampleCounty.OFFICE, deeds.ago(ISSUED), () -> issue.issue(plan.id()));
        Map<String, Finding> byCourse = new HashMap<>();
        for (Line line : lines) {
            Finding finding = requireNonNull(found.get(line.place), line.place);
            bring(finding, line);
            byCourse.put(line.course, finding);
        }
        return byCourse;
    }

    private Finding record(Inspection plan, Inspections.Stop stop, Line line) {
        return register.record(
                plan.id(),
                new FindingRegister.Seen(
                        null,
                        stop.siteId(),
                        null,
                        null,
                        line.criterion,
                        line.severity,
                        line.description,
                        null,
                        null,
                        null),
                List.of(photo(stop.name(), false)));
    }

    /** Takes a finding through its course, within the deadline that its severity gave it. */
    private void bring(Finding finding, Line line) {
        String clerk = ExampleCounty.clerk(finding.unitCode());
        String id = finding.id();
        int handedIn = switch (line.severity) {
            case "immediate" -> 16;
            case "ordinary" -> 12;
            case "structural" -> 5;
            default -> 4;
        };
        switch (line.course) {
            case "待签收" -> {}
            case "申诉" -> {
                deeds.as(clerk, deeds.ago(ISSUED - 2), () -> work.receive(id));
                ask(finding, 2, FindingRequest.Kind.APPEAL, "园舍为租用，功能间改造需房东同意；现有布局已通过许可现场核查，申请重新认定。", null, null);
            }
            case "转办" -> {
                FindingRequest request =
                        ask(finding, 3, FindingRequest.Kind.TRANSFER, "该工地由样本所日常监管范围调整至范例所，建议由范例所督促整改。", null, "fls");
                deeds.as(
                        ExampleCounty.OFFICE,
                        deeds.ago(2),
                        () -> requests.decide(request.id(), true, "同意转办", null, null));
            }
            case "延期" -> {
                plan(finding, line);
                FindingRequest request =
                        ask(finding, 12, FindingRequest.Kind.EXTENSION, "盖板需按现场尺寸定制，预计两周到货。", deeds.ahead(2), null);
                deeds.as(
                        ExampleCounty.OFFICE,
                        deeds.ago(11),
                        () -> requests.decide(request.id(), true, "同意延期一次，到货后立即安装", null, null));
            }
            case "督办" -> plan(finding, line);
            case "核查" -> {
                plan(finding, line);
                handIn(finding, line, 3);
            }
            case "退回" -> {
                plan(finding, line);
                handIn(finding, line, handedIn);
                deeds.as(
                        ExampleCounty.INSPECTOR,
                        deeds.ago(handedIn - 1),
                        () -> work.verify(id, false, "食品仍未离墙离地，日化用品仍在同一库房，请分库存放后重新拍照反馈。"));
            }
            case "销号" -> {
                plan(finding, line);
                handIn(finding, line, handedIn);
                deeds.as(
                        handedIn % 2 == 0 ? ExampleCounty.INSPECTOR : ExampleCounty.OFFICE,
                        deeds.ago(handedIn - 1),
                        () -> work.verify(id, true, "现场核查，整改到位。"));
            }
            default -> throw new IllegalArgumentException(line.place + ": " + line.course);
        }
    }

    private void plan(Finding finding, Line line) {
        String clerk = ExampleCounty.clerk(finding.unitCode());
        deeds.as(clerk, deeds.ago(ISSUED), () -> work.receive(finding.id()));
        deeds.as(
                clerk,
                deeds.ago(ISSUED),
                () -> work.saveDraft(
                        finding.id(),
                        new FindingWork.Draft("约谈经营者，限期整改，" + line.done + "同步排查辖区同类点位。", null, null, null)));
    }

    private void handIn(Finding finding, Line line, int day) {
        String clerk = ExampleCounty.clerk(finding.unitCode());
        deeds.as(
                clerk,
                deeds.ago(day),
                () -> work.addAfterPhoto(finding.id(), null, photo(finding.place(), true), null));
        deeds.as(
                clerk,
                deeds.ago(day),
                () -> work.submit(
                        finding.id(),
                        new FindingWork.Draft(
                                null,
                                line.done,
                                List.of(
                                        new FindingWork.SameType("同类点位甲（示例）", true, "未发现同类问题"),
                                        new FindingWork.SameType("同类点位乙（示例）", false, "发现同类问题，当场改正")),
                                null)));
    }

    private FindingRequest ask(
            Finding finding,
            int day,
            FindingRequest.Kind kind,
            String reason,
            @Nullable LocalDate wanted,
            @Nullable String target) {
        return deeds.as(
                ExampleCounty.clerk(finding.unitCode()),
                deeds.ago(day),
                () -> requests.ask(finding.id(), kind, reason, wanted, target));
    }

    private void fromAbove(Campaign campaign) {
        LocalDate due = deeds.ahead(4);
        LocalDate told = deeds.ago(6);
        Finding finding = deeds.as(
                        ExampleCounty.OFFICE,
                        told,
                        () -> register.registerFromAbove(List.of(new FindingRegister.Report(
                                campaign.id(),
                                FindingSource.PROVINCE,
                                "省级飞行检查反馈（示例函〔" + told.getYear() + "〕12号）",
                                "FC1",
                                "nyj",
                                "structural",
                                "示例蔬菜种植基地",
                                null,
                                "基地开具的承诺达标合格证无检测结果，农药使用记录缺两个批次。",
                                due))))
                .get(0);
        deeds.as(ExampleCounty.clerk("nyj"), deeds.ago(5), () -> work.receive(finding.id()));
        deeds.as(
                ExampleCounty.clerk("nyj"),
                deeds.ago(5),
                () -> work.saveDraft(
                        finding.id(), new FindingWork.Draft("对全县规模种植基地开展合格证和用药记录专项检查。", null, null, null)));
    }

    /** Of those drawn by lot the first has rebounded and the others have held. */
    private void lookBack(Campaign campaign) {
        deeds.as(ExampleCounty.OFFICE, deeds.ago(2), () -> lookBacks.draw(campaign.id(), "回头看-示例"));
        List<LookBacks.Item> items = deeds.as(ExampleCounty.OFFICE, () -> lookBacks.items(campaign.id()));
        for (LookBacks.Item item : items) {
            boolean held = !item.equals(items.get(0));
            deeds.as(
                    ExampleCounty.INSPECTOR,
                    deeds.ago(1),
                    () -> lookBacks.record(
                            item.findingId(),
                            held,
                            held ? "整改成效保持良好。" : "复查发现同样的问题再次出现，台账自销号后无记录。",
                            List.of(photo(item.place() + "回头看", held))));
        }
    }

    private void supervise(Campaign campaign, Finding late) {
        String title = "问题“" + late.place() + "”逾期未整改到位，请立即整改，并回复完成情况或原因。";
        deeds.on(deeds.ago(9), () -> orders.raise(SubjectType.FINDING, late.id(), Colour.BLUE, title, true));
        deeds.on(
                deeds.ago(4),
                () -> orders.raise(
                        SubjectType.FINDING, late.id(), Colour.ORANGE, "蓝色督办单到期未回复，升级督办。原要求：" + title, true));
        SupervisionOrder red =
                orders.raise(SubjectType.FINDING, late.id(), Colour.RED, "橙色督办单到期未回复，升级督办。原要求：" + title, true);
        deeds.as(ExampleCounty.head(red.unitCode()), () -> answers.receive(red.id()));
        deeds.as(ExampleCounty.OFFICE, () -> work.interview(late.id(), "创建办会同分管领导约谈责任单位负责人，要求三日内完成整改，逾期在全县通报。"));

        SupervisionOrder answered =
                raise(campaign, 4, "FC8", "wjj", Colour.ORANGE, "餐饮具集中消毒单位检查逾期未签收，影响关键节点，请立即签收办理并说明原因。");
        deeds.as(
                ExampleCounty.clerk("wjj"),
                deeds.ago(2),
                () -> answers.answer(answered.id(), "检查人员已调配到位，餐饮具集中消毒单位检查本周内完成，检查表下周一前报送。"));
        SupervisionOrder closed = raise(campaign, 8, "FE4", "xcb", Colour.BLUE, "舆情监测处置记录逾期未报，请尽快整理报送。");
        deeds.as(
                ExampleCounty.clerk("xcb"),
                deeds.ago(6),
                () -> answers.answer(closed.id(), "处置记录已汇总，因平台数据口径调整需复核，复核后即报。"));
        deeds.as(ExampleCounty.OFFICE, deeds.ago(5), () -> answers.close(closed.id(), true, "说明属实，请按复核时间报送"));
        SupervisionOrder instruction = deeds.as(
                ExampleCounty.LEADER,
                deeds.ago(1),
                () -> orders.instruct(
                        order(campaign, "FA5", "sab", Colour.ORANGE, "包保督导完成率偏低，请食安办逐乡镇分析原因，本周内拿出整改措施，结果报我。")));
        deeds.as(ExampleCounty.head("sab"), () -> answers.receive(instruction.id()));
    }

    private SupervisionOrder raise(
            Campaign campaign, int day, String criterion, String unit, Colour colour, String reason) {
        return deeds.as(
                ExampleCounty.OFFICE,
                deeds.ago(day),
                () -> orders.raise(order(campaign, criterion, unit, colour, reason)));
    }

    private SupervisionOrders.New order(
            Campaign campaign, String criterion, String unit, Colour colour, String reason) {
        String assignment = deeds.as(
                ExampleCounty.OFFICE,
                () -> assignments
                        .page(new Assignments.Filter(campaign.id(), unit, null, criterion, null, null, null), 0, 1)
                        .items()
                        .get(0)
                        .id());
        return new SupervisionOrders.New(
                SubjectType.ASSIGNMENT, assignment, null, null, null, colour, reason, null, null);
    }

    /** Runs now: two findings are noted and not issued, so the office sees what the units do not. */
    private void again(Campaign campaign) {
        LocalDate yesterday = deeds.ago(1);
        LocalDate until = deeds.ahead(4);
        Inspection plan = deeds.as(
                ExampleCounty.OFFICE,
                deeds.ago(3),
                () -> inspections.plan(
                        campaign.id(),
                        new Inspections.Plan(
                                "校园及周边食品安全暗访",
                                Inspection.Mode.COVERT,
                                yesterday,
                                until,
                                List.of(ExampleCounty.INSPECTOR),
                                List.of("FC3", "FC5", "FC7", "FC14", "FD2"),
                                List.of("T05", "T16", "T20", "T21", "T24", "T25"),
                                1,
                                List.of(),
                                "示例-校园")));
        Map<String, String> seen = Map.of("T20", "留样柜温度偏高，留样记录当日未填写。", "T24", "校门外摊点无备案卡，从业人员未戴口罩。");
        deeds.does(ExampleCounty.INSPECTOR, yesterday, () -> {
            for (Inspections.Stop stop : inspections.stops(List.of(plan))) {
                String description = seen.get(stop.businessType());
                if (description != null) {
                    record(plan, stop, new Line(stop.name(), "ordinary", "FC3", description, "", ""));
                } else if (stop.businessType().equals("T16")) {
                    field.recordCompliant(plan.id(), stop.siteId(), "证照齐全，记录完整", null, null);
                }
            }
        });
    }

    private static Upload photo(String place, boolean after) {
        byte[] content = ExampleFiles.photo(place, after);
        return new Upload(
                place + (after ? "（整改后）.jpg" : "（整改前）.jpg"), () -> new ByteArrayInputStream(content), content.length);
    }

    /** @param course what has become of the finding */
    private record Line(
            String place, String severity, String criterion, String description, String course, String done) {

        static Line of(Spreadsheet.Row row) {
            return new Line(
                    row.text("点位"), row.text("等级"), row.text("指标"), row.text("问题"), row.text("经过"), row.text("整改"));
        }
    }
}
