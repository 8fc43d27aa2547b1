package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.time.OffsetDateTime;

/**
 * 得分 of one criterion by one source, as it stands.
 *
 * @param version counts the changes, so that nobody overwrites what they have not seen
 * @param outdated whether the criterion has had other points, another text or rule since
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
        int version,
        boolean outdated) {}
