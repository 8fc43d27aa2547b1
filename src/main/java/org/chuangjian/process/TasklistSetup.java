package org.chuangjian.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.task.TaskQuery;
import org.chuangjian.organisation.Role;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Lets each kind of person into Tasklist, with one list of tasks ready. A right is granted on a whole process
 * definition, never on a task; that a unit sees only its own tasks is the tenant's doing. Everything is created where
 * it is missing and put right where it differs, under the engine's deployment lock, so that two nodes may start at once.
 */
@Component
class TasklistSetup implements SmartInitializingSingleton {

    private static final Permission[] WORK = {
        ProcessDefinitionPermissions.READ,
        ProcessDefinitionPermissions.READ_TASK,
        ProcessDefinitionPermissions.TASK_WORK
    };

    /** The processes whose instances belong to one unit each. */
    private static final Set<String> WORK_OF_UNITS = Set.of(
            AssignmentProcess.KEY,
            FollowUpProcess.KEY,
            RectificationProcess.KEY,
            SelfScoringProcess.KEY,
            SupervisionProcess.KEY);

    private final ProcessEngineConfigurationImpl engine;
    private final AuthorizationService authorizations;
    private final FilterService filters;
    private final TaskService tasks;

    TasklistSetup(ProcessEngine engine, AuthorizationService authorizations, FilterService filters, TaskService tasks) {
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        this.authorizations = authorizations;
        this.filters = filters;
        this.tasks = tasks;
    }

    @Override
    public void afterSingletonsInstantiated() {
        engine.getCommandExecutorTxRequired().execute(context -> {
            context.getPropertyManager().acquireExclusiveLock();
            setUp();
            return null;
        });
    }

    private void setUp() {
        String handle = filter("待我办理", "本单位等待办理的指标任务", "#b3261e", -30, query("userTask_handle"));
        String confirm = filter("待我审核", "经办人已提交、等待本单位负责人审核的任务", "#9a6700", -20, query("userTask_confirm"));
        String supervised = filter(
                "督办事项",
                "等待本单位签收、回复的督办单",
                "#b3261e",
                -15,
                byDueDate().processDefinitionKey(SupervisionProcess.KEY).taskDefinitionKey("userTask_answer"));
        String rectify = filter(
                "问题整改",
                "等待本单位签收、整改的问题",
                "#b3261e",
                -17,
                byDueDate().processDefinitionKey(RectificationProcess.KEY).taskDefinitionKey("userTask_rectify"));
        String score = filter(
                "自评打分",
                "等待本单位为牵头指标打分的自评",
                "#1f5fbf",
                -16,
                byDueDate().processDefinitionKey(SelfScoringProcess.KEY).taskDefinitionKey(SelfScoringProcess.SCORE));
        String followUp = filter(
                "后续事项",
                "等待本单位反馈的后续整改事项和年度跟踪任务",
                "#1f5fbf",
                -14,
                byDueDate().processDefinitionKey(FollowUpProcess.KEY).taskDefinitionKey(FollowUpProcess.REPORT));
        Set<String> stages = stages();
        String stage = filter(
                "阶段事项",
                "创建活动当前阶段等待创建办办结的事项",
                "#1f2328",
                -10,
                byDueDate().processDefinitionKeyIn(stages.toArray(String[]::new)));
        for (Role role : List.of(Role.CLERK, Role.HEAD, Role.OFFICE)) {
            grant(role, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
        }
        for (Role role : List.of(Role.CLERK, Role.HEAD)) {
            WORK_OF_UNITS.forEach(process -> grant(role, Resources.PROCESS_DEFINITION, process, WORK));
            List.of(supervised, rectify, score, followUp)
                    .forEach(list -> grant(role, Resources.FILTER, list, Permissions.READ));
        }
        stages.forEach(process -> grant(Role.OFFICE, Resources.PROCESS_DEFINITION, process, WORK));
        grant(Role.CLERK, Resources.FILTER, handle, Permissions.READ);
        grant(Role.HEAD, Resources.FILTER, confirm, Permissions.READ);
        grant(Role.OFFICE, Resources.FILTER, stage, Permissions.READ);
        for (Resource resource : Resources.values()) {
            grant(Role.SYSTEM_ADMIN, resource, Authorization.ANY, Permissions.ALL);
        }
    }

    /** Every process of a campaign, from its kind's own to its stages. */
    private static Set<String> stages() {
        try {
            Set<String> processes = new TreeSet<>(new ProcessFolders("classpath:/bpmn").processes());
            processes.removeAll(WORK_OF_UNITS);
            return processes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TaskQuery query(String element) {
        return byDueDate().processDefinitionKey(AssignmentProcess.KEY).taskDefinitionKey(element);
    }

    private TaskQuery byDueDate() {
        return tasks.createTaskQuery().active().orderByDueDate().asc();
    }

    private String filter(String name, String description, String colour, int priority, TaskQuery query) {
        Filter filter = filters.createTaskFilterQuery().filterName(name).list().stream()
                .findFirst()
                .orElseGet(() -> filters.newTaskFilter(name));
        Map<String, Object> properties = new HashMap<>();
        properties.put("description", description);
        properties.put("priority", priority);
        properties.put("color", colour);
        properties.put("refresh", true);
        properties.put("showUndefinedVariable", false);
        properties.put("variables", List.of());
        filter.setProperties(properties);
        filter.setQuery(query);
        return filters.saveFilter(filter).getId();
    }

    private void grant(Role role, Resource resource, String id, Permission... permissions) {
        Authorization authorization = authorizations
                .createAuthorizationQuery()
                .authorizationType(Authorization.AUTH_TYPE_GRANT)
                .groupIdIn(role.name())
                .resourceType(resource)
                .resourceId(id)
                .singleResult();
        if (authorization == null) {
            authorization = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            authorization.setGroupId(role.name());
            authorization.setResource(resource);
            authorization.setResourceId(id);
        } else if (Arrays.stream(permissions).allMatch(authorization::isPermissionGranted)) {
            return;
        }
        authorization.setPermissions(permissions);
        authorizations.saveAuthorization(authorization);
    }
}
