package org.chuangjian.title.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/**
 * What was typed into one of a page's forms, so that a refused form comes back filled in.
 *
 * @param at which form; "" for none
 * @param meanwhile whether it was refused for what somebody else did, which may have taken the form off the page
 */
public record Typed(String at, Map<String, String> values, String error, boolean meanwhile) {

    private static final List<String> LONG = List.of("text", "content", "finding", "answer", "note", "reason");

    public static final Typed NONE = new Typed("", Map.of(), "", false);

    static Typed of(String at, Map<String, String> values) {
        return new Typed(at, values, "", false);
    }

    Typed refused(Problem problem) {
        return new Typed(at, values, problem.detail(), problem.status() == 409);
    }

    void show(Model model) {
        model.addAttribute("typed", this);
        if (meanwhile) {
            model.addAttribute("failed", error);
        }
    }

    /** The long texts of a form that may be gone, to be copied. */
    public String unsaved() {
        return !meanwhile
                ? ""
                : LONG.stream()
                        .map(name -> StringUtils.stripToEmpty(values.get(name)))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("\n\n"));
    }

    /** Whether the form itself says why it was refused. */
    public boolean says(String form) {
        return in(form) && !meanwhile;
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
