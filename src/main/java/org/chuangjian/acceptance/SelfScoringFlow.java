package org.chuangjian.acceptance;

import java.util.Collection;

/** What self-evaluation needs of the units' processes. Every call joins the caller's transaction. */
public interface SelfScoringFlow {

    /**
     * Brings a unit's process to where its criteria stand: starts it, moves it on or back, or ends it. Nothing happens
     * where it stands there already.
     */
    void bring(Part part, Standing standing);

    /** Ends those that still run. */
    void end(Collection<Part> parts);

    /** Removes every trace, for the example county. */
    void remove(Collection<Part> parts);

    /** What one unit has to do in one round. */
    record Part(String roundId, String unitCode) {

        /** The business key of its process. */
        public String id() {
            return roundId + "/" + unitCode;
        }

        public static Part of(String id) {
            int slash = id.indexOf('/');
            return new Part(id.substring(0, slash), id.substring(slash + 1));
        }
    }

    enum Standing {
        /** At least one criterion waits for the unit. */
        SCORING,
        /** All are scored, at least one waits for the office. */
        CHECKING,
        /** All are checked. */
        CHECKED
    }
}
