package org.chuangjian.title;

import java.util.Optional;
import org.chuangjian.acceptance.ReportedItems;
import org.springframework.stereotype.Component;

/** 年度跟踪任务 of titles, as units report on them. */
@Component
class TrackedItems implements ReportedItems {

    private final Tracking tracking;
    private final Titles titles;

    TrackedItems(Tracking tracking, Titles titles) {
        this.tracking = tracking;
        this.titles = titles;
    }

    @Override
    public String select() {
        return """
                select t.id, k.id as campaign_id, h.kind, h.name as heading, t.name as demand, t.due_date,
                       (t.state = 'OPEN') as open, (t.state = 'DONE') as done
                  from tracking_item t
                  join title h on h.id = t.title_id
                  left join campaign k on k.id = h.campaign_id and k.state = 'ACTIVE'
                """;
    }

    @Override
    public Optional<Item> find(String id) {
        return tracking.find(id).map(item -> {
            Title title = titles.require(item.titleId());
            String link = "/titles/" + title.id() + "#t-" + id;
            return new Item(
                    id,
                    title.campaignId(),
                    title.name(),
                    item.name(),
                    item.dueDate(),
                    tracking.nearDue(title),
                    tracking.target(item),
                    link,
                    link,
                    item.state() == TrackingItem.State.OPEN);
        });
    }

    @Override
    public void finish(String id, String note, String by) {
        tracking.finish(id, note, by);
    }
}
