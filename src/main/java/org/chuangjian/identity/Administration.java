package org.chuangjian.identity;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.PeopleRules;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitDuties;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Units, people and accounts as the signed-in person may see and change them. Pages and API come through here. */
@Component
public class Administration {

    private final Access access;
    private final Units units;
    private final People people;
    private final Accounts accounts;

    Administration(Access access, Units units, People people, Accounts accounts) {
        this.access = access;
        this.units = units;
        this.people = people;
        this.accounts = accounts;
    }

    public Paged<Unit> units(String text, int page, int size) {
        access.require(Permission.READ_ORGANISATION);
        return units.search(text, Paged.boundedPage(page), Paged.boundedSize(size));
    }

    public List<Unit> allUnits() {
        access.require(Permission.READ_ORGANISATION);
        return units.all();
    }

    public Unit unit(String code) {
        access.require(Permission.READ_ORGANISATION);
        return units.get(code);
    }

    public long peopleIn(String unit) {
        access.require(Permission.READ_ORGANISATION);
        return units.activePeople(unit);
    }

    public void add(Unit unit) {
        CurrentUser by = access.require(Permission.MANAGE_ORGANISATION);
        units.add(unit, by.account(), by.name());
    }

    /** @param version the one that was shown; null overwrites whatever is there */
    public void change(Unit unit, @Nullable Integer version) {
        CurrentUser by = access.require(Permission.MANAGE_ORGANISATION);
        units.change(unit, version, by.account(), by.name());
    }

    /** What the unit has still to do. */
    public List<UnitDuties.Duty> dutiesOf(String unit) {
        access.require(Permission.READ_ORGANISATION);
        return units.duties(unit);
    }

    /**
     * @param evenWithPeople false refuses while people in use belong to it
     * @param evenWithWork false refuses while it has something to do
     */
    public void deactivateUnit(String code, boolean evenWithPeople, boolean evenWithWork) {
        CurrentUser by = access.require(Permission.MANAGE_ORGANISATION);
        units.deactivate(code, evenWithPeople, evenWithWork, by.account(), by.name());
    }

    public void activateUnit(String code) {
        CurrentUser by = access.require(Permission.MANAGE_ORGANISATION);
        units.activate(code, by.account(), by.name());
    }

    public ImportReport importUnits(byte[] content, String fileName, boolean dryRun) {
        CurrentUser by = access.require(Permission.MANAGE_ORGANISATION);
        return units.importUnits(content, fileName, dryRun, by.account(), by.name());
    }

    public Paged<Person> people(String text, @Nullable String unit, @Nullable Role role, int page, int size) {
        CurrentUser by = access.require(Permission.READ_ORGANISATION);
        Paged<Person> found = people.search(text, unit, role, Paged.boundedPage(page), Paged.boundedSize(size));
        return new Paged<>(
                found.items().stream().map(person -> shownTo(by, person)).toList(),
                found.page(),
                found.size(),
                found.total());
    }

    public List<Person> allPeople() {
        CurrentUser by = access.require(Permission.READ_ORGANISATION);
        return people.all().stream().map(person -> shownTo(by, person)).toList();
    }

    public Person person(String account) {
        CurrentUser by = access.require(Permission.READ_ORGANISATION);
        return shownTo(by, people.get(account));
    }

    @Transactional
    public void add(Person person) {
        CurrentUser by = access.require(Permission.MANAGE_ORGANISATION);
        refuse(GrantRules.objection(by, null, person));
        people.add(person, by.account(), by.name());
    }

    /**
     * Whoever keeps accounts but not the organisation changes the roles only; anything else in it is passed over.
     *
     * @param version the one that was shown; null overwrites whatever is there
     */
    @Transactional
    public void change(Person wanted, @Nullable Integer version) {
        CurrentUser by = access.current();
        if (!by.may(Permission.MANAGE_ORGANISATION)) {
            access.require(Permission.MANAGE_ACCOUNTS);
        }
        Person before = people.get(wanted.account());
        Person after = by.may(Permission.MANAGE_ORGANISATION)
                ? wanted
                : new Person(
                        before.account(),
                        before.name(),
                        before.unitCode(),
                        wanted.roles(),
                        before.phone(),
                        before.mail(),
                        before.active());
        refuse(GrantRules.objection(by, before, after));
        if (!after.roles().contains(Role.SYSTEM_ADMIN)) {
            keepOneAdministrator(before);
        }
        people.change(after, version, by.account(), by.name());
    }

    @Transactional
    public void deactivatePerson(String account) {
        Person person = people.get(account);
        CurrentUser by = keeperOf(person);
        if (account.equals(by.account())) {
            throw Problem.conflict("own-account", "不能停用自己的账号，请由其他管理员办理。");
        }
        keepOneAdministrator(person);
        people.deactivate(account, by.account(), by.name());
    }

    @Transactional
    public void activatePerson(String account) {
        CurrentUser by = keeperOf(people.get(account));
        people.activate(account, by.account(), by.name());
    }

    public ImportReport importPeople(byte[] content, String fileName, boolean dryRun) {
        CurrentUser by = access.require(Permission.MANAGE_ORGANISATION);
        return people.importPeople(content, fileName, dryRun, new Rules(by), by.account(), by.name());
    }

    /** Gives somebody else a password, to be changed at the next sign-on. */
    public void setPassword(String account, String password) {
        CurrentUser by = access.require(Permission.MANAGE_ACCOUNTS);
        if (account.equals(by.account())) {
            throw Problem.conflict("own-account", "请在“我的账号”里修改自己的密码。");
        }
        accounts.setPassword(account, password, true, by.account(), by.name());
    }

    public void unlock(String account) {
        CurrentUser by = access.require(Permission.MANAGE_ACCOUNTS);
        accounts.unlock(account, by.account(), by.name());
    }

    /** How the account stands, for those who keep accounts. */
    public AccountState accountState(String account) {
        access.require(Permission.MANAGE_ACCOUNTS);
        return new AccountState(accounts.hasPassword(account), accounts.lockedUntil(account));
    }

    private CurrentUser keeperOf(Person person) {
        boolean forKeepersOnly = GrantRules.privileged(person) || !access.may(Permission.MANAGE_ORGANISATION);
        return access.require(forKeepersOnly ? Permission.MANAGE_ACCOUNTS : Permission.MANAGE_ORGANISATION);
    }

    private void keepOneAdministrator(Person person) {
        boolean administrator = person.active() && person.roles().contains(Role.SYSTEM_ADMIN);
        if (administrator && people.withRole(Role.SYSTEM_ADMIN).size() == 1) {
            throw Problem.conflict("last-administrator", "这是最后一名系统管理员，请先指定另一名系统管理员。");
        }
    }

    private static Person shownTo(CurrentUser by, Person person) {
        if (by.may(Permission.MANAGE_ORGANISATION)) {
            return person;
        }
        return new Person(
                person.account(),
                person.name(),
                person.unitCode(),
                person.roles(),
                masked(person.phone()),
                person.mail(),
                person.active(),
                person.version());
    }

    static String masked(String phone) {
        int length = phone.length();
        if (length < 7) {
            return "*".repeat(length);
        }
        return phone.substring(0, 3) + "*".repeat(length - 7) + phone.substring(length - 4);
    }

    private static void refuse(@Nullable String objection) {
        if (objection != null) {
            throw Problem.forbidden(objection);
        }
    }

    /** @param lockedUntil when the lock after wrong passwords ends; empty if there is none */
    public record AccountState(boolean hasPassword, Optional<OffsetDateTime> lockedUntil) {}

    private final class Rules implements PeopleRules {

        private final CurrentUser by;

        Rules(CurrentUser by) {
            this.by = by;
        }

        @Override
        public @Nullable String objection(@Nullable Person before, Person after) {
            return GrantRules.objection(by, before, after);
        }

        @Override
        public @Nullable String passwordObjection(String account, String password) {
            return by.may(Permission.MANAGE_ACCOUNTS)
                    ? PasswordRules.objection(account, password)
                    : "只有系统管理员或安全管理员能设置他人的密码，请把这一格清空。";
        }

        @Override
        public void setFirstPasswords(Map<String, String> passwords) {
            accounts.setFirstPasswords(passwords, by.account(), by.name());
        }
    }
}
