package org.chuangjian.process;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.chuangjian.shared.Problem;
import org.springframework.stereotype.Component;

/**
 * Process instances by what they are about: business key = its id in our tables. Where it is the work of a unit, the
 * unit is the tenant and one task is open at a time. Callers have checked who may act.
 */
@Component
class Instances {

    /** Only while an instance starts: tells the tenant. */
    static final String UNIT_CODE = "unitCode";

    /** What the engine's column of task names holds. */
    private static final int LONGEST_NAME = 255;

    private final Engine engine;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final HistoryService history;
    private final ManagementService management;
    private final Clock clock;

    Instances(
            Engine engine,
            RuntimeService runtime,
            TaskService tasks,
            HistoryService history,
            ManagementService management,
            Clock clock) {
        this.engine = engine;
        this.runtime = runtime;
        this.tasks = tasks;
        this.history = history;
        this.management = management;
        this.clock = clock;
    }

    /** A task's name: however long what it is about is called, the task is made. */
    static String named(String name) {
        return StringUtils.abbreviate(name, LONGEST_NAME);
    }

    /** @param idVariable the one variable the instance keeps */
    void start(String process, String idVariable, Map<String, String> unitById) {
        engine.run(() -> unitById.forEach((id, unit) -> start(process, idVariable, id, unit)));
    }

    /** Within {@link Engine#run}. */
    void start(String process, String idVariable, String id, String unit) {
        runtime.createProcessInstanceByKey(process)
                .businessKey(id)
                .setVariable(idVariable, id)
                .setVariable(UNIT_CODE, Variables.stringValue(unit, true))
                .execute();
    }

    void complete(String id, String element, Map<String, Object> decisions) {
        engine.run(() -> tasks.complete(task(id, element).getId(), passing(decisions)));
    }

    void claim(String id, String element, String account) {
        engine.run(() -> tasks.claim(task(id, element).getId(), account));
    }

    /** The element whose task is open; empty where the instance has ended or never began. */
    Optional<String> waitingAt(String id) {
        return engine.call(() -> Optional.ofNullable(
                        tasks.createTaskQuery().processInstanceBusinessKey(id).singleResult())
                .map(Task::getTaskDefinitionKey));
    }

    private Task task(String id, String element) {
        Task task = tasks.createTaskQuery()
                .processInstanceBusinessKey(id)
                .taskDefinitionKey(element)
                .singleResult();
        if (task == null) {
            throw Problem.conflict("task-gone", "这一步刚才已被他人办理，请刷新页面查看最新情况。");
        }
        return task;
    }

    void reschedule(String id, LocalDate dueDate) {
        engine.run(() -> tasks.createTaskQuery()
                .processInstanceBusinessKey(id)
                .list()
                .forEach(task -> {
                    task.setDueDate(endOfDay(clock, dueDate));
                    tasks.saveTask(task);
                }));
    }

    /** @return whether a timer of the element was armed, and for another moment */
    boolean moveTimer(String id, String element, Date due) {
        return engine.call(() -> {
            List<String> jobs = runtime.createProcessInstanceQuery().processInstanceBusinessKey(id).list().stream()
                    .flatMap(instance ->
                            management
                                    .createJobQuery()
                                    .processInstanceId(instance.getId())
                                    .activityId(element)
                                    .list()
                                    .stream())
                    .filter(job -> job.getDuedate().getTime() != due.getTime())
                    .map(Job::getId)
                    .toList();
            jobs.forEach(job -> management.setJobDuedate(job, due));
            return !jobs.isEmpty();
        });
    }

    void correlate(String id, String message) {
        engine.run(() -> runtime.createMessageCorrelation(message)
                .processInstanceBusinessKey(id)
                .correlate());
    }

    /**
     * Deletes the running and the finished instances. History is a second command: it is refused for what the first has
     * not yet ended.
     */
    void remove(Collection<String> ids) {
        engine.run(() -> {
            List<String> running = ids.stream()
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
            List<String> past = ids.stream()
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

    /** A day is over when it ends, not when it begins. */
    static Date endOfDay(Clock clock, LocalDate day) {
        return Date.from(
                day.plusDays(1).atStartOfDay(clock.getZone()).minusSeconds(1).toInstant());
    }
}
