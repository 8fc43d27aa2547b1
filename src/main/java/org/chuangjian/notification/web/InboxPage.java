package org.chuangjian.notification.web;

import org.chuangjian.notification.Inbox;
import org.chuangjian.shared.Paged;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 消息: everybody's own inbox. */
@Controller
@RequestMapping("/inbox")
class InboxPage {

    private static final int PAGE_SIZE = 30;

    private final Inbox inbox;

    InboxPage(Inbox inbox) {
        this.inbox = inbox;
    }

    @GetMapping
    String show(
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        model.addAttribute("messages", inbox.page(unread, Paged.boundedPage(page), PAGE_SIZE));
        model.addAttribute("onlyUnread", unread);
        return "notification/inbox";
    }

    /** Reading leads to what the message is about. */
    @PostMapping("/{id}")
    String read(@PathVariable String id) {
        return "redirect:" + inbox.read(id).link();
    }

    @PostMapping("/read")
    String readAll(RedirectAttributes redirect) {
        redirect.addFlashAttribute("done", "已将 " + inbox.readAll() + " 条消息标为已读。");
        return "redirect:/inbox";
    }
}
