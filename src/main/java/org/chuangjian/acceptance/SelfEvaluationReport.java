package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.Snapshot.Detail;
import org.chuangjian.acceptance.Snapshot.Row;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.WordDocuments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** 自评报告: the approved snapshot as a document; before it is approved, a draft of how it stands. */
@Component
public class SelfEvaluationReport {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu年M月d日");

    private final SelfEvaluations selfEvaluations;
    private final Snapshots snapshots;
    private final CampaignKinds kinds;
    private final WordDocuments documents;
    private final Clock clock;

    SelfEvaluationReport(
            SelfEvaluations selfEvaluations,
            Snapshots snapshots,
            CampaignKinds kinds,
            WordDocuments documents,
            Clock clock) {
        this.selfEvaluations = selfEvaluations;
        this.snapshots = snapshots;
        this.kinds = kinds;
        this.documents = documents;
        this.clock = clock;
    }

    /** A document to download. */
    public record Report(String fileName, byte[] content) {}

    /** @param snapshotId null for the newest approved one, or a draft where there is none */
    public Report of(Campaign campaign, @Nullable String snapshotId) {
        if (StringUtils.isNotBlank(snapshotId)) {
            Detail detail = snapshots.detail(snapshotId);
            if (!detail.snapshot().campaignId().equals(campaign.id())) {
                throw Problem.notFound("本活动没有这次快照。");
            }
            return filled(campaign, detail, detail.snapshot().kind().label());
        }
        return selfEvaluations.of(campaign.id()).stream()
                .map(SelfEvaluation::snapshotId)
                .filter(Objects::nonNull)
                .findFirst()
                .map(id -> filled(campaign, snapshots.detail(id), "审定稿"))
                .orElseGet(() -> filled(
                        campaign, snapshots.draft(campaign, selfEvaluations.reasonsOf(campaign.id())), "草稿（未经领导小组审定）"));
    }

    private Report filled(Campaign campaign, Detail detail, String standing) {
        CampaignKind kind = kinds.require(campaign.kind());
        Snapshot snapshot = detail.snapshot();
        String day = DAY.format(snapshot.takenAt().atZoneSameInstant(clock.getZone()));
        Map<String, Object> texts = new HashMap<>();
        texts.put("title", campaign.name());
        texts.put("kind", kind.name());
        texts.put("standing", standing);
        texts.put("day", day);
        texts.put("total", plain(snapshot.total()));
        texts.put("verdict", verdict(detail, kind.passRule()));
        int count = detail.documents().size();
        texts.put("documents", String.valueOf(count));
        texts.put("documentSentence", count == 0 ? "支撑材料尚未入库。" : "支撑材料共 " + count + " 份，均已入库。");
        texts.put("kinds", sums(detail));
        texts.put("criteria", criteria(detail));
        List<Map<String, Object>> gaps = gaps(detail);
        texts.put("gaps", gaps);
        texts.put("gapSentence", gaps.isEmpty() ? "除鼓励项外，各项指标均为满分。" : "除鼓励项外，共 " + gaps.size() + " 项指标未得满分，差距如下：");
        return new Report(campaign.name() + "自评报告（" + standing + "）.docx", documents.fill("self-evaluation", texts));
    }

    /** @param rule for snapshots that do not say by which lines they were judged */
    static String verdict(Detail detail, CampaignKind.PassRule rule) {
        Snapshot snapshot = detail.snapshot();
        BigDecimal threshold = Objects.requireNonNullElse(snapshot.threshold(), rule.threshold());
        BigDecimal rate = Objects.requireNonNullElse(snapshot.keyItemMinimumRate(), rule.keyItemMinimumRate());
        BigDecimal counted = Objects.requireNonNullElse(snapshot.counted(), snapshot.total());
        String head = "总得分 " + plain(snapshot.total()) + " 分"
                + (counted.compareTo(snapshot.total()) == 0 ? "" : "（其中计入达标 " + plain(counted) + " 分）") + "，达标线 "
                + plain(threshold) + " 分" + (scaled(detail) ? "（不适用指标不计入，已折算）" : "") + "，关键项逐项得分率不低于 "
                + plain(rate) + "%，否决项一票否决。";
        if (snapshot.reached()) {
            return head + "自评结论：达标。";
        }
        List<String> reasons = snapshot.reasonLines();
        return head + "自评结论：不达标" + (reasons.isEmpty() ? "。" : "，原因：" + ended(String.join("；", reasons)));
    }

    private static boolean scaled(Detail detail) {
        return detail.snapshot().threshold() != null
                && detail.rows().stream()
                        .anyMatch(row -> !row.applicable()
                                && row.type() != CriterionType.VETO
                                && row.type() != CriterionType.BONUS);
    }

    private static String ended(String text) {
        return text.endsWith("。") ? text : text + "。";
    }

    private static List<Map<String, Object>> sums(Detail detail) {
        List<Map<String, Object>> sums = new ArrayList<>();
        detail.byKind()
                .forEach((type, sum) -> sums.add(Map.of(
                        "name", type.label(),
                        "count", String.valueOf(sum.count()),
                        "points", plain(sum.points()),
                        "effective", plain(sum.effective()),
                        "rate", rate(sum.effective(), sum.points()))));
        return sums;
    }

    private static List<Map<String, Object>> criteria(Detail detail) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Map<String, List<Snapshot.Document>> documents = detail.documentsByCriterion();
        for (Row row : detail.rows()) {
            boolean veto = row.type() == CriterionType.VETO;
            Map<String, Object> texts = new HashMap<>();
            texts.put("code", row.code());
            texts.put("name", row.level2() + "：" + StringUtils.abbreviate(row.requirement(), 60));
            texts.put("type", row.type().label());
            texts.put("points", veto ? "—" : plain(row.points()));
            texts.put("self", plain(row.selfPoints()));
            texts.put("county", plain(row.countyPoints()));
            texts.put("effective", !row.applicable() ? "不适用" : plain(row.effective()));
            texts.put(
                    "documents",
                    String.valueOf(documents.getOrDefault(row.code(), List.of()).size()));
            texts.put("reason", row.selfReason());
            rows.add(texts);
        }
        return rows;
    }

    private static List<Map<String, Object>> gaps(Detail detail) {
        List<Map<String, Object>> rows = new ArrayList<>();
        detail.rows().stream()
                .filter(row -> row.type() != CriterionType.VETO
                        && row.type() != CriterionType.BONUS
                        && row.gap().signum() > 0)
                .forEach(row -> rows.add(Map.of(
                        "code", row.code(),
                        "name", row.level2(),
                        "type", row.type().label(),
                        "gap", plain(row.gap()),
                        "reason", row.effective() == null ? "尚无得分" : row.selfReason())));
        return rows;
    }

    private static String rate(BigDecimal effective, BigDecimal points) {
        return points.signum() == 0
                ? "—"
                : effective
                                .multiply(BigDecimal.valueOf(100))
                                .divide(points, 2, RoundingMode.HALF_UP)
                                .toPlainString() + "%";
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "—" : number.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
