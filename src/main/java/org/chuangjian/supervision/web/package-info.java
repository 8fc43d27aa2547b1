/** Pages and REST of supervision: the register, one order, leaders' instructions, who is in charge of which unit. */
@NullMarked
package org.chuangjian.supervision.web;

import org.jspecify.annotations.NullMarked;
