package org.chuangjian.acceptance.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.chuangjian.acceptance.Gaps;
import org.chuangjian.acceptance.SelfEvaluationReport;
import org.chuangjian.acceptance.Snapshot;
import org.chuangjian.acceptance.Snapshots;
import org.chuangjian.acceptance.TaskTable;
import org.chuangjian.acceptance.Volume;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.evidence.SubmittedEvidence;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Downloads;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** 文书 as downloads, and the snapshots behind them. */
@RestController
@RequestMapping("/api")
@Tag(name = "文书")
class DocumentApi {

    private final Campaigns campaigns;
    private final Volume volume;
    private final Gaps gaps;
    private final SubmittedEvidence evidence;
    private final Snapshots snapshots;
    private final SelfEvaluationReport report;
    private final TaskTable tasks;
    private final Access access;
    private final Clock clock;

    DocumentApi(
            Campaigns campaigns,
            Volume volume,
            Gaps gaps,
            SubmittedEvidence evidence,
            Snapshots snapshots,
            SelfEvaluationReport report,
            TaskTable tasks,
            Access access,
            Clock clock) {
        this.campaigns = campaigns;
        this.volume = volume;
        this.gaps = gaps;
        this.evidence = evidence;
        this.snapshots = snapshots;
        this.report = report;
        this.tasks = tasks;
        this.access = access;
        this.clock = clock;
    }

    @GetMapping("/campaigns/{id}/documents")
    @Operation(summary = "材料卷现状：已入库份数和大小、缺件清单")
    State state(@PathVariable String id) {
        Campaign campaign = readable(id);
        SubmittedEvidence.Sum sum = evidence.sum(id);
        List<Missing> missing = gaps.of(campaign).stream().map(Missing::of).toList();
        return new State(sum.count(), sum.bytes(), missing.isEmpty(), missing);
    }

    @GetMapping("/campaigns/{id}/documents/volume.zip")
    @Operation(summary = "申报材料卷：按细则顺序的全部入库材料、目录、SHA-256 校验清单、缺件清单")
    void volume(@PathVariable String id, HttpServletResponse response) throws IOException {
        Campaign campaign = readable(id);
        response.setContentType("application/zip");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attachment(campaign.name() + "申报材料.zip"));
        response.setHeader("X-Content-Type-Options", "nosniff");
        volume.write(campaign, response.getOutputStream());
    }

    @GetMapping("/campaigns/{id}/documents/self-evaluation.docx")
    @Operation(summary = "自评报告：最近一次审定的快照；未审定前为当前得分的草稿；snapshot 指定某次快照")
    ResponseEntity<byte[]> selfEvaluation(
            @PathVariable String id, @RequestParam(required = false) @Nullable String snapshot) {
        Campaign campaign = readable(id);
        SelfEvaluationReport.Report filled = report.of(campaign, snapshot);
        return Downloads.docx(filled.fileName(), filled.content());
    }

    @GetMapping("/campaigns/{id}/documents/tasks.xlsx")
    @Operation(summary = "任务清单：全部任务，单位账号只有本单位的")
    ResponseEntity<byte[]> tasks(@PathVariable String id) {
        access.requireReadingOf(null);
        Campaign campaign = campaigns.requireVisible(id);
        return Downloads.xlsx(campaign.name() + "任务清单.xlsx", tasks.of(campaign, clock));
    }

    @GetMapping("/campaigns/{id}/snapshots")
    @Operation(summary = "快照：自评审定和模拟验收，新的在前")
    List<Snapshot> snapshots(@PathVariable String id) {
        readable(id);
        return snapshots.of(id);
    }

    @PostMapping("/campaigns/{id}/snapshots")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "模拟验收：把当前得分和入库材料定格为快照")
    Snapshot mock(@PathVariable String id, @RequestBody(required = false) @Nullable Named body) {
        return snapshots.mock(id, body == null ? null : body.name());
    }

    @GetMapping("/snapshots/{snapshot}")
    @Operation(summary = "一次快照：逐项得分及来源、当时的材料及其 SHA-256")
    Snapshot.Detail snapshot(@PathVariable String snapshot) {
        access.require(Permission.READ_CAMPAIGNS);
        return snapshots.detail(snapshot);
    }

    @GetMapping("/snapshots/{snapshot}/comparison")
    @Operation(summary = "与另一次快照比较：哪些指标升了、降了；with 为空则与上一次比较")
    Snapshot.Comparison comparison(
            @PathVariable String snapshot, @RequestParam(required = false) @Nullable String with) {
        access.require(Permission.READ_CAMPAIGNS);
        return snapshots.compared(snapshot, with).orElseThrow(() -> Problem.notFound("这是第一次快照，没有可比较的。"));
    }

    private Campaign readable(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return campaigns.requireVisible(id);
    }

    private static String attachment(String fileName) {
        return ContentDisposition.attachment()
                .filename(fileName, StandardCharsets.UTF_8)
                .build()
                .toString();
    }

    record Named(@Nullable String name) {}

    /** @param bytes of all accepted documents */
    record State(long documents, long bytes, boolean complete, List<Missing> missing) {}

    /** @param words what is missing, Chinese */
    record Missing(String code, String level2, int accepted, int underReview, List<String> open, String words) {

        static Missing of(Gaps.Gap gap) {
            return new Missing(gap.code(), gap.level2(), gap.accepted(), gap.underReview(), gap.open(), gap.words());
        }
    }
}
