package org.chuangjian.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A person or script that calls the server over HTTP, as a browser or with a password on every request. */
public final class Caller {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    /** No answer takes so long; without it a lost answer would be waited for for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String url;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http;
    private final @Nullable String basic;

    private Caller(String url, @Nullable String basic) {
        this.url = url;
        this.basic = basic;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    public static Caller anonymous(String url) {
        return new Caller(url, null);
    }

    public static Caller script(String url, String account, String password) {
        byte[] pair = (account + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Caller(url, "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** Signs in at the form, as a browser does, and keeps the cookies. */
    public static Caller signedIn(String url, String account, String password) {
        Caller caller = new Caller(url, null);
        Matcher token = TOKEN.matcher(caller.get("/login").body());
        if (!token.find()) {
            throw new IllegalStateException("The sign-on page has no token");
        }
        String form = "account=" + account + "&password=" + encode(password) + "&_csrf=" + encode(token.group(1));
        HttpResponse<String> answer = caller.send("POST", "/login", "application/x-www-form-urlencoded", form);
        if (String.valueOf(answer.headers().firstValue("Location").orElse("")).contains("refused")) {
            throw new IllegalStateException("Sign-on refused for " + account);
        }
        return caller;
    }

    public HttpResponse<String> get(String path) {
        return send("GET", path, null, null);
    }

    /** A download, byte by byte. */
    public byte[] file(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url + path))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> post(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    public JsonNode json(String method, String path, @Nullable String body) {
        HttpResponse<String> answer = send(method, path, body == null ? null : "application/json", body);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + " → " + answer.statusCode() + " " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HttpResponse<String> send(String method, String path, @Nullable String type, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        if (basic != null) {
            request.header("Authorization", basic);
        }
        // What the scripts of the pages do: each side's token from its cookie into its header.
        token("CHUANGJIAN-XSRF", "X-CHUANGJIAN-XSRF", request);
        token("XSRF-TOKEN", "X-XSRF-TOKEN", request);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void token(String cookie, String header, HttpRequest.Builder request) {
        cookies.getCookieStore().getCookies().stream()
                .filter(it -> it.getName().equals(cookie))
                .map(HttpCookie::getValue)
                .findFirst()
                .ifPresent(value -> request.header(header, value));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
