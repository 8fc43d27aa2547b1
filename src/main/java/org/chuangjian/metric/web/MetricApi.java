package org.chuangjian.metric.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.metric.Definition;
import org.chuangjian.metric.Metric;
import org.chuangjian.metric.MetricBoard;
import org.chuangjian.metric.MetricCatalogue;
import org.chuangjian.metric.MetricDraft;
import org.chuangjian.metric.MetricValue;
import org.chuangjian.metric.Metrics;
import org.chuangjian.metric.Reading;
import org.chuangjian.metric.Readings;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.UploadedTable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Metrics for scripts. */
@RestController
@RequestMapping("/api/metrics")
@Tag(name = "指标数据")
class MetricApi {

    private final Metrics metrics;
    private final MetricCatalogue catalogue;
    private final Readings readings;
    private final MetricBoard board;
    private final Campaigns campaigns;
    private final Access access;

    MetricApi(
            Metrics metrics,
            MetricCatalogue catalogue,
            Readings readings,
            MetricBoard board,
            Campaigns campaigns,
            Access access) {
        this.metrics = metrics;
        this.catalogue = catalogue;
        this.readings = readings;
        this.board = board;
        this.campaigns = campaigns;
        this.access = access;
    }

    @GetMapping
    @Operation(summary = "指标目录：每个指标的定义；q 按编码或名称查找")
    Paged<Definition> metrics(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        access.requireReadingOf(null);
        Paged<Metric> found = metrics.search(q, Paged.boundedPage(page), Paged.boundedSize(size));
        Map<String, List<String>> parts = metrics.parts();
        return new Paged<>(
                found.items().stream()
                        .map(it -> new Definition(it, parts.getOrDefault(it.code(), List.of())))
                        .toList(),
                found.page(),
                found.size(),
                found.total());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "新增一个指标；类别 COUNTED 计数、AMOUNT 数额、RATE 比率、MILESTONE 进度，比率可由分子、分母计算，合计可由分项核对")
    Definition create(@RequestBody MetricDraft body) {
        return catalogue.create(body);
    }

    @PutMapping("/{code}")
    @Operation(summary = "修改一个指标的定义；version 为看到的版本号，已被他人修改的返回 409")
    Definition change(@PathVariable String code, @RequestBody MetricDraft body) {
        return catalogue.change(code, body);
    }

    @PostMapping("/import")
    @Operation(summary = "按表格新增和修改指标；有一处错误则全部不写入，dryRun=true 只检查")
    ImportReport loadCatalogue(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        access.require(Permission.MANAGE_CAMPAIGNS);
        UploadedTable table = UploadedTable.of(file);
        return catalogue.importTable(table.content(), table.name(), dryRun);
    }

    @GetMapping("/{code}")
    @Operation(summary = "一个指标在一个创建活动中的目标、数值、比率和疑点；单位只看到本单位的")
    MetricView metric(@PathVariable String code, @RequestParam String campaign) {
        boolean whole = access.requireReadingOf(null);
        campaigns.requireVisible(campaign);
        metrics.require(code);
        return MetricView.of(board.lines(
                        campaign, List.of(code), whole ? null : access.current().unitCode())
                .get(0));
    }

    @PostMapping("/{code}/readings")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "填报一个读数；value 填 null 表示未知（未公开），不当作 0；只有申报比率的可以不带 value；evidenceId 为佐证材料的编号或文件名")
    Reading read(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestBody NewReading body) {
        String told = StringUtils.stripToNull(body.campaign());
        String asked = StringUtils.stripToNull(campaign);
        if (told != null && asked != null && !told.equals(asked)) {
            throw Problem.invalid("campaign", "地址中的创建活动（" + asked + "）与内容中的（" + told + "）不一致，请只保留一个。");
        }
        String wanted = told == null ? asked : told;
        if (wanted != null) {
            campaigns.requireVisible(wanted);
        }
        if (body.value() == null && body.declaredRate() == null) {
            throw Problem.invalid("value", "没有数值（value）。请填写 value；不知道或未公开请明确填 null，不能当作 0。");
        }
        return readings.record(
                code,
                wanted,
                new Readings.Draft(
                        StringUtils.defaultString(body.unit()).strip(),
                        body.asOf(),
                        body.value() == null ? null : body.value().orElse(null),
                        body.qualifier(),
                        body.declaredRate(),
                        body.evidenceId(),
                        body.note()));
    }

    @GetMapping("/{code}/readings")
    @Operation(summary = "一个指标的历次填报，最近的在前；单位只看到本单位的")
    Paged<Reading> history(
            @PathVariable String code,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        boolean whole = access.requireReadingOf(unit);
        metrics.require(code);
        return readings.history(
                code, whole ? unit : access.current().unitCode(), Paged.boundedPage(page), Paged.boundedSize(size));
    }

    @PutMapping("/{code}/targets")
    @Operation(summary = "为创建活动（或其中一个单位）下达目标；target 为空表示取消")
    MetricView target(@PathVariable String code, @RequestBody NewTarget body) {
        if (StringUtils.isBlank(body.campaign())) {
            throw Problem.invalid("campaign", "请填写创建活动（campaign）。");
        }
        campaigns.requireVisible(body.campaign());
        metrics.setTarget(body.campaign(), code, body.unit(), body.target());
        return MetricView.of(board.lines(body.campaign(), List.of(code), null).get(0));
    }

    @PostMapping("/readings/import")
    @Operation(summary = "按表格填报；有一处错误则全部不写入，dryRun=true 只检查")
    ImportReport load(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        access.requireReadingOf(null);
        UploadedTable table = UploadedTable.of(file);
        return readings.importReadings(table.content(), table.name(), dryRun);
    }

    /**
     * @param campaign the campaign it is told for; without one, any the unit takes part in
     * @param value empty where it is told to be unknown, null where it is not told at all
     */
    record NewReading(
            @Nullable String campaign,
            @Nullable String unit,
            @Nullable LocalDate asOf,
            @JsonDeserialize(using = Told.class) @Nullable Optional<BigDecimal> value,
            @Nullable String qualifier,
            @Nullable BigDecimal declaredRate,
            @Nullable String evidenceId,
            @Nullable String note) {}

    /** Tells a value that is said to be unknown from one that is not there, perhaps for being misspelt. */
    static final class Told extends StdDeserializer<Optional<BigDecimal>> {

        private static final long serialVersionUID = 1L;

        Told() {
            super(Optional.class);
        }

        @Override
        public Optional<BigDecimal> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Optional.ofNullable(context.readValue(parser, BigDecimal.class));
        }

        @Override
        public Optional<BigDecimal> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }

    record NewTarget(
            @Nullable String campaign,
            @Nullable String unit,
            @Nullable BigDecimal target) {}

    /**
     * @param unknown why there is no value, "" if there is one
     * @param derived whether the value follows from inspections or surveys, whatever was told
     */
    record MetricView(
            String code,
            String name,
            String unit,
            Metric.MetricClass metricClass,
            Metric.Direction direction,
            Metric.Accumulation accumulation,
            int decimals,
            @Nullable BigDecimal target,
            @Nullable BigDecimal value,
            String qualifier,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal declaredRate,
            @Nullable BigDecimal gap,
            @Nullable LocalDate asOf,
            String unknown,
            boolean derived,
            List<MetricValue.Flag> flags,
            List<MetricValue.UnitValue> units) {

        static MetricView of(MetricValue it) {
            Metric metric = it.metric();
            return new MetricView(
                    metric.code(),
                    metric.name(),
                    metric.unit(),
                    metric.metricClass(),
                    metric.direction(),
                    metric.accumulation(),
                    metric.decimals(),
                    it.target(),
                    it.value(),
                    it.qualifier(),
                    it.rate(),
                    it.declaredRate(),
                    it.gap(),
                    it.asOf(),
                    it.unknown(),
                    it.derived(),
                    it.flags(),
                    it.units());
        }
    }
}
