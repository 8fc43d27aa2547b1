package org.chuangjian.shared;

/** The office entered, imported or reset working days: what was counted in them may end on another day now. */
public record WorkingDaysChanged() {}
