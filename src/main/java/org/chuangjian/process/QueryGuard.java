package org.chuangjian.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Answers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Looks into every body sent to the engine's REST: JSON only, of bounded size, and no expression in a query or saved
 * filter however deep it lies (CVE-2026-109432). {@link StepsExpressionManager} is the second lock behind this one.
 */
class QueryGuard extends OncePerRequestFilter {

    static final int MAX_BYTES = 1024 * 1024;

    private static final String SUFFIX = "expression";

    private final JsonFactory json = new JsonFactory();
    private final Answers answers;

    QueryGuard(Answers answers) {
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !Answers.path(request).startsWith("/camunda/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        Problem problem = objection(request, body);
        if (problem == null) {
            chain.doFilter(new WithBody(request, body), response);
        } else {
            answers.write(response, problem);
        }
    }

    private @Nullable Problem objection(HttpServletRequest request, byte[] body) throws IOException {
        if (body.length > MAX_BYTES) {
            return Problem.tooLarge("提交的内容超过 1 MB，没有办理。材料请在任务表单的“佐证材料”处上传。");
        }
        if (body.length > 0 && !isJson(request.getContentType())) {
            return Problem.of(415, "not-json", "只接受 JSON 格式的内容。");
        }
        boolean inAddress = request.getParameterMap().entrySet().stream()
                .filter(entry -> names(entry.getKey()))
                .flatMap(entry -> Arrays.stream(entry.getValue()))
                .anyMatch(value -> !harmless(value));
        try {
            return inAddress || inBody(body) ? Problem.badRequest("expression", "查询条件中不允许使用表达式。") : null;
        } catch (JsonProcessingException e) {
            return Problem.badRequest("json", "提交的内容不是有效的 JSON。");
        }
    }

    private boolean inBody(byte[] body) throws IOException {
        try (JsonParser parser = json.createParser(body)) {
            boolean found = false;
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME && names(parser.currentName())) {
                    JsonToken value = parser.nextToken();
                    found |= value != JsonToken.VALUE_NULL
                            && !(value == JsonToken.VALUE_STRING && harmless(parser.getText()));
                }
            }
            return found;
        }
    }

    private static boolean names(String key) {
        return key.toLowerCase(Locale.ROOT).endsWith(SUFFIX);
    }

    private static boolean harmless(String expression) {
        return StepsExpressionManager.HARMLESS.contains(expression.strip());
    }

    private static boolean isJson(@Nullable String type) {
        try {
            return type != null && MediaType.APPLICATION_JSON.isCompatibleWith(MediaType.parseMediaType(type));
        } catch (org.springframework.http.InvalidMediaTypeException e) {
            return false;
        }
    }

    /** The request with the body that was read, to be read again. */
    private static final class WithBody extends HttpServletRequestWrapper {

        private final byte[] body;

        WithBody(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) {
                    return in.read(into, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("The body has been read");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }
}
