package org.chuangjian.supervision;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;

/** What supervision orders need of their processes. Every call joins the caller's transaction. */
public interface SupervisionFlow {

    /** Starts one process instance for each new order: id → unit, the instance's tenant. */
    void start(Map<String, String> unitByOrder);

    /**
     * Completes what the order's process waits for; its next step calls back into {@link SupervisionWork}.
     *
     * @throws org.chuangjian.shared.Problem 409 if it does not wait there any more
     */
    void complete(String orderId, Step step, String account, Map<String, Object> decisions);

    /** Puts a name on the unit's task. */
    void claim(String orderId, String account);

    void reschedule(String orderId, LocalDate dueDate);

    /** Ends the process: escalated, withdrawn, or closed because the subject is done. */
    void withdraw(String orderId);

    /** Removes every trace, for the example county. */
    void remove(Collection<String> orderIds);

    /** Where a person acts. */
    enum Step {
        ANSWER,
        CLOSE
    }
}
