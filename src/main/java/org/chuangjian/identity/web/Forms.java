package org.chuangjian.identity.web;

import java.util.Map;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Fields;

/** What the pages of units and people have in common. */
final class Forms {

    static final int PAGE_SIZE = 50;

    private Forms() {}

    /** The reasons by the Chinese name of the field; "" for what belongs to no field. */
    static Map<String, String> errors(Problem problem) {
        Map<String, String> errors = Fields.errors(problem);
        Object field = problem.properties().get("field");
        String column = "code".equals(field) ? "编码" : "account".equals(field) ? "账号" : "";
        return errors.containsKey("") && !column.isEmpty() ? Map.of(column, problem.detail()) : errors;
    }
}
