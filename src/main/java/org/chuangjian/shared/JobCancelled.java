package org.chuangjian.shared;

import java.io.Serial;

/** The job must stop: it was cancelled, its lease passed to another node, or this node is stopping. */
public final class JobCancelled extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    JobCancelled(String jobId) {
        super("Job " + jobId + " was cancelled, taken over or given back");
    }
}
