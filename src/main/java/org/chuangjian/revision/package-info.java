/** 细则换版: what a newer edition of the criteria changes in a running campaign, applied and undone as one. */
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
            "evidence"
        })
package org.chuangjian.revision;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
