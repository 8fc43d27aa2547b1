@NullMarked
package org.chuangjian.insight;

import org.jspecify.annotations.NullMarked;
