package org.chuangjian.organisation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Spreadsheet;
import org.jspecify.annotations.Nullable;

/** An uploaded table of units, compared with the units that exist. */
final class UnitTable {

    private final Spreadsheet sheet;
    private final Map<String, Unit> existing = new LinkedHashMap<>();
    private final Map<String, Unit> after = new LinkedHashMap<>();
    private final Map<Spreadsheet.Row, Unit> read = new LinkedHashMap<>();
    private final List<Unit> created = new ArrayList<>();
    private final Map<Unit, Unit> changed = new LinkedHashMap<>();

    private UnitTable(Spreadsheet sheet, List<Unit> units) {
        this.sheet = sheet;
        units.forEach(unit -> existing.put(unit.code(), unit));
        after.putAll(existing);
    }

    static UnitTable read(byte[] content, String fileName, List<Unit> existing) {
        Spreadsheet sheet = Spreadsheet.read(content, fileName)
                .alias("编码", "单位编码")
                .alias("名称", "单位名称")
                .alias("类型", "单位类型")
                .alias("上级编码", "上级单位编码", "上级")
                .alias("负责人", "单位负责人")
                .alias("别名", "简称")
                .require("编码", "名称", "类型");
        UnitTable table = new UnitTable(sheet, existing);
        table.readRows();
        table.checkRows();
        return table;
    }

    ImportReport report() {
        return new ImportReport(sheet.rows().size(), created.size(), changed.size(), sheet.problems());
    }

    List<Unit> created() {
        return created;
    }

    /** The units as they shall be, each with what it was. */
    Map<Unit, Unit> changed() {
        return changed;
    }

    private void readRows() {
        Map<String, Integer> seen = new HashMap<>();
        for (Spreadsheet.Row row : sheet.rows()) {
            String code = row.requiredCode("编码", 40);
            Integer first = code.isEmpty() ? null : seen.putIfAbsent(code, row.number());
            if (first != null) {
                row.problem("编码", "编码“" + code + "”在第 " + first + " 行已经出现，请只保留一行。");
                continue;
            }
            Unit unit = unit(row, code, existing.get(code));
            if (unit != null) {
                read.put(row, unit);
                after.put(code, unit);
            }
        }
    }

    private @Nullable Unit unit(Spreadsheet.Row row, String code, @Nullable Unit before) {
        String name = row.requiredText("名称", Units.NAME_LENGTH);
        Optional<UnitType> type = UnitType.named(row.text("类型"));
        if (type.isEmpty() && !row.isUnreadable("类型")) {
            row.problem(
                    "类型",
                    row.isBlank("类型")
                            ? "类型为空，请填写 创建办、部门、乡镇、市场监管所、企业 或 第三方机构。"
                            : "没有“" + row.text("类型") + "”这种类型，请填写 创建办、部门、乡镇、市场监管所、企业 或 第三方机构。");
        }
        String parent = sheet.has("上级编码") ? row.code("上级编码") : before == null ? null : before.parentCode();
        String head = sheet.has("负责人") ? row.text("负责人") : before == null ? "" : before.head();
        String liaison = sheet.has("联络员") ? row.text("联络员") : before == null ? "" : before.liaison();
        List<String> aliases =
                sheet.has("别名") ? Texts.list(row.text("别名")) : before == null ? List.of() : before.aliases();
        if (code.isEmpty() || name.isEmpty() || type.isEmpty()) {
            return null;
        }
        return new Unit(
                code,
                name,
                type.get(),
                parent == null || parent.isEmpty() ? null : parent,
                head,
                liaison,
                before == null || before.active(),
                aliases);
    }

    private void checkRows() {
        Map<String, Set<String>> owners = UnitRules.owners(after.values());
        read.forEach((row, unit) -> {
            UnitRules.problems(unit, row.number(), after, owners)
                    .forEach(problem -> row.problem(problem.column(), problem.reason()));
            Unit before = existing.get(unit.code());
            if (before == null) {
                created.add(unit);
            } else if (!Units.differences(before, unit).none()) {
                changed.put(unit, before);
            }
        });
    }
}
