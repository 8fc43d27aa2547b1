@NullMarked
package org.chuangjian.title;

import org.jspecify.annotations.NullMarked;
