package org.chuangjian.shared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What rows have to meet to be in a list, with the values of the named parameters in it. */
public final class Conditions {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    public Conditions and(String condition) {
        conditions.add(condition);
        return this;
    }

    /** The value of a parameter that conditions name. */
    public Conditions with(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    /** Asks nothing for a blank value; otherwise it stands in the condition under the name. */
    public Conditions ifAsked(String condition, String name, @Nullable String value) {
        return StringUtils.isBlank(value) ? this : and(condition).with(name, value);
    }

    public Conditions ifAsked(String condition, String name, @Nullable Enum<?> value) {
        return value == null ? this : and(condition).with(name, value.name());
    }

    /** A pattern for {@code lower(…) like :text escape '!'} that finds the text anywhere. */
    public static @Nullable String anywhere(@Nullable String text) {
        return StringUtils.isBlank(text)
                ? null
                : "%" + text.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
    }

    /** With the word {@code where} in front; empty for no condition. */
    public String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    public Map<String, Object> parameters() {
        return parameters;
    }

    /** @param from the table, its alias, and what conditions need to have joined */
    public long count(JdbcClient jdbc, String from) {
        return jdbc.sql("select count(*) from " + from + where())
                .params(parameters)
                .query(Long.class)
                .single();
    }

    /** One page of the rows. */
    public <T extends Record> List<T> rows(
            JdbcClient jdbc, String select, String order, Class<T> type, int page, int size) {
        return jdbc.sql(select + where() + order + " offset " + (long) page * size + " rows fetch next " + size
                        + " rows only")
                .params(parameters)
                .query(Rows.of(type))
                .list();
    }
}
