package org.chuangjian.campaign;

/** 任务已下达: every owned criterion has its assignments, after the first launch and after each later one. */
public record CampaignLaunched(String campaignId) {}
