package org.chuangjian.shared;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.DataValidation;
import org.apache.poi.ss.usermodel.DataValidationConstraint;
import org.apache.poi.ss.usermodel.DataValidationHelper;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.PrintSetup;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.VerticalAlignment;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellRangeAddressList;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.ss.util.WorkbookUtil;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.jspecify.annotations.Nullable;

/**
 * Writes an .xlsx for people: a bold frozen header, readable widths, drop-down lists. Numbers and dates become real
 * numbers and dates. A text that a spreadsheet program could take for a formula gets an apostrophe in front, which
 * {@link Spreadsheet} takes off again.
 *
 * <pre>{@code
 * byte[] file = new SpreadsheetWriter()
 *         .sheet("示例细则", "编码", "要求", "分值", "类型")
 *         .choices("类型", List.of("关键项", "基本项"))
 *         .row("GA1", "成立领导小组", new BigDecimal("3"), "关键项")
 *         .toBytes();
 * }</pre>
 */
public final class SpreadsheetWriter {

    private static final String RISKY = "=+-@\t\r\n＝＋－＠";
    private static final int MAX_CELL = 32_767;
    private static final int MAX_INLINE_CHOICES = 255;
    private static final int CHOICE_ROWS = 5_000;
    private static final int MIN_WIDTH = 8;
    private static final int MAX_WIDTH = 48;
    private static final int PORTRAIT_COLUMNS = 6;
    private static final int MEASURED_ROWS = 500;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private final List<Table> tables = new ArrayList<>();

    /** Starts a sheet; what follows belongs to it. */
    public SpreadsheetWriter sheet(String name, String... columns) {
        tables.add(new Table(name, List.of(columns)));
        return this;
    }

    /** Offers these values as a drop-down list in every cell of the column. */
    public SpreadsheetWriter choices(String column, List<String> values) {
        Table table = current();
        int index = table.columns.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("No column " + column);
        }
        table.choices.put(index, List.copyOf(values));
        return this;
    }

    /**
     * Adds a row: numbers, {@link LocalDate}, {@link OffsetDateTime} (written as its own local time), booleans (是/否),
     * null for a blank cell, anything else as text.
     */
    public SpreadsheetWriter row(@Nullable Object... values) {
        return row(Arrays.asList(values));
    }

    public SpreadsheetWriter row(List<? extends @Nullable Object> values) {
        current().rows.add(new ArrayList<>(values));
        return this;
    }

    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public void writeTo(OutputStream out) throws IOException {
        try (SXSSFWorkbook workbook = new SXSSFWorkbook(200)) {
            // 64-bit archives, the default here, do not open in every program.
            workbook.setZip64Mode(Zip64Mode.AsNeeded);
            Styles styles = new Styles(workbook);
            for (Table table : tables) {
                table.write(workbook, styles);
            }
            writeLongChoices(workbook);
            workbook.write(out);
        }
    }

    private Table current() {
        if (tables.isEmpty()) {
            throw new IllegalStateException("No sheet yet");
        }
        return tables.get(tables.size() - 1);
    }

    /** The text as it may stand in a cell without ever being run. */
    static String neutralised(String text) {
        return !text.isEmpty() && RISKY.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    static boolean isNeutralised(String text) {
        return text.length() > 1 && text.charAt(0) == '\'' && RISKY.indexOf(text.charAt(1)) >= 0;
    }

    /** Lists too long for the cell rule itself stand in a hidden sheet, a column each. */
    private void writeLongChoices(SXSSFWorkbook workbook) {
        List<List<String>> lists = new ArrayList<>();
        for (Table table : tables) {
            Sheet sheet = workbook.getSheetAt(tables.indexOf(table));
            table.choices.forEach((column, values) -> {
                if (isInline(values)) {
                    addRule(
                            sheet,
                            column,
                            table,
                            validations(sheet).createExplicitListConstraint(values.toArray(String[]::new)));
                } else {
                    String letter = CellReference.convertNumToColString(lists.size());
                    lists.add(values);
                    addRule(
                            sheet,
                            column,
                            table,
                            validations(sheet)
                                    .createFormulaListConstraint(
                                            "'选项'!$" + letter + "$1:$" + letter + "$" + values.size()));
                }
            });
        }
        if (lists.isEmpty()) {
            return;
        }
        Sheet hidden = workbook.createSheet("选项");
        workbook.setSheetHidden(workbook.getSheetIndex(hidden), true);
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            Row row = hidden.createRow(i);
            for (int j = 0; j < lists.size(); j++) {
                if (i < lists.get(j).size()) {
                    row.createCell(j).setCellValue(neutralised(lists.get(j).get(i)));
                }
            }
        }
    }

    private static boolean isInline(List<String> values) {
        return String.join(",", values).length() <= MAX_INLINE_CHOICES
                && values.stream().noneMatch(value -> value.contains(",") || value.contains("\""));
    }

    private static DataValidationHelper validations(Sheet sheet) {
        return sheet.getDataValidationHelper();
    }

    private static void addRule(Sheet sheet, int column, Table table, DataValidationConstraint constraint) {
        int last = Math.max(CHOICE_ROWS, table.rows.size());
        DataValidation rule =
                validations(sheet).createValidation(constraint, new CellRangeAddressList(1, last, column, column));
        rule.setShowErrorBox(true);
        rule.createErrorBox("不在选项中", "请从下拉列表中选择。");
        sheet.addValidationData(rule);
    }

    private static final class Styles {

        final CellStyle header;
        final CellStyle text;
        final CellStyle date;

        Styles(SXSSFWorkbook workbook) {
            Font bold = workbook.createFont();
            bold.setBold(true);
            header = workbook.createCellStyle();
            header.setFont(bold);
            header.setFillForegroundColor(IndexedColors.GREY_25_PERCENT.getIndex());
            header.setFillPattern(FillPatternType.SOLID_FOREGROUND);
            header.setBorderBottom(BorderStyle.THIN);
            header.setVerticalAlignment(VerticalAlignment.CENTER);
            text = workbook.createCellStyle();
            text.setWrapText(true);
            text.setVerticalAlignment(VerticalAlignment.TOP);
            date = workbook.createCellStyle();
            date.setDataFormat(workbook.createDataFormat().getFormat("yyyy-mm-dd"));
            date.setVerticalAlignment(VerticalAlignment.TOP);
        }
    }

    private static final class Table {

        final String name;
        final List<String> columns;
        final Map<Integer, List<String>> choices = new LinkedHashMap<>();
        final List<List<@Nullable Object>> rows = new ArrayList<>();

        Table(String name, List<String> columns) {
            this.name = name;
            this.columns = columns;
        }

        void write(SXSSFWorkbook workbook, Styles styles) {
            Sheet sheet = workbook.createSheet(WorkbookUtil.createSafeSheetName(name));
            sheet.createFreezePane(0, 1);
            page(sheet);
            int[] widths = new int[columns.size()];
            Row header = sheet.createRow(0);
            for (int i = 0; i < columns.size(); i++) {
                fill(header.createCell(i), columns.get(i), styles);
                header.getCell(i).setCellStyle(styles.header);
                widths[i] = width(columns.get(i)) + 2;
            }
            for (int r = 0; r < rows.size(); r++) {
                Row row = sheet.createRow(r + 1);
                List<@Nullable Object> values = rows.get(r);
                for (int i = 0; i < values.size(); i++) {
                    Object value = values.get(i);
                    if (value == null) {
                        continue;
                    }
                    fill(row.createCell(i), value, styles);
                    if (r < MEASURED_ROWS && i < widths.length) {
                        widths[i] = Math.max(widths[i], width(value.toString()));
                    }
                }
            }
            for (int i = 0; i < widths.length; i++) {
                sheet.setColumnWidth(i, Math.max(MIN_WIDTH, Math.min(widths[i] + 1, MAX_WIDTH)) * 256);
            }
        }

        /** Printed on A4, all columns side by side, the titles on every page. */
        private void page(Sheet sheet) {
            sheet.setFitToPage(true);
            sheet.getPrintSetup().setPaperSize(PrintSetup.A4_PAPERSIZE);
            sheet.getPrintSetup().setLandscape(columns.size() > PORTRAIT_COLUMNS);
            sheet.getPrintSetup().setFitWidth((short) 1);
            sheet.getPrintSetup().setFitHeight((short) 0);
            sheet.setRepeatingRows(new CellRangeAddress(0, 0, -1, -1));
            sheet.getFooter().setCenter("第 &P 页，共 &N 页");
        }

        private static void fill(Cell cell, Object value, Styles styles) {
            cell.setCellStyle(styles.text);
            if (value instanceof Number number) {
                cell.setCellValue(number.doubleValue());
            } else if (value instanceof LocalDate date) {
                cell.setCellValue(date);
                cell.setCellStyle(styles.date);
            } else if (value instanceof OffsetDateTime time) {
                cell.setCellValue(MINUTE.format(time));
            } else if (value instanceof Boolean yes) {
                cell.setCellValue(yes ? "是" : "否");
            } else {
                String text = neutralised(value.toString());
                cell.setCellValue(text.length() <= MAX_CELL ? text : text.substring(0, MAX_CELL - 1) + "…");
            }
        }

        /** In columns of half a Chinese character; the longest line counts. */
        private static int width(String text) {
            return text.lines()
                    .mapToInt(line -> line.chars().map(c -> c > 0xFF ? 2 : 1).sum())
                    .max()
                    .orElse(0);
        }
    }
}
