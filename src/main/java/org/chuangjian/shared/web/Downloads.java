package org.chuangjian.shared.web;

import java.nio.charset.StandardCharsets;
import org.chuangjian.shared.SpreadsheetWriter;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Spreadsheets and documents as downloads. */
public final class Downloads {

    private static final MediaType XLSX =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private static final MediaType DOCX =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.wordprocessingml.document");

    private Downloads() {}

    public static ResponseEntity<byte[]> xlsx(String fileName, SpreadsheetWriter sheet) {
        return attachment(XLSX, fileName, sheet.toBytes());
    }

    public static ResponseEntity<byte[]> docx(String fileName, byte[] document) {
        return attachment(DOCX, fileName, document);
    }

    private static ResponseEntity<byte[]> attachment(MediaType type, String fileName, byte[] content) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(fileName, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(content);
    }
}
