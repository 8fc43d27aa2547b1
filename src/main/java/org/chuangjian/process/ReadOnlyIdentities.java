package org.chuangjian.process;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.GroupQuery;
import org.camunda.bpm.engine.identity.NativeUserQuery;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.TenantQuery;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.GroupQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.TenantQueryImpl;
import org.camunda.bpm.engine.impl.UserQueryImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TenantEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Our people, roles and units as the engine's users, groups and tenants: read, never written, so nobody can be made an
 * administrator through the engine's web applications (CVE-2026-77226). A signed-in person sees nobody but themselves;
 * only the system administrator and the engine itself see all.
 */
class ReadOnlyIdentities implements ReadOnlyIdentityProvider {

    private final People people;
    private final Units units;

    ReadOnlyIdentities(People people, Units units) {
        this.people = people;
        this.units = units;
    }

    private static boolean seesAll() {
        Authentication authentication = Context.getCommandContext().getAuthentication();
        return authentication == null
                || authentication.getUserId() == null
                || authentication.getGroupIds() != null
                        && authentication.getGroupIds().contains(Role.SYSTEM_ADMIN.name());
    }

    private static boolean sees(String account) {
        return seesAll()
                || account.equals(
                        Context.getCommandContext().getAuthentication().getUserId());
    }

    /** A query that is run after the command that created it needs a command of its own. */
    private static CommandExecutor executor() {
        return Context.getProcessEngineConfiguration().getCommandExecutorTxRequired();
    }

    @Override
    public @Nullable User findUserById(String userId) {
        return sees(userId)
                ? people.find(userId)
                        .filter(Person::active)
                        .map(ReadOnlyIdentities::user)
                        .orElse(null)
                : null;
    }

    @Override
    public UserQuery createUserQuery() {
        return new Users(executor());
    }

    @Override
    public UserQuery createUserQuery(CommandContext context) {
        return new Users(null);
    }

    @Override
    public NativeUserQuery createNativeUserQuery() {
        throw new BadUserRequestException("Users are not kept in the engine's tables");
    }

    /** Signing in is Spring Security's; the engine never sees a password. */
    @Override
    public boolean checkPassword(String userId, String password) {
        return false;
    }

    @Override
    public @Nullable Group findGroupById(String groupId) {
        return Stream.of(Role.values())
                .filter(role -> role.name().equals(groupId))
                .map(ReadOnlyIdentities::group)
                .findFirst()
                .orElse(null);
    }

    @Override
    public GroupQuery createGroupQuery() {
        return new Groups(executor());
    }

    @Override
    public GroupQuery createGroupQuery(CommandContext context) {
        return new Groups(null);
    }

    @Override
    public @Nullable Tenant findTenantById(String tenantId) {
        return units.find(tenantId).map(ReadOnlyIdentities::tenant).orElse(null);
    }

    @Override
    public TenantQuery createTenantQuery() {
        return new Tenants(executor());
    }

    @Override
    public TenantQuery createTenantQuery(CommandContext context) {
        return new Tenants(null);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private static User user(Person person) {
        UserEntity user = new UserEntity();
        user.setId(person.account());
        user.setFirstName(person.name());
        user.setLastName("");
        user.setEmail(person.mail());
        return user;
    }

    private static Group group(Role role) {
        GroupEntity group = new GroupEntity();
        group.setId(role.name());
        group.setName(role.label());
        group.setType("WORKFLOW");
        return group;
    }

    private static Tenant tenant(Unit unit) {
        TenantEntity tenant = new TenantEntity();
        tenant.setId(unit.code());
        tenant.setName(unit.name());
        return tenant;
    }

    private static <T> List<T> cut(List<T> all, @Nullable Page page) {
        if (page == null) {
            return all;
        }
        int from = Math.min(page.getFirstResult(), all.size());
        return all.subList(from, Math.min(from + page.getMaxResults(), all.size()));
    }

    private final class Users extends UserQueryImpl {

        private static final long serialVersionUID = 1L;

        Users(@Nullable CommandExecutor executor) {
            super(executor);
        }

        private List<User> found() {
            Stream<Person> candidates = getId() != null
                    ? people.find(getId()).stream()
                    : getIds() != null
                            ? Stream.of(getIds()).flatMap(id -> people.find(id).stream())
                            : people.all().stream();
            return candidates
                    .filter(Person::active)
                    .filter(person -> sees(person.account()))
                    .filter(person -> getGroupId() == null
                            || person.roles().stream()
                                    .anyMatch(role -> role.name().equals(getGroupId())))
                    .filter(person -> getTenantId() == null || getTenantId().equals(person.unitCode()))
                    .filter(person -> getFirstName() == null || getFirstName().equals(person.name()))
                    .filter(person -> getFirstNameLike() == null
                            || person.name().contains(getFirstNameLike().replace("%", "")))
                    .sorted(Comparator.comparing(Person::account))
                    .map(ReadOnlyIdentities::user)
                    .toList();
        }

        @Override
        public long executeCount(CommandContext context) {
            return found().size();
        }

        @Override
        public List<User> executeList(CommandContext context, Page page) {
            return cut(found(), page);
        }
    }

    private final class Groups extends GroupQueryImpl {

        private static final long serialVersionUID = 1L;

        Groups(@Nullable CommandExecutor executor) {
            super(executor);
        }

        private List<Group> found() {
            if (getUserId() != null && !sees(getUserId())) {
                return List.of();
            }
            Stream<Role> roles = getUserId() == null
                    ? Stream.of(Role.values())
                    : people.find(getUserId()).filter(Person::active).stream()
                            .flatMap(person -> person.roles().stream());
            return roles.filter(role -> getId() == null || getId().equals(role.name()))
                    .filter(role -> getIds() == null || List.of(getIds()).contains(role.name()))
                    .sorted()
                    .map(ReadOnlyIdentities::group)
                    .toList();
        }

        @Override
        public long executeCount(CommandContext context) {
            return found().size();
        }

        @Override
        public List<Group> executeList(CommandContext context, Page page) {
            return cut(found(), page);
        }
    }

    private final class Tenants extends TenantQueryImpl {

        private static final long serialVersionUID = 1L;

        Tenants(@Nullable CommandExecutor executor) {
            super(executor);
        }

        private List<Tenant> found() {
            Stream<Unit> candidates;
            if (getUserId() != null) {
                candidates = sees(getUserId())
                        ? people.find(getUserId()).map(Person::unitCode).flatMap(units::find).stream()
                        : Stream.empty();
            } else {
                candidates = seesAll() ? units.all().stream() : Stream.empty();
            }
            return candidates
                    .filter(Objects::nonNull)
                    .filter(unit -> getId() == null || getId().equals(unit.code()))
                    .filter(unit -> getIds() == null || List.of(getIds()).contains(unit.code()))
                    .map(ReadOnlyIdentities::tenant)
                    .toList();
        }

        @Override
        public long executeCount(CommandContext context) {
            return found().size();
        }

        @Override
        public List<Tenant> executeList(CommandContext context, Page page) {
            return cut(found(), page);
        }
    }

    /** Lazy, because the engine starts before most beans and asks nobody's name while it does. */
    @Component
    static class Factory implements SessionFactory {

        private final People people;
        private final Units units;

        Factory(@Lazy People people, @Lazy Units units) {
            this.people = people;
            this.units = units;
        }

        @Override
        public Class<?> getSessionType() {
            return ReadOnlyIdentityProvider.class;
        }

        @Override
        public Session openSession() {
            return new ReadOnlyIdentities(people, units);
        }
    }
}
