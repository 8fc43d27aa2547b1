/** Chuangjian: demonstration-creation campaigns of market-supervision bureaus. One sub-package is one module. */
@NullMarked
package org.chuangjian;

import org.jspecify.annotations.NullMarked;
