package org.chuangjian.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who runs a job when nodes stop, die or are slow. */
class JobsTests {

    private final DataSource database =
            new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    private final StaticListableBeanFactory handlers = new StaticListableBeanFactory();

    private Jobs first = node(Duration.ofMinutes(1));

    @BeforeEach
    void createTables() {
        new ResourceDatabasePopulator(new ClassPathResource("db/shared/001-journal-jobs-calendar.sql"))
                .execute(database);
    }

    @AfterEach
    void stop() throws InterruptedException {
        first.stop();
    }

    private Jobs node(Duration lease) {
        return new Jobs(jdbc, Clock.systemUTC(), handlers.getBeanProvider(JobHandler.class), lease);
    }

    @Test
    void aNodeThatStopsGivesTheRestToTheNext() throws InterruptedException {
        CountDownLatch stepDone = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        handle((job, progress) -> {
            if (runs.incrementAndGet() == 1) {
                progress.report(1, 2);
                stepDone.countDown();
                pass(stopped);
                progress.report(2, 2);
            }
            return "继续到第 " + runs.get() + " 次";
        });
        String id = start();
        pass(stepDone);
        Thread stopping = new Thread(() -> {
            try {
                first.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stopping.start();
        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        stopped.countDown();
        stopping.join();
        assertThat(first.find(id).orElseThrow().state()).isEqualTo(Job.State.WAITING);

        Jobs second = node(Duration.ofMinutes(1));
        second.sweep();
        await().until(() -> second.find(id).orElseThrow().state() == Job.State.DONE);
        assertThat(second.find(id).orElseThrow().message()).isEqualTo("继续到第 2 次");
        second.stop();
    }

    @Test
    void aRunThatLostItsLeaseStopsEvenIfTheSameNodeTookTheJobUpAgain() throws InterruptedException {
        Jobs impatient = node(Duration.ofMillis(-1));
        CountDownLatch takenAgain = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        handle((job, progress) -> {
            if (runs.incrementAndGet() > 1) {
                takenAgain.countDown();
                pass(refused);
                return "由后一次完成";
            }
            impatient.sweep();
            pass(takenAgain);
            assertThatThrownBy(() -> progress.report(1, 1)).isInstanceOf(JobCancelled.class);
            refused.countDown();
            throw new JobCancelled(job.id());
        });
        first.stop();
        String id = start();
        impatient.sweep();
        await().until(() -> impatient.find(id).orElseThrow().state() == Job.State.DONE);
        assertThat(impatient.find(id).orElseThrow().message()).isEqualTo("由后一次完成");
        assertThat(runs).hasValue(2);
        impatient.stop();
    }

    private String start() {
        return java.util.Objects.requireNonNull(transaction.execute(
                status -> first.start("test", "subject", "office").id()));
    }

    private void handle(Handling handling) {
        handlers.addBean("handler", new JobHandler() {
            @Override
            public String kind() {
                return "test";
            }

            @Override
            public String run(Job job, Progress progress) {
                return handling.run(job, progress);
            }
        });
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Handling {
        String run(Job job, JobHandler.Progress progress);
    }
}
