package org.chuangjian.evidence;

/** Port: decides whether the person behind the running request may read a document. */
@FunctionalInterface
public interface EvidenceAccess {

    /** @throws org.chuangjian.shared.Problem 403 or 404 if not */
    void requireReadable(Evidence evidence);
}
