package org.chuangjian.supervision;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chuangjian.campaign.CampaignKind.Told;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;

/**
 * Who is told what, as accounts. The liaison and head a unit names are looked for among its people; where none has that
 * name, all its clerks or heads are told.
 *
 * @param units those in use, by code
 */
record Addressees(
        Map<String, Unit> units,
        Map<String, List<Person>> peopleByUnit,
        Map<String, String> leaderByUnit,
        Set<String> principals,
        Set<String> office) {

    static Addressees of(
            List<Unit> units, List<Person> people, Map<String, String> leaderByUnit, Set<String> principals) {
        List<Person> active = people.stream().filter(Person::active).toList();
        Set<String> accounts = active.stream().map(Person::account).collect(Collectors.toSet());
        Map<String, String> leaders = new HashMap<>(leaderByUnit);
        leaders.values().retainAll(accounts);
        Set<String> firsts = new HashSet<>(principals);
        firsts.retainAll(accounts);
        return new Addressees(
                units.stream().collect(Collectors.toMap(Unit::code, Function.identity())),
                active.stream()
                        .filter(person -> person.unitCode() != null)
                        .collect(Collectors.groupingBy(person -> Objects.requireNonNull(person.unitCode()))),
                leaders,
                firsts,
                active.stream()
                        .filter(person -> person.roles().contains(Role.OFFICE))
                        .map(Person::account)
                        .collect(Collectors.toSet()));
    }

    /**
     * The unit's liaison, and whom the step of the ladder names besides. In the place of a unit that is out of use, or
     * has nobody, the office hears of it.
     */
    Set<String> of(String unit, Set<Told> told) {
        Set<String> accounts = new HashSet<>(liaison(unit));
        if (told.contains(Told.HEAD)) {
            accounts.addAll(head(unit));
        }
        if (accounts.isEmpty() || !units.containsKey(unit)) {
            accounts.addAll(office);
        }
        if (told.contains(Told.LEADER_IN_CHARGE)) {
            String leader = leaderByUnit.get(unit);
            if (leader != null) {
                accounts.add(leader);
            }
        }
        if (told.contains(Told.PRINCIPAL_LEADER)) {
            accounts.addAll(principals);
        }
        return accounts;
    }

    private Set<String> liaison(String unit) {
        return named(
                unit,
                Role.CLERK,
                units.containsKey(unit)
                        ? Objects.requireNonNull(units.get(unit)).liaison()
                        : "");
    }

    private Set<String> head(String unit) {
        return named(
                unit,
                Role.HEAD,
                units.containsKey(unit)
                        ? Objects.requireNonNull(units.get(unit)).head()
                        : "");
    }

    private Set<String> named(String unit, Role role, String name) {
        List<Person> people = peopleByUnit.getOrDefault(unit, List.of()).stream()
                .filter(person -> person.roles().contains(role))
                .toList();
        Set<String> wanted = people.stream()
                .filter(person -> person.name().equals(name))
                .map(Person::account)
                .collect(Collectors.toSet());
        return wanted.isEmpty() ? people.stream().map(Person::account).collect(Collectors.toSet()) : wanted;
    }
}
