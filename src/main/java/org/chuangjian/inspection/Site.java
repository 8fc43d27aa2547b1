package org.chuangjian.inspection;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 点位: a place that an inspector or assessor may visit.
 *
 * @param unitCode the unit responsible for it
 * @param showcase 示范点位, fit to be shown
 */
public record Site(
        String id,
        String name,
        String address,
        String unitCode,
        String unitName,
        String businessType,
        String businessTypeName,
        @Nullable BigDecimal latitude,
        @Nullable BigDecimal longitude,
        boolean showcase,
        String note,
        boolean active,
        @Nullable String photoName,
        @Nullable String photoMediaType,
        @Nullable String photoSha256,
        OffsetDateTime lastAt,
        String lastBy) {}
