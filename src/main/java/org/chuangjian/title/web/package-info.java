/** Pages and REST of public notices, namings and titles. */
@NullMarked
package org.chuangjian.title.web;

import org.jspecify.annotations.NullMarked;
