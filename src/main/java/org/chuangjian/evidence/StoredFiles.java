package org.chuangjian.evidence;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.chuangjian.shared.Problem;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Uploaded contents for modules that keep rows of their own beside the ledger (photos of findings, for one): the same
 * limits, the same checks, the same store as evidence. Who keeps a hash in a table offers a {@link FileUse} too.
 */
@Component
public class StoredFiles {

    /** What browsers show by themselves and cannot run scripts from. */
    private static final Set<String> SHOWN_INLINE =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf");

    private final EvidenceFiles files;

    StoredFiles(EvidenceFiles files) {
        this.files = files;
    }

    /** A content on the disk for good; {@code name} is safe to show. */
    public record Content(String name, String mediaType, long size, String sha256) {

        public boolean picture() {
            return mediaType.startsWith("image/");
        }
    }

    /** @throws Problem 422 with the code and the sentence of {@link UploadResult.FileProblem}; then nothing was kept */
    public Content store(Upload upload) {
        String name = FileNames.clean(upload.name());
        try {
            EvidenceFiles.Stored stored = files.store(name, upload);
            return new Content(name, stored.mediaType(), stored.size(), stored.sha256());
        } catch (RefusedFile e) {
            throw Problem.invalid(e.code(), name + "：" + e.detail());
        }
    }

    /** @throws Problem 404 if the file is lost */
    public Path path(String sha256) {
        Path file = files.path(sha256);
        if (!Files.isRegularFile(file)) {
            throw Problem.notFound("这个文件已缺失，请联系系统管理员从备份中恢复。");
        }
        return file;
    }

    /**
     * The content in a way that it can never act as a page of ours. Whoever calls this has checked the rights.
     *
     * @param inline show it in the browser if it is a picture or PDF
     */
    public ResponseEntity<Resource> answer(String name, String mediaType, String sha256, boolean inline) {
        ContentDisposition disposition = (inline && SHOWN_INLINE.contains(mediaType)
                        ? ContentDisposition.inline()
                        : ContentDisposition.attachment())
                .filename(name, StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(mediaType))
                .header("Content-Disposition", disposition.toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag('"' + sha256 + '"')
                .body(new FileSystemResource(path(sha256)));
    }
}
