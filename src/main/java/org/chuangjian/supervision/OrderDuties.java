package org.chuangjian.supervision;

import org.chuangjian.organisation.UnitDuties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The orders on a unit that are not closed. */
@Component
class OrderDuties extends UnitDuties {

    OrderDuties(JdbcClient jdbc) {
        super(jdbc, "未办结督办单", "张", "supervision_order", "/supervision-orders");
    }
}
