package org.chuangjian.inspection;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;

/** What findings need of their processes. Every call joins the caller's transaction. */
public interface RectificationFlow {

    /** Starts one process instance for each finding: id → unit, the instance's tenant. */
    void start(Map<String, String> unitByFinding);

    /**
     * Completes what the finding's process waits for; its next step calls back into {@link FindingWork}.
     *
     * @param decisions what the model asks for, e.g. {@code rectified}
     * @throws org.chuangjian.shared.Problem 409 if it does not wait there any more
     */
    void complete(String findingId, Step step, String account, Map<String, Object> decisions);

    /** Puts the clerk's name on the task. */
    void claim(String findingId, String account);

    void reschedule(String findingId, LocalDate dueDate);

    /** 撤回: ends the process because the finding went to another unit or was revoked. */
    void withdraw(String findingId);

    /** Removes every trace, for the example county. */
    void remove(Collection<String> findingIds);

    /** Where a person acts. */
    enum Step {
        RECTIFY,
        VERIFY
    }
}
