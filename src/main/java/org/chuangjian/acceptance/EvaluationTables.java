package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKind.CampaignLevel;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.inspection.FindingRegister;
import org.chuangjian.inspection.FindingSource;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.scoring.Scores;
import org.chuangjian.scoring.Source;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the level above hands over as a table: its scores go beside ours as the experts', its problems into our register
 * and through rectification. All or nothing; the same file is taken once.
 */
@Component
public class EvaluationTables {

    private static final String CODE = "编码";
    private static final String POINTS = "得分";
    private static final String NOTE = "说明";
    private static final String UNIT = "责任单位";
    private static final String PLACE = "地点";
    private static final String WHAT = "问题";
    private static final String SEVERITY = "问题等级";
    private static final String DUE = "整改期限";
    private static final int LONGEST_NOTE = 700;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Evaluations evaluations;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Units units;
    private final Scores scores;
    private final FindingRegister findings;

    EvaluationTables(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            Access access,
            Journal journal,
            Evaluations evaluations,
            Campaigns campaigns,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Units units,
            Scores scores,
            FindingRegister findings) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.evaluations = evaluations;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.units = units;
        this.scores = scores;
        this.findings = findings;
    }

    /**
     * Takes their scores over.
     *
     * @param document they stand in; part of every reason
     * @param dryRun only looks
     * @throws Problem 409 if this very file was taken before, 422 if it is no such table
     */
    @Transactional
    public ImportReport scores(
            String evaluationId, byte[] content, String fileName, @Nullable String document, boolean dryRun) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Evaluation evaluation = evaluations.lock(evaluationId);
        String basis = basis(document);
        String sha256 = sha256(content);
        requireNew(evaluation, "SCORES", sha256);
        Spreadsheet sheet = Spreadsheet.read(content, fileName)
                .alias(CODE, "指标编码", "指标", "序号")
                .alias(POINTS, "专家得分", "评价得分", "分数")
                .alias(NOTE, "理由", "扣分理由", "扣分原因", "备注")
                .require(CODE, POINTS);
        List<Scores.Entry> entries = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        List<Object[]> given = new ArrayList<>();
        for (Spreadsheet.Row row : sheet.rows()) {
            String code = row.requiredCode(CODE, 40);
            BigDecimal points = row.number(POINTS);
            String note = row.text(NOTE, LONGEST_NOTE);
            if (points == null && row.isBlank(POINTS)) {
                row.problem(POINTS, "得分为空，请填写；没有评分的指标请删去这一行。");
            }
            if (!row.hasProblem() && points != null) {
                rows.add(row.number());
                entries.add(Scores.Entry.of(code, points, "依据" + basis + (note.isEmpty() ? "" : "：" + note)));
                given.add(new Object[] {evaluationId, code, points, note});
            }
        }
        List<RowProblem> problems = new ArrayList<>(sheet.problems());
        scores.check(evaluation.campaignId(), Source.EXPERT, entries)
                .forEach(it -> problems.add(new RowProblem(rows.get(it.row() - 1), it.column(), it.reason())));
        Set<String> before =
                new HashSet<>(jdbc.sql("select criterion_code from evaluation_score where evaluation_id = ?")
                        .param(evaluationId)
                        .query(String.class)
                        .list());
        int changed =
                (int) entries.stream().filter(it -> before.contains(it.code())).count();
        ImportReport report = new ImportReport(sheet.rows().size(), entries.size() - changed, changed, byRow(problems));
        if (dryRun || !report.clean()) {
            return report;
        }
        List<RowProblem> late = scores.recordAll(evaluation.campaignId(), Source.EXPERT, entries);
        if (!late.isEmpty()) {
            throw Problem.conflict("scores-changed", "评分条件刚刚有变化：" + late.get(0).reason() + "请重新检查表格。");
        }
        batches.batchUpdate(
                "delete from evaluation_score where evaluation_id = ? and criterion_code = ?",
                given.stream().map(it -> new Object[] {it[0], it[1]}).toList());
        given.forEach(it -> it[2] = ((BigDecimal) it[2]).setScale(2, RoundingMode.UNNECESSARY));
        batches.batchUpdate(
                "insert into evaluation_score (evaluation_id, criterion_code, points, note) values (?, ?, ?, ?)",
                given);
        keep(evaluation, "SCORES", fileName, sha256, entries.size(), basis, user);
        journal(user, evaluation, "导入评价得分", basis + "，" + entries.size() + " 项");
        return report;
    }

    /**
     * Hands their problems to our units, each with a number and a deadline.
     *
     * @param document they stand in
     * @param dryRun only looks
     * @throws Problem 409 if this very file was taken before, 422 if it is no such table
     */
    @Transactional
    public ImportReport problems(
            String evaluationId, byte[] content, String fileName, @Nullable String document, boolean dryRun) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Evaluation evaluation = evaluations.lock(evaluationId);
        String basis = basis(document);
        String sha256 = sha256(content);
        requireNew(evaluation, "PROBLEMS", sha256);
        Campaign campaign = campaigns.require(evaluation.campaignId());
        CampaignKind kind = kinds.require(campaign.kind());
        CampaignKind.InspectionRule rule = kind.inspection();
        if (rule == null) {
            throw Problem.invalid("no-inspection-rule", "“" + kind.name() + "”没有规定问题整改，不能导入问题。");
        }
        Spreadsheet sheet = Spreadsheet.read(content, fileName)
                .alias(CODE, "指标编码", "指标", "对应指标")
                .alias(UNIT, "单位", "整改单位", "牵头单位")
                .alias(PLACE, "点位", "问题点位", "场所")
                .alias(WHAT, "问题描述", "存在问题", "问题内容")
                .alias(SEVERITY, "等级", "问题类型")
                .alias(DUE, "期限", "办理期限")
                .require(CODE, UNIT, PLACE, WHAT, SEVERITY);
        Map<String, Criterion> criteria = criteriaSets.criteria(campaign.criteriaSetId()).stream()
                .collect(Collectors.toMap(Criterion::code, Function.identity()));
        List<Unit> all = units.active();
        List<FindingRegister.Report> reports = new ArrayList<>();
        for (Spreadsheet.Row row : sheet.rows()) {
            String code = row.requiredCode(CODE, 40);
            if (!code.isEmpty() && !criteria.containsKey(code)) {
                row.problem(CODE, "本活动的细则中没有指标“" + code + "”，请核对编码。");
            }
            String unit = unit(row, all);
            String place = row.requiredText(PLACE, 200);
            String what = row.requiredText(WHAT, 1000);
            String severity = severity(row, rule);
            LocalDate due = row.date(DUE);
            if (due != null && due.isBefore(LocalDate.now(clock))) {
                row.problem(DUE, "整改期限 " + due + " 早于今天，请核对。");
            }
            if (!row.hasProblem()) {
                reports.add(new FindingRegister.Report(
                        campaign.id(),
                        source(evaluation, kind),
                        evaluation.organ() + "，" + basis,
                        code,
                        unit,
                        severity,
                        place,
                        null,
                        what,
                        due));
            }
        }
        ImportReport report = new ImportReport(sheet.rows().size(), reports.size(), 0, byRow(sheet.problems()));
        if (dryRun || !report.clean()) {
            return report;
        }
        findings.registerFromAbove(reports);
        keep(evaluation, "PROBLEMS", fileName, sha256, reports.size(), basis, user);
        journal(user, evaluation, "导入评价问题", basis + "，" + reports.size() + " 个，已交办");
        return report;
    }

    /** A table of scores to fill in, with the criteria that take points. */
    public SpreadsheetWriter scoreTemplate(Campaign campaign) {
        SpreadsheetWriter sheet = new SpreadsheetWriter().sheet("评价得分", CODE, "二级指标", "要求", "分值", POINTS, NOTE);
        criteriaSets.criteria(campaign.criteriaSetId()).stream()
                .filter(it -> it.points().signum() > 0)
                .forEach(it -> sheet.row(it.code(), it.level2(), it.requirement(), it.points(), null, null));
        return sheet;
    }

    /** A table of problems to fill in. */
    public SpreadsheetWriter problemTemplate(Campaign campaign) {
        CampaignKind.InspectionRule rule = kinds.require(campaign.kind()).inspection();
        SpreadsheetWriter sheet = new SpreadsheetWriter().sheet("评价问题", CODE, UNIT, PLACE, WHAT, SEVERITY, DUE);
        sheet.choices(UNIT, units.active().stream().map(Unit::name).toList());
        if (rule != null) {
            sheet.choices(
                    SEVERITY,
                    rule.severities().stream().map(CampaignKind.Severity::name).toList());
        }
        return sheet;
    }

    /** The city judges first; afterwards the level that gives the title. */
    private static FindingSource source(Evaluation evaluation, CampaignKind kind) {
        if (evaluation.stage().equals("preliminaryEvaluation") && kind.level() != CampaignLevel.COUNTY) {
            return kind.level() == CampaignLevel.NATIONAL ? FindingSource.PROVINCE : FindingSource.CITY;
        }
        return switch (kind.level()) {
            case NATIONAL -> FindingSource.NATIONAL;
            case PROVINCIAL -> FindingSource.PROVINCE;
            case MUNICIPAL -> FindingSource.CITY;
            case COUNTY -> FindingSource.EVALUATION;
        };
    }

    private static String unit(Spreadsheet.Row row, List<Unit> all) {
        String name = row.requiredText(UNIT, 100);
        List<String> found = all.stream()
                .filter(unit -> unit.code().equalsIgnoreCase(name)
                        || unit.name().equals(name)
                        || unit.aliases().contains(name))
                .map(Unit::code)
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (!name.isEmpty()) {
            row.problem(UNIT, found.isEmpty() ? "没有叫“" + name + "”的单位，请填写单位全称。" : "“" + name + "”对应多个单位，请填写全称。");
        }
        return "";
    }

    private static String severity(Spreadsheet.Row row, CampaignKind.InspectionRule rule) {
        String name = row.requiredText(SEVERITY, 40);
        return rule.severities().stream()
                .filter(it -> it.name().equals(name) || it.code().equals(name))
                .map(CampaignKind.Severity::code)
                .findFirst()
                .orElseGet(() -> {
                    if (!name.isEmpty()) {
                        row.problem(
                                SEVERITY,
                                "没有“" + name + "”这个等级，可填："
                                        + String.join(
                                                "、",
                                                rule.severities().stream()
                                                        .map(CampaignKind.Severity::name)
                                                        .toList())
                                        + "。");
                    }
                    return "";
                });
    }

    private static String basis(@Nullable String document) {
        String text = StringUtils.defaultString(document).strip();
        if (text.isEmpty() || text.length() > 190) {
            throw Problem.invalid("document", "请填写依据的文件名称或文号（不超过 190 字）。");
        }
        return text.startsWith("《") ? text : "《" + text + "》";
    }

    private void requireNew(Evaluation evaluation, String content, String sha256) {
        jdbc.sql("select imported_by_name, imported_at from evaluation_file where evaluation_id = ? and content = ?"
                        + " and sha256 = ?")
                .params(evaluation.id(), content, sha256)
                .query((row, number) -> row.getString("imported_by_name") + "于"
                        + When.said(row.getObject("imported_at", OffsetDateTime.class), clock))
                .optional()
                .ifPresent(who -> {
                    throw Problem.conflict("already-imported", "这份表格已由" + who + "导入，无需重复导入。");
                });
    }

    private void keep(
            Evaluation evaluation,
            String content,
            String fileName,
            String sha256,
            int lines,
            String basis,
            CurrentUser user) {
        jdbc.sql("insert into evaluation_file (id, evaluation_id, content, file_name, sha256, line_count, document,"
                        + " imported_by_name, imported_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        Ids.next(),
                        evaluation.id(),
                        content,
                        StringUtils.left(fileName, 255),
                        sha256,
                        lines,
                        basis,
                        user.name(),
                        OffsetDateTime.now(clock))
                .update();
    }

    private void journal(CurrentUser user, Evaluation evaluation, String action, String detail) {
        journal.write(
                user.account(), user.name(), evaluation.campaignId(), "evaluation", evaluation.id(), action, detail);
    }

    private static List<RowProblem> byRow(List<RowProblem> problems) {
        return problems.stream()
                .sorted(java.util.Comparator.comparingInt(RowProblem::row))
                .toList();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
