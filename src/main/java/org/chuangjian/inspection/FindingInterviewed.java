package org.chuangjian.inspection;

/**
 * 约谈 was recorded over a finding that stays undone. Published in the transaction of the deed; the unit itself has been
 * told.
 *
 * @param note with whom, when, and what was demanded
 */
public record FindingInterviewed(Finding finding, String note) {}
