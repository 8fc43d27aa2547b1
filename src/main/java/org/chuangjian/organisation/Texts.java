package org.chuangjian.organisation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;

/** How names are compared, lists in one cell are cut, and changes are told. */
final class Texts {

    /** Of the deeds on a unit or person those that count as a version. */
    private static final Set<String> CHANGES = Set.of("修改", "导入修改", "停用", "启用");

    private static final int NEWEST = 50;

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

    /** The answer to somebody whose form shows what is no longer so: who changed what since, and when. */
    static Problem changedMeanwhile(Journal journal, Clock clock, String type, String id, String name) {
        Optional<Journal.Entry> last = journal.of(type, List.of(id), NEWEST).stream()
                .filter(entry -> CHANGES.contains(entry.action()))
                .findFirst();
        return Problem.conflict(
                        "changed-meanwhile",
                        "“" + name + "”已由" + last.map(Journal.Entry::actorName).orElse("他人") + "于"
                                + When.said(last.map(Journal.Entry::at).orElse(null), clock) + "改动（"
                                + last.map(it -> StringUtils.defaultIfEmpty(it.detail(), it.action()))
                                        .orElse("内容不详")
                                + "），您填写的内容还没有保存。请核对，再次保存将以您填写的内容为准。")
                .with("by", last.map(Journal.Entry::actorName).orElse(null))
                .with("at", last.map(it -> it.at().toString()).orElse(null));
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
