package org.chuangjian.work;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/**
 * 任务: one criterion for one unit in one campaign, read together with the names a person needs to understand it.
 *
 * @param firstDueDate the deadline before any extension
 * @param draftNote what the clerk has saved and not yet handed in
 * @param reasonCode why it was returned last, a code of the kind; null if it never was
 * @param lastBy name of the person (or 自动) of the last change, and {@code lastAt} its time
 * @param version grows with every change; two people acting at once are told apart by it
 */
public record Assignment(
        String id,
        String campaignId,
        String campaignName,
        String kind,
        String criterionId,
        String criterionCode,
        CriterionType criterionType,
        String level1,
        String level2,
        String requirement,
        BigDecimal points,
        String ruleText,
        String evidenceRequired,
        String unitCode,
        String unitName,
        Role role,
        AssignmentState state,
        LocalDate dueDate,
        LocalDate firstDueDate,
        String draftNote,
        String note,
        @Nullable String reasonCode,
        @Nullable String opinion,
        int returnCount,
        @Nullable OffsetDateTime receivedAt,
        @Nullable OffsetDateTime submittedAt,
        @Nullable String submittedBy,
        @Nullable OffsetDateTime decidedAt,
        OffsetDateTime lastAt,
        String lastBy,
        int version,
        Campaign.State campaignState) {

    /** 牵头 or 配合. */
    public enum Role {
        LEAD("牵头"),
        SUPPORTING("配合");

        private final String label;

        Role(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public String title() {
        return criterionCode + " " + level2;
    }

    /**
     * Where the campaign is over, no deadline runs any more.
     *
     * @param nearDue the last day that counts as near due
     */
    public Lamp lamp(LocalDate today, LocalDate nearDue) {
        return state.lamp(campaignState == Campaign.State.ACTIVE ? dueDate : LocalDate.MAX, today, nearDue);
    }
}
