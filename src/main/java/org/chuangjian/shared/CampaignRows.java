package org.chuangjian.shared;

import java.util.Collection;

/**
 * What a module keeps of campaigns, for the removal of the example county. Removed from the right of the module arrows
 * to the left, as {@code @Order} says, so that nothing refers to what has gone.
 */
public interface CampaignRows {

    int TITLE = 0;
    int ACCEPTANCE = 1;
    int SCORING = 2;
    int REVISION = 3;
    int SUPERVISION = 4;
    int INSPECTION = 5;
    int EVIDENCE = 6;
    int WORK = 7;
    int METRIC = 8;
    int CAMPAIGN = 9;

    /** Takes everything of these campaigns away, within the caller's transaction. */
    void remove(Collection<String> campaignIds);
}
