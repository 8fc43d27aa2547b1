package org.chuangjian.metric;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 指标目录: offices define what they count. Changes wait for each other, so that no two of them make a circle. */
@Component
public class MetricCatalogue {

    private static final int STEP = 10;

    private final JdbcClient jdbc;
    private final Metrics metrics;
    private final Access access;
    private final Journal journal;
    private final Clock clock;

    MetricCatalogue(JdbcClient jdbc, Metrics metrics, Access access, Journal journal, Clock clock) {
        this.jdbc = jdbc;
        this.metrics = metrics;
        this.access = access;
        this.journal = journal;
        this.clock = clock;
    }

    /** The whole catalogue in its order, by code. */
    public Map<String, Definition> all() {
        Map<String, List<String>> parts = metrics.parts();
        Map<String, Definition> all = new LinkedHashMap<>();
        metrics.all()
                .forEach((code, metric) -> all.put(code, new Definition(metric, parts.getOrDefault(code, List.of()))));
        return all;
    }

    /** @throws Problem 404 */
    public Definition require(String code) {
        return new Definition(metrics.require(code), metrics.parts().getOrDefault(code, List.of()));
    }

    /**
     * @throws Problem 409 if there is one of that code
     * @throws Problem 422 with {@code problems} for all that is wrong
     */
    @Transactional
    public Definition create(MetricDraft draft) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Map<String, Definition> all = locked();
        Definition there = all.get(StringUtils.defaultString(draft.code()).strip());
        if (there != null) {
            throw Problem.conflict(
                    "metric-exists",
                    "编码“" + there.metric().code() + "”已经是“" + there.metric().name() + "”，请换一个编码，或直接修改这个指标。");
        }
        List<RowProblem> wrong = new ArrayList<>();
        Definition made = draft.definition(null, next(all), wrong);
        if (made != null) {
            all.put(made.metric().code(), made);
            wrong.addAll(MetricRules.problems(
                    made, all, null, false, Set.of(made.metric().code())));
        }
        refuse(wrong);
        write(user, List.of(Objects.requireNonNull(made)), Map.of());
        return require(made.metric().code());
    }

    /**
     * @throws Problem 409 if somebody changed it meanwhile
     * @throws Problem 422 with {@code problems} for all that is wrong
     */
    @Transactional
    public Definition change(String code, MetricDraft draft) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Map<String, Definition> all = locked();
        Definition before = all.get(code);
        if (before == null) {
            return require(code);
        }
        Metric stands = before.metric();
        Integer version = draft.version();
        if (version == null) {
            throw Problem.invalid("version", "请带上看到的版本号（version），现在是 " + stands.version() + "。");
        }
        if (version != stands.version()) {
            throw Problem.conflict(
                    "metric-changed",
                    "“" + stands.name() + "”已由"
                            + (stands.changedByName() == null
                                    ? "他人"
                                    : stands.changedByName() + "于" + When.said(stands.changedAt(), clock))
                            + "修改，请刷新页面，核对后再改。");
        }
        if (StringUtils.isNotBlank(draft.code()) && !draft.code().strip().equals(code)) {
            throw Problem.invalid(
                    "code", "编码不能由“" + code + "”改为“" + draft.code().strip() + "”，公式和填报数据都按编码对应。请另建一个指标。");
        }
        List<RowProblem> wrong = new ArrayList<>();
        Definition made = draft.withCode(code).definition(before, stands.position(), wrong);
        if (made != null) {
            all.put(code, made);
            wrong.addAll(MetricRules.problems(made, all, before, told().contains(code), Set.of(code)));
        }
        refuse(wrong);
        if (!Objects.requireNonNull(made).differences(before).isEmpty()) {
            write(user, List.of(made), Map.of(code, before));
        }
        return require(code);
    }

    private static void refuse(List<RowProblem> wrong) {
        if (!wrong.isEmpty()) {
            throw Problem.invalid("metric", wrong.get(0).reason()).with("problems", wrong);
        }
    }

    /**
     * Takes over a table of definitions, all or nothing: what is there is changed, what is not is new. A column the
     * table does not have leaves everything as it is.
     *
     * @param dryRun look, but write nothing
     */
    @Transactional
    public ImportReport importTable(byte[] content, String fileName, boolean dryRun) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Spreadsheet sheet = Spreadsheet.read(content, fileName)
                .alias("编码", "指标编码")
                .alias("名称", "指标名称")
                .alias("计量单位", "单位")
                .alias("小数位数", "小数")
                .alias("通常目标", "目标", "目标值")
                .alias("分子编码", "分子")
                .alias("分母编码", "分母")
                .alias("分项编码", "分项")
                .alias("说明", "备注")
                .require("编码", "名称", "类别", "计量单位");
        Map<String, Definition> before = dryRun ? all() : locked();
        Map<String, Definition> after = new LinkedHashMap<>(before);
        Map<Spreadsheet.Row, Definition> read = new LinkedHashMap<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        int position = next(before);
        for (Spreadsheet.Row row : sheet.rows()) {
            String code = row.requiredCode("编码", 40);
            Integer first = code.isEmpty() ? null : seen.putIfAbsent(code, row.number());
            if (first != null) {
                row.problem("编码", "编码“" + code + "”在第 " + first + " 行已经出现，请只保留一行。");
                continue;
            }
            Definition stands = before.get(code);
            List<RowProblem> wrong = new ArrayList<>();
            Definition made = draft(sheet, row, code, stands)
                    .definition(
                            stands, stands == null ? position : stands.metric().position(), wrong);
            wrong.forEach(it -> row.problem(it.column(), it.reason()));
            if (made != null && !code.isEmpty()) {
                position += stands == null ? STEP : 0;
                after.put(code, made);
                read.put(row, made);
            }
        }
        Set<String> told = told();
        List<Definition> written = new ArrayList<>();
        read.forEach((row, made) -> {
            Definition stands = before.get(made.metric().code());
            MetricRules.problems(
                            made, after, stands, told.contains(made.metric().code()), seen.keySet())
                    .forEach(it -> row.problem(it.column(), it.reason()));
            if (stands == null || !made.differences(stands).isEmpty()) {
                written.add(made);
            }
        });
        List<RowProblem> problems = sheet.problems();
        int created = (int) written.stream()
                .filter(it -> !before.containsKey(it.metric().code()))
                .count();
        if (problems.isEmpty() && !dryRun) {
            write(user, written, before);
        }
        return new ImportReport(sheet.rows().size(), created, written.size() - created, problems);
    }

    private static MetricDraft draft(Spreadsheet sheet, Spreadsheet.Row row, String code, @Nullable Definition before) {
        Metric stands = before == null ? null : before.metric();
        return new MetricDraft(
                code,
                row.text("名称"),
                row.text("计量单位"),
                row.text("类别"),
                stands == null || sheet.has("方向")
                        ? row.text("方向")
                        : stands.direction().name(),
                stands == null || sheet.has("累计方式")
                        ? row.text("累计方式")
                        : stands.accumulation().name(),
                stands == null || sheet.has("小数位数") ? row.integer("小数位数", "位") : Integer.valueOf(stands.decimals()),
                stands == null || sheet.has("通常目标") ? row.number("通常目标", row.text("计量单位"), "%") : stands.usualTarget(),
                stands == null || sheet.has("分子编码") ? row.code("分子编码") : stands.numerator(),
                stands == null || sheet.has("分母编码") ? row.code("分母编码") : stands.denominator(),
                before == null || sheet.has("分项编码") ? codes(row.text("分项编码")) : List.copyOf(before.parts()),
                stands == null || sheet.has("说明") ? row.text("说明") : stands.note(),
                stands == null ? null : stands.version());
    }

    /** Codes as somebody writes them in one line. */
    public static List<@Nullable String> codes(@Nullable String text) {
        return Arrays.asList(
                Spreadsheet.halfWidth(StringUtils.defaultString(text)).strip().split("[、,;+\\s]+"));
    }

    private static int next(Map<String, Definition> all) {
        return STEP
                + all.values().stream()
                        .mapToInt(it -> it.metric().position())
                        .max()
                        .orElse(0);
    }

    /** The catalogue, nobody else changing it until the transaction ends. */
    private Map<String, Definition> locked() {
        jdbc.sql("select code from metric order by code for update")
                .query(String.class)
                .list();
        return all();
    }

    private Set<String> told() {
        return Set.copyOf(jdbc.sql("select distinct metric_code from metric_reading")
                .query(String.class)
                .list());
    }

    /** First the metrics, then what they are made of, so that rows of a table may refer to later ones. */
    private void write(CurrentUser user, Collection<Definition> definitions, Map<String, Definition> before) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        for (Definition it : definitions) {
            Metric metric = it.metric();
            boolean there = before.containsKey(metric.code());
            jdbc.sql(
                            there
                                    ? "update metric set position = ?, name = ?, unit = ?, metric_class = ?, direction = ?,"
                                            + " accumulation = ?, decimals = ?, usual_target = ?, note = ?, changed_by_name = ?,"
                                            + " changed_at = ?, version = version + 1 where code = ?"
                                    : "insert into metric (position, name, unit, metric_class, direction, accumulation, decimals,"
                                            + " usual_target, note, changed_by_name, changed_at, code) values (?, ?, ?, ?, ?, ?, ?,"
                                            + " ?, ?, ?, ?, ?)")
                    .params(
                            metric.position(),
                            metric.name(),
                            metric.unit(),
                            metric.metricClass().name(),
                            metric.direction().name(),
                            metric.accumulation().name(),
                            metric.decimals(),
                            metric.usualTarget(),
                            metric.note(),
                            user.name(),
                            now,
                            metric.code())
                    .update();
        }
        for (Definition it : definitions) {
            Metric metric = it.metric();
            jdbc.sql("update metric set numerator = ?, denominator = ? where code = ?")
                    .params(metric.numerator(), metric.denominator(), metric.code())
                    .update();
            jdbc.sql("delete from metric_part where metric_code = ?")
                    .param(metric.code())
                    .update();
            for (String part : it.parts()) {
                jdbc.sql("insert into metric_part (metric_code, part_code) values (?, ?)")
                        .params(metric.code(), part)
                        .update();
            }
            Definition stood = before.get(metric.code());
            journal.write(
                    user.account(),
                    user.name(),
                    null,
                    "metric",
                    metric.code(),
                    stood == null ? "新增指标" : "修改指标",
                    StringUtils.abbreviate(metric.name() + "：" + it.differences(stood), 1000));
        }
    }
}
