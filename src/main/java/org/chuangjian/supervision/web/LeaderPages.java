package org.chuangjian.supervision.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Reply;
import org.chuangjian.supervision.Leaders;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 分管领导: who is in charge of which unit, and who is the principal leader. */
@Controller
@RequestMapping("/leaders")
class LeaderPages {

    private static final String UNIT = "unit.";

    private final Leaders leaders;
    private final Units units;
    private final People people;
    private final Access access;

    LeaderPages(Leaders leaders, Units units, People people, Access access) {
        this.leaders = leaders;
        this.units = units;
        this.people = people;
        this.access = access;
    }

    @GetMapping
    String show(Model model) {
        access.require(Permission.SUPERVISE);
        return page(leaders.inCharge(), leaders.principals(), null, model);
    }

    private String page(Map<String, String> inCharge, Set<String> principals, @Nullable Problem problem, Model model) {
        model.addAttribute("units", units.active());
        model.addAttribute("leaders", people.withRole(Role.LEADER));
        model.addAttribute("inCharge", inCharge);
        model.addAttribute("principals", principals);
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "supervision/leaders";
    }

    /** One field a unit, named {@code unit.CODE}. */
    @PostMapping
    String set(
            @RequestParam Map<String, String> fields,
            @RequestParam(required = false) @Nullable List<String> principals,
            Reply reply) {
        access.require(Permission.SUPERVISE);
        Map<String, String> inCharge = new LinkedHashMap<>();
        fields.forEach((name, account) -> {
            if (name.startsWith(UNIT)) {
                inCharge.put(name.substring(UNIT.length()), account);
            }
        });
        Set<String> first = principals == null ? Set.of() : Set.copyOf(principals);
        return reply.orAgain(
                () -> {
                    leaders.set(inCharge, first);
                    return reply.done("/leaders", "已保存。");
                },
                problem -> page(inCharge, first, problem, reply.model()));
    }
}
