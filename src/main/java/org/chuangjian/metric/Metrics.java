package org.chuangjian.metric;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The catalogue of metrics, and the targets campaigns set for them. */
@Component
public class Metrics {

    private final JdbcClient jdbc;
    private final Campaigns campaigns;
    private final Units units;
    private final Access access;
    private final Journal journal;
    private final Clock clock;

    Metrics(JdbcClient jdbc, Campaigns campaigns, Units units, Access access, Journal journal, Clock clock) {
        this.jdbc = jdbc;
        this.campaigns = campaigns;
        this.units = units;
        this.access = access;
        this.journal = journal;
        this.clock = clock;
    }

    /** The whole catalogue in its order, by code. */
    public Map<String, Metric> all() {
        Map<String, Metric> all = new LinkedHashMap<>();
        jdbc.sql("select * from metric order by position, code")
                .query(Rows.of(Metric.class))
                .list()
                .forEach(metric -> all.put(metric.code(), metric));
        return all;
    }

    public Optional<Metric> find(String code) {
        return jdbc.sql("select * from metric where code = ?")
                .param(code)
                .query(Rows.of(Metric.class))
                .optional();
    }

    /** @throws Problem 404 */
    public Metric require(String code) {
        return find(code).orElseThrow(() -> Problem.notFound("没有编码为“" + code + "”的指标，请在“指标数据”中核对编码。"));
    }

    /** The metrics whose code or name holds the text. */
    public Paged<Metric> search(String text, int page, int size) {
        String wanted = "%" + text.strip().toLowerCase(Locale.ROOT) + "%";
        String where = " from metric where lower(code) like ? or lower(name) like ?";
        long total = jdbc.sql("select count(*)" + where)
                .params(wanted, wanted)
                .query(Long.class)
                .single();
        List<Metric> metrics = jdbc.sql("select *" + where + " order by position, code offset " + (long) page * size
                        + " rows fetch next " + size + " rows only")
                .params(wanted, wanted)
                .query(Rows.of(Metric.class))
                .list();
        return new Paged<>(metrics, page, size, total);
    }

    /** Sums that have to hold: metric → its parts. */
    public Map<String, List<String>> parts() {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        jdbc.sql("select p.metric_code, p.part_code from metric_part p join metric m on m.code = p.part_code"
                        + " order by m.position, m.code")
                .query((row, number) -> parts.computeIfAbsent(row.getString(1), code -> new ArrayList<>())
                        .add(row.getString(2)))
                .list();
        return parts;
    }

    /**
     * Sets what a campaign, or one unit in it, aims at.
     *
     * @param unitCode null for the campaign as a whole
     * @param target null takes it back; the catalogue's usual target holds again
     */
    @Transactional
    public void setTarget(
            String campaignId, String metricCode, @Nullable String unitCode, @Nullable BigDecimal target) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaigns.requireActive(campaigns.lock(campaignId));
        Metric metric = require(metricCode);
        String unit = StringUtils.defaultString(unitCode);
        if (!unit.isEmpty() && units.find(unit).isEmpty()) {
            throw Problem.invalid("unknown-unit", "没有编码为“" + unit + "”的单位，请在“单位”中核对。");
        }
        if (target != null) {
            metric.checkFigure(target, "目标值");
        }
        jdbc.sql("delete from metric_target where campaign_id = ? and metric_code = ? and unit_code = ?")
                .params(campaignId, metricCode, unit)
                .update();
        if (target != null) {
            jdbc.sql("insert into metric_target (campaign_id, metric_code, unit_code, target, set_by, set_by_name,"
                            + " set_at) values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            campaignId,
                            metricCode,
                            unit,
                            target,
                            user.account(),
                            user.name(),
                            OffsetDateTime.now(clock))
                    .update();
        }
        journal.write(
                user.account(),
                user.name(),
                campaignId,
                "metric",
                metricCode,
                target == null ? "取消目标" : "下达目标",
                metric.name()
                        + (unit.isEmpty() ? "" : "（" + units.get(unit).name() + "）")
                        + (target == null
                                ? ""
                                : "：" + target.stripTrailingZeros().toPlainString() + metric.unit()));
    }
}
