package org.chuangjian.campaign;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.chuangjian.campaign.CampaignKind.Condition;
import org.chuangjian.campaign.CampaignKind.ConditionCode;

/** A fact that a milestone waits for and a later module keeps (findings, scores, evaluations, titles). */
public interface ConditionCheck {

    /** The codes this module answers for; each code is answered by one module only. */
    Set<ConditionCode> codes();

    /** The condition as the office reads it, whether it holds or not. */
    String asked(Condition condition);

    /**
     * The campaigns of which the condition does not hold, with the reason and who has to see to it. As many statements
     * for one campaign as for all.
     */
    Map<String, Gates.Unmet> unmet(Condition condition, Collection<Campaign> campaigns);
}
