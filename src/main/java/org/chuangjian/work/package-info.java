/** 任务: one criterion for one unit; received, worked on, confirmed by the unit, reviewed by the office. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "organisation", "identity", "criteria", "campaign"})
package org.chuangjian.work;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
