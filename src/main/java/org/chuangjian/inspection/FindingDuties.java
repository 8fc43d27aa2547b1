package org.chuangjian.inspection;

import org.chuangjian.organisation.UnitDuties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The findings a unit has not rectified. */
@Component
class FindingDuties implements UnitDuties {

    private final JdbcClient jdbc;

    FindingDuties(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Duty of(String unitCode) {
        return new Duty(
                "未销号问题",
                jdbc.sql("select count(*) from finding where unit_code = ? and open")
                        .param(unitCode)
                        .query(Long.class)
                        .single(),
                "个",
                "/findings?only=open&unit=" + unitCode);
    }
}
