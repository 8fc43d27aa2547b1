package org.chuangjian.acceptance.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.chuangjian.acceptance.SelfEvaluation;
import org.chuangjian.acceptance.SelfEvaluations;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rounds of self-evaluation for scripts. */
@RestController
@RequestMapping("/api")
@Tag(name = "自评")
class SelfEvaluationApi {

    private final SelfEvaluations selfEvaluations;
    private final Campaigns campaigns;
    private final Access access;

    SelfEvaluationApi(SelfEvaluations selfEvaluations, Campaigns campaigns, Access access) {
        this.selfEvaluations = selfEvaluations;
        this.campaigns = campaigns;
        this.access = access;
    }

    @GetMapping("/campaigns/{id}/self-evaluation")
    @Operation(summary = "最近一轮自评；单位账号只看到本单位牵头的指标")
    SelfEvaluation.Sheet latest(@PathVariable String id) {
        access.requireReadingOf(null);
        campaigns.requireVisible(id);
        return selfEvaluations
                .latest(id)
                .map(selfEvaluations::sheet)
                .orElseThrow(() -> Problem.notFound("本活动还没有发起自评。"));
    }

    @PostMapping("/campaigns/{id}/self-evaluation")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "发起一轮自评")
    SelfEvaluation open(@PathVariable String id, @RequestBody Opening body) {
        return selfEvaluations.open(id, body.dueDate());
    }

    @GetMapping("/self-evaluations/{round}")
    @Operation(summary = "一轮自评；单位账号只看到本单位牵头的指标")
    SelfEvaluation.Sheet one(@PathVariable String round) {
        access.requireReadingOf(null);
        SelfEvaluation found = selfEvaluations.require(round);
        campaigns.requireVisible(found.campaignId());
        return selfEvaluations.sheet(found);
    }

    @PostMapping("/self-evaluations/{round}/scores")
    @Operation(summary = "牵头单位为一项指标自评打分")
    SelfEvaluation.Line score(@PathVariable String round, @RequestBody Given body) {
        return selfEvaluations.score(round, code(body.code()), body.points(), body.reason(), body.version());
    }

    @PostMapping("/self-evaluations/{round}/checks")
    @Operation(summary = "创建办审核一项自评：decision=ACCEPT（points 为空即同意自评得分）或 RETURN")
    SelfEvaluation.Line check(@PathVariable String round, @RequestBody Check body) {
        return selfEvaluations.check(
                round, code(body.code()), accepted(body.decision()), body.points(), body.opinion(), body.version());
    }

    @PostMapping("/self-evaluations/{round}/hand-up")
    @Operation(summary = "报领导小组审定；有未审核的指标则逐条说明")
    SelfEvaluation handUp(@PathVariable String round, @RequestBody(required = false) @Nullable Seen body) {
        return selfEvaluations.handUp(round, body == null ? null : body.version());
    }

    @PostMapping("/self-evaluations/{round}/decide")
    @Operation(summary = "领导小组审定：decision=ACCEPT 定格快照，或 RETURN 退回")
    SelfEvaluation decide(@PathVariable String round, @RequestBody Decision body) {
        return selfEvaluations.decide(round, accepted(body.decision()), body.opinion(), body.version());
    }

    private static boolean accepted(@Nullable String decision) {
        if ("ACCEPT".equals(decision)) {
            return true;
        }
        if ("RETURN".equals(decision)) {
            return false;
        }
        throw Problem.invalid("decision", "decision 应为 ACCEPT 或 RETURN。");
    }

    private static String code(@Nullable String code) {
        if (code == null || code.isBlank()) {
            throw Problem.invalid("code", "缺少指标编码 code。");
        }
        return code.strip();
    }

    record Opening(@Nullable LocalDate dueDate) {}

    record Given(
            @Nullable String code,
            @Nullable BigDecimal points,
            @Nullable String reason,
            @Nullable Integer version) {}

    record Check(
            @Nullable String code,
            @Nullable String decision,
            @Nullable BigDecimal points,
            @Nullable String opinion,
            @Nullable Integer version) {}

    record Seen(@Nullable Integer version) {}

    record Decision(
            @Nullable String decision,
            @Nullable String opinion,
            @Nullable Integer version) {}
}
