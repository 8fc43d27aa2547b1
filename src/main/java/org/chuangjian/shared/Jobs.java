package org.chuangjian.shared;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Long work in the background: started in the caller's transaction, run by one node at a time, taken up again by any
 * node when its runner is gone.
 */
@Component
public class Jobs {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    /** How long a node that is told to stop waits for the step at hand. */
    private static final Duration LAST_STEP = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ObjectProvider<JobHandler> handlers;
    private final Duration lease;
    private final ExecutorService executor = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "job");
        thread.setDaemon(true);
        return thread;
    });
    private final String node =
            StringUtils.left(ManagementFactory.getRuntimeMXBean().getName(), 50);
    private volatile boolean stopping;

    /** @param lease longer than any single step of a handler takes; a dead node's job waits this long */
    Jobs(
            JdbcClient jdbc,
            Clock clock,
            ObjectProvider<JobHandler> handlers,
            @Value("${chuangjian.jobs.lease:60s}") Duration lease) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.handlers = handlers;
        this.lease = lease;
    }

    /**
     * Starts a job with the caller's transaction; it runs once that has committed. If one of the kind is already under
     * way for the subject, that one is returned.
     */
    @Transactional
    public Job start(String kind, String subject, String account) {
        Optional<Job> running = jdbc.sql("select * from job where kind = ? and subject = ?"
                        + " and state in ('WAITING', 'RUNNING') order by started_at fetch first 1 rows only")
                .params(kind, subject)
                .query(Job.class)
                .optional();
        if (running.isPresent()) {
            return running.get();
        }
        String id = Ids.next();
        jdbc.sql("insert into job (id, kind, subject, state, done, total, message, started_by, started_at)"
                        + " values (?, ?, ?, 'WAITING', 0, 0, '', ?, ?)")
                .params(id, kind, subject, account, now())
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                submit(id);
            }
        });
        return find(id).orElseThrow();
    }

    public Optional<Job> find(String id) {
        return jdbc.sql("select * from job where id = ?")
                .param(id)
                .query(Job.class)
                .optional();
    }

    /** The newest job of the kind for the subject. */
    public Optional<Job> latest(String kind, String subject) {
        return jdbc.sql("select * from job where kind = ? and subject = ? order by started_at desc, id desc"
                        + " fetch first 1 rows only")
                .params(kind, subject)
                .query(Job.class)
                .optional();
    }

    /** What is done stays done; the job stops before its next step. */
    @Transactional
    public void cancel(String id) {
        jdbc.sql("update job set state = 'CANCELLED', finished_at = ?, message = '已取消，已完成的部分保留'"
                        + " where id = ? and state in ('WAITING', 'RUNNING')")
                .params(now(), id)
                .update();
    }

    /** Forgets the jobs of a subject that is being removed. */
    @Transactional
    public void forget(String subject) {
        jdbc.sql("delete from job where subject = ?").param(subject).update();
    }

    /** Takes up what waits, and what a node that is gone has left behind. */
    @Scheduled(fixedDelayString = "${chuangjian.jobs.sweep:5s}")
    @EventListener(ApplicationReadyEvent.class)
    public void sweep() {
        List<String> abandoned = jdbc.sql("select id from job where state in ('WAITING', 'RUNNING')"
                        + " and (lease_until is null or lease_until < ?) order by started_at")
                .param(now())
                .query(String.class)
                .list();
        abandoned.forEach(this::submit);
    }

    /**
     * Lets the step at hand finish and gives the rest back to the other nodes, or to the next start. It comes before
     * the beans the handlers work with are taken down; a handler that ran into that would count as failed.
     */
    @EventListener(ContextClosedEvent.class)
    void stop() throws InterruptedException {
        stopping = true;
        executor.shutdown();
        if (!executor.awaitTermination(LAST_STEP.toSeconds(), TimeUnit.SECONDS)) {
            executor.shutdownNow();
        }
    }

    private void submit(String id) {
        try {
            executor.execute(() -> runIfMine(id));
        } catch (RejectedExecutionException e) {
            LOG.info("Job {} waits for another node: this one is stopping", id);
        }
    }

    private void runIfMine(String id) {
        if (stopping) {
            return;
        }
        // One name a run, not a node: a run whose lease lapsed must not be mistaken for the one that follows it here.
        String runner = node + "/" + Ids.next();
        int taken = jdbc.sql("update job set state = 'RUNNING', runner = ?, lease_until = ? where id = ?"
                        + " and state in ('WAITING', 'RUNNING') and (lease_until is null or lease_until < ?)")
                .params(runner, now().plus(lease), id, now())
                .update();
        if (taken == 0) {
            return;
        }
        Job job = find(id).orElseThrow();
        Map<String, JobHandler> byKind =
                handlers.orderedStream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
        try {
            JobHandler handler = byKind.get(job.kind());
            if (handler == null) {
                throw new IllegalStateException("No handler for jobs of kind " + job.kind());
            }
            String result = handler.run(job, (done, total) -> report(id, runner, done, total));
            finish(id, runner, Job.State.DONE, result);
        } catch (JobCancelled e) {
            LOG.info("Job {} stopped: {}", id, e.getMessage());
            giveBackIfStopping(id, runner);
        } catch (Problem problem) {
            finish(id, runner, Job.State.FAILED, problem.detail());
        } catch (RuntimeException e) {
            if (giveBackIfStopping(id, runner)) {
                LOG.info("Job {} of kind {} was interrupted by the end of this node", id, job.kind(), e);
                return;
            }
            LOG.error("Job {} of kind {} failed", id, job.kind(), e);
            finish(id, runner, Job.State.FAILED, "后台处理出错，已完成的部分保留，可以再次发起；如仍失败请联系系统管理员（作业号 " + id + "）。");
        }
    }

    private boolean giveBackIfStopping(String id, String runner) {
        if (stopping) {
            jdbc.sql("update job set state = 'WAITING', lease_until = null where id = ? and runner = ?"
                            + " and state = 'RUNNING'")
                    .params(id, runner)
                    .update();
        }
        return stopping;
    }

    private void report(String id, String runner, int done, int total) {
        if (stopping) {
            throw new JobCancelled(id);
        }
        int mine = jdbc.sql("update job set done = ?, total = ?, lease_until = ? where id = ? and runner = ?"
                        + " and state = 'RUNNING'")
                .params(done, total, now().plus(lease), id, runner)
                .update();
        if (mine == 0) {
            throw new JobCancelled(id);
        }
    }

    private void finish(String id, String runner, Job.State state, String message) {
        jdbc.sql("update job set state = ?, message = ?, finished_at = ? where id = ? and runner = ?"
                        + " and state = 'RUNNING'")
                .params(state.name(), StringUtils.left(message, 2000), now(), id, runner)
                .update();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
