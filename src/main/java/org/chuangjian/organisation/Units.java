package org.chuangjian.organisation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All 单位. Callers have checked the rights; {@code actor} and {@code actorName} are for the journal. */
@Component
public class Units {

    static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
    static final int NAME_LENGTH = 100;
    static final int PERSON_NAME_LENGTH = 60;

    private final JdbcClient jdbc;
    private final Journal journal;
    private final ApplicationEventPublisher events;
    private final ObjectProvider<UnitDuties> duties;
    private final Clock clock;

    Units(
            JdbcClient jdbc,
            Journal journal,
            ApplicationEventPublisher events,
            ObjectProvider<UnitDuties> duties,
            Clock clock) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.events = events;
        this.duties = duties;
        this.clock = clock;
    }

    public Optional<Unit> find(String code) {
        return load("where code = :code", Map.of("code", code)).stream().findFirst();
    }

    /** @throws Problem 404 */
    public Unit get(String code) {
        return find(code).orElseThrow(() -> Problem.notFound("没有编码为“" + code + "”的单位。"));
    }

    /** The name alone; "" for a code nobody has. */
    public String nameOf(String code) {
        return jdbc.sql("select name from unit where code = ?")
                .param(code)
                .query(String.class)
                .optional()
                .orElse("");
    }

    /** Every unit, retired ones too, by code. */
    public List<Unit> all() {
        return load("order by code", Map.of());
    }

    /** The units in use, by code. */
    public List<Unit> active() {
        return load("where active = true order by code", Map.of());
    }

    /** Names of all units by code, for lists. */
    public Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        jdbc.sql("select code, name from unit order by code").query(row -> {
            names.put(row.getString("code"), row.getString("name"));
        });
        return names;
    }

    /** Units whose code, name or alias contains the text; "" finds all. Those in use come first. */
    public Paged<Unit> search(String text, int page, int size) {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("like", Texts.like(text));
        String where = "where (lower(code) like :like escape '!' or lower(name) like :like escape '!'"
                + " or exists (select 1 from unit_alias a where a.unit_code = unit.code"
                + " and lower(a.alias) like :like escape '!'))";
        long total = jdbc.sql("select count(*) from unit " + where)
                .params(arguments)
                .query(Long.class)
                .single();
        arguments.put("skip", (long) page * size);
        arguments.put("size", size);
        List<Unit> found =
                load(where + " order by active desc, code offset :skip rows fetch next :size rows only", arguments);
        return new Paged<>(found, page, size, total);
    }

    /** The units in use whose name or alias is this text; width, blanks and case do not count. */
    public List<Unit> matching(String name) {
        String wanted = Texts.key(name);
        return active().stream().filter(unit -> goesBy(unit, wanted)).toList();
    }

    private static boolean goesBy(Unit unit, String key) {
        return Texts.key(unit.name()).equals(key)
                || unit.aliases().stream().anyMatch(alias -> Texts.key(alias).equals(key));
    }

    @Transactional
    public void add(Unit unit, String actor, String actorName) {
        if (find(unit.code()).isPresent()) {
            throw Problem.conflict("unit-exists", "编码“" + unit.code() + "”已被使用，请换一个编码。")
                    .with("field", "code");
        }
        check(unit);
        insert(unit);
        setParent(unit);
        written(unit, "新增", unit.name(), actor, actorName);
    }

    /**
     * Changes everything but the code and whether it is in use.
     *
     * @param version the one that was shown; null overwrites whatever is there
     * @throws Problem 409 {@code changed-meanwhile} naming who has changed what since
     */
    @Transactional
    public void change(Unit unit, @Nullable Integer version, String actor, String actorName) {
        jdbc.sql("select version from unit where code = ? for update")
                .param(unit.code())
                .query(Integer.class)
                .optional();
        Unit before = get(unit.code());
        if (version != null && version != before.version()) {
            throw Texts.changedMeanwhile(journal, clock, "unit", unit.code(), before.name());
        }
        Unit after = withActive(unit, before.active());
        check(after);
        Texts.Differences differences = differences(before, after);
        if (differences.none()) {
            return;
        }
        update(after);
        setParent(after);
        written(after, "修改", differences.toString(), actor, actorName);
    }

    /**
     * Takes a unit out of use. Its people keep their accounts, and what it has still to do stays with it.
     *
     * @param evenWithPeople false refuses (409 {@code unit-has-people}) while people in use belong to it
     * @param evenWithWork false refuses (409 {@code unit-has-work}) while it has {@link #duties}
     */
    @Transactional
    public void deactivate(String code, boolean evenWithPeople, boolean evenWithWork, String actor, String actorName) {
        Unit unit = get(code);
        if (!unit.active()) {
            return;
        }
        long people = activePeople(code);
        if (people > 0 && !evenWithPeople) {
            throw Problem.conflict(
                            "unit-has-people",
                            "“" + unit.name() + "”还有 " + people + " 名在用人员。停用单位不会停用他们的账号，请先调整人员，或确认后再停用。")
                    .with("people", people);
        }
        List<UnitDuties.Duty> duties = duties(code);
        String open = duties.stream().map(UnitDuties.Duty::said).collect(Collectors.joining("、"));
        if (!duties.isEmpty() && !evenWithWork) {
            throw Problem.conflict("unit-has-work", "“" + unit.name() + "”还有" + open + "。停用单位不会转走这些事项，请先转办或办结，或确认后再停用。")
                    .with("work", duties);
        }
        setActive(code, false);
        List<String> standing = new ArrayList<>();
        if (people > 0) {
            standing.add("在用人员 " + people + " 名");
        }
        duties.forEach(duty -> standing.add(duty.said()));
        written(unit, "停用", standing.isEmpty() ? "" : "当时有" + String.join("、", standing), actor, actorName);
    }

    /** What the unit has still to do; nothing that counts none. */
    public List<UnitDuties.Duty> duties(String code) {
        return duties.stream()
                .map(it -> it.of(code))
                .filter(duty -> duty.count() > 0)
                .toList();
    }

    @Transactional
    public void activate(String code, String actor, String actorName) {
        Unit unit = get(code);
        if (!unit.active()) {
            setActive(code, true);
            written(unit, "启用", "", actor, actorName);
        }
    }

    /** Deletes a unit that nothing refers to; for units that came with an example. Others are deactivated. */
    @Transactional
    public void remove(String code, String actor, String actorName) {
        Unit unit = get(code);
        jdbc.sql("delete from unit_alias where unit_code = ?").param(code).update();
        jdbc.sql("delete from unit where code = ?").param(code).update();
        written(unit, "移除", unit.name(), actor, actorName);
    }

    public long activePeople(String code) {
        return jdbc.sql("select count(*) from person where unit_code = ? and active = true")
                .param(code)
                .query(Long.class)
                .single();
    }

    /**
     * Takes over a table of units: new codes are added, known ones changed. All or nothing.
     *
     * @return the problems, if any; then nothing was written
     */
    @Transactional
    public ImportReport importUnits(byte[] content, String fileName, boolean dryRun, String actor, String actorName) {
        UnitTable table = UnitTable.read(content, fileName, all());
        ImportReport report = table.report();
        if (dryRun || !report.clean()) {
            return report;
        }
        table.created().forEach(this::insert);
        table.changed().forEach((unit, before) -> update(unit));
        table.created().forEach(this::setParent);
        table.changed().forEach((unit, before) -> setParent(unit));
        Set<String> codes = new HashSet<>();
        for (Unit unit : table.created()) {
            journal.write(actor, actorName, null, "unit", unit.code(), "导入新增", unit.name());
            codes.add(unit.code());
        }
        table.changed().forEach((unit, before) -> {
            String detail = differences(before, unit).toString();
            journal.write(actor, actorName, null, "unit", unit.code(), "导入修改", detail);
            codes.add(unit.code());
        });
        if (!codes.isEmpty()) {
            events.publishEvent(new OrganisationChanged(codes, Set.of()));
        }
        return report;
    }

    private void check(Unit unit) {
        Map<String, Unit> after = all().stream()
                .collect(Collectors.toMap(Unit::code, Function.identity(), (a, b) -> b, LinkedHashMap::new));
        after.put(unit.code(), unit);
        List<RowProblem> problems = UnitRules.problems(unit, 0, after, UnitRules.owners(after.values()));
        if (!problems.isEmpty()) {
            throw invalid(problems);
        }
    }

    static Problem invalid(List<RowProblem> problems) {
        String detail = problems.stream().map(RowProblem::reason).collect(Collectors.joining());
        return Problem.invalid("invalid", detail).with("problems", problems);
    }

    static Texts.Differences differences(Unit before, Unit after) {
        return new Texts.Differences()
                .of("名称", before.name(), after.name())
                .of("类型", before.type().label(), after.type().label())
                .of("上级", before.parentCode(), after.parentCode())
                .of("负责人", before.head(), after.head())
                .of("联络员", before.liaison(), after.liaison())
                .of("别名", sorted(before.aliases()), sorted(after.aliases()));
    }

    private static List<String> sorted(Collection<String> texts) {
        return texts.stream().sorted().toList();
    }

    private static Unit withActive(Unit unit, boolean active) {
        return new Unit(
                unit.code(),
                unit.name(),
                unit.type(),
                unit.parentCode(),
                unit.head(),
                unit.liaison(),
                active,
                unit.aliases());
    }

    private void written(Unit unit, String action, String detail, String actor, String actorName) {
        journal.write(actor, actorName, null, "unit", unit.code(), action, detail);
        events.publishEvent(new OrganisationChanged(Set.of(unit.code()), Set.of()));
    }

    /** The parent comes later: it may stand further down in the same table. */
    private void insert(Unit unit) {
        jdbc.sql("insert into unit (code, name, type, parent_code, head, liaison, active)"
                        + " values (?, ?, ?, null, ?, ?, ?)")
                .params(unit.code(), unit.name(), unit.type().name(), unit.head(), unit.liaison(), unit.active())
                .update();
        insertAliases(unit);
    }

    private void update(Unit unit) {
        jdbc.sql("update unit set name = ?, type = ?, head = ?, liaison = ?, version = version + 1 where code = ?")
                .params(unit.name(), unit.type().name(), unit.head(), unit.liaison(), unit.code())
                .update();
        jdbc.sql("delete from unit_alias where unit_code = ?")
                .param(unit.code())
                .update();
        insertAliases(unit);
    }

    private void insertAliases(Unit unit) {
        for (String alias : unit.aliases()) {
            jdbc.sql("insert into unit_alias (unit_code, alias) values (?, ?)")
                    .params(unit.code(), alias)
                    .update();
        }
    }

    private void setParent(Unit unit) {
        jdbc.sql("update unit set parent_code = :parent where code = :code")
                .param("parent", unit.parentCode(), java.sql.Types.VARCHAR)
                .param("code", unit.code())
                .update();
    }

    private void setActive(String code, boolean active) {
        jdbc.sql("update unit set active = ?, version = version + 1 where code = ?")
                .params(active, code)
                .update();
    }

    private List<Unit> load(String where, Map<String, ?> arguments) {
        List<Unit> bare = jdbc.sql("select * from unit " + where)
                .params(arguments)
                .query((row, n) -> new Unit(
                        row.getString("code"),
                        row.getString("name"),
                        UnitType.valueOf(row.getString("type")),
                        row.getString("parent_code"),
                        row.getString("head"),
                        row.getString("liaison"),
                        row.getBoolean("active"),
                        List.of(),
                        row.getInt("version")))
                .list();
        if (bare.isEmpty()) {
            return bare;
        }
        Map<String, List<String>> aliases =
                aliases(bare.size() == 1 ? bare.get(0).code() : null);
        return bare.stream()
                .map(unit -> withAliases(unit, aliases.getOrDefault(unit.code(), List.of())))
                .toList();
    }

    private Map<String, List<String>> aliases(@Nullable String code) {
        Map<String, List<String>> aliases = new HashMap<>();
        jdbc.sql("select unit_code, alias from unit_alias where :code is null or unit_code = :code order by alias")
                .param("code", code, java.sql.Types.VARCHAR)
                .query(row -> {
                    aliases.computeIfAbsent(row.getString("unit_code"), c -> new ArrayList<>())
                            .add(row.getString("alias"));
                });
        return aliases;
    }

    private static Unit withAliases(Unit unit, List<String> aliases) {
        return new Unit(
                unit.code(),
                unit.name(),
                unit.type(),
                unit.parentCode(),
                unit.head(),
                unit.liaison(),
                unit.active(),
                aliases,
                unit.version());
    }
}
