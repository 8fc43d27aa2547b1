/** Score sheets, gap boards and metric, as pages and for scripts. */
@NullMarked
package org.chuangjian.metric.web;

import org.jspecify.annotations.NullMarked;
