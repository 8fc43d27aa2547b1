package org.chuangjian.inspection;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.Condition;
import org.chuangjian.campaign.CampaignKind.ConditionCode;
import org.chuangjian.campaign.ConditionCheck;
import org.chuangjian.campaign.Gates;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The gate 问题全部销号: nothing that was issued is open. What is still covert says nothing here either. */
@Component
class FindingsClosed implements ConditionCheck {

    private final JdbcClient jdbc;
    private final Clock clock;

    FindingsClosed(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Set<ConditionCode> codes() {
        return Set.of(ConditionCode.findingsClosed);
    }

    @Override
    public String asked(Condition condition) {
        return "督查发现的问题已全部销号";
    }

    @Override
    public Map<String, Gates.Unmet> unmet(Condition condition, Collection<Campaign> campaigns) {
        Map<String, Gates.Unmet> unmet = new HashMap<>();
        if (campaigns.isEmpty()) {
            return unmet;
        }
        jdbc.sql("select f.campaign_id, count(*) as open_findings,"
                        + " count(*) filter (where f.state in (:with) and f.due_date < :today) as overdue"
                        + " from finding f where f.campaign_id in (:ids) and f.open group by f.campaign_id")
                .param("with", FindingState.namesWithUnit())
                .param("today", LocalDate.now(clock))
                .param("ids", campaigns.stream().map(Campaign::id).toList())
                .query(row -> {
                    int overdue = row.getInt("overdue");
                    unmet.put(
                            row.getString("campaign_id"),
                            new Gates.Unmet(
                                    condition.code().name(),
                                    "",
                                    "还有 " + row.getInt("open_findings") + " 个问题未销号"
                                            + (overdue > 0 ? "，其中逾期 " + overdue + " 个" : ""),
                                    condition.owner()));
                });
        return unmet;
    }
}
