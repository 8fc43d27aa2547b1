/** 督查整改: sites, inspection plans, findings and their rectification until they are struck off, and looked back at. */
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
package org.chuangjian.inspection;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
