package org.chuangjian.scoring;

import java.util.Collection;
import java.util.Map;
import org.chuangjian.campaign.Campaign;

/** Facts kept by a later module that make a veto hold, e.g. a survey below its line. One bean a module. */
public interface VetoFacts {

    /**
     * Campaign id → code of the veto criterion → why it holds, Chinese. As many statements for one campaign as for all;
     * campaigns of which none holds may be absent.
     */
    Map<String, Map<String, String>> vetoes(Collection<Campaign> campaigns);
}
