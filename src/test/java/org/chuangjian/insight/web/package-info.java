@NullMarked
package org.chuangjian.insight.web;

import org.jspecify.annotations.NullMarked;
