package org.chuangjian.acceptance.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.chuangjian.acceptance.Survey;
import org.chuangjian.acceptance.SurveyDraft;
import org.chuangjian.acceptance.SurveyTable;
import org.chuangjian.acceptance.Surveys;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.SurveyRule;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.web.UploadedTable;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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

/** Survey rounds for scripts. */
@RestController
@RequestMapping("/api")
@Tag(name = "满意度测评")
class SurveyApi {

    private final Surveys surveys;
    private final Campaigns campaigns;
    private final Access access;

    SurveyApi(Surveys surveys, Campaigns campaigns, Access access) {
        this.surveys = surveys;
        this.campaigns = campaigns;
        this.access = access;
    }

    @GetMapping("/campaigns/{id}/surveys")
    @Operation(summary = "满意度测评各轮：报告值、按样本加权值、是否达标、需核对之处")
    List<View> surveys(@PathVariable String id) {
        access.require(Permission.READ_CAMPAIGNS);
        SurveyRule rule = surveys.rule(campaigns.requireVisible(id));
        return surveys.of(id).stream().map(survey -> View.of(survey, rule)).toList();
    }

    @PostMapping("/campaigns/{id}/surveys")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记一轮满意度测评")
    View record(@PathVariable String id, @RequestBody SurveyDraft draft) {
        Survey survey = surveys.record(id, draft);
        return View.of(survey, surveys.rule(campaigns.require(id)));
    }

    @PostMapping(value = "/campaigns/{id}/surveys/import", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "用表格登记一轮满意度测评：乡镇、样本量和各项比率，“合计”行为报告总体；dryRun=true 只检查")
    ResponseEntity<Imported> importTable(
            @PathVariable String id,
            @RequestParam(value = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(required = false) @Nullable String name,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate date,
            @RequestParam(required = false) @Nullable String organisation,
            @RequestParam(required = false) @Nullable String reportNumber,
            @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = campaigns.requireVisible(id);
        SurveyRule rule = surveys.rule(campaign);
        UploadedTable table = UploadedTable.of(file);
        SurveyTable.Read read = SurveyTable.read(table.content(), table.name(), rule);
        int rows = read.areas().size() + (read.sample() == null ? 0 : 1);
        if (!read.problems().isEmpty()) {
            if (dryRun) {
                return ResponseEntity.ok(new Imported(rows, read.problems(), null));
            }
            throw Problem.invalid("survey", "表格有 " + read.problems().size() + " 处问题，没有登记。")
                    .with("problems", read.problems());
        }
        SurveyDraft draft =
                new SurveyDraft(name, date, organisation, reportNumber, read.sample(), read.declared(), read.areas());
        if (dryRun) {
            List<RowProblem> problems = surveys.check(id, draft).stream()
                    .map(reason -> new RowProblem(0, "", reason))
                    .toList();
            return ResponseEntity.ok(new Imported(rows, problems, null));
        }
        Survey survey = surveys.record(id, draft);
        return ResponseEntity.status(HttpStatus.CREATED).body(new Imported(rows, List.of(), View.of(survey, rule)));
    }

    @PostMapping("/surveys/{survey}/annul")
    @Operation(summary = "作废一轮登记错误的测评")
    View annul(@PathVariable String survey, @RequestBody Reason body) {
        Survey annulled = surveys.annul(survey, body.reason());
        return View.of(annulled, surveys.rule(campaigns.require(annulled.campaignId())));
    }

    @PutMapping("/campaigns/{id}/consultant")
    @Operation(summary = "登记创建咨询机构；空白为没有")
    Consultant consultant(@PathVariable String id, @RequestBody Consultant body) {
        surveys.nameConsultant(id, body.name());
        return new Consultant(surveys.consultant(id).orElse(null));
    }

    record Reason(@Nullable String reason) {}

    record Consultant(@Nullable String name) {}

    /** @param survey null if nothing was written */
    record Imported(
            int rows, List<RowProblem> problems, @Nullable View survey) {}

    /** @param flags what does not fit together, Chinese */
    record View(Survey survey, List<Survey.Outcome> outcomes, List<String> flags, boolean tooSmall, boolean passed) {

        static View of(Survey survey, SurveyRule rule) {
            return new View(
                    survey,
                    survey.outcomes(rule),
                    survey.flags(rule),
                    survey.tooSmall(rule),
                    !survey.annulled() && survey.passed(rule));
        }
    }
}
