package org.chuangjian.process;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentFlow;
import org.springframework.stereotype.Component;

/** The process {@code assignment}: one instance an assignment, business key = assignment id, tenant = unit. */
@Component
class AssignmentProcess implements AssignmentFlow {

    static final String KEY = "assignment";
    static final String ASSIGNMENT_ID = "assignmentId";

    private static final String WITHDRAWN = "assignmentWithdrawn";

    private final Engine engine;
    private final Instances instances;
    private final StartingAssignments starting;

    AssignmentProcess(Engine engine, Instances instances, StartingAssignments starting) {
        this.engine = engine;
        this.instances = instances;
        this.starting = starting;
    }

    @Override
    public void start(Collection<Assignment> assignments) {
        engine.run(() -> starting.each(
                assignments,
                assignment -> instances.start(KEY, ASSIGNMENT_ID, assignment.id(), assignment.unitCode())));
    }

    @Override
    public void complete(String assignmentId, Step step, String account, Map<String, Object> decisions) {
        instances.complete(assignmentId, element(step), decisions);
    }

    @Override
    public void claim(String assignmentId, String account) {
        instances.claim(assignmentId, element(Step.HANDLE), account);
    }

    @Override
    public void reschedule(String assignmentId, LocalDate dueDate) {
        instances.reschedule(assignmentId, dueDate);
    }

    @Override
    public void withdraw(String assignmentId) {
        instances.correlate(assignmentId, WITHDRAWN);
    }

    @Override
    public void remove(Collection<String> assignmentIds) {
        instances.remove(assignmentIds);
    }

    private static String element(Step step) {
        return switch (step) {
            case HANDLE -> "userTask_handle";
            case CONFIRM -> "userTask_confirm";
            case REVIEW -> "userTask_review";
        };
    }
}
