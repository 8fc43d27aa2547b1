package org.chuangjian.title;

import java.time.LocalDate;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;

/** What people typed, checked for being there and not too long. */
final class Filled {

    private Filled() {}

    /** @param code of the problem; also the name of the field in forms */
    static String needed(@Nullable String text, String code, String what, int longest) {
        String kept = optional(text, code, what, longest);
        if (kept.isEmpty()) {
            throw Problem.invalid(code, "请填写" + what + "。");
        }
        return kept;
    }

    static String optional(@Nullable String text, String code, String what, int longest) {
        String kept = StringUtils.stripToEmpty(text);
        if (kept.length() > longest) {
            throw Problem.invalid(code, what + "不能超过 " + longest + " 字，现有 " + kept.length() + " 字。");
        }
        return kept;
    }

    static LocalDate needed(@Nullable LocalDate date, String code, String what) {
        if (date == null) {
            throw Problem.invalid(code, "请填写" + what + "。");
        }
        return date;
    }

    static LocalDate past(@Nullable LocalDate date, LocalDate today, String code, String what) {
        LocalDate kept = needed(date, code, what);
        if (kept.isAfter(today)) {
            throw Problem.invalid(code, what + " " + kept + " 不能晚于今天。");
        }
        return kept;
    }
}
