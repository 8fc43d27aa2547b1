package org.chuangjian.supervision;

import org.chuangjian.organisation.UnitDuties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The orders on a unit that are not closed. */
@Component
class OrderDuties implements UnitDuties {

    private final JdbcClient jdbc;

    OrderDuties(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Duty of(String unitCode) {
        return new Duty(
                "未办结督办单",
                jdbc.sql("select count(*) from supervision_order where unit_code = ? and open")
                        .param(unitCode)
                        .query(Long.class)
                        .single(),
                "张",
                "/supervision-orders?only=open&unit=" + unitCode);
    }
}
