package org.chuangjian.title.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.evidence.UploadResult;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Lamp;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.title.Naming;
import org.chuangjian.title.Namings;
import org.chuangjian.title.Objection;
import org.chuangjian.title.Objections;
import org.chuangjian.title.PublicNotice;
import org.chuangjian.title.PublicNotices;
import org.chuangjian.title.ReReviews;
import org.chuangjian.title.Title;
import org.chuangjian.title.TitleState;
import org.chuangjian.title.Titles;
import org.chuangjian.title.Tracking;
import org.chuangjian.title.TrackingItem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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

/** Notices, objections, namings and titles for scripts. A {@code version} sent along guards against a lost update. */
@RestController
@RequestMapping("/api")
@Tag(name = "公示命名")
class TitleApi {

    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final PublicNotices notices;
    private final Objections objections;
    private final Namings namings;
    private final ReReviews reReviews;
    private final Titles titles;
    private final Tracking tracking;
    private final Access access;
    private final Clock clock;

    TitleApi(
            Campaigns campaigns,
            CampaignBoard board,
            PublicNotices notices,
            Objections objections,
            Namings namings,
            ReReviews reReviews,
            Titles titles,
            Tracking tracking,
            Access access,
            Clock clock) {
        this.campaigns = campaigns;
        this.board = board;
        this.notices = notices;
        this.objections = objections;
        this.namings = namings;
        this.reReviews = reReviews;
        this.titles = titles;
        this.tracking = tracking;
        this.access = access;
        this.clock = clock;
    }

    @GetMapping("/campaigns/{id}/notice")
    @Operation(summary = "公示：内容、受理渠道、起止日期；有年份的放假安排未录入时 calendarKnown 为 false，hint 说明按周一至周五推算")
    NoticeView notice(@PathVariable String id) {
        Campaign campaign = campaigns.requireVisible(id);
        return view(campaign, notices.find(id).orElseThrow(() -> Problem.notFound("这个创建活动还没有登记公示。")));
    }

    @PutMapping("/campaigns/{id}/notice")
    @Operation(summary = "登记或修改公示内容和异议受理渠道；公示期起算后改动起始日期须写明 reason，公示结束后不能再改")
    NoticeView saveNotice(@PathVariable String id, @RequestBody NoticeBody body) {
        PublicNotice saved = notices.save(
                id,
                new PublicNotices.Draft(
                        body.text(),
                        body.url(),
                        body.phone(),
                        body.mail(),
                        body.visit(),
                        body.discipline(),
                        body.publishedFrom(),
                        body.reason()),
                body.version());
        return view(campaigns.require(id), saved);
    }

    private NoticeView view(Campaign campaign, PublicNotice notice) {
        return new NoticeView(notice, notices.clock(campaign.kind(), notice.publishedFrom()));
    }

    @GetMapping("/campaigns/{id}/objections")
    @Operation(summary = "异议；实名异议的姓名和联系方式只给创建办")
    List<Objection> objections(@PathVariable String id) {
        campaigns.requireVisible(id);
        return objections.of(id);
    }

    @PostMapping("/campaigns/{id}/objections")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记异议，实名或匿名")
    Objection receive(@PathVariable String id, @RequestBody Objections.Received body) {
        return objections.receive(id, body);
    }

    @PostMapping("/objections/{id}/investigate")
    @Operation(summary = "登记异议的核实情况和结论")
    Objection investigate(@PathVariable String id, @RequestBody Investigation body) {
        return objections.investigate(id, body.investigator(), body.finding(), body.sustained(), body.version());
    }

    @PostMapping("/objections/{id}/answer")
    @Operation(summary = "登记异议的答复；全部答复后才能命名")
    Objection answer(@PathVariable String id, @RequestBody AnswerBody body) {
        return objections.answer(id, body.answer(), body.answeredOn(), body.version());
    }

    @PostMapping("/campaigns/{id}/refuse")
    @Operation(summary = "异议查实成立，不予命名，创建活动结束")
    CampaignBoard.Detail refuse(@PathVariable String id, @RequestBody Reason body) {
        return board.whole(notices.refuse(id, body.reason() == null ? "" : body.reason()));
    }

    @GetMapping("/campaigns/{id}/naming")
    @Operation(summary = "命名文件")
    Naming naming(@PathVariable String id) {
        access.require(Permission.READ_CAMPAIGNS);
        campaigns.requireVisible(id);
        return namings.find(id).orElseThrow(() -> Problem.notFound("这个创建活动还没有登记命名文件。"));
    }

    @PutMapping("/campaigns/{id}/naming")
    @Operation(summary = "登记命名文件：文号、日期、有效期（不填按创建类型的规定）、授牌情况")
    Naming saveNaming(@PathVariable String id, @RequestBody NamingBody body) {
        return namings.save(
                id,
                new Namings.Draft(
                        body.name(),
                        body.documentNumber(),
                        body.issuer(),
                        body.namedOn(),
                        body.validUntil(),
                        body.plaque()),
                body.version());
    }

    @GetMapping("/campaigns/{id}/carried-evidence")
    @Operation(summary = "复审沿用的材料；stale=true 只看过期的，并说明原因")
    Paged<ReReviews.CarriedEvidence> carried(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Boolean stale,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        return reReviews.carried(id, stale, Paged.boundedPage(page), Paged.boundedSize(size));
    }

    @GetMapping("/titles")
    @Operation(summary = "称号台账；show=HELD 只看持有的，show=DUE 只看应启动复审的")
    Paged<TitleView> titles(
            @RequestParam(required = false) @Nullable TitleState state,
            @RequestParam(defaultValue = "ALL") Titles.Show show,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        Paged<Title> found = titles.page(state, show, Paged.boundedPage(page), Paged.boundedSize(size));
        return new Paged<>(found.items().stream().map(this::view).toList(), found.page(), found.size(), found.total());
    }

    @PostMapping("/titles")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "登记已有称号（使用本系统以前获得的）")
    TitleView enter(@RequestBody Titles.Entry body) {
        return view(titles.enter(body, false));
    }

    @GetMapping("/titles/{id}")
    @Operation(summary = "一个称号：有效期、复审时间和灯色")
    TitleView title(@PathVariable String id) {
        return view(titles.requireVisible(id));
    }

    @PutMapping("/titles/{id}")
    @Operation(summary = "更正称号；有效期改变后复审时间随之改变")
    TitleView change(@PathVariable String id, @RequestBody TitleBody body) {
        return view(titles.change(
                id,
                new Titles.Entry(
                        null,
                        body.name(),
                        body.documentNumber(),
                        body.issuer(),
                        body.namedOn(),
                        body.validUntil(),
                        body.plaque(),
                        body.note()),
                body.version()));
    }

    @PostMapping("/titles/{id}/withdraw")
    @Operation(summary = "撤销（REVOKED）、摘牌（DELISTED）或退出（EXITED），随时可办")
    TitleView withdraw(@PathVariable String id, @RequestBody WithdrawalBody body) {
        return view(titles.withdraw(
                id, body.withdrawal(), body.reason(), body.documentNumber(), body.withdrawnOn(), body.version()));
    }

    @PostMapping("/titles/{id}/re-review")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "启动复审：新建活动，带入责任分解和仍有效的材料")
    CampaignBoard.Detail review(@PathVariable String id, @RequestBody ReviewBody body) {
        return board.whole(reReviews.start(
                id,
                new ReReviews.Plan(
                        body.name(),
                        body.criteriaSetId(),
                        body.startDate(),
                        body.acceptanceDate(),
                        body.evidenceMonths()),
                body.version()));
    }

    @GetMapping("/titles/{id}/tracking")
    @Operation(summary = "称号的年度跟踪任务；单位只看到本单位的")
    List<TrackingItem> tracking(@PathVariable String id) {
        return tracking.of(id);
    }

    @PostMapping(value = "/tracking-items/{id}/evidence", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "上传跟踪任务的佐证材料")
    UploadResult upload(@PathVariable String id, @RequestParam("file") List<MultipartFile> files) {
        UploadResult result = tracking.upload(id, TitlePages.uploads(files));
        if (result.stored().isEmpty() && !result.problems().isEmpty()) {
            UploadResult.FileProblem first = result.problems().get(0);
            throw Problem.invalid(first.code(), first.name() + "：" + first.detail())
                    .with("problems", result.problems());
        }
        return result;
    }

    @PostMapping("/tracking-items/{id}/done")
    @Operation(summary = "登记跟踪任务完成")
    TrackingItem done(@PathVariable String id, @RequestBody DoneBody body) {
        return tracking.done(id, body.note(), body.version());
    }

    @PostMapping("/tracking-items/{id}/reopen")
    @Operation(summary = "退回已完成的跟踪任务")
    TrackingItem reopen(@PathVariable String id, @RequestBody Reason body) {
        return tracking.reopen(id, body.reason(), body.version());
    }

    private TitleView view(Title title) {
        LocalDate today = LocalDate.now(clock);
        return new TitleView(title, title.lamp(today), title.standing(today));
    }

    record NoticeView(
            @JsonUnwrapped PublicNotice notice,
            @JsonUnwrapped PublicNotice.Clock clock) {}

    /** @param standing the sentence why the lamp shows what it shows */
    record TitleView(@JsonUnwrapped Title title, Lamp lamp, String standing) {}

    record NoticeBody(
            @Nullable String text,
            @Nullable String url,
            @Nullable String phone,
            @Nullable String mail,
            @Nullable String visit,
            @Nullable String discipline,
            @Nullable LocalDate publishedFrom,
            @Nullable String reason,
            @Nullable Integer version) {}

    record Investigation(
            @Nullable String investigator,
            @Nullable String finding,
            @Nullable Boolean sustained,
            @Nullable Integer version) {}

    record AnswerBody(
            @Nullable String answer,
            @Nullable LocalDate answeredOn,
            @Nullable Integer version) {}

    record NamingBody(
            @Nullable String name,
            @Nullable String documentNumber,
            @Nullable String issuer,
            @Nullable LocalDate namedOn,
            @Nullable LocalDate validUntil,
            @Nullable String plaque,
            @Nullable Integer version) {}

    record TitleBody(
            @Nullable String name,
            @Nullable String documentNumber,
            @Nullable String issuer,
            @Nullable LocalDate namedOn,
            @Nullable LocalDate validUntil,
            @Nullable String plaque,
            @Nullable String note,
            @Nullable Integer version) {}

    record WithdrawalBody(
            Title.@Nullable Withdrawal withdrawal,
            @Nullable String reason,
            @Nullable String documentNumber,
            @Nullable LocalDate withdrawnOn,
            @Nullable Integer version) {}

    record ReviewBody(
            @Nullable String name,
            @Nullable String criteriaSetId,
            @Nullable LocalDate startDate,
            @Nullable LocalDate acceptanceDate,
            @Nullable Integer evidenceMonths,
            @Nullable Integer version) {}

    record DoneBody(@Nullable String note, @Nullable Integer version) {}

    record Reason(@Nullable String reason, @Nullable Integer version) {}
}
