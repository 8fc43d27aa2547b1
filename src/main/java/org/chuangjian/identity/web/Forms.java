package org.chuangjian.identity.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;

/** What the pages of units and people have in common. */
final class Forms {

    static final int PAGE_SIZE = 50;

    private Forms() {}

    /** The reasons by the Chinese name of the field; "" for what belongs to no field. */
    static Map<String, String> errors(Problem problem) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (problem.properties().get("problems") instanceof List<?> problems) {
            for (Object one : problems) {
                if (one instanceof RowProblem row) {
                    errors.merge(row.column(), row.reason(), String::concat);
                }
            }
        }
        Object field = problem.properties().get("field");
        if (errors.isEmpty()) {
            errors.put("code".equals(field) ? "编码" : "account".equals(field) ? "账号" : "", problem.detail());
        }
        return errors;
    }
}
