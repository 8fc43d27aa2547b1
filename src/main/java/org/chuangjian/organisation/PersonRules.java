package org.chuangjian.organisation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.chuangjian.shared.RowProblem;

/** What a person must be, whatever the rights of the one who registers it. */
final class PersonRules {

    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9][a-z0-9._@-]{1,63}");
    private static final Pattern PHONE = Pattern.compile("(1\\d{10}|(0\\d{2,3}[- ]?)?\\d{7,8})([-转 ]\\d{1,6})?");
    private static final Pattern MAIL =
            Pattern.compile("[\\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){1,5}");

    private PersonRules() {}

    /** @param units codes of all units in use */
    static List<RowProblem> problems(Person person, int row, Set<String> units) {
        List<RowProblem> problems = new ArrayList<>();
        if (!ACCOUNT.matcher(person.account()).matches()) {
            problems.add(new RowProblem(row, "账号", "账号须为 2 至 64 个字母、数字或 . _ @ -，以字母或数字开头。"));
        }
        if (person.name().isBlank() || person.name().length() > Units.PERSON_NAME_LENGTH) {
            problems.add(new RowProblem(row, "姓名", "请填写姓名，最多 60 字。"));
        }
        if (person.roles().isEmpty()) {
            problems.add(new RowProblem(row, "角色", "请至少给一个角色，没有角色的账号什么也办不了。"));
        }
        if (Role.conflicts(person.roles())) {
            problems.add(new RowProblem(row, "角色", "审计员不能同时是系统管理员或安全管理员（三员分立），请分给不同的人。"));
        }
        String unit = person.unitCode();
        boolean forUnit = person.roles().contains(Role.CLERK) || person.roles().contains(Role.HEAD);
        if (unit == null && forUnit) {
            problems.add(new RowProblem(row, "单位", "经办人和单位负责人必须属于一个单位，请填写单位。"));
        }
        if (unit != null && !units.contains(unit)) {
            problems.add(new RowProblem(row, "单位", "没有在用的单位“" + unit + "”，请先登记或启用该单位。"));
        }
        if (!person.phone().isEmpty() && !PHONE.matcher(person.phone()).matches()) {
            problems.add(
                    new RowProblem(row, "电话", "“" + person.phone() + "”不像电话号码，请填 11 位手机号，或区号加座机号（如 0578-1234567）。"));
        }
        if (!person.mail().isEmpty()
                && (person.mail().length() > 200 || !MAIL.matcher(person.mail()).matches())) {
            problems.add(new RowProblem(row, "邮箱", "“" + person.mail() + "”不是邮箱地址，应如 name@example.com。"));
        }
        return problems;
    }
}
