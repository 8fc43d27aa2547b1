package org.chuangjian.process;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.chuangjian.shared.Problem;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentFlow;
import org.springframework.stereotype.Component;

/** The process {@code assignment}: one instance an assignment, business key = assignment id, tenant = unit. */
@Component
class AssignmentProcess implements AssignmentFlow {

    static final String KEY = "assignment";
    static final String ASSIGNMENT_ID = "assignmentId";

    /** Only while an instance starts: tells the tenant. */
    static final String UNIT_CODE = "unitCode";

    private static final String WITHDRAWN = "assignmentWithdrawn";

    private final Engine engine;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final HistoryService history;
    private final Clock clock;
    private final StartingAssignments starting;

    AssignmentProcess(
            Engine engine,
            RuntimeService runtime,
            TaskService tasks,
            HistoryService history,
            Clock clock,
            StartingAssignments starting) {
        this.engine = engine;
        this.starting = starting;
        this.runtime = runtime;
        this.tasks = tasks;
        this.history = history;
        this.clock = clock;
    }

    @Override
    public void start(Collection<Assignment> assignments) {
        engine.run(() -> starting.each(
                assignments,
                assignment -> runtime.createProcessInstanceByKey(KEY)
                        .businessKey(assignment.id())
                        .setVariable(ASSIGNMENT_ID, assignment.id())
                        .setVariable(UNIT_CODE, Variables.stringValue(assignment.unitCode(), true))
                        .execute()));
    }

    @Override
    public void complete(String assignmentId, Step step, String account, Map<String, Object> decisions) {
        engine.run(() -> tasks.complete(task(assignmentId, element(step)).getId(), passing(decisions)));
    }

    @Override
    public void claim(String assignmentId, String account) {
        engine.run(() -> tasks.claim(task(assignmentId, element(Step.HANDLE)).getId(), account));
    }

    @Override
    public void reschedule(String assignmentId, LocalDate dueDate) {
        engine.run(() -> tasks.createTaskQuery()
                .processInstanceBusinessKey(assignmentId)
                .list()
                .forEach(task -> {
                    task.setDueDate(AssignmentSteps.endOfDay(clock, dueDate));
                    tasks.saveTask(task);
                }));
    }

    @Override
    public void withdraw(String assignmentId) {
        engine.run(() -> runtime.createMessageCorrelation(WITHDRAWN)
                .processInstanceBusinessKey(assignmentId)
                .correlate());
    }

    @Override
    public void remove(Collection<String> assignmentIds) {
        forget(engine, runtime, history, assignmentIds);
    }

    /**
     * Deletes the running and the finished instances of business keys. History is a second command: it is refused for
     * what the first has not yet ended.
     */
    static void forget(Engine engine, RuntimeService runtime, HistoryService history, Collection<String> businessKeys) {
        engine.run(() -> {
            List<String> running = businessKeys.stream()
                    .flatMap(key -> runtime
                            .createProcessInstanceQuery()
                            .processInstanceBusinessKey(key)
                            .rootProcessInstances()
                            .list()
                            .stream())
                    .map(ProcessInstance::getId)
                    .toList();
            if (!running.isEmpty()) {
                runtime.deleteProcessInstances(running, "示例数据移除", true, false, false);
            }
        });
        engine.run(() -> {
            List<String> past = businessKeys.stream()
                    .flatMap(key ->
                            history
                                    .createHistoricProcessInstanceQuery()
                                    .processInstanceBusinessKey(key)
                                    .list()
                                    .stream())
                    .map(HistoricProcessInstance::getId)
                    .toList();
            if (!past.isEmpty()) {
                history.deleteHistoricProcessInstancesIfExists(past);
            }
        });
    }

    /** Decisions serve the gateway that follows and are not kept: our own tables keep them. */
    static Map<String, Object> passing(Map<String, Object> decisions) {
        Map<String, Object> variables = new HashMap<>();
        decisions.forEach((name, value) -> variables.put(
                name,
                value instanceof Boolean flag
                        ? Variables.booleanValue(flag, true)
                        : Variables.stringValue((String) value, true)));
        return variables;
    }

    private Task task(String assignmentId, String element) {
        Task task = tasks.createTaskQuery()
                .processInstanceBusinessKey(assignmentId)
                .taskDefinitionKey(element)
                .singleResult();
        if (task == null) {
            throw Problem.conflict("task-gone", "这一步刚才已被他人办理，请刷新页面查看最新情况。");
        }
        return task;
    }

    private static String element(Step step) {
        return switch (step) {
            case HANDLE -> "userTask_handle";
            case CONFIRM -> "userTask_confirm";
            case REVIEW -> "userTask_review";
        };
    }
}
