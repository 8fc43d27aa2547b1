@NullMarked
package org.chuangjian.revision;

import org.jspecify.annotations.NullMarked;
