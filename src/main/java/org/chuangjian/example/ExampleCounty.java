package org.chuangjian.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.chuangjian.criteria.CriteriaImport;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.example.ExampleRows.Type;
import org.chuangjian.identity.Accounts;
import org.chuangjian.identity.DemoAccounts.DemoAccount;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Journal;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The invented county itself: its units, its people with their accounts, and the criteria tables it works by. */
@Component
class ExampleCounty {

    static final String PASSWORD = "chuangjian";
    static final String OFFICE = "office";
    static final String LEADER = "leader";
    static final String ADMIN = "admin";
    static final String INSPECTOR = "inspector";
    static final String EXPERT = "expert";

    /** The unit whose accounts stand for all on the sign-on page. */
    private static final String SAMPLE_UNIT = "sjj";

    private static final String EDITION = "示例细则（2022版）";

    private final Units units;
    private final People people;
    private final Accounts accounts;
    private final CriteriaSets criteriaSets;
    private final ExampleRows rows;

    ExampleCounty(Units units, People people, Accounts accounts, CriteriaSets criteriaSets, ExampleRows rows) {
        this.units = units;
        this.people = people;
        this.accounts = accounts;
        this.criteriaSets = criteriaSets;
        this.rows = rows;
    }

    void fill() {
        ImportReport report = units.importUnits(
                resource("example/units.csv"), "units.csv", false, Journal.AUTOMATIC, Journal.AUTOMATIC);
        if (!report.clean()) {
            throw new IllegalStateException("example/units.csv: " + report.problems());
        }
        List<Person> everybody = new ArrayList<>(List.of(
                new Person(OFFICE, "孔范例", "cjb", Set.of(Role.OFFICE), "", "", true),
                new Person(LEADER, "曹范例", null, Set.of(Role.LEADER), "", "", true),
                new Person(ADMIN, "严范例", null, Set.of(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN), "", "", true),
                new Person("auditor", "华范例", null, Set.of(Role.AUDITOR), "", "", true),
                new Person(INSPECTOR, "孟范例", null, Set.of(Role.INSPECTOR), "", "", true),
                new Person(EXPERT, "顾范例", null, Set.of(Role.EXPERT), "", "", true)));
        for (Unit unit : units.active()) {
            rows.mark(Type.UNIT, unit.code());
            everybody.add(
                    new Person(clerk(unit.code()), unit.liaison(), unit.code(), Set.of(Role.CLERK), "", "", true));
            everybody.add(new Person(head(unit.code()), unit.head(), unit.code(), Set.of(Role.HEAD), "", "", true));
        }
        for (Person person : everybody) {
            people.add(person, Journal.AUTOMATIC, Journal.AUTOMATIC);
            rows.mark(Type.PERSON, person.account());
        }
        accounts.setDemoPassword(everybody.stream().map(Person::account).toList(), PASSWORD);
    }

    static String clerk(String unit) {
        return "c-" + unit;
    }

    static String head(String unit) {
        return "h-" + unit;
    }

    /** @return the id of the kind's example edition */
    String criteria(String kind) {
        CriteriaImport done = criteriaSets.importSet(
                kind,
                EDITION,
                resource("bpmn/" + kind + "/criteria.csv"),
                "示例细则.csv",
                Journal.AUTOMATIC,
                Journal.AUTOMATIC,
                false);
        if (done.id() == null) {
            throw new IllegalStateException("bpmn/" + kind + "/criteria.csv: " + done.problems());
        }
        rows.mark(Type.CRITERIA_SET, done.id());
        return done.id();
    }

    /** What the sign-on page and the console say: six accounts, and the rule by which a unit's are named. */
    static List<DemoAccount> accounts() {
        return List.of(
                new DemoAccount(OFFICE, PASSWORD, "创建办"),
                new DemoAccount(LEADER, PASSWORD, "领导"),
                new DemoAccount(ADMIN, PASSWORD, "系统管理员"),
                new DemoAccount("auditor", PASSWORD, "审计员"),
                new DemoAccount(INSPECTOR, PASSWORD, "督查员（手机打开“现场检查”）"),
                new DemoAccount(EXPERT, PASSWORD, "评审专家"),
                new DemoAccount(clerk(SAMPLE_UNIT), PASSWORD, "市场监督管理局经办人（各单位为 c-单位编码）"),
                new DemoAccount(head(SAMPLE_UNIT), PASSWORD, "市场监督管理局负责人（各单位为 h-单位编码）"));
    }

    static byte[] resource(String path) {
        try (var content = new ClassPathResource(path).getInputStream()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
