/**
 * The only module that knows Camunda: it deploys the models of {@code bpmn/}, offers them their steps, and implements
 * what the features ask of their processes.
 */
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
package org.chuangjian.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
