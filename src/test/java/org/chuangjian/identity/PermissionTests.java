package org.chuangjian.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PeopleApplication.Test
class PermissionTests {

    private static final String PASSWORD = "Correct-horse-9";

    @Autowired
    private People people;

    @Autowired
    private Units units;

    @Autowired
    private Accounts accounts;

    @LocalServerPort
    private int port;

    @BeforeEach
    void oneUnitAndOnePersonOfEachRole() {
        if (units.find("rights").isPresent()) {
            return;
        }
        units.add(new Unit("rights", "示例权限局", UnitType.DEPARTMENT, null, "", "", true, List.of()), "tests", "测试");
        for (Role role : Role.values()) {
            add(account(role), role);
        }
    }

    @Test
    void grantsNothingToNobody() {
        assertThat(Permission.grantedTo(Set.of())).isEmpty();
    }

    @Test
    void letsNobodyBothKeepRightsAndWatchOverThem() {
        assertThat(Role.conflicts(EnumSet.of(Role.AUDITOR, Role.SECURITY_ADMIN)))
                .isTrue();
        assertThat(Permission.grantedTo(Set.of(Role.SYSTEM_ADMIN))).doesNotContain(Permission.READ_JOURNAL);
        assertThat(Permission.grantedTo(Set.of(Role.AUDITOR)))
                .doesNotContain(
                        Permission.MANAGE_ACCOUNTS, Permission.MANAGE_ORGANISATION, Permission.MANAGE_CAMPAIGNS);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void opensUnitsAndPeopleToThoseWhoMayReadThemOnly(Role role) {
        int expected = Permission.grantedTo(Set.of(role)).contains(Permission.READ_ORGANISATION) ? 200 : 403;
        Visitor visitor = new Visitor(port);

        for (String path : List.of("/api/units", "/api/people", "/api/units/rights", "/api/people/rights-clerk")) {
            assertThat(visitor.get(path, basic(role)).statusCode()).as(path).isEqualTo(expected);
        }
        visitor.signIn(account(role), PASSWORD);
        for (String path : List.of("/units", "/people", "/units/export", "/people/export", "/units/template")) {
            assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void letsOnlyThoseWhoManageTheOrganisationImport(Role role) {
        int expected = Permission.grantedTo(Set.of(role)).contains(Permission.MANAGE_ORGANISATION) ? 200 : 403;
        byte[] table = "编码,名称,类型\nrights,示例权限局,部门\n".getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> answer =
                new Visitor(port).upload("/api/units/import?dryRun=true", "units.csv", table, basic(role));

        assertThat(answer.statusCode()).isEqualTo(expected);
    }

    @Test
    void answersAnImportWithProblemsByRowAndWritesNothing() {
        byte[] table = "编码,名称,类型\nrights-new,示例新局,部门\nrights-bad,示例坏局,衙门\n".getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> dry =
                new Visitor(port).upload("/api/units/import?dryRun=true", "units.csv", table, basic(Role.OFFICE));
        HttpResponse<String> real =
                new Visitor(port).upload("/api/units/import", "units.csv", table, basic(Role.OFFICE));

        assertThat(dry.statusCode()).isEqualTo(200);
        assertThat(dry.body()).contains("\"rows\":2", "\"row\":3", "\"column\":\"类型\"");
        assertThat(real.statusCode()).isEqualTo(422);
        assertThat(real.body()).contains("\"code\":\"import\"", "\"row\":3", "\"column\":\"类型\"");
        assertThat(units.find("rights-new")).isEmpty();
    }

    @Test
    void saysThatAFileIsTooLargeToScriptsAndPagesAlike() {
        byte[] large = new byte[22 * 1024 * 1024];
        Visitor visitor = new Visitor(port);
        visitor.signIn(account(Role.OFFICE), PASSWORD);

        HttpResponse<String> script =
                new Visitor(port).upload("/api/units/import", "units.csv", large, basic(Role.OFFICE));
        visitor.get("/units/import");
        HttpResponse<String> page = visitor.upload(
                "/units/import", "units.csv", large, "X-CHUANGJIAN-XSRF", visitor.cookie("CHUANGJIAN-XSRF"));

        assertThat(script.statusCode()).isEqualTo(413);
        assertThat(script.body()).contains("\"code\":\"too-large\"");
        assertThat(page.statusCode()).isEqualTo(413);
        assertThat(page.body()).contains("文件太大");
    }

    @Test
    void masksPhonesForThoseWhoOnlyRead() {
        assertThat(body("/api/people/rights-clerk", Role.OFFICE)).contains("13800000000");
        assertThat(body("/api/people/rights-clerk", Role.LEADER))
                .contains("138****0000")
                .doesNotContain("13800000000");
        assertThat(body("/api/people?q=rights-clerk", Role.AUDITOR)).doesNotContain("13800000000");
    }

    @Test
    void letsTheOfficeGiveOrdinaryRolesButNotThoseOverRights() {
        assertThat(post("/api/people", person("given-clerk", "CLERK"), Role.OFFICE))
                .isEqualTo(201);
        assertThat(post("/api/people", person("given-admin", "SYSTEM_ADMIN"), Role.OFFICE))
                .isEqualTo(403);
        assertThat(post("/api/people", person("given-auditor", "审计员"), Role.OFFICE))
                .isEqualTo(403);
        assertThat(post("/api/people", person("given-admin", "SYSTEM_ADMIN"), Role.SYSTEM_ADMIN))
                .isEqualTo(201);
        assertThat(post("/api/people/given-admin/deactivate", "", Role.OFFICE)).isEqualTo(403);
        assertThat(post("/api/people/given-admin/deactivate", "", Role.SECURITY_ADMIN))
                .isEqualTo(200);
    }

    @Test
    void letsNobodyRaiseTheirOwnRights() {
        String office = person(account(Role.OFFICE), "OFFICE\",\"LEADER");
        String admin = person(account(Role.SYSTEM_ADMIN), "SYSTEM_ADMIN\",\"OFFICE");

        assertThat(put("/api/people/" + account(Role.OFFICE), office, Role.OFFICE))
                .isEqualTo(403);
        assertThat(put("/api/people/" + account(Role.SYSTEM_ADMIN), admin, Role.SYSTEM_ADMIN))
                .isEqualTo(403);
        assertThat(people.get(account(Role.OFFICE)).roles()).containsExactly(Role.OFFICE);
    }

    @Test
    void letsTheSecurityAdministratorChangeRolesAndNothingElse() {
        add("only-roles", Role.CLERK);

        int answer = put("/api/people/only-roles", person("only-roles", "HEAD"), Role.SECURITY_ADMIN);

        assertThat(answer).isEqualTo(200);
        assertThat(people.get("only-roles").roles()).containsExactly(Role.HEAD);
        assertThat(people.get("only-roles").phone()).isEqualTo("13800000000");
    }

    @Test
    void letsOnlyKeepersOfAccountsSetPasswordsAlsoByImport() {
        add("secret-one", Role.CLERK);
        String password = "{\"password\":\"Changed-horse-7\"}";
        byte[] table = "账号,姓名,单位,角色,初始密码\nsecret-two,李样本,rights,经办人,Initial-horse-7\n".getBytes(StandardCharsets.UTF_8);

        assertThat(put("/api/people/secret-one/password", password, Role.OFFICE))
                .isEqualTo(403);
        assertThat(put("/api/people/secret-one/password", password, Role.SECURITY_ADMIN))
                .isEqualTo(204);
        assertThat(put("/api/people/" + account(Role.SECURITY_ADMIN) + "/password", password, Role.SECURITY_ADMIN))
                .isEqualTo(409);
        assertThat(upload(table, Role.OFFICE)).isEqualTo(422);
        assertThat(upload(table, Role.SYSTEM_ADMIN)).isEqualTo(200);
        assertThat(accounts.hasPassword("secret-two")).isTrue();
    }

    @Test
    void showsThePagesOfAnImportFromReportToConfirmation() {
        Visitor visitor = new Visitor(port);
        visitor.signIn(account(Role.OFFICE), PASSWORD);
        visitor.get("/units/import");
        String token = visitor.cookie("CHUANGJIAN-XSRF");
        byte[] bad = "编码,名称,类型\nby-page,示例页面局,衙门\n".getBytes(StandardCharsets.UTF_8);
        byte[] good = "编码,名称,类型\nby-page,示例页面局,部门\n".getBytes(StandardCharsets.UTF_8);

        String refused = visitor.upload("/units/import", "units.csv", bad, "X-CHUANGJIAN-XSRF", token)
                .body();
        String checked = visitor.upload("/units/import", "units.csv", good, "X-CHUANGJIAN-XSRF", token)
                .body();
        assertThat(refused).contains("什么也没有写入").contains("衙门").doesNotContain("确认导入");
        assertThat(checked).contains("确认导入");
        assertThat(units.find("by-page")).isEmpty();

        visitor.post("/units/import/confirm", "", "X-CHUANGJIAN-XSRF", token);
        assertThat(units.find("by-page")).isPresent();
        assertThat(visitor.get("/units?q=by-page").body()).contains("新增 1 个单位").contains("示例页面局");
    }

    @Test
    void saysAtTheFieldWhatIsWrong() {
        Visitor visitor = new Visitor(port);
        visitor.signIn(account(Role.OFFICE), PASSWORD);

        HttpResponse<String> unit = visitor.submit(
                "/units/edit", "/units/edit", Map.of("code", "坏 编码", "name", "示例权限局", "type", "DEPARTMENT"));
        HttpResponse<String> person = visitor.submit(
                "/people/edit", "/people/edit", Map.of("account", "at-field", "name", "张示例", "phone", "12"));

        assertThat(unit.statusCode()).isEqualTo(422);
        assertThat(unit.body()).contains("编码只能用字母").contains("重复");
        assertThat(person.statusCode()).isEqualTo(422);
        assertThat(person.body()).contains("请至少给一个角色").contains("不像电话号码");
    }

    private void add(String account, Role role) {
        boolean ofUnit = role == Role.CLERK || role == Role.HEAD;
        people.add(
                new Person(account, "张示例", ofUnit ? "rights" : null, Set.of(role), "13800000000", "", true),
                "tests",
                "测试");
        accounts.setPassword(account, PASSWORD, false, "tests", "测试");
    }

    private static String account(Role role) {
        return "rights-" + role.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static String person(String account, String roles) {
        return "{\"account\":\"" + account + "\",\"name\":\"李样本\",\"unitCode\":\"rights\",\"roles\":[\"" + roles
                + "\"],\"phone\":\"\",\"mail\":\"\"}";
    }

    private static String[] basic(Role role) {
        return Visitor.basic(account(role), PASSWORD);
    }

    private String body(String path, Role role) {
        return new Visitor(port).get(path, basic(role)).body();
    }

    private int post(String path, @Nullable String json, Role role) {
        return new Visitor(port)
                .json("POST", path, json == null ? "" : json, basic(role))
                .statusCode();
    }

    private int put(String path, String json, Role role) {
        return new Visitor(port).json("PUT", path, json, basic(role)).statusCode();
    }

    private int upload(byte[] table, Role role) {
        return new Visitor(port)
                .upload("/api/people/import", "people.csv", table, basic(role))
                .statusCode();
    }
}
