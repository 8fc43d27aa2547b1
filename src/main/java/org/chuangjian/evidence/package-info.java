/** 佐证材料: the documents units hand in, stored once under their hash and used by as many assignments as they serve. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"shared", "organisation", "identity", "criteria", "campaign", "metric", "work"})
package org.chuangjian.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
