package org.chuangjian.evidence;

/** The assignment a document is to serve, and whose it is. */
public record UploadTarget(String assignmentId, String campaignId, String criterionCode, String unitCode) {}
