package org.chuangjian.supervision.web;

import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Reply;
import org.chuangjian.supervision.SubjectType;
import org.chuangjian.supervision.SupervisionOrders;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/** The form for an order by hand, which is also the one for a leader's instruction. */
record NewForms(SupervisionOrders orders, Campaigns campaigns, Units units, Access access) {

    String show(Form form, boolean instruction, @Nullable Problem problem, Model model) {
        access.require(instruction ? Permission.INSTRUCT : Permission.SUPERVISE);
        SubjectType type = form.type();
        List<Unit> all = units.active();
        SupervisionOrders.About about =
                type == SubjectType.FREE ? null : orders.about(type, StringUtils.defaultString(form.subjectId()));
        String unit = StringUtils.trimToNull(form.unit());
        if (unit == null && about != null) {
            unit = about.unitCode();
        }
        if (unit == null && instruction) {
            unit = all.stream()
                    .filter(it -> it.type() == UnitType.OFFICE)
                    .map(Unit::code)
                    .findFirst()
                    .orElse(null);
        }
        model.addAttribute("form", form);
        model.addAttribute("type", type);
        model.addAttribute("about", about);
        model.addAttribute("chosenUnit", unit);
        model.addAttribute("unitFixed", about != null && about.unitFixed());
        model.addAttribute("units", all);
        model.addAttribute("campaigns", about == null ? OrderPages.active(campaigns) : List.of());
        model.addAttribute("colours", Colour.values());
        model.addAttribute("instruction", instruction);
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "supervision/new";
    }

    String send(Form form, boolean instruction, Reply reply, Supplier<String> deed) {
        access.require(instruction ? Permission.INSTRUCT : Permission.SUPERVISE);
        return reply.orAgain(deed, problem -> show(form, instruction, problem, reply.model()));
    }

    /** What was typed. */
    record Form(
            @Nullable String subjectType,
            @Nullable String subjectId,
            @Nullable String title,
            @Nullable String unit,
            @Nullable String campaign,
            @Nullable String colour,
            @Nullable String reason,
            @Nullable String dueDate,
            @Nullable String page) {

        SubjectType type() {
            SubjectType type = Asked.subject(subjectType);
            return type == null ? SubjectType.FREE : type;
        }

        SupervisionOrders.New order() {
            Colour chosen = Asked.colour(colour);
            return new SupervisionOrders.New(
                    type(),
                    subjectId,
                    title,
                    unit,
                    campaign,
                    chosen == null ? Colour.BLUE : chosen,
                    StringUtils.defaultString(reason),
                    Asked.date(dueDate),
                    page);
        }
    }
}
