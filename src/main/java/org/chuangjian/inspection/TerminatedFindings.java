package org.chuangjian.inspection;

import org.chuangjian.campaign.CampaignTerminated;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.shared.Journal;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** When a campaign is given up, its open findings end with it, in the same transaction. */
@Component
class TerminatedFindings {

    private final FindingWork work;
    private final RectificationFlow flow;
    private final Access access;

    TerminatedFindings(FindingWork work, RectificationFlow flow, Access access) {
        this.work = work;
        this.flow = flow;
        this.access = access;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(CampaignTerminated terminated) {
        String by = access.user().map(CurrentUser::name).orElse(Journal.AUTOMATIC);
        work.endAll(terminated.campaignId(), by).forEach(flow::withdraw);
    }
}
