package org.chuangjian.notification;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 消息 in somebody's inbox.
 *
 * @param link page of ours that shows what it is about
 * @param automatic whether no person caused it
 */
public record Message(
        String id,
        String account,
        String topic,
        @Nullable String campaignId,
        String subject,
        String text,
        String link,
        boolean automatic,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime readAt) {

    public boolean unread() {
        return readAt == null;
    }
}
