package org.chuangjian.supervision;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be supervised, as it stands now.
 *
 * @param unitCode who has to see to it; null where that is not settled
 * @param dueDate null where there is no deadline
 * @param round how often it was returned
 * @param returnedAt when it was returned last
 * @param takenOverOn when this unit got it from another one
 */
record Subject(
        SubjectType subjectType,
        String subjectId,
        String title,
        @Nullable String campaignId,
        @Nullable String campaignName,
        @Nullable String kind,
        @Nullable String unitCode,
        @Nullable LocalDate dueDate,
        int round,
        @Nullable OffsetDateTime returnedAt,
        @Nullable LocalDate takenOverOn) {

    /**
     * The day from which lateness counts: the deadline itself, or, if later, the day it came back to the unit or the
     * unit got it. So nobody is supervised for the days others took.
     */
    LocalDate armedOn(ZoneId zone) {
        LocalDate armed = Objects.requireNonNull(dueDate);
        if (takenOverOn != null && takenOverOn.isAfter(armed)) {
            armed = takenOverOn;
        }
        if (returnedAt != null) {
            LocalDate returned = returnedAt.atZoneSameInstant(zone).toLocalDate();
            if (returned.isAfter(armed)) {
                armed = returned;
            }
        }
        return armed;
    }

    static @Nullable String link(SubjectType type, String id) {
        return switch (type) {
            case CAMPAIGN -> "/campaigns/" + id;
            case ASSIGNMENT -> "/assignments/" + id;
            case FINDING -> "/findings/" + id;
            case MILESTONE -> {
                int slash = id.indexOf('/');
                yield "/campaigns/" + id.substring(0, slash) + "/milestones#m-" + id.substring(slash + 1);
            }
            case FOLLOW_UP -> "/unit-reports/" + id;
            case FREE -> null;
        };
    }
}
