package org.chuangjian.scoring.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.scoring.Reopening;
import org.chuangjian.scoring.Reopenings;
import org.chuangjian.scoring.Round;
import org.chuangjian.scoring.Rounds;
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

/** Rounds of scoring and their reopening for scripts. */
@RestController
@RequestMapping("/api/campaigns/{id}")
@Tag(name = "评分")
class RoundApi {

    private final Campaigns campaigns;
    private final Rounds rounds;
    private final Reopenings reopenings;
    private final Access access;

    RoundApi(Campaigns campaigns, Rounds rounds, Reopenings reopenings, Access access) {
        this.campaigns = campaigns;
        this.rounds = rounds;
        this.reopenings = reopenings;
        this.access = access;
    }

    @GetMapping("/rounds")
    @Operation(summary = "各来源的评分轮次和锁定情况")
    List<Round> rounds(@PathVariable String id) {
        access.require(Permission.READ_CAMPAIGNS);
        campaigns.requireVisible(id);
        return rounds.of(id);
    }

    @PostMapping("/rounds/{source}/lock")
    @Operation(summary = "锁定一个来源的当前轮次")
    Round lock(@PathVariable String id, @PathVariable String source) {
        return rounds.lock(id, ScoreApi.source(source));
    }

    @PostMapping("/rounds/{source}/next")
    @Operation(summary = "在已锁定的轮次之后开始下一轮")
    Round next(@PathVariable String id, @PathVariable String source) {
        return rounds.next(id, ScoreApi.source(source));
    }

    @GetMapping("/reopenings")
    @Operation(summary = "重新开放评分的申请：谁因何申请、谁批准或不批准，最近的在前")
    List<Reopening> reopenings(@PathVariable String id) {
        access.require(Permission.READ_CAMPAIGNS);
        campaigns.requireVisible(id);
        return reopenings.of(id);
    }

    @PostMapping("/rounds/{source}/reopenings")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "说明理由，申请重新开放已锁定的轮次；由领导批准")
    Reopening request(@PathVariable String id, @PathVariable String source, @RequestBody Reason body) {
        return reopenings.request(id, ScoreApi.source(source), body.reason());
    }

    @PostMapping("/reopenings/{reopening}/decide")
    @Operation(summary = "批准（granted=true）或不批准重新开放；不批准须写明理由，申请人本人不能批准")
    Reopening decide(@PathVariable String id, @PathVariable String reopening, @RequestBody Decision body) {
        if (body.granted() == null) {
            throw Problem.invalid("granted", "请写明 granted：true 为批准，false 为不批准。");
        }
        return reopenings.decide(id, reopening, body.granted(), body.opinion());
    }

    @PostMapping("/reopenings/{reopening}/withdraw")
    @Operation(summary = "撤回尚未批准的申请")
    Reopening withdraw(@PathVariable String id, @PathVariable String reopening, @RequestBody Reason body) {
        return reopenings.withdraw(id, reopening, body.reason());
    }

    record Reason(@Nullable String reason) {}

    record Decision(@Nullable Boolean granted, @Nullable String opinion) {}
}
