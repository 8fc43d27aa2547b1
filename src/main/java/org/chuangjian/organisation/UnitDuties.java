package org.chuangjian.organisation;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What a unit has still to do, said by whoever keeps it: asked before the unit goes out of use. */
public abstract class UnitDuties {

    private final JdbcClient jdbc;
    private final String what;
    private final String measure;
    private final String table;
    private final String page;

    /**
     * @param what e.g. 未办结任务
     * @param measure the word that counts it, e.g. 项
     * @param table its rows name a {@code unit_code} and say whether they are {@code open}
     * @param page path of ours that lists them
     */
    protected UnitDuties(JdbcClient jdbc, String what, String measure, String table, String page) {
        this.jdbc = jdbc;
        this.what = what;
        this.measure = measure;
        this.table = table;
        this.page = page;
    }

    Duty of(String unitCode) {
        long count = jdbc.sql("select count(*) from " + table + " where unit_code = ? and open")
                .param(unitCode)
                .query(Long.class)
                .single();
        return new Duty(what, count, measure, page + "?only=open&unit=" + unitCode);
    }

    /** @param link page of ours that lists exactly these */
    public record Duty(String what, long count, String measure, String link) {

        public String said() {
            return what + " " + count + " " + measure;
        }
    }
}
