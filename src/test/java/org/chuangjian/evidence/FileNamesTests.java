package org.chuangjian.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTests {

    @ParameterizedTest
    @CsvSource({
        "工作方案.docx, 工作方案.docx",
        "../../etc/passwd, passwd",
        "C:\\Users\\张示例\\现场照片.jpg, 现场照片.jpg",
        ".., 未命名文件",
        "a/.., 未命名文件",
        ".htaccess, 未命名文件.htaccess",
        "CON, _CON",
        "con.txt, _con.txt",
        "LPT1.tar.gz, _LPT1.tar.gz",
        "console.txt, console.txt",
        "台账?*.xlsx, 台账__.xlsx",
        "报告.pdf. . , 报告.pdf"
    })
    void keepsOnlyWhatEverySystemAccepts(String name, String clean) {
        assertThat(FileNames.clean(name)).isEqualTo(clean);
    }

    @Test
    void dropsWhatCannotBeSeen() {
        assertThat(FileNames.clean("照片\u0000.jpg\u0000")).isEqualTo("照片.jpg");
        assertThat(FileNames.clean("照\u202Egpj.exe")).isEqualTo("照gpj.exe");
        assertThat(FileNames.clean("a\u2066b\u200Bc\uFEFF\r\n.txt")).isEqualTo("abc.txt");
        assertThat(FileNames.clean("..\u0000/..\u0000/\u202E")).isEqualTo("未命名文件");
        assertThat(FileNames.clean("\uD800.txt")).isEqualTo("未命名文件.txt");
    }

    @Test
    void composedAndDecomposedNamesAreOne() {
        assertThat(FileNames.clean("re\u0301sume\u0301.pdf"))
                .isEqualTo(FileNames.clean("r\u00e9sum\u00e9.pdf"))
                .hasSize(10);
    }

    @Test
    void cutsLongNamesAndKeepsTheExtension() {
        assertThat(FileNames.clean("创".repeat(300) + ".docx"))
                .hasSize(200)
                .startsWith("创创")
                .endsWith("创.docx");
        assertThat(FileNames.clean("x" + "\uD840\uDC00".repeat(150) + ".pdf"))
                .hasSizeLessThanOrEqualTo(200)
                .matches("x(\uD840\uDC00)+\\.pdf");
    }

    @Test
    void readsTheExtensionInAnyCase() {
        assertThat(FileNames.extension("照片.JPG")).isEqualTo("jpg");
        assertThat(FileNames.extension("方案")).isEmpty();
        assertThat(FileNames.extension("关于印发.通知")).isEmpty();
    }
}
