package org.chuangjian.inspection;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.shared.WordDocuments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** 交办单: what a unit gets on paper. */
@Component
public class OrderSlips {

    private final FindingViews views;
    private final Findings findings;
    private final FindingPhotos photos;
    private final WordDocuments documents;
    private final Clock clock;

    OrderSlips(FindingViews views, Findings findings, FindingPhotos photos, WordDocuments documents, Clock clock) {
        this.views = views;
        this.findings = findings;
        this.photos = photos;
        this.documents = documents;
        this.clock = clock;
    }

    /** One finding as its slip shows it. */
    public record Slip(FindingView view, List<FindingPhoto> photos, String issuedOn, String dueOn) {}

    public Slip of(Finding finding) {
        return slip(finding, photos.of(finding.id()));
    }

    private Slip slip(Finding finding, List<FindingPhoto> pictures) {
        return new Slip(
                views.bare(finding),
                pictures.stream()
                        .filter(it -> it.role() == FindingPhoto.Role.BEFORE)
                        .toList(),
                said(day(finding.issuedAt())),
                said(finding.dueDate()));
    }

    /** The slips of all that an inspection has issued, in the order of their numbers. */
    public List<Slip> ofInspection(String inspectionId) {
        List<Finding> issued = findings.all(
                "f.inspection_id = :id and f.number is not null and f.state <> 'REVOKED'", Map.of("id", inspectionId));
        Map<String, List<FindingPhoto>> pictures =
                photos.of(issued.stream().map(Finding::id).toList());
        return issued.stream()
                .sorted(Comparator.comparing(finding -> StringUtils.defaultString(finding.number())))
                .map(finding -> slip(finding, pictures.getOrDefault(finding.id(), List.of())))
                .toList();
    }

    /** As .docx, by the office's own template if there is one. */
    public byte[] document(Finding finding) {
        Slip slip = of(finding);
        Map<String, Object> texts = new HashMap<>();
        texts.put("number", StringUtils.defaultString(finding.number()));
        texts.put("campaign", finding.campaignName());
        texts.put("unit", finding.unitName());
        texts.put("place", finding.place());
        texts.put("businessType", StringUtils.defaultString(finding.businessTypeName()));
        texts.put("source", slip.view().sourceLabel());
        texts.put("severity", slip.view().severityName());
        texts.put("criterion", finding.criterionCode() + " " + StringUtils.defaultString(finding.level2()));
        texts.put("description", finding.description());
        texts.put("photos", String.valueOf(slip.photos().size()));
        texts.put("due", slip.dueOn());
        texts.put("issued", slip.issuedOn());
        texts.put("issuedBy", StringUtils.defaultString(finding.issuedByName()));
        return documents.fill("rectificationOrder", texts);
    }

    /** The local day of a moment. */
    public @Nullable LocalDate day(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.atZoneSameInstant(clock.getZone()).toLocalDate();
    }

    private static String said(@Nullable LocalDate day) {
        return day == null ? "" : day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }
}
