package org.chuangjian.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.Upload;
import org.chuangjian.evidence.UploadTarget;
import org.chuangjian.organisation.Role;
import org.chuangjian.shared.Job;
import org.chuangjian.shared.Jobs;
import org.chuangjian.support.Acting;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.CountedStatements;
import org.chuangjian.support.County;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.Postgres;
import org.chuangjian.support.QuietProduct;
import org.chuangjian.support.Storage;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.chuangjian.work.Launch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The whole product path of assignments against the engine alone, on one PostgreSQL with durable commits, in one run.
 * Only ratios and counts mean something; nothing here fails because a machine is slow.
 */
@Tag("bench")
@DirtiesContext
@QuietProduct
class WorkBenchTests {

    private static final int LAUNCHED = 2_000;
    private static final int WALKED = 400;
    private static final int WARM_UP = 60;
    private static final int THREADS = 4;
    private static final byte[] PDF = "%PDF-1.4\ntrailer<<>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path data;

    @Autowired
    CountyAtWork county;

    @Autowired
    CriteriaSets criteria;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Launch launch;

    @Autowired
    Jobs jobs;

    @Autowired
    Assignments assignments;

    @Autowired
    AssignmentWork work;

    @Autowired
    EvidenceBook evidence;

    @Autowired
    TaskService tasks;

    @Autowired
    IdentityService identities;

    @Autowired
    JdbcClient jdbc;

    private final Map<String, Object> results = new LinkedHashMap<>();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.onPostgres(properties, data);
    }

    @Test
    void measuresTheProductAgainstThePlainEngine() throws Exception {
        county.settle();
        try (PlainEngine plain = new PlainEngine(Postgres.freshDatabase())) {
            warmUp(plain);
            launch(create(5, "收件箱"));
            long few = inboxNanos();
            result("inbox.few.tasks", tasks.createTaskQuery().count());
            result("inbox.few.millis", round(few / 1e6));
            List<Assignment> launched = launches(plain);
            walks(plain, launched);
            statements(launched);
            inbox(few, 10_000);
            write();
            inbox(few, 60_000);
        }
        write();
    }

    private void warmUp(PlainEngine plain) throws Exception {
        inParallel(plain.start(WARM_UP), plain::walk);
        inParallel(open(campaign(3, "热身")), this::walk);
    }

    private List<Assignment> launches(PlainEngine plain) {
        long plainNanos = nanos(() -> plain.start(LAUNCHED));
        String campaign = create(LAUNCHED / County.UNITS.size(), "下达");
        long ours = nanos(() -> launch(campaign));
        List<Assignment> open = open(campaign);
        result("launch.assignments", open.size());
        result("launch.plainPerSecond", perSecond(LAUNCHED, plainNanos));
        result("launch.productPerSecond", perSecond(open.size(), ours));
        result("launch.productTimesPlain", round((double) ours / open.size() / ((double) plainNanos / LAUNCHED)));
        return open;
    }

    private void walks(PlainEngine plain, List<Assignment> launched) throws Exception {
        List<String> keys = plain.start(WALKED);
        long plainNanos = timed(() -> inParallel(keys, plain::walk));
        List<Assignment> chosen = launched.subList(0, WALKED);
        long ours = timed(() -> inParallel(chosen, this::walk));
        assertThat(assignments.find(chosen.get(0).id()).orElseThrow().state().name())
                .isEqualTo("ACCEPTED");
        result("walk.threads", THREADS);
        result("walk.plainPerSecond", perSecond(WALKED, plainNanos));
        result("walk.productPerSecond", perSecond(WALKED, ours));
        result("walk.productOverPlain", round((double) plainNanos / ours));
    }

    /** The same deeds in a small and in a large campaign: the counts must be the same. */
    private void statements(List<Assignment> large) throws Exception {
        Assignment few = open(campaign(1, "少量")).get(0);
        Assignment many = large.get(WALKED + 1);
        for (String deed : List.of("submit", "confirm", "review")) {
            long small = counted(few, deed);
            long big = counted(many, deed);
            result("statements." + deed, small);
            assertThat(big)
                    .as("statements of %s must not grow with siblings", deed)
                    .isEqualTo(small);
        }
    }

    private long counted(Assignment assignment, String deed) throws Exception {
        return switch (deed) {
            case "submit" -> {
                upload(assignment);
                yield as(
                        assignment,
                        Role.CLERK,
                        () -> CountedStatements.during(() -> work.submit(assignment.id(), "已办结")));
            }
            case "confirm" ->
                as(
                        assignment,
                        Role.HEAD,
                        () -> CountedStatements.during(() -> work.confirm(assignment.id(), true, null)));
            default ->
                as(
                        assignment,
                        Role.OFFICE,
                        () -> CountedStatements.during(() -> work.review(assignment.id(), true, null, null)));
        };
    }

    /** What a clerk's Tasklist asks: the count and the first page of the unit's tasks. */
    private void inbox(long few, int open) {
        while (tasks.createTaskQuery().count() < open) {
            launch(create(100, "积压"));
        }
        long many = inboxNanos();
        result("inbox." + open + ".tasks", tasks.createTaskQuery().count());
        result("inbox." + open + ".millis", round(many / 1e6));
        result("inbox." + open + ".timesFew", round((double) many / few));
    }

    private long inboxNanos() {
        // What autovacuum does within a minute of a launch; without it the database still plans for empty tables.
        jdbc.sql("analyze").update();
        long[] runs = new long[41];
        identities.setAuthentication("c-u21", List.of("CLERK"), List.of("u21"));
        try {
            for (int i = 0; i < runs.length; i++) {
                runs[i] = nanos(() -> {
                    tasks.createTaskQuery().taskDefinitionKey("userTask_handle").count();
                    tasks.createTaskQuery()
                            .taskDefinitionKey("userTask_handle")
                            .orderByDueDate()
                            .asc()
                            .listPage(0, 15);
                });
            }
        } finally {
            identities.clearAuthentication();
        }
        Arrays.sort(runs);
        return runs[runs.length / 2];
    }

    private void walk(Assignment assignment) {
        upload(assignment);
        as(assignment, Role.CLERK, () -> work.submit(assignment.id(), "已办结"));
        as(assignment, Role.HEAD, () -> work.confirm(assignment.id(), true, null));
        as(assignment, Role.OFFICE, () -> work.review(assignment.id(), true, null, null));
    }

    private void upload(Assignment assignment) {
        byte[] content =
                (new String(PDF, StandardCharsets.US_ASCII) + assignment.id()).getBytes(StandardCharsets.US_ASCII);
        as(
                assignment,
                Role.CLERK,
                () -> evidence.add(
                        new UploadTarget(
                                assignment.id(),
                                assignment.campaignId(),
                                assignment.criterionCode(),
                                assignment.unitCode()),
                        List.of(new Upload("材料.pdf", new ByteArrayResource(content), content.length)),
                        "c-" + assignment.unitCode(),
                        "经办",
                        ""));
    }

    private static <T> T as(@Nullable Assignment assignment, Role role, Callable<T> deed) {
        return Acting.as(role, role == Role.OFFICE || assignment == null ? "u01" : assignment.unitCode(), deed);
    }

    private String campaign(int criteriaCount, String name) {
        String campaign = create(criteriaCount, name);
        launch(campaign);
        return campaign;
    }

    /** A campaign whose every criterion is one unit's to lead and all the others' to support. */
    private String create(int criteriaCount, String name) {
        String owners = String.join("/", County.UNITS.values());
        StringBuilder table = new StringBuilder("编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n");
        for (int i = 1; i <= criteriaCount; i++) {
            table.append("B%04d,组%d,指标%d,要求%d,1,基本项,%s,材料,MANUAL:0-1%n".formatted(i, i % 7, i, i, owners));
        }
        return as(null, Role.OFFICE, () -> {
            String set = Objects.requireNonNull(criteria.importSet(
                            "giZone",
                            name + System.nanoTime(),
                            table.toString().getBytes(StandardCharsets.UTF_8),
                            "table.csv",
                            "office",
                            "示例",
                            false)
                    .id());
            Campaign campaign = campaigns.create(
                    "giZone",
                    name,
                    set,
                    ChinaTime.today().minusMonths(1),
                    ChinaTime.today().plusYears(1),
                    false);
            return campaign.id();
        });
    }

    private void launch(String campaign) {
        Job job = as(null, Role.OFFICE, () -> launch.start(campaign));
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> jobs.find(job.id()).orElseThrow().state().finished());
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(Job.State.DONE);
    }

    private List<Assignment> open(String campaign) {
        return as(null, Role.OFFICE, () -> {
            List<Assignment> all = new ArrayList<>();
            Assignments.Filter filter = new Assignments.Filter(campaign, null, null, null, null, null, null);
            for (int page = 0; ; page++) {
                List<Assignment> items = assignments.page(filter, page, 500).items();
                all.addAll(items);
                if (items.size() < 500) {
                    return all;
                }
            }
        });
    }

    private static <T> void inParallel(List<T> items, Consumer<T> deed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            items.forEach(item -> running.add(threads.submit(() -> deed.accept(item))));
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static long nanos(Runnable deed) {
        long start = System.nanoTime();
        deed.run();
        return System.nanoTime() - start;
    }

    private interface Deed {
        void run() throws Exception;
    }

    private static long timed(Deed deed) throws Exception {
        long start = System.nanoTime();
        deed.run();
        return System.nanoTime() - start;
    }

    private static double perSecond(int count, long nanos) {
        return round(count / (nanos / 1e9));
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private void result(String name, Object value) {
        results.put(name, value);
        System.out.println("bench " + name + " = " + value);
    }

    private void write() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "bench"));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("work.json").toFile(), results);
    }
}
