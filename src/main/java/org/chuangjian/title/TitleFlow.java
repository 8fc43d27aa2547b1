package org.chuangjian.title;

import java.util.Collection;

/** What titles need of their processes. Every call joins the caller's transaction. */
public interface TitleFlow {

    /** Starts the process {@code title}: its clocks run from now on. */
    void start(String titleId);

    /** Lets the clocks run to the title's dates as they are now. */
    void reschedule(String titleId);

    void reReviewStarted(String titleId);

    /** The re-review ended, with a new validity or without a result; the title is managed on. */
    void reReviewEnded(String titleId);

    void withdrawn(String titleId);

    /** Removes every trace, for the example county. */
    void remove(Collection<String> titleIds);
}
