package org.chuangjian.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.chuangjian.shared.Problem;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Answers with the content of a document, in a way that uploaded content can never act as a page of ours. Returned from
 * a controller, Spring MVC adds ranges (206, 416) and conditional answers (304) to it.
 */
public class EvidenceDownloads {

    /** What browsers show by themselves and cannot run scripts from. */
    private static final Set<String> SHOWN_INLINE =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf");

    private final EvidenceBook book;
    private final EvidenceAccess access;

    public EvidenceDownloads(EvidenceBook book, EvidenceAccess access) {
        this.book = book;
        this.access = access;
    }

    /**
     * @param inline show it in the browser if it is a picture or PDF; anything else comes as a download all the same
     * @throws Problem 404 if there is no such document, 403 or 404 if this person may not read it
     */
    public ResponseEntity<Resource> content(String id, boolean inline) {
        Evidence evidence = book.find(id).orElseThrow(EvidenceBook::unknown);
        access.requireReadable(evidence);
        ContentDisposition disposition = (inline && SHOWN_INLINE.contains(evidence.mediaType())
                        ? ContentDisposition.inline()
                        : ContentDisposition.attachment())
                .filename(evidence.name(), StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(evidence.mediaType()))
                .header("Content-Disposition", disposition.toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                // Kept by the browser alone, and asked again each time: rights may have changed.
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag('"' + evidence.sha256() + '"')
                .body(new FileSystemResource(book.file(evidence)));
    }
}
