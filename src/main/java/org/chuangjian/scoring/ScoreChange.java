package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 评分变更: who changed a score when and why.
 *
 * @param beforePoints null if there was none
 * @param afterPoints null if the score was taken back
 */
public record ScoreChange(
        String id,
        String campaignId,
        String criterionCode,
        Source source,
        int round,
        @Nullable BigDecimal beforePoints,
        @Nullable BigDecimal afterPoints,
        String reason,
        String changedBy,
        String changedByName,
        OffsetDateTime changedAt) {}
