package org.chuangjian.shared;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table somebody uploads: the first visible sheet of an .xlsx, or a .csv in UTF-8 or GB18030. The first row that is
 * not blank names the columns (a title line above it, one cell alone, is passed over); blank lines are left out; merged
 * cells all carry the value of their first cell. Nothing in the file is evaluated.
 *
 * <p>A file that cannot be read as a table is a {@link Problem} 422 {@code spreadsheet}. Anything wrong with one cell is
 * collected in {@link #problems()}: by the reading itself (formulas, error values) and by the accessors of {@link Row},
 * which then answer nothing. So a caller reads every row first, looks at {@code problems()}, and writes only if there
 * are none.
 *
 * <pre>{@code
 * Spreadsheet sheet = Spreadsheet.read(bytes, fileName).alias("编码", "指标编码").require("编码", "分值");
 * for (Spreadsheet.Row row : sheet.rows()) {
 *     String code = row.requiredCode("编码");
 *     BigDecimal points = row.number("分值");
 * }
 * }</pre>
 *
 * Not safe for several threads.
 */
public final class Spreadsheet {

    /** The code of every problem with the file as a whole. */
    public static final String PROBLEM_CODE = "spreadsheet";

    public static final int MAX_BYTES = 20 * 1024 * 1024;
    public static final int MAX_ROWS = 100_000;
    static final int MAX_COLUMNS = 200;

    /** Stand in a grid for a cell that has no value of its own; no text from a file can contain NUL. */
    static final String FORMULA = "\0formula";

    static final String ERROR_PREFIX = "\0error";

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d{1,15}|\\d{1,3}(,\\d{3}){1,4})(\\.\\d{1,15})?");
    private static final Pattern DATE = Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?(?:[T ].*)?");
    private static final Pattern COMPACT_DATE = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern HEADER_NOISE = Pattern.compile("\\s+|\\*|\\(必填\\)|\\(选填\\)");
    private static final int TITLE_LINES = 10;

    private final int headerRow;
    private final List<String> titles;
    private final Map<String, Integer> columns;
    private final List<Row> rows;
    private final Set<RowProblem> problems = new LinkedHashSet<>();

    private Spreadsheet(NavigableMap<Integer, String[]> grid) {
        if (grid.isEmpty()) {
            throw unreadable("表格里没有内容，请填写后再上传。");
        }
        Map.Entry<Integer, String[]> header = findHeader(grid);
        headerRow = header.getKey();
        titles = Arrays.stream(header.getValue()).map(Spreadsheet::title).toList();
        columns = new LinkedHashMap<>();
        for (int i = 0; i < titles.size(); i++) {
            nameColumn(i, header.getValue()[i]);
        }
        rows = new ArrayList<>();
        grid.tailMap(headerRow, false).forEach((number, cells) -> {
            Row row = new Row(number, cells);
            rows.add(row);
            reportValueless(row);
        });
    }

    /**
     * Reads a table.
     *
     * @param fileName as the browser named it; its extension decides between .xlsx and .csv
     * @throws Problem 422 {@code spreadsheet} when the file is empty, too large, of another kind, encrypted or damaged
     */
    public static Spreadsheet read(byte[] content, String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT).strip();
        boolean xlsx = name.endsWith(".xlsx");
        if (name.endsWith(".xls")) {
            throw unreadable("不支持旧版 .xls 文件，请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传。");
        }
        if (!xlsx && !name.endsWith(".csv")) {
            throw unreadable("只能上传 .xlsx 或 .csv 表格，请在 Excel 或 WPS 中另存为 .xlsx 再上传。");
        }
        if (content.length == 0) {
            throw unreadable("文件是空的（0 字节），请检查后重新上传。");
        }
        checkSize(content.length);
        return new Spreadsheet(xlsx ? XlsxGrid.read(content) : CsvGrid.read(content));
    }

    /** A problem with the file as a whole; its {@code problems} member has the shape every import answers with. */
    static Problem unreadable(String detail) {
        return Problem.invalid(PROBLEM_CODE, detail).with("problems", List.of(new RowProblem(0, "", detail)));
    }

    private static void checkSize(long bytes) {
        if (bytes > MAX_BYTES) {
            throw unreadable("文件超过 20 MB，请拆成几份或删去图片后再上传。");
        }
    }

    private static Map.Entry<Integer, String[]> findHeader(NavigableMap<Integer, String[]> grid) {
        int lines = 0;
        for (Map.Entry<Integer, String[]> line : grid.entrySet()) {
            if (distinctValues(line.getValue()) > 1) {
                return line;
            }
            if (++lines == TITLE_LINES) {
                break;
            }
        }
        return grid.firstEntry();
    }

    private static long distinctValues(String[] cells) {
        return Arrays.stream(cells).filter(cell -> !cell.isEmpty()).distinct().count();
    }

    private void nameColumn(int index, String cell) {
        if (isValueless(cell)) {
            problems.add(new RowProblem(headerRow, "", "第 " + (index + 1) + " 列的列名是公式或错误值，请改为文字。"));
            return;
        }
        String key = key(cell);
        if (!key.isEmpty() && columns.putIfAbsent(key, index) != null) {
            problems.add(new RowProblem(headerRow, title(cell), "列名重复，请删去多余的一列。"));
        }
    }

    private void reportValueless(Row row) {
        for (int i = 0; i < titles.size(); i++) {
            String cell = row.raw(i);
            if (titles.get(i).isEmpty()) {
                continue;
            }
            if (cell.equals(FORMULA)) {
                row.problem(i, "单元格是公式，系统不计算公式，请粘贴为数值后再上传。");
            } else if (cell.startsWith(ERROR_PREFIX)) {
                row.problem(i, "单元格是错误值 " + cell.substring(ERROR_PREFIX.length()) + "，请改正后再上传。");
            }
        }
    }

    private static boolean isValueless(String cell) {
        return cell.equals(FORMULA) || cell.startsWith(ERROR_PREFIX);
    }

    private static String title(String cell) {
        return isValueless(cell) ? "" : cell.replaceAll("\\s+", "");
    }

    private static String key(String title) {
        return HEADER_NOISE.matcher(halfWidth(title)).replaceAll("");
    }

    /**
     * Lets a column be found under its usual name although the file calls it otherwise. A file that has the usual name
     * keeps it.
     */
    public Spreadsheet alias(String column, String... otherNames) {
        for (String other : otherNames) {
            Integer index = columns.get(key(other));
            if (index != null) {
                columns.putIfAbsent(key(column), index);
            }
        }
        return this;
    }

    /** One problem for each of these columns the file does not have; empty if all are there. */
    public List<RowProblem> missing(String... names) {
        return Arrays.stream(names)
                .filter(name -> !has(name))
                .map(name -> new RowProblem(headerRow, name, "缺少“" + name + "”列，请对照模板补上这一列。"))
                .toList();
    }

    /** @throws Problem 422 {@code spreadsheet} naming every missing column, or when no row follows the titles */
    public Spreadsheet require(String... names) {
        List<RowProblem> missing = missing(names);
        if (!missing.isEmpty()) {
            String list =
                    String.join("、", missing.stream().map(RowProblem::column).toList());
            throw Problem.invalid(PROBLEM_CODE, "表格缺少这些列：" + list + "。请对照模板补上后再上传。")
                    .with("problems", missing);
        }
        if (rows.isEmpty()) {
            throw unreadable("表格只有表头，没有数据，请填写后再上传。");
        }
        return this;
    }

    public boolean has(String column) {
        return columns.containsKey(key(column));
    }

    /** The rows below the titles, blank ones left out. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Everything found wrong so far, by row. */
    public List<RowProblem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(RowProblem::row))
                .toList();
    }

    /** Full-width letters, digits, signs and the ideographic space as their ASCII twins: "ＧＡ１（试）" becomes "GA1(试)". */
    public static String halfWidth(String text) {
        StringBuilder half = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '\uFF01' && c <= '\uFF5E') {
                half.append((char) (c - 0xFEE0));
            } else if (c == '\u3000' || c == '\u00A0') {
                half.append(' ');
            } else if (c == '\u2212') {
                half.append('-');
            } else {
                half.append(c);
            }
        }
        return half.toString();
    }

    /** A cell's text without the blanks, marks and line ends that programs leave around it. */
    static String clean(String cell) {
        String text = cell.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace("\uFEFF", "")
                .replace("\u200B", "");
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        text = text.substring(start, end);
        return SpreadsheetWriter.isNeutralised(text) ? text.substring(1).strip() : text;
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || Character.isWhitespace(c) || c == '\u00A0';
    }

    /** One row of data. Columns are named by their title or an alias; a column the file does not have reads as blank. */
    public final class Row {

        private final int number;
        private final String[] cells;
        private boolean faulty;

        private Row(int number, String[] cells) {
            this.number = number;
            this.cells = cells;
        }

        /** The row as the spreadsheet program numbers it, from 1. */
        public int number() {
            return number;
        }

        private String raw(int index) {
            return index < cells.length ? cells[index] : "";
        }

        private String raw(String column) {
            Integer index = columns.get(key(column));
            return index == null ? "" : raw(index);
        }

        /** The cell's text, or "". Dates read as 2026-01-31, percentages as shown (96.6%), truth values as TRUE. */
        public String text(String column) {
            String raw = raw(column);
            return isValueless(raw) ? "" : raw;
        }

        /** Like {@link #text(String)}; longer than {@code max} characters is a problem. */
        public String text(String column, int max) {
            String text = text(column);
            if (text.length() > max) {
                problem(column, "文字太长（" + text.length() + " 字），最多 " + max + " 字，请精简。");
                return text.substring(0, max);
            }
            return text;
        }

        /** Like {@link #text(String, int)}; a blank cell is a problem. */
        public String requiredText(String column, int max) {
            reportBlank(column);
            return text(column, max);
        }

        /** The cell as a code: full-width characters made half-width, blanks taken out. */
        public String code(String column) {
            return halfWidth(text(column)).replaceAll("\\s+", "");
        }

        /** Like {@link #code(String)}; a blank cell or more than {@code max} characters is a problem. */
        public String requiredCode(String column, int max) {
            reportBlank(column);
            String code = code(column);
            if (code.length() > max) {
                problem(column, "编码太长（" + code.length() + " 个字符），最多 " + max + " 个，请缩短。");
            }
            return code;
        }

        /**
         * The cell as a number: "3", "３", "3.0", "1,200", and with a unit "3分".
         *
         * @param units words allowed behind the number; 分 if none is given
         * @return null if blank, or not a number (then a problem)
         */
        public @Nullable BigDecimal number(String column, String... units) {
            String shown = text(column);
            String text = halfWidth(shown).replaceAll("\\s+", "");
            for (String unit : units.length == 0 ? new String[] {"分"} : units) {
                if (text.endsWith(unit)) {
                    text = text.substring(0, text.length() - unit.length());
                    break;
                }
            }
            if (shown.isEmpty()) {
                return null;
            }
            if (!NUMBER.matcher(text).matches()) {
                problem(column, "“" + abridged(shown) + "”不是数字，请只填数字，如 3 或 2.5。");
                return null;
            }
            return new BigDecimal(text.replace(",", ""));
        }

        /** The cell as a whole number; null if blank, or not one (then a problem). */
        public @Nullable Integer integer(String column, String... units) {
            BigDecimal number = number(column, units);
            if (number == null) {
                return null;
            }
            try {
                return number.intValueExact();
            } catch (ArithmeticException e) {
                problem(column, "“" + abridged(text(column)) + "”不是整数，请填整数。");
                return null;
            }
        }

        /** The cell as a date: a date cell, 2026-1-31, 2026/1/31, 2026.1.31, 2026年1月31日 or 20260131; null as above. */
        public @Nullable LocalDate date(String column) {
            String shown = text(column);
            if (shown.isEmpty()) {
                return null;
            }
            String text = halfWidth(shown);
            Matcher parts = DATE.matcher(text);
            if (!parts.matches()) {
                parts = COMPACT_DATE.matcher(text);
            }
            try {
                if (parts.matches()) {
                    return LocalDate.of(
                            Integer.parseInt(parts.group(1)),
                            Integer.parseInt(parts.group(2)),
                            Integer.parseInt(parts.group(3)));
                }
            } catch (DateTimeException e) {
                // No such day: reported below like any other text that is not a date.
            }
            problem(column, "“" + abridged(shown) + "”不是日期，请按 2026-01-31 的样子填写。");
            return null;
        }

        /** True if the cell holds nothing. A formula or error value, already reported, does not count as nothing. */
        public boolean isBlank(String column) {
            return raw(column).isEmpty();
        }

        /** Notes a problem of this row. */
        public void problem(String column, String reason) {
            Integer index = columns.get(key(column));
            note(index == null ? column : titles.get(index), reason);
        }

        private void problem(int index, String reason) {
            note(titles.get(index), reason);
        }

        private void note(String title, String reason) {
            faulty = true;
            problems.add(new RowProblem(number, title, reason));
        }

        /** True if anything is wrong with this row so far. */
        public boolean hasProblem() {
            return faulty;
        }

        /** True if the reading already reported this cell, so that nothing more needs to be said about it. */
        public boolean isUnreadable(String column) {
            return isValueless(raw(column));
        }

        private void reportBlank(String column) {
            if (isBlank(column)) {
                problem(column, column + "为空，请填写。");
            }
        }

        private static String abridged(String text) {
            return text.length() > 20 ? text.substring(0, 20) + "…" : text;
        }
    }
}
