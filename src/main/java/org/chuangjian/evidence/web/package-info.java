/** How the content of evidence reaches a browser. */
@NullMarked
package org.chuangjian.evidence.web;

import org.jspecify.annotations.NullMarked;
