package org.chuangjian.organisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Spreadsheet;
import org.jspecify.annotations.Nullable;

/** An uploaded table of people, compared with the people and units that exist. */
final class PersonTable {

    private static final String ROLES =
            Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining("、"));

    private final Spreadsheet sheet;
    private final PeopleRules rules;
    private final Map<String, Person> existing = new HashMap<>();
    private final Set<String> activeUnits = new HashSet<>();
    private final Map<String, Set<String>> unitsByName;
    private final List<Person> created = new ArrayList<>();
    private final Map<Person, Person> changed = new LinkedHashMap<>();
    private final Map<String, String> passwords = new LinkedHashMap<>();

    private PersonTable(Spreadsheet sheet, List<Person> people, List<Unit> units, PeopleRules rules) {
        this.sheet = sheet;
        this.rules = rules;
        people.forEach(person -> existing.put(person.account(), person));
        List<Unit> inUse = units.stream().filter(Unit::active).toList();
        inUse.forEach(unit -> activeUnits.add(unit.code()));
        unitsByName = UnitRules.owners(inUse);
    }

    static PersonTable read(byte[] content, String fileName, List<Person> people, List<Unit> units, PeopleRules rules) {
        Spreadsheet sheet = Spreadsheet.read(content, fileName)
                .alias("账号", "登录名", "用户名")
                .alias("单位", "单位名称", "所在单位")
                .alias("电话", "手机", "手机号", "联系电话")
                .alias("邮箱", "电子邮箱", "邮件")
                .alias("初始密码", "密码")
                .require("账号", "姓名", "角色");
        PersonTable table = new PersonTable(sheet, people, units, rules);
        table.readRows();
        return table;
    }

    ImportReport report() {
        return new ImportReport(sheet.rows().size(), created.size(), changed.size(), sheet.problems());
    }

    List<Person> created() {
        return created;
    }

    /** The people as they shall be, each with what it was. */
    Map<Person, Person> changed() {
        return changed;
    }

    Map<String, String> passwords() {
        return passwords;
    }

    private void readRows() {
        Map<String, Integer> seen = new HashMap<>();
        for (Spreadsheet.Row row : sheet.rows()) {
            String account = People.account(row.requiredCode("账号", 64));
            Integer first = account.isEmpty() ? null : seen.putIfAbsent(account, row.number());
            if (first != null) {
                row.problem("账号", "账号“" + account + "”在第 " + first + " 行已经出现，请只保留一行。");
                continue;
            }
            Person before = existing.get(account);
            Person person = person(row, account, before);
            if (person != null) {
                take(row, before, person);
            }
        }
    }

    private @Nullable Person person(Spreadsheet.Row row, String account, @Nullable Person before) {
        String name = row.requiredText("姓名", Units.PERSON_NAME_LENGTH);
        Set<Role> roles = roles(row);
        String unit = before == null ? null : before.unitCode();
        boolean unitKnown = true;
        if (sheet.has("单位") || sheet.has("单位编码")) {
            boolean blank = row.isBlank("单位") && row.isBlank("单位编码");
            unit = blank ? null : unit(row);
            unitKnown = blank || unit != null;
        }
        String phone =
                sheet.has("电话") ? Spreadsheet.halfWidth(row.text("电话")).strip() : before == null ? "" : before.phone();
        String mail =
                sheet.has("邮箱") ? Spreadsheet.halfWidth(row.text("邮箱")).strip() : before == null ? "" : before.mail();
        if (account.isEmpty() || name.isEmpty() || roles == null || !unitKnown) {
            return null;
        }
        return new Person(account, name, unit, roles, phone, mail, before == null || before.active());
    }

    /** @return null if a role is unknown; none at all is a question of the person, not of the cell */
    private static @Nullable Set<Role> roles(Spreadsheet.Row row) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        boolean known = true;
        for (String part : Texts.list(row.text("角色"))) {
            Optional<Role> role = Role.named(part);
            if (role.isPresent()) {
                roles.add(role.get());
            } else {
                known = false;
                row.problem("角色", "没有“" + part + "”这个角色，可填：" + ROLES + "。");
            }
        }
        return known ? roles : null;
    }

    private @Nullable String unit(Spreadsheet.Row row) {
        String column = row.isBlank("单位编码") ? "单位" : "单位编码";
        if (row.isUnreadable(column)) {
            return null;
        }
        String text = row.text(column);
        String code = row.code(column);
        if (activeUnits.contains(code)) {
            return code;
        }
        Set<String> named = unitsByName.getOrDefault(Texts.key(text), Set.of());
        if (named.size() == 1) {
            return named.iterator().next();
        }
        row.problem(
                column,
                named.isEmpty()
                        ? "没有在用的单位“" + text + "”，请填写单位编码或全称，或先导入该单位。"
                        : "“" + text + "”对应多个单位（" + String.join("、", named) + "），请改填单位编码。");
        return null;
    }

    private void take(Spreadsheet.Row row, @Nullable Person before, Person person) {
        List<RowProblem> problems = PersonRules.problems(person, row.number(), activeUnits);
        problems.forEach(problem -> row.problem(problem.column(), problem.reason()));
        String password = row.text("初始密码");
        if (!password.isEmpty()) {
            String objection = rules.passwordObjection(person.account(), password);
            if (objection != null) {
                row.problem("初始密码", objection);
            }
            passwords.put(person.account(), password);
        }
        boolean same = before != null && People.differences(before, person).none();
        if (same) {
            return;
        }
        String objection = rules.objection(before, person);
        if (objection != null) {
            row.problem("角色", objection);
        }
        if (before == null) {
            created.add(person);
        } else {
            changed.put(person, before);
        }
    }
}
