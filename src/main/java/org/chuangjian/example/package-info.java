/** 示例县: an invented county with two campaigns at work, so that every page has something to show; removable at once. */
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
            "revision",
            "inspection",
            "supervision",
            "scoring",
            "acceptance",
            "title"
        })
package org.chuangjian.example;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
