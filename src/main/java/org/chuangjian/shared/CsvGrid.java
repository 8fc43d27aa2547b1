package org.chuangjian.shared;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The cells of a .csv by row number. A record is a row, however many lines its quoted cells span, as in Excel. */
final class CsvGrid {

    private static final Charset GB18030 = Charset.forName("GB18030");

    private CsvGrid() {}

    static NavigableMap<Integer, String[]> read(byte[] content) {
        if (XlsxGrid.isZip(content) || XlsxGrid.isOldOffice(content)) {
            throw Spreadsheet.unreadable("这个 .csv 其实是 Excel 文件，请在 Excel 或 WPS 中另存为 .xlsx 再上传。");
        }
        String text = decode(content);
        if (text.indexOf('\0') >= 0) {
            throw Spreadsheet.unreadable("这个 .csv 不是文本表格，请在 Excel 或 WPS 中另存为 .xlsx 再上传。");
        }
        NavigableMap<Integer, String[]> grid = new TreeMap<>();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter(text))
                .setIgnoreEmptyLines(false)
                .get();
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            for (CSVRecord line : parser) {
                add(grid, line);
            }
        } catch (IOException | UncheckedIOException e) {
            throw Spreadsheet.unreadable(
                    "第 " + (grid.isEmpty() ? 1 : grid.lastKey() + 1) + " 行附近的引号不成对，请检查或另存为 .xlsx 再上传。");
        }
        return grid;
    }

    private static void add(NavigableMap<Integer, String[]> grid, CSVRecord line) {
        String[] cells = new String[Math.min(line.size(), Spreadsheet.MAX_COLUMNS)];
        boolean blank = true;
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Spreadsheet.clean(line.get(i));
            blank &= cells[i].isEmpty();
        }
        if (blank) {
            return;
        }
        if (grid.size() > Spreadsheet.MAX_ROWS) {
            throw XlsxGrid.tooManyRows();
        }
        grid.put((int) line.getRecordNumber(), cells);
    }

    private static String decode(byte[] content) {
        if (content.length >= 2 && (content[0] & 0xFF) == 0xFF && (content[1] & 0xFF) == 0xFE) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16LE);
        }
        if (content.length >= 2 && (content[0] & 0xFF) == 0xFE && (content[1] & 0xFF) == 0xFF) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16BE);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            try {
                return GB18030.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            } catch (CharacterCodingException e) {
                throw Spreadsheet.unreadable("文件的文字编码既不是 UTF-8 也不是 GB18030，请在 Excel 或 WPS 中另存为 .xlsx 再上传。");
            }
        }
    }

    /** Programs set to another region write tabs or semicolons; the first line that says something tells. */
    private static char delimiter(String text) {
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        if (first.indexOf(',') >= 0) {
            return ',';
        }
        return first.indexOf('\t') >= 0 ? '\t' : first.indexOf(';') >= 0 ? ';' : ',';
    }
}
