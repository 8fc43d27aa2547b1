package org.chuangjian.scoring;

/** A criterion was found not to apply to a campaign, or to apply again; told within that transaction. */
public record ApplicabilityChanged(String campaignId, String criterionCode) {}
