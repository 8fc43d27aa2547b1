package org.chuangjian.campaign.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Milestones;
import org.chuangjian.campaign.Owners;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
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

/** Kinds, campaigns, owners and milestones for scripts. */
@RestController
@RequestMapping("/api")
@Tag(name = "创建活动")
class CampaignApi {

    private final CampaignKinds kinds;
    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final Owners owners;
    private final Milestones milestones;
    private final Access access;

    CampaignApi(
            CampaignKinds kinds,
            Campaigns campaigns,
            CampaignBoard board,
            Owners owners,
            Milestones milestones,
            Access access) {
        this.kinds = kinds;
        this.campaigns = campaigns;
        this.board = board;
        this.owners = owners;
        this.milestones = milestones;
        this.access = access;
    }

    @GetMapping("/kinds")
    @Operation(summary = "创建类型")
    List<CampaignKind> kinds() {
        access.current();
        return kinds.all();
    }

    @GetMapping("/campaigns")
    @Operation(summary = "可见的创建活动，按验收日期排序")
    Paged<CampaignBoard.Line> campaigns(
            @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
        return board.lines(Paged.boundedPage(page), Paged.boundedSize(size));
    }

    @PostMapping("/campaigns")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "建立创建活动")
    CampaignBoard.Detail create(@RequestBody NewCampaign wanted) {
        Campaign campaign = campaigns.create(
                text(wanted.kind(), "kind"),
                text(wanted.name(), "name"),
                text(wanted.criteriaSetId(), "criteriaSetId"),
                wanted.startDate(),
                wanted.acceptanceDate(),
                false);
        return board.whole(campaign);
    }

    @GetMapping("/campaigns/{id}")
    @Operation(summary = "一个创建活动：阶段、灯色及原因、任务数、里程碑及未满足的条件")
    CampaignBoard.Detail campaign(@PathVariable String id) {
        return board.whole(campaigns.requireVisible(id));
    }

    @GetMapping("/campaigns/{id}/owners")
    @Operation(summary = "责任分解：指标编码 → 牵头、配合、期限；未落实的单列")
    OwnersView owners(@PathVariable String id) {
        campaigns.requireVisible(id);
        access.require(Permission.READ_CAMPAIGNS);
        return view(id);
    }

    @PutMapping("/campaigns/{id}/owners")
    @Operation(summary = "调整责任分解；没有列出的指标不变，有一处错误则全部不写入")
    OwnersView change(@PathVariable String id, @RequestBody JsonNode body) {
        List<RowProblem> problems = owners.change(id, changes(body));
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
        return view(id);
    }

    @PostMapping("/campaigns/{id}/advance")
    @Operation(summary = "办结当前阶段等待的事项；条件满足则进入下一阶段，否则逐条说明未满足的条件和责任人")
    CampaignBoard.Detail advance(@PathVariable String id, @RequestBody(required = false) @Nullable Advance body) {
        return board.whole(campaigns.advance(id, body == null ? null : body.passed()));
    }

    @PostMapping("/campaigns/{id}/terminate")
    @Operation(summary = "终止创建活动")
    CampaignBoard.Detail terminate(@PathVariable String id, @RequestBody Reason body) {
        return board.whole(campaigns.terminate(id, text(body.reason(), "reason")));
    }

    @PostMapping("/campaigns/{id}/milestones/{milestone}/confirmations/{condition}")
    @Operation(summary = "确认里程碑的一项条件")
    CampaignBoard.Detail confirm(
            @PathVariable String id,
            @PathVariable String milestone,
            @PathVariable String condition,
            @RequestBody Confirm body) {
        if (body.documentDate() == null) {
            throw Problem.invalid("document-date", "请填写文件日期。");
        }
        milestones.confirm(
                id,
                milestone,
                condition,
                body.documentNumber() == null ? "" : body.documentNumber(),
                body.documentDate(),
                body.note() == null ? "" : body.note());
        return board.whole(campaigns.require(id));
    }

    private OwnersView view(String id) {
        Map<String, OwnerView> byCode = new LinkedHashMap<>();
        List<Unowned> unowned = new ArrayList<>();
        for (Ownership ownership : owners.of(id)) {
            byCode.put(
                    ownership.criterionCode(),
                    new OwnerView(
                            ownership.lead(),
                            ownership.supporting(),
                            ownership.deadline(),
                            ownership.evidenceRequired(),
                            ownership.unmatched()));
            if (!ownership.owned()) {
                unowned.add(new Unowned(ownership.criterionCode(), ownership.unmatched()));
            }
        }
        return new OwnersView(byCode, unowned);
    }

    /** Takes {@code {owners: {code: {…}}}} as well as the bare map, which is what a script gets when it edits by hand. */
    private static List<Owners.Change> changes(JsonNode body) {
        JsonNode map = body.has("owners") ? body.get("owners") : body;
        if (!map.isObject()) {
            throw Problem.badRequest("owners", "请求应是“指标编码: {lead, supporting, deadline}”。");
        }
        List<Owners.Change> changes = new ArrayList<>();
        List<RowProblem> problems = new ArrayList<>();
        map.fields().forEachRemaining(entry -> {
            OwnerFields fields = new OwnerFields(entry.getKey(), entry.getValue(), problems);
            changes.add(new Owners.Change(
                    0,
                    entry.getKey(),
                    fields.lead(),
                    fields.supporting(),
                    fields.deadline(),
                    fields.text("evidenceRequired")));
        });
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
        return changes;
    }

    private static Problem refused(List<RowProblem> problems) {
        return Problem.invalid(
                        "owners",
                        "责任分解有 " + problems.size() + " 处错误，没有写入："
                                + problems.get(0).reason())
                .with("problems", problems);
    }

    /** What was sent for one criterion. A value of the wrong shape is a problem, never taken for an empty one. */
    private record OwnerFields(String code, JsonNode sent, List<RowProblem> problems) {

        /** The last is only answered, never changed; a script may send back what it was given. */
        private static final Set<String> KNOWN =
                Set.of("lead", "supporting", "deadline", "evidenceRequired", "unmatched");

        OwnerFields {
            if (!sent.isObject()) {
                problems.add(new RowProblem(0, "编码", "指标 " + code + " 的内容应是 {lead, supporting, deadline}。"));
            }
            sent.fieldNames().forEachRemaining(name -> {
                if (!KNOWN.contains(name)) {
                    problems.add(new RowProblem(
                            0,
                            name,
                            "指标 " + code + " 没有“" + name + "”这一项，可用的有 lead、supporting、deadline、evidenceRequired。"));
                }
            });
        }

        @Nullable
        String lead() {
            return sent.has("lead") && sent.get("lead").isNull() ? "" : text("lead");
        }

        @Nullable
        String text(String name) {
            JsonNode value = sent.get(name);
            if (value == null || value.isNull()) {
                return null;
            }
            if (!value.isTextual()) {
                problems.add(new RowProblem(0, name, "指标 " + code + " 的 " + name + " 应是一段文字。"));
                return null;
            }
            return value.asText();
        }

        @Nullable
        List<String> supporting() {
            JsonNode value = sent.get("supporting");
            if (value == null || value.isNull()) {
                return null;
            }
            List<String> units = new ArrayList<>();
            boolean texts = value.isArray();
            for (JsonNode unit : value) {
                texts = texts && unit.isTextual();
                units.add(unit.asText());
            }
            if (!texts) {
                problems.add(new RowProblem(
                        0, "supporting", "指标 " + code + " 的 supporting 应是单位的列表，如 [\"scjgj\"]；没有配合单位时写 []。"));
                return null;
            }
            return units;
        }

        @Nullable
        LocalDate deadline() {
            JsonNode value = sent.get("deadline");
            if (value == null || value.isNull()) {
                return null;
            }
            try {
                return LocalDate.parse(value.asText());
            } catch (DateTimeParseException e) {
                problems.add(new RowProblem(
                        0, "deadline", "指标 " + code + " 的期限“" + value.asText() + "”应写成 2026-10-01 的样子。"));
                return null;
            }
        }
    }

    private static String text(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw Problem.invalid(name, "缺少 " + name + "。");
        }
        return value;
    }

    record NewCampaign(
            @Nullable String kind,
            @Nullable String name,
            @Nullable String criteriaSetId,
            @Nullable LocalDate startDate,
            @Nullable LocalDate acceptanceDate) {}

    record Advance(@Nullable Boolean passed) {}

    record Reason(@Nullable String reason) {}

    record Confirm(
            @Nullable String documentNumber,
            @Nullable LocalDate documentDate,
            @Nullable String note) {}

    record OwnersView(Map<String, OwnerView> owners, List<Unowned> unowned) {}

    record OwnerView(
            @Nullable String lead,
            List<String> supporting,
            LocalDate deadline,
            String evidenceRequired,
            String unmatched) {}

    /** @param unmatched the names no unit goes by */
    record Unowned(String code, String unmatched) {}
}
