@NullMarked
package org.chuangjian.acceptance;

import org.jspecify.annotations.NullMarked;
