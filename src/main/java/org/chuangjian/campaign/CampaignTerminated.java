package org.chuangjian.campaign;

/** 创建终止: the campaign was given up or refused its title; published in the same transaction, so that its open work ends with it. */
public record CampaignTerminated(String campaignId) {}
