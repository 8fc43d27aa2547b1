package org.chuangjian.acceptance.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.Evaluation;
import org.chuangjian.acceptance.EvaluationTables;
import org.chuangjian.acceptance.Evaluations;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.web.UploadedTable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** 初评 and 验收 for scripts. */
@RestController
@RequestMapping("/api")
@Tag(name = "初评与验收")
class EvaluationApi {

    private final Evaluations evaluations;
    private final EvaluationTables tables;
    private final Campaigns campaigns;
    private final Access access;

    EvaluationApi(Evaluations evaluations, EvaluationTables tables, Campaigns campaigns, Access access) {
        this.evaluations = evaluations;
        this.tables = tables;
        this.campaigns = campaigns;
        this.access = access;
    }

    @GetMapping("/campaigns/{id}/evaluations")
    @Operation(summary = "各次初评、验收：专家、得分、结论、后续整改")
    List<Evaluation.Detail> evaluations(@PathVariable String id) {
        access.require(Permission.READ_CAMPAIGNS);
        campaigns.requireVisible(id);
        return evaluations.of(id);
    }

    @PostMapping("/campaigns/{id}/evaluations")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记一次初评或验收；stage 为 preliminaryEvaluation 或 acceptance")
    Evaluation open(@PathVariable String id, @RequestBody Visit body) {
        return evaluations.open(
                id, body.stage(), body.organ(), body.visitFrom(), body.visitTo(), experts(body.experts()));
    }

    @PostMapping("/evaluations/{evaluation}/experts")
    @Operation(summary = "登记专家名单")
    Evaluation experts(@PathVariable String evaluation, @RequestBody Experts body) {
        return evaluations.nameExperts(evaluation, version(evaluation, body.version()), experts(body.experts()));
    }

    @PostMapping(value = "/evaluations/{evaluation}/scores", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "导入上级评价得分（编码、得分、说明），计入专家评审；dryRun=true 只检查")
    ImportReport scores(
            @PathVariable String evaluation,
            @RequestParam(value = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String document,
            @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        access.require(Permission.MANAGE_CAMPAIGNS);
        UploadedTable table = UploadedTable.of(file);
        return tables.scores(evaluation, table.content(), table.name(), document, dryRun)
                .orRefused(dryRun);
    }

    @PostMapping(value = "/evaluations/{evaluation}/problems", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "导入上级评价问题（编码、责任单位、地点、问题、问题等级、整改期限），进入问题台账并交办；dryRun=true 只检查")
    ImportReport problems(
            @PathVariable String evaluation,
            @RequestParam(value = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String document,
            @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        access.require(Permission.MANAGE_INSPECTIONS);
        UploadedTable table = UploadedTable.of(file);
        return tables.problems(evaluation, table.content(), table.name(), document, dryRun)
                .orRefused(dryRun);
    }

    @PostMapping("/evaluations/{evaluation}/conclude")
    @Operation(summary = "登记评价结论：PASSED、CONDITIONAL（附后续整改）或 NOT_PASSED（附原因）")
    Evaluation conclude(@PathVariable String evaluation, @RequestBody Conclude body) {
        return evaluations.conclude(
                evaluation,
                version(evaluation, body.version()),
                new Evaluation.Conclusion(
                        body.result(), body.documentNumber(), body.documentDate(), body.opinion(), body.followUps()));
    }

    @PostMapping("/follow-ups/{followUp}/done")
    @Operation(summary = "登记一项后续整改完成")
    void done(@PathVariable String followUp, @RequestBody Note body) {
        evaluations.finishFollowUp(followUp, body.note());
    }

    private int version(String evaluation, @Nullable Integer version) {
        return version == null ? evaluations.require(evaluation).version() : version;
    }

    private static List<Evaluation.Expert> experts(@Nullable List<ExpertBody> experts) {
        return experts == null
                ? List.of()
                : experts.stream()
                        .map(it -> new Evaluation.Expert(
                                StringUtils.defaultString(it.name()),
                                StringUtils.defaultString(it.organisation()),
                                StringUtils.defaultString(it.duty())))
                        .toList();
    }

    record Visit(
            @Nullable String stage,
            @Nullable String organ,
            @Nullable LocalDate visitFrom,
            @Nullable LocalDate visitTo,
            @Nullable List<ExpertBody> experts) {}

    record ExpertBody(
            @Nullable String name,
            @Nullable String organisation,
            @Nullable String duty) {}

    record Experts(@Nullable Integer version, @Nullable List<ExpertBody> experts) {}

    record Conclude(
            Evaluation.@Nullable Result result,
            @Nullable String documentNumber,
            @Nullable LocalDate documentDate,
            @Nullable String opinion,
            @Nullable List<Evaluation.FollowUpDraft> followUps,
            @Nullable Integer version) {}

    record Note(@Nullable String note) {}
}
