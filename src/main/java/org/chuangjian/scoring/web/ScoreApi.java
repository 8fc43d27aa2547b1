package org.chuangjian.scoring.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.scoring.Score;
import org.chuangjian.scoring.ScoreBoard;
import org.chuangjian.scoring.ScoreChange;
import org.chuangjian.scoring.ScoreSettings;
import org.chuangjian.scoring.ScoreSheet;
import org.chuangjian.scoring.Scores;
import org.chuangjian.scoring.Source;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.UploadedTable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Scores for scripts. */
@RestController
@RequestMapping("/api/campaigns/{id}")
@Tag(name = "评分")
class ScoreApi {

    private final Campaigns campaigns;
    private final ScoreBoard board;
    private final Scores scores;
    private final ScoreSettings settings;
    private final Access access;

    ScoreApi(Campaigns campaigns, ScoreBoard board, Scores scores, ScoreSettings settings, Access access) {
        this.campaigns = campaigns;
        this.board = board;
        this.scores = scores;
        this.settings = settings;
        this.access = access;
    }

    @GetMapping("/score")
    @Operation(summary = "评分表：总分、分类合计、判定及理由、否决项、未达最低得分率的关键项、各指标各来源得分")
    Sheet score(@PathVariable String id) {
        access.require(Permission.READ_CAMPAIGNS);
        return Sheet.of(board.of(campaigns.requireVisible(id)));
    }

    @PostMapping("/scores")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "评一项指标的分，或改分；source 为 self、county、inspection、expert、survey")
    Given record(@PathVariable String id, @RequestBody NewScore body) {
        requireKnown(id);
        return Given.of(scores.record(
                        id,
                        source(body.source()),
                        new Scores.Entry(
                                StringUtils.defaultString(body.code()).strip(),
                                body.points(),
                                StringUtils.defaultString(body.reason()),
                                body.version()))
                .orElseThrow());
    }

    @PostMapping("/scores/withdraw")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "撤回不该评的得分，须写明原因；该来源即视为未评")
    void withdraw(@PathVariable String id, @RequestBody Withdrawal body) {
        requireKnown(id);
        scores.withdraw(
                id,
                StringUtils.defaultString(body.code()).strip(),
                source(body.source()),
                body.reason(),
                body.version());
    }

    @PostMapping("/scores/import")
    @Operation(summary = "按评分表导入一个来源的得分；有一处错误则全部不写入，dryRun=true 只检查")
    ImportReport load(
            @PathVariable String id,
            @RequestParam String source,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        requireKnown(id);
        UploadedTable table = UploadedTable.of(file);
        return scores.importScores(id, source(source), table.content(), table.name(), dryRun);
    }

    @PostMapping("/experts")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "邀请专家评分，或取消邀请")
    void expert(@PathVariable String id, @RequestBody ExpertBody body) {
        settings.setExpert(id, StringUtils.defaultString(body.account()), !Boolean.FALSE.equals(body.invited()));
    }

    @GetMapping("/criteria/{code}/score-changes")
    @Operation(summary = "一项指标的评分变更：谁、何时、为什么、改前、改后")
    List<ScoreChange> changes(@PathVariable String id, @PathVariable String code) {
        access.require(Permission.READ_CAMPAIGNS);
        campaigns.requireVisible(id);
        return scores.changes(id, code);
    }

    @PostMapping("/vetoes")
    @Operation(summary = "登记否决项是否触发")
    Sheet veto(@PathVariable String id, @RequestBody VetoBody body) {
        if (body.hit() == null) {
            throw Problem.invalid("hit", "请写明 hit：true 为触发，false 为未触发。");
        }
        settings.recordVeto(
                id, StringUtils.defaultString(body.code()), body.hit(), StringUtils.defaultString(body.reason()));
        return Sheet.of(board.of(id));
    }

    @PostMapping("/criteria/{code}/formula")
    @Operation(summary = "为指标设定计分公式；空公式表示取消")
    Sheet formula(@PathVariable String id, @PathVariable String code, @RequestBody FormulaBody body) {
        settings.bind(id, code, StringUtils.defaultString(body.formula()));
        return Sheet.of(board.of(id));
    }

    @PostMapping("/criteria/{code}/applies")
    @Operation(summary = "认定指标不适用，或恢复适用")
    Sheet applies(@PathVariable String id, @PathVariable String code, @RequestBody AppliesBody body) {
        if (body.applies() == null) {
            throw Problem.invalid("applies", "请写明 applies：true 为适用，false 为不适用。");
        }
        settings.setApplies(id, code, body.applies(), StringUtils.defaultString(body.reason()));
        return Sheet.of(board.of(id));
    }

    /** A unit sees no scores of others, but scores itself: what it may, {@link Scores} knows. */
    private Campaign requireKnown(String id) {
        return access.may(Permission.SCORE_AS_EXPERT) ? campaigns.require(id) : campaigns.requireVisible(id);
    }

    static Source source(@Nullable String text) {
        return Source.named(StringUtils.defaultString(text))
                .orElseThrow(() -> Problem.invalid(
                        "source",
                        "得分来源“" + StringUtils.defaultString(text) + "”只能是 self、county、inspection、expert、survey。"));
    }

    record NewScore(
            @Nullable String code,
            @Nullable String source,
            @Nullable BigDecimal points,
            @Nullable String reason,
            @Nullable Integer version) {}

    record Withdrawal(
            @Nullable String code,
            @Nullable String source,
            @Nullable String reason,
            @Nullable Integer version) {}

    record VetoBody(
            @Nullable String code,
            @Nullable Boolean hit,
            @Nullable String reason) {}

    /** @param invited false takes the invitation back */
    record ExpertBody(@Nullable String account, @Nullable Boolean invited) {}

    record FormulaBody(@Nullable String formula) {}

    record AppliesBody(@Nullable Boolean applies, @Nullable String reason) {}

    record Given(String code, String source, BigDecimal points, String reason, int round, int version, String by) {

        static Given of(Score score) {
            return new Given(
                    score.criterionCode(),
                    score.source().key(),
                    score.points(),
                    score.reason(),
                    score.round(),
                    score.version(),
                    score.scoredByName());
        }
    }

    /** The fixed shape; codes where a list names criteria. */
    record Sheet(
            BigDecimal total,
            BigDecimal counted,
            BigDecimal threshold,
            Map<String, BigDecimal> byKind,
            ScoreSheet.Verdict verdict,
            List<String> reasons,
            List<String> vetoes,
            List<String> keyItemsBelow,
            List<String> notes,
            List<Row> criteria) {

        static Sheet of(ScoreSheet sheet) {
            Map<String, BigDecimal> byKind = new LinkedHashMap<>();
            sheet.byType().forEach((type, sum) -> byKind.put(type.name().toLowerCase(Locale.ROOT), sum.scored()));
            return new Sheet(
                    sheet.total(),
                    sheet.counted(),
                    sheet.threshold(),
                    byKind,
                    sheet.verdict(),
                    sheet.reasons(),
                    sheet.vetoes().stream().map(ScoreSheet.Veto::code).toList(),
                    sheet.keyItemsBelow().stream().map(ScoreSheet.KeyItem::code).toList(),
                    sheet.notes(),
                    sheet.criteria().stream().map(Row::of).toList());
        }
    }

    /**
     * @param sources every source, null where it has given no score
     * @param computed what the bound formula gives, null without one or if unknown
     * @param effectiveFrom whose score counts, e.g. {@code expert} or {@code formula}
     */
    record Row(
            String code,
            CriterionType type,
            BigDecimal points,
            Map<String, @Nullable BigDecimal> sources,
            @Nullable BigDecimal computed,
            String computedUnknown,
            @Nullable BigDecimal effective,
            @Nullable String effectiveFrom,
            boolean applies,
            ScoreSheet.@Nullable VetoState veto) {

        static Row of(ScoreSheet.Line line) {
            Map<String, @Nullable BigDecimal> sources = new LinkedHashMap<>();
            for (Source source : Source.values()) {
                sources.put(source.key(), line.of(source));
            }
            return new Row(
                    line.code(),
                    line.type(),
                    line.points(),
                    sources,
                    line.computed(),
                    line.computedUnknown(),
                    line.effective(),
                    line.effectiveFrom() == null
                            ? null
                            : line.effectiveFrom().name().toLowerCase(Locale.ROOT),
                    line.applies(),
                    line.vetoState());
        }
    }
}
