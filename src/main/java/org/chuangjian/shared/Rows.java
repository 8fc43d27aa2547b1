package org.chuangjian.shared;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Rows as records: component {@code dueDate} from column {@code due_date}. Spring's own mapper asks for each column by
 * the component's name first and lives on the driver's exception for every one that is missing, which costs a row of
 * thirty columns milliseconds; this one looks at the column names once.
 */
public final class Rows<T extends Record> implements RowMapper<T> {

    private final Constructor<T> constructor;
    private final RecordComponent[] components;
    private int @Nullable [] columns;

    private Rows(Class<T> type) {
        this.components = type.getRecordComponents();
        try {
            this.constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has a canonical constructor", e);
        }
    }

    /** For one query: it remembers where the query's columns stand. */
    public static <T extends Record> Rows<T> of(Class<T> type) {
        return new Rows<>(type);
    }

    /** The row a query answers with, if any. */
    public static <T extends Record> Optional<T> find(
            JdbcClient jdbc, Class<T> type, String sql, @Nullable Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(of(type)).optional();
    }

    /** The rows a query answers with. */
    public static <T extends Record> List<T> list(
            JdbcClient jdbc, Class<T> type, String sql, @Nullable Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(of(type)).list();
    }

    /** Locks a row until the transaction ends: of two people acting at once the second waits here. */
    public static void lock(JdbcClient jdbc, String table, String id) {
        jdbc.sql("select version from " + table + " where id = ? for update")
                .param(id)
                .query(Integer.class)
                .optional();
    }

    /**
     * Writes the columns of a row that counts its versions, and counts this one.
     *
     * @param version the one that was read
     * @return false if somebody was faster; then nothing is written
     */
    public static boolean update(
            JdbcClient jdbc, String table, String id, int version, Map<String, ? extends @Nullable Object> columns) {
        String set = columns.keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        List<@Nullable Object> parameters = new ArrayList<>(columns.values());
        parameters.add(id);
        parameters.add(version);
        return jdbc.sql("update " + table + " set " + set + ", version = version + 1 where id = ? and version = ?")
                        .params(parameters)
                        .update()
                == 1;
    }

    @Override
    public T mapRow(ResultSet row, int number) throws SQLException {
        int[] places = columns;
        if (places == null) {
            places = places(row.getMetaData());
            columns = places;
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(row, places[i], components[i].getType());
        }
        return BeanUtils.instantiateClass(constructor, values);
    }

    private int[] places(ResultSetMetaData meta) throws SQLException {
        Map<String, Integer> byName = new HashMap<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            byName.putIfAbsent(key(JdbcUtils.lookupColumnName(meta, i)), i);
        }
        int[] places = new int[components.length];
        for (int i = 0; i < components.length; i++) {
            Integer place = byName.get(key(components[i].getName()));
            if (place == null) {
                throw new SQLException("No column for " + components[i]);
            }
            places[i] = place;
        }
        return places;
    }

    private static String key(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Object value(ResultSet row, int place, Class<?> type) throws SQLException {
        if (type.isEnum()) {
            String name = row.getString(place);
            return name == null ? null : Enum.valueOf((Class<? extends Enum>) type, name);
        }
        return JdbcUtils.getResultSetValue(row, place, type);
    }
}
