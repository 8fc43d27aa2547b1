package org.chuangjian.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Which lines of a campaign's ledger are wanted; null or blank means any.
 *
 * @param text part of the file name, the note or the uploader's name
 */
public record EvidenceFilter(
        @Nullable String unitCode,
        @Nullable String criterionCode,
        @Nullable EvidenceState state,
        @Nullable String text) {

    public static final EvidenceFilter ANY = new EvidenceFilter(null, null, null, null);
}
