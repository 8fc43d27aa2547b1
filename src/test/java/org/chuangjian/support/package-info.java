/** What several tests need: databases, a small county, callers of the API. */
@NullMarked
package org.chuangjian.support;

import org.jspecify.annotations.NullMarked;
