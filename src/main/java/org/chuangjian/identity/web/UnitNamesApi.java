package org.chuangjian.identity.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.chuangjian.identity.Access;
import org.chuangjian.organisation.Units;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Code and name of the units, no more: who asks for a hand-over has to name one. */
@RestController
@Tag(name = "单位")
class UnitNamesApi {

    private final Units units;
    private final Access access;

    UnitNamesApi(Units units, Access access) {
        this.units = units;
        this.access = access;
    }

    @GetMapping("/api/unit-names")
    @Operation(summary = "在用单位的编码和名称")
    List<UnitName> names() {
        access.current();
        return units.active().stream()
                .map(unit -> new UnitName(unit.code(), unit.name()))
                .toList();
    }

    record UnitName(String code, String name) {}
}
