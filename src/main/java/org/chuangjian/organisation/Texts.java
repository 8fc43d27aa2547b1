package org.chuangjian.organisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.chuangjian.shared.Spreadsheet;
import org.jspecify.annotations.Nullable;

/** How names are compared, lists in one cell are cut, and changes are told. */
final class Texts {

    private Texts() {}

    /** Two names with the same key are the same name: width, blanks and case do not count. */
    static String key(String name) {
        return Spreadsheet.halfWidth(name).replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }

    static List<String> list(String cell) {
        return List.copyOf(new LinkedHashSet<>(Arrays.stream(cell.split("[、,，;；\\n]"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList()));
    }

    /** A pattern for {@code like ... escape '!'} that finds the text anywhere. */
    static String like(String text) {
        return "%" + text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }

    /** Collects what changed: 名称 甲→乙；电话 空→138…. */
    static final class Differences {

        private final List<String> parts = new ArrayList<>();

        Differences of(String label, @Nullable Object before, @Nullable Object after) {
            String old = shown(before);
            String now = shown(after);
            if (!old.equals(now)) {
                parts.add(label + " " + old + "→" + now);
            }
            return this;
        }

        boolean none() {
            return parts.isEmpty();
        }

        @Override
        public String toString() {
            String all = String.join("；", parts);
            return all.length() > 1000 ? all.substring(0, 1000) + "…" : all;
        }

        private static String shown(@Nullable Object value) {
            String text = value instanceof Iterable<?> many ? join(many) : value == null ? "" : value.toString();
            return text.isEmpty() ? "空" : text;
        }

        private static String join(Iterable<?> many) {
            List<String> all = new ArrayList<>();
            many.forEach(one -> all.add(String.valueOf(one)));
            return String.join("、", all);
        }
    }
}
