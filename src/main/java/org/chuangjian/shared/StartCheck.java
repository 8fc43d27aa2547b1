package org.chuangjian.shared;

import java.util.List;

/** What a module wants to be right before real work is done here; asked in the profile {@code prod} only. */
public interface StartCheck {

    /** @return why the product must not start, empty if it may */
    List<Objection> objections();

    /**
     * One reason, in Chinese.
     *
     * @param reason what is wrong
     * @param remedy what the operator does about it
     */
    record Objection(String reason, String remedy) {}
}
