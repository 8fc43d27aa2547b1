package org.chuangjian.work;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What assignments ask about the evidence on them. One statement a call. */
public interface EvidenceShelf {

    int count(String assignmentId);

    List<Item> of(String assignmentId);

    /** Takes all evidence of the assignment along: handed in, accepted, returned. */
    void mark(String assignmentId, Mark mark);

    /** What happened to the assignment. */
    enum Mark {
        SUBMITTED,
        ACCEPTED,
        RETURNED
    }

    /**
     * One piece of evidence as shown beside the criterion.
     *
     * @param size in bytes
     * @param state Chinese label
     * @param validUntil null if it does not expire
     */
    record Item(
            String id,
            String name,
            String mediaType,
            long size,
            String sha256,
            String state,
            String uploadedBy,
            OffsetDateTime uploadedAt,
            @Nullable LocalDate documentDate,
            @Nullable LocalDate validUntil,
            boolean expired) {}
}
