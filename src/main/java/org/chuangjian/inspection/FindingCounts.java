package org.chuangjian.inspection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts findings and visits: two statements, however many there are. */
@Component
class FindingCounts implements FindingFacts {

    private static final String COUNTED = """
            count(*) as found, count(*) filter (where f.open) as open,
            count(*) filter (where f.state = 'CLOSED') as closed,
            count(*) filter (where f.state = 'CLOSED' and f.on_time) as on_time,
            count(*) filter (where f.state in (:withUnit) and f.due_date < :today) as overdue,
            count(*) filter (where f.reopen_count > 0) as reopened
            """;

    private static final String ISSUED =
            " from finding f where f.campaign_id = :campaign and f.number is not null and f.state <> 'REVOKED'";

    private final JdbcClient jdbc;
    private final Clock clock;

    FindingCounts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Counts of(String campaignId) {
        int[] visits = new int[2];
        jdbc.sql("select count(*) as visited, count(*) filter (where s.compliant) as compliant from inspection_site s"
                        + " join inspection i on i.id = s.inspection_id"
                        + " where i.campaign_id = ? and i.state = 'ISSUED' and s.visited_at is not null")
                .param(campaignId)
                .query(row -> {
                    visits[0] = row.getInt("visited");
                    visits[1] = row.getInt("compliant");
                });
        return jdbc.sql("select " + COUNTED + ISSUED)
                .params(parameters(campaignId))
                .query((row, number) -> counts(row, visits))
                .single();
    }

    @Override
    public Map<String, Counts> byCriterion(String campaignId) {
        Map<String, int[]> visits = new LinkedHashMap<>();
        jdbc.sql("""
                        select c.criterion_code, count(*) as visited, count(*) - count(distinct f.place) as compliant
                          from inspection i
                          join inspection_criterion c on c.inspection_id = i.id
                          join inspection_site s on s.inspection_id = i.id and s.visited_at is not null
                          left join (select distinct inspection_id, site_id, criterion_code,
                                            inspection_id || site_id as place
                                       from finding where campaign_id = ? and number is not null and state <> 'REVOKED') f
                                 on f.inspection_id = i.id and f.site_id = s.site_id
                                and f.criterion_code = c.criterion_code
                         where i.campaign_id = ? and i.state = 'ISSUED'
                         group by c.criterion_code
                        """).params(campaignId, campaignId).query(row -> {
            visits.put(row.getString("criterion_code"), new int[] {row.getInt("visited"), row.getInt("compliant")});
        });
        Map<String, Counts> counts = new LinkedHashMap<>();
        jdbc.sql("select f.criterion_code, " + COUNTED + ISSUED
                        + " group by f.criterion_code order by f.criterion_code")
                .params(parameters(campaignId))
                .query(row -> {
                    String code = row.getString("criterion_code");
                    counts.put(code, counts(row, visits.getOrDefault(code, new int[2])));
                });
        visits.forEach((code, seen) -> counts.putIfAbsent(code, new Counts(0, 0, 0, 0, 0, 0, seen[0], seen[1])));
        return counts;
    }

    private Map<String, Object> parameters(String campaignId) {
        return Map.of("campaign", campaignId, "withUnit", FindingState.namesWithUnit(), "today", LocalDate.now(clock));
    }

    private static Counts counts(ResultSet row, int[] visits) throws SQLException {
        return new Counts(
                row.getInt("found"),
                row.getInt("open"),
                row.getInt("closed"),
                row.getInt("on_time"),
                row.getInt("overdue"),
                row.getInt("reopened"),
                visits[0],
                visits[1]);
    }
}
