package org.chuangjian.metric;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.Spreadsheet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** 填报: what units tell of the metrics. The office tells for any unit, a unit for itself. */
@Component
public class Readings {

    /** 约, 余, 以上, 均: words a text uses with a number, kept and printed back. */
    public static final List<String> QUALIFIERS = List.of("约", "余", "以上", "均");

    private static final int LONGEST_NOTE = 500;
    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
    private static final Set<String> UNKNOWN = Set.of("*", "**", "***", "未公开", "未知", "不详");

    private static final List<String> FILLED_IN = List.of("单位", "截至日期", "数值", "限定词", "申报比率", "佐证材料", "备注");

    private static final String SELECT = "select r.*, u.name as unit_name from metric_reading r"
            + " join unit u on u.code = r.unit_code where r.metric_code = :metric";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Metrics metrics;
    private final Units units;
    private final ReadingProofs proofs;
    private final Access access;
    private final Journal journal;
    private final Clock clock;

    Readings(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Metrics metrics,
            Units units,
            ReadingProofs proofs,
            Access access,
            Journal journal,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.metrics = metrics;
        this.units = units;
        this.proofs = proofs;
        this.access = access;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Writes a reading down.
     *
     * @param campaignId the campaign it is told for; null for any the unit takes part in
     * @throws Problem 422 if the unit has no part in the campaign, the day is not past, or the figure cannot be
     */
    @Transactional
    public Reading record(String metricCode, @Nullable String campaignId, Draft draft) {
        CurrentUser user = access.current();
        Metric metric = metrics.require(metricCode);
        if (StringUtils.isBlank(draft.unit())) {
            throw Problem.invalid("unit", "请填写单位。");
        }
        if (!user.may(Permission.MANAGE_CAMPAIGNS)) {
            access.requireFor(draft.unit(), Permission.WORK_FOR_UNIT);
        }
        Unit unit = units.find(draft.unit())
                .orElseThrow(() -> Problem.invalid("unknown-unit", "没有编码为“" + draft.unit() + "”的单位，请在“单位”中核对。"));
        Set<String> taking = taking(campaignId);
        return store(metric, unit, check(metric, unit, draft, campaignId, taking), user.account(), user.name());
    }

    /** The units that take part in the campaign; without one, in any that is under way. */
    private Set<String> taking(@Nullable String campaignId) {
        String campaigns = campaignId == null ? "select id from campaign where state = 'ACTIVE'" : ":campaign";
        JdbcClient.StatementSpec query = jdbc.sql("select lead_unit from ownership where lead_unit is not null and"
                + " campaign_id in (" + campaigns
                + ") union select unit_code from ownership_support where campaign_id in ("
                + campaigns + ")");
        if (campaignId != null) {
            query = query.param("campaign", campaignId);
        }
        return Set.copyOf(query.query(String.class).list());
    }

    /** @return the reading as it can be, its evidence found */
    private Draft check(Metric metric, Unit unit, Draft draft, @Nullable String campaignId, Set<String> taking) {
        if (!taking.contains(unit.code())) {
            throw Problem.invalid(
                    "unit-not-in-campaign",
                    "单位“" + unit.name() + "”（" + unit.code() + "）"
                            + (campaignId == null ? "不在任何进行中的创建活动里" : "不在这个创建活动里")
                            + "，请先在责任分解中落实它的任务，或核对单位。");
        }
        LocalDate today = LocalDate.now(clock);
        if (draft.asOf() == null) {
            throw Problem.invalid("as-of", "请填写截至日期，如 " + today + "。");
        }
        if (draft.asOf().isAfter(today)) {
            throw Problem.invalid("as-of-future", "截至日期 " + draft.asOf() + " 晚于今天（" + today + "），只能填报已经发生的数据。");
        }
        if (draft.asOf().isBefore(EARLIEST)) {
            throw Problem.invalid("as-of", "截至日期 " + draft.asOf() + " 太早，请核对年份。");
        }
        String qualifier = StringUtils.defaultString(draft.qualifier()).strip();
        if (!qualifier.isEmpty() && !QUALIFIERS.contains(qualifier)) {
            throw Problem.invalid("qualifier", "“" + qualifier + "”不是可用的限定词，只能是 约、余、以上、均，或留空。");
        }
        if (draft.figure() != null) {
            metric.checkFigure(draft.figure(), "数值");
        }
        BigDecimal declared = draft.declaredRate();
        if (declared != null) {
            Metric.checkSize(declared, "申报比率");
            if (declared.signum() < 0 || declared.compareTo(Metric.HIGHEST_RATE) > 0) {
                throw Problem.invalid("declared-rate", "申报比率“" + declared.toPlainString() + "”应是百分数，如 96.6。");
            }
        }
        if (StringUtils.defaultString(draft.note()).strip().length() > LONGEST_NOTE) {
            throw Problem.invalid("note", "备注最多 " + LONGEST_NOTE + " 字，请精简。");
        }
        return StringUtils.isBlank(draft.evidence())
                ? draft
                : draft.with(proofs.require(draft.evidence().strip(), campaignId, unit.code()));
    }

    private Reading store(Metric metric, Unit unit, Draft draft, String by, String byName) {
        LocalDate asOf = Objects.requireNonNull(draft.asOf());
        // The unit's row orders simultaneous readings of the same metric, so that exactly one of them counts.
        jdbc.sql("select code from unit where code = ? for update")
                .param(unit.code())
                .query(String.class)
                .single();
        boolean cumulative = metric.accumulation() == Metric.Accumulation.CUMULATIVE;
        boolean newer = cumulative
                && jdbc.sql("select count(*) from metric_reading where metric_code = ? and unit_code = ? and as_of > ?")
                                .params(metric.code(), unit.code(), asOf)
                                .query(Long.class)
                                .single()
                        > 0;
        if (!newer) {
            jdbc.sql("update metric_reading set counts = false where metric_code = ? and unit_code = ? and counts"
                            + (cumulative ? " and as_of <= ?" : " and as_of = ?"))
                    .params(metric.code(), unit.code(), asOf)
                    .update();
        }
        Reading reading = new Reading(
                Ids.next(),
                metric.code(),
                unit.code(),
                unit.name(),
                asOf,
                draft.figure(),
                StringUtils.defaultString(draft.qualifier()).strip(),
                draft.declaredRate(),
                StringUtils.trimToNull(draft.evidence()),
                StringUtils.defaultString(draft.note()).strip(),
                !newer,
                byName,
                OffsetDateTime.now(clock));
        jdbc.sql("insert into metric_reading (id, metric_code, unit_code, as_of, figure, qualifier, declared_rate,"
                        + " evidence_id, note, counts, entered_by, entered_by_name, entered_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        reading.id(),
                        reading.metricCode(),
                        reading.unitCode(),
                        reading.asOf(),
                        reading.figure(),
                        reading.qualifier(),
                        reading.declaredRate(),
                        reading.evidenceId(),
                        reading.note(),
                        reading.counts(),
                        by,
                        byName,
                        reading.enteredAt())
                .update();
        journal.write(
                by,
                byName,
                null,
                "metric",
                metric.code(),
                "填报数据",
                metric.name() + "，" + unit.name() + "，截至 " + asOf + "："
                        + (reading.figure() == null ? "未知" : metric.said(reading.figure(), reading.qualifier())));
        return reading;
    }

    /**
     * What was told of a metric, the newest day first.
     *
     * @param unit only this unit's; null for all
     */
    public Paged<Reading> history(String metricCode, @Nullable String unit, int page, int size) {
        String where = unit == null ? "" : " and r.unit_code = :unit";
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("metric", metricCode);
        if (unit != null) {
            parameters.put("unit", unit);
        }
        long total = jdbc.sql("select count(*) from metric_reading r where r.metric_code = :metric" + where)
                .params(parameters)
                .query(Long.class)
                .single();
        List<Reading> readings = jdbc.sql(
                        SELECT + where + " order by r.as_of desc, r.entered_at desc, r.id desc offset "
                                + (long) page * size + " rows fetch next " + size + " rows only")
                .params(parameters)
                .query(Rows.of(Reading.class))
                .list();
        return new Paged<>(readings, page, size, total);
    }

    /** The units the signed-in person may tell readings for, in the campaign or in any under way. */
    public List<Unit> reportable(@Nullable String campaignId) {
        CurrentUser user = access.current();
        Set<String> taking = taking(campaignId);
        return units.active().stream()
                .filter(unit -> taking.contains(unit.code()))
                .filter(unit -> user.may(Permission.MANAGE_CAMPAIGNS)
                        || (user.may(Permission.WORK_FOR_UNIT) && user.belongsTo(unit.code())))
                .toList();
    }

    /** Names of the campaign's documents that the signed-in person may tell readings with. */
    public List<String> proofs(String campaignId) {
        return proofs.names(campaignId);
    }

    /**
     * Takes over a table of readings, all or nothing.
     *
     * @param dryRun look, but write nothing
     */
    public ImportReport importReadings(byte[] content, String fileName, boolean dryRun) {
        CurrentUser user = access.current();
        if (!user.may(Permission.MANAGE_CAMPAIGNS)) {
            access.require(Permission.WORK_FOR_UNIT);
        }
        Spreadsheet sheet = Spreadsheet.read(content, fileName)
                .alias("指标编码", "编码", "指标")
                .alias("单位", "单位编码", "单位名称")
                .alias("截至日期", "截至", "日期")
                .alias("数值", "值", "读数")
                .alias("申报比率", "申报率")
                .alias("佐证材料", "佐证", "材料")
                .require("指标编码", "单位", "截至日期", "数值");
        Map<String, Metric> known = metrics.all();
        Set<String> taking = taking(null);
        Map<String, List<Unit>> matches = new HashMap<>();
        Set<String> seen = new HashSet<>();
        List<Row> rows = new ArrayList<>();
        for (Spreadsheet.Row row : sheet.rows()) {
            // The template names every metric; what nobody filled in is not told.
            if (FILLED_IN.stream().allMatch(row::isBlank)) {
                continue;
            }
            read(row, user, known, taking, matches, seen).ifPresent(rows::add);
        }
        List<RowProblem> problems = sheet.problems();
        if (problems.isEmpty() && !dryRun) {
            transaction.executeWithoutResult(status ->
                    rows.forEach(row -> store(row.metric(), row.unit(), row.draft(), user.account(), user.name())));
        }
        return new ImportReport(sheet.rows().size(), problems.isEmpty() ? rows.size() : 0, 0, problems);
    }

    private Optional<Row> read(
            Spreadsheet.Row row,
            CurrentUser user,
            Map<String, Metric> known,
            Set<String> taking,
            Map<String, List<Unit>> matches,
            Set<String> seen) {
        String code = row.requiredCode("指标编码", 40);
        Metric metric = known.get(code);
        if (metric == null && !code.isEmpty()) {
            row.problem("指标编码", "没有编码为“" + code + "”的指标，请对照“指标数据”页改正。");
        }
        String unitName = row.requiredText("单位", 100);
        List<Unit> found = matches.computeIfAbsent(
                unitName, name -> units.find(name).map(List::of).orElseGet(() -> units.matching(name)));
        if (found.size() != 1 && !unitName.isEmpty()) {
            row.problem(
                    "单位", found.isEmpty() ? "没有名称、别名或编码为“" + unitName + "”的单位。" : "“" + unitName + "”对应多个单位，请改填单位编码。");
        }
        LocalDate asOf = row.date("截至日期");
        String shown = row.text("数值");
        boolean unknown = UNKNOWN.contains(Spreadsheet.halfWidth(shown));
        if (shown.isEmpty() && !row.isUnreadable("数值")) {
            row.problem("数值", "数值为空；不知道或未公开请填“未公开”，不能当作 0。");
        }
        BigDecimal figure = unknown ? null : row.number("数值", "%", metric == null ? "分" : metric.unit());
        Draft draft = new Draft(
                found.size() == 1 ? found.get(0).code() : "",
                asOf,
                figure,
                row.text("限定词", 4),
                row.number("申报比率", "%"),
                row.text("佐证材料", 300),
                row.text("备注", LONGEST_NOTE));
        if (row.hasProblem() || metric == null || found.size() != 1) {
            return Optional.empty();
        }
        Unit unit = found.get(0);
        if (!user.may(Permission.MANAGE_CAMPAIGNS) && !user.belongsTo(unit.code())) {
            row.problem("单位", "您只能填报本单位的数据。");
        } else if (!seen.add(metric.code() + "/" + unit.code() + "/" + asOf)) {
            row.problem("截至日期", "同一指标、单位和日期重复出现，请只保留一行。");
        } else {
            try {
                return Optional.of(new Row(metric, unit, check(metric, unit, draft, null, taking)));
            } catch (Problem problem) {
                row.problem(column(problem), problem.detail());
            }
        }
        return Optional.empty();
    }

    private static String column(Problem problem) {
        return switch (problem.code()) {
            case "unit-not-in-campaign" -> "单位";
            case "as-of", "as-of-future" -> "截至日期";
            case "qualifier" -> "限定词";
            case "declared-rate" -> "申报比率";
            case "evidence" -> "佐证材料";
            default -> "数值";
        };
    }

    private record Row(Metric metric, Unit unit, Draft draft) {}

    /**
     * What somebody tells.
     *
     * @param unit code
     * @param figure null for unknown
     * @param evidence id or name of a document
     */
    public record Draft(
            String unit,
            @Nullable LocalDate asOf,
            @Nullable BigDecimal figure,
            @Nullable String qualifier,
            @Nullable BigDecimal declaredRate,
            @Nullable String evidence,
            @Nullable String note) {

        Draft with(String evidenceId) {
            return new Draft(unit, asOf, figure, qualifier, declaredRate, evidenceId, note);
        }
    }
}
