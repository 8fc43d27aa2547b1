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
import org.chuangjian.shared.Problem;
import org.chuangjian.supervision.SupervisionFlow;
import org.springframework.stereotype.Component;

/** The process {@code supervisionOrder}: one instance an order, business key = order id, tenant = unit. */
@Component
class SupervisionProcess implements SupervisionFlow {

    static final String KEY = "supervisionOrder";
    static final String ORDER_ID = "orderId";

    private static final String WITHDRAWN = "supervisionOrderWithdrawn";

    private final Engine engine;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final HistoryService history;
    private final Clock clock;

    SupervisionProcess(Engine engine, RuntimeService runtime, TaskService tasks, HistoryService history, Clock clock) {
        this.engine = engine;
        this.runtime = runtime;
        this.tasks = tasks;
        this.history = history;
        this.clock = clock;
    }

    @Override
    public void start(Map<String, String> unitByOrder) {
        engine.run(() -> unitByOrder.forEach((id, unit) -> runtime.createProcessInstanceByKey(KEY)
                .businessKey(id)
                .setVariable(ORDER_ID, id)
                .setVariable(AssignmentProcess.UNIT_CODE, Variables.stringValue(unit, true))
                .execute()));
    }

    @Override
    public void complete(String orderId, Step step, String account, Map<String, Object> decisions) {
        engine.run(() -> tasks.complete(task(orderId, step).getId(), AssignmentProcess.passing(decisions)));
    }

    @Override
    public void claim(String orderId, String account) {
        engine.run(() -> tasks.claim(task(orderId, Step.ANSWER).getId(), account));
    }

    @Override
    public void reschedule(String orderId, LocalDate dueDate) {
        engine.run(() -> tasks.createTaskQuery()
                .processInstanceBusinessKey(orderId)
                .list()
                .forEach(task -> {
                    task.setDueDate(AssignmentSteps.endOfDay(clock, dueDate));
                    tasks.saveTask(task);
                }));
    }

    @Override
    public void withdraw(String orderId) {
        engine.run(() -> runtime.createMessageCorrelation(WITHDRAWN)
                .processInstanceBusinessKey(orderId)
                .correlate());
    }

    @Override
    public void remove(Collection<String> orderIds) {
        AssignmentProcess.forget(engine, runtime, history, orderIds);
    }

    private Task task(String orderId, Step step) {
        Task task = tasks.createTaskQuery()
                .processInstanceBusinessKey(orderId)
                .taskDefinitionKey(
                        switch (step) {
                            case ANSWER -> "userTask_answer";
                            case CLOSE -> "userTask_close";
                        })
                .singleResult();
        if (task == null) {
            throw Problem.conflict("task-gone", "这一步刚才已被他人办理，请刷新页面查看最新情况。");
        }
        return task;
    }
}
