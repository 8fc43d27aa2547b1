@NullMarked
package org.chuangjian.criteria.web;

import org.jspecify.annotations.NullMarked;
