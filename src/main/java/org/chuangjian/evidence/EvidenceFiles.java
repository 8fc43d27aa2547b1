package org.chuangjian.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.chuangjian.shared.Ids;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The bytes of evidence, each content once, under its SHA-256. A file is complete and on the disk before its name
 * appears, so a crash at any moment leaves either nothing or a whole file; a whole file without a row does no harm.
 */
@Component
class EvidenceFiles {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceFiles.class);
    private static final String PREFIX = "upload-";
    private static final Duration STALE_AFTER = Duration.ofDays(1);

    private final Path files;
    private final Path incoming;
    private final FileTypes types;
    private final long maxFileSize;

    EvidenceFiles(
            @Value("${chuangjian.data:data}") Path data, FileTypes types, EvidenceProperties properties, Clock clock)
            throws IOException {
        this.files = data.toAbsolutePath().normalize().resolve("files");
        this.incoming = data.toAbsolutePath().normalize().resolve("tmp");
        this.types = types;
        this.maxFileSize = properties.maxFileSize().toBytes();
        Files.createDirectories(files);
        Files.createDirectories(incoming);
        sweep(clock.instant());
    }

    /** A content that is stored for good. */
    record Stored(String sha256, long size, String mediaType) {}

    /**
     * Takes a file in. When this returns, the content is on the disk under its hash.
     *
     * @throws RefusedFile with a Chinese sentence; then nothing has been kept
     */
    Stored store(String cleanName, Upload upload) throws RefusedFile {
        types.ofName(cleanName);
        if (upload.size() > maxFileSize) {
            throw tooLarge();
        }
        Path temporary = incoming.resolve(PREFIX + Ids.next());
        try {
            Received received = receive(upload, temporary);
            String mediaType = types.check(temporary, cleanName);
            keep(temporary, received.sha256(), received.size());
            return new Stored(received.sha256(), received.size(), mediaType);
        } catch (IOException e) {
            throw storageFailed(cleanName, e);
        } finally {
            discard(temporary);
        }
    }

    /** Where the content with this hash is, whether or not it exists. */
    Path path(String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
        return folder(sha256).resolve(sha256);
    }

    /** Whether the stored file still is what it was when it came in. */
    Condition condition(String sha256, long size) {
        Path file = path(sha256);
        try {
            if (Files.size(file) != size) {
                return Condition.WRONG_SIZE;
            }
            return hash(file).equals(sha256) ? Condition.SOUND : Condition.WRONG_CONTENT;
        } catch (NoSuchFileException e) {
            return Condition.MISSING;
        } catch (IOException e) {
            LOG.warn("Cannot read the stored file {}", file, e);
            return Condition.UNREADABLE;
        }
    }

    enum Condition {
        SOUND("完好"),
        MISSING("文件缺失"),
        WRONG_SIZE("文件大小与登记不符"),
        WRONG_CONTENT("文件内容与登记的校验值不符"),
        UNREADABLE("文件无法读取");

        private final String label;

        Condition(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private record Received(String sha256, long size) {}

    private Received receive(Upload upload, Path temporary) throws RefusedFile, IOException {
        MessageDigest digest = sha256();
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try (Source in = Source.open(upload)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    size += read;
                    if (size > maxFileSize) {
                        throw tooLarge();
                    }
                    digest.update(buffer, 0, read);
                    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                }
            }
            if (upload.size() >= 0 && upload.size() != size) {
                throw broken(null);
            }
            if (size == 0) {
                throw new RefusedFile("empty", "文件是空的（0 字节），请检查后重新选择。");
            }
            out.force(true);
        }
        return new Received(HexFormat.of().formatHex(digest.digest()), size);
    }

    private void keep(Path temporary, String sha256, long size) throws IOException {
        Path target = path(sha256);
        Path folder = folder(sha256);
        Files.createDirectories(folder);
        if (Files.exists(target)) {
            setAsideIfDamaged(target, sha256, size);
        }
        if (!Files.exists(target)) {
            rename(temporary, target);
        }
        // Also when the name was there before: whoever put it there may not have come to this line yet.
        force(folder);
        force(files.resolve(sha256.substring(0, 2)));
        force(files);
    }

    private Path folder(String sha256) {
        return files.resolve(sha256.substring(0, 2)).resolve(sha256.substring(2, 4));
    }

    /** A second upload of a content heals the stored copy if that has gone bad; the bad one stays for inspection. */
    private void setAsideIfDamaged(Path target, String sha256, long size) throws IOException {
        Condition condition = condition(sha256, size);
        if (condition == Condition.WRONG_SIZE || condition == Condition.WRONG_CONTENT) {
            Path aside = target.resolveSibling(sha256 + ".damaged-" + Ids.next());
            LOG.error("Stored file {} is damaged ({}), set aside as {}", target, condition, aside.getFileName());
            try {
                Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                LOG.info("Somebody else has set {} aside", target);
            }
        }
    }

    private static void rename(Path temporary, Path target) throws IOException {
        try {
            // A link, unlike a rename, never replaces what is there; the temporary name goes afterwards.
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("{} has just been stored by another upload", target);
        } catch (UnsupportedOperationException | FileSystemException e) {
            moveWithoutLink(temporary, target);
        }
    }

    /** For shared folders that know no links: at worst equal bytes replace equal bytes. */
    private static void moveWithoutLink(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("files and tmp must be on one file system: " + target, e);
        }
    }

    private static void force(Path folder) throws IOException {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            LOG.warn("Cannot delete {}; it is swept at a later start", temporary, e);
        }
    }

    private void sweep(Instant now) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming, PREFIX + "*")) {
            for (Path file : left) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(STALE_AFTER))) {
                    discard(file);
                }
            }
        }
    }

    private static String hash(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
            byte[] buffer = new byte[1 << 16];
            int read = 0;
            while (read >= 0) {
                read = in.read(buffer);
            }
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private RefusedFile tooLarge() {
        return new RefusedFile("too-large", "文件超过 " + EvidenceLimits.size(maxFileSize) + "，请压缩、拆分或降低清晰度后再上传。");
    }

    private static RefusedFile broken(@Nullable Exception cause) {
        String detail = "上传中断，文件没有收全，未保存，请检查网络后重新上传。";
        return cause == null
                ? new RefusedFile("upload-broken", detail)
                : new RefusedFile("upload-broken", detail, cause);
    }

    private RefusedFile storageFailed(String cleanName, IOException cause) {
        LOG.error("Cannot store an uploaded file under {}", files, cause);
        boolean full = String.valueOf(cause.getMessage()).contains("No space left")
                || incoming.toFile().getUsableSpace() == 0;
        return full
                ? new RefusedFile("storage-full", "服务器存储空间已满，《" + cleanName + "》未保存，请联系系统管理员清理后再上传。", cause)
                : new RefusedFile("storage-failed", "服务器保存文件失败，《" + cleanName + "》未保存，请稍后重试或联系系统管理员。", cause);
    }

    /** Tells trouble on the way in from trouble with our own disk: whatever reading throws is a broken upload. */
    private record Source(InputStream in) implements AutoCloseable {

        static Source open(Upload upload) throws RefusedFile {
            try {
                return new Source(upload.content().getInputStream());
            } catch (IOException | UncheckedIOException e) {
                throw broken(e);
            }
        }

        int read(byte[] buffer) throws RefusedFile {
            try {
                return in.read(buffer);
            } catch (IOException | UncheckedIOException e) {
                throw broken(e);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException | UncheckedIOException e) {
                LOG.debug("Closing an upload failed after it was read", e);
            }
        }
    }
}
