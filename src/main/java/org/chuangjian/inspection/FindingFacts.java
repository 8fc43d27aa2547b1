package org.chuangjian.inspection;

import java.util.Collection;
import java.util.Map;

/** What scores and metrics follow from. Only what has been issued counts: nothing covert shows in a number. */
public interface FindingFacts {

    /** By campaign, each one that is asked for: one statement for all. */
    Map<String, OfCampaign> of(Collection<String> campaignIds);

    /**
     * @param byCriterion criteria without findings and visits are left out
     * @param all of the whole campaign
     */
    record OfCampaign(Map<String, Counts> byCriterion, Counts all) {}

    /**
     * @param found issued, without those revoked
     * @param open not struck off
     * @param closedOnTime struck off, the accepted feedback having come within the deadline
     * @param overdue with the unit after the deadline
     * @param reopened came back at least once (反弹)
     * @param sitesVisited visits of issued inspections whose sheet holds the criterion
     * @param sitesCompliant those of them without a finding (on the criterion)
     */
    record Counts(
            int found,
            int open,
            int closed,
            int closedOnTime,
            int overdue,
            int reopened,
            int sitesVisited,
            int sitesCompliant) {

        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    found + other.found,
                    open + other.open,
                    closed + other.closed,
                    closedOnTime + other.closedOnTime,
                    overdue + other.overdue,
                    reopened + other.reopened,
                    sitesVisited + other.sitesVisited,
                    sitesCompliant + other.sitesCompliant);
        }
    }
}
