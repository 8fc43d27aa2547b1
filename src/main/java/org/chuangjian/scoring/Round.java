package org.chuangjian.scoring;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 评分轮次 of one source.
 *
 * @param reopened how often it was opened again after it had been locked
 * @param reopenReason why it was opened the last time, or ""
 */
public record Round(
        String campaignId,
        Source source,
        int number,
        String openedByName,
        OffsetDateTime openedAt,
        @Nullable String lockedBy,
        @Nullable String lockedByName,
        @Nullable OffsetDateTime lockedAt,
        int reopened,
        String reopenReason) {

    public boolean locked() {
        return lockedAt != null;
    }
}
