package org.chuangjian.process;

import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the model {@code assignment} calls. */
@Component
public class AssignmentSteps {

    /** Key items and vetoes stand on top of a clerk's list; the engine's own default is 50. */
    private static final int URGENT = 80;

    private final Assignments assignments;
    private final AssignmentWork work;
    private final Clock clock;
    private final StartingAssignments starting;

    AssignmentSteps(Assignments assignments, AssignmentWork work, Clock clock, StartingAssignments starting) {
        this.assignments = assignments;
        this.work = work;
        this.clock = clock;
        this.starting = starting;
    }

    /** Gives a new task the name, deadline and urgency a person recognises it by in Tasklist. */
    public void present(DelegateTask task, String assignmentId) {
        Assignment assignment = starting.find(assignmentId).orElseGet(() -> assignments.require(assignmentId));
        task.setName(Instances.named(task.getName() + "：" + assignment.title()));
        task.setDescription(assignment.campaignName());
        task.setDueDate(Instances.endOfDay(clock, assignment.dueDate()));
        if (assignment.criterionType() == CriterionType.KEY || assignment.criterionType() == CriterionType.VETO) {
            task.setPriority(URGENT);
        }
    }

    /** Somebody's name was put on the task, or taken off it. */
    public void receive(String assignmentId, @Nullable String assignee) {
        if (assignee != null) {
            work.recordReceipt(assignmentId);
        }
    }

    public void submit(String assignmentId) {
        work.recordSubmission(assignmentId);
    }

    public void confirm(String assignmentId, boolean confirmed, String opinion) {
        work.recordConfirmation(assignmentId, confirmed, opinion);
    }

    public void review(String assignmentId, boolean accepted, String reasonCode, String opinion) {
        work.recordReview(assignmentId, accepted, reasonCode, opinion);
    }
}
