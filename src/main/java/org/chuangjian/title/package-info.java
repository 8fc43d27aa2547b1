/** 公示命名: what the public objects to, titles held, their validity, yearly tracking, re-review and withdrawal. */
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
            "acceptance"
        })
package org.chuangjian.title;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
