package org.chuangjian.inspection;

import org.chuangjian.organisation.UnitDuties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The findings a unit has not rectified. */
@Component
class FindingDuties extends UnitDuties {

    FindingDuties(JdbcClient jdbc) {
        super(jdbc, "未销号问题", "个", "finding", "/findings");
    }
}
