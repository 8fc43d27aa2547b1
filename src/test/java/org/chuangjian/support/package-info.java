/** What tests of the whole product share: a running server, people who call it, a real browser. */
@NullMarked
package org.chuangjian.support;

import org.jspecify.annotations.NullMarked;
