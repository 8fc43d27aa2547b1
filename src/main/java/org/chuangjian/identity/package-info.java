/** Who is signed in and what this person may do: accounts, sign-on, and the one table of rights. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "organisation"})
package org.chuangjian.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
