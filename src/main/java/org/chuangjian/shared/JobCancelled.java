package org.chuangjian.shared;

import java.io.Serial;

/** The job must stop: it was cancelled, or its lease passed to another node. */
public final class JobCancelled extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    JobCancelled(String jobId) {
        super("Job " + jobId + " was cancelled or taken over");
    }
}
