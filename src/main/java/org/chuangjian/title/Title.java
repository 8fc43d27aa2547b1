package org.chuangjian.title;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/**
 * 称号: one title held, or once held, by this place.
 *
 * @param campaignId the latest campaign for it; null for a title from before the product
 * @param validUntil the last day
 * @param reviewDue the day from which a re-review is proposed
 * @param reviewProposedAt when it was proposed for the present validity
 */
public record Title(
        String id,
        String kind,
        String name,
        @Nullable String campaignId,
        String documentNumber,
        String issuer,
        LocalDate namedOn,
        LocalDate validUntil,
        LocalDate reviewDue,
        String plaque,
        TitleState state,
        @Nullable OffsetDateTime reviewProposedAt,
        @Nullable LocalDate withdrawnOn,
        @Nullable Withdrawal withdrawal,
        String withdrawalReason,
        String withdrawalDocument,
        String note,
        boolean example,
        OffsetDateTime createdAt,
        String lastBy,
        OffsetDateTime lastAt,
        int version) {

    /** How a title was lost. */
    public enum Withdrawal {
        REVOKED("撤销"),
        DELISTED("摘牌"),
        EXITED("退出");

        private final String label;

        Withdrawal(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public Lamp lamp(LocalDate today) {
        if (state == TitleState.WITHDRAWN) {
            return Lamp.GREY;
        }
        if (today.isAfter(validUntil)) {
            return Lamp.RED;
        }
        return today.isBefore(reviewDue) ? Lamp.GREEN : Lamp.YELLOW;
    }

    /** The sentence why the lamp shows what it shows. */
    public String standing(LocalDate today) {
        if (state == TitleState.WITHDRAWN) {
            return "已于 " + withdrawnOn + " " + (withdrawal == null ? "撤销" : withdrawal.label());
        }
        if (today.isAfter(validUntil)) {
            return (state == TitleState.RE_REVIEW ? "复审中，" : "") + "有效期已于 " + validUntil + " 届满";
        }
        long left = ChronoUnit.DAYS.between(today, validUntil);
        if (state == TitleState.RE_REVIEW) {
            return "复审中，距有效期届满 " + left + " 天";
        }
        return today.isBefore(reviewDue)
                ? "距提请复审 " + ChronoUnit.DAYS.between(today, reviewDue) + " 天"
                : "应启动复审，距有效期届满 " + left + " 天";
    }

    /** Whether the office should start a re-review now. */
    public boolean reviewWanted(LocalDate today) {
        return state.held() && !today.isBefore(reviewDue);
    }
}
