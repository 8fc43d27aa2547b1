package org.chuangjian.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PeopleApplication.Test
class SignOnTests {

    private static final String PASSWORD = "Correct-horse-9";

    @Autowired
    private People people;

    @Autowired
    private Units units;

    @Autowired
    private Accounts accounts;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({
        "start-clerk, CLERK, /camunda/app/tasklist/default/",
        "start-leader, LEADER, /dashboard",
        "start-office, OFFICE, /desk",
        "start-admin, SYSTEM_ADMIN, /people",
        "start-security, SECURITY_ADMIN, /people",
        "start-auditor, AUDITOR, /dashboard"
    })
    void leadsEverybodyToTheirOwnStart(String account, Role role, String start) {
        person(account, role);
        Visitor visitor = new Visitor(port);

        assertThat(location(visitor.signIn(account, PASSWORD))).endsWith(start);
        assertThat(location(visitor.get("/"))).endsWith(start);
    }

    @Test
    void refusesWrongPasswordsAndUnknownAccountsInTheSameWords() {
        person("wrong-one", Role.OFFICE);
        Visitor visitor = new Visitor(port);

        String known = location(visitor.signIn("wrong-one", "not this one"));
        String unknown = location(visitor.signIn("nobody-here", "not this one"));

        assertThat(known).isEqualTo(unknown).endsWith("/login?refused");
        assertThat(visitor.get("/login?refused").body()).contains("账号或密码不正确");
    }

    @Test
    void locksAnAccountAfterFiveWrongPasswordsUntilAnAdministratorUnlocksIt() {
        person("locked-one", Role.OFFICE);
        Visitor visitor = new Visitor(port);
        for (int i = 0; i < 5; i++) {
            visitor.signIn("locked-one", "wrong " + i);
        }

        assertThat(location(visitor.signIn("locked-one", PASSWORD))).endsWith("/login?refused");
        assertThat(accounts.lockedUntil("locked-one")).isPresent();

        accounts.unlock("locked-one", "tests", "测试");
        assertThat(location(visitor.signIn("locked-one", PASSWORD))).endsWith("/desk");
    }

    @Test
    void keepsALockAsLongAsItWasWhenSomebodyGoesOnTrying() {
        person("tried-on", Role.OFFICE);
        Visitor visitor = new Visitor(port);
        for (int i = 0; i < 5; i++) {
            visitor.signIn("tried-on", "wrong " + i);
        }
        var until = accounts.lockedUntil("tried-on");

        visitor.signIn("tried-on", "wrong again");

        assertThat(accounts.lockedUntil("tried-on")).isEqualTo(until);
        assertThat(accounts.credentials("tried-on").orElseThrow().failedAttempts())
                .isZero();
    }

    @Test
    void takesAccountsAsOfficesTypeThem() {
        person("typed-one", Role.OFFICE);

        assertThat(location(new Visitor(port).signIn(" Ｔyped-ONE", PASSWORD))).endsWith("/desk");
    }

    @Test
    void asksStrangersToSignInAndBringsThemBackToThePageTheyWanted() {
        person("returning", Role.OFFICE);
        Visitor visitor = new Visitor(port);

        assertThat(location(visitor.get("/account?from=mail"))).endsWith("/login");
        assertThat(location(visitor.signIn("returning", PASSWORD))).endsWith("/account?from=mail");
    }

    @Test
    void givesASessionANewIdAtSignOn() {
        person("fixation", Role.OFFICE);
        Visitor visitor = new Visitor(port);
        visitor.get("/account");
        String before = visitor.cookie("JSESSIONID");

        visitor.signIn("fixation", PASSWORD);

        assertThat(before).isNotEmpty();
        assertThat(visitor.cookie("JSESSIONID")).isNotEmpty().isNotEqualTo(before);
    }

    @Test
    void endsTheSessionAtLogout() {
        person("leaver", Role.OFFICE);
        Visitor visitor = new Visitor(port);
        visitor.signIn("leaver", PASSWORD);

        assertThat(location(visitor.submit("/account", "/logout", Map.of()))).endsWith("/login?out");
        assertThat(location(visitor.get("/account"))).endsWith("/login");
    }

    @Test
    void answersScriptsWithBasicAndWithoutASession() {
        person("script", Role.OFFICE);

        HttpResponse<String> answer = new Visitor(port).get("/api/units", Visitor.basic("script", PASSWORD));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
    }

    @Test
    void noticesAChangedPasswordAlthoughTheOldOneWasRightAMomentAgo() {
        person("rotated", Role.OFFICE);
        Visitor script = new Visitor(port);
        assertThat(script.get("/api/units", Visitor.basic("rotated", PASSWORD)).statusCode())
                .isEqualTo(200);

        accounts.setPassword("rotated", "Another-horse-8", false, "tests", "测试");

        assertThat(script.get("/api/units", Visitor.basic("rotated", PASSWORD)).statusCode())
                .isEqualTo(401);
        assertThat(script.get("/api/units", Visitor.basic("rotated", "Another-horse-8"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsScriptsInProblemJsonThatTheyAreNotSignedIn() {
        for (HttpResponse<String> answer : new HttpResponse[] {
            new Visitor(port).get("/api/units"),
            new Visitor(port).get("/api/units", Visitor.basic("nobody", "nothing")),
            new Visitor(port).json("POST", "/api/units", "{}")
        }) {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(answer.body()).contains("\"code\":\"unauthorized\"");
        }
    }

    @Test
    void refusesAFormWithoutTokenButNotAScriptWithoutSession() {
        person("forger", Role.OFFICE);
        Visitor visitor = new Visitor(port);
        visitor.signIn("forger", PASSWORD);

        HttpResponse<String> page = visitor.post("/account", "oldPassword=a&newPassword=b&repeated=b");
        HttpResponse<String> api = visitor.json("POST", "/api/units", "{}");
        HttpResponse<String> both = visitor.json("POST", "/api/units", "{}", Visitor.basic("forger", PASSWORD));
        HttpResponse<String> script =
                new Visitor(port).json("POST", "/api/units", "{}", Visitor.basic("forger", PASSWORD));

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("页面已过期");
        assertThat(api.statusCode()).isEqualTo(403);
        assertThat(api.body()).contains("\"code\":\"csrf\"");
        assertThat(both.statusCode()).isEqualTo(403);
        assertThat(script.statusCode()).isEqualTo(422);
    }

    @Test
    void takesTheTokenOfTheCookieAsItIs() {
        person("embedded", Role.OFFICE);
        Visitor visitor = new Visitor(port);
        visitor.signIn("embedded", PASSWORD);
        visitor.get("/account");

        HttpResponse<String> answer =
                visitor.json("POST", "/api/units", "{}", "X-CHUANGJIAN-XSRF", visitor.cookie("CHUANGJIAN-XSRF"));

        assertThat(answer.statusCode()).isEqualTo(422);
    }

    @Test
    void showsErrorPagesInChineseWithAWayBack() {
        person("lost", Role.CLERK);
        Visitor visitor = new Visitor(port);
        visitor.signIn("lost", PASSWORD);

        HttpResponse<String> missing = visitor.get("/no-such-page");
        HttpResponse<String> denied = visitor.get("/people");
        HttpResponse<String> closed = visitor.get("/camunda/app/tasklist/default/");
        HttpResponse<String> api = visitor.get("/api/no-such-thing");

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("没有找到").contains("返回首页");
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("没有权限").contains("返回首页");
        assertThat(closed.statusCode()).isEqualTo(403);
        assertThat(closed.body()).contains("没有权限");
        assertThat(api.statusCode()).isEqualTo(404);
        assertThat(api.body()).contains("\"code\":\"not-found\"");
    }

    @Test
    void sendsTheHeadersThatKeepStrangersOut() {
        HttpResponse<String> page = new Visitor(port).get("/login");

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'self'", "script-src 'self';", "object-src 'none'")
                        .doesNotContain("unsafe-eval"));
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("SAMEORIGIN");
        assertThat(page.body())
                .doesNotContain(" style=")
                .doesNotContain("onclick")
                .doesNotContain("<script>");
        assertThat(page.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("CHUANGJIAN-XSRF=") && cookie.contains("SameSite=Lax"));
    }

    @Test
    void servesLooksAndHealthToEverybodyButNothingElse() {
        Visitor visitor = new Visitor(port);

        assertThat(visitor.get("/css/chuangjian.css").statusCode()).isEqualTo(200);
        assertThat(visitor.get("/js/chuangjian.js").statusCode()).isEqualTo(200);
        assertThat(visitor.get("/webjars/htmx.org/2.0.10/dist/htmx.min.js").statusCode())
                .isEqualTo(200);
        assertThat(visitor.get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(visitor.get("/actuator/env").statusCode()).isEqualTo(302);
        assertThat(visitor.get("/no-such-page").statusCode()).isEqualTo(302);
    }

    @Test
    void givesNewRightsAtTheNextRequest() {
        person("promoted", Role.CLERK);
        Visitor visitor = new Visitor(port);
        visitor.signIn("promoted", PASSWORD);
        assertThat(visitor.get("/people").statusCode()).isEqualTo(403);

        Person before = people.get("promoted");
        people.change(
                new Person(before.account(), before.name(), before.unitCode(), Set.of(Role.OFFICE), "", "", true),
                null,
                "tests",
                "测试");

        assertThat(visitor.get("/people").statusCode()).isEqualTo(200);
    }

    @Test
    void signsOutWhoeverIsTakenOutOfUse() {
        person("retired", Role.OFFICE);
        Visitor visitor = new Visitor(port);
        visitor.signIn("retired", PASSWORD);
        visitor.get("/account");

        people.deactivate("retired", "tests", "测试");

        assertThat(location(visitor.get("/account"))).endsWith("/login");
        assertThat(location(visitor.signIn("retired", PASSWORD))).endsWith("/login?refused");
        assertThat(new Visitor(port)
                        .get("/api/units", Visitor.basic("retired", PASSWORD))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void letsNobodyWorkWithAPasswordSomebodyElseChoseNotEvenAScript() {
        person("borrower", Role.OFFICE);
        accounts.setPassword("borrower", "Lent-horse-2026", true, "tests", "测试");

        HttpResponse<String> answer = new Visitor(port).get("/api/units", Visitor.basic("borrower", "Lent-horse-2026"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("password-change-required");

        Visitor visitor = new Visitor(port);
        visitor.signIn("borrower", "Lent-horse-2026");
        assertThat(location(visitor.get("/units"))).endsWith("/account");
    }

    @Test
    void changesOnesOwnPasswordAndEndsTheOtherSessions() {
        person("changer", Role.OFFICE);
        Visitor here = new Visitor(port);
        Visitor elsewhere = new Visitor(port);
        here.signIn("changer", PASSWORD);
        elsewhere.signIn("changer", PASSWORD);

        HttpResponse<String> weak = here.submit(
                "/account",
                "/account",
                Map.of("oldPassword", PASSWORD, "newPassword", "short1A", "repeated", "short1A"));
        HttpResponse<String> wrong = here.submit(
                "/account",
                "/account",
                Map.of("oldPassword", "no", "newPassword", "Fresh-water-7", "repeated", "Fresh-water-7"));
        HttpResponse<String> right = here.submit(
                "/account",
                "/account",
                Map.of("oldPassword", PASSWORD, "newPassword", "Fresh-water-7", "repeated", "Fresh-water-7"));

        assertThat(weak.statusCode()).isEqualTo(422);
        assertThat(weak.body()).contains("密码不够强");
        assertThat(wrong.body()).contains("原密码不正确");
        assertThat(location(right)).endsWith("/account");
        assertThat(here.get("/account").body()).contains("密码已修改");
        assertThat(location(elsewhere.get("/account"))).endsWith("/login");
    }

    @Test
    void letsAPersonWithAFirstPasswordDoNothingBeforeChoosingAnother() {
        person("newcomer", Role.OFFICE);
        accounts.setPassword("newcomer", "First-of-all-1", true, "tests", "测试");
        Visitor visitor = new Visitor(port);
        visitor.signIn("newcomer", "First-of-all-1");

        assertThat(location(visitor.get("/people"))).endsWith("/account");
        assertThat(visitor.get("/account").body()).contains("请先设置自己的密码");

        visitor.submit(
                "/account",
                "/account",
                Map.of("oldPassword", "First-of-all-1", "newPassword", PASSWORD, "repeated", PASSWORD));
        assertThat(visitor.get("/people").statusCode()).isEqualTo(200);
    }

    private void person(String account, Role role) {
        String unit = null;
        if (role == Role.CLERK) {
            unit = "sign-on";
            if (units.find(unit).isEmpty()) {
                units.add(new Unit(unit, "示例登录局", UnitType.DEPARTMENT, null, "", "", true, List.of()), "tests", "测试");
            }
        }
        people.add(new Person(account, "张示例", unit, Set.of(role), "", "", true), "tests", "测试");
        accounts.setPassword(account, PASSWORD, false, "tests", "测试");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("(" + answer.statusCode() + ")");
    }
}
