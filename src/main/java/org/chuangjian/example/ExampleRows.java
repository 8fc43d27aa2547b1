package org.chuangjian.example;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What belongs to the example county, and whether it is here. */
@Component
class ExampleRows {

    private final JdbcClient jdbc;
    private final Clock clock;

    ExampleRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** NONE → FILLED → REMOVED; an example that was removed never comes back by itself. */
    enum State {
        NONE,
        FILLED,
        REMOVED
    }

    enum Type {
        UNIT,
        PERSON,
        CRITERIA_SET
    }

    State state() {
        return State.valueOf(jdbc.sql("select state from example where id = 1")
                .query(String.class)
                .single());
    }

    /** Holds the row until the transaction ends: another node waits here and then finds the work done. */
    State lock() {
        return State.valueOf(jdbc.sql("select state from example where id = 1 for update")
                .query(String.class)
                .single());
    }

    void become(State state) {
        jdbc.sql("update example set state = ?, since = ? where id = 1")
                .params(state.name(), OffsetDateTime.now(clock))
                .update();
    }

    void mark(Type type, String id) {
        jdbc.sql("insert into example_row (object_type, object_id) values (?, ?)")
                .params(type.name(), id)
                .update();
    }

    void unmarkAll() {
        jdbc.sql("delete from example_row").update();
    }

    List<String> of(Type type) {
        return jdbc.sql("select object_id from example_row where object_type = ? order by object_id")
                .param(type.name())
                .query(String.class)
                .list();
    }

    List<String> campaigns() {
        return jdbc.sql("select id from campaign where example = true order by created_at, id")
                .query(String.class)
                .list();
    }

    long assignments() {
        return count("assignment a join campaign k on k.id = a.campaign_id where k.example = true");
    }

    long evidence() {
        return count("evidence e join campaign k on k.id = e.campaign_id where k.example = true");
    }

    boolean nobodyYet() {
        return count("person") == 0;
    }

    boolean installationEmpty() {
        return nobodyYet() && count("unit") == 0 && count("campaign") == 0 && count("criteria_set") == 0;
    }

    /** Whether real work refers to the unit, now that the example's own has gone. */
    boolean inUse(String unit) {
        return count("person where unit_code = ?", unit) > 0
                || count("unit where parent_code = ?", unit) > 0
                || count("ownership where lead_unit = ?", unit) > 0
                || count("ownership_support where unit_code = ?", unit) > 0
                || count("assignment where unit_code = ?", unit) > 0
                || count("assignment_request where target_unit = ?", unit) > 0
                || count("evidence where unit_code = ?", unit) > 0
                || count("survey_area where unit_code = ?", unit) > 0
                || count("follow_up where unit_code = ?", unit) > 0
                || count("self_score where unit_code = ?", unit) > 0
                || count("supervision_order where unit_code = ?", unit) > 0
                || count("site where unit_code = ?", unit) > 0
                || count("finding where unit_code = ?", unit) > 0
                || count("finding_request where target_unit = ?", unit) > 0
                || count("metric_reading where unit_code = ?", unit) > 0
                || count("tracking_item where unit_code = ?", unit) > 0;
    }

    boolean criteriaInUse(String set) {
        return count("campaign where criteria_set_id = ?", set) > 0
                || count("edition_change where from_set = ? or to_set = ?", set, set) > 0;
    }

    private long count(String from, Object... parameters) {
        return jdbc.sql("select count(*) from " + from)
                .params(List.of(parameters))
                .query(Long.class)
                .single();
    }
}
