package org.chuangjian.title;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind.Condition;
import org.chuangjian.campaign.CampaignKind.ConditionCode;
import org.chuangjian.campaign.ConditionCheck;
import org.chuangjian.campaign.Gates;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What gates ask about objections and naming documents. */
@Component
class TitleConditions implements ConditionCheck {

    private final JdbcClient jdbc;

    TitleConditions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<ConditionCode> codes() {
        return Set.of(ConditionCode.objectionsAnswered, ConditionCode.titleRegistered);
    }

    @Override
    public String asked(Condition condition) {
        return condition.code() == ConditionCode.objectionsAnswered ? "异议已全部核实答复" : "命名文件已登记，文号、日期和有效期齐全";
    }

    @Override
    public Map<String, Gates.Unmet> unmet(Condition condition, Collection<Campaign> campaigns) {
        List<String> ids = campaigns.stream().map(Campaign::id).toList();
        Map<String, Gates.Unmet> unmet = new HashMap<>();
        if (ids.isEmpty()) {
            return unmet;
        }
        if (condition.code() == ConditionCode.objectionsAnswered) {
            jdbc.sql("select campaign_id, count(*) as n, min(received_on) as first from objection"
                            + " where state <> 'ANSWERED' and campaign_id in (:ids) group by campaign_id")
                    .param("ids", ids)
                    .query(row -> {
                        unmet.put(
                                row.getString("campaign_id"),
                                new Gates.Unmet(
                                        condition.code().name(),
                                        "",
                                        "还有 " + row.getInt("n") + " 件异议未答复，最早一件收到于 " + row.getString("first"),
                                        condition.owner()));
                    });
            return unmet;
        }
        Set<String> registered = new HashSet<>(jdbc.sql("select campaign_id from naming where campaign_id in (:ids)")
                .param("ids", ids)
                .query(String.class)
                .list());
        for (String id : ids) {
            if (!registered.contains(id)) {
                unmet.put(id, new Gates.Unmet(condition.code().name(), "", "还没有登记命名文件的文号、日期和有效期", condition.owner()));
            }
        }
        return unmet;
    }
}
