/** Campaigns: their kinds, stages, milestones with gates, and who owns which criterion until when. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "organisation", "identity", "criteria"})
package org.chuangjian.campaign;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
