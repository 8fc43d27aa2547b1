package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.time.OffsetDateTime;

/**
 * 得分 of one criterion by one source, as it stands.
 *
 * @param version counts the changes, so that nobody overwrites what they have not seen
 */
public record Score(
        String campaignId,
        String criterionCode,
        Source source,
        BigDecimal points,
        String reason,
        int round,
        String scoredBy,
        String scoredByName,
        OffsetDateTime scoredAt,
        int version) {}
