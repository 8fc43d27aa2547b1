package org.chuangjian.campaign;

/** At least one criterion of a campaign has another lead, or none any more; told within that transaction. */
public record LeadChanged(String campaignId) {}
