package org.chuangjian.work;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;

/** What assignments need of their processes. Every call joins the caller's transaction. */
public interface AssignmentFlow {

    /** Starts one process instance for each new assignment, its unit as the instance's tenant. */
    void start(Collection<Assignment> assignments);

    /**
     * Completes what the assignment's process waits for; its next step calls back into {@link AssignmentWork}.
     *
     * @param decisions what the model asks for, e.g. {@code accepted}
     * @throws org.chuangjian.shared.Problem 409 if it does not wait there any more
     */
    void complete(String assignmentId, Step step, String account, Map<String, Object> decisions);

    /** Puts the clerk's name on the task. */
    void claim(String assignmentId, String account);

    void reschedule(String assignmentId, LocalDate dueDate);

    /** 撤回: ends the process because the work went to another unit or is no longer needed. */
    void withdraw(String assignmentId);

    /** Removes every trace, for the example county. */
    void remove(Collection<String> assignmentIds);

    /** Where a person acts. */
    enum Step {
        HANDLE,
        CONFIRM,
        REVIEW
    }
}
