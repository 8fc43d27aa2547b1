package org.chuangjian.process;

import java.util.Date;
import org.chuangjian.campaign.Stages;
import org.springframework.stereotype.Component;

/** What the models of campaigns and of their stages call. */
@Component
public class CampaignSteps {

    private final Stages stages;

    CampaignSteps(Stages stages) {
        this.stages = stages;
    }

    public void enterStage(String campaignId, String stage) {
        stages.enter(campaignId, stage);
    }

    public void passGate(String campaignId, String stage) {
        stages.passGate(campaignId, stage);
    }

    public void startNotice(String campaignId) {
        stages.startNotice(campaignId);
    }

    public Date noticeEnd(String campaignId) {
        return Date.from(stages.noticeEnd(campaignId).toInstant());
    }

    public void finish(String campaignId) {
        stages.finish(campaignId);
    }

    public void refuse(String campaignId) {
        stages.refuse(campaignId);
    }

    public void terminate(String campaignId) {
        stages.terminate(campaignId);
    }
}
