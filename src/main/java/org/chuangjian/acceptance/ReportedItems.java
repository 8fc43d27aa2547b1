package org.chuangjian.acceptance;

import java.time.LocalDate;
import java.util.Optional;
import org.chuangjian.evidence.UploadTarget;
import org.jspecify.annotations.Nullable;

/** What units report on; told by whoever keeps such items. */
public interface ReportedItems {

    /**
     * A select of all of them: {@code id, campaign_id} (null once the campaign is over and the item lives on), {@code kind,
     * heading, demand, due_date, open} (may still be worked on), {@code done}.
     */
    String select();

    /** The item, if it is one of these. */
    Optional<Item> find(String id);

    /** The office agreed to what the unit reported: the item is done. */
    void finish(String id, String note, String by);

    /**
     * @param campaignId null for a title from before the product
     * @param heading where it comes from: the campaign or the title
     * @param demand what is asked
     * @param nearDue the last day that counts as near due
     * @param target where its files go
     * @param link the page on which the office sees to it
     * @param unitLink the page on which the unit reads of it
     * @param open whether it may still be worked on
     */
    record Item(
            String id,
            @Nullable String campaignId,
            String heading,
            String demand,
            LocalDate dueDate,
            LocalDate nearDue,
            UploadTarget target,
            String link,
            String unitLink,
            boolean open) {}
}
