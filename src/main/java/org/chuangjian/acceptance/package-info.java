/** 自评、初评、验收: what is handed up, what the levels above say, and what people answer when asked. */
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
            "revision",
            "scoring"
        })
package org.chuangjian.acceptance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
