package org.chuangjian.acceptance.web;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.Evaluations;
import org.chuangjian.acceptance.SelfEvaluation;
import org.chuangjian.acceptance.SelfEvaluation.Line;
import org.chuangjian.acceptance.SelfEvaluation.LineState;
import org.chuangjian.acceptance.SelfEvaluation.State;
import org.chuangjian.acceptance.SelfEvaluations;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/** 自评 of a campaign: one page for the units that score, the office that checks, and the leading group that approves. */
@Controller
@RequestMapping("/campaigns/{id}/self-evaluation")
class SelfEvaluationPages {

    private final SelfEvaluations selfEvaluations;
    private final Evaluations evaluations;
    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final Access access;

    SelfEvaluationPages(
            SelfEvaluations selfEvaluations,
            Evaluations evaluations,
            Campaigns campaigns,
            CampaignBoard board,
            Access access) {
        this.selfEvaluations = selfEvaluations;
        this.evaluations = evaluations;
        this.campaigns = campaigns;
        this.board = board;
        this.access = access;
    }

    @GetMapping
    String page(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String unit,
            Model model) {
        return page(id, state, unit, null, null, model);
    }

    private String page(
            String id,
            @Nullable String state,
            @Nullable String unit,
            @Nullable Typed typed,
            @Nullable String error,
            Model model) {
        boolean whole = access.requireReadingOf(unit);
        Campaign campaign = campaigns.requireVisible(id);
        SelfEvaluation round = selfEvaluations.latest(id).orElse(null);
        SelfEvaluation.Sheet sheet = round == null ? null : selfEvaluations.sheet(round);
        Map<String, String> units = new LinkedHashMap<>();
        List<Line> shown = new ArrayList<>();
        if (sheet != null) {
            for (Line line : sheet.lines()) {
                String name = line.unitName();
                if (line.unitCode() != null && name != null) {
                    units.put(line.unitCode(), name);
                }
                if ((StringUtils.isBlank(state) || line.state().name().equals(state))
                        && (StringUtils.isBlank(unit) || unit.equals(line.unitCode()))) {
                    shown.add(line);
                }
            }
        }
        boolean scoring = campaign.active() && round != null && round.state() == State.SCORING;
        model.addAttribute("detail", board.detail(campaign));
        model.addAttribute("whole", whole);
        model.addAttribute("round", round);
        model.addAttribute("sheet", sheet);
        model.addAttribute("lines", shown);
        model.addAttribute("units", units);
        model.addAttribute("states", LineState.values());
        model.addAttribute("state", state);
        model.addAttribute("unit", unit);
        model.addAttribute("typed", typed);
        model.addAttribute("error", error);
        model.addAttribute("followUps", whole ? List.of() : followUps(id));
        model.addAttribute(
                "mayOpen",
                campaign.active()
                        && access.may(Permission.MANAGE_CAMPAIGNS)
                        && (round == null || round.state() == State.APPROVED));
        model.addAttribute("mayScore", scoring && !whole);
        model.addAttribute("mayCheck", scoring && access.may(Permission.REVIEW));
        model.addAttribute(
                "mayDecide",
                campaign.active()
                        && round != null
                        && round.state() == State.APPROVING
                        && access.may(Permission.INSTRUCT));
        return "acceptance/self-evaluation";
    }

    private List<org.chuangjian.acceptance.Evaluation.FollowUp> followUps(String id) {
        String own = access.current().unitCode();
        return own == null ? List.of() : evaluations.followUpsOf(id, own);
    }

    @PostMapping
    String open(
            @PathVariable String id,
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate dueDate,
            Reply reply) {
        reply.model().addAttribute("dueDate", dueDate);
        return act(id, null, reply, () -> {
            SelfEvaluation round = selfEvaluations.open(id, dueDate);
            return reply.done("/campaigns/" + id + "/self-evaluation", "第 " + round.number() + " 轮自评已发起，已通知各牵头单位。");
        });
    }

    @PostMapping("/{round}/score")
    String score(@PathVariable String id, @PathVariable String round, @ModelAttribute Typed typed, Reply reply) {
        return act(id, typed, reply, () -> {
            selfEvaluations.score(round, typed.requiredCode(), typed.number(), typed.words(), typed.version());
            return reply.done(path(id, typed), "指标 " + typed.code() + " 的自评得分已提交，待创建办审核。");
        });
    }

    @PostMapping("/{round}/check")
    String check(
            @PathVariable String id,
            @PathVariable String round,
            @RequestParam boolean accepted,
            @ModelAttribute Typed typed,
            Reply reply) {
        return act(id, typed, reply, () -> {
            selfEvaluations.check(
                    round, typed.requiredCode(), accepted, typed.number(), typed.words(), typed.version());
            return reply.done(path(id, typed), "指标 " + typed.code() + (accepted ? " 已审核。" : " 已退回牵头单位。"));
        });
    }

    @PostMapping("/{round}/accept-all")
    String acceptAll(@PathVariable String id, @PathVariable String round, Reply reply) {
        return act(id, null, reply, () -> {
            int count = selfEvaluations.acceptAll(round);
            return reply.done(
                    "/campaigns/" + id + "/self-evaluation", count == 0 ? "没有待审核的指标。" : count + " 项指标已按单位自评得分审核。");
        });
    }

    @PostMapping("/{round}/hand-up")
    String handUp(@PathVariable String id, @PathVariable String round, @RequestParam int version, Reply reply) {
        return act(id, null, reply, () -> {
            selfEvaluations.handUp(round, version);
            return reply.done("/campaigns/" + id + "/self-evaluation", "已报领导小组审定。");
        });
    }

    @PostMapping("/{round}/decide")
    String decide(
            @PathVariable String id,
            @PathVariable String round,
            @RequestParam boolean approved,
            @RequestParam int version,
            @RequestParam(required = false) @Nullable String opinion,
            Reply reply) {
        return act(id, new Typed(null, null, opinion, null), reply, () -> {
            selfEvaluations.decide(round, approved, opinion, version);
            return reply.done("/campaigns/" + id + "/self-evaluation", approved ? "自评报告已审定，得分和材料已定格。" : "已退回创建办。");
        });
    }

    private String act(String id, @Nullable Typed typed, Reply reply, Supplier<String> deed) {
        return reply.orAgain(deed, problem -> page(id, null, null, typed, problem.detail(), reply.model()));
    }

    private static String path(String id, Typed typed) {
        return "/campaigns/" + id + "/self-evaluation#c-" + UriUtils.encodeFragment(typed.requiredCode(), "UTF-8");
    }

    /** What was typed for one criterion. */
    public record Typed(
            @Nullable String code,
            @Nullable String points,
            @Nullable String words,
            @Nullable Integer version) {

        public boolean isFor(String other) {
            return other.equals(code);
        }

        String requiredCode() {
            if (code == null || code.isBlank()) {
                throw Problem.badRequest("code", "缺少指标编码。");
            }
            return code;
        }

        @Nullable
        BigDecimal number() {
            String text =
                    Spreadsheet.halfWidth(StringUtils.defaultString(points)).replaceAll("[\\s分]", "");
            if (text.isEmpty()) {
                return null;
            }
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw Problem.invalid("points", "得分“" + points + "”不是数字，请只填数字，如 2.5。");
            }
        }
    }
}
