package org.chuangjian.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chuangjian.evidence.EvidenceSetting.CLOCK;
import static org.chuangjian.evidence.EvidenceSetting.text;
import static org.chuangjian.evidence.EvidenceSetting.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class EvidenceFilesTests {

    private static final long LIMIT = 1 << 20;
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path data;

    private EvidenceFiles files;

    @BeforeEach
    void open() throws IOException {
        files = files(LIMIT);
    }

    @Test
    void keepsTheContentUnderItsHash() throws Exception {
        EvidenceFiles.Stored stored = files.store("说明.txt", text("说明.txt", "abc"));

        assertThat(stored).isEqualTo(new EvidenceFiles.Stored(SHA256_OF_ABC, 3, "text/plain"));
        assertThat(data.resolve("files/ba/78/" + SHA256_OF_ABC)).hasContent("abc");
        assertThat(temporary()).isEmpty();
        assertThat(files.condition(SHA256_OF_ABC, 3)).isEqualTo(EvidenceFiles.Condition.SOUND);
    }

    @Test
    void neverWritesAPresentContentAgain() throws Exception {
        files.store("说明.txt", text("说明.txt", "abc"));
        FileTime before = FileTime.from(CLOCK.instant());
        Files.setLastModifiedTime(files.path(SHA256_OF_ABC), before);

        files.store("另一个.txt", text("另一个.txt", "abc"));

        assertThat(Files.getLastModifiedTime(files.path(SHA256_OF_ABC))).isEqualTo(before);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void anotherUploadHealsADamagedCopyAndKeepsTheDamagedOne() throws Exception {
        files.store("说明.txt", text("说明.txt", "abc"));
        Files.writeString(files.path(SHA256_OF_ABC), "abd");
        assertThat(files.condition(SHA256_OF_ABC, 3)).isEqualTo(EvidenceFiles.Condition.WRONG_CONTENT);

        files.store("说明.txt", text("说明.txt", "abc"));

        assertThat(files.condition(SHA256_OF_ABC, 3)).isEqualTo(EvidenceFiles.Condition.SOUND);
        assertThat(stored()).hasSize(2).anyMatch(file -> file.toString().contains(".damaged-"));
    }

    @Test
    void anUploadThatBreaksHalfWayLeavesNothing() throws Exception {
        InputStream broken = new SequenceInputStream(new Endless(100_000), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });

        assertRefused(new Upload("视频.mp4", () -> broken, 200_000), "upload-broken", "上传中断，文件没有收全，未保存，请检查网络后重新上传。");
        assertRefused(new Upload("说明.txt", () -> new Endless(10), 11), "upload-broken", "上传中断，文件没有收全，未保存，请检查网络后重新上传。");
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        assertRefused(text("说明.txt", ""), "empty", "文件是空的（0 字节），请检查后重新选择。");
    }

    @Test
    void stopsReadingAtTheLimitWhateverWasAnnounced() throws Exception {
        Endless endless = new Endless(Long.MAX_VALUE);

        assertRefused(new Upload("视频.mp4", () -> endless, -1), "too-large", "文件超过 1 MB，请压缩、拆分或降低清晰度后再上传。");

        assertThat(endless.given.get()).isBetween(LIMIT, LIMIT + (1 << 17));
        assertRefused(
                new Upload("视频.mp4", () -> new Endless(1), LIMIT + 1), "too-large", "文件超过 1 MB，请压缩、拆分或降低清晰度后再上传。");
    }

    @Test
    void takesMoreThan200MegabytesWithoutHoldingThemInMemory() throws Exception {
        long size = 201L << 20;

        EvidenceFiles.Stored stored = files(DataSize.ofMegabytes(256).toBytes())
                .store("说明.txt", new Upload("x", () -> new Endless(size), size));

        assertThat(stored.size()).isEqualTo(size);
        assertThat(files.path(stored.sha256())).hasSize(size);
    }

    @Test
    void aStorageThatFailsIsOneSentenceAndNothingHalfDone() throws Exception {
        Files.delete(data.resolve("files"));
        Files.writeString(data.resolve("files"), "in the way");

        assertThatThrownBy(() -> files.store("说明.txt", text("说明.txt", "abc")))
                .isInstanceOfSatisfying(RefusedFile.class, e -> {
                    assertThat(e.code()).isEqualTo("storage-failed");
                    assertThat(e.detail()).isEqualTo("服务器保存文件失败，《说明.txt》未保存，请稍后重试或联系系统管理员。");
                });
        assertThat(temporary()).isEmpty();
    }

    @Test
    void sweepsWhatAnInterruptedUploadLeftADayAgo() throws Exception {
        Path old = Files.writeString(data.resolve("tmp/upload-old"), "half");
        Path young = Files.writeString(data.resolve("tmp/upload-young"), "half");
        Path foreign = Files.writeString(data.resolve("tmp/export.zip"), "not ours");
        Files.setLastModifiedTime(old, FileTime.from(CLOCK.instant().minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(young, FileTime.from(CLOCK.instant().minus(Duration.ofHours(23))));
        Files.setLastModifiedTime(foreign, FileTime.from(CLOCK.instant().minus(Duration.ofDays(9))));

        files(LIMIT);

        assertThat(temporary()).containsExactlyInAnyOrder(young, foreign);
    }

    @Test
    void manyUploadsOfTheSameBytesAtOnceAreOneFile() throws Exception {
        int people = 8;
        byte[] content = "明厨亮灶".repeat(20_000).getBytes(UTF_8);
        CyclicBarrier start = new CyclicBarrier(people);
        ExecutorService pool = Executors.newFixedThreadPool(people);
        try {
            List<Future<EvidenceFiles.Stored>> uploads = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                uploads.add(pool.submit(() -> {
                    start.await();
                    return files.store("说明.txt", upload("说明.txt", content));
                }));
            }
            for (Future<EvidenceFiles.Stored> upload : uploads) {
                assertThat(files.condition(upload.get().sha256(), content.length))
                        .isEqualTo(EvidenceFiles.Condition.SOUND);
            }
        } finally {
            pool.shutdown();
        }
        assertThat(stored()).hasSize(1);
        assertThat(temporary()).isEmpty();
    }

    private EvidenceFiles files(long limit) throws IOException {
        EvidenceProperties properties = EvidenceSetting.limits(DataSize.ofBytes(limit), DataSize.ofMegabytes(64));
        return new EvidenceFiles(data, new FileTypes(properties), properties, CLOCK);
    }

    private void assertRefused(Upload upload, String code, String detail) throws IOException {
        assertThatThrownBy(() -> files.store(upload.name(), upload)).isInstanceOfSatisfying(RefusedFile.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.detail()).isEqualTo(detail);
        });
        assertThat(temporary()).isEmpty();
        assertThat(stored()).isEmpty();
    }

    private List<Path> temporary() throws IOException {
        try (Stream<Path> list = Files.list(data.resolve("tmp"))) {
            return list.toList();
        }
    }

    private List<Path> stored() throws IOException {
        try (Stream<Path> walk = Files.walk(data.resolve("files"))) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    /** Text made as it is read. */
    private static final class Endless extends InputStream {

        private final long size;
        private final AtomicLong given = new AtomicLong();

        private Endless(long size) {
            this.size = size;
        }

        @Override
        public int read() {
            return given.get() < size ? 'a' + (int) (given.getAndIncrement() % 26) : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            long left = size - given.get();
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            java.util.Arrays.fill(buffer, offset, offset + count, (byte) 'a');
            given.addAndGet(count);
            return count;
        }
    }
}
