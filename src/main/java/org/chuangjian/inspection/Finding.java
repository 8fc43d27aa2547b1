package org.chuangjian.inspection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.stream.Stream;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/**
 * 问题: a defect at a place, with criterion, severity and unit, read together with the names a person needs.
 *
 * @param inspectionId null for a finding from above
 * @param place name of the site, or where it is in words
 * @param placeSource how latitude and longitude are known: PHOTO, DEVICE, SITE, or NONE
 * @param severity a code of the kind
 * @param open handed to a unit and neither struck off nor revoked
 * @param number null until it is issued; unique in campaign and year, kept for good
 * @param firstDueDate the deadline before any extension
 * @param noSameType why there are no places of the same type to look at, "" if there are
 * @param onTime whether all that was handed in came within the deadline of its time; null until something was judged
 * @param handedOverAt when the unit got it from another one
 * @param supervised colour of the highest supervision order it has had
 * @param version grows with every change
 */
public record Finding(
        String id,
        String campaignId,
        String campaignName,
        String kind,
        @Nullable String inspectionId,
        @Nullable String siteId,
        String place,
        @Nullable String businessType,
        @Nullable String businessTypeName,
        @Nullable BigDecimal latitude,
        @Nullable BigDecimal longitude,
        String placeSource,
        String criterionCode,
        @Nullable String level1,
        @Nullable String level2,
        @Nullable String requirement,
        String unitCode,
        String unitName,
        String severity,
        String description,
        FindingSource source,
        String sourceNote,
        FindingState state,
        boolean open,
        @Nullable String number,
        OffsetDateTime foundAt,
        String foundBy,
        String foundByName,
        @Nullable OffsetDateTime issuedAt,
        @Nullable String issuedByName,
        @Nullable LocalDate dueDate,
        @Nullable LocalDate firstDueDate,
        boolean extended,
        @Nullable OffsetDateTime handedOverAt,
        @Nullable OffsetDateTime receivedAt,
        @Nullable String receivedByName,
        String plan,
        String feedback,
        String noSameType,
        @Nullable OffsetDateTime submittedAt,
        @Nullable String submittedBy,
        @Nullable String submittedByName,
        @Nullable OffsetDateTime verifiedAt,
        @Nullable String verifiedBy,
        @Nullable String verifiedByName,
        @Nullable String opinion,
        int returnCount,
        @Nullable Boolean onTime,
        @Nullable Colour supervised,
        @Nullable OffsetDateTime interviewedAt,
        @Nullable OffsetDateTime lookedBackAt,
        int reopenCount,
        @Nullable OffsetDateTime reopenedAt,
        OffsetDateTime lastAt,
        String lastBy,
        int version,
        Campaign.State campaignState) {

    @JsonIgnore
    public boolean issued() {
        return number != null;
    }

    /** Number and place: how people call it. */
    public String title() {
        return (number == null ? "" : number + " ") + place;
    }

    /** Whether it was there before the work began anew, with another unit or after a 反弹; then it proves nothing now. */
    boolean precedesWork(OffsetDateTime moment) {
        return Stream.of(reopenedAt, handedOverAt).filter(Objects::nonNull).anyMatch(anew -> !moment.isAfter(anew));
    }

    public boolean overdue(LocalDate today) {
        return moving() && state.withUnit() && dueDate != null && dueDate.isBefore(today);
    }

    /** @param nearDue the last day that counts as near due */
    public Lamp lamp(LocalDate today, LocalDate nearDue) {
        return state.lamp(moving() || dueDate == null ? dueDate : LocalDate.MAX, today, nearDue);
    }

    /** Where the campaign is over, no deadline runs any more. */
    private boolean moving() {
        return campaignState == Campaign.State.ACTIVE;
    }
}
