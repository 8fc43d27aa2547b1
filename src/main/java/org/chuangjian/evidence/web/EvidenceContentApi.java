package org.chuangjian.evidence.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.chuangjian.evidence.EvidenceDownloads;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The content of one document. */
@RestController
@Tag(name = "佐证材料")
class EvidenceContentApi {

    private final EvidenceDownloads downloads;

    EvidenceContentApi(EvidenceDownloads downloads) {
        this.downloads = downloads;
    }

    @GetMapping("/api/evidence/{id}/content")
    @Operation(summary = "材料原件，作为附件下载")
    ResponseEntity<Resource> content(@PathVariable String id, @RequestParam(defaultValue = "false") boolean inline) {
        return downloads.content(id, inline);
    }
}
