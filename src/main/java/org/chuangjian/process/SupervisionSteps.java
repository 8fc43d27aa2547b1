package org.chuangjian.process;

import java.time.Clock;
import org.apache.commons.lang3.StringUtils;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.supervision.SupervisionOrder;
import org.chuangjian.supervision.SupervisionOrders;
import org.chuangjian.supervision.SupervisionWork;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the model {@code supervisionOrder} calls. */
@Component
public class SupervisionSteps {

    /** Red stands on top of every list; the engine's own default is 50. */
    private static final int RED = 95;

    private static final int ORANGE = 90;
    private static final int BLUE = 85;

    private final SupervisionOrders orders;
    private final SupervisionWork work;
    private final Clock clock;

    SupervisionSteps(SupervisionOrders orders, SupervisionWork work, Clock clock) {
        this.orders = orders;
        this.work = work;
        this.clock = clock;
    }

    /** Gives a new task the name, deadline and urgency a person recognises it by in Tasklist. */
    public void present(DelegateTask task, String orderId) {
        SupervisionOrder order = orders.require(orderId);
        task.setName(Instances.named(order.colour().label() + "督办：" + order.subjectTitle()));
        task.setDescription(StringUtils.defaultIfBlank(order.campaignName(), order.number()));
        task.setDueDate(Instances.endOfDay(clock, order.dueDate()));
        task.setPriority(order.colour() == Colour.RED ? RED : order.colour() == Colour.ORANGE ? ORANGE : BLUE);
    }

    /** Somebody's name was put on the task, or taken off it. */
    public void receive(String orderId, @Nullable String assignee) {
        if (assignee != null) {
            work.recordReceipt(orderId);
        }
    }

    public void answer(String orderId) {
        work.recordAnswer(orderId);
    }

    public void close(String orderId, boolean accepted, String opinion) {
        work.recordClosing(orderId, accepted, opinion);
    }
}
