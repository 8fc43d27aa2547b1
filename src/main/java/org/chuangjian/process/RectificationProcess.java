package org.chuangjian.process;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.chuangjian.inspection.RectificationFlow;
import org.chuangjian.shared.Problem;
import org.springframework.stereotype.Component;

/**
 * The process {@code rectification}: one running instance for each open finding, business key = finding id, tenant =
 * unit. A finding that comes back (反弹) or goes to another unit gets a new instance under the same key.
 */
@Component
class RectificationProcess implements RectificationFlow {

    static final String KEY = "rectification";

    private static final String FINDING_ID = "findingId";
    private static final String WITHDRAWN = "findingWithdrawn";

    private final Engine engine;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final HistoryService history;
    private final Clock clock;

    RectificationProcess(
            Engine engine, RuntimeService runtime, TaskService tasks, HistoryService history, Clock clock) {
        this.engine = engine;
        this.runtime = runtime;
        this.tasks = tasks;
        this.history = history;
        this.clock = clock;
    }

    @Override
    public void start(Map<String, String> unitByFinding) {
        engine.run(() -> unitByFinding.forEach((id, unit) -> runtime.createProcessInstanceByKey(KEY)
                .businessKey(id)
                .setVariable(FINDING_ID, id)
                .setVariable(AssignmentProcess.UNIT_CODE, Variables.stringValue(unit, true))
                .execute()));
    }

    @Override
    public void complete(String findingId, Step step, String account, Map<String, Object> decisions) {
        engine.run(() -> tasks.complete(task(findingId, step).getId(), AssignmentProcess.passing(decisions)));
    }

    @Override
    public void claim(String findingId, String account) {
        engine.run(() -> tasks.claim(task(findingId, Step.RECTIFY).getId(), account));
    }

    @Override
    public void reschedule(String findingId, LocalDate dueDate) {
        engine.run(() -> tasks.createTaskQuery()
                .processInstanceBusinessKey(findingId)
                .list()
                .forEach(task -> {
                    task.setDueDate(AssignmentSteps.endOfDay(clock, dueDate));
                    tasks.saveTask(task);
                }));
    }

    @Override
    public void withdraw(String findingId) {
        engine.run(() -> runtime.createMessageCorrelation(WITHDRAWN)
                .processInstanceBusinessKey(findingId)
                .correlate());
    }

    @Override
    public void remove(Collection<String> findingIds) {
        AssignmentProcess.forget(engine, runtime, history, findingIds);
    }

    private Task task(String findingId, Step step) {
        Task task = tasks.createTaskQuery()
                .processInstanceBusinessKey(findingId)
                .taskDefinitionKey(step == Step.RECTIFY ? "userTask_rectify" : "userTask_verify")
                .singleResult();
        if (task == null) {
            throw Problem.conflict("task-gone", "这一步刚才已被他人办理，请刷新页面查看最新情况。");
        }
        return task;
    }
}
