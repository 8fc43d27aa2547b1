/** 消息: what people are told, in the product and by mail, through an outbox. */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "organisation", "identity"})
package org.chuangjian.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
