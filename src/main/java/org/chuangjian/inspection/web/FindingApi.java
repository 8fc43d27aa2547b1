package org.chuangjian.inspection.web;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.evidence.Upload;
import org.chuangjian.inspection.FindingPhotos;
import org.chuangjian.inspection.FindingRegister;
import org.chuangjian.inspection.FindingRequest;
import org.chuangjian.inspection.FindingRequests;
import org.chuangjian.inspection.FindingSource;
import org.chuangjian.inspection.FindingState;
import org.chuangjian.inspection.FindingView;
import org.chuangjian.inspection.FindingViews;
import org.chuangjian.inspection.FindingWork;
import org.chuangjian.inspection.Findings;
import org.chuangjian.inspection.LookBacks;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
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

/** Findings from being issued to being struck off, for scripts and for the form in Tasklist. */
@RestController
@RequestMapping("/api")
@Tag(name = "问题整改")
class FindingApi {

    private final Findings findings;
    private final FindingViews views;
    private final FindingWork work;
    private final FindingRequests requests;
    private final FindingRegister register;
    private final FindingPhotos photos;
    private final LookBacks lookBacks;
    private final Campaigns campaigns;

    FindingApi(
            Findings findings,
            FindingViews views,
            FindingWork work,
            FindingRequests requests,
            FindingRegister register,
            FindingPhotos photos,
            LookBacks lookBacks,
            Campaigns campaigns) {
        this.findings = findings;
        this.views = views;
        this.work = work;
        this.requests = requests;
        this.register = register;
        this.photos = photos;
        this.lookBacks = lookBacks;
        this.campaigns = campaigns;
    }

    @GetMapping("/findings")
    @Operation(summary = "问题台账；责任单位只看到已交办给本单位的")
    Paged<FindingView> list(
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable FindingState state,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable FindingSource source,
            @RequestParam(required = false) @Nullable String criterion,
            @RequestParam(required = false) @Nullable String inspection,
            @RequestParam(required = false) @Nullable String only,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        return views.of(findings.page(
                new Findings.Filter(campaign, unit, state, severity, type, source, criterion, inspection, only, text),
                Paged.boundedPage(page),
                Paged.boundedSize(size)));
    }

    @GetMapping("/findings/{id}")
    @Operation(summary = "一个问题")
    FindingView finding(@PathVariable String id) {
        return views.of(findings.requireVisible(id));
    }

    @PostMapping("/findings/{id}/receive")
    @Operation(summary = "签收交办单")
    FindingView receive(@PathVariable String id) {
        return views.of(work.receive(id));
    }

    @PutMapping("/findings/{id}/draft")
    @Operation(summary = "暂存整改方案、整改情况和举一反三")
    FindingView draft(@PathVariable String id, @RequestBody Written body) {
        return views.of(work.saveDraft(id, body.draft()));
    }

    @PostMapping(value = "/findings/{id}/photos", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "上传整改后照片；before 为对应的整改前照片")
    FindingView photo(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String clientId,
            @RequestParam("file") MultipartFile file) {
        work.addAfterPhoto(id, before, Pictures.of(file), clientId);
        return views.of(findings.requireVisible(id));
    }

    @DeleteMapping("/findings/{id}/photos/{photo}")
    @Operation(summary = "移去一张尚未报送的整改后照片")
    FindingView removePhoto(@PathVariable String id, @PathVariable String photo) {
        work.removePhoto(id, photo);
        return views.of(findings.requireVisible(id));
    }

    @GetMapping("/finding-photos/{id}/content")
    @Operation(summary = "照片原件，作为附件下载")
    ResponseEntity<Resource> content(@PathVariable String id, @RequestParam(defaultValue = "false") boolean inline) {
        return photos.content(id, inline);
    }

    @PostMapping("/findings/{id}/submit")
    @Operation(summary = "提交整改反馈")
    FindingView submit(@PathVariable String id, @RequestBody(required = false) @Nullable Written body) {
        return views.of(work.submit(id, body == null ? FindingWork.Draft.NONE : body.draft()));
    }

    @PostMapping("/findings/{id}/dispute")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "申诉、转办或申请延期，由创建办决定；不写 kind 为申诉")
    FindingRequest dispute(@PathVariable String id, @RequestBody Ask body) {
        FindingRequest.Kind kind = body.kind() != null
                ? body.kind()
                : body.targetUnit() != null ? FindingRequest.Kind.TRANSFER : FindingRequest.Kind.APPEAL;
        return requests.ask(id, kind, body.reason(), body.wantedDate(), body.targetUnit());
    }

    @GetMapping("/finding-requests")
    @Operation(summary = "等待创建办决定的申诉、转办和延期")
    List<FindingRequest> requests() {
        return requests.open();
    }

    @PostMapping("/finding-requests/{id}/decide")
    @Operation(summary = "决定一项申诉、转办或延期")
    FindingRequest decide(@PathVariable String id, @RequestBody Decision body) {
        if (body.granted() == null) {
            throw Problem.invalid("granted", "请选择同意或不同意。");
        }
        return requests.decide(id, body.granted(), body.opinion(), body.date(), body.targetUnit());
    }

    @PostMapping("/findings/{id}/verify")
    @Operation(summary = "核查：整改到位即销号，不到位退回；整改人不能核查")
    FindingView verify(@PathVariable String id, @RequestBody Verdict body) {
        Boolean rectified = body.verdict();
        if (rectified == null) {
            throw Problem.invalid(
                    "rectified", "请写明核查结论：rectified 为 true（整改到位）或 false（退回），或 decision 为 ACCEPT 或 RETURN。");
        }
        return views.of(work.verify(id, rectified, body.opinion()));
    }

    @PostMapping("/findings/{id}/reopen")
    @Operation(summary = "反弹：已销号的问题又出现，沿用原编号")
    FindingView reopen(@PathVariable String id, @RequestBody Reason body) {
        return views.of(work.reopen(id, body.reason()));
    }

    @PostMapping("/findings/{id}/interview")
    @Operation(summary = "登记约谈")
    FindingView interview(@PathVariable String id, @RequestBody Reason body) {
        return views.of(work.interview(id, body.reason()));
    }

    @PutMapping("/findings/{id}")
    @Operation(summary = "交办前更正责任单位、指标、等级和描述")
    FindingView correct(@PathVariable String id, @RequestBody Correction body) {
        return views.of(register.correct(id, body.unit(), body.criterion(), body.severity(), body.description()));
    }

    @PostMapping("/findings/{id}/drop")
    @Operation(summary = "不予交办")
    FindingView drop(@PathVariable String id, @RequestBody Reason body) {
        return views.of(work.drop(id, body.reason()));
    }

    @PostMapping(value = "/campaigns/{id}/findings", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记上级反馈的问题并交办，照片为 Base64")
    FindingView fromAbove(@PathVariable String id, @RequestBody FromAbove body) {
        List<Upload> pictures = body.photos() == null
                ? List.of()
                : body.photos().stream().map(Pictures.Encoded::decoded).toList();
        return views.of(register.registerFromAbove(body.report(id), pictures));
    }

    @PostMapping(value = "/campaigns/{id}/findings", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记上级反馈的问题并交办，连同照片（file，可多张）")
    FindingView fromAbove(
            @PathVariable String id,
            @ModelAttribute FromAbove body,
            @RequestParam(name = "file", required = false) @Nullable List<MultipartFile> files) {
        return views.of(register.registerFromAbove(body.report(id), Pictures.of(files)));
    }

    @PostMapping("/campaigns/{id}/look-backs")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "抽取回头看；给出 seed 可复现")
    LookBacks.LookBack drawLookBack(@PathVariable String id, @RequestBody(required = false) @Nullable Seed body) {
        return lookBacks.draw(id, body == null ? null : body.seed());
    }

    @GetMapping("/campaigns/{id}/look-backs")
    @Operation(summary = "回头看抽取的问题")
    List<LookBacks.Item> lookBacks(@PathVariable String id) {
        campaigns.require(id);
        return lookBacks.items(id);
    }

    @PostMapping("/findings/{id}/look-back")
    @Operation(summary = "登记回头看结果；没有保持住即反弹")
    FindingView lookBack(@PathVariable String id, @RequestBody LookedBack body) {
        Boolean held = body.held();
        if (held == null) {
            throw Problem.invalid("held", "请选择回头看结果：保持（true）或反弹（false）。");
        }
        return views.of(lookBacks.record(id, held, body.note(), List.of()));
    }

    record Written(
            @Nullable String plan,
            @JsonAlias("note") @Nullable String feedback,
            @Nullable List<SamePlace> sameType,
            @Nullable String noSameType) {

        FindingWork.Draft draft() {
            return new FindingWork.Draft(
                    plan,
                    feedback,
                    sameType == null
                            ? null
                            : sameType.stream()
                                    .filter(Objects::nonNull)
                                    .map(it -> new FindingWork.SameType(
                                            it.place() == null ? "" : it.place(),
                                            it.compliant() == null || it.compliant(),
                                            it.note() == null ? "" : it.note()))
                                    .toList(),
                    noSameType);
        }
    }

    record SamePlace(
            @Nullable String place,
            @Nullable Boolean compliant,
            @Nullable String note) {}

    record Ask(
            FindingRequest.@Nullable Kind kind,
            @Nullable String reason,
            @Nullable LocalDate wantedDate,
            @Nullable String targetUnit) {}

    record Decision(
            @Nullable Boolean granted,
            @Nullable String opinion,
            @Nullable LocalDate date,
            @Nullable String targetUnit) {}

    /** @param decision ACCEPT or RETURN, as everywhere else a review is decided */
    record Verdict(
            @JsonAlias("passed") @Nullable Boolean rectified,
            @Nullable String decision,
            @Nullable String opinion) {

        @Nullable
        Boolean verdict() {
            if (rectified != null || decision == null) {
                return rectified;
            }
            return switch (decision) {
                case "ACCEPT" -> true;
                case "RETURN" -> false;
                default -> throw Problem.invalid("decision", "decision 应为 ACCEPT 或 RETURN。");
            };
        }
    }

    record Reason(@Nullable String reason) {}

    record Seed(@Nullable String seed) {}

    record LookedBack(@Nullable Boolean held, @Nullable String note) {}

    record Correction(
            @Nullable String unit,
            @Nullable String criterion,
            @Nullable String severity,
            @Nullable String description) {}

    record FromAbove(
            @Nullable FindingSource source,
            @Nullable String sourceNote,
            @Nullable String criterion,
            @Nullable String unit,
            @Nullable String severity,
            @Nullable String place,
            @Nullable String site,
            @Nullable String description,
            @Nullable LocalDate dueDate,
            @Nullable List<Pictures.Encoded> photos) {

        FindingRegister.Report report(String campaign) {
            if (source == null) {
                throw Problem.invalid("source", "请选择问题来源：CITY、PROVINCE、NATIONAL、EVALUATION 或 OTHER。");
            }
            return new FindingRegister.Report(
                    campaign,
                    source,
                    sourceNote == null ? "" : sourceNote,
                    criterion,
                    unit,
                    severity,
                    place,
                    site,
                    description,
                    dueDate);
        }
    }
}
