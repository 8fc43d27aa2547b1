package org.chuangjian.evidence;

/**
 * Ledger lines by state, of one criterion or one unit: each number counts exactly the lines that
 * {@link EvidenceBook#list} gives for the same key and state.
 *
 * @param key criterion code or unit code
 */
public record EvidenceCounts(String key, int draft, int returned, int submitted, int accepted, int locked) {

    public int total() {
        return draft + returned + submitted + accepted + locked;
    }
}
