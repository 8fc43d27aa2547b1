package org.chuangjian.work;

import org.chuangjian.campaign.CampaignTerminated;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.shared.Journal;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** When a campaign is given up, its open assignments and requests end with it, in the same transaction. */
@Component
class TerminatedWork {

    private final Assignments assignments;
    private final Requests requests;
    private final AssignmentFlow flow;
    private final Access access;

    TerminatedWork(Assignments assignments, Requests requests, AssignmentFlow flow, Access access) {
        this.assignments = assignments;
        this.requests = requests;
        this.flow = flow;
        this.access = access;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(CampaignTerminated terminated) {
        String by = access.user().map(CurrentUser::name).orElse(Journal.AUTOMATIC);
        assignments.endAll(terminated.campaignId(), by).forEach(flow::withdraw);
        requests.lapse(terminated.campaignId());
    }
}
