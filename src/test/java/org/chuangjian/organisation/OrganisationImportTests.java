package org.chuangjian.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.identity.PeopleApplication;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Transactional;

@PeopleApplication.Test
@Transactional
class OrganisationImportTests {

    private static final String UNITS = "编码,名称,类型,上级编码,负责人,联络员,别名\n";
    private static final String PEOPLE = "账号,姓名,单位,角色,电话,邮箱,初始密码\n";

    @Autowired
    private Units units;

    @Autowired
    private People people;

    @Autowired
    private Journal journal;

    @Test
    void takesUnitsWhoseParentStandsFurtherDown() {
        ImportReport report =
                importUnits(UNITS + "zx-suo,中心市场监管所,市场监管所,zx-ju,,,\nzx-ju,中心市场监督管理局,部门,,王样本,李示例,中心市监局、中心市场局\n");

        assertThat(report).isEqualTo(new ImportReport(2, 2, 0, List.of()));
        assertThat(units.get("zx-suo").parentCode()).isEqualTo("zx-ju");
        assertThat(units.get("zx-ju").aliases()).containsExactlyInAnyOrder("中心市监局", "中心市场局");
        assertThat(journal.of("unit", "zx-ju"))
                .extracting(Journal.Entry::action, Journal.Entry::actorName)
                .containsExactly(tuple("导入新增", "测试"));
    }

    @Test
    void findsUnitsByNameOrAliasWhateverTheWidth() {
        importUnits(UNITS + "kd-1,宽度局（一）,部门,,,,宽度一局\nkd-2,宽度二局,部门,,,,\n");
        units.deactivate("kd-2", false, false, "tests", "测试");

        assertThat(units.matching(" 宽度局(一)　")).extracting(Unit::code).containsExactly("kd-1");
        assertThat(units.matching("宽度一局")).extracting(Unit::code).containsExactly("kd-1");
        assertThat(units.matching("宽度局")).isEmpty();
        assertThat(units.matching("宽度二局")).isEmpty();
    }

    @Test
    void countsOnlyRowsThatDifferAndKeepsColumnsTheTableDoesNotHave() {
        importUnits(UNITS + "gx-1,更新一局,部门,,王样本,,更一\ngx-2,更新二局,部门,,,,\n");

        ImportReport report = importUnits("编码,名称,类型\ngx-1,更新一局,部门\ngx-2,更新第二局,部门\n");

        assertThat(report).isEqualTo(new ImportReport(2, 0, 1, List.of()));
        assertThat(units.get("gx-1").head()).isEqualTo("王样本");
        assertThat(units.get("gx-1").aliases()).containsExactly("更一");
        assertThat(units.get("gx-2").name()).isEqualTo("更新第二局");
        assertThat(journal.of("unit", "gx-1")).hasSize(1);
    }

    @Test
    void writesNothingWhenOneRowIsWrongAndNamesRowAndColumn() {
        ImportReport report = importUnits(UNITS
                + "cw-1,错误一局,部门,,,,同名局\n"
                + "cw-1,错误一局乙,部门,,,,\n"
                + "cw-2,错误二局,衙门,,,,\n"
                + "cw-3,错误三局,部门,no-such,,,\n"
                + "cw-4,同名局,部门,,,,\n"
                + "cw-5,,部门,,,,\n"
                + "编码,错误六局,部门,,,,\n"
                + "cw-7,错误七局,部门,cw-8,,,\n"
                + "cw-8,错误八局,部门,cw-7,,,\n");

        assertThat(report.problems())
                .extracting(problem -> problem.row() + problem.column())
                .contains("2别名", "3编码", "4类型", "5上级编码", "6名称", "7名称", "8编码", "9上级编码", "10上级编码");
        assertThat(report.problems())
                .allSatisfy(problem -> assertThat(problem.reason()).isNotBlank().endsWith("。"));
        assertThat(units.find("cw-1")).isEmpty();
    }

    @Test
    void writesNothingOnADryRun() {
        ImportReport report = units.importUnits(bytes(UNITS + "gz-1,干跑局,部门,,,,\n"), "单位.csv", true, "tests", "测试");

        assertThat(report.created()).isEqualTo(1);
        assertThat(units.find("gz-1")).isEmpty();
    }

    @Test
    void takesPeopleByCodeNameOrAliasOfTheUnit() {
        importUnits(UNITS + "ry-1,人员一局,部门,,,,人一局\n");
        Rules rules = new Rules();

        ImportReport report = importPeople(
                PEOPLE
                        + "ry-zhang,张示例,ry-1,联络员,13800000001,zhang@example.com,Begin-here-1\n"
                        + "RY-Li,李样本,人员一局,经办人、单位负责人,0578-1234567,,\n"
                        + "ry-wang,王样本,人一局,经办人,,,\n"
                        + "ry-zhao,赵示例,,领导,,,\n",
                rules);

        assertThat(report).isEqualTo(new ImportReport(4, 4, 0, List.of()));
        assertThat(people.ofUnit("ry-1")).extracting(Person::account).containsExactly("ry-li", "ry-wang", "ry-zhang");
        assertThat(people.get("ry-li").roles()).containsExactlyInAnyOrder(Role.CLERK, Role.HEAD);
        assertThat(people.get("ry-zhao").unitCode()).isNull();
        assertThat(rules.passwords).containsOnlyKeys("ry-zhang");
    }

    @Test
    void namesEveryWrongCellOfPeople() {
        importUnits(UNITS + "rc-1,人错局,部门,,,,\n");
        Rules rules = new Rules();
        rules.objection = "不能这样授权。";

        ImportReport report = importPeople(
                PEOPLE
                        + "rc-a,张示例,rc-1,经办人,123,,\n"
                        + "rc-b,李样本,没有的局,经办人,,,\n"
                        + "rc-c,王样本,rc-1,皇帝,,,\n"
                        + "rc-d,赵示例,,审计员、系统管理员,,,\n"
                        + "rc-e,钱样本,rc-1,经办人,,不是邮箱,\n"
                        + "rc-e,孙示例,rc-1,经办人,,,\n"
                        + "rc-f,周样本,,经办人,,,\n"
                        + "rc-g,吴示例,rc-1,,,,\n"
                        + "a b/c,郑样本,rc-1,经办人,,,短\n",
                rules);

        assertThat(report.problems())
                .extracting(problem -> problem.row() + problem.column())
                .contains("2电话", "2角色", "3单位", "4角色", "5角色", "6邮箱", "7账号", "8单位", "9角色", "10账号", "10初始密码");
        assertThat(report.problems()).extracting(RowProblem::reason).anyMatch(text -> text.contains("三员分立"));
        assertThat(people.find("rc-a")).isEmpty();
        assertThat(rules.passwords).isEmpty();
    }

    @Test
    void refusesAFileThatLacksColumns() {
        byte[] file = bytes("编码,名称\nx,某局\n");

        assertThatThrownBy(() -> units.importUnits(file, "单位.csv", true, "tests", "测试"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.detail()).contains("类型"));
    }

    @Test
    void asksBeforeAUnitWithPeopleGoesOutOfUse() {
        importUnits(UNITS + "ty-1,停用局,部门,,,,\n");
        people.add(new Person("ty-zhang", "张示例", "ty-1", Set.of(Role.CLERK), "", "", true), "tests", "测试");

        assertThatThrownBy(() -> units.deactivate("ty-1", false, false, "tests", "测试"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(409);
                    assertThat(problem.detail()).contains("1 名在用人员");
                });
        units.deactivate("ty-1", true, true, "tests", "测试");
        assertThat(units.get("ty-1").active()).isFalse();
    }

    @Test
    void anImportCountsAsAChangeForWhoeverHasTheUnitOpen() {
        importUnits(UNITS + "kb-1,看板局,部门,,,,\n");
        int shown = units.get("kb-1").version();
        importUnits(UNITS + "kb-1,看板局,部门,,张示例,,\n");
        Unit wanted = new Unit("kb-1", "看板局", UnitType.DEPARTMENT, null, "", "李样本", true, List.of());
        assertThatThrownBy(() -> units.change(wanted, shown, "tests", "测试"))
                .hasMessageContaining("已由测试于")
                .hasMessageContaining("负责人 空→张示例");
        units.change(wanted, null, "tests", "测试");
        assertThat(units.get("kb-1").liaison()).isEqualTo("李样本");
    }

    private ImportReport importUnits(String table) {
        return units.importUnits(bytes(table), "单位.csv", false, "tests", "测试");
    }

    private ImportReport importPeople(String table, Rules rules) {
        return people.importPeople(bytes(table), "人员.csv", false, rules, "tests", "测试");
    }

    private static byte[] bytes(String table) {
        return table.getBytes(StandardCharsets.UTF_8);
    }

    /** Allows everything, unless told otherwise, and keeps the passwords. */
    private static final class Rules implements PeopleRules {

        private final Map<String, String> passwords = new HashMap<>();
        private @Nullable String objection;

        @Override
        public @Nullable String objection(@Nullable Person before, Person after) {
            return objection;
        }

        @Override
        public @Nullable String passwordObjection(String account, String password) {
            return password.length() < 8 ? "密码不够强。" : null;
        }

        @Override
        public void setFirstPasswords(Map<String, String> given) {
            passwords.putAll(given);
        }
    }
}
