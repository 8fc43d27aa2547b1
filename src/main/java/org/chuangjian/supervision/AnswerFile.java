package org.chuangjian.supervision;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.OffsetDateTime;
import org.chuangjian.evidence.EvidenceLimits;
import org.jspecify.annotations.Nullable;

/**
 * A file enclosed with an answer.
 *
 * @param sentAt when it was handed in with the answer; null while only the unit has it
 */
public record AnswerFile(
        String id,
        @JsonIgnore String orderId,
        String name,
        String mediaType,
        long size,
        @JsonIgnore String sha256,
        String addedByName,
        OffsetDateTime addedAt,
        @Nullable OffsetDateTime sentAt) {

    public boolean sent() {
        return sentAt != null;
    }

    /** For people: 35.2 KB. */
    public String said() {
        return EvidenceLimits.size(size);
    }
}
