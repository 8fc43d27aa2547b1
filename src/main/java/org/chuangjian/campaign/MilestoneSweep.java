package org.chuangjian.campaign;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chuangjian.shared.Journal;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Marks the milestones that wait for counted facts only (责任分解全覆盖, 关键项全部通过 …) as reached, labelled automatic.
 * Gates are left to whoever moves the campaign on, confirmations to whoever confirms.
 */
@Component
public class MilestoneSweep {

    private final JdbcClient jdbc;
    private final CampaignKinds kinds;
    private final Milestones milestones;
    private final Gates gates;
    private final Journal journal;
    private final TransactionTemplate transaction;

    MilestoneSweep(
            JdbcClient jdbc,
            CampaignKinds kinds,
            Milestones milestones,
            Gates gates,
            Journal journal,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.kinds = kinds;
        this.milestones = milestones;
        this.gates = gates;
        this.journal = journal;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(
            initialDelayString = "${chuangjian.milestones.sweep:1m}",
            fixedDelayString = "${chuangjian.milestones.sweep:1m}")
    @EventListener(ApplicationReadyEvent.class)
    public void sweep() {
        List<Campaign> active = jdbc.sql("select * from campaign where state = 'ACTIVE'")
                .query(Campaign.class)
                .list();
        Map<String, List<Milestone>> open =
                milestones.open(active.stream().map(Campaign::id).toList());
        Gates.Facts facts = gates.facts(active);
        for (Campaign campaign : active) {
            Map<String, CampaignKind.MilestoneRule> rules = kinds.require(campaign.kind()).milestones().stream()
                    .collect(Collectors.toMap(CampaignKind.MilestoneRule::code, rule -> rule));
            for (Milestone milestone : open.getOrDefault(campaign.id(), List.of())) {
                CampaignKind.MilestoneRule rule = rules.get(milestone.rule());
                if (rule != null
                        && !rule.gate()
                        && gates.unmet(facts, campaign, rule, milestone.code()).isEmpty()) {
                    transaction.executeWithoutResult(status -> reach(campaign, milestone));
                }
            }
        }
    }

    /** The milestone and its line in the journal, or neither. */
    private void reach(Campaign campaign, Milestone milestone) {
        if (milestones.reach(campaign.id(), milestone.code(), Journal.AUTOMATIC)) {
            journal.write(
                    Journal.AUTOMATIC,
                    Journal.AUTOMATIC,
                    campaign.id(),
                    "campaign",
                    campaign.id(),
                    "节点达成",
                    milestone.name());
        }
    }
}
