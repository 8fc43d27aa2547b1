package org.chuangjian.revision;

/** A campaign has gone over to another edition, or back; told within that transaction. */
public record EditionSwitched(String campaignId) {}
