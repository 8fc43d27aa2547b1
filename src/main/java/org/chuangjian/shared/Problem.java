package org.chuangjian.shared;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something the caller has to know and can act on. Carries the HTTP status, a stable {@code code} for scripts and a
 * Chinese {@code detail} for people: what is wrong, where, and what to do. Extra properties become members of the
 * problem+json answer.
 */
public final class Problem extends RuntimeException {

    private final int status;
    private final String code;
    private final Map<String, Object> properties = new LinkedHashMap<>();

    private Problem(int status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    /** 400: the request itself cannot be understood. */
    public static Problem badRequest(String code, String detail) {
        return new Problem(400, code, detail);
    }

    /** 403: the person may not do this. */
    public static Problem forbidden(String detail) {
        return new Problem(403, "forbidden", detail);
    }

    /** 404: no such thing, or none this person may know of. */
    public static Problem notFound(String detail) {
        return new Problem(404, "not-found", detail);
    }

    /** 409: somebody was faster, or the state does not allow it; the detail says who and when. */
    public static Problem conflict(String code, String detail) {
        return new Problem(409, code, detail);
    }

    /** 413: larger than allowed. */
    public static Problem tooLarge(String detail) {
        return new Problem(413, "too-large", detail);
    }

    /** 422: understood, but the content breaks a rule. */
    public static Problem invalid(String code, String detail) {
        return new Problem(422, code, detail);
    }

    /** Any other refusal, e.g. 401, 405 or 415. */
    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail);
    }

    /** 500: our own fault; the detail names the log entry, nothing of the inside. */
    public static Problem failed(String code, String detail) {
        return new Problem(500, code, detail);
    }

    public Problem with(String name, @Nullable Object value) {
        if (value != null) {
            properties.put(name, value);
        }
        return this;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> properties() {
        return Map.copyOf(properties);
    }
}
