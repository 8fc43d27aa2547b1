package org.chuangjian.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;

/**
 * The yardstick: the engine alone on a database of its own on the same server, walking the same model with the same
 * variables and history level, its steps doing nothing.
 */
final class PlainEngine implements AutoCloseable {

    private static final int BATCH = 200;

    private final HikariDataSource database;
    private final ProcessEngine engine;

    PlainEngine(String url) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.setPassword("postgres");
        pool.setMaximumPoolSize(20);
        this.database = new HikariDataSource(pool);
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("plain");
        configuration.setDataSource(database);
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory("audit");
        configuration.setJobExecutorActivate(false);
        configuration.setEnforceHistoryTimeToLive(true);
        configuration.setBeans(Map.of("assignmentSteps", new NoSteps()));
        this.engine = configuration.buildProcessEngine();
        engine.getRepositoryService()
                .createDeployment()
                .name("assignment")
                .addClasspathResource("bpmn/assignment/assignment.bpmn")
                .deploy();
    }

    /** Starts instances in batches of one transaction each; answers their business keys. */
    List<String> start(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(UUID.randomUUID().toString());
        }
        for (int from = 0; from < count; from += BATCH) {
            List<String> batch = keys.subList(from, Math.min(from + BATCH, count));
            ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                    .getCommandExecutorTxRequired()
                    .execute(context -> {
                        batch.forEach(key -> engine.getRuntimeService()
                                .createProcessInstanceByKey("assignment")
                                .businessKey(key)
                                .setVariable("assignmentId", key)
                                .execute());
                        return null;
                    });
        }
        return keys;
    }

    /** Walks one instance from the clerk over the head to the office. */
    void walk(String key) {
        complete(key, "userTask_handle", Map.of());
        complete(key, "userTask_confirm", decision("confirmed"));
        complete(key, "userTask_review", decision("accepted"));
    }

    private static Map<String, Object> decision(String name) {
        return Map.of(
                name,
                Variables.booleanValue(true, true),
                "reasonCode",
                Variables.stringValue("", true),
                "opinion",
                Variables.stringValue("", true));
    }

    private void complete(String key, String element, Map<String, Object> variables) {
        String task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(key)
                .taskDefinitionKey(element)
                .singleResult()
                .getId();
        engine.getTaskService().complete(task, variables);
    }

    long finished() {
        HistoryService history = engine.getHistoryService();
        return history.createHistoricProcessInstanceQuery().finished().count();
    }

    @Override
    public void close() {
        engine.close();
        database.close();
    }

    /** What the model calls, doing nothing. */
    public static final class NoSteps {

        public void present(DelegateTask task, String assignmentId) {}

        public void receive(String assignmentId, String assignee) {}

        public void submit(String assignmentId) {}

        public void confirm(String assignmentId, boolean confirmed, String opinion) {}

        public void review(String assignmentId, boolean accepted, String reasonCode, String opinion) {}
    }
}
