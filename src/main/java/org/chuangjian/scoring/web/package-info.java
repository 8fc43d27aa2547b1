/** Score sheets, gap boards and scoring, as pages and for scripts. */
@NullMarked
package org.chuangjian.scoring.web;

import org.jspecify.annotations.NullMarked;
