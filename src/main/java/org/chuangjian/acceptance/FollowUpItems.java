package org.chuangjian.acceptance;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.evidence.UploadTarget;
import org.chuangjian.shared.WorkingDays;
import org.springframework.stereotype.Component;

/** 后续整改事项 of conditional passes, as units report on them. */
@Component
class FollowUpItems implements ReportedItems {

    private final Evaluations evaluations;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final WorkingDays workingDays;
    private final Clock clock;

    FollowUpItems(
            Evaluations evaluations, Campaigns campaigns, CampaignKinds kinds, WorkingDays workingDays, Clock clock) {
        this.evaluations = evaluations;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.workingDays = workingDays;
        this.clock = clock;
    }

    @Override
    public String select() {
        return """
                select f.id, k.id as campaign_id, k.kind, k.name as heading, f.item as demand, f.due_date,
                       (k.state = 'ACTIVE' and f.done_at is null) as open, (f.done_at is not null) as done
                  from follow_up f
                  join evaluation e on e.id = f.evaluation_id
                  join campaign k on k.id = e.campaign_id
                """;
    }

    @Override
    public Optional<Item> find(String id) {
        return evaluations.findFollowUp(id).map(followUp -> {
            Evaluation evaluation = evaluations.require(followUp.evaluationId());
            Campaign campaign = campaigns.require(evaluation.campaignId());
            return new Item(
                    id,
                    campaign.id(),
                    campaign.name() + "·"
                            + kinds.require(campaign.kind())
                                    .stage(evaluation.stage())
                                    .name(),
                    followUp.item(),
                    followUp.dueDate(),
                    workingDays.plus(
                            LocalDate.now(clock),
                            kinds.require(campaign.kind()).periods().nearDueWorkingDays()),
                    // In the ledger the visit stands for the campaign: these are no documents of its criteria.
                    new UploadTarget(id, evaluation.id(), "后续整改", followUp.unitCode()),
                    "/campaigns/" + campaign.id() + "/evaluations#u-" + id,
                    "/campaigns/" + campaign.id() + "/self-evaluation#u-" + id,
                    campaign.active() && !followUp.done());
        });
    }

    @Override
    public void finish(String id, String note, String by) {
        evaluations.recordFollowUp(id, note, by);
    }
}
