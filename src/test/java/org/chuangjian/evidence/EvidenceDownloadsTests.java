package org.chuangjian.evidence;

import static org.chuangjian.evidence.EvidenceSetting.KITCHENS;
import static org.chuangjian.evidence.EvidenceSetting.text;
import static org.chuangjian.evidence.EvidenceSetting.upload;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import java.util.HexFormat;
import org.chuangjian.shared.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

class EvidenceDownloadsTests {

    @TempDir
    Path data;

    private EvidenceSetting setting;
    private MockMvc web;
    private String id = "";

    @BeforeEach
    void open() {
        setting = new EvidenceSetting(data);
        EvidenceDownloads downloads = new EvidenceDownloads(setting.book(), evidence -> {
            if (!evidence.unitCode().equals("agri")) {
                throw Problem.notFound("没有这份材料。");
            }
        });
        web = MockMvcBuilders.standaloneSetup(new Downloading(downloads)).build();
        id = setting.added(KITCHENS, text("方案 一.txt", "0123456789")).id();
    }

    @AfterEach
    void close() {
        setting.close();
    }

    @Test
    void aDownloadNeverBecomesAPageOfOurs() throws Exception {
        web.perform(get("/api/evidence/{id}/content?inline=true", id))
                .andExpect(status().isOk())
                .andExpect(content().string("0123456789"))
                .andExpect(header().string("Content-Type", "text/plain"))
                .andExpect(header().string("Content-Disposition", startsWith("attachment;")))
                .andExpect(header().string(
                                "Content-Disposition",
                                containsString("filename*=UTF-8''%E6%96%B9%E6%A1%88%20%E4%B8%80.txt")))
                .andExpect(header().string("X-Content-Type-Options", "nosniff"))
                .andExpect(header().string("Content-Security-Policy", "sandbox; default-src 'none'"))
                .andExpect(header().string("Cache-Control", containsString("private")))
                .andExpect(header().string("Accept-Ranges", "bytes"));
    }

    @Test
    void givesPartsSoThatVideosCanBeWoundAndDownloadsResumed() throws Exception {
        web.perform(get("/api/evidence/{id}/content", id).header("Range", "bytes=2-4"))
                .andExpect(status().isPartialContent())
                .andExpect(header().string("Content-Range", "bytes 2-4/10"))
                .andExpect(header().string("Content-Security-Policy", "sandbox; default-src 'none'"))
                .andExpect(content().string("234"));
        web.perform(get("/api/evidence/{id}/content", id).header("Range", "bytes=20-"))
                .andExpect(status().isRequestedRangeNotSatisfiable());
    }

    @Test
    void sendsNothingAgainThatTheBrowserHas() throws Exception {
        String etag = '"' + setting.book().find(id).orElseThrow().sha256() + '"';
        web.perform(get("/api/evidence/{id}/content", id).header("If-None-Match", etag))
                .andExpect(status().isNotModified())
                .andExpect(header().string("ETag", etag))
                .andExpect(content().string(""));
    }

    @Test
    void showsPicturesInlineOnlyWhenAsked() throws Exception {
        byte[] gif = HexFormat.of().parseHex("47494638396101000100000000003b");
        String picture = setting.added(KITCHENS, upload("照片.jpg", gif)).id();
        web.perform(get("/api/evidence/{id}/content?inline=true", picture))
                .andExpect(header().string("Content-Disposition", startsWith("inline;")))
                .andExpect(header().string("Content-Type", "image/gif"))
                .andExpect(header().string("Content-Security-Policy", "sandbox; default-src 'none'"));
        web.perform(get("/api/evidence/{id}/content", picture))
                .andExpect(header().string("Content-Disposition", startsWith("attachment;")));
    }

    @Test
    void asksForTheRightBeforeAnythingElse() throws Exception {
        UploadTarget foreign = new UploadTarget("A9", "C1", "1.1", "health");
        String other = setting.added(foreign, text("秘密.txt", "x")).id();
        web.perform(get("/api/evidence/{id}/content", other)).andExpect(status().isNotFound());
        web.perform(get("/api/evidence/{id}/content", "none")).andExpect(status().isNotFound());
    }

    @RestController
    private static final class Downloading {

        private final EvidenceDownloads downloads;

        Downloading(EvidenceDownloads downloads) {
            this.downloads = downloads;
        }

        @GetMapping("/api/evidence/{id}/content")
        ResponseEntity<Resource> content(
                @PathVariable("id") String id, @RequestParam(name = "inline", defaultValue = "false") boolean inline) {
            return downloads.content(id, inline);
        }

        @ExceptionHandler(Problem.class)
        ResponseEntity<String> problem(Problem problem) {
            return ResponseEntity.status(problem.status()).body(problem.code());
        }
    }
}
