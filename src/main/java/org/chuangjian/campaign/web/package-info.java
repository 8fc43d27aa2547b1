/** Pages and REST of campaigns. */
@NullMarked
package org.chuangjian.campaign.web;

import org.jspecify.annotations.NullMarked;
