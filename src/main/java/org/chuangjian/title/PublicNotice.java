package org.chuangjian.title;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 公示 of one campaign.
 *
 * @param phone by which objections are taken, "" if not offered; so with the next ones
 * @param discipline 纪检监察监督渠道
 * @param publishedAt when its clock started; null while it is only drafted
 * @param refusedReason why naming was refused after it
 */
public record PublicNotice(
        String campaignId,
        String text,
        String url,
        String phone,
        String mail,
        String visit,
        String discipline,
        LocalDate publishedFrom,
        @Nullable OffsetDateTime publishedAt,
        @Nullable String refusedReason,
        String lastBy,
        OffsetDateTime lastAt,
        int version) {

    /**
     * The days of the notice.
     *
     * @param last its last day
     * @param days how many working days it lasts
     * @param calendarKnown whether the days off of every year it touches are entered
     * @param hint what to say if they are not; "" otherwise
     */
    public record Clock(LocalDate first, LocalDate last, int days, boolean calendarKnown, String hint) {}
}
