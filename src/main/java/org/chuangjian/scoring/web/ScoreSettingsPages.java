package org.chuangjian.scoring.web;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.scoring.Origin;
import org.chuangjian.scoring.Reopening;
import org.chuangjian.scoring.Reopenings;
import org.chuangjian.scoring.Round;
import org.chuangjian.scoring.Rounds;
import org.chuangjian.scoring.ScoreSettings;
import org.chuangjian.scoring.Source;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 轮次与设置: rounds and their reopening, whose score counts, and the experts. */
@Controller
@RequestMapping("/campaigns/{id}/score-settings")
class ScoreSettingsPages {

    private final Campaigns campaigns;
    private final CampaignBoard campaignBoard;
    private final Rounds rounds;
    private final Reopenings reopenings;
    private final ScoreSettings settings;
    private final People people;
    private final Access access;

    ScoreSettingsPages(
            Campaigns campaigns,
            CampaignBoard campaignBoard,
            Rounds rounds,
            Reopenings reopenings,
            ScoreSettings settings,
            People people,
            Access access) {
        this.campaigns = campaigns;
        this.campaignBoard = campaignBoard;
        this.rounds = rounds;
        this.reopenings = reopenings;
        this.settings = settings;
        this.people = people;
        this.access = access;
    }

    @GetMapping
    String settings(@PathVariable String id, Model model) {
        return settings(readable(id), null, null, model);
    }

    private String settings(Campaign campaign, @Nullable Typed typed, @Nullable String error, Model model) {
        String id = campaign.id();
        model.addAttribute("typed", typed);
        model.addAttribute("error", error);
        model.addAttribute("detail", campaignBoard.detail(campaign));
        List<Round> all = rounds.of(id);
        model.addAttribute("current", ScorePages.current(all));
        model.addAttribute("rounds", all);
        List<Reopening> asked = reopenings.of(id);
        model.addAttribute("reopenings", asked);
        model.addAttribute(
                "waiting",
                asked.stream().filter(Reopening::waiting).collect(Collectors.toMap(Reopening::source, it -> it)));
        model.addAttribute("account", access.current().account());
        model.addAttribute("mayDecide", campaign.active() && access.may(Permission.INSTRUCT));
        model.addAttribute(
                "order",
                typed != null && typed.isFor("order")
                        ? Arrays.stream(typed.words().split(","))
                                .flatMap(name -> Arrays.stream(Origin.values())
                                        .filter(it -> it.name().equals(name)))
                                .toList()
                        : settings.order(campaign));
        model.addAttribute("origins", Origin.values());
        Set<String> invited = Set.copyOf(settings.experts(id));
        model.addAttribute("invited", invited);
        model.addAttribute(
                "experts",
                people.withRole(Role.EXPERT).stream()
                        .filter(person -> person.active() || invited.contains(person.account()))
                        .sorted(Comparator.comparing(Person::name))
                        .toList());
        model.addAttribute("mayScore", campaign.active() && access.may(Permission.SCORE));
        return "scoring/settings";
    }

    @PostMapping("/rounds")
    String round(
            @PathVariable String id,
            @RequestParam Source source,
            @RequestParam String action,
            @RequestParam(defaultValue = "") String reason,
            Reply reply) {
        return change(id, new Typed(source.name(), reason), reply, () -> switch (action) {
            case "lock" -> "“" + rounds.lock(id, source).source().label() + "”评分已锁定。";
            case "reopen" -> {
                reopenings.request(id, source, reason);
                yield "已申请重新开放“" + source.label() + "”评分，等待领导批准。";
            }
            case "next" ->
                "“" + source.label() + "”第 " + rounds.next(id, source).number() + " 轮评分已开始。";
            default -> throw Problem.badRequest("action", "没有这种操作。");
        });
    }

    @PostMapping("/reopenings/{reopening}")
    String reopening(
            @PathVariable String id,
            @PathVariable String reopening,
            @RequestParam String action,
            @RequestParam(defaultValue = "") String opinion,
            Reply reply) {
        return change(id, new Typed(reopening, opinion), reply, () -> switch (action) {
            case "grant" ->
                "已批准重新开放“"
                        + reopenings
                                .decide(id, reopening, true, opinion)
                                .source()
                                .label() + "”评分。";
            case "refuse" -> {
                reopenings.decide(id, reopening, false, opinion);
                yield "已不予批准，申请人会收到通知。";
            }
            case "withdraw" -> {
                reopenings.withdraw(id, reopening, opinion);
                yield "申请已撤回。";
            }
            default -> throw Problem.badRequest("action", "没有这种操作。");
        });
    }

    @PostMapping("/order")
    String order(
            @PathVariable String id,
            @RequestParam(name = "origin", defaultValue = "") List<String> origins,
            Reply reply) {
        return change(id, new Typed("order", String.join(",", origins)), reply, () -> {
            settings.setOrder(id, origins);
            return "得分取用顺序已保存。";
        });
    }

    @PostMapping("/experts")
    String expert(@PathVariable String id, @RequestParam String account, @RequestParam boolean invited, Reply reply) {
        return change(id, null, reply, () -> {
            settings.setExpert(id, account, invited);
            return invited ? "已邀请专家。" : "已取消邀请。";
        });
    }

    /** Does it and shows the page again, with the reason and what was typed if it was refused. */
    private String change(String id, @Nullable Typed typed, Reply reply, Supplier<String> deed) {
        Campaign campaign = readable(id);
        return reply.orAgainAlways(() -> reply.done("/campaigns/" + id + "/score-settings", deed.get()), problem -> {
            boolean own = problem.code().equals("decider-is-requester");
            if ((problem.status() == 403 || problem.status() == 404) && !own) {
                throw problem;
            }
            return settings(campaign, typed, problem.detail(), reply.model());
        });
    }

    private Campaign readable(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return campaigns.requireVisible(id);
    }

    /** What was typed beside a source's round, or beside a request by its id; or the {@code order}. */
    public record Typed(String form, String words) {

        public boolean isFor(String other) {
            return form.equals(other);
        }
    }
}
