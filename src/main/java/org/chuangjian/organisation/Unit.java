package org.chuangjian.organisation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 单位. The code never changes once it exists: it is the tenant of the unit's tasks in the engine.
 *
 * @param aliases other names the unit goes by in criteria tables (市监局 for 市场监督管理局)
 * @param head name of the head, free text
 * @param liaison name of the liaison officer, free text
 * @param version counts the changes, so that nobody overwrites what they have not seen
 */
public record Unit(
        String code,
        String name,
        UnitType type,
        @Nullable String parentCode,
        String head,
        String liaison,
        boolean active,
        List<String> aliases,
        int version) {

    public Unit {
        aliases = List.copyOf(aliases);
    }

    /** As it is to be written. */
    public Unit(
            String code,
            String name,
            UnitType type,
            @Nullable String parentCode,
            String head,
            String liaison,
            boolean active,
            List<String> aliases) {
        this(code, name, type, parentCode, head, liaison, active, aliases, 0);
    }
}
