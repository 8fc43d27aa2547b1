package org.chuangjian.identity;

import static org.chuangjian.organisation.Role.AUDITOR;
import static org.chuangjian.organisation.Role.CLERK;
import static org.chuangjian.organisation.Role.EXPERT;
import static org.chuangjian.organisation.Role.HEAD;
import static org.chuangjian.organisation.Role.INSPECTOR;
import static org.chuangjian.organisation.Role.LEADER;
import static org.chuangjian.organisation.Role.OFFICE;
import static org.chuangjian.organisation.Role.SECURITY_ADMIN;
import static org.chuangjian.organisation.Role.SYSTEM_ADMIN;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.chuangjian.organisation.Role;

/** The table of rights: what may be done, and which roles may do it. Whatever is not listed is denied. */
public enum Permission {
    /** Units, people and the calendar: read. */
    READ_ORGANISATION(OFFICE, SYSTEM_ADMIN, SECURITY_ADMIN, AUDITOR, LEADER),
    /** Units, people and the calendar: import and change. */
    MANAGE_ORGANISATION(OFFICE, SYSTEM_ADMIN),
    /** Roles of people, passwords, locks. */
    MANAGE_ACCOUNTS(SECURITY_ADMIN, SYSTEM_ADMIN),
    /** Criteria tables: read. Participants read their own criteria through their assignments. */
    READ_CRITERIA(OFFICE, LEADER, AUDITOR, SYSTEM_ADMIN),
    MANAGE_CRITERIA(OFFICE),
    /** Campaigns as a whole: every unit's rows, counts and evidence. */
    READ_CAMPAIGNS(OFFICE, LEADER, AUDITOR),
    /** Create, decompose, launch, move on. */
    MANAGE_CAMPAIGNS(OFFICE),
    /** Accept or return what units hand in; decide on extensions and hand-overs. */
    REVIEW(OFFICE),
    /** Inspections: plan them, issue their findings, take findings from above into the register. */
    MANAGE_INSPECTIONS(OFFICE),
    /** Look at sites and write down findings. */
    INSPECT(INSPECTOR, OFFICE),
    /** Supervision orders: raise, close. */
    SUPERVISE(OFFICE),
    /** 领导批示, and the leading group's approvals. */
    INSTRUCT(LEADER),
    /** Scores of the county check, of inspections and surveys; whose source is the expert needs {@link #SCORE_AS_EXPERT}. */
    SCORE(OFFICE),
    SCORE_AS_EXPERT(EXPERT, OFFICE),
    /** Work on the assignments of one's own unit. */
    WORK_FOR_UNIT(CLERK, HEAD),
    /** Confirm for one's own unit what its clerks hand in. */
    CONFIRM_FOR_UNIT(HEAD),
    /** The leaders' dashboards. */
    READ_DASHBOARDS(LEADER, OFFICE, AUDITOR),
    /** The journal of everything. */
    READ_JOURNAL(AUDITOR),
    /** The engine's Cockpit and Admin, health details, the example county. */
    OPERATE(SYSTEM_ADMIN);

    private final Set<Role> roles;

    Permission(Role first, Role... rest) {
        this.roles = EnumSet.of(first, rest);
    }

    public static Set<Permission> grantedTo(Set<Role> roles) {
        Set<Permission> granted = EnumSet.noneOf(Permission.class);
        Arrays.stream(values())
                .filter(permission -> roles.stream().anyMatch(permission.roles::contains))
                .forEach(granted::add);
        return granted;
    }
}
