package org.chuangjian.organisation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.shared.RowProblem;
import org.jspecify.annotations.Nullable;

/** What a unit must be, seen together with all units as they would be afterwards. */
final class UnitRules {

    private UnitRules() {}

    /** Which units go by a name or alias, by its key. */
    static Map<String, Set<String>> owners(Collection<Unit> units) {
        Map<String, Set<String>> owners = new HashMap<>();
        for (Unit unit : units) {
            names(unit)
                    .forEach(key -> owners.computeIfAbsent(key, k -> new LinkedHashSet<>())
                            .add(unit.code()));
        }
        return owners;
    }

    private static Set<String> names(Unit unit) {
        Set<String> names = new LinkedHashSet<>();
        names.add(Texts.key(unit.name()));
        unit.aliases().forEach(alias -> names.add(Texts.key(alias)));
        return names;
    }

    static List<RowProblem> problems(Unit unit, int row, Map<String, Unit> after, Map<String, Set<String>> owners) {
        List<RowProblem> problems = new ArrayList<>();
        if (!Units.CODE.matcher(unit.code()).matches()) {
            problems.add(new RowProblem(row, "编码", "编码只能用字母、数字和 . _ -，以字母或数字开头，最多 40 个字符。"));
        }
        if (unit.name().isBlank()) {
            problems.add(new RowProblem(row, "名称", "请填写单位名称。"));
        } else {
            tooLong(problems, row, "名称", unit.name(), Units.NAME_LENGTH);
            String other = other(unit, unit.name(), after, owners);
            if (other != null) {
                problems.add(new RowProblem(row, "名称", "名称“" + unit.name() + "”与单位 " + other + " 的名称或别名重复，请改用不同的名称。"));
            }
        }
        tooLong(problems, row, "负责人", unit.head(), Units.PERSON_NAME_LENGTH);
        tooLong(problems, row, "联络员", unit.liaison(), Units.PERSON_NAME_LENGTH);
        for (String alias : unit.aliases()) {
            tooLong(problems, row, "别名", alias, Units.NAME_LENGTH);
            String other = other(unit, alias, after, owners);
            if (other != null) {
                problems.add(new RowProblem(row, "别名", "别名“" + alias + "”已是单位 " + other + " 的名称或别名，一个别名只能属于一个单位。"));
            }
        }
        String parent = parentProblem(unit, after);
        if (parent != null) {
            problems.add(new RowProblem(row, "上级编码", parent));
        }
        return problems;
    }

    private static @Nullable String other(
            Unit unit, String name, Map<String, Unit> after, Map<String, Set<String>> owners) {
        return owners.getOrDefault(Texts.key(name), Set.of()).stream()
                .filter(code -> !code.equals(unit.code()))
                .findFirst()
                .map(code -> code + "（" + name(after, code) + "）")
                .orElse(null);
    }

    private static String name(Map<String, Unit> after, String code) {
        Unit unit = after.get(code);
        return unit == null ? "" : unit.name();
    }

    private static @Nullable String parentProblem(Unit unit, Map<String, Unit> after) {
        Set<String> passed = new HashSet<>(Set.of(unit.code()));
        String parent = unit.parentCode();
        if (parent == null) {
            return null;
        }
        if (!after.containsKey(parent)) {
            return "没有编码为“" + parent + "”的上级单位，请先登记上级单位，或把它写进同一张表。";
        }
        while (parent != null) {
            if (!passed.add(parent)) {
                return "上级单位互相包含，“" + unit.code() + "”不能在自己的下级之下，请改正上级编码。";
            }
            Unit next = after.get(parent);
            parent = next == null ? null : next.parentCode();
        }
        return null;
    }

    private static void tooLong(List<RowProblem> problems, int row, String column, String text, int max) {
        if (text.length() > max) {
            problems.add(new RowProblem(row, column, column + "最多 " + max + " 字，请精简。"));
        }
    }
}
