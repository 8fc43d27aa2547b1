package org.chuangjian.campaign;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/**
 * 里程碑 of one campaign.
 *
 * @param rule code of the rule in {@code kind.yaml}; a yearly rule has one milestone a year
 * @param gate whether its stage cannot end before it is reached
 */
public record Milestone(
        String campaignId,
        String code,
        String rule,
        String name,
        String stage,
        boolean gate,
        LocalDate dueDate,
        @Nullable OffsetDateTime reachedAt,
        @Nullable String reachedBy) {

    public boolean reached() {
        return reachedAt != null;
    }

    /** 未开始 → 进行中 → 达成 / 逾期, as a lamp. */
    public Lamp lamp(LocalDate today, LocalDate nearDue) {
        if (reached()) {
            return Lamp.BLUE;
        }
        if (dueDate.isBefore(today)) {
            return Lamp.RED;
        }
        return dueDate.isAfter(nearDue) ? Lamp.GREEN : Lamp.YELLOW;
    }
}
