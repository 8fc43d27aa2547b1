package org.chuangjian.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EvidenceLimitsTests {

    @Test
    void saysTheLimitsInOneSentence() {
        assertThat(limits(Map.of()).sentence())
                .startsWith("一次最多选 20 个文件，每个不超过 200 MB，每项任务最多 200 个，可上传文档（doc、docx、ofd、pdf、")
                .contains("）、表格（csv、et、xls、xlsx）、演示文稿（ppt、pptx）、图片（")
                .endsWith("、压缩包（7z、rar、zip）。");
    }

    @Test
    void theOfficeAddsAndForbidsKindsOfFiles() {
        EvidenceLimits limits = limits(Map.of(
                "chuangjian.evidence.max-file-size", "1536MB",
                "chuangjian.evidence.types.rar.group", "压缩包",
                "chuangjian.evidence.types.rar.media-type", "application/vnd.rar",
                "chuangjian.evidence.types.dwg.group", "图纸",
                "chuangjian.evidence.types.dwg.media-type", "image/vnd.dwg",
                "chuangjian.evidence.types.dwg.detected-as[0]", "image/vnd.dwg"));

        assertThat(limits.sentence()).contains("每个不超过 1.5 GB").endsWith("压缩包（7z、zip）、图纸（dwg）。");
        assertThat(limits.accept()).contains(".docx,").contains(".dwg,").doesNotContain(".rar");
    }

    @Test
    void writesSizesForPeople() {
        assertThat(EvidenceLimits.size(812)).isEqualTo("812 字节");
        assertThat(EvidenceLimits.size(36_045)).isEqualTo("35.2 KB");
        assertThat(EvidenceLimits.size(200L << 20)).isEqualTo("200 MB");
    }

    private static EvidenceLimits limits(Map<String, String> configured) {
        return new EvidenceLimits(new Binder(new MapConfigurationPropertySource(configured))
                .bindOrCreate("chuangjian.evidence", EvidenceProperties.class));
    }
}
