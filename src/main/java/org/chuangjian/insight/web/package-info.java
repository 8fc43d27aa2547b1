/** Dashboards, the campaign's overview, the battle map, and their numbers for scripts. */
@NullMarked
package org.chuangjian.insight.web;

import org.jspecify.annotations.NullMarked;
