package org.chuangjian.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.chuangjian.evidence.EvidenceSetting.KITCHENS;
import static org.chuangjian.evidence.EvidenceSetting.MARKETS;
import static org.chuangjian.evidence.EvidenceSetting.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

class EvidenceBookTests {

    @TempDir
    Path data;

    private EvidenceSetting setting;
    private EvidenceBook book;

    @BeforeEach
    void open() {
        setting = setting(data);
        book = setting.book();
    }

    EvidenceSetting setting(Path folder) {
        return new EvidenceSetting(folder);
    }

    @AfterEach
    void close() {
        setting.close();
    }

    @Test
    void keepsWhatWasUploadedAndSaysSoInTheJournal() throws IOException {
        UploadResult result = book.add(KITCHENS, List.of(text("../方案\u202E.txt", "明厨亮灶方案")), "zhang", "张示例", "会议通过");

        assertThat(result.problems()).isEmpty();
        Evidence evidence = result.stored().get(0);
        assertThat(book.find(evidence.id())).contains(evidence);
        assertThat(book.ofAssignment("A1")).containsExactly(evidence);
        assertThat(evidence.name()).isEqualTo("方案.txt");
        assertThat(evidence.state()).isEqualTo(EvidenceState.DRAFT);
        assertThat(evidence.note()).isEqualTo("会议通过");
        assertThat(book.countOfAssignment("A1")).isEqualTo(1);
        try (InputStream in = book.open(evidence.id())) {
            assertThat(in).hasBinaryContent("明厨亮灶方案".getBytes(UTF_8));
        }
        assertThat(setting.journal().of("assignment", "A1"))
                .extracting(Journal.Entry::action, Journal.Entry::detail)
                .containsExactly(tuple("上传材料", "《方案.txt》，18 字节"));
    }

    @Test
    void oneBadFileNeverLosesTheGoodOnes() {
        Upload broken = new Upload(
                "断.txt",
                () -> {
                    throw new IOException("gone");
                },
                5);

        UploadResult result = setting.add(KITCHENS, text("一.txt", "一"), broken, text("三.exe", "MZ"));

        assertThat(result.stored()).extracting(Evidence::name).containsExactly("一.txt");
        assertThat(result.problems())
                .extracting(UploadResult.FileProblem::name, UploadResult.FileProblem::code)
                .containsExactly(tuple("断.txt", "upload-broken"), tuple("三.exe", "type-not-allowed"));
        assertThat(book.countOfAssignment("A1")).isEqualTo(1);
    }

    @Test
    void saysHowManyFilesAreTooMany() {
        UploadResult result =
                setting.add(KITCHENS, text("1.txt", "1"), text("2.txt", "2"), text("3.txt", "3"), text("4.txt", "4"));
        assertThat(result.stored()).hasSize(3);
        assertThat(result.problems().get(0).detail()).isEqualTo("一次最多上传 3 个文件，其余请分批上传。");

        UploadResult next = setting.add(KITCHENS, text("4.txt", "4"), text("5.txt", "5"), text("6.txt", "6"));
        assertThat(next.stored()).hasSize(2);
        assertThat(next.problems().get(0).detail()).startsWith("每项任务最多 5 个文件");
    }

    @Test
    void refusesTheSameFileTwiceForOneAssignment() {
        setting.added(KITCHENS, text("方案.txt", "内容"));

        UploadResult again = setting.add(KITCHENS, text("方案（终稿）.txt", "内容"), text("另一份.txt", "其他"));

        assertThat(again.stored()).extracting(Evidence::name).containsExactly("另一份.txt");
        assertThat(again.problems().get(0).code()).isEqualTo("duplicate");
        assertThat(again.problems().get(0).detail()).isEqualTo("已上传过同一文件《方案.txt》（张示例，2024-05-20 10:30），无需重复上传。");
    }

    @Test
    void aDuplicateInsideTheCallersTransactionUndoesOnlyItself() {
        new TransactionTemplate(setting.transactions())
                .executeWithoutResult(
                        status -> setting.add(KITCHENS, text("一.txt", "同"), text("二.txt", "同"), text("三.txt", "不同")));

        assertThat(book.ofAssignment("A1")).extracting(Evidence::name).containsExactlyInAnyOrder("一.txt", "三.txt");
    }

    @Test
    void hintsAtTheSameFileElsewhereInTheUnitAndNowhereElse() {
        setting.added(KITCHENS, text("方案.txt", "内容"));

        assertThat(setting.add(MARKETS, text("市场方案.txt", "内容")).hints())
                .containsExactly("《市场方案.txt》与本单位已有的《方案.txt》内容相同，已用于其他 1 项任务；以后可直接引用，不必重复上传。");
        UploadTarget otherUnit = new UploadTarget("A9", "C1", "1.1", "health");
        UploadResult other = setting.add(otherUnit, text("秘密.txt", "内容"));
        assertThat(other.stored()).hasSize(1);
        assertThat(other.hints()).isEmpty();
    }

    @Test
    void manyUploadsOfTheSameBytesAtOnceAreOneDocument() throws Exception {
        int people = 6;
        CyclicBarrier start = new CyclicBarrier(people);
        ExecutorService pool = Executors.newFixedThreadPool(people);
        List<UploadResult> results = new ArrayList<>();
        try {
            List<Future<UploadResult>> uploads = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                String name = "方案" + i + ".txt";
                uploads.add(pool.submit(() -> {
                    start.await();
                    return setting.add(KITCHENS, text(name, "同一内容"));
                }));
            }
            for (Future<UploadResult> upload : uploads) {
                results.add(upload.get());
            }
        } finally {
            pool.shutdown();
        }

        assertThat(results.stream().mapToInt(result -> result.stored().size()).sum())
                .isEqualTo(1);
        assertThat(results.stream().flatMap(result -> result.problems().stream()))
                .hasSize(people - 1)
                .allMatch(problem -> problem.code().equals("duplicate"));
        assertThat(book.countOfAssignment("A1")).isEqualTo(1);
        assertThat(book.check()).isEmpty();
    }

    @Test
    void oneDocumentServesManyAssignmentsOfItsUnit() {
        Evidence evidence = setting.added(KITCHENS, text("方案.txt", "内容"));

        book.link(evidence.id(), MARKETS, "zhang", "张示例");

        assertThat(book.ofAssignment("A2")).containsExactly(evidence);
        assertThat(book.assignmentsOf(evidence.id())).containsExactly("A1", "A2");
        assertThatThrownBy(() -> book.link(evidence.id(), MARKETS, "zhang", "张示例"))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("already-linked"));
        assertThatThrownBy(() -> book.link(evidence.id(), new UploadTarget("A9", "C1", "1.1", "health"), "li", "李样本"))
                .isInstanceOfSatisfying(
                        Problem.class, e -> assertThat(e.status()).isEqualTo(403));
    }

    @Test
    void anotherUseIsAcceptedOnItsOwn() {
        Evidence evidence = setting.added(KITCHENS, text("方案.txt", "内容"));
        book.mark("A1", EvidenceState.SUBMITTED);
        book.mark("A1", EvidenceState.ACCEPTED);

        book.link(evidence.id(), MARKETS, "zhang", "张示例");

        assertThat(book.ofAssignment("A2").get(0).state()).isEqualTo(EvidenceState.DRAFT);
        assertThat(book.find(evidence.id()).orElseThrow().state()).isEqualTo(EvidenceState.ACCEPTED);
        assertThat(book.coverage("C1").criteria())
                .extracting(EvidenceCounts::accepted)
                .containsExactly(1);
        book.unlink(evidence.id(), "A2", "zhang", "张示例");
        assertThat(book.ofAssignment("A2")).isEmpty();
        assertThatThrownBy(() -> book.unlink(evidence.id(), "A1", "zhang", "张示例"))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("evidence-not-open"));
    }

    @Test
    void statesMoveOnlyAsTheyMay() {
        setting.added(KITCHENS, text("一.txt", "一"));
        assertThat(book.mark("A1", EvidenceState.ACCEPTED)).isZero();
        assertThat(book.mark("A1", EvidenceState.SUBMITTED)).isEqualTo(1);
        assertThat(book.mark("A1", EvidenceState.RETURNED)).isEqualTo(1);
        setting.added(KITCHENS, text("二.txt", "二"));
        assertThat(book.mark("A1", EvidenceState.SUBMITTED)).isEqualTo(2);
        assertThat(book.mark("A1", EvidenceState.ACCEPTED)).isEqualTo(2);
        assertThat(book.mark("A1", EvidenceState.RETURNED)).isZero();
        assertThat(book.mark("A1", EvidenceState.LOCKED)).isEqualTo(2);
        assertThatThrownBy(() -> book.mark("A1", EvidenceState.DRAFT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void removesOnlyWhatIsStillTheUnitsOwn() {
        Evidence evidence = setting.added(KITCHENS, text("方案.txt", "内容"));
        book.link(evidence.id(), MARKETS, "zhang", "张示例");
        book.mark("A2", EvidenceState.SUBMITTED);

        assertThatThrownBy(() -> book.remove(evidence.id(), "zhang", "张示例"))
                .isInstanceOfSatisfying(Problem.class, e -> {
                    assertThat(e.status()).isEqualTo(409);
                    assertThat(e.detail()).isEqualTo("材料《方案.txt》在其使用的一项任务中已是“待审”状态，不能删除；如确需更换，请先由创建办退回。");
                });

        book.mark("A2", EvidenceState.RETURNED);
        book.remove(evidence.id(), "zhang", "张示例");
        assertThat(book.find(evidence.id())).isEmpty();
        assertThat(book.countOfAssignment("A1")).isZero();
        assertThat(book.countOfAssignment("A2")).isZero();
        assertThat(setting.jdbc()
                        .sql("select removed_by from evidence where id = ?")
                        .param(evidence.id())
                        .query(String.class)
                        .single())
                .isEqualTo("zhang");
        assertThatThrownBy(() -> book.open(evidence.id()))
                .isInstanceOfSatisfying(
                        Problem.class, e -> assertThat(e.status()).isEqualTo(404));
        assertThat(setting.add(KITCHENS, text("方案.txt", "内容")).stored()).hasSize(1);
    }

    @Test
    void describesADocumentUntilItIsHandedIn() {
        Evidence evidence = setting.added(KITCHENS, text("方案.txt", "内容"));

        book.describe(evidence.id(), "常务会议通过", LocalDate.of(2024, 3, 1), LocalDate.of(2025, 2, 28));

        Evidence described = book.find(evidence.id()).orElseThrow();
        assertThat(described.note()).isEqualTo("常务会议通过");
        assertThat(described.documentDate()).isEqualTo(LocalDate.of(2024, 3, 1));
        assertThat(described.validUntil()).isEqualTo(LocalDate.of(2025, 2, 28));
        assertThat(described.expired(LocalDate.of(2025, 2, 28))).isFalse();
        assertThat(described.expired(LocalDate.of(2025, 3, 1))).isTrue();
        assertThatThrownBy(() -> book.describe(evidence.id(), "", LocalDate.of(2024, 3, 1), LocalDate.of(2024, 2, 29)))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("valid-until"));
        assertThatThrownBy(() -> book.describe(evidence.id(), "", LocalDate.of(2024, 5, 21), null))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("date-in-future"));
        book.describe(evidence.id(), "", null, null);
        assertThat(book.find(evidence.id()).orElseThrow().expired(LocalDate.MAX))
                .isFalse();
        book.mark("A1", EvidenceState.SUBMITTED);
        assertThatThrownBy(() -> book.describe(evidence.id(), "x", null, null)).isInstanceOf(Problem.class);
    }

    @Test
    void everyCountIsTheNumberOfLinesBehindIt() {
        setting.add(KITCHENS, text("一.txt", "一"), text("二.txt", "二"));
        book.mark("A1", EvidenceState.SUBMITTED);
        book.mark("A1", EvidenceState.ACCEPTED);
        setting.add(KITCHENS, text("三.txt", "三"));
        setting.add(MARKETS, text("四.txt", "四"));
        book.mark("A2", EvidenceState.SUBMITTED);
        setting.add(new UploadTarget("A3", "C1", "1.2", "health"), text("五_100%.txt", "五"));
        setting.add(new UploadTarget("B1", "C2", "1.1", "agri"), text("别的活动.txt", "六"));

        assertThat(book.coverage("C1").criteria())
                .containsExactly(new EvidenceCounts("1.1", 1, 0, 0, 2, 0), new EvidenceCounts("1.2", 1, 0, 1, 0, 0));
        assertThat(book.list("C1", EvidenceFilter.ANY, 0, 2).total()).isEqualTo(5);
        assertThat(book.list("C1", EvidenceFilter.ANY, 2, 2).items()).hasSize(1);
        assertThat(book.list("C1", new EvidenceFilter("agri", "1.1", EvidenceState.ACCEPTED, ""), 0, 20)
                        .items())
                .hasSize(2)
                .allMatch(entry -> entry.assignmentId().equals("A1"));
        assertThat(book.list("C1", new EvidenceFilter(null, null, null, "_100%"), 0, 20)
                        .items())
                .extracting(entry -> entry.evidence().name())
                .containsExactly("五_100%.txt");
        assertThat(book.list("C1", new EvidenceFilter(null, null, null, "' or 1=1 --"), 0, 20)
                        .total())
                .isZero();
    }

    @Test
    void findsAFlippedBitAndALostFile() throws IOException {
        Evidence sound = setting.added(KITCHENS, text("好.txt", "好的内容"));
        Evidence flipped = setting.added(KITCHENS, text("坏.txt", "坏的内容"));
        Evidence lost = setting.added(KITCHENS, text("丢.txt", "丢的内容"));
        assertThat(book.check()).isEmpty();

        Path file = book.file(flipped);
        byte[] bytes = Files.readAllBytes(file);
        bytes[3] ^= 1;
        Files.write(file, bytes);
        Files.delete(book.file(lost));

        assertThat(book.check())
                .hasSize(2)
                .anyMatch(line -> line.contains(flipped.id()) && line.contains("文件内容与登记的校验值不符"))
                .anyMatch(line -> line.contains(lost.id()) && line.contains("文件缺失"))
                .noneMatch(line -> line.contains(sound.id()));
        assertThatThrownBy(() -> book.open(lost.id())).isInstanceOf(Problem.class);
    }

    @Test
    void aRowThatCannotBeWrittenLeavesNoRowBehind() throws IOException {
        UploadTarget impossible = new UploadTarget("A".repeat(14), "C1", "1.1", "agri");

        assertThatThrownBy(() -> setting.add(impossible, text("一.txt", "一")))
                .isInstanceOf(org.springframework.dao.DataAccessException.class);

        assertThat(setting.jdbc()
                        .sql("select count(*) from evidence")
                        .query(Integer.class)
                        .single())
                .isZero();
        try (Stream<Path> left = Files.list(data.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }
}
