package org.chuangjian.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What still has to go by mail. A node claims all waiting mails of one person before it sends them, so no other node
 * sends them too. A claim that was never settled, because its node died while sending, is not sent again by itself:
 * nobody knows whether it went out, and the message stands in the inbox anyway.
 */
@Component
public class Outbox {

    /** How long to wait after each failure; after the last one the mail counts as failed. */
    private static final List<Duration> BACK_OFF = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12),
            Duration.ofHours(24));

    private static final Duration CLAIM = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Access access;
    private final Journal journal;
    private final Clock clock;
    private final boolean configured;

    Outbox(JdbcClient jdbc, Access access, Journal journal, Clock clock, ObjectProvider<JavaMailSender> mail) {
        this.jdbc = jdbc;
        this.access = access;
        this.journal = journal;
        this.clock = clock;
        this.configured = mail.getIfAvailable() != null;
    }

    /** Whether a mail server is set at all. */
    public boolean configured() {
        return configured;
    }

    /** The people for whom something is due to be sent. */
    List<String> waiting(int limit) {
        return jdbc.sql("select account from mail where state = 'WAITING' and next_at <= ? group by account"
                        + " order by min(created_at) fetch first ? rows only")
                .params(now(), limit)
                .query(String.class)
                .list();
    }

    /** Takes all that waits for one person, also what waits for another try, so that it goes out as one mail. */
    @Transactional
    public List<Letter> claim(String account) {
        String claim = Ids.next();
        int taken = jdbc.sql("update mail set state = 'SENDING', claim = ?, claimed_at = ? where account = ?"
                        + " and state = 'WAITING'")
                .params(claim, now(), account)
                .update();
        return taken == 0
                ? List.of()
                : jdbc.sql(
                                "select m.message_id, m.claim, m.address, m.attempts, s.subject, s.text, s.link, s.created_at"
                                        + " from mail m join message s on s.id = m.message_id where m.claim = ?"
                                        + " order by s.created_at, s.id")
                        .param(claim)
                        .query(Rows.of(Letter.class))
                        .list();
    }

    @Transactional
    public void sent(String claim) {
        jdbc.sql("update mail set state = 'SENT', sent_at = ?, last_error = '' where claim = ? and state = 'SENDING'")
                .params(now(), claim)
                .update();
    }

    /** Waits longer after each failure, and gives up after the last. */
    @Transactional
    public void failed(List<Letter> letters, String error) {
        for (Letter letter : letters) {
            boolean over = letter.attempts() >= BACK_OFF.size();
            jdbc.sql("update mail set state = ?, attempts = attempts + 1, next_at = ?, last_error = ?"
                            + " where message_id = ? and claim = ?")
                    .params(
                            over ? "FAILED" : "WAITING",
                            over ? now() : now().plus(BACK_OFF.get(letter.attempts())),
                            StringUtils.left(error, 500),
                            letter.messageId(),
                            letter.claim())
                    .update();
        }
    }

    /** Claims whose node is gone. */
    @Transactional
    public void unsettled() {
        jdbc.sql("update mail set state = 'UNSURE', last_error = '发送途中程序中断，不能确定是否已送达'"
                        + " where state = 'SENDING' and claimed_at < ?")
                .param(now().minus(CLAIM))
                .update();
    }

    /** What has not gone out although it was tried, newest first; for the administrator, without what it says. */
    public Paged<Unsent> unsent(int page, int size) {
        access.require(Permission.OPERATE);
        String from = " from mail m left join person p on p.account = m.account where m.state in ('FAILED', 'UNSURE')"
                + " or (m.state = 'WAITING' and m.attempts > 0)";
        long total = jdbc.sql("select count(*)" + from).query(Long.class).single();
        List<Unsent> rows = jdbc.sql(
                        "select m.message_id, m.account, p.name, m.address, m.state, m.attempts, m.next_at,"
                                + " m.last_error, m.created_at" + from
                                + " order by m.created_at desc, m.message_id desc offset "
                                + (long) page * size + " rows fetch next " + size + " rows only")
                .query(Rows.of(Unsent.class))
                .list();
        return new Paged<>(rows, page, size, total);
    }

    /** How the mails stand, by state. */
    public Counts counts() {
        access.require(Permission.OPERATE);
        return jdbc.sql("select count(*) filter (where state in ('WAITING', 'SENDING')) as waiting,"
                        + " count(*) filter (where state = 'SENT') as sent,"
                        + " count(*) filter (where state = 'FAILED') as failed,"
                        + " count(*) filter (where state = 'UNSURE') as unsure from mail")
                .query(Rows.of(Counts.class))
                .single();
    }

    /** Has one mail, or all that failed, tried again. */
    @Transactional
    public int again(@Nullable String messageId) {
        CurrentUser user = access.require(Permission.OPERATE);
        int again = jdbc.sql("update mail set state = 'WAITING', attempts = 0, next_at = :now"
                        + " where (state in ('FAILED', 'UNSURE') or (state = 'WAITING' and attempts > 0))"
                        + (messageId == null ? "" : " and message_id = :id"))
                .params(
                        messageId == null
                                ? java.util.Map.of("now", now())
                                : java.util.Map.of("now", now(), "id", messageId))
                .update();
        if (again == 0 && messageId != null) {
            throw Problem.conflict("mail-state", "这封邮件已经发出或正在发送，请刷新页面。");
        }
        journal.write(user.account(), user.name(), null, "mail", String.valueOf(messageId), "重发邮件", again + " 封");
        return again;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    /** One message on its way. */
    record Letter(
            String messageId,
            String claim,
            String address,
            int attempts,
            String subject,
            String text,
            String link,
            OffsetDateTime createdAt) {}

    /** A mail that has not gone out. */
    public record Unsent(
            String messageId,
            String account,
            @Nullable String name,
            String address,
            String state,
            int attempts,
            OffsetDateTime nextAt,
            String lastError,
            OffsetDateTime createdAt) {

        public String stateLabel() {
            return switch (state) {
                case "WAITING" -> "等待重试";
                case "UNSURE" -> "不确定";
                default -> "发送失败";
            };
        }
    }

    public record Counts(long waiting, long sent, long failed, long unsure) {}
}
