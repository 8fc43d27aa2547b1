package org.chuangjian.inspection.web;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.chuangjian.evidence.Upload;
import org.chuangjian.inspection.FieldWork;
import org.chuangjian.inspection.FindingIssue;
import org.chuangjian.inspection.FindingRegister;
import org.chuangjian.inspection.FindingView;
import org.chuangjian.inspection.FindingViews;
import org.chuangjian.inspection.Inspection;
import org.chuangjian.inspection.Inspections;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Planning inspections, writing down what they find, issuing it. */
@RestController
@RequestMapping("/api")
@Tag(name = "督查暗访")
class InspectionApi {

    private final Inspections inspections;
    private final FindingRegister register;
    private final FindingIssue issue;
    private final FindingViews views;
    private final FieldWork field;

    InspectionApi(
            Inspections inspections,
            FindingRegister register,
            FindingIssue issue,
            FindingViews views,
            FieldWork field) {
        this.inspections = inspections;
        this.register = register;
        this.issue = issue;
        this.views = views;
        this.field = field;
    }

    @PostMapping("/campaigns/{id}/inspections")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "制定检查计划：按业态随机抽取点位，种子可复现；交办前责任单位看不到")
    Planned plan(@PathVariable String id, @RequestBody Wanted body) {
        return planned(inspections.plan(id, body.plan()));
    }

    @GetMapping("/campaigns/{id}/inspections")
    @Operation(summary = "一个创建活动的检查计划")
    List<Inspection> plans(@PathVariable String id) {
        return inspections.all(id);
    }

    @GetMapping("/inspections/{id}")
    @Operation(summary = "一个检查计划和它的点位")
    Planned inspection(@PathVariable String id) {
        return planned(inspections.requireVisible(id));
    }

    @PutMapping("/inspections/{id}")
    @Operation(summary = "修改尚未开始的检查计划；随机抽取的点位不变，sites 为另行指定的点位")
    Planned change(@PathVariable String id, @RequestBody Wanted body) {
        return planned(inspections.change(id, body.plan()));
    }

    @PostMapping("/inspections/{id}/cancel")
    @Operation(summary = "撤销尚未开始的检查计划")
    Planned cancel(@PathVariable String id, @RequestBody Cancel body) {
        return planned(inspections.cancel(id, body.reason()));
    }

    private Planned planned(Inspection inspection) {
        return new Planned(
                inspection.id(),
                inspection.name(),
                inspection.mode(),
                inspection.state(),
                inspection.fromDate(),
                inspection.toDate(),
                inspection.seed(),
                inspections.inspectorsOf(inspection.id()),
                inspections.criteriaOf(inspection.id()),
                inspections.stops(List.of(inspection)));
    }

    @PostMapping(value = "/inspections/{id}/findings", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记问题；相同 clientId 重复提交只登记一次，照片为 Base64")
    FindingView record(@PathVariable String id, @RequestBody SeenWithPhotos body) {
        List<Upload> photos = body.photos() == null
                ? List.of()
                : body.photos().stream().map(Pictures.Encoded::decoded).toList();
        return views.of(register.record(id, body.seen(), photos));
    }

    @PostMapping(value = "/inspections/{id}/findings", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记问题，连同现场照片（file，可多张）")
    FindingView record(
            @PathVariable String id,
            @ModelAttribute SeenInForm seen,
            @RequestParam(name = "file", required = false) @Nullable List<MultipartFile> files) {
        return views.of(register.record(id, seen.seen(), Pictures.of(files)));
    }

    @PostMapping("/inspections/{id}/visits")
    @Operation(summary = "登记点位合规（没有发现问题）")
    Map<String, Object> compliant(@PathVariable String id, @RequestBody Visit body) {
        field.recordCompliant(id, body.site(), body.note(), body.latitude(), body.longitude());
        return Map.of("compliant", true);
    }

    @PostMapping("/inspections/{id}/issue")
    @Operation(summary = "交办检查发现的问题：编号、定期限、下达责任单位；重复提交不会重复交办")
    FindingIssue.Issued issue(@PathVariable String id) {
        return issue.issue(id);
    }

    @GetMapping("/inspect")
    @Operation(summary = "检查员手机页面所需的计划、点位、指标和问题等级")
    FieldWork.Bag inspect() {
        return field.bag();
    }

    private static List<String> orNone(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }

    record Wanted(
            @Nullable String name,
            @JsonAlias({"type", "kind"}) Inspection.@Nullable Mode mode,
            @JsonAlias("fromDate") @Nullable LocalDate from,
            @JsonAlias("toDate") @Nullable LocalDate to,
            @Nullable List<String> inspectors,
            @Nullable List<String> criteria,
            @Nullable List<String> businessTypes,
            @Nullable Integer perType,
            @Nullable List<String> sites,
            @Nullable String seed) {

        Inspections.Plan plan() {
            return new Inspections.Plan(
                    name,
                    mode,
                    from,
                    to,
                    orNone(inspectors),
                    orNone(criteria),
                    orNone(businessTypes),
                    perType,
                    orNone(sites),
                    seed);
        }
    }

    record Cancel(@Nullable String reason) {}

    record Planned(
            String id,
            String name,
            Inspection.Mode mode,
            Inspection.State state,
            LocalDate from,
            LocalDate to,
            String seed,
            List<String> inspectors,
            List<String> criteria,
            List<Inspections.Stop> sites) {}

    record SeenWithPhotos(
            @Nullable String clientId,
            @JsonAlias("siteId") @Nullable String site,
            @Nullable String place,
            @Nullable String businessType,
            @JsonAlias("criterionCode") @Nullable String criterion,
            @Nullable String severity,
            @Nullable String description,
            @JsonAlias("unitCode") @Nullable String unit,
            @Nullable BigDecimal latitude,
            @Nullable BigDecimal longitude,
            @Nullable List<Pictures.Encoded> photos) {

        FindingRegister.Seen seen() {
            return new FindingRegister.Seen(
                    clientId, site, place, businessType, criterion, severity, description, unit, latitude, longitude);
        }
    }

    record SeenInForm(
            @Nullable String clientId,
            @Nullable String site,
            @Nullable String place,
            @Nullable String businessType,
            @Nullable String criterion,
            @Nullable String severity,
            @Nullable String description,
            @Nullable String unit,
            @Nullable BigDecimal latitude,
            @Nullable BigDecimal longitude) {

        FindingRegister.Seen seen() {
            return new FindingRegister.Seen(
                    clientId, site, place, businessType, criterion, severity, description, unit, latitude, longitude);
        }
    }

    record Visit(
            @JsonAlias("siteId") @Nullable String site,
            @Nullable String note,
            @Nullable BigDecimal latitude,
            @Nullable BigDecimal longitude) {}
}
