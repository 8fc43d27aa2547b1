package org.chuangjian.work.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.shared.Job;
import org.chuangjian.shared.Jobs;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentState;
import org.chuangjian.work.AssignmentView;
import org.chuangjian.work.AssignmentViews;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.chuangjian.work.Launch;
import org.chuangjian.work.Request;
import org.chuangjian.work.Requests;
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

/** Launching, working on and reviewing assignments for scripts and for the forms in Tasklist. */
@RestController
@RequestMapping("/api")
@Tag(name = "任务")
class AssignmentApi {

    private final Campaigns campaigns;
    private final Launch launch;
    private final Jobs jobs;
    private final Assignments assignments;
    private final AssignmentWork work;
    private final AssignmentViews views;
    private final Requests requests;

    AssignmentApi(
            Campaigns campaigns,
            Launch launch,
            Jobs jobs,
            Assignments assignments,
            AssignmentWork work,
            AssignmentViews views,
            Requests requests) {
        this.campaigns = campaigns;
        this.launch = launch;
        this.jobs = jobs;
        this.assignments = assignments;
        this.work = work;
        this.views = views;
        this.requests = requests;
    }

    @PostMapping("/campaigns/{id}/launch")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "下达任务；重复下达只补齐缺少的任务")
    Map<String, String> launch(@PathVariable String id) {
        return Map.of("jobId", launch.start(id).id());
    }

    @GetMapping("/jobs/{id}")
    @Operation(summary = "后台作业的进度")
    Job job(@PathVariable String id) {
        Job job = jobs.find(id).orElseThrow(() -> Problem.notFound("没有这个后台作业。"));
        campaigns.requireVisible(job.subject());
        return job;
    }

    @GetMapping("/campaigns/{id}/assignments")
    @Operation(summary = "一个创建活动的任务；参与单位只看到本单位的")
    Paged<AssignmentView> ofCampaign(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable AssignmentState state,
            @RequestParam(required = false) @Nullable String criterion,
            @RequestParam(required = false) @Nullable String only,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        campaigns.requireVisible(id);
        return views.of(assignments.page(
                new Assignments.Filter(id, unit, state, criterion, only, null, text),
                Paged.boundedPage(page),
                Paged.boundedSize(size)));
    }

    @GetMapping("/assignments/{id}")
    @Operation(summary = "一项任务")
    AssignmentView assignment(@PathVariable String id) {
        return views.of(assignments.requireVisible(id));
    }

    @PostMapping("/assignments/{id}/receive")
    @Operation(summary = "签收")
    AssignmentView receive(@PathVariable String id) {
        return views.of(work.receive(id));
    }

    @PutMapping("/assignments/{id}/draft")
    @Operation(summary = "暂存办理说明")
    AssignmentView draft(@PathVariable String id, @RequestBody Note body) {
        return views.of(work.saveDraft(id, body.note() == null ? "" : body.note()));
    }

    @PostMapping("/assignments/{id}/submit")
    @Operation(summary = "提交单位审核")
    AssignmentView submit(@PathVariable String id, @RequestBody(required = false) @Nullable Note body) {
        return views.of(work.submit(id, body == null ? null : body.note()));
    }

    @PostMapping("/assignments/{id}/confirm")
    @Operation(summary = "单位审核：同意报送，或退回经办人")
    AssignmentView confirm(@PathVariable String id, @RequestBody(required = false) @Nullable Confirmation body) {
        boolean confirmed = body == null || body.confirmed() == null || body.confirmed();
        return views.of(work.confirm(id, confirmed, body == null ? null : body.opinion()));
    }

    @PostMapping("/assignments/{id}/review")
    @Operation(summary = "创建办审核：通过，或按原因退回")
    AssignmentView review(@PathVariable String id, @RequestBody Review body) {
        return views.of(work.review(id, decision(body.decision()), body.reasonCode(), body.opinion()));
    }

    /** Each row stands for itself: one that fails is named, the others are done. */
    @PostMapping("/assignments/review")
    @Operation(summary = "批量审核，逐项返回结果")
    List<RowResult> reviewMany(@RequestBody ManyReviews body) {
        boolean accepted = decision(body.decision());
        if (body.ids() == null || body.ids().isEmpty()) {
            throw Problem.invalid("ids", "请至少选择一项任务。");
        }
        List<RowResult> results = new ArrayList<>();
        for (String id : body.ids()) {
            try {
                Assignment reviewed = work.review(id, accepted, body.reasonCode(), body.opinion());
                results.add(new RowResult(id, true, reviewed.state().label()));
            } catch (Problem problem) {
                results.add(new RowResult(id, false, problem.detail()));
            }
        }
        return results;
    }

    @PostMapping("/assignments/{id}/requests")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "申请延期、转办或提出责任不清")
    Request ask(@PathVariable String id, @RequestBody Ask body) {
        if (body.kind() == null) {
            throw Problem.invalid("kind", "请选择申请事项：EXTENSION、TRANSFER 或 DISPUTE。");
        }
        return requests.ask(
                id, body.kind(), body.reason() == null ? "" : body.reason(), body.wantedDate(), body.targetUnit());
    }

    @GetMapping("/requests")
    @Operation(summary = "等待创建办决定的申请")
    List<Request> requests() {
        return requests.open();
    }

    @PostMapping("/requests/{id}/decide")
    @Operation(summary = "决定一项申请")
    Request decide(@PathVariable String id, @RequestBody Decision body) {
        if (body.granted() == null) {
            throw Problem.invalid("granted", "请选择同意或不同意。");
        }
        return requests.decide(id, body.granted(), body.opinion(), body.date(), body.targetUnit());
    }

    @PostMapping("/assignments/{id}/exempt")
    @Operation(summary = "免办")
    AssignmentView exempt(@PathVariable String id, @RequestBody Note body) {
        return views.of(requests.exempt(id, body.note() == null ? "" : body.note()));
    }

    private static boolean decision(@Nullable String decision) {
        if ("ACCEPT".equals(decision)) {
            return true;
        }
        if ("RETURN".equals(decision)) {
            return false;
        }
        throw Problem.invalid("decision", "审核结论 decision 应为 ACCEPT（通过）或 RETURN（退回）。");
    }

    record Note(@Nullable String note) {}

    record Confirmation(
            @Nullable Boolean confirmed, @Nullable String opinion) {}

    record Review(
            @Nullable String decision,
            @Nullable String reasonCode,
            @Nullable String opinion) {}

    record ManyReviews(
            @Nullable List<String> ids,
            @Nullable String decision,
            @Nullable String reasonCode,
            @Nullable String opinion) {}

    record Ask(
            Request.@Nullable Kind kind,
            @Nullable String reason,
            @Nullable LocalDate wantedDate,
            @Nullable String targetUnit) {}

    record Decision(
            @Nullable Boolean granted,
            @Nullable String opinion,
            @Nullable LocalDate date,
            @Nullable String targetUnit) {}

    /** @param message Chinese: the new state, or why it failed */
    record RowResult(String id, boolean done, String message) {}
}
