package org.chuangjian.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;

/**
 * The other way to remind: a task with a timer of its own, on the engine alone. The timer's path ends at once, so what
 * is measured is the timer itself and nothing that a reminder writes.
 */
final class TimedEngine implements AutoCloseable {

    private static final int BATCH = 200;
    private static final Date LATER = Date.from(Instant.parse("2099-01-01T00:00:00Z"));

    private final HikariDataSource database;
    private final ProcessEngine engine;

    TimedEngine(String url) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.setPassword("postgres");
        this.database = new HikariDataSource(pool);
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("timed");
        configuration.setDataSource(database);
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory("audit");
        configuration.setJobExecutorActivate(false);
        this.engine = configuration.buildProcessEngine();
        engine.getRepositoryService()
                .createDeployment()
                .addModelInstance("untimed.bpmn", model("untimed", false))
                .addModelInstance("timed.bpmn", model("timed", true))
                .deploy();
    }

    private static BpmnModelInstance model(String key, boolean timed) {
        var task = Bpmn.createExecutableProcess(key)
                .camundaHistoryTimeToLiveString("P30D")
                .startEvent()
                .userTask("handle");
        if (timed) {
            task.boundaryEvent("remind")
                    .cancelActivity(false)
                    .timerWithDate("${due}")
                    .endEvent();
        }
        return task.endEvent().done();
    }

    void start(String key, int count) {
        for (int from = 0; from < count; from += BATCH) {
            int size = Math.min(BATCH, count - from);
            together(() -> IntStream.range(0, size)
                    .forEach(i -> engine.getRuntimeService()
                            .createProcessInstanceByKey(key)
                            .setVariable("due", LATER)
                            .execute()));
        }
    }

    List<String> timers() {
        return management().createJobQuery().list().stream().map(Job::getId).toList();
    }

    /** Moves each deadline, as a change of the campaign's date does. */
    void move(List<String> timers) {
        Date due = new Date();
        for (int from = 0; from < timers.size(); from += BATCH) {
            List<String> batch = timers.subList(from, Math.min(from + BATCH, timers.size()));
            together(() -> batch.forEach(id -> management().setJobDuedate(id, due)));
        }
    }

    /** Lets each timer go off; the engine gives every one its own transaction. */
    void fire(List<String> timers) {
        timers.forEach(management()::executeJob);
    }

    private ManagementService management() {
        return engine.getManagementService();
    }

    private void together(Runnable deed) {
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
                .getCommandExecutorTxRequired()
                .execute(context -> {
                    deed.run();
                    return null;
                });
    }

    @Override
    public void close() {
        engine.close();
        database.close();
    }
}
