package org.chuangjian.process;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.chuangjian.inspection.RectificationFlow;
import org.springframework.stereotype.Component;

/**
 * The process {@code rectification}: one running instance for each open finding, business key = finding id, tenant =
 * unit. A finding that comes back (反弹) or goes to another unit gets a new instance under the same key.
 */
@Component
class RectificationProcess implements RectificationFlow {

    static final String KEY = "rectification";

    private static final String FINDING_ID = "findingId";
    private static final String WITHDRAWN = "findingWithdrawn";

    private final Instances instances;

    RectificationProcess(Instances instances) {
        this.instances = instances;
    }

    @Override
    public void start(Map<String, String> unitByFinding) {
        instances.start(KEY, FINDING_ID, unitByFinding);
    }

    @Override
    public void complete(String findingId, Step step, String account, Map<String, Object> decisions) {
        instances.complete(findingId, element(step), decisions);
    }

    @Override
    public void claim(String findingId, String account) {
        instances.claim(findingId, element(Step.RECTIFY), account);
    }

    @Override
    public void reschedule(String findingId, LocalDate dueDate) {
        instances.reschedule(findingId, dueDate);
    }

    @Override
    public void withdraw(String findingId) {
        instances.correlate(findingId, WITHDRAWN);
    }

    @Override
    public void remove(Collection<String> findingIds) {
        instances.remove(findingIds);
    }

    private static String element(Step step) {
        return switch (step) {
            case RECTIFY -> "userTask_rectify";
            case VERIFY -> "userTask_verify";
        };
    }
}
