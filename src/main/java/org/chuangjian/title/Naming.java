package org.chuangjian.title;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 命名文件 of one campaign; for a re-review the document that prolongs the title.
 *
 * @param titleId the title it brought or prolonged; null until the naming stage is passed
 */
public record Naming(
        String campaignId,
        @Nullable String titleId,
        String name,
        String documentNumber,
        String issuer,
        LocalDate namedOn,
        LocalDate validUntil,
        String plaque,
        String lastBy,
        OffsetDateTime lastAt,
        int version) {}
