package org.chuangjian.notification.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.chuangjian.notification.Inbox;
import org.chuangjian.notification.Message;
import org.chuangjian.notification.Outbox;
import org.chuangjian.shared.Paged;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The own inbox, and the outbox for operators. */
@RestController
@RequestMapping("/api")
@Tag(name = "消息")
class InboxApi {

    private final Inbox inbox;
    private final Outbox outbox;

    InboxApi(Inbox inbox, Outbox outbox) {
        this.inbox = inbox;
        this.outbox = outbox;
    }

    @GetMapping("/inbox")
    @Operation(summary = "本人的消息，最新的在前")
    Paged<Message> inbox(
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        return inbox.page(unread, Paged.boundedPage(page), Paged.boundedSize(size));
    }

    @GetMapping("/inbox/unread")
    @Operation(summary = "未读消息数")
    Map<String, Long> unread() {
        return Map.of("unread", inbox.unread());
    }

    @PostMapping("/inbox/{id}/read")
    @Operation(summary = "标为已读")
    Message read(@PathVariable String id) {
        return inbox.read(id);
    }

    @PostMapping("/inbox/read")
    @Operation(summary = "全部标为已读")
    Map<String, Integer> readAll() {
        return Map.of("read", inbox.readAll());
    }

    @GetMapping("/mails/unsent")
    @Operation(summary = "没有发出的邮件，供系统管理员查看")
    Paged<Outbox.Unsent> unsent(
            @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
        return outbox.unsent(Paged.boundedPage(page), Paged.boundedSize(size));
    }

    @PostMapping("/mails/{id}/again")
    @Operation(summary = "重发一封邮件")
    Map<String, Integer> again(@PathVariable String id) {
        return Map.of("again", outbox.again(id));
    }
}
