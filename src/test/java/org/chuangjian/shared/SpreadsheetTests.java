package org.chuangjian.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetTests {

    @Test
    void everyCellOfAMergedAreaCarriesItsText() {
        byte[] file = workbook(sheet -> {
            line(sheet, 0, "编码", "一级指标", "要求");
            line(sheet, 1, "A1", "组织领导", "成立领导小组");
            line(sheet, 2, "A2", null, "印发方案");
            line(sheet, 3, "A3", null, "落实经费");
            sheet.addMergedRegion(new CellRangeAddress(1, 3, 1, 1));
        });

        Spreadsheet table = Spreadsheet.read(file, "细则.xlsx");

        assertThat(table.rows()).extracting(row -> row.text("一级指标")).containsExactly("组织领导", "组织领导", "组织领导");
        assertThat(table.rows()).extracting(row -> row.text("要求")).containsExactly("成立领导小组", "印发方案", "落实经费");
    }

    @Test
    void aMergedTitleLineAboveTheColumnNamesIsPassedOver() {
        byte[] file = workbook(sheet -> {
            line(sheet, 1, "示例细则", null, null);
            sheet.addMergedRegion(new CellRangeAddress(1, 1, 0, 2));
            line(sheet, 2, "编码", "要求", "分值");
            line(sheet, 5, "A1", "成立领导小组", "3");
        });

        Spreadsheet table = Spreadsheet.read(file, "细则.xlsx").require("编码", "要求", "分值");

        assertThat(table.rows()).singleElement().satisfies(row -> {
            assertThat(row.number()).isEqualTo(6);
            assertThat(row.text("编码")).isEqualTo("A1");
        });
    }

    @Test
    void aFormulaIsReportedAndNotEvaluated() {
        byte[] file = workbook(sheet -> {
            line(sheet, 0, "编码", "分值");
            Row row = sheet.createRow(1);
            row.createCell(0).setCellValue("A1");
            row.createCell(1).setCellFormula("1+2");
            sheet.getWorkbook().getCreationHelper().createFormulaEvaluator().evaluateAll();
        });

        Spreadsheet table = Spreadsheet.read(file, "细则.xlsx");

        assertThat(table.problems()).containsExactly(new RowProblem(2, "分值", "单元格是公式，系统不计算公式，请粘贴为数值后再上传。"));
        assertThat(table.rows().get(0).number("分值")).isNull();
        assertThat(table.rows().get(0).text("分值")).isEmpty();
        assertThat(table.problems()).hasSize(1);
    }

    @Test
    void anErrorValueIsReported() {
        byte[] file = workbook(sheet -> {
            line(sheet, 0, "编码", "分值");
            line(sheet, 1, "A1", null);
            sheet.getRow(1).createCell(1).setCellErrorValue(org.apache.poi.ss.usermodel.FormulaError.NA.getCode());
        });

        assertThat(Spreadsheet.read(file, "细则.xlsx").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("#N/A"));
    }

    @Test
    void numbersDatesAndPercentagesReadAsShown() {
        byte[] file = workbook(sheet -> {
            line(sheet, 0, "编码", "日期", "比例", "数");
            Row row = sheet.createRow(1);
            row.createCell(0).setCellValue(7);
            row.getCell(0).setCellStyle(format(sheet, "000"));
            row.createCell(1).setCellValue(LocalDate.of(2026, 2, 14));
            row.getCell(1).setCellStyle(format(sheet, "yyyy\"年\"m\"月\"d\"日\""));
            row.createCell(2).setCellValue(0.966);
            row.getCell(2).setCellStyle(format(sheet, "0.0%"));
            row.createCell(3).setCellValue(0.1 + 0.2);
        });

        Spreadsheet.Row row = Spreadsheet.read(file, "读数.xlsx").rows().get(0);

        assertThat(row.text("编码")).isEqualTo("007");
        assertThat(row.text("日期")).isEqualTo("2026-02-14");
        assertThat(row.date("日期")).isEqualTo(LocalDate.of(2026, 2, 14));
        assertThat(row.text("比例")).isEqualTo("96.6%");
        assertThat(row.number("数")).isEqualByComparingTo("0.3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"3|3", "3分|3", "３|3", "3.0|3", "３．５ 分|3.5", "'1,200'|1200", "-1|-1", "−1|-1", "０|0"})
    void numbersAsPeopleWriteThemAreUnderstood(String written, BigDecimal meant) {
        Spreadsheet.Row row = csv("编码,分值\nA1,\"" + written + "\"\n").rows().get(0);

        assertThat(row.number("分值")).isEqualByComparingTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"三", "3-5", "约3", "1e5", "3%", "分", "1,2", "3 4x", "NaN", "1234567890123456789"})
    void whatIsNotANumberIsReportedWithRowAndColumn(String written) {
        Spreadsheet table = csv("编码,分值\n\nA1,\"" + written + "\"\n");

        assertThat(table.rows().get(0).number("分值")).isNull();
        assertThat(table.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.row()).isEqualTo(3);
            assertThat(problem.column()).isEqualTo("分值");
            assertThat(problem.reason()).contains("不是数字");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-1-31", "2026/1/31", "2026.01.31", "2026年1月31日", "20260131", "２０２６年１月３１日"})
    void datesAsPeopleWriteThemAreUnderstood(String written) {
        assertThat(csv("编码,日期\nA1," + written + "\n").rows().get(0).date("日期")).isEqualTo(LocalDate.of(2026, 1, 31));
    }

    @Test
    void aDayThatDoesNotExistIsReported() {
        Spreadsheet table = csv("编码,日期\nA1,2026-02-30\n");

        assertThat(table.rows().get(0).date("日期")).isNull();
        assertThat(table.problems()).hasSize(1);
    }

    @Test
    void codesAreMadeHalfWidthButProseStaysAsItIs() {
        Spreadsheet.Row row = csv("编码,要求\nＧＡ １,　达到９０％（含）以上　\n").rows().get(0);

        assertThat(row.code("编码")).isEqualTo("GA1");
        assertThat(row.text("要求")).isEqualTo("达到９０％（含）以上");
    }

    @Test
    void columnNamesAreFoundInFullWidthWithMarksAndUnderAnotherName() {
        Spreadsheet table =
                csv(" 指标编码 ,分 值（必填）,*类型\nA1,3,关键项\n").alias("编码", "编号", "指标编码").require("编码", "分值", "类型");

        assertThat(table.rows().get(0).text("编码")).isEqualTo("A1");
        assertThat(table.rows().get(0).number("分值")).isEqualByComparingTo("3");
    }

    @Test
    void missingColumnsAreNamed() {
        Problem problem =
                catchThrowableOfType(Problem.class, () -> csv("编码,备注\nA1,无\n").require("编码", "分值", "类型"));

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.code()).isEqualTo("spreadsheet");
        assertThat(problem.detail()).contains("分值、类型");
        assertThat(problem.properties().get("problems"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(RowProblem.class))
                .extracting(RowProblem::column)
                .containsExactly("分值", "类型");
    }

    @Test
    void aColumnNamedTwiceIsReported() {
        assertThat(csv("编码,分值,分值\nA1,3,4\n").problems()).containsExactly(new RowProblem(1, "分值", "列名重复，请删去多余的一列。"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "GB18030", "UTF-16"})
    void textIsReadInTheEncodingItWasSavedIn(String charset) {
        byte[] file = "编码,要求\nA1,市场监管所㐀龍\n".getBytes(Charset.forName(charset));

        assertThat(Spreadsheet.read(file, "细则.CSV").rows().get(0).text("要求")).isEqualTo("市场监管所㐀龍");
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstColumnsName() {
        assertThat(csv("\uFEFF编码,要求\nA1,好\n").rows().get(0).text("编码")).isEqualTo("A1");
    }

    @Test
    void quotedLineEndsAndBlankLinesKeepTheRowNumbersOfTheSpreadsheetProgram() {
        Spreadsheet table = csv("编码,要求\r\nA1,\"第一行\r\n第二行,第三\"\r\n,\r\n\r\nA2,好\r\n");

        assertThat(table.rows()).extracting(Spreadsheet.Row::number).containsExactly(2, 5);
        assertThat(table.rows().get(0).text("要求")).isEqualTo("第一行\n第二行,第三");
    }

    @Test
    void aTablePrintsAsWideAsThePaperWithItsTitlesOnEveryPage() throws IOException {
        byte[] wide = new SpreadsheetWriter()
                .sheet("任务清单", "编码", "一级指标", "二级指标", "要求", "分值", "类型", "单位")
                .row("A1")
                .toBytes();
        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(wide))) {
            Sheet sheet = workbook.getSheetAt(0);
            assertThat(sheet.getFitToPage()).isTrue();
            assertThat(sheet.getPrintSetup().getPaperSize()).isEqualTo(PrintSetup.A4_PAPERSIZE);
            assertThat(sheet.getPrintSetup().getLandscape()).isTrue();
            assertThat(sheet.getPrintSetup().getFitWidth()).isEqualTo((short) 1);
            assertThat(sheet.getPrintSetup().getFitHeight()).isZero();
            assertThat(sheet.getRepeatingRows()).hasToString("org.apache.poi.ss.util.CellRangeAddress [1:1]");
            assertThat(sheet.getFooter().getCenter()).contains("&P");
        }
    }

    @Test
    void tenThousandRowsAreRead() {
        SpreadsheetWriter writer = new SpreadsheetWriter().sheet("细则", "编码", "要求", "分值");
        IntStream.rangeClosed(1, 10_000).forEach(i -> writer.row("A" + i, "第 " + i + " 条要求", i));
        byte[] xlsx = writer.toBytes();
        byte[] csv = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> "A" + i + ",第 " + i + " 条要求," + i)
                .collect(Collectors.joining("\n", "编码,要求,分值\n", "\n"))
                .getBytes(StandardCharsets.UTF_8);

        for (Spreadsheet table : List.of(Spreadsheet.read(xlsx, "细则.xlsx"), Spreadsheet.read(csv, "细则.csv"))) {
            assertThat(table.rows()).hasSize(10_000);
            Spreadsheet.Row last = table.rows().get(9_999);
            assertThat(last.number()).isEqualTo(10_001);
            assertThat(last.number("分值")).isEqualByComparingTo("10000");
        }
    }

    @Test
    void filesThatAreNoTableAreRefusedWithWhatToDo() throws IOException {
        assertThat(refusal(new byte[0], "细则.xlsx")).contains("空");
        assertThat(refusal(new byte[0], "细则.csv")).contains("空");
        assertThat(refusal(" \n,,\n".getBytes(StandardCharsets.UTF_8), "细则.csv"))
                .contains("没有内容");
        assertThat(refusal(workbook(sheet -> {}), "细则.xlsx")).contains("没有内容");
        assertThat(refusal(zip("说明.txt", 10), "细则.xlsx")).contains("不是 Excel 表格");
        assertThat(refusal("不是表格".getBytes(StandardCharsets.UTF_8), "细则.xlsx")).contains("不是 Excel 表格");
        assertThat(refusal(zip("说明.txt", 10), "细则.csv")).contains("其实是 Excel 文件");
        assertThat(refusal(oldWorkbook(), "细则.xls")).contains("另存为 .xlsx");
        assertThat(refusal(oldWorkbook(), "细则.xlsx")).contains("另存为 .xlsx");
        assertThat(refusal(new byte[] {1, 2, 3}, "细则.pdf")).contains("只能上传 .xlsx 或 .csv");
        assertThat(refusal(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF}, "细则.csv"))
                .contains("编码");
        assertThat(refusal("编码,要求\nA1,\"没有结束".getBytes(StandardCharsets.UTF_8), "细则.csv"))
                .contains("引号");
        assertThat(refusal(new byte[Spreadsheet.MAX_BYTES + 1], "细则.xlsx")).contains("20 MB");
    }

    @Test
    void aTruncatedWorkbookIsRefused() {
        byte[] whole = new SpreadsheetWriter().sheet("细则", "编码").row("A1").toBytes();
        byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);

        assertThat(refusal(half, "细则.xlsx")).contains("另存为 .xlsx");
    }

    @Test
    void aZipBombIsRefusedBeforeItUnpacks() throws IOException {
        assertThat(refusal(zip("xl/workbook.xml", 300_000_000), "细则.xlsx")).contains("解压后过大");
        assertThat(refusal(zip("xl/worksheets/sheet1.xml", 300_000_000), "细则.xlsx"))
                .contains("解压后过大");
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(many)) {
            for (int i = 0; i < 1_001; i++) {
                out.putNextEntry(new ZipEntry("xl/" + i));
            }
        }
        assertThat(refusal(many.toByteArray(), "细则.xlsx")).contains("解压后过大");
    }

    @Test
    void aWorkbookWithAPasswordIsRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (POIFSFileSystem files = new POIFSFileSystem()) {
            Encryptor encryptor = new EncryptionInfo(EncryptionMode.standard).getEncryptor();
            encryptor.confirmPassword("example");
            try (OutputStream out = encryptor.getDataStream(files)) {
                out.write(new SpreadsheetWriter().sheet("细则", "编码").row("A1").toBytes());
            }
            files.writeFilesystem(bytes);
        }

        assertThat(refusal(bytes.toByteArray(), "细则.xlsx")).contains("密码");
    }

    @Test
    void externalEntitiesInAWorkbookAreNotFollowed(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "机密");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes);
                java.util.zip.ZipInputStream in =
                        new java.util.zip.ZipInputStream(new ByteArrayInputStream(new SpreadsheetWriter()
                                .sheet("细则", "编码", "要求")
                                .row("A1", "好")
                                .toBytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] part = in.readAllBytes();
                if (entry.getName().startsWith("xl/worksheets/sheet")) {
                    part = ("<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>"
                                    + "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
                                    + "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&e;</t></is></c></row>"
                                    + "</sheetData></worksheet>")
                            .getBytes(StandardCharsets.UTF_8);
                }
                out.write(part);
            }
        }

        assertThat(refusal(bytes.toByteArray(), "细则.xlsx")).doesNotContain("机密");
    }

    @Test
    void hiddenSheetsAreNotRead() {
        byte[] file = workbook(sheet -> {
            line(sheet, 0, "编码", "要求");
            line(sheet, 1, "隐藏", "隐藏");
            Sheet shown = sheet.getWorkbook().createSheet("细则");
            line(shown, 0, "编码", "要求");
            line(shown, 1, "A1", "好");
            sheet.getWorkbook().setSheetHidden(0, true);
            sheet.getWorkbook().setActiveSheet(1);
        });

        assertThat(Spreadsheet.read(file, "细则.xlsx").rows().get(0).text("编码")).isEqualTo("A1");
    }

    @Test
    void whatIsWrittenReadsBackTheSame() throws IOException {
        List<String> towns = IntStream.range(0, 200).mapToObj(i -> "示例镇" + i).toList();
        byte[] file = new SpreadsheetWriter()
                .sheet("细则", "编码", "要求", "分值", "类型", "日期", "单位")
                .choices("类型", List.of("关键项", "基本项"))
                .choices("单位", towns)
                .row("A1", "=1+1", new BigDecimal("2.50"), "关键项", LocalDate.of(2026, 1, 4), "示例镇7")
                .row("A2", "@SUM(A1)", null, "-", null, "＋示例")
                .toBytes();

        try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(file))) {
            Sheet sheet = workbook.getSheetAt(0);
            assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
            assertThat(workbook.getFontAt(
                                    sheet.getRow(0).getCell(0).getCellStyle().getFontIndex())
                            .getBold())
                    .isTrue();
            assertThat(sheet.getRow(1).getCell(1).getStringCellValue()).isEqualTo("'=1+1");
            assertThat(sheet.getDataValidations()).hasSize(2);
            assertThat(sheet.getColumnWidth(1)).isBetween(8 * 256, 48 * 256);
        }
        Spreadsheet table = Spreadsheet.read(file, "细则.xlsx");
        Spreadsheet.Row first = table.rows().get(0);
        assertThat(first.text("要求")).isEqualTo("=1+1");
        assertThat(first.number("分值")).isEqualByComparingTo("2.5");
        assertThat(first.date("日期")).isEqualTo(LocalDate.of(2026, 1, 4));
        assertThat(table.rows().get(1).text("要求")).isEqualTo("@SUM(A1)");
        assertThat(table.rows().get(1).text("单位")).isEqualTo("＋示例");
        assertThat(table.problems()).isEmpty();
    }

    private static Spreadsheet csv(String text) {
        return Spreadsheet.read(text.getBytes(StandardCharsets.UTF_8), "表.csv");
    }

    private static String refusal(byte[] content, String fileName) {
        Problem problem = catchThrowableOfType(Problem.class, () -> Spreadsheet.read(content, fileName));
        assertThat(problem).as("%s is refused", fileName).isNotNull();
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.code()).isEqualTo("spreadsheet");
        assertThat(problem.properties().get("problems")).isEqualTo(List.of(new RowProblem(0, "", problem.detail())));
        return problem.detail();
    }

    private static byte[] workbook(Consumer<Sheet> content) {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            content.accept(workbook.createSheet("第一张"));
            workbook.write(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] oldWorkbook() throws IOException {
        try (HSSFWorkbook workbook = new HSSFWorkbook();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            workbook.createSheet("细则").createRow(0).createCell(0).setCellValue("编码");
            workbook.write(bytes);
            return bytes.toByteArray();
        }
    }

    private static byte[] zip(String entry, int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(entry));
            byte[] block = new byte[100_000];
            for (int left = zeros; left > 0; left -= block.length) {
                out.write(block, 0, Math.min(left, block.length));
            }
        }
        return bytes.toByteArray();
    }

    private static void line(Sheet sheet, int index, @Nullable String... cells) {
        Row row = sheet.createRow(index);
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != null) {
                row.createCell(i).setCellValue(cells[i]);
            }
        }
    }

    private static CellStyle format(Sheet sheet, String pattern) {
        CellStyle style = sheet.getWorkbook().createCellStyle();
        style.setDataFormat(sheet.getWorkbook().createDataFormat().getFormat(pattern));
        return style;
    }
}
