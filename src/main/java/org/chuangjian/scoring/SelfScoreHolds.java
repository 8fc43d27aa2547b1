package org.chuangjian.scoring;

import java.util.Map;

/** What a later module has checked of a place's own scores, so that a unit cannot change it beside that. */
public interface SelfScoreHolds {

    /** Code of the criterion → who holds it and what to do, Chinese, one full sentence; absent where nothing is held. */
    Map<String, String> held(String campaignId);
}
