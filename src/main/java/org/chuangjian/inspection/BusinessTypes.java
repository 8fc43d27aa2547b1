package org.chuangjian.inspection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 暗访业态: the kinds of places sites are sampled by. */
@Component
public class BusinessTypes {

    private static final int LONGEST_NAME = 60;

    private final JdbcClient jdbc;
    private final Access access;
    private final Journal journal;

    BusinessTypes(JdbcClient jdbc, Access access, Journal journal) {
        this.jdbc = jdbc;
        this.access = access;
        this.journal = journal;
    }

    /** @param active whether new sites may be of it */
    public record BusinessType(String code, String name, int position, boolean active) {}

    /** Retired ones too, in the order of the list. */
    public List<BusinessType> all() {
        return jdbc.sql("select * from business_type order by position, code")
                .query(Rows.of(BusinessType.class))
                .list();
    }

    public List<BusinessType> active() {
        return all().stream().filter(BusinessType::active).toList();
    }

    /** Code → name, in the order of the list. */
    public Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        all().forEach(type -> names.put(type.code(), type.name()));
        return names;
    }

    Optional<BusinessType> find(String code) {
        return all().stream().filter(type -> type.code().equals(code)).findFirst();
    }

    /**
     * Adds a type, or changes one.
     *
     * @param code null for a new one
     * @throws Problem 422 for a blank or used name, 404 for an unknown code
     */
    @Transactional
    public void save(@Nullable String code, @Nullable String name, boolean active) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        String clean = StringUtils.strip(StringUtils.defaultString(name));
        if (clean.isEmpty() || clean.length() > LONGEST_NAME) {
            throw Problem.invalid("name", "请填写业态名称（不超过 " + LONGEST_NAME + " 字）。");
        }
        List<BusinessType> all = all();
        if (all.stream()
                .anyMatch(type -> type.name().equals(clean) && !type.code().equals(code))) {
            throw Problem.invalid("name", "已有名为“" + clean + "”的业态，请换一个名称。");
        }
        if (code == null) {
            int position = all.stream().mapToInt(BusinessType::position).max().orElse(0) + 1;
            String next = nextCode(all);
            jdbc.sql("insert into business_type (code, name, position, active) values (?, ?, ?, ?)")
                    .params(next, clean, position, active)
                    .update();
            journal.write(user.account(), user.name(), null, "businessType", next, "新增业态", clean);
            return;
        }
        if (jdbc.sql("update business_type set name = ?, active = ? where code = ?")
                        .params(clean, active, code)
                        .update()
                == 0) {
            throw Problem.notFound("没有这个业态，请刷新页面。");
        }
        journal.write(user.account(), user.name(), null, "businessType", code, "修改业态", clean + (active ? "" : "（停用）"));
    }

    private static String nextCode(List<BusinessType> all) {
        int number = all.size() + 1;
        while (true) {
            String code = "T%02d".formatted(number);
            if (all.stream().noneMatch(type -> type.code().equals(code))) {
                return code;
            }
            number++;
        }
    }
}
