package org.chuangjian.title;

import java.util.Set;
import org.chuangjian.acceptance.Evaluations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The clocks of titles seen from our tables: reminders, those of follow-ups too, and what a timer of the process missed because a date was
 * corrected or nothing ran. Everything is done once, whoever comes first.
 */
@Component
class TitleSweep {

    private static final Logger log = LoggerFactory.getLogger(TitleSweep.class);

    private final Titles titles;
    private final Tracking tracking;
    private final Evaluations evaluations;
    private final TransactionTemplate transaction;

    TitleSweep(Titles titles, Tracking tracking, Evaluations evaluations, PlatformTransactionManager transactions) {
        this.titles = titles;
        this.tracking = tracking;
        this.evaluations = evaluations;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(initialDelayString = "${chuangjian.titles.sweep:1h}", fixedDelayString = "${chuangjian.titles.sweep:1h}")
    @EventListener(ApplicationReadyEvent.class)
    public void sweep() {
        Set<String> planned = tracking.plannedThisYear();
        Set<String> toRemind = tracking.toRemind();
        Set<String> notHandedOut = tracking.notHandedOut();
        for (Title title : titles.alive()) {
            try {
                sweep(
                        title,
                        tracking.unplanned(title, planned) || notHandedOut.contains(title.id()),
                        toRemind.contains(title.id()));
            } catch (RuntimeException e) {
                log.error("The clocks of title {} were left for the next sweep", title.id(), e);
            }
        }
        for (String followUp : evaluations.notHandedOut()) {
            try {
                evaluations.handOut(followUp);
            } catch (RuntimeException e) {
                log.error("Follow-up {} was left for the next sweep", followUp, e);
            }
        }
        try {
            evaluations.remind();
        } catch (RuntimeException e) {
            log.error("Reminding of follow-ups was left for the next sweep", e);
        }
    }

    private void sweep(Title title, boolean plan, boolean remind) {
        if (title.state().held() && title.reviewProposedAt() == null) {
            titles.proposeReview(title.id());
        }
        if (plan) {
            tracking.plan(title.id());
        }
        if (remind) {
            transaction.executeWithoutResult(status -> tracking.remind(title));
        }
    }
}
