package org.chuangjian.shared;

/**
 * Does one kind of job. A node may die in the middle and another take the job up again from the start, so each step
 * must look at what is there already.
 */
public interface JobHandler {

    String kind();

    /**
     * Does the work, in transactions of its own making.
     *
     * @return the result as one Chinese sentence
     */
    String run(Job job, Progress progress);

    /** How a handler tells where it is. */
    interface Progress {

        /**
         * Writes the progress in the caller's transaction and keeps the job's lease. Called at the beginning of a
         * transaction, it also keeps other nodes from taking the job up until that has ended, even if the lease lapses
         * meanwhile; called at its end only, a step longer than the lease is taken away from its runner and lost.
         *
         * @throws JobCancelled if somebody cancelled the job, or another node has taken it over
         */
        void report(int done, int total);
    }
}
