package org.chuangjian.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Names inside a volume stay inside it, on any system. */
class VolumeNamesTests {

    @Test
    void keepsEveryNameInsideItsFolder() {
        assertThat(Volume.fileName("教育局", "../../etc/passwd"))
                .doesNotContain("/")
                .doesNotContain("\\");
        assertThat(Volume.fileName("教育局", "a\\b\u202Etxt.pdf"))
                .doesNotContain("\\")
                .doesNotContain("\u202E");
        assertThat(Volume.folderName("组织/领导")).isEqualTo("组织／领导");
        assertThat(Volume.folderName("..")).doesNotContain("..").isNotBlank();
    }

    @Test
    void keepsTheEndingOfALongName() {
        String name = Volume.fileName("教育局", "长".repeat(300) + ".pdf");
        assertThat(name).endsWith(".pdf").hasSizeLessThan(200);
    }
}
