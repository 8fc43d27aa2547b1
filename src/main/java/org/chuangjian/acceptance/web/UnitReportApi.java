package org.chuangjian.acceptance.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.evidence.Upload;
import org.chuangjian.evidence.UploadResult;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Follow-ups of conditional passes and yearly tasks of titles, for scripts and the form in Tasklist. */
@RestController
@RequestMapping("/api/unit-reports/{id}")
@Tag(name = "后续事项")
class UnitReportApi {

    private final UnitReports reports;

    UnitReportApi(UnitReports reports) {
        this.reports = reports;
    }

    @GetMapping
    @Operation(summary = "一项后续整改事项或年度跟踪任务，及其办理反馈")
    UnitReports.View view(@PathVariable String id) {
        return reports.view(id);
    }

    @PutMapping("/draft")
    @Operation(summary = "暂存办理情况")
    UnitReports.View draft(@PathVariable String id, @RequestBody Note body) {
        return reports.saveDraft(id, body.note());
    }

    @PostMapping("/report")
    @Operation(summary = "提交办理情况，由创建办确认")
    UnitReports.View report(@PathVariable String id, @RequestBody Note body) {
        return reports.report(id, body.note());
    }

    @PostMapping("/decide")
    @Operation(summary = "创建办确认，或写明意见后退回")
    UnitReports.View decide(@PathVariable String id, @RequestBody Decision body) {
        if (body.accepted() == null) {
            throw Problem.invalid("accepted", "请选择确认或退回。");
        }
        return reports.decide(id, body.accepted(), body.opinion());
    }

    @PostMapping(value = "/evidence", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "上传证明材料，可一次多个文件；不合格的文件逐个说明，其余照收")
    Uploaded upload(@PathVariable String id, @RequestParam("file") List<MultipartFile> files) {
        UploadResult result = reports.upload(
                id,
                files.stream()
                        .map(file -> new Upload(
                                StringUtils.defaultIfBlank(file.getOriginalFilename(), "未命名"), file, file.getSize()))
                        .toList());
        if (result.stored().isEmpty() && !result.problems().isEmpty()) {
            UploadResult.FileProblem first = result.problems().get(0);
            throw Problem.invalid(first.code(), first.name() + "：" + first.detail())
                    .with("problems", result.problems());
        }
        return new Uploaded(reports.view(id), result.problems());
    }

    @DeleteMapping("/evidence/{evidence}")
    @Operation(summary = "移去一份尚未提交的材料")
    UnitReports.View takeOut(@PathVariable String id, @PathVariable String evidence) {
        return reports.takeOut(id, evidence);
    }

    record Note(@Nullable String note) {}

    record Decision(@Nullable Boolean accepted, @Nullable String opinion) {}

    /** @param problems files not kept, each with its reason */
    record Uploaded(@JsonUnwrapped UnitReports.View report, List<UploadResult.FileProblem> problems) {}
}
