package org.chuangjian.criteria.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import org.chuangjian.criteria.CriteriaImport;
import org.chuangjian.criteria.CriteriaSet;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.CriteriaSums;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.criteria.KnownKinds;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.UploadedTable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.util.UriComponentsBuilder;

/** Criteria tables for scripts and for the upload form. */
@RestController
@RequestMapping("/api/criteria-sets")
@Tag(name = "评价细则")
class CriteriaApi {

    private final CriteriaSets sets;
    private final KnownKinds kinds;
    private final Access access;

    CriteriaApi(CriteriaSets sets, KnownKinds kinds, Access access) {
        this.sets = sets;
        this.kinds = kinds;
        this.access = access;
    }

    /**
     * 201 with the report; 200 when {@code dryRun}; 409 {@code criteria-set-exists}; 422 {@code import-problems} with
     * every problem's row, column and reason, and nothing written.
     */
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "导入评价细则；有一处问题则全部不写入，dryRun=true 只检查")
    @ApiResponse(responseCode = "201", description = "已导入")
    @ApiResponse(responseCode = "200", description = "dryRun=true 的检查结果，没有写入")
    ResponseEntity<CriteriaImport> importSet(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String edition,
            @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        CurrentUser user = access.require(Permission.MANAGE_CRITERIA);
        if (!kind.isBlank()) {
            kinds.requireKnown(kind.strip());
        }
        UploadedTable table = UploadedTable.of(file);
        CriteriaImport report =
                sets.importSet(kind, edition, table.content(), table.name(), user.account(), user.name(), dryRun);
        if (dryRun) {
            return ResponseEntity.ok(report);
        }
        String id = report.id();
        if (id == null) {
            throw Problem.invalid("import-problems", "细则表有 " + report.problems().size() + " 处问题，没有导入任何内容，请逐条改正后重新上传。")
                    .with("kind", report.kind())
                    .with("edition", report.edition())
                    .with("criteria", report.criteria())
                    .with("points", report.points())
                    .with("vetoes", report.vetoes())
                    .with("problems", report.problems());
        }
        return ResponseEntity.created(
                        UriComponentsBuilder.fromPath("/api/criteria-sets/{id}").build(id))
                .body(report);
    }

    @GetMapping
    @Operation(summary = "评价细则，新的在前")
    List<CriteriaSet> list() {
        access.require(Permission.READ_CRITERIA);
        return sets.list();
    }

    @GetMapping("/{id}")
    @Operation(summary = "一份评价细则及其指标")
    WithCriteria one(@PathVariable String id) {
        access.require(Permission.READ_CRITERIA);
        CriteriaSet set = sets.require(id);
        CriteriaSums sums = sets.sums(id);
        return new WithCriteria(
                set.id(),
                set.kind(),
                set.edition(),
                set.fileName(),
                set.sha256(),
                set.importedByName(),
                set.importedAt(),
                sums.points(),
                sums.vetoes(),
                sets.criteria(id));
    }

    /** One set with its sums and its criteria in order. */
    record WithCriteria(
            String id,
            String kind,
            String edition,
            String fileName,
            String sha256,
            String importedBy,
            OffsetDateTime importedAt,
            CriteriaSums.Points points,
            int vetoes,
            List<Criterion> criteria) {}
}
