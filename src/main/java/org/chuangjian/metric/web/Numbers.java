package org.chuangjian.metric.web;

import java.math.BigDecimal;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Spreadsheet;
import org.jspecify.annotations.Nullable;

/** Figures as people type them. */
final class Numbers {

    private Numbers() {}

    /**
     * @return null if nothing is typed
     * @throws Problem 422 if it is no number
     */
    static @Nullable BigDecimal of(@Nullable String typed, String what) {
        String text = Spreadsheet.halfWidth(StringUtils.defaultString(typed))
                .replace(",", "")
                .replace("%", "")
                .strip();
        if (text.isEmpty()) {
            return null;
        }
        if (!text.matches("-?\\d{1,40}(\\.\\d{1,40})?")) {
            throw Problem.invalid(
                    "figure", what + "“" + StringUtils.abbreviate(StringUtils.strip(typed), 20) + "”不是数字，请只填数字。");
        }
        return new BigDecimal(text);
    }
}
