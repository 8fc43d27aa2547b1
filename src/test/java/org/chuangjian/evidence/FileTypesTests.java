package org.chuangjian.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class FileTypesTests {

    private static final byte[] PROGRAM = HexFormat.of()
            .parseHex("4d5a90000300000004000000ffff0000b800000000000000400000000000000000000000000000000000"
                    + "00000000000000000000000000000000000080000000" + "0e1fba0e00b409cd21b8014ccd21"
                    + "00".repeat(50) + "504500004c010300");

    private final FileTypes types =
            new FileTypes(EvidenceSetting.limits(DataSize.ofMegabytes(200), DataSize.ofMegabytes(64)));

    @TempDir
    Path folder;

    @Test
    void acceptsRealOfficeDocuments() throws Exception {
        assertThat(check("方案.docx", docx())).endsWith("wordprocessingml.document");
        assertThat(check("方案.wps", docx())).isEqualTo("application/wps-office.wps");
        ByteArrayOutputStream sheet = new ByteArrayOutputStream();
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            workbook.createSheet("台账").createRow(0).createCell(0).setCellValue("示例");
            workbook.write(sheet);
        }
        assertThat(check("台账.xlsx", sheet.toByteArray())).endsWith("spreadsheetml.sheet");
        ByteArrayOutputStream slides = new ByteArrayOutputStream();
        try (XMLSlideShow show = new XMLSlideShow()) {
            show.createSlide();
            show.write(slides);
        }
        assertThat(check("汇报.pptx", slides.toByteArray())).endsWith("presentationml.presentation");
        ByteArrayOutputStream old = new ByteArrayOutputStream();
        try (HSSFWorkbook workbook = new HSSFWorkbook()) {
            workbook.createSheet("台账");
            workbook.write(old);
        }
        assertThat(check("台账.xls", old.toByteArray())).isEqualTo("application/vnd.ms-excel");
        assertThat(check("台账.et", old.toByteArray())).isEqualTo("application/wps-office.et");
    }

    @Test
    void refusesOneOfficeDocumentCalledAnother() throws IOException {
        byte[] document = docx();
        assertRefused("台账.xlsx", document, "type-mismatch", "文件内容与扩展名 .xlsx 不符（实际为压缩包），请上传原始表格。");
        assertRefused(
                "方案.docx", zip("说明.txt", "x".getBytes(UTF_8)), "type-mismatch", "文件内容与扩展名 .docx 不符（实际为压缩包），请上传原始文档。");
    }

    @Test
    void refusesAProgramCalledPicture() {
        assertRefused("现场.jpg", PROGRAM, "type-mismatch", "文件内容与扩展名 .jpg 不符（实际为可执行程序），请上传原始图片。");
        byte[] elf = HexFormat.of().parseHex("7f454c4602010100000000000000000002003e0001000000");
        assertRefused("现场.png", elf, "type-mismatch", "文件内容与扩展名 .png 不符（实际为可执行程序），请上传原始图片。");
        assertRefused("现场.txt", "#!/bin/sh\nrm -rf /\n", "type-mismatch", "文件内容与扩展名 .txt 不符（实际为脚本程序），请上传原始文档。");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><body>x</body></html>",
                "  <html><script>alert(1)</script></html>",
                "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"
            })
    void refusesWebPagesUnderEveryName(String page) {
        for (String name : new String[] {"批复.pdf", "照片.jpg", "照片.png", "说明.txt", "台账.xls", "台账.csv"}) {
            assertThatThrownBy(() -> check(name, page.getBytes(UTF_8)))
                    .as(name)
                    .isInstanceOf(RefusedFile.class)
                    .hasMessageContaining("实际为网页或脚本图形");
        }
    }

    @ParameterizedTest
    @CsvSource({"setup.exe", "run.bat", "页面.html", "图.svg", "方案.docm", "无扩展名", "方案.docx.lnk"})
    void refusesOtherExtensionsBeforeReading(String name) {
        assertThatThrownBy(() -> types.ofName(name))
                .isInstanceOfSatisfying(
                        RefusedFile.class, e -> assertThat(e.code()).isEqualTo("type-not-allowed"));
    }

    @Test
    void acceptsChineseTextInTheUsualEncodings() throws Exception {
        String text = "单位,指标,完成率\n示例局,明厨亮灶,96.6%\n".repeat(1000);
        for (Charset charset : new Charset[] {UTF_8, Charset.forName("GB18030"), StandardCharsets.UTF_16}) {
            assertThat(check("台账.csv", text.getBytes(charset)))
                    .as("%s", charset)
                    .isEqualTo("text/csv");
            assertThat(check("说明.txt", text.getBytes(charset)))
                    .as("%s", charset)
                    .isEqualTo("text/plain");
        }
        assertThatThrownBy(() -> check("说明.txt", new byte[100])).isInstanceOf(RefusedFile.class);
    }

    @Test
    void servesAPictureAsWhatItIsWhateverPictureItIsCalled() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", png);
        assertThat(check("照片.png", png.toByteArray())).isEqualTo("image/png");
        assertThat(check("照片.JPG", png.toByteArray())).isEqualTo("image/png");
        assertThatThrownBy(() -> check("照片.pdf", png.toByteArray())).hasMessageContaining("实际为图片");
    }

    @ParameterizedTest
    @CsvSource({
        "a.jpg, ffd8ffe000104a46494600010100, image/jpeg",
        "a.gif, 47494638396101000100, image/gif",
        "a.bmp, 424d36000000000000003600000028000000040000000400000001001800, image/bmp",
        "a.webp, 524946462400000057454250565038200000, image/webp",
        "a.tif, 49492a0008000000, image/tiff",
        "a.heic, 000000186674797068656963000000006d69663168656963, image/heic",
        "a.pdf, 255044462d312e370a25e2e3cfd30a, application/pdf",
        "a.rtf, 7b5c727466315c616e7369, application/rtf",
        "a.doc, d0cf11e0a1b11ae1000000000000000000000000000000003e00030000, application/msword",
        "a.mp3, 49443303000000000000, audio/mpeg",
        "a.mp3, fffb90640000000000000000, audio/mpeg",
        "a.mp3, fff388c40000000000000000, audio/mpeg",
        "a.wav, 524946462400000057415645666d7420, audio/wav",
        "a.m4a, 00000020667479704d344120000000004d344120, audio/mp4",
        "a.amr, 2321414d520a3c, audio/amr",
        "a.mp4, 00000018667479706d703432000000006d70343269736f6d, video/mp4",
        "a.mp4, 000000206674797069736f6d0000020069736f6d69736f32, video/mp4",
        "a.mov, 0000001466747970717420200000000071742020, video/quicktime",
        "a.avi, 524946462400000041564920 4c495354, video/x-msvideo",
        "a.mkv, 1a45dfa3a3428681014282886d6174726f736b61, video/x-matroska",
        "a.webm, 1a45dfa39f4286810142f7810142f2810442f381084282847765626d, video/webm",
        "a.3gp, 00000018667479703367703400000000, video/3gpp",
        "a.flv, 464c5601050000000900000000, video/x-flv",
        "a.wmv, 3026b2758e66cf11a6d900aa0062ce6c, video/x-ms-wmv",
        "a.rar, 526172211a0700cf907300000d000000, application/vnd.rar",
        "a.rar, 526172211a0701003392b5e50a010506, application/vnd.rar",
        "a.7z, 377abcaf271c0004, application/x-7z-compressed"
    })
    void knowsTheKindsOfFilesOfficesSend(String name, String head, String mediaType) throws Exception {
        byte[] start = HexFormat.of().parseHex(head.replace(" ", ""));
        assertThat(check(name, java.util.Arrays.copyOf(start, 512))).isEqualTo(mediaType);
    }

    @Test
    void refusesAZipBombCalledDocument() throws IOException {
        byte[] bomb = zip("word/document.xml", new byte[32 << 20]);
        assertRefused("方案.docx", bomb, "archive-unsafe", "文件压缩比异常，疑似压缩炸弹，为安全起见不予接收，请拆分或重新保存后上传。");
        assertRefused("资料.zip", bomb, "archive-unsafe", "文件压缩比异常，疑似压缩炸弹，为安全起见不予接收，请拆分或重新保存后上传。");
    }

    @Test
    void refusesTooManyEntriesAndTooMuchContent() throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(many)) {
            for (int i = 0; i <= 1000; i++) {
                zip.putNextEntry(new ZipEntry("照片" + i + ".jpg"));
            }
        }
        assertRefused("资料.zip", many.toByteArray(), "archive-unsafe", "文件内含文件超过 1000 个，为安全起见不予接收，请拆分或重新保存后上传。");
        FileTypes strict = new FileTypes(EvidenceSetting.limits(DataSize.ofMegabytes(200), DataSize.ofKilobytes(10)));
        Path file =
                Files.write(folder.resolve("x"), zip("a.txt", "创建".repeat(3000).getBytes(UTF_8)));
        assertThatThrownBy(() -> strict.check(file, "资料.zip")).hasMessageContaining("解压后超过 10 KB");
    }

    @Test
    void refusesADocumentCutOff() throws IOException {
        byte[] whole = docx();
        byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
        assertThatThrownBy(() -> check("方案.docx", half))
                .isInstanceOfSatisfying(
                        RefusedFile.class, e -> assertThat(e.code()).isIn("archive-unsafe", "type-mismatch"));
    }

    @Test
    void acceptsArchivesWithNamesInOldEncodings() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, Charset.forName("GBK"))) {
            zip.putNextEntry(new ZipEntry("佐证材料/会议纪要.txt"));
            zip.write("示例".getBytes(UTF_8));
        }
        assertThatCode(() -> check("资料.zip", bytes.toByteArray())).doesNotThrowAnyException();
    }

    private String check(String name, byte[] content) throws RefusedFile, IOException {
        return types.check(Files.write(folder.resolve("content"), content), name);
    }

    private void assertRefused(String name, String content, String code, String detail) {
        assertRefused(name, content.getBytes(UTF_8), code, detail);
    }

    private void assertRefused(String name, byte[] content, String code, String detail) {
        assertThatThrownBy(() -> check(name, content)).isInstanceOfSatisfying(RefusedFile.class, e -> {
            assertThat(e.detail()).isEqualTo(detail);
            assertThat(e.code()).isEqualTo(code);
        });
    }

    private static byte[] docx() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument()) {
            document.createParagraph().createRun().setText("示例工作方案");
            document.write(bytes);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String entry, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
        }
        return bytes.toByteArray();
    }
}
