package org.chuangjian.supervision.web;

import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.web.Reply;
import org.chuangjian.supervision.SupervisionOrder;
import org.chuangjian.supervision.SupervisionOrders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** 领导批示: a leader's words on whatever the leader looks at become an order with a deadline and an answer. */
@Controller
@RequestMapping("/instructions")
class InstructionPages {

    private final SupervisionOrders orders;
    private final NewForms forms;

    InstructionPages(SupervisionOrders orders, Campaigns campaigns, Units units, Access access) {
        this.orders = orders;
        this.forms = new NewForms(orders, campaigns, units, access);
    }

    @GetMapping("/new")
    String blank(@ModelAttribute NewForms.Form form, Model model) {
        return forms.show(form, true, null, model);
    }

    @PostMapping
    String instruct(@ModelAttribute NewForms.Form form, Reply reply) {
        return forms.send(form, true, reply, () -> {
            SupervisionOrder order = orders.instruct(form.order());
            return reply.done(
                    order.link(),
                    "批示已转" + order.unitName() + "办理（" + order.number() + "），限 " + order.dueDate() + " 前回复。");
        });
    }
}
