package org.chuangjian.example;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.example.ExampleRows.State;
import org.chuangjian.example.ExampleRows.Type;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Accounts;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.DemoAccounts;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.CampaignRows;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * 示例县. It is filled in one transaction, so a crash leaves either nothing or all of it, and removed in one. An
 * installation never ends up without a way in.
 */
@Component
public class Example {

    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int ONE_TIME_LENGTH = 16;

    private final ExampleRows rows;
    private final ExampleCounty county;
    private final ExampleWork work;
    private final ExampleJudgement judgement;
    private final ExampleInspections inspections;
    private final ExampleTitle title;
    private final ExamplePeople deeds;
    private final DemoAccounts demoAccounts;
    private final Accounts accounts;
    private final People people;
    private final Units units;
    private final CriteriaSets criteriaSets;
    private final List<CampaignRows> campaignRows;
    private final Journal journal;
    private final Access access;

    Example(
            ExampleRows rows,
            ExampleCounty county,
            ExampleWork work,
            ExampleJudgement judgement,
            ExampleInspections inspections,
            ExampleTitle title,
            ExamplePeople deeds,
            DemoAccounts demoAccounts,
            Accounts accounts,
            People people,
            Units units,
            CriteriaSets criteriaSets,
            List<CampaignRows> campaignRows,
            Journal journal,
            Access access) {
        this.rows = rows;
        this.county = county;
        this.work = work;
        this.judgement = judgement;
        this.inspections = inspections;
        this.title = title;
        this.deeds = deeds;
        this.demoAccounts = demoAccounts;
        this.accounts = accounts;
        this.people = people;
        this.units = units;
        this.criteriaSets = criteriaSets;
        this.campaignRows = campaignRows;
        this.journal = journal;
        this.access = access;
    }

    /**
     * Fills an empty installation, once in its life.
     *
     * @return whether it was filled now
     */
    @Transactional
    boolean fillIfEmpty() {
        if (rows.lock() != State.NONE || !rows.installationEmpty()) {
            return false;
        }
        county.fill();
        Campaign food = work.fill();
        judgement.measure(food);
        inspections.fill(food);
        judgement.score(food);
        title.fill();
        deeds.forget();
        rows.become(State.FILLED);
        return true;
    }

    /**
     * Makes a first administrator where there is nobody at all.
     *
     * @param tell gets account and one-time password before they count, so that a crash cannot leave a password unread
     */
    @Transactional
    void firstAdministrator(BiConsumer<String, String> tell) {
        rows.lock();
        if (!rows.nobodyYet()) {
            return;
        }
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < ONE_TIME_LENGTH; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        people.add(
                new Person(
                        ExampleCounty.ADMIN,
                        "系统管理员",
                        null,
                        Set.of(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
                        "",
                        "",
                        true),
                Journal.AUTOMATIC,
                Journal.AUTOMATIC);
        accounts.setPassword(ExampleCounty.ADMIN, password.toString(), true, Journal.AUTOMATIC, Journal.AUTOMATIC);
        tell.accept(ExampleCounty.ADMIN, password.toString());
    }

    void publishAccounts() {
        demoAccounts.set(ExampleCounty.accounts());
    }

    public boolean present() {
        return rows.state() == State.FILLED;
    }

    /** What is here of the example, for the page that asks before removing it. */
    public Contents contents() {
        return new Contents(
                rows.campaigns().size(),
                rows.assignments(),
                rows.evidence(),
                rows.of(Type.UNIT).size(),
                rows.of(Type.PERSON).size(),
                rows.of(Type.CRITERIA_SET).size(),
                keptAdministrator().isPresent());
    }

    /**
     * Removes the example: its campaigns with everything in them, its people, and those of its units and criteria
     * tables that no real work uses. People who chose a password of their own count as real and stay. If no other
     * administrator could sign in, {@code admin} stays and has to choose a password.
     *
     * @throws Problem 409 if there is none
     */
    @Transactional
    public Removed remove() {
        CurrentUser user = access.require(Permission.OPERATE);
        if (rows.lock() != State.FILLED) {
            throw Problem.conflict("no-example", "示例县已经移除，或这里从未填充过示例县。");
        }
        Contents before = contents();
        Optional<String> administrator = keptAdministrator();
        List<String> campaigns = rows.campaigns();
        campaignRows.forEach(it -> it.remove(campaigns));
        administrator.ifPresent(account -> accounts.demandNewPassword(account, user.account(), user.name()));
        int peopleKept = removePeople(user, administrator);
        int unitsKept = removeUnits(user);
        int setsKept = removeCriteria(user);
        rows.unmarkAll();
        rows.become(State.REMOVED);
        journal.write(
                user.account(),
                user.name(),
                null,
                "example",
                "1",
                "移除示例县",
                before.campaigns() + " 个创建活动、" + before.assignments() + " 项任务、" + before.evidence() + " 份材料");
        return new Removed(before.campaigns(), unitsKept, peopleKept, setsKept, administrator.isPresent());
    }

    /** The example's administrator, if nobody else could administer after the removal. */
    private Optional<String> keptAdministrator() {
        Set<String> demo = accounts.withDemoPassword();
        boolean another = people.withRole(Role.SYSTEM_ADMIN).stream()
                .map(Person::account)
                .anyMatch(account -> !demo.contains(account) && accounts.hasPassword(account));
        return another ? Optional.empty() : Optional.of(ExampleCounty.ADMIN);
    }

    private int removePeople(CurrentUser user, Optional<String> administrator) {
        Set<String> demo = accounts.withDemoPassword();
        int kept = 0;
        for (String account : rows.of(Type.PERSON)) {
            boolean stays = !demo.contains(account)
                    || administrator.filter(account::equals).isPresent();
            if (people.find(account).isEmpty()) {
                continue;
            }
            if (stays && accounts.hasPassword(account)) {
                kept++;
            } else {
                accounts.remove(account);
                people.remove(account, user.account(), user.name());
            }
        }
        return kept;
    }

    /** Below first: a unit stays as long as one under it does. */
    private int removeUnits(CurrentUser user) {
        List<String> left = new ArrayList<>(rows.of(Type.UNIT));
        left.removeIf(unit -> units.find(unit).isEmpty());
        boolean removed = true;
        while (removed) {
            removed = left.removeIf(unit -> {
                if (rows.inUse(unit)) {
                    return false;
                }
                units.remove(unit, user.account(), user.name());
                return true;
            });
        }
        return left.size();
    }

    private int removeCriteria(CurrentUser user) {
        int kept = 0;
        for (String set : rows.of(Type.CRITERIA_SET)) {
            if (rows.criteriaInUse(set)) {
                kept++;
            } else {
                criteriaSets.remove(set, user.account(), user.name());
            }
        }
        return kept;
    }

    /** @param keepsAdministrator whether {@code admin} would stay because nobody else could administer */
    public record Contents(
            int campaigns,
            long assignments,
            long evidence,
            int units,
            int people,
            int criteriaSets,
            boolean keepsAdministrator) {}

    /** What stayed because real work uses it; {@code keptAdministrator} has to choose a password now. */
    public record Removed(
            int campaigns, int unitsKept, int peopleKept, int criteriaSetsKept, boolean keptAdministrator) {}
}
