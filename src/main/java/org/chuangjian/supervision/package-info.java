/** 督办: reminders, and the orders that escalate what is late from blue to red. */
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
            "inspection"
        })
package org.chuangjian.supervision;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
