package org.chuangjian.title.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into one of a page's forms, so that a refused form comes back filled in.
 *
 * @param at which form; "" for none
 */
public record Typed(String at, Map<String, String> values, String error) {

    public static final Typed NONE = new Typed("", Map.of(), "");

    static Typed of(String at, Map<String, String> values) {
        return new Typed(at, values, "");
    }

    Typed refused(Problem problem) {
        return new Typed(at, values, problem.detail());
    }

    public boolean in(String form) {
        return at.equals(form);
    }

    /** The typed value if it is that form's turn, else what stands there otherwise. */
    public @Nullable Object or(String form, String name, @Nullable Object otherwise) {
        return in(form) ? values.getOrDefault(name, "") : otherwise;
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    @Nullable
    LocalDate date(String name, String what) {
        String text = StringUtils.stripToEmpty(values.get(name));
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.invalid(name, what + "“" + text + "”应写成 2026-10-01 的样子。");
        }
    }

    @Nullable
    Integer number(String name, String what) {
        String text = StringUtils.stripToEmpty(values.get(name));
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw Problem.invalid(name, what + "“" + text + "”应是整数。");
        }
    }

    @Nullable
    Boolean flag(String name) {
        String text = StringUtils.stripToEmpty(values.get(name));
        return text.isEmpty() ? null : Boolean.valueOf(text);
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = StringUtils.stripToEmpty(values.get(name));
        for (E one : type.getEnumConstants()) {
            if (one.name().equals(text)) {
                return one;
            }
        }
        return null;
    }
}
