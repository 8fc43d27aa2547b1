package org.chuangjian.campaign;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.criteria.CriterionType;
import org.jspecify.annotations.Nullable;

/** What a campaign asks about the assignments under it. One statement a call, however many there are. */
public interface WorkProgress {

    /**
     * Counts for each campaign; one without assignments is absent.
     *
     * @param unit only this unit's assignments; null for all
     * @param today the day against which something is overdue
     * @param nearDue the last day that counts as near due
     */
    Map<String, Progress> of(Collection<String> campaignIds, @Nullable String unit, LocalDate today, LocalDate nearDue);

    /** All assignments of these campaigns, counted once for whoever asks about them in several ways. */
    Tally tally(Collection<String> campaignIds, LocalDate today, LocalDate nearDue);

    /** Total and accepted assignments of each campaign by type of criterion; what has none is absent. */
    Map<String, Map<CriterionType, Share>> accepted(Collection<String> campaignIds);

    /** The units that still have to work, by campaign, those with the most to do first. */
    Map<String, List<Burden>> burdens(Collection<String> campaignIds, LocalDate today);

    /** What has been handed out already, each as {@code criterionCode/unitCode}. */
    Set<String> launchedPairs(String campaignId);

    /**
     * @param total without those exempt or handed over to another unit
     * @param byState code of the state to count, every state present
     */
    record Progress(int total, int accepted, int overdue, int nearDue, Map<String, Integer> byState) {

        /** Where the campaign is over, nothing is late any more. */
        public Progress ended() {
            return new Progress(total, accepted, 0, 0, byState);
        }
    }

    /**
     * How the work of some campaigns stood at one moment; what has no assignments is absent.
     *
     * @param progress by campaign
     * @param byCriterion campaign → code of the criterion
     * @param accepted campaign → type of criterion
     */
    record Tally(
            Map<String, Progress> progress,
            Map<String, Map<String, OnCriterion>> byCriterion,
            Map<String, Map<CriterionType, Share>> accepted) {}

    /** @param total without those exempt or handed over to another unit */
    record OnCriterion(int total, int accepted, int overdue) {

        public static final OnCriterion NONE = new OnCriterion(0, 0, 0);

        public OnCriterion plus(OnCriterion other) {
            return new OnCriterion(total + other.total, accepted + other.accepted, overdue + other.overdue);
        }
    }

    record Share(int total, int done) {

        public static final Share NONE = new Share(0, 0);

        public Share plus(Share other) {
            return new Share(total + other.total, done + other.done);
        }

        /** Whether at least {@code percent} of the total is done; nothing to do is not done. */
        public boolean reaches(int percent) {
            return total > 0 && (long) done * 100 >= (long) total * percent;
        }
    }

    /**
     * @param open what waits for the unit
     * @param overdue how much of it is late
     */
    record Burden(String campaignId, String unit, String unitName, int open, int overdue) {}
}
