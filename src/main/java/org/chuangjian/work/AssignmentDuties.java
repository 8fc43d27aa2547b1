package org.chuangjian.work;

import org.chuangjian.organisation.UnitDuties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tasks a unit has not finished. */
@Component
class AssignmentDuties implements UnitDuties {

    private final JdbcClient jdbc;

    AssignmentDuties(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Duty of(String unitCode) {
        return new Duty(
                "未办结任务",
                jdbc.sql("select count(*) from assignment where unit_code = ? and open")
                        .param(unitCode)
                        .query(Long.class)
                        .single(),
                "项",
                "/tasks?only=open&unit=" + unitCode);
    }
}
