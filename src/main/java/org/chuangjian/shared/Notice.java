package org.chuangjian.shared;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something people are told. Published as an application event inside the transaction of the deed; whoever brings it
 * to them writes it down in that transaction, or not at all, and never lets the deed fail.
 *
 * @param topic what it is about, e.g. {@code reminder}, {@code supervision}, {@code finding}
 * @param campaignId null outside any campaign
 * @param accounts of the people told
 * @param subject one line, Chinese
 * @param text what happened, what is expected of the reader and until when, Chinese
 * @param link page of ours that shows it, beginning with /
 * @param automatic whether no person caused it
 */
public record Notice(
        String topic,
        @Nullable String campaignId,
        Set<String> accounts,
        String subject,
        String text,
        String link,
        boolean automatic) {

    public Notice {
        accounts = Set.copyOf(accounts);
    }
}
