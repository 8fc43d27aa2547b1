/** What is asked: the official criteria tables, edition by edition, as they were published. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "organisation", "identity"})
package org.chuangjian.criteria;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
