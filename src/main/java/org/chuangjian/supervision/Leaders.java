package org.chuangjian.supervision;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.OrganisationChanged;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 分管领导 and 主要领导: who hears of it when a unit does not answer. */
@Component
public class Leaders {

    private final JdbcClient jdbc;
    private final Units units;
    private final People people;
    private final Access access;
    private final Journal journal;

    Leaders(JdbcClient jdbc, Units units, People people, Access access, Journal journal) {
        this.jdbc = jdbc;
        this.units = units;
        this.people = people;
        this.access = access;
        this.journal = journal;
    }

    /** Account of the leader in charge, by unit. */
    public Map<String, String> inCharge() {
        Map<String, String> leaders = new LinkedHashMap<>();
        jdbc.sql("select unit_code, account from leader_in_charge order by unit_code")
                .query(row -> {
                    leaders.put(row.getString("unit_code"), row.getString("account"));
                });
        return leaders;
    }

    public Set<String> principals() {
        return new HashSet<>(jdbc.sql("select account from principal_leader")
                .query(String.class)
                .list());
    }

    Addressees addressees() {
        return Addressees.of(units.active(), people.all(), inCharge(), principals());
    }

    /**
     * Sets all of it anew.
     *
     * @param inCharge unit → account; units with a blank account have nobody
     * @throws Problem 422 for somebody who is no leader
     */
    @Transactional
    public void set(Map<String, String> inCharge, Set<String> principals) {
        CurrentUser user = access.require(Permission.SUPERVISE);
        Map<String, Person> leaders = new HashMap<>();
        people.withRole(Role.LEADER).forEach(person -> leaders.put(person.account(), person));
        Map<String, String> wanted = new LinkedHashMap<>(inCharge);
        wanted.values().removeIf(StringUtils::isBlank);
        Map<String, String> names = units.names();
        wanted.forEach((unit, account) -> {
            if (!names.containsKey(unit)) {
                throw Problem.invalid("unit", "没有编码为“" + unit + "”的单位，请刷新页面。");
            }
            check(leaders, account);
        });
        principals.forEach(account -> check(leaders, account));
        if (wanted.equals(inCharge()) && principals.equals(principals())) {
            return;
        }
        jdbc.sql("delete from leader_in_charge").update();
        wanted.forEach((unit, account) -> jdbc.sql("insert into leader_in_charge (unit_code, account) values (?, ?)")
                .params(unit, account)
                .update());
        jdbc.sql("delete from principal_leader").update();
        principals.forEach(account -> jdbc.sql("insert into principal_leader (account) values (?)")
                .param(account)
                .update());
        journal.write(
                user.account(),
                user.name(),
                null,
                "leaders",
                "1",
                "设置分管领导",
                wanted.size() + " 家单位有分管领导，主要领导 " + principals.size() + " 名");
    }

    private static void check(Map<String, Person> leaders, String account) {
        if (!leaders.containsKey(account)) {
            throw Problem.invalid("leader", "账号“" + account + "”不是领导，请先在“人员”中赋予领导角色。");
        }
    }

    /** Whoever was taken away leaves these tables too. */
    @EventListener
    @Transactional
    public void forget(OrganisationChanged changed) {
        jdbc.sql("delete from leader_in_charge where account not in (select account from person)"
                        + " or unit_code not in (select code from unit)")
                .update();
        jdbc.sql("delete from principal_leader where account not in (select account from person)")
                .update();
    }
}
