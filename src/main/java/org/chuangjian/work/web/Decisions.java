package org.chuangjian.work.web;

import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;

/** The words of a review, the same for scripts and pages. */
final class Decisions {

    private Decisions() {}

    static boolean accepted(@Nullable String decision) {
        if ("ACCEPT".equals(decision)) {
            return true;
        }
        if ("RETURN".equals(decision)) {
            return false;
        }
        throw Problem.invalid("decision", "请选择审核结论：通过（ACCEPT）或退回（RETURN）。");
    }
}
