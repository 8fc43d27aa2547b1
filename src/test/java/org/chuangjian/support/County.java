package org.chuangjian.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.identity.Accounts;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.jspecify.annotations.Nullable;

/**
 * A small county for tests: every unit has a clerk {@code c-<code>} and a head {@code h-<code>}; besides them there are
 * {@code office}, {@code leader}, {@code admin} and {@code auditor}. All share one password.
 */
public final class County {

    public static final String PASSWORD = "Ceshi-mima-2026";

    /** Code → name as the GI table's 责任单位 column says it; 企业, 第三方 and 协会 are missing on purpose. */
    public static final Map<String, String> UNITS = units();

    private County() {}

    private static Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        List<String> names = List.of(
                "创建办", "市监局", "政府办", "司法局", "产业中心", "财政局", "标准院", "检验检测中心", "大数据局", "农业农村局", "生态环境局", "统计局", "公安局",
                "融媒体中心", "宣传部", "商务局", "消保委", "文旅局", "科技局", "金融办", "应急局");
        for (int i = 0; i < names.size(); i++) {
            units.put("u%02d".formatted(i + 1), names.get(i));
        }
        return units;
    }

    public static void settle(Units units, People people, Accounts accounts) {
        if (units.find("u01").isPresent()) {
            return;
        }
        UNITS.forEach((code, name) -> {
            units.add(new Unit(code, name, UnitType.DEPARTMENT, null, "", "", true, List.of()), "test", "测试");
            person(people, accounts, "c-" + code, name + "经办", code, Role.CLERK);
            person(people, accounts, "h-" + code, name + "负责人", code, Role.HEAD);
        });
        person(people, accounts, "office", "办示例", "u01", Role.OFFICE);
        person(people, accounts, "office2", "办样本", "u01", Role.OFFICE);
        person(people, accounts, "leader", "领示例", null, Role.LEADER);
        person(people, accounts, "admin", "管示例", null, Role.SYSTEM_ADMIN);
        person(people, accounts, "auditor", "审示例", null, Role.AUDITOR);
    }

    private static void person(
            People people, Accounts accounts, String account, String name, @Nullable String unit, Role role) {
        if (people.find(account).isEmpty()) {
            people.add(new Person(account, name, unit, Set.of(role), "", "", true), "test", "测试");
        }
        accounts.setPassword(account, PASSWORD, false, "test", "测试");
    }
}
