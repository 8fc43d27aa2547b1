/** How problems and pages reach browsers and scripts. */
@NullMarked
package org.chuangjian.shared.web;

import org.jspecify.annotations.NullMarked;
