package org.chuangjian.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignFlow;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The process of a campaign: one instance of its kind's model, which calls one process a stage; all of them carry the
 * campaign's id as business key.
 */
@Component
class CampaignProcess implements CampaignFlow {

    private static final String CAMPAIGN_ID = "campaignId";
    private static final String LAUNCHED = "assignmentsLaunched";
    private static final String TERMINATED = "campaignTerminated";

    private final Engine engine;
    private final Instances instances;
    private final RuntimeService runtime;
    private final TaskService tasks;
    private final HistoryService history;
    private final RepositoryService repository;

    CampaignProcess(
            Engine engine,
            Instances instances,
            RuntimeService runtime,
            TaskService tasks,
            HistoryService history,
            RepositoryService repository) {
        this.engine = engine;
        this.instances = instances;
        this.runtime = runtime;
        this.tasks = tasks;
        this.history = history;
        this.repository = repository;
    }

    @Override
    public void start(Campaign campaign) {
        engine.run(() -> runtime.createProcessInstanceByKey(campaign.kind())
                .businessKey(campaign.id())
                .setVariable(CAMPAIGN_ID, campaign.id())
                .execute());
    }

    @Override
    public Optional<Step> waitingFor(String campaignId) {
        return task(campaignId)
                .map(task ->
                        new Step(task.getTaskDefinitionKey(), task.getName(), decides(task.getTaskDefinitionKey())));
    }

    /** The steps whose gateway asks {@code passed}; named so in every stage model. */
    private static boolean decides(String element) {
        return element.startsWith("userTask_record") || element.equals("userTask_closeNotice");
    }

    @Override
    public void complete(String campaignId, @Nullable String account, Map<String, Object> decisions) {
        engine.run(() -> {
            Task task = task(campaignId)
                    .orElseThrow(() -> Problem.conflict("nothing-to-complete", "当前阶段没有等待办理的事项，可能已由他人办结，请刷新页面。"));
            tasks.complete(task.getId(), Instances.passing(decisions));
        });
    }

    @Override
    public void assignmentsLaunched(String campaignId) {
        engine.run(() -> runtime.createMessageCorrelation(LAUNCHED)
                .processInstanceBusinessKey(campaignId)
                .correlateAll());
    }

    @Override
    public boolean noticeEnds(String campaignId, OffsetDateTime end) {
        return instances.moveTimer(campaignId, "event_noticeEnded", Date.from(end.toInstant()));
    }

    @Override
    public void terminate(String campaignId) {
        instances.correlate(campaignId, TERMINATED);
    }

    @Override
    public void remove(String campaignId) {
        instances.remove(List.of(campaignId));
    }

    @Override
    public Diagram diagram(String campaignId) {
        HistoricProcessInstance instance = history.createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(campaignId)
                .rootProcessInstances()
                .singleResult();
        if (instance == null) {
            throw Problem.notFound("这个创建活动还没有流程。");
        }
        List<String> active = new ArrayList<>();
        List<String> done = new ArrayList<>();
        for (HistoricActivityInstance activity : history.createHistoricActivityInstanceQuery()
                .processInstanceId(instance.getId())
                .orderPartiallyByOccurrence()
                .asc()
                .list()) {
            (activity.getEndTime() == null ? active : done).add(activity.getActivityId());
        }
        try (var model = repository.getProcessModel(instance.getProcessDefinitionId())) {
            return new Diagram(new String(model.readAllBytes(), StandardCharsets.UTF_8), active, done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Task> task(String campaignId) {
        // Every page of a campaign asks this. The engine's own query builder takes several times as long as its answer.
        return tasks
                .createNativeTaskQuery()
                .sql("select t.* from ACT_RU_TASK t join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_"
                        + " where e.BUSINESS_KEY_ = #{campaign}")
                .parameter("campaign", campaignId)
                .list()
                .stream()
                .findFirst();
    }
}
