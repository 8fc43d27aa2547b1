package org.chuangjian.evidence;

import java.time.OffsetDateTime;

/** One line of the ledger 台账: a document as it serves one assignment. A document with three uses has three lines. */
public record EvidenceEntry(Evidence evidence, String assignmentId, String criterionCode, OffsetDateTime linkedAt) {}
