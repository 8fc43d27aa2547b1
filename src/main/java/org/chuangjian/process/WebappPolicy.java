package org.chuangjian.process;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chuangjian.shared.web.Answers;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * One fixed content policy for each web application, with the hash of the one inline script its page has. The script
 * depends on the context path, so the hash is taken from the page when it is first served, and kept: a page that
 * differs later does not run.
 *
 * <p>{@code unsafe-eval} is what the embedded forms of AngularJS need; our own pages have it not.
 */
class WebappPolicy extends OncePerRequestFilter {

    private static final String HEADER = "Content-Security-Policy";
    private static final Pattern PAGE = Pattern.compile("/camunda/app/(tasklist|cockpit|admin|welcome)/default/");
    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    static final String WITHOUT_INLINE_SCRIPT = policy("");

    private final Map<String, String> policies = new ConcurrentHashMap<>();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = Answers.path(request);
        if (!PAGE.matcher(path).matches()) {
            if (!path.startsWith("/camunda/api/")) {
                // Asked for anew each time and answered with 304, so that a new version shows its new look at once.
                response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
            }
            chain.doFilter(request, response);
            return;
        }
        ContentCachingResponseWrapper page = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, page);
        if (page.getStatus() == HttpServletResponse.SC_OK) {
            page.setHeader(
                    HEADER,
                    policies.computeIfAbsent(
                            path,
                            any -> policy(hashes(new String(page.getContentAsByteArray(), StandardCharsets.UTF_8)))));
        }
        page.copyBodyToResponse();
    }

    /** The hashes of the inline scripts of a page, as a policy lists them. */
    static String hashes(String page) {
        StringBuilder hashes = new StringBuilder();
        Matcher script = INLINE.matcher(page);
        while (script.find()) {
            hashes.append(" 'sha256-").append(sha256(script.group(1))).append('\'');
        }
        return hashes.toString();
    }

    private static String policy(String hashes) {
        return "default-src 'self'; script-src 'self' 'unsafe-eval'" + hashes
                + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src"
                + " 'self' blob:; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'";
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
