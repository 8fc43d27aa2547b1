package org.chuangjian.process;

import java.util.ArrayList;
import java.util.List;
import org.chuangjian.shared.web.Answers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which paths of the engine's web applications are open, and to whom. Found by watching what Tasklist asks for. */
final class WebappPaths {

    private static final String REST = "/camunda/api/engine/engine/default";

    static final String[] TASKLIST_ROLES = {"CLERK", "HEAD", "OFFICE", "SYSTEM_ADMIN"};

    /**
     * Closed even to the system administrator: the path that makes administrators (CVE-2026-77226), the engine's own
     * sign-on, models that no check has seen, and completing a task past the rules of our own interface.
     */
    static final RequestMatcher[] CLOSED_TO_ALL = all(
            any("/camunda/app/admin/*/setup", "/camunda/app/admin/*/setup/**", "/camunda/api/admin/setup/**"),
            any("/camunda/api/admin/auth/user/*/login/**"),
            any(REST + "/deployment/create", REST + "/deployment/*/redeploy"),
            any(REST + "/task/*/complete", REST + "/task/*/submit-form", REST + "/task/*/resolve"),
            any(REST + "/task/*/bpmnError", REST + "/task/*/bpmnEscalation", REST + "/task/create"));

    static final RequestMatcher EVERYTHING = new OrRequestMatcher(any("/camunda", "/camunda/**"));

    static final RequestMatcher LOGOUT = path(HttpMethod.POST, "/camunda/api/admin/auth/user/default/logout");

    /** What Tasklist needs to show a person's tasks and to put a name on one. */
    static final RequestMatcher[] TASKLIST = all(
            get("/camunda/app/tasklist/**", "/camunda/lib/**", "/camunda/assets/**", "/camunda/favicon.ico"),
            get("/camunda/api/tasklist/plugin/*/static/**"),
            get("/camunda/api/admin/auth/user/default"),
            get("/camunda/api/engine/engine/", "/camunda/api/engine/engine"),
            get(REST + "/filter", REST + "/filter/count", REST + "/filter/*"),
            options(REST + "/filter", REST + "/filter/*"),
            post(REST + "/filter/*/list", REST + "/filter/*/count"),
            get(REST + "/task/*", REST + "/task/*/form", REST + "/task/*/deployed-form"),
            get(REST + "/task/*/form-variables", REST + "/task/*/identity-links"),
            post(REST + "/task/*/claim", REST + "/task/*/unclaim"),
            get(REST + "/process-definition/*", REST + "/process-definition/*/xml"),
            get(REST + "/user/*/profile"));

    private WebappPaths() {}

    private static List<RequestMatcher> any(String... patterns) {
        return of(null, patterns);
    }

    private static List<RequestMatcher> get(String... patterns) {
        return of(HttpMethod.GET, patterns);
    }

    private static List<RequestMatcher> post(String... patterns) {
        return of(HttpMethod.POST, patterns);
    }

    private static List<RequestMatcher> options(String... patterns) {
        return of(HttpMethod.OPTIONS, patterns);
    }

    private static List<RequestMatcher> of(@Nullable HttpMethod method, String... patterns) {
        List<RequestMatcher> matchers = new ArrayList<>();
        for (String pattern : patterns) {
            matchers.add(path(method, pattern));
        }
        return matchers;
    }

    /**
     * Matches the whole path below the context. Spring's own matchers leave out the path of the servlet, and each part
     * of the engine's REST is a servlet of its own.
     */
    static RequestMatcher path(@Nullable HttpMethod method, String pattern) {
        PathPattern wanted = PathPatternParser.defaultInstance.parse(pattern);
        return request -> (method == null || method.matches(request.getMethod()))
                && wanted.matches(PathContainer.parsePath(Answers.path(request)));
    }

    @SafeVarargs
    private static RequestMatcher[] all(List<RequestMatcher>... lists) {
        List<RequestMatcher> all = new ArrayList<>();
        for (List<RequestMatcher> list : lists) {
            all.addAll(list);
        }
        return all.toArray(RequestMatcher[]::new);
    }
}
