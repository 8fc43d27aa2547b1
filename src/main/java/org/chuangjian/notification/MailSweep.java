package org.chuangjian.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Empties the outbox: one mail a person and sweep, however many messages wait. */
@Component
class MailSweep {

    private static final Logger LOG = LoggerFactory.getLogger(MailSweep.class);
    private static final int PEOPLE = 200;

    private final Outbox outbox;
    private final ObjectProvider<JavaMailSender> mail;
    private final String from;
    private final String address;

    /**
     * @param from the sender's address; that of the mail account if it is not set
     * @param address where the product is reached, e.g. https://cj.example.gov.cn; without it mails carry no links
     */
    MailSweep(
            Outbox outbox,
            ObjectProvider<JavaMailSender> mail,
            @Value("${chuangjian.mail.from:${spring.mail.username:}}") String from,
            @Value("${chuangjian.mail.address:}") String address) {
        this.outbox = outbox;
        this.mail = mail;
        this.from = StringUtils.defaultIfBlank(from, "chuangjian@localhost");
        this.address = StringUtils.removeEnd(address.strip(), "/");
    }

    @Scheduled(initialDelayString = "${chuangjian.mail.sweep:1m}", fixedDelayString = "${chuangjian.mail.sweep:1m}")
    public void sweep() {
        JavaMailSender sender = mail.getIfAvailable();
        if (sender == null) {
            return;
        }
        outbox.unsettled();
        for (String account : outbox.waiting(PEOPLE)) {
            List<Outbox.Letter> letters = outbox.claim(account);
            if (letters.isEmpty()) {
                continue;
            }
            try {
                sender.send(digest(sender, letters));
            } catch (MailException | MessagingException e) {
                LOG.warn("Mail to {} failed: {}", account, ExceptionUtils.getRootCauseMessage(e));
                outbox.failed(letters, ExceptionUtils.getRootCauseMessage(e));
                continue;
            }
            outbox.sent(letters.get(0).claim());
        }
    }

    private MimeMessage digest(JavaMailSender sender, List<Outbox.Letter> letters) throws MessagingException {
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
        Outbox.Letter first = letters.get(0);
        helper.setFrom(from);
        helper.setTo(letters.get(letters.size() - 1).address());
        helper.setSubject(
                letters.size() == 1
                        ? "【创建】" + first.subject()
                        : "【创建】" + letters.size() + " 条消息：" + first.subject() + " 等");
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Outbox.Letter letter : letters) {
            if (letters.size() > 1) {
                text.append(++number).append(". ").append(letter.subject()).append('\n');
            }
            text.append(letter.text()).append('\n');
            if (!address.isEmpty()) {
                text.append(address).append(letter.link()).append('\n');
            }
            text.append('\n');
        }
        text.append("本邮件由创建工作平台自动发出，请登录平台办理，不必回复。\n");
        helper.setText(text.toString());
        return message;
    }
}
