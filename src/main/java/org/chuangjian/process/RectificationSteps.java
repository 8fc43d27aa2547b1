package org.chuangjian.process;

import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.chuangjian.inspection.Finding;
import org.chuangjian.inspection.FindingWork;
import org.chuangjian.inspection.Findings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the model {@code rectification} calls. */
@Component
public class RectificationSteps {

    private final Findings findings;
    private final FindingWork work;
    private final Clock clock;

    RectificationSteps(Findings findings, FindingWork work, Clock clock) {
        this.findings = findings;
        this.work = work;
        this.clock = clock;
    }

    /** Gives a new task the name and deadline a person recognises it by in Tasklist. */
    public void present(DelegateTask task, String findingId) {
        Finding finding = findings.require(findingId);
        task.setName(Instances.named(task.getName() + "：" + finding.title()));
        task.setDescription(finding.campaignName());
        if (finding.dueDate() != null) {
            task.setDueDate(Instances.endOfDay(clock, finding.dueDate()));
        }
    }

    /** Somebody's name was put on the task, or taken off it. */
    public void receive(String findingId, @Nullable String assignee) {
        if (assignee != null) {
            work.recordReceipt(findingId);
        }
    }

    public void submit(String findingId) {
        work.recordSubmission(findingId);
    }

    public void verify(String findingId, boolean rectified, String opinion) {
        work.recordVerification(findingId, rectified, opinion);
    }
}
