package org.chuangjian.identity.web;

import java.util.List;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.jspecify.annotations.Nullable;

/**
 * A unit as scripts and forms send it.
 *
 * @param version the one that was read, so that nobody's change is lost; may be left out
 */
record UnitBody(
        @Nullable String code,
        @Nullable String name,
        @Nullable String type,
        @Nullable String parentCode,
        @Nullable String head,
        @Nullable String liaison,
        @Nullable List<String> aliases,
        @Nullable Integer version) {

    Unit toUnit() {
        UnitType known = UnitType.named(text(type))
                .orElseThrow(() -> Problem.invalid("invalid", "请选择单位类型。")
                        .with("problems", List.of(new RowProblem(0, "类型", "请选择单位类型。"))));
        String parent = text(parentCode);
        return new Unit(
                text(code),
                text(name),
                known,
                parent.isEmpty() ? null : parent,
                text(head),
                text(liaison),
                true,
                aliases == null
                        ? List.of()
                        : aliases.stream()
                                .map(String::strip)
                                .filter(alias -> !alias.isEmpty())
                                .distinct()
                                .toList());
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
