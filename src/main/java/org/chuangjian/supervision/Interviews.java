package org.chuangjian.supervision;

import java.util.HashSet;
import java.util.Set;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.inspection.Finding;
import org.chuangjian.inspection.FindingInterviewed;
import org.chuangjian.shared.Notice;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** 约谈 is what follows red: the leaders above the unit hear of it, whatever colour it had come to. */
@Component
class Interviews {

    private final Leaders leaders;
    private final Access access;
    private final ApplicationEventPublisher events;

    Interviews(Leaders leaders, Access access, ApplicationEventPublisher events) {
        this.leaders = leaders;
        this.access = access;
        this.events = events;
    }

    @EventListener
    void tellLeaders(FindingInterviewed interviewed) {
        Finding finding = interviewed.finding();
        Addressees addressees = leaders.addressees();
        Set<String> accounts = new HashSet<>(addressees.principals());
        String inCharge = addressees.leaderByUnit().get(finding.unitCode());
        if (inCharge != null) {
            accounts.add(inCharge);
        }
        access.user().map(CurrentUser::account).ifPresent(accounts::remove);
        if (!accounts.isEmpty()) {
            events.publishEvent(new Notice(
                    "supervision",
                    finding.campaignId(),
                    accounts,
                    "约谈" + finding.unitName() + "：问题 " + finding.number(),
                    finding.place() + "的问题未整改到位。" + interviewed.note(),
                    "/findings/" + finding.id(),
                    false));
        }
    }
}
