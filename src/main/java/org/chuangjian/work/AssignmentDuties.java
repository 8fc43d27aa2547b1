package org.chuangjian.work;

import org.chuangjian.organisation.UnitDuties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tasks a unit has not finished. */
@Component
class AssignmentDuties extends UnitDuties {

    AssignmentDuties(JdbcClient jdbc) {
        super(jdbc, "未办结任务", "项", "assignment", "/tasks");
    }
}
