package org.chuangjian.metric;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: the documents a reading may be told with. */
public interface ReadingProofs {

    /**
     * @param idOrName as somebody wrote it
     * @param campaignId where to look for a name; null for anywhere
     * @param unitCode whose reading it is; of several documents of one name its own is meant
     * @return the document's id
     * @throws org.chuangjian.shared.Problem 422 {@code evidence} if there is none, not one alone, or it is none of the
     *     signed-in person's business
     */
    String require(String idOrName, @Nullable String campaignId, String unitCode);

    /** Names to choose from, for the signed-in person: the newest documents of the campaign. */
    List<String> names(String campaignId);
}
