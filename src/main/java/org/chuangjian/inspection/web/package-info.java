/** Pages and REST of sites, inspections and findings. */
@NullMarked
package org.chuangjian.inspection.web;

import org.jspecify.annotations.NullMarked;
