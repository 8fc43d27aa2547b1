/** Pages and REST of assignments: the office's desk, the review, the launch. */
@NullMarked
package org.chuangjian.work.web;

import org.jspecify.annotations.NullMarked;
