package org.chuangjian.inspection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts findings and visits: one statement, however many campaigns and findings there are. */
@Component
class FindingCounts implements FindingFacts {

    /** What a later visit has found counts when it is issued: till then no number may tell of it. */
    private static final String TOLD = """
                   s.inspection_id || s.site_id not in (
                       select d.inspection_id || d.site_id from finding d
                        where d.campaign_id in (:campaigns) and d.inspection_id is not null and d.site_id is not null
                        group by d.inspection_id, d.site_id
                       having count(*) filter (where d.state = 'DISCOVERED') > 0
                          and count(*) filter (where d.number is not null and d.state <> 'REVOKED') = 0)
            """;

    /**
     * Three kinds of row: findings by criterion, visits by criterion of the sheet, and visits of the campaign (no
     * criterion), for a site on whose sheet stand five criteria was visited once.
     */
    private static final String COUNTED = """
            select f.campaign_id, f.criterion_code, count(*) as found, count(*) filter (where f.open) as open,
                   count(*) filter (where f.state = 'CLOSED') as closed,
                   count(*) filter (where f.state = 'CLOSED' and f.on_time) as on_time,
                   count(*) filter (where f.state in (:withUnit) and f.due_date < :today) as overdue,
                   count(*) filter (where f.reopen_count > 0) as reopened, 0 as visited, 0 as compliant
              from finding f
             where f.campaign_id in (:campaigns) and f.number is not null and f.state <> 'REVOKED'
             group by f.campaign_id, f.criterion_code
            union all
            select i.campaign_id, c.criterion_code, 0, 0, 0, 0, 0, 0, count(*), count(*) - count(distinct f.place)
              from inspection i
              join inspection_criterion c on c.inspection_id = i.id
              join inspection_site s on s.inspection_id = i.id and s.visited_at is not null
              left join (select distinct inspection_id, site_id, criterion_code, inspection_id || site_id as place
                           from finding
                          where campaign_id in (:campaigns) and number is not null and state <> 'REVOKED') f
                     on f.inspection_id = i.id and f.site_id = s.site_id and f.criterion_code = c.criterion_code
             where i.campaign_id in (:campaigns) and i.state = 'ISSUED' and
            """ + TOLD + """
             group by i.campaign_id, c.criterion_code
            union all
            select i.campaign_id, cast(null as varchar(40)), 0, 0, 0, 0, 0, 0, count(*),
                   count(*) filter (where s.compliant)
              from inspection_site s
              join inspection i on i.id = s.inspection_id
             where i.campaign_id in (:campaigns) and i.state = 'ISSUED' and s.visited_at is not null and
            """ + TOLD + """
             group by i.campaign_id
             order by 1, 2
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    FindingCounts(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Map<String, OfCampaign> of(Collection<String> campaignIds) {
        if (campaignIds.isEmpty()) {
            return Map.of();
        }
        Map<String, OfCampaign> counted = new LinkedHashMap<>();
        campaignIds.forEach(id -> counted.put(id, new OfCampaign(new LinkedHashMap<>(), Counts.NONE)));
        jdbc.sql(COUNTED)
                .param("campaigns", campaignIds)
                .param("withUnit", FindingState.namesWithUnit())
                .param("today", LocalDate.now(clock))
                .query(row -> {
                    String criterion = row.getString("criterion_code");
                    Counts counts = counts(row);
                    counted.computeIfPresent(row.getString("campaign_id"), (id, campaign) -> {
                        if (criterion == null) {
                            return new OfCampaign(
                                    campaign.byCriterion(), campaign.all().plus(counts));
                        }
                        campaign.byCriterion().merge(criterion, counts, Counts::plus);
                        return new OfCampaign(
                                campaign.byCriterion(), campaign.all().plus(withoutVisits(counts)));
                    });
                });
        return counted;
    }

    private static Counts withoutVisits(Counts it) {
        return new Counts(it.found(), it.open(), it.closed(), it.closedOnTime(), it.overdue(), it.reopened(), 0, 0);
    }

    private static Counts counts(ResultSet row) throws SQLException {
        return new Counts(
                row.getInt("found"),
                row.getInt("open"),
                row.getInt("closed"),
                row.getInt("on_time"),
                row.getInt("overdue"),
                row.getInt("reopened"),
                row.getInt("visited"),
                row.getInt("compliant"));
    }
}
