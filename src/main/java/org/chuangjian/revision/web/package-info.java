/** Pages and REST of changes of edition. */
@NullMarked
package org.chuangjian.revision.web;

import org.jspecify.annotations.NullMarked;
