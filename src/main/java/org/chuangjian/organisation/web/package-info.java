/** Pages and REST of units and people. */
@NullMarked
package org.chuangjian.organisation.web;

import org.jspecify.annotations.NullMarked;
