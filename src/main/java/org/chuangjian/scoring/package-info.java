/** 评分: rules, scores by source, the verdict, and what is missing to reach it. */
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
            "revision"
        })
package org.chuangjian.scoring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
