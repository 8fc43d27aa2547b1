package org.chuangjian.acceptance;

import java.util.stream.Collectors;
import org.chuangjian.supervision.SupervisedItems;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What units report on, whoever keeps it, as one table. */
@Component
class ItemRows implements SupervisedItems {

    private final ObjectProvider<ReportedItems> sources;

    ItemRows(ObjectProvider<ReportedItems> sources) {
        this.sources = sources;
    }

    /** For a join, with the columns of {@link ReportedItems#select}. */
    String table() {
        return sources.orderedStream().map(ReportedItems::select).collect(Collectors.joining(" union all ", "(", ")"));
    }

    @Override
    public String select() {
        return "select 'FOLLOW_UP' as subject_type, i.id as subject_id, i.demand as title, i.campaign_id,"
                + " k.name as campaign_name, i.kind, r.unit_code, i.due_date, r.return_count as round, r.returned_at,"
                + " cast(null as date) as taken_over_on, case when i.done then 'DONE' when not i.open then 'ENDED'"
                + " when r.state = 'OPEN' then 'WAITING' when r.state = 'REPORTED' then 'REPORTED' else 'ENDED' end"
                + " as standing from unit_report r join " + table() + " i on i.id = r.item_id"
                + " left join campaign k on k.id = i.campaign_id";
    }
}
