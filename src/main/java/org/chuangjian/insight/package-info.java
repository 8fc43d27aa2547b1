/** 统计报表: where the work stands and what is in the way, for leaders, the office and each unit's own part. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "organisation",
            "identity",
            "criteria",
            "campaign",
            "metric",
            "work",
            "evidence",
            "inspection",
            "supervision",
            "scoring",
            "acceptance",
            "title"
        })
package org.chuangjian.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
