package org.chuangjian.process;

import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.chuangjian.acceptance.SelfEvaluation;
import org.chuangjian.acceptance.SelfEvaluations;
import org.chuangjian.acceptance.SelfScoringFlow.Part;
import org.chuangjian.campaign.Campaigns;
import org.springframework.stereotype.Component;

/** What the model {@code selfScoring} calls. */
@Component
public class SelfScoringSteps {

    private final SelfEvaluations selfEvaluations;
    private final Campaigns campaigns;
    private final Clock clock;

    SelfScoringSteps(SelfEvaluations selfEvaluations, Campaigns campaigns, Clock clock) {
        this.selfEvaluations = selfEvaluations;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    /** Gives a new task the name and deadline a person recognises it by in Tasklist. */
    public void present(DelegateTask task, String partId) {
        SelfEvaluation round = selfEvaluations.require(Part.of(partId).roundId());
        String campaign = campaigns.require(round.campaignId()).name();
        task.setName(Instances.named(task.getName() + "：" + campaign + "（第 " + round.number() + " 轮）"));
        task.setDescription(campaign);
        task.setDueDate(Instances.endOfDay(clock, round.dueDate()));
    }
}
