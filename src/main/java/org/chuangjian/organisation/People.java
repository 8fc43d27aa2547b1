package org.chuangjian.organisation;

import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Spreadsheet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All 人员. Callers have checked the rights; {@code actor} and {@code actorName} are for the journal. */
@Component
public class People {

    private final JdbcClient jdbc;
    private final Units units;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    People(JdbcClient jdbc, Units units, Journal journal, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.units = units;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    /** The account a typed text means: half-width, lower case, no blanks around. */
    public static String account(String text) {
        return Spreadsheet.halfWidth(text).strip().toLowerCase(Locale.ROOT);
    }

    public Optional<Person> find(String account) {
        return load("where account = :account", Map.of("account", account)).stream()
                .findFirst();
    }

    /** @throws Problem 404 */
    public Person get(String account) {
        return find(account).orElseThrow(() -> Problem.notFound("没有账号为“" + account + "”的人员。"));
    }

    /** Everybody, retired ones too, by account. */
    public List<Person> all() {
        return load("order by account", Map.of());
    }

    /** The people in use who belong to the unit. */
    public List<Person> ofUnit(String unitCode) {
        return load("where active = true and unit_code = :unit order by account", Map.of("unit", unitCode));
    }

    /** The people in use who have the role. */
    public List<Person> withRole(Role role) {
        return load(
                "where active = true and exists (select 1 from person_role r where r.account = person.account"
                        + " and r.role = :role) order by account",
                Map.of("role", role.name()));
    }

    /**
     * @param text part of account or name, "" for all
     * @param unit code of the unit, null for all
     */
    public Paged<Person> search(String text, @Nullable String unit, @Nullable Role role, int page, int size) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("like", Texts.like(text));
        String where = "where (lower(account) like :like escape '!' or lower(name) like :like escape '!')";
        if (unit != null) {
            where += " and unit_code = :unit";
            arguments.put("unit", unit);
        }
        if (role != null) {
            where += " and exists (select 1 from person_role r where r.account = person.account and r.role = :role)";
            arguments.put("role", role.name());
        }
        long total = jdbc.sql("select count(*) from person " + where)
                .params(arguments)
                .query(Long.class)
                .single();
        arguments.put("skip", (long) page * size);
        arguments.put("size", size);
        List<Person> found =
                load(where + " order by active desc, account offset :skip rows fetch next :size rows only", arguments);
        return new Paged<>(found, page, size, total);
    }

    @Transactional
    public void add(Person person, String actor, String actorName) {
        if (find(person.account()).isPresent()) {
            throw Problem.conflict("account-exists", "账号“" + person.account() + "”已被使用，请换一个账号。")
                    .with("field", "account");
        }
        check(person);
        insert(person);
        written(person, "新增", person.name() + "，角色 " + labels(person.roles()), actor, actorName);
    }

    /**
     * Changes everything but the account and whether it is in use.
     *
     * @param version the one that was shown; null overwrites whatever is there
     * @throws Problem 409 {@code changed-meanwhile} naming who has changed what since
     */
    @Transactional
    public void change(Person person, @Nullable Integer version, String actor, String actorName) {
        jdbc.sql("select version from person where account = ? for update")
                .param(person.account())
                .query(Integer.class)
                .optional();
        Person before = get(person.account());
        if (version != null && version != before.version()) {
            throw Texts.changedMeanwhile(journal, clock, "person", person.account(), before.name());
        }
        check(person);
        Texts.Differences differences = differences(before, person);
        if (differences.none()) {
            return;
        }
        update(person);
        written(person, "修改", differences.toString(), actor, actorName);
    }

    @Transactional
    public void deactivate(String account, String actor, String actorName) {
        Person person = get(account);
        if (person.active()) {
            setActive(account, false);
            written(person, "停用", "", actor, actorName);
        }
    }

    @Transactional
    public void activate(String account, String actor, String actorName) {
        Person person = get(account);
        if (!person.active()) {
            setActive(account, true);
            written(person, "启用", "", actor, actorName);
        }
    }

    /** Deletes a person without a password; for people who came with an example. Others are deactivated. */
    @Transactional
    public void remove(String account, String actor, String actorName) {
        Person person = get(account);
        jdbc.sql("delete from person_role where account = ?").param(account).update();
        jdbc.sql("delete from person where account = ?").param(account).update();
        written(person, "移除", person.name(), actor, actorName);
    }

    /**
     * Takes over a table of people: new accounts are added, known ones changed. All or nothing.
     *
     * @return the problems, if any; then nothing was written
     */
    @Transactional
    public ImportReport importPeople(
            byte[] content, String fileName, boolean dryRun, PeopleRules rules, String actor, String actorName) {
        PersonTable table = PersonTable.read(content, fileName, all(), units.all(), rules);
        ImportReport report = table.report();
        if (dryRun || !report.clean()) {
            return report;
        }
        Set<String> accounts = new HashSet<>();
        for (Person person : table.created()) {
            insert(person);
            String detail = person.name() + "，角色 " + labels(person.roles());
            journal.write(actor, actorName, null, "person", person.account(), "导入新增", detail);
            accounts.add(person.account());
        }
        table.changed().forEach((person, before) -> {
            update(person);
            String detail = differences(before, person).toString();
            journal.write(actor, actorName, null, "person", person.account(), "导入修改", detail);
            accounts.add(person.account());
        });
        rules.setFirstPasswords(table.passwords());
        if (!accounts.isEmpty()) {
            events.publishEvent(new OrganisationChanged(Set.of(), accounts));
        }
        return report;
    }

    private void check(Person person) {
        Set<String> codes = units.active().stream().map(Unit::code).collect(Collectors.toSet());
        List<RowProblem> problems = PersonRules.problems(person, 0, codes);
        if (!problems.isEmpty()) {
            throw Units.invalid(problems);
        }
    }

    static Texts.Differences differences(Person before, Person after) {
        return new Texts.Differences()
                .of("姓名", before.name(), after.name())
                .of("单位", before.unitCode(), after.unitCode())
                .of("角色", labels(before.roles()), labels(after.roles()))
                .of("电话", before.phone(), after.phone())
                .of("邮箱", before.mail(), after.mail());
    }

    private static String labels(Set<Role> roles) {
        return roles.stream().sorted().map(Role::label).collect(Collectors.joining("、"));
    }

    private void written(Person person, String action, String detail, String actor, String actorName) {
        journal.write(actor, actorName, null, "person", person.account(), action, detail);
        events.publishEvent(new OrganisationChanged(Set.of(), Set.of(person.account())));
    }

    private void insert(Person person) {
        jdbc.sql("insert into person (account, name, unit_code, phone, mail, active)"
                        + " values (:account, :name, :unit, :phone, :mail, :active)")
                .param("account", person.account())
                .param("name", person.name())
                .param("unit", person.unitCode(), Types.VARCHAR)
                .param("phone", person.phone())
                .param("mail", person.mail())
                .param("active", person.active())
                .update();
        insertRoles(person);
    }

    private void update(Person person) {
        jdbc.sql("update person set name = :name, unit_code = :unit, phone = :phone, mail = :mail,"
                        + " version = version + 1 where account = :account")
                .param("account", person.account())
                .param("name", person.name())
                .param("unit", person.unitCode(), Types.VARCHAR)
                .param("phone", person.phone())
                .param("mail", person.mail())
                .update();
        jdbc.sql("delete from person_role where account = ?")
                .param(person.account())
                .update();
        insertRoles(person);
    }

    private void insertRoles(Person person) {
        for (Role role : person.roles()) {
            jdbc.sql("insert into person_role (account, role) values (?, ?)")
                    .params(person.account(), role.name())
                    .update();
        }
    }

    private void setActive(String account, boolean active) {
        jdbc.sql("update person set active = ?, version = version + 1 where account = ?")
                .params(active, account)
                .update();
    }

    private List<Person> load(String where, Map<String, ?> arguments) {
        List<Person> bare = jdbc.sql("select * from person " + where)
                .params(arguments)
                .query((row, n) -> new Person(
                        row.getString("account"),
                        row.getString("name"),
                        row.getString("unit_code"),
                        Set.of(),
                        row.getString("phone"),
                        row.getString("mail"),
                        row.getBoolean("active"),
                        row.getInt("version")))
                .list();
        if (bare.isEmpty()) {
            return bare;
        }
        Map<String, Set<Role>> roles = roles(bare);
        List<Person> people = new ArrayList<>(bare.size());
        for (Person person : bare) {
            people.add(new Person(
                    person.account(),
                    person.name(),
                    person.unitCode(),
                    roles.getOrDefault(person.account(), Set.of()),
                    person.phone(),
                    person.mail(),
                    person.active(),
                    person.version()));
        }
        return people;
    }

    /** A list longer than a page is nearly everybody: then all roles are read at once. */
    private Map<String, Set<Role>> roles(List<Person> people) {
        Map<String, Set<Role>> roles = new HashMap<>();
        JdbcClient.StatementSpec query = people.size() > 500
                ? jdbc.sql("select account, role from person_role")
                : jdbc.sql("select account, role from person_role where account in (:accounts)")
                        .param("accounts", people.stream().map(Person::account).toList());
        query.query(row -> {
            roles.computeIfAbsent(row.getString("account"), a -> EnumSet.noneOf(Role.class))
                    .add(Role.valueOf(row.getString("role")));
        });
        return roles;
    }
}
