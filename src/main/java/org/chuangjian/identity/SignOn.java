package org.chuangjian.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Answers;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.stereotype.Component;

/**
 * What every filter chain has in common, so that there is one sign-on: the same check of passwords, the same session,
 * the same answer to who is not signed in, the same fresh rights. A chain for other paths calls {@link #share}.
 */
@Component
public class SignOn {

    /** The one answer to every refused sign-on. */
    public static final String REFUSED = "账号或密码不正确，或者账号已被暂时锁定。连续输错 5 次会锁定 15 分钟，请核对后再试，或联系系统管理员。";

    static final String LOGIN = "/login";
    static final String[] OPEN_FOLDERS = {"/css/", "/js/", "/webjars/", "/favicon"};

    private final ProviderManager manager;
    private final CurrentPeople people;
    private final Answers answers;
    private final HttpSessionRequestCache requestCache = new HttpSessionRequestCache();

    SignOn(PersonAuthenticationProvider provider, CurrentPeople people, Answers answers) {
        this.manager = new ProviderManager(provider);
        this.people = people;
        this.answers = answers;
        requestCache.setMatchingRequestParameterName(null);
        // After sign-on one returns to a page, never to what a script or a picture asked for.
        requestCache.setRequestMatcher(request -> "GET".equals(request.getMethod())
                && !Answers.wantsJson(request, Answers.path(request))
                && String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains("text/html"));
    }

    /** Makes a chain part of the one sign-on. */
    public HttpSecurity share(HttpSecurity http) throws Exception {
        return http.authenticationManager(manager)
                .addFilterAfter(new FreshRightsFilter(people, answers), BasicAuthenticationFilter.class)
                .requestCache(cache -> cache.requestCache(requestCache))
                .exceptionHandling(refusals ->
                        refusals.authenticationEntryPoint(this::askToSignIn).accessDeniedHandler(this::deny));
    }

    ProviderManager manager() {
        return manager;
    }

    HttpSessionRequestCache requestCache() {
        return requestCache;
    }

    void askToSignIn(HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal)
            throws IOException {
        if (!Answers.wantsJson(request, Answers.path(request))) {
            response.sendRedirect(request.getContextPath() + LOGIN);
            return;
        }
        if (request.getHeader("Sec-Fetch-Mode") == null) {
            // Scripts get the challenge; a browser would open its own dialog and then send the password everywhere.
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"chuangjian\", charset=\"UTF-8\"");
        }
        boolean tried = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        answers.write(response, Problem.of(401, "unauthorized", tried ? REFUSED : "请先登录。"));
    }

    private void deny(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        Problem problem = reason(request, refusal);
        if (Answers.wantsJson(request, Answers.path(request))) {
            answers.write(response, problem);
        } else {
            request.setAttribute(Answers.PROBLEM, problem);
            response.sendError(problem.status());
        }
    }

    private static Problem reason(HttpServletRequest request, AccessDeniedException refusal) {
        if (!(refusal instanceof CsrfException)) {
            return Problem.forbidden("您的账号没有此项权限，如确需办理请联系创建办或系统管理员。");
        }
        String type = String.valueOf(request.getContentType());
        if (type.startsWith("multipart/") && request.getContentLengthLong() > SignOnConfiguration.MAX_FORM_BYTES) {
            // The container refuses to read such a body, so the token inside it was never seen.
            return Problem.tooLarge("上传的内容超过了 2 GB，请分次上传。");
        }
        return Problem.of(403, "csrf", "页面已过期，本次操作没有办理。请返回上一页，刷新后再试。");
    }
}
