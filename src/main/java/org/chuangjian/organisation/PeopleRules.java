package org.chuangjian.organisation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the keeper of accounts and rights has to say about an import of people. Declared here, because an organisation
 * knows people but neither rights nor passwords.
 */
public interface PeopleRules {

    /**
     * @param before null for a new person
     * @return Chinese: why the one who imports may not make this change, or null
     */
    @Nullable
    String objection(@Nullable Person before, Person after);

    /** @return Chinese: why this may not be the account's first password, or null */
    @Nullable
    String passwordObjection(String account, String password);

    /** Sets first passwords by account; accounts that have one keep theirs. */
    void setFirstPasswords(Map<String, String> passwords);
}
