package org.chuangjian.inspection;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import org.chuangjian.evidence.StoredFiles;
import org.jspecify.annotations.Nullable;

/**
 * 照片 of a finding.
 *
 * @param beforeId the before photo whose spot an after photo shows
 * @param takenAt as the camera says, "" if it does not
 */
public record FindingPhoto(
        String id,
        String findingId,
        Role role,
        @Nullable String beforeId,
        String name,
        String mediaType,
        long size,
        String sha256,
        @Nullable BigDecimal latitude,
        @Nullable BigDecimal longitude,
        String takenAt,
        String addedBy,
        String addedByName,
        OffsetDateTime addedAt) {

    /** Whether a browser shows it by itself. */
    public boolean shown() {
        return StoredFiles.shown(mediaType);
    }

    public enum Role {
        BEFORE("整改前"),
        AFTER("整改后"),
        LOOK_BACK("回头看");

        private final String label;

        Role(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
