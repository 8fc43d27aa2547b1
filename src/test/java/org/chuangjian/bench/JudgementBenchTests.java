package org.chuangjian.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.chuangjian.acceptance.Volume;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.Upload;
import org.chuangjian.evidence.UploadTarget;
import org.chuangjian.metric.Readings;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.chuangjian.scoring.ScoreBoard;
import org.chuangjian.scoring.ScoreSettings;
import org.chuangjian.scoring.ScoreSheet;
import org.chuangjian.support.Acting;
import org.chuangjian.support.Caller;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.CountedStatements;
import org.chuangjian.support.County;
import org.chuangjian.support.CountyAtWork;
import org.chuangjian.support.QuietProduct;
import org.chuangjian.support.Storage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What judging costs: the score page of a large campaign against the plain GROUP BY it needs, and the submission
 * volume against the disk. Only ratios mean something; nothing here fails
 * because a machine is slow.
 */
@Tag("bench")
@DirtiesContext
@QuietProduct(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class JudgementBenchTests {

    private static final int CRITERIA = 300;
    private static final int UNITS = 60;
    private static final int DOCUMENTS = 150;
    private static final int DOCUMENT_SIZE = 4 * 1024 * 1024;
    private static final int RUNS = 41;
    private static final int WARM_UPS = 300;
    private static final List<String> METRICS =
            List.of("TC_UNITS", "TC_NOREASON", "TC_VILLAGE", "TC_PARK", "TC_ODR", "TC_PAYFIRST", "BB_CADRES");

    @TempDir
    static Path data;

    @LocalServerPort
    int port;

    @Autowired
    CountyAtWork county;

    @Autowired
    Units units;

    @Autowired
    CriteriaSets criteria;

    @Autowired
    Campaigns campaigns;

    @Autowired
    ScoreSettings settings;

    @Autowired
    ScoreBoard board;

    @Autowired
    Readings readings;

    @Autowired
    EvidenceBook evidence;

    @Autowired
    Volume volume;

    @Autowired
    JdbcClient jdbc;

    private final Results results = new Results("judgement");

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.onPostgres(properties, data);
    }

    @Test
    void measuresJudgingAgainstWhatItNeeds() throws Exception {
        county.settle();
        Campaign campaign = settle();
        scores(campaign);
        volume(campaign);
        results.write();
    }

    private void scores(Campaign campaign) throws Exception {
        Caller office = Caller.signedIn("http://localhost:" + port, "office", County.PASSWORD);
        Callable<?> grouping = () -> {
            jdbc.sql("select criterion_code, count(*), count(*) filter (where state = 'ACCEPTED'),"
                            + " count(*) filter (where due_date < current_date) from assignment where campaign_id = ?"
                            + " group by criterion_code")
                    .param(campaign.id())
                    .query()
                    .listOfRows();
            return jdbc.sql("select metric_code, count(*), sum(figure), max(as_of) from metric_reading where counts"
                            + " and unit_code in (select unit_code from ownership_support where campaign_id = ?)"
                            + " group by metric_code")
                    .param(campaign.id())
                    .query()
                    .listOfRows();
        };
        Callable<?> looking = () -> {
            var answer = office.get("/campaigns/" + campaign.id() + "/score");
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer;
        };
        double[] medians = millisInTurn(grouping, () -> board.of(campaign.id()), looking);
        double plain = medians[0];
        double sheet = medians[1];
        double page = medians[2];
        results.put("score.criteria", CRITERIA);
        results.put("score.assignments", CRITERIA * UNITS);
        results.put("score.plainMillis", plain);
        results.put("score.sheetMillis", sheet);
        results.put("score.pageMillis", page);
        results.put("score.sheetTimesPlain", Results.round(sheet / plain));
        results.put("score.pageTimesPlain", Results.round(page / plain));
        // Where the gate asks for the score, the page answers with the sheet it has.
        jdbc.sql("update campaign set stage = 'selfEvaluation' where id = ?")
                .param(campaign.id())
                .update();
        results.put("score.pageMillisInSelfEvaluation", millisInTurn(looking)[0]);
        results.put("score.statements", CountedStatements.during(() -> board.of(campaign.id())));
        ScoreSheet before = board.of(campaign.id());
        long one = CountedStatements.during(() -> reading("TC_UNITS", "u02", 40, ChinaTime.today()));
        results.put("score.statementsOfOneReading", one);
        assertThat(board.of(campaign.id()).total()).isNotEqualByComparingTo(before.total());
    }

    /** The disk's own rate is that of copying the same documents one after the other into one file. */
    private void volume(Campaign campaign) throws Exception {
        documents(campaign);
        Path copy = data.resolve("copy.bin");
        Path zip = data.resolve("volume.zip");
        double[] disk = new double[3];
        double[] ours = new double[3];
        long heap = 0;
        for (int i = 0; i < disk.length; i++) {
            disk[i] = seconds(() -> copyAll(copy));
            long before = used();
            ours[i] = seconds(() -> {
                try (OutputStream out = Files.newOutputStream(zip)) {
                    as(() -> {
                        volume.write(campaign, out);
                        return zip;
                    });
                }
            });
            heap = Math.max(heap, used() - before);
        }
        Arrays.sort(disk);
        Arrays.sort(ours);
        double megabytes = (double) DOCUMENTS * DOCUMENT_SIZE / (1024 * 1024);
        assertThat(Files.size(zip)).isGreaterThan((long) DOCUMENTS * DOCUMENT_SIZE);
        results.put("volume.megabytes", Results.round(megabytes));
        results.put("volume.diskMegabytesPerSecond", Results.round(megabytes / disk[1]));
        results.put("volume.productMegabytesPerSecond", Results.round(megabytes / ours[1]));
        results.put("volume.shareOfDisk", Results.round(disk[1] / ours[1]));
        results.put("volume.heapGrowthMegabytes", Math.max(0, heap / (1024 * 1024)));
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void copyAll(Path copy) throws IOException {
        try (var files = Files.walk(data.resolve("files"));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy), 256 * 1024)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 256 * 1024)) {
                    in.transferTo(out);
                }
            }
        }
    }

    private Campaign settle() {
        for (int i = County.UNITS.size() + 1; i <= UNITS; i++) {
            units.add(new Unit("u" + i, "样本单位" + i, UnitType.DEPARTMENT, null, "", "", true, List.of()), "test", "测试");
        }
        String owners = String.join(
                "/", units.all().stream().filter(Unit::active).map(Unit::name).toList());
        StringBuilder table = new StringBuilder("编码,一级指标,二级指标,要求,分值,类型,责任单位,佐证材料,评分规则\n");
        for (int i = 1; i <= CRITERIA; i++) {
            table.append("S%04d,组%d,指标%d,要求%d,1,%s,%s,材料,MANUAL:0-1%n"
                    .formatted(i, i % 12, i, i, i % 3 == 0 ? "关键项" : "基本项", owners));
        }
        Campaign campaign = as(() -> campaigns.create(
                "foodSafetyCounty",
                "评分",
                Objects.requireNonNull(criteria.importSet(
                                "foodSafetyCounty",
                                "测量",
                                table.toString().getBytes(StandardCharsets.UTF_8),
                                "table.csv",
                                "office",
                                "示例",
                                false)
                        .id()),
                ChinaTime.today().minusMonths(6),
                ChinaTime.today().plusYears(1),
                false));
        jdbc.sql(
                        "insert into assignment (id, campaign_id, criterion_id, criterion_code, criterion_type, unit_code, role,"
                                + " state, open, due_date, first_due_date, draft_note, note, return_count, last_at, last_by,"
                                + " version) select substr(md5(c.code || u.code), 1, 13), k.id, c.id, c.code, c.type, u.code,"
                                + " 'SUPPORTING', case when mod(c.position, 2) = 0 then 'ACCEPTED' else 'IN_PROGRESS' end,"
                                + " mod(c.position, 2) = 1, k.acceptance_date, k.acceptance_date, '', '', 0, k.created_at, '测试', 0"
                                + " from campaign k join criterion c on c.set_id = k.criteria_set_id cross join unit u"
                                + " where k.id = ?")
                .param(campaign.id())
                .update();
        for (String metric : METRICS) {
            units.all()
                    .forEach(unit ->
                            reading(metric, unit.code(), 7, ChinaTime.today().minusDays(3)));
        }
        as(() -> {
            for (int i = 1; i <= CRITERIA; i++) {
                String metric = METRICS.get(i % METRICS.size());
                settings.bind(
                        campaign.id(),
                        "S%04d".formatted(i),
                        i % 2 == 0
                                ? "cap(points * metric(\"" + metric + "\") / 500, points)"
                                : "points * assignments.share / 100 - findings.open * 0.1");
            }
            return 0;
        });
        jdbc.sql("analyze").update();
        return campaign;
    }

    private long reading(String metric, String unit, int figure, LocalDate asOf) {
        Readings.Draft draft = new Readings.Draft(unit, asOf, BigDecimal.valueOf(figure), null, null, null, null);
        as(() -> readings.record(metric, null, draft));
        return 1;
    }

    private void documents(Campaign campaign) {
        Random random = new Random(7);
        for (int i = 0; i < DOCUMENTS; i++) {
            String criterion = "S%04d".formatted(i + 1);
            String assignment = jdbc.sql(
                            "select id from assignment where campaign_id = ? and criterion_code = ? and unit_code = 'u02'")
                    .params(campaign.id(), criterion)
                    .query(String.class)
                    .single();
            byte[] content = new byte[DOCUMENT_SIZE];
            random.nextBytes(content);
            System.arraycopy("%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII), 0, content, 0, 9);
            Acting.as(
                    Role.CLERK,
                    "u02",
                    () -> evidence.add(
                            new UploadTarget(assignment, campaign.id(), criterion, "u02"),
                            List.of(new Upload("材料.pdf", new ByteArrayResource(content), content.length)),
                            "c-u02",
                            "经办",
                            ""));
        }
        jdbc.sql("update evidence_use set state = 'ACCEPTED' where campaign_id = ?")
                .param(campaign.id())
                .update();
    }

    private static <T> T as(Callable<T> deed) {
        return Acting.as(Role.OFFICE, "u01", deed);
    }

    /** The median of each deed; they take turns, so that what else the machine does meets all of them alike. */
    private static double[] millisInTurn(Callable<?>... deeds) throws Exception {
        double[][] runs = new double[deeds.length][RUNS];
        for (int run = -WARM_UPS; run < RUNS; run++) {
            for (int i = 0; i < deeds.length; i++) {
                double taken = seconds(deeds[i]::call) * 1000;
                if (run >= 0) {
                    runs[i][run] = taken;
                }
            }
        }
        return Arrays.stream(runs)
                .mapToDouble(of -> {
                    Arrays.sort(of);
                    return Results.round(of[RUNS / 2]);
                })
                .toArray();
    }

    private interface Deed {
        void run() throws Exception;
    }

    private static double seconds(Deed deed) throws Exception {
        long start = System.nanoTime();
        deed.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
