package org.chuangjian.metric.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.metric.Metric;
import org.chuangjian.metric.MetricBoard;
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
    private final Readings readings;
    private final MetricBoard board;
    private final Campaigns campaigns;
    private final Access access;

    MetricApi(Metrics metrics, Readings readings, MetricBoard board, Campaigns campaigns, Access access) {
        this.metrics = metrics;
        this.readings = readings;
        this.board = board;
        this.campaigns = campaigns;
        this.access = access;
    }

    @GetMapping
    @Operation(summary = "指标目录")
    Paged<Metric> metrics(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        access.requireReadingOf(null);
        return metrics.search(q, Paged.boundedPage(page), Paged.boundedSize(size));
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
    @Operation(summary = "填报一个读数；value 为空表示未知（未公开），不当作 0")
    Reading read(@PathVariable String code, @RequestBody NewReading body) {
        if (body.campaign() != null) {
            campaigns.requireVisible(body.campaign());
        }
        return readings.record(
                code,
                body.campaign(),
                new Readings.Draft(
                        StringUtils.defaultString(body.unit()).strip(),
                        body.asOf(),
                        body.value(),
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

    /** @param campaign the campaign it is told for; without one, any the unit takes part in */
    record NewReading(
            @Nullable String campaign,
            @Nullable String unit,
            @Nullable LocalDate asOf,
            @Nullable BigDecimal value,
            @Nullable String qualifier,
            @Nullable BigDecimal declaredRate,
            @Nullable String evidenceId,
            @Nullable String note) {}

    record NewTarget(
            @Nullable String campaign,
            @Nullable String unit,
            @Nullable BigDecimal target) {}

    /**
     * @param unknown why there is no value, "" if there is one
     * @param derived whether the value follows from inspections, whatever was told
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
