package org.chuangjian.inspection;

/**
 * A finding came into a state: issued, returned, handed to another unit, struck off, reopened. Published in the
 * transaction of the deed.
 */
public record FindingMoved(String findingId, String campaignId, String unitCode, FindingState state) {}
