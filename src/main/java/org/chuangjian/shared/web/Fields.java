package org.chuangjian.shared.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.jspecify.annotations.Nullable;

/** What people typed or an address asks for, as values; null for nothing. */
public final class Fields {

    private Fields() {}

    /** @throws Problem 422 with the code if it is no date */
    public static @Nullable LocalDate date(@Nullable String text, String code, String what) {
        if (StringUtils.isBlank(text)) {
            return null;
        }
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw Problem.invalid(code, what + "“" + text.strip() + "”应写成 2026-10-01 的样子。");
        }
    }

    /** @throws Problem 400 with the code if the list of choices, which people pick from, has no such name */
    public static <E extends Enum<E>> @Nullable E choice(
            @Nullable String name, Class<E> choices, String code, String what) {
        if (StringUtils.isBlank(name)) {
            return null;
        }
        try {
            return Enum.valueOf(choices, name.strip());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(code, "没有“" + name + "”这种" + what + "，请从列表中选择。");
        }
    }

    /** What a problem says, by the Chinese name of the field; under "" what belongs to none. */
    public static Map<String, String> errors(Problem problem) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (problem.properties().get("problems") instanceof List<?> problems) {
            for (Object one : problems) {
                if (one instanceof RowProblem row) {
                    errors.merge(row.column(), row.reason(), String::concat);
                }
            }
        }
        if (errors.isEmpty()) {
            errors.put("", problem.detail());
        }
        return errors;
    }
}
