package org.chuangjian.supervision;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.WorkingDays;
import org.springframework.stereotype.Component;

/** Adds to orders what depends on the day and the reader. */
@Component
public class OrderViews {

    /** Answers are due within a few days; earlier than the last one before, every order would be yellow. */
    private static final int NEAR_DUE = 1;

    private final SupervisionWork work;
    private final AnswerFiles files;
    private final WorkingDays workingDays;
    private final Access access;
    private final Clock clock;

    OrderViews(SupervisionWork work, AnswerFiles files, WorkingDays workingDays, Access access, Clock clock) {
        this.work = work;
        this.files = files;
        this.workingDays = workingDays;
        this.access = access;
        this.clock = clock;
    }

    public OrderView of(SupervisionOrder order) {
        return of(List.of(order)).get(0);
    }

    public List<OrderView> of(List<SupervisionOrder> orders) {
        LocalDate today = LocalDate.now(clock);
        Map<String, List<AnswerFile>> enclosed = files.of(orders);
        return orders.stream()
                .map(order -> view(order, enclosed.getOrDefault(order.id(), List.of()), today))
                .toList();
    }

    public Paged<OrderView> of(Paged<SupervisionOrder> page) {
        return new Paged<>(of(page.items()), page.page(), page.size(), page.total());
    }

    private OrderView view(SupervisionOrder order, List<AnswerFile> enclosed, LocalDate today) {
        return new OrderView(
                order,
                order.number(),
                order.state().label(),
                order.colour().label(),
                order.subjectLabel(),
                order.lamp(today, workingDays.plus(today, NEAR_DUE)),
                order.automatic(),
                enclosed,
                order.state().withUnit() && work.mayAnswer(order),
                StringUtils.defaultString(order.subjectLink(access.may(Permission.READ_CAMPAIGNS))));
    }
}
