package org.chuangjian.title.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Reply;
import org.chuangjian.title.Naming;
import org.chuangjian.title.Namings;
import org.chuangjian.title.Objection;
import org.chuangjian.title.Objections;
import org.chuangjian.title.PublicNotice;
import org.chuangjian.title.PublicNotices;
import org.chuangjian.title.ReReviews;
import org.chuangjian.title.Titles;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 公示与异议, 命名 and what a re-review took over: the pages of a campaign between acceptance and title. */
@Controller
@RequestMapping("/campaigns/{id}")
class NoticePages {

    private static final int PAGE_SIZE = 50;

    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final CampaignKinds kinds;
    private final PublicNotices notices;
    private final Objections objections;
    private final Namings namings;
    private final ReReviews reReviews;
    private final Titles titles;
    private final Access access;
    private final Clock clock;

    NoticePages(
            Campaigns campaigns,
            CampaignBoard board,
            CampaignKinds kinds,
            PublicNotices notices,
            Objections objections,
            Namings namings,
            ReReviews reReviews,
            Titles titles,
            Access access,
            Clock clock) {
        this.campaigns = campaigns;
        this.board = board;
        this.kinds = kinds;
        this.notices = notices;
        this.objections = objections;
        this.namings = namings;
        this.reReviews = reReviews;
        this.titles = titles;
        this.access = access;
        this.clock = clock;
    }

    @GetMapping("/notice")
    String notice(@PathVariable String id, Model model) {
        return notice(id, Typed.NONE, model);
    }

    private String notice(String id, Typed typed, Model model) {
        Campaign campaign = campaigns.requireVisible(id);
        boolean whole = access.may(Permission.READ_CAMPAIGNS);
        PublicNotice notice = notices.find(id).orElse(null);
        List<Objection> received = whole ? objections.of(id) : List.of();
        boolean manage = campaign.active() && access.may(Permission.MANAGE_CAMPAIGNS);
        LocalDate today = LocalDate.now(clock);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("notice", notice);
        boolean running = notice != null && notice.publishedAt() != null;
        model.addAttribute("running", running);
        model.addAttribute("mayMoveStart", !running || campaign.stage().equals("publicNotice"));
        model.addAttribute("days", notices.clock(campaign.kind(), notice == null ? today : notice.publishedFrom()));
        model.addAttribute("proposed", notices.proposedText(campaign));
        model.addAttribute("objections", received);
        model.addAttribute(
                "openObjections", received.stream().filter(Objection::open).count());
        model.addAttribute("channels", Objection.Channel.values());
        model.addAttribute("whole", whole);
        model.addAttribute("mayManage", manage);
        model.addAttribute("mayRefuse", manage && notices.mayRefuse(campaign));
        model.addAttribute("today", today);
        typed.show(model);
        return "title/notice";
    }

    private String notice(String id, Typed typed, Reply reply, Supplier<String> deed) {
        return reply.orAgain(deed, problem -> notice(id, typed.refused(problem), reply.model()));
    }

    @PostMapping("/notice")
    String save(@PathVariable String id, @RequestParam Map<String, String> form, Reply reply) {
        Typed typed = Typed.of("notice", form);
        return notice(id, typed, reply, () -> {
            notices.save(id, draft(typed), typed.number("version", "版本"));
            return reply.done("/campaigns/" + id + "/notice", "公示内容已保存。");
        });
    }

    private static PublicNotices.Draft draft(Typed typed) {
        return new PublicNotices.Draft(
                typed.text("text"),
                typed.text("url"),
                typed.text("phone"),
                typed.text("mail"),
                typed.text("visit"),
                typed.text("discipline"),
                typed.date("publishedFrom", "公示起始日期"),
                typed.text("reason"));
    }

    @PostMapping("/objections")
    String receive(@PathVariable String id, @RequestParam Map<String, String> form, Reply reply) {
        Typed typed = Typed.of("objection", form);
        return notice(id, typed, reply, () -> {
            Objection objection = objections.receive(
                    id,
                    new Objections.Received(
                            typed.flag("realName"),
                            typed.text("objector"),
                            typed.text("contact"),
                            typed.choice("channel", Objection.Channel.class),
                            typed.date("receivedOn", "收到日期"),
                            typed.text("content")));
            return reply.done(
                    "/campaigns/" + id + "/notice#objections", "已登记第 " + objection.number() + " 号异议，答复前不能命名。");
        });
    }

    @PostMapping("/objections/{objection}/investigate")
    String investigate(
            @PathVariable String id,
            @PathVariable String objection,
            @RequestParam Map<String, String> form,
            Reply reply) {
        Typed typed = Typed.of("investigate-" + objection, form);
        return notice(id, typed, reply, () -> {
            objections.investigate(
                    objection,
                    typed.text("investigator"),
                    typed.text("finding"),
                    typed.flag("sustained"),
                    typed.number("version", "版本"));
            return reply.done("/campaigns/" + id + "/notice#o-" + objection, "核实情况已登记，请答复。");
        });
    }

    @PostMapping("/objections/{objection}/answer")
    String answer(
            @PathVariable String id,
            @PathVariable String objection,
            @RequestParam Map<String, String> form,
            Reply reply) {
        Typed typed = Typed.of("answer-" + objection, form);
        return notice(id, typed, reply, () -> {
            objections.answer(
                    objection, typed.text("answer"), typed.date("answeredOn", "答复日期"), typed.number("version", "版本"));
            return reply.done("/campaigns/" + id + "/notice#o-" + objection, "异议已答复。");
        });
    }

    @PostMapping("/refuse")
    String refuse(@PathVariable String id, @RequestParam Map<String, String> form, Reply reply) {
        Typed typed = Typed.of("refuse", form);
        return notice(id, typed, reply, () -> {
            notices.refuse(id, String.valueOf(form.getOrDefault("reason", "")));
            return reply.done("/campaigns/" + id + "/notice", "已登记不予命名，创建活动结束。");
        });
    }

    @GetMapping("/naming")
    String naming(@PathVariable String id, Model model) {
        return naming(id, Typed.NONE, model);
    }

    private String naming(String id, Typed typed, Model model) {
        access.require(Permission.READ_CAMPAIGNS);
        Campaign campaign = campaigns.requireVisible(id);
        CampaignKind kind = kinds.require(campaign.kind());
        Naming naming = namings.find(id).orElse(null);
        ReReviews.ReReview review = reReviews.of(id).orElse(null);
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("kind", kind);
        model.addAttribute("naming", naming);
        model.addAttribute("review", review);
        model.addAttribute("held", review == null ? null : titles.require(review.titleId()));
        model.addAttribute(
                "mayManage",
                campaign.active() && campaign.stage().equals("naming") && access.may(Permission.MANAGE_CAMPAIGNS));
        model.addAttribute("today", LocalDate.now(clock));
        typed.show(model);
        return "title/naming";
    }

    @PostMapping("/naming")
    String register(@PathVariable String id, @RequestParam Map<String, String> form, Reply reply) {
        Typed typed = Typed.of("naming", form);
        return reply.orAgain(
                () -> {
                    namings.save(
                            id,
                            new Namings.Draft(
                                    typed.text("name"),
                                    typed.text("documentNumber"),
                                    typed.text("issuer"),
                                    typed.date("namedOn", "命名日期"),
                                    typed.date("validUntil", "有效期截止日期"),
                                    typed.text("plaque")),
                            typed.number("version", "版本"));
                    return reply.done("/campaigns/" + id + "/naming", "命名文件已登记，核对无误后请办结本阶段，称号随即生效。");
                },
                problem -> naming(id, typed.refused(problem), reply.model()));
    }

    @GetMapping("/carried")
    String carried(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Boolean stale,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        Campaign campaign = campaigns.requireVisible(id);
        ReReviews.ReReview review = reReviews.of(id).orElseThrow(() -> Problem.notFound("这个创建活动不是复审，没有沿用的材料。"));
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("review", review);
        model.addAttribute("held", titles.require(review.titleId()));
        model.addAttribute("counts", reReviews.counts(id));
        model.addAttribute("stale", stale);
        model.addAttribute("rows", reReviews.carried(id, stale, Paged.boundedPage(page), PAGE_SIZE));
        model.addAttribute("mayReadTitle", access.may(Permission.READ_CAMPAIGNS));
        return "title/carried";
    }
}
