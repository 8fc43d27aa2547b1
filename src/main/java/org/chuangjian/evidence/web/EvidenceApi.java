package org.chuangjian.evidence.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.evidence.Evidence;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.EvidenceLimits;
import org.chuangjian.evidence.Upload;
import org.chuangjian.evidence.UploadResult;
import org.chuangjian.evidence.UploadTarget;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.shared.Problem;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentView;
import org.chuangjian.work.AssignmentViews;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
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

/** Handing in evidence for an assignment. */
@RestController
@RequestMapping("/api")
@Tag(name = "佐证材料")
class EvidenceApi {

    private final EvidenceBook book;
    private final EvidenceLimits limits;
    private final Assignments assignments;
    private final AssignmentWork work;
    private final AssignmentViews views;
    private final Access access;

    EvidenceApi(
            EvidenceBook book,
            EvidenceLimits limits,
            Assignments assignments,
            AssignmentWork work,
            AssignmentViews views,
            Access access) {
        this.book = book;
        this.limits = limits;
        this.assignments = assignments;
        this.work = work;
        this.views = views;
        this.access = access;
    }

    /** A file that is refused never loses the others; only if none was kept is the whole answer an error. */
    @PostMapping(value = "/assignments/{id}/evidence", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "上传佐证材料，可一次多个文件；不合格的文件逐个说明，其余照收")
    Uploaded upload(@PathVariable String id, @RequestParam("file") List<MultipartFile> files) {
        CurrentUser user = access.current();
        Assignment assignment = work.editable(id);
        List<Upload> uploads = files.stream()
                .map(file ->
                        new Upload(StringUtils.defaultIfBlank(file.getOriginalFilename(), "未命名"), file, file.getSize()))
                .toList();
        UploadResult result = book.add(
                new UploadTarget(id, assignment.campaignId(), assignment.criterionCode(), assignment.unitCode()),
                uploads,
                user.account(),
                user.name(),
                "");
        if (result.stored().isEmpty() && !result.problems().isEmpty()) {
            UploadResult.FileProblem first = result.problems().get(0);
            throw Problem.invalid(first.code(), first.name() + "：" + first.detail())
                    .with("problems", result.problems());
        }
        return new Uploaded(views.of(assignments.require(id)), result.problems(), result.hints());
    }

    @DeleteMapping("/assignments/{id}/evidence/{evidence}")
    @Operation(summary = "从任务中移去一份尚未报送的材料")
    AssignmentView remove(@PathVariable String id, @PathVariable String evidence) {
        CurrentUser user = access.current();
        work.editable(id);
        List<String> uses = book.assignmentsOf(evidence);
        if (!uses.contains(id)) {
            throw gone();
        }
        if (uses.size() == 1) {
            book.remove(evidence, user.account(), user.name());
        } else {
            book.unlink(evidence, id, user.account(), user.name());
        }
        return views.of(assignments.require(id));
    }

    @PutMapping("/assignments/{id}/evidence/{evidence}")
    @Operation(summary = "登记一份尚未报送的材料的成文日期和有效期至；说明不填则不变")
    AssignmentView describe(
            @PathVariable String id, @PathVariable String evidence, @RequestBody Description description) {
        work.editable(id);
        Evidence document = book.ofAssignment(id).stream()
                .filter(it -> it.id().equals(evidence))
                .findFirst()
                .orElseThrow(EvidenceApi::gone);
        book.describe(
                evidence,
                description.note() == null ? document.note() : description.note(),
                description.documentDate(),
                description.validUntil());
        return views.of(assignments.require(id));
    }

    @PostMapping("/assignments/{id}/evidence/{evidence}")
    @Operation(summary = "引用本单位已有的一份材料")
    AssignmentView reuse(@PathVariable String id, @PathVariable String evidence) {
        CurrentUser user = access.current();
        Assignment assignment = work.editable(id);
        book.link(
                evidence,
                new UploadTarget(id, assignment.campaignId(), assignment.criterionCode(), assignment.unitCode()),
                user.account(),
                user.name());
        return views.of(assignments.require(id));
    }

    @GetMapping("/evidence-limits")
    @Operation(summary = "上传限制，供页面先行说明")
    Limits limits() {
        access.current();
        return new Limits(limits.sentence(), limits.accept(), limits.maxFileSize(), limits.maxFiles());
    }

    private static Problem gone() {
        return Problem.notFound("这项任务下没有这份材料，可能已被他人移去，请刷新页面。");
    }

    /** @param validUntil null if the document does not expire */
    record Description(
            @Nullable String note,
            @Nullable LocalDate documentDate,
            @Nullable LocalDate validUntil) {}

    /** @param problems files not kept, each with its reason */
    record Uploaded(
            @JsonUnwrapped AssignmentView assignment, List<UploadResult.FileProblem> problems, List<String> hints) {}

    /** @param maxFileSize bytes */
    record Limits(String sentence, String accept, long maxFileSize, int maxFiles) {}
}
