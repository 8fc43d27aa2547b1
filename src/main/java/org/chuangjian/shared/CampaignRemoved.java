package org.chuangjian.shared;

/**
 * An example campaign was taken away without a trace; published in that transaction, for those at the edge who keep
 * something about it and whom nobody calls.
 */
public record CampaignRemoved(String campaignId) {}
