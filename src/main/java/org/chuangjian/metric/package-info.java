/** 数据: what is counted (metrics with targets) and what was read when, by whom, with its evidence. Unknown is not 0. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "organisation", "identity", "criteria", "campaign"})
package org.chuangjian.metric;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
