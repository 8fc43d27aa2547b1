package org.chuangjian.revision;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.chuangjian.shared.Problem;

/** What scoring holds of criteria and does when their edition changes; it stands to the right and implements this. */
public interface EditionScores {

    /** What hangs on each criterion that has any of it, by code; of criteria no longer asked too. */
    Map<String, Judged> of(String campaignId);

    /** The change is being applied: remembers how everything stood, and marks what was judged by another rule. */
    void applied(String changeId, String campaignId, EditionDifference difference);

    /**
     * The change is being undone: everything as {@link #applied} found it.
     *
     * @param codes added, removed or changed by the change
     * @throws Problem 409 if a score would have to change in a locked round
     */
    void undone(String changeId, String campaignId, Collection<String> codes);

    /**
     * @param scores by source
     * @param settled what else was settled for the criterion, in a few Chinese words each
     */
    record Judged(List<Given> scores, List<String> settled) {

        public static final Judged NOTHING = new Judged(List.of(), List.of());

        public Judged {
            scores = List.copyOf(scores);
            settled = List.copyOf(settled);
        }
    }

    /** @param source Chinese, e.g. 县级核查 */
    record Given(String source, BigDecimal points) {}
}
