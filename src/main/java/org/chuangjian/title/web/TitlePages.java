package org.chuangjian.title.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.UnitReport;
import org.chuangjian.acceptance.UnitReports;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.evidence.Evidence;
import org.chuangjian.evidence.EvidenceLimits;
import org.chuangjian.evidence.Upload;
import org.chuangjian.evidence.UploadResult;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Lamp;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Reply;
import org.chuangjian.title.Namings;
import org.chuangjian.title.PublicNotice;
import org.chuangjian.title.PublicNotices;
import org.chuangjian.title.ReReviews;
import org.chuangjian.title.Title;
import org.chuangjian.title.TitleState;
import org.chuangjian.title.Titles;
import org.chuangjian.title.Tracking;
import org.chuangjian.title.TrackingItem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** 公示命名: the register of titles with its clocks, one title, and what is done about it. */
@Controller
@RequestMapping("/titles")
class TitlePages {

    private static final int PAGE_SIZE = 50;

    private final Titles titles;
    private final Tracking tracking;
    private final UnitReports reports;
    private final Namings namings;
    private final ReReviews reReviews;
    private final PublicNotices notices;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final EvidenceLimits limits;
    private final Units units;
    private final Journal journal;
    private final Access access;
    private final Clock clock;

    TitlePages(
            Titles titles,
            Tracking tracking,
            UnitReports reports,
            Namings namings,
            ReReviews reReviews,
            PublicNotices notices,
            Campaigns campaigns,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            EvidenceLimits limits,
            Units units,
            Journal journal,
            Access access,
            Clock clock) {
        this.titles = titles;
        this.tracking = tracking;
        this.reports = reports;
        this.namings = namings;
        this.reReviews = reReviews;
        this.notices = notices;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.limits = limits;
        this.units = units;
        this.journal = journal;
        this.access = access;
        this.clock = clock;
    }

    @GetMapping
    String list(
            @RequestParam(required = false) @Nullable TitleState state,
            @RequestParam(defaultValue = "ALL") Titles.Show show,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        if (!access.may(Permission.READ_CAMPAIGNS)) {
            throw Problem.forbidden("称号登记由创建办和领导查看。本单位承担的跟踪任务，请在“待办”中办理；需要了解称号情况的，请联系创建办。");
        }
        LocalDate today = LocalDate.now(clock);
        Map<String, Tracking.Open> open =
                tracking.open().stream().collect(Collectors.toMap(Tracking.Open::titleId, it -> it));
        Paged<Title> found = titles.page(state, show, Paged.boundedPage(page), PAGE_SIZE);
        model.addAttribute(
                "rows",
                found.items().stream()
                        .map(it -> new Row(
                                it,
                                kinds.require(it.kind()).name(),
                                it.lamp(today),
                                it.standing(today),
                                open.get(it.id())))
                        .toList());
        model.addAttribute("titles", found);
        model.addAttribute("counts", titles.counts());
        model.addAttribute("state", state);
        model.addAttribute("show", show.name());
        model.addAttribute(
                "notices",
                notices.current().stream()
                        .map(it -> new NoticeRow(
                                it,
                                kinds.require(it.kind()).name(),
                                it.publishedFrom() == null ? null : notices.clock(it.kind(), it.publishedFrom())))
                        .toList());
        model.addAttribute("today", today);
        model.addAttribute("mayManage", access.may(Permission.MANAGE_CAMPAIGNS));
        return "title/list";
    }

    @GetMapping("/new")
    String blank(Model model) {
        return form(Typed.NONE, model);
    }

    private String form(Typed typed, Model model) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        model.addAttribute(
                "kinds", kinds.all().stream().filter(it -> it.title() != null).toList());
        model.addAttribute("today", LocalDate.now(clock));
        typed.show(model);
        return "title/new";
    }

    @PostMapping("/new")
    String enter(@RequestParam Map<String, String> form, Reply reply) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        Typed typed = Typed.of("title", form);
        return reply.orAgain(
                () -> {
                    Title title = titles.enter(entry(typed), false);
                    return reply.done("/titles/" + title.id(), "称号已登记，本年度的跟踪任务已生成。");
                },
                problem -> form(typed.refused(problem), reply.model()));
    }

    private static Titles.Entry entry(Typed typed) {
        return new Titles.Entry(
                typed.text("kind"),
                typed.text("name"),
                typed.text("documentNumber"),
                typed.text("issuer"),
                typed.date("namedOn", "命名日期"),
                typed.date("validUntil", "有效期截止日期"),
                typed.text("plaque"),
                typed.text("note"));
    }

    @GetMapping("/{id}")
    String show(@PathVariable String id, Model model) {
        return show(id, Typed.NONE, model);
    }

    private String show(String id, Typed typed, Model model) {
        Title title = titles.requireVisible(id);
        LocalDate today = LocalDate.now(clock);
        boolean whole = access.may(Permission.READ_CAMPAIGNS);
        boolean manage = access.may(Permission.MANAGE_CAMPAIGNS) && title.state() != TitleState.WITHDRAWN;
        CampaignKind kind = kinds.require(title.kind());
        Campaign last = title.campaignId() == null || !whole ? null : campaigns.require(title.campaignId());
        LocalDate nearDue = tracking.nearDue(title);
        Map<String, String> unitNames = units.names();
        Map<String, List<Evidence>> proofs = tracking.proofs(id);
        List<TrackingItem> tasks = tracking.of(id);
        Map<String, UnitReport> said =
                reports.of(tasks.stream().map(TrackingItem::id).toList());
        List<Item> items = tasks.stream()
                .map(it -> new Item(
                        it,
                        it.lamp(today, nearDue),
                        it.unitCode() == null ? it.owner() : unitNames.getOrDefault(it.unitCode(), it.owner()),
                        proofs.getOrDefault(it.id(), List.of()),
                        said.get(it.id()),
                        tracking.mayWork(it)))
                .toList();
        model.addAttribute("held", title);
        model.addAttribute("kind", kind);
        model.addAttribute("lamp", title.lamp(today));
        model.addAttribute("standing", title.standing(today));
        model.addAttribute("wanted", manage && title.reviewWanted(today));
        model.addAttribute("last", last);
        model.addAttribute("items", items);
        model.addAttribute("namings", whole ? namings.ofTitle(id) : List.of());
        List<ReReviews.ReReview> reviews = whole ? reReviews.ofTitle(id) : List.of();
        Map<String, String> names = new HashMap<>();
        campaigns
                .names(reviews.stream().map(ReReviews.ReReview::campaignId).toList())
                .forEach(names::put);
        model.addAttribute("reviews", reviews);
        model.addAttribute("campaignNames", names);
        model.addAttribute("history", whole ? journal.of("title", id) : List.of());
        model.addAttribute("whole", whole);
        model.addAttribute("mayManage", manage);
        model.addAttribute("mayReview", manage && title.state().held());
        model.addAttribute("sets", manage ? criteriaSets.ofKind(title.kind()) : List.of());
        model.addAttribute("withdrawals", Title.Withdrawal.values());
        model.addAttribute("limit", limits.sentence());
        model.addAttribute("accept", limits.accept());
        model.addAttribute("today", today);
        typed.show(model);
        return "title/title";
    }

    private String show(String id, Typed typed, Reply reply, Supplier<String> deed) {
        return reply.orAgain(deed, problem -> show(id, typed.refused(problem), reply.model()));
    }

    @PostMapping("/{id}")
    String change(@PathVariable String id, @RequestParam Map<String, String> form, Reply reply) {
        Typed typed = Typed.of("change", form);
        return show(id, typed, reply, () -> {
            titles.change(id, entry(typed), typed.number("version", "版本"));
            return reply.done("/titles/" + id, "称号已更正。");
        });
    }

    @PostMapping("/{id}/withdraw")
    String withdraw(@PathVariable String id, @RequestParam Map<String, String> form, Reply reply) {
        Typed typed = Typed.of("withdraw", form);
        return show(id, typed, reply, () -> {
            titles.withdraw(
                    id,
                    typed.choice("withdrawal", Title.Withdrawal.class),
                    typed.text("reason"),
                    typed.text("documentNumber"),
                    typed.date("withdrawnOn", "日期"),
                    typed.number("version", "版本"));
            return reply.done("/titles/" + id, "已登记，称号不再有效。");
        });
    }

    @PostMapping("/{id}/re-review")
    String review(@PathVariable String id, @RequestParam Map<String, String> form, Reply reply) {
        Typed typed = Typed.of("review", form);
        return show(id, typed, reply, () -> {
            Campaign campaign = reReviews.start(
                    id,
                    new ReReviews.Plan(
                            typed.text("name"),
                            typed.text("criteriaSetId"),
                            typed.date("startDate", "启动日期"),
                            typed.date("acceptanceDate", "计划复审日期"),
                            typed.number("evidenceMonths", "沿用材料的月数")),
                    typed.number("version", "版本"));
            return reply.done("/campaigns/" + campaign.id() + "/criteria", "复审已启动，责任分解和仍有效的材料已带入，核对后请下达任务。");
        });
    }

    @PostMapping("/{id}/tracking/{item}/done")
    String done(
            @PathVariable String id, @PathVariable String item, @RequestParam Map<String, String> form, Reply reply) {
        Typed typed = Typed.of("done-" + item, form);
        return show(id, typed, reply, () -> {
            TrackingItem done = tracking.done(item, typed.text("note"), typed.number("version", "版本"));
            return reply.done(
                    "/titles/" + id + "#t-" + item,
                    done.state() == TrackingItem.State.DONE ? "跟踪任务已登记完成。" : "办理情况已提交，等待创建办确认。");
        });
    }

    @PostMapping("/{id}/tracking/{item}/reopen")
    String reopen(
            @PathVariable String id, @PathVariable String item, @RequestParam Map<String, String> form, Reply reply) {
        Typed typed = Typed.of("reopen-" + item, form);
        return show(id, typed, reply, () -> {
            tracking.reopen(item, typed.text("reason"), typed.number("version", "版本"));
            return reply.done("/titles/" + id + "#t-" + item, "已退回，责任单位会收到提醒。");
        });
    }

    @PostMapping("/{id}/tracking/{item}/evidence")
    String upload(
            @PathVariable String id,
            @PathVariable String item,
            @RequestParam("file") List<MultipartFile> files,
            Reply reply) {
        return show(id, Typed.of("done-" + item, Map.of()), reply, () -> {
            UploadResult result = tracking.upload(item, uploads(files));
            String path = "/titles/" + id + "#t-" + item;
            return result.problems().isEmpty()
                    ? reply.done(path, "材料已上传，请填写办理情况后提交。")
                    : reply.failed(
                            path,
                            result.problems().stream()
                                    .map(it -> it.name() + "：" + it.detail())
                                    .collect(Collectors.joining(" ")));
        });
    }

    static List<Upload> uploads(List<MultipartFile> files) {
        return files.stream()
                .map(file ->
                        new Upload(StringUtils.defaultIfBlank(file.getOriginalFilename(), "材料"), file, file.getSize()))
                .toList();
    }

    /** A title in the register. */
    public record Row(Title title, String kindName, Lamp lamp, String standing, Tracking.@Nullable Open open) {}

    /** A campaign between acceptance and title. */
    public record NoticeRow(PublicNotices.Current notice, String kindName, PublicNotice.@Nullable Clock days) {}

    /** A tracking task with its proofs. */
    public record Item(
            TrackingItem task,
            Lamp lamp,
            String unitName,
            List<Evidence> proofs,
            @Nullable UnitReport report,
            boolean open) {

        public boolean mayWork() {
            return open && (report == null || !report.reported());
        }
    }
}
