package org.chuangjian.work;

/** What units ask of the office about things a module right of this one keeps. */
public interface OtherRequests {

    /** How many wait for the office's decision: one statement. */
    long waiting();
}
