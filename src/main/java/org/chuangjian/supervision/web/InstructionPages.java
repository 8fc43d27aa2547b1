package org.chuangjian.supervision.web;

import jakarta.servlet.http.HttpServletResponse;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Problem;
import org.chuangjian.supervision.SupervisionOrder;
import org.chuangjian.supervision.SupervisionOrders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 领导批示: a leader's words on a campaign, task, finding or milestone become an order with a deadline and an answer. */
@Controller
@RequestMapping("/instructions")
class InstructionPages {

    private final SupervisionOrders orders;
    private final NewForms forms;
    private final Access access;

    InstructionPages(SupervisionOrders orders, Campaigns campaigns, Units units, Access access) {
        this.orders = orders;
        this.forms = new NewForms(orders, campaigns, units, access);
        this.access = access;
    }

    @GetMapping("/new")
    String blank(@ModelAttribute NewForms.Form form, Model model) {
        return forms.show(form, true, null, model);
    }

    @PostMapping
    String instruct(
            @ModelAttribute NewForms.Form form,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        access.require(Permission.INSTRUCT);
        try {
            SupervisionOrder order = orders.instruct(form.order());
            redirect.addFlashAttribute(
                    "done", "批示已转" + order.unitName() + "办理（" + order.number() + "），限 " + order.dueDate() + " 前回复。");
            return "redirect:" + order.link();
        } catch (Problem problem) {
            response.setStatus(problem.status());
            return forms.show(form, true, problem, model);
        }
    }
}
