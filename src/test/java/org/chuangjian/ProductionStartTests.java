package org.chuangjian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chuangjian.support.ApplicationServer;
import org.chuangjian.support.Node;
import org.chuangjian.support.SmallCounty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The profile {@code prod}: what it refuses, and what a browser gets where it starts. */
class ProductionStartTests {

    private static final String PROD = "--spring.profiles.active=prod";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    /** As a process: the engine's web applications keep what a failed start leaves in their static fields. */
    @Test
    void refusesWithEveryReasonAtOnceAndFillsNothing(@TempDir Path folder) {
        try (Node node = Node.begin(
                folder,
                PROD,
                "--chuangjian.data=" + folder,
                "--chuangjian.example=true",
                "--camunda.bpm.authorization.enabled=false")) {
            assertThat(node.awaitEnd()).isNotZero();
            assertThat(node.output())
                    .contains("正式运行（prod）的安全条件不满足，系统没有启动")
                    .contains("请逐条处理后重新启动")
                    .containsPattern("(?m)^[123]\\. 示例县开关")
                    .containsPattern("(?m)^[123]\\. 没有启用 https")
                    .containsPattern("(?m)^[123]\\. 流程引擎的权限检查被关闭")
                    .contains("正在使用内置数据库")
                    .doesNotContain("\tat org.chuangjian")
                    .doesNotContain("已填充示例县")
                    .doesNotContain("首个管理员账号")
                    .doesNotContain("Tomcat started");
        }
    }

    @Test
    void startsWithHttpsAndTellsBrowsersToStayWithIt() {
        try (ApplicationServer server = ApplicationServer.start(PROD, "--chuangjian.https=true")) {
            SmallCounty.in(server);
            Browser browser = new Browser(server.url());
            HttpResponse<String> login = browser.get("/login");
            protectedOnEachWay(login);
            Matcher token = TOKEN.matcher(login.body());
            assertThat(token.find()).isTrue();
            HttpResponse<String> welcome = browser.post(
                    "/login",
                    "account=jyj&password=" + encode(SmallCounty.PASSWORD) + "&_csrf=" + encode(token.group(1)));
            protectedOnEachWay(welcome);
            assertThat(browser.cookies).containsKeys("JSESSIONID", "CHUANGJIAN-XSRF");

            HttpResponse<String> tasklist = browser.get("/camunda/app/tasklist/default/");
            assertThat(tasklist.statusCode()).isEqualTo(200);
            protectedOnEachWay(tasklist);
            protectedOnEachWay(browser.get("/camunda/api/engine/engine/default/task/count"));
            protectedOnEachWay(browser.get("/camunda/app/cockpit/default/"));
            assertThat(browser.cookies).containsKey("XSRF-TOKEN");
        }
    }

    private static void protectedOnEachWay(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("Strict-Transport-Security"))
                .as("HSTS of %s", answer.uri())
                .hasSize(1)
                .allSatisfy(value -> assertThat(value).contains("max-age=31536000"));
        assertThat(answer.headers().allValues("Set-Cookie"))
                .as("cookies of %s", answer.uri())
                .allSatisfy(cookie -> assertThat(cookie).containsPattern("(?i); ?Secure(;|$)"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Sends secure cookies over the plain line behind a proxy, as the proxy does. */
    private static final class Browser {

        private final HttpClient http = HttpClient.newHttpClient();
        private final Map<String, String> cookies = new LinkedHashMap<>();
        private final String url;

        Browser(String url) {
            this.url = url;
        }

        HttpResponse<String> get(String path) {
            return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
        }

        HttpResponse<String> post(String path, String form) {
            return send(HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            try {
                HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
                for (String cookie : answer.headers().allValues("Set-Cookie")) {
                    List<String> pair = List.of(cookie.split(";", 2)[0].split("=", 2));
                    cookies.put(pair.get(0), pair.get(1));
                }
                return answer;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
