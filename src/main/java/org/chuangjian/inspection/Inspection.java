package org.chuangjian.inspection;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 检查计划: sites to be looked at by inspectors within some days.
 *
 * @param seed repeats the draw, see {@link Draw}
 * @param perType how many sites of each business type were drawn; 0 if the sites were named
 * @param cancelReason why it was given up; null if it was not
 * @param sites how many are on the list, of which {@code visited}; the numbers are of what the reader may know
 * @param findings written down so far, of which {@code unissued}
 */
public record Inspection(
        String id,
        String campaignId,
        String campaignName,
        String kind,
        String criteriaSetId,
        String name,
        Mode mode,
        State state,
        LocalDate fromDate,
        LocalDate toDate,
        String seed,
        int perType,
        String createdBy,
        String createdByName,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime issuedAt,
        @Nullable String issuedByName,
        @Nullable String cancelReason,
        int sites,
        int visited,
        int compliant,
        int findings,
        int unissued) {

    /** Whether nobody has been anywhere yet, so that it can be changed or given up without a trace in the findings. */
    public boolean untouched() {
        return state == State.RUNNING && visited == 0 && findings == 0;
    }

    /** Whether the place knows that somebody comes. */
    public enum Mode {
        COVERT("暗访"),
        OPEN("明查");

        private final String label;

        Mode(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public enum State {
        RUNNING("检查中"),
        ISSUED("已交办"),
        CANCELLED("已撤销");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
