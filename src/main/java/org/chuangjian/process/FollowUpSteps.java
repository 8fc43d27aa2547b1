package org.chuangjian.process;

import java.time.Clock;
import org.apache.commons.lang3.StringUtils;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.chuangjian.acceptance.ReportedItems;
import org.chuangjian.acceptance.UnitReports;
import org.springframework.stereotype.Component;

/** What the model {@code followUp} calls. */
@Component
public class FollowUpSteps {

    private static final int NAMED = 80;

    private final UnitReports reports;
    private final Clock clock;

    FollowUpSteps(UnitReports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /** Gives a new task the name and deadline a person recognises it by in Tasklist. */
    public void present(DelegateTask task, String itemId) {
        ReportedItems.Item item = reports.item(itemId);
        task.setName(StringUtils.abbreviate(item.demand(), NAMED));
        task.setDescription(item.heading());
        task.setDueDate(Instances.endOfDay(clock, item.dueDate()));
    }
}
