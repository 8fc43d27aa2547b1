package org.chuangjian.notification.web;

import org.chuangjian.notification.Outbox;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

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
    String again(@RequestParam(required = false) @Nullable String id, RedirectAttributes redirect) {
        try {
            redirect.addFlashAttribute("done", "已安排重发 " + outbox.again(id) + " 封邮件。");
        } catch (Problem problem) {
            if (problem.status() == 403) {
                throw problem;
            }
            redirect.addFlashAttribute("failed", problem.detail());
        }
        return "redirect:/mails";
    }
}
