package org.chuangjian.shared;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The cells of an .xlsx by row number, read as a stream of events: a workbook object of a large sheet would take
 * hundreds of megabytes. What the archive unpacks to is measured before anything is parsed.
 */
final class XlsxGrid {

    private static final int MAX_ENTRIES = 1_000;
    private static final long MAX_UNPACKED = 100L * 1024 * 1024;
    private static final long MAX_RATIO = 100;
    private static final long RATIO_MATTERS_FROM = 5L * 1024 * 1024;

    /** Styles, themes and the like are parsed into objects as a whole, so they get a tighter limit than cells. */
    private static final long MAX_SMALL_PART = 8L * 1024 * 1024;

    private static final int MAX_MERGED_CELLS = 2_000_000;

    private XlsxGrid() {}

    static boolean isZip(byte[] content) {
        return content.length >= 4 && content[0] == 'P' && content[1] == 'K' && content[2] == 3 && content[3] == 4;
    }

    static boolean isOldOffice(byte[] content) {
        return content.length >= 4
                && (content[0] & 0xFF) == 0xD0
                && (content[1] & 0xFF) == 0xCF
                && (content[2] & 0xFF) == 0x11
                && (content[3] & 0xFF) == 0xE0;
    }

    static NavigableMap<Integer, String[]> read(byte[] content) {
        if (isOldOffice(content)) {
            throw Spreadsheet.unreadable(
                    isEncrypted(content)
                            ? "表格设有打开密码，请在 Excel 或 WPS 中取消密码后再上传。"
                            : "这个文件其实是旧版 Office 文件，请在 Excel 或 WPS 中另存为 .xlsx 再上传。");
        }
        if (!isZip(content)) {
            throw notWorkbook();
        }
        measure(content);
        try (OPCPackage archive = OPCPackage.open(new ByteArrayInputStream(content))) {
            return parse(archive);
        } catch (Problem e) {
            throw e;
        } catch (IOException
                | OpenXML4JException
                | SAXException
                | ParserConfigurationException
                | RuntimeException damaged) {
            throw Spreadsheet.unreadable("文件已损坏或不是 Excel 表格，请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传。");
        }
    }

    static Problem tooManyRows() {
        return Spreadsheet.unreadable("表格超过 " + Spreadsheet.MAX_ROWS + " 行，请拆成几份再上传。");
    }

    private static Problem notWorkbook() {
        return Spreadsheet.unreadable("这个文件虽以 .xlsx 结尾，但内容不是 Excel 表格，请在 Excel 或 WPS 中另存为 .xlsx 再上传。");
    }

    private static Problem tooMuchInside() {
        return Spreadsheet.unreadable("文件解压后过大，不像正常的表格，已停止读取；请只保留需要的工作表后另存为 .xlsx 再上传。");
    }

    private static boolean isEncrypted(byte[] content) {
        try (POIFSFileSystem files = new POIFSFileSystem(new ByteArrayInputStream(content))) {
            return files.getRoot().hasEntryCaseInsensitive("EncryptedPackage");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static void measure(byte[] content) {
        long unpacked = 0;
        int entries = 0;
        boolean workbook = false;
        byte[] buffer = new byte[64 * 1024];
        // The JDK's own stream stumbles over the 64-bit archives that streaming writers make.
        try (ZipArchiveInputStream zip =
                new ZipArchiveInputStream(new ByteArrayInputStream(content), "UTF-8", true, true)) {
            for (ZipArchiveEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                workbook |= name.equals("xl/workbook.xml");
                boolean small = !name.startsWith("xl/worksheets/sheet")
                        && !name.startsWith("xl/media/")
                        && !name.equals("xl/sharedStrings.xml");
                if (++entries > MAX_ENTRIES) {
                    throw tooMuchInside();
                }
                long size = 0;
                for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
                    size += read;
                    unpacked += read;
                    boolean dense = unpacked > RATIO_MATTERS_FROM && unpacked / content.length > MAX_RATIO;
                    if (unpacked > MAX_UNPACKED || dense || (small && size > MAX_SMALL_PART)) {
                        throw tooMuchInside();
                    }
                }
            }
        } catch (IOException | IllegalArgumentException notAnArchive) {
            throw notWorkbook();
        }
        if (!workbook) {
            throw notWorkbook();
        }
    }

    private static NavigableMap<Integer, String[]> parse(OPCPackage archive)
            throws IOException, OpenXML4JException, SAXException, ParserConfigurationException {
        XSSFReader reader = new XSSFReader(archive);
        Workbook workbook = new Workbook();
        try (InputStream data = reader.getWorkbookData()) {
            walk(data, workbook);
        }
        if (workbook.sheet == null) {
            throw Spreadsheet.unreadable("工作簿里没有可见的工作表，请取消隐藏后再上传。");
        }
        Cells cells = new Cells(
                new ReadOnlySharedStringsTable(archive, false), reader.getStylesTable(), workbook.startsIn1904);
        try (InputStream data = reader.getSheet(workbook.sheet)) {
            walk(data, cells);
        }
        cells.spreadMerged();
        return cells.grid;
    }

    private static void walk(InputStream data, DefaultHandler handler)
            throws IOException, SAXException, ParserConfigurationException {
        XMLReader xml = XMLHelper.newXMLReader();
        xml.setContentHandler(handler);
        xml.parse(new InputSource(data));
    }

    /** Which sheet is the first visible one, and from which year the workbook counts its days. */
    private static final class Workbook extends DefaultHandler {

        @Nullable
        String sheet;

        boolean startsIn1904;

        @Override
        public void startElement(String uri, String name, String qName, Attributes attributes) {
            if (name.equals("workbookPr")) {
                String value = attributes.getValue("date1904");
                startsIn1904 = "1".equals(value) || "true".equals(value);
            } else if (name.equals("sheet") && sheet == null) {
                String state = attributes.getValue("state");
                if (state == null || state.equals("visible")) {
                    sheet = relation(attributes);
                }
            }
        }

        private static @Nullable String relation(Attributes attributes) {
            for (int i = 0; i < attributes.getLength(); i++) {
                if (attributes.getLocalName(i).equals("id")
                        && attributes.getURI(i).endsWith("/relationships")) {
                    return attributes.getValue(i);
                }
            }
            return null;
        }
    }

    /** Collects the cells of one sheet. */
    private static final class Cells extends DefaultHandler {

        private static final Pattern ONLY_ZEROS = Pattern.compile("0{2,15}");
        private static final MathContext AS_EXCEL_SHOWS = new MathContext(15);

        final NavigableMap<Integer, String[]> grid = new TreeMap<>();

        private final ReadOnlySharedStringsTable strings;
        private final @Nullable StylesTable styles;
        private final boolean startsIn1904;
        private final Map<Integer, Format> formats = new HashMap<>();
        private final List<CellRangeAddress> merged = new ArrayList<>();
        private final List<String> line = new ArrayList<>();
        private final StringBuilder value = new StringBuilder();

        private int row;
        private int column;
        private String type = "n";
        private int style;
        private boolean formula;
        private boolean collecting;
        private int phonetic;

        Cells(ReadOnlySharedStringsTable strings, @Nullable StylesTable styles, boolean startsIn1904) {
            this.strings = strings;
            this.styles = styles;
            this.startsIn1904 = startsIn1904;
        }

        @Override
        public void startElement(String uri, String name, String qName, Attributes attributes) {
            switch (name) {
                case "row" -> {
                    String number = attributes.getValue("r");
                    row = number == null ? row + 1 : Integer.parseInt(number);
                    column = -1;
                    line.clear();
                }
                case "c" -> {
                    String place = attributes.getValue("r");
                    column = place == null ? column + 1 : new CellReference(place).getCol();
                    String kind = attributes.getValue("t");
                    type = kind == null ? "n" : kind;
                    String index = attributes.getValue("s");
                    style = index == null ? 0 : Integer.parseInt(index);
                    formula = false;
                    value.setLength(0);
                }
                case "f" -> formula = true;
                case "rPh" -> phonetic++;
                case "v" -> collecting = true;
                case "t" -> collecting = phonetic == 0;
                case "mergeCell" -> merged.add(CellRangeAddress.valueOf(attributes.getValue("ref")));
                default -> {}
            }
        }

        @Override
        public void characters(char[] text, int start, int length) {
            if (collecting) {
                value.append(text, start, length);
            }
        }

        @Override
        public void endElement(String uri, String name, String qName) {
            switch (name) {
                case "v", "t" -> collecting = false;
                case "rPh" -> phonetic--;
                case "c" -> endCell();
                case "row" -> endRow();
                default -> {}
            }
        }

        private void endCell() {
            if (column >= Spreadsheet.MAX_COLUMNS) {
                return;
            }
            String text = formula ? Spreadsheet.FORMULA : content();
            if (!text.isEmpty()) {
                while (line.size() <= column) {
                    line.add("");
                }
                line.set(column, text);
            }
        }

        private void endRow() {
            if (line.isEmpty()) {
                return;
            }
            if (grid.size() > Spreadsheet.MAX_ROWS) {
                throw tooManyRows();
            }
            grid.put(row, line.toArray(String[]::new));
        }

        private String content() {
            String text = value.toString();
            return switch (type) {
                case "s" ->
                    text.isBlank()
                            ? ""
                            : Spreadsheet.clean(strings.getItemAt(Integer.parseInt(text.strip()))
                                    .getString());
                case "inlineStr", "str" -> Spreadsheet.clean(text);
                case "b" -> text.strip().equals("1") ? "TRUE" : "FALSE";
                case "e" -> Spreadsheet.ERROR_PREFIX + text.strip();
                case "d" -> text.strip().replaceFirst("T00:00(:00(\\.0+)?)?Z?$", "");
                default -> text.isBlank() ? "" : shown(text.strip());
            };
        }

        private String shown(String number) {
            Format format = formats.computeIfAbsent(style, this::format);
            BigDecimal exact = new BigDecimal(number);
            if (format.date()) {
                LocalDateTime time = DateUtil.getLocalDateTime(exact.doubleValue(), startsIn1904);
                if (time != null) {
                    LocalDateTime rounded = time.plusNanos(500_000_000).truncatedTo(ChronoUnit.SECONDS);
                    return rounded.toLocalTime().equals(LocalTime.MIDNIGHT)
                            ? rounded.toLocalDate().toString()
                            : rounded.toString();
                }
            }
            if (format.percent()) {
                return plain(exact.movePointRight(2)) + "%";
            }
            String plain = plain(exact);
            int digits = format.digits();
            return plain.length() < digits && plain.chars().allMatch(Character::isDigit)
                    ? "0".repeat(digits - plain.length()) + plain
                    : plain;
        }

        private static String plain(BigDecimal number) {
            BigDecimal rounded = number.round(AS_EXCEL_SHOWS).stripTrailingZeros();
            return rounded.scale() < -30 || rounded.scale() > 30 ? rounded.toString() : rounded.toPlainString();
        }

        private Format format(int index) {
            if (styles == null || index >= styles.getNumCellStyles()) {
                return new Format(false, false, 0);
            }
            XSSFCellStyle cellStyle = styles.getStyleAt(index);
            String pattern = cellStyle.getDataFormatString();
            if (pattern == null) {
                return new Format(false, false, 0);
            }
            return new Format(
                    DateUtil.isADateFormat(cellStyle.getDataFormat(), pattern),
                    pattern.endsWith("%"),
                    ONLY_ZEROS.matcher(pattern).matches() ? pattern.length() : 0);
        }

        /** Only rows that say something themselves are filled: a merged cell over blank lines does not make them data. */
        void spreadMerged() {
            long filled = 0;
            for (CellRangeAddress area : merged) {
                String[] first = grid.get(area.getFirstRow() + 1);
                if (first == null || area.getFirstColumn() >= first.length) {
                    continue;
                }
                String shared = first[area.getFirstColumn()];
                int last = Math.min(area.getLastColumn(), Spreadsheet.MAX_COLUMNS - 1);
                for (Map.Entry<Integer, String[]> covered : grid.subMap(
                                area.getFirstRow() + 1, true, area.getLastRow() + 1, true)
                        .entrySet()) {
                    filled += last - area.getFirstColumn() + 1;
                    if (filled > MAX_MERGED_CELLS) {
                        throw tooMuchInside();
                    }
                    covered.setValue(filled(covered.getValue(), area.getFirstColumn(), last, shared));
                }
            }
        }

        private static String[] filled(String[] cells, int from, int to, String shared) {
            String[] wider = cells;
            if (cells.length <= to) {
                wider = Arrays.copyOf(cells, to + 1);
                Arrays.fill(wider, cells.length, wider.length, "");
            }
            Arrays.fill(wider, from, to + 1, shared);
            return wider;
        }

        private record Format(boolean date, boolean percent, int digits) {}
    }
}
