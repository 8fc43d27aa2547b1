package org.chuangjian.organisation;

import java.util.Set;

/**
 * Units or people were added or changed. Published inside the transaction of the change.
 *
 * @param units codes of the units concerned
 * @param accounts accounts of the people concerned
 */
public record OrganisationChanged(Set<String> units, Set<String> accounts) {

    public OrganisationChanged {
        units = Set.copyOf(units);
        accounts = Set.copyOf(accounts);
    }
}
