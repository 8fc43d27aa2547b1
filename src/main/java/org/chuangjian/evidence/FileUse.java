package org.chuangjian.evidence;

/** Who else keeps stored contents: asked before a file is deleted because the ledger needs it no more. */
public interface FileUse {

    boolean uses(String sha256);
}
