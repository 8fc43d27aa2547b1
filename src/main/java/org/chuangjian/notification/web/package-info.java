/** The inbox, and the administrator's list of mails that have not gone out. */
@NullMarked
package org.chuangjian.notification.web;

import org.jspecify.annotations.NullMarked;
