package org.chuangjian.evidence;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 佐证材料: one document of one unit.
 *
 * @param campaignId the campaign it was first uploaded for; others may use it too
 * @param name file name as uploaded, cleaned by {@link FileNames}
 * @param mediaType derived from content and extension, never what the browser claimed
 * @param state for the assignment asked about; when asked about the document alone, the furthest of all its uses
 * @param documentDate the date the document itself bears
 * @param validUntil 有效期至, its last day; null if it does not expire
 */
public record Evidence(
        String id,
        String campaignId,
        String unitCode,
        String name,
        String mediaType,
        long size,
        String sha256,
        String note,
        EvidenceState state,
        @Nullable LocalDate documentDate,
        @Nullable LocalDate validUntil,
        String uploadedBy,
        String uploadedByName,
        OffsetDateTime uploadedAt,
        @Nullable OffsetDateTime removedAt,
        @Nullable String removedBy) {

    /** 过期. */
    public boolean expired(LocalDate today) {
        return validUntil != null && validUntil.isBefore(today);
    }
}
