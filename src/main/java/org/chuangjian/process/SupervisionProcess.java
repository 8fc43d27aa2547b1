package org.chuangjian.process;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.chuangjian.supervision.SupervisionFlow;
import org.springframework.stereotype.Component;

/** The process {@code supervisionOrder}: one instance an order, business key = order id, tenant = unit. */
@Component
class SupervisionProcess implements SupervisionFlow {

    static final String KEY = "supervisionOrder";
    static final String ORDER_ID = "orderId";

    private static final String WITHDRAWN = "supervisionOrderWithdrawn";

    private final Instances instances;

    SupervisionProcess(Instances instances) {
        this.instances = instances;
    }

    @Override
    public void start(Map<String, String> unitByOrder) {
        instances.start(KEY, ORDER_ID, unitByOrder);
    }

    @Override
    public void complete(String orderId, Step step, String account, Map<String, Object> decisions) {
        instances.complete(orderId, element(step), decisions);
    }

    @Override
    public void claim(String orderId, String account) {
        instances.claim(orderId, element(Step.ANSWER), account);
    }

    @Override
    public void reschedule(String orderId, LocalDate dueDate) {
        instances.reschedule(orderId, dueDate);
    }

    @Override
    public void withdraw(String orderId) {
        instances.correlate(orderId, WITHDRAWN);
    }

    @Override
    public void remove(Collection<String> orderIds) {
        instances.remove(orderIds);
    }

    private static String element(Step step) {
        return switch (step) {
            case ANSWER -> "userTask_answer";
            case CLOSE -> "userTask_close";
        };
    }
}
