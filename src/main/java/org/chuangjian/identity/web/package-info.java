/** Pages and REST of sign-on and accounts. */
@NullMarked
package org.chuangjian.identity.web;

import org.jspecify.annotations.NullMarked;
