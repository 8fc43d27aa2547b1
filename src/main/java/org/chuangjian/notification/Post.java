package org.chuangjian.notification;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.organisation.OrganisationChanged;
import org.chuangjian.shared.CampaignRemoved;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes every notice into the inboxes of the people it names, and into the outbox where a mail server is set, in the
 * transaction of the deed and behind a savepoint: if it cannot be written the deed stands without it.
 */
@Component
class Post {

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final boolean mail;
    private final TransactionTemplate savepoint;

    Post(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            ObjectProvider<JavaMailSender> mail,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.mail = mail.getIfAvailable() != null;
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    @EventListener
    public void deliver(Notice notice) {
        if (notice.accounts().isEmpty()) {
            return;
        }
        try {
            savepoint.executeWithoutResult(status -> write(notice));
        } catch (RuntimeException e) {
            LOG.error("A notice about {} could not be written", notice.topic(), e);
        }
    }

    private void write(Notice notice) {
        Map<String, String> addresses = addresses(notice.accounts());
        OffsetDateTime now = OffsetDateTime.now(clock);
        Map<String, String> ids = new LinkedHashMap<>();
        addresses.keySet().forEach(account -> ids.put(account, Ids.next()));
        batches.batchUpdate(
                "insert into message (id, account, topic, campaign_id, subject, text, link, automatic, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ids.entrySet(),
                Math.max(1, ids.size()),
                (statement, entry) -> {
                    statement.setString(1, entry.getValue());
                    statement.setString(2, entry.getKey());
                    statement.setString(3, StringUtils.left(notice.topic(), 40));
                    statement.setString(4, notice.campaignId());
                    statement.setString(5, StringUtils.left(notice.subject().replaceAll("\\p{Cntrl}", " "), 300));
                    statement.setString(6, StringUtils.left(notice.text(), 2000));
                    statement.setString(7, notice.link());
                    statement.setBoolean(8, notice.automatic());
                    statement.setObject(9, now);
                });
        if (!mail) {
            return;
        }
        List<String> reachable = new ArrayList<>(ids.keySet());
        reachable.removeIf(account -> StringUtils.isBlank(addresses.get(account)));
        if (reachable.isEmpty()) {
            return;
        }
        batches.batchUpdate(
                "insert into mail (message_id, account, address, state, attempts, next_at, last_error, created_at)"
                        + " values (?, ?, ?, 'WAITING', 0, ?, '', ?)",
                reachable,
                reachable.size(),
                (statement, account) -> {
                    statement.setString(1, ids.get(account));
                    statement.setString(2, account);
                    statement.setString(3, addresses.get(account));
                    statement.setObject(4, now);
                    statement.setObject(5, now);
                });
    }

    /** Of the people who are still there, by account; a blank address for whom no mail reaches. */
    private Map<String, String> addresses(Set<String> accounts) {
        Map<String, String> addresses = new HashMap<>();
        jdbc.sql("select account, mail from person where active = true and account in (:accounts)")
                .param("accounts", accounts)
                .query(row -> {
                    addresses.put(
                            row.getString("account"), row.getString("mail").strip());
                });
        return addresses;
    }

    /** Whoever was taken away leaves no messages behind. */
    @EventListener
    public void forget(OrganisationChanged changed) {
        if (changed.accounts().isEmpty()) {
            return;
        }
        jdbc.sql("delete from mail where account in (:accounts) and account not in (select p.account from person p)")
                .param("accounts", changed.accounts())
                .update();
        jdbc.sql("delete from message where account in (:accounts)"
                        + " and account not in (select p.account from person p)")
                .param("accounts", changed.accounts())
                .update();
    }

    @EventListener
    public void forget(CampaignRemoved removed) {
        jdbc.sql("delete from mail where message_id in (select m.id from message m where m.campaign_id = ?)")
                .param(removed.campaignId())
                .update();
        jdbc.sql("delete from message where campaign_id = ?")
                .param(removed.campaignId())
                .update();
    }
}
