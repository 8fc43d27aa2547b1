package org.chuangjian.notification;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.chuangjian.identity.Access;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 消息: what the signed-in person has been told. Nobody reads anybody else's. */
@Component
public class Inbox {

    private final JdbcClient jdbc;
    private final Access access;
    private final Clock clock;

    Inbox(JdbcClient jdbc, Access access, Clock clock) {
        this.jdbc = jdbc;
        this.access = access;
        this.clock = clock;
    }

    public long unread() {
        return jdbc.sql("select count(*) from message where account = ? and read_at is null")
                .param(access.current().account())
                .query(Long.class)
                .single();
    }

    /** The newest first: two statements. */
    public Paged<Message> page(boolean onlyUnread, int page, int size) {
        String where = " from message where account = :account" + (onlyUnread ? " and read_at is null" : "");
        String account = access.current().account();
        long total = jdbc.sql("select count(*)" + where)
                .param("account", account)
                .query(Long.class)
                .single();
        List<Message> messages = jdbc.sql("select *" + where + " order by created_at desc, id desc offset "
                        + (long) page * size + " rows fetch next " + size + " rows only")
                .param("account", account)
                .query(Rows.of(Message.class))
                .list();
        return new Paged<>(messages, page, size, total);
    }

    /** Marks one message as read. @throws Problem 404 for somebody else's */
    @Transactional
    public Message read(String id) {
        String account = access.current().account();
        jdbc.sql("update message set read_at = ? where id = ? and account = ? and read_at is null")
                .params(OffsetDateTime.now(clock), id, account)
                .update();
        return jdbc.sql("select * from message where id = ? and account = ?")
                .params(id, account)
                .query(Rows.of(Message.class))
                .optional()
                .orElseThrow(() -> Problem.notFound("没有这条消息。"));
    }

    /** Marks all messages as read; answers how many were not. */
    @Transactional
    public int readAll() {
        return jdbc.sql("update message set read_at = ? where account = ? and read_at is null")
                .params(OffsetDateTime.now(clock), access.current().account())
                .update();
    }
}
