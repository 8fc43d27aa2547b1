package org.chuangjian.process;

import java.util.Collection;
import java.util.Map;
import org.chuangjian.acceptance.UnitReportFlow;
import org.springframework.stereotype.Component;

/** The process {@code followUp}: one instance an item a unit reports on, business key = item id, tenant = unit. */
@Component
class FollowUpProcess implements UnitReportFlow {

    static final String KEY = "followUp";
    static final String REPORT = "userTask_report";

    private static final String ITEM_ID = "itemId";
    private static final String CONFIRM = "userTask_confirm";
    private static final String ENDED = "followUpEnded";

    private final Instances instances;

    FollowUpProcess(Instances instances) {
        this.instances = instances;
    }

    @Override
    public void start(Map<String, String> unitByItem) {
        instances.start(KEY, ITEM_ID, unitByItem);
    }

    @Override
    public void reported(String itemId) {
        instances.complete(itemId, REPORT, Map.of());
    }

    @Override
    public void decided(String itemId, boolean accepted) {
        instances.complete(itemId, CONFIRM, Map.of("accepted", accepted));
    }

    @Override
    public void end(Collection<String> itemIds) {
        itemIds.forEach(id -> instances.correlate(id, ENDED));
    }

    @Override
    public void remove(Collection<String> itemIds) {
        instances.remove(itemIds);
    }
}
