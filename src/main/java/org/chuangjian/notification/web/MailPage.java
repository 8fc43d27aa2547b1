package org.chuangjian.notification.web;

import org.chuangjian.notification.Outbox;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 邮件: what has not gone out, for the administrator. */
@Controller
@RequestMapping("/mails")
class MailPage {

    private static final int PAGE_SIZE = 50;

    private final Outbox outbox;

    MailPage(Outbox outbox) {
        this.outbox = outbox;
    }

    @GetMapping
    String show(@RequestParam(defaultValue = "0") int page, Model model) {
        model.addAttribute("unsent", outbox.unsent(Paged.boundedPage(page), PAGE_SIZE));
        model.addAttribute("counts", outbox.counts());
        model.addAttribute("configured", outbox.configured());
        return "notification/mails";
    }

    @PostMapping("/again")
    String again(@RequestParam(required = false) @Nullable String id, Reply reply) {
        return reply.orSay("/mails", () -> "已安排重发 " + outbox.again(id) + " 封邮件。");
    }
}
