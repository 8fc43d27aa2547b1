/** The units of a place (departments, townships, stations, enterprises) and the people in them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared"})
package org.chuangjian.organisation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
