package org.chuangjian.shared.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Turns a problem into what the caller can read: problem+json for scripts and htmx, a page with one sentence and a way
 * back for people.
 */
@Component
public class Answers {

    /** Request attribute under which a filter leaves the problem before it sends the bare status. */
    public static final String PROBLEM = Answers.class.getName() + ".problem";

    private final ObjectMapper json;

    Answers(ObjectMapper json) {
        this.json = json;
    }

    /** Whether the caller is a script: the API, or htmx, which shows the sentence inside the page. */
    public static boolean wantsJson(HttpServletRequest request, String path) {
        return path.equals("/api")
                || path.startsWith("/api/")
                || path.startsWith("/camunda/api/")
                || path.startsWith("/v3/api-docs")
                || "true".equals(request.getHeader("HX-Request"));
    }

    /** The path inside the application. */
    public static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    /** Writes problem+json from a filter, where no view can be rendered. */
    public void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getOutputStream().write(json.writeValueAsBytes(detail(problem)));
    }

    Object answer(HttpServletRequest request, String path, Problem problem, @Nullable String reference) {
        return wantsJson(request, path) ? body(problem) : page(request, problem, reference);
    }

    private static ResponseEntity<ProblemDetail> body(Problem problem) {
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail(problem));
    }

    private static ProblemDetail detail(Problem problem) {
        ProblemDetail detail =
                ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(problem.status()), problem.detail());
        detail.setTitle(heading(problem.status()));
        problem.properties().forEach(detail::setProperty);
        detail.setProperty("code", problem.code());
        return detail;
    }

    private static ModelAndView page(HttpServletRequest request, Problem problem, @Nullable String reference) {
        ModelAndView page = new ModelAndView("error");
        page.setStatus(HttpStatusCode.valueOf(problem.status()));
        page.addObject("status", problem.status());
        page.addObject("heading", heading(problem.status()));
        page.addObject("detail", problem.detail());
        page.addObject("back", back(request));
        page.addObject("reference", reference);
        return page;
    }

    static String heading(int status) {
        return switch (status) {
            case 400 -> "请求有误";
            case 401 -> "请先登录";
            case 403 -> "没有权限";
            case 404 -> "没有找到";
            case 405 -> "不支持这种操作";
            case 409 -> "内容已有变化";
            case 413 -> "文件太大";
            case 415 -> "格式不支持";
            case 422 -> "内容需要修改";
            default -> status >= 500 ? "系统出错" : "未能办理";
        };
    }

    /** The page the person came from, if it is one of ours and not the one that failed. */
    private static @Nullable String back(HttpServletRequest request) {
        String referer = request.getHeader("Referer");
        if (referer == null) {
            return null;
        }
        try {
            URI from = new URI(referer);
            String path = from.getRawPath();
            boolean ours = request.getServerName().equals(from.getHost())
                    && path != null
                    && path.startsWith(request.getContextPath() + "/")
                    && !path.startsWith("//");
            if (!ours || path.endsWith("/login")) {
                return null;
            }
            return from.getRawQuery() == null ? path : path + "?" + from.getRawQuery();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
