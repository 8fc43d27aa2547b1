package org.chuangjian.shared;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * 日志: who did what, when, to which object. Written in the transaction of the deed itself, one row a deed, never
 * changed. An automatic step names {@link #AUTOMATIC} as the actor.
 */
@Component
public class Journal {

    /** The actor of a step nobody pressed a button for. */
    public static final String AUTOMATIC = "自动";

    private final JdbcClient jdbc;
    private final Clock clock;

    Journal(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param actor account of the person, or {@link #AUTOMATIC}
     * @param actorName the person's name as it was then
     * @param campaignId the campaign it belongs to, null for settings
     * @param objectType e.g. {@code assignment}, {@code unit}
     * @param action Chinese verb as shown, e.g. 退回
     * @param detail Chinese, may be empty
     */
    public void write(
            String actor,
            String actorName,
            @Nullable String campaignId,
            String objectType,
            String objectId,
            String action,
            String detail) {
        jdbc.sql("insert into journal (id, at, actor, actor_name, campaign_id, object_type, object_id, action, detail)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        Ids.next(),
                        OffsetDateTime.now(clock),
                        actor,
                        actorName,
                        campaignId,
                        objectType,
                        objectId,
                        action,
                        detail)
                .update();
    }

    /** Forgets the deeds of a campaign that was only an example; nothing else is ever taken out. */
    public void forget(String campaignId) {
        jdbc.sql("delete from journal where campaign_id = ?").param(campaignId).update();
    }

    /** The same for objects of an example whose deeds stand outside a campaign's journal. */
    public void forget(String objectType, Collection<String> objectIds) {
        objectIds.forEach(id -> jdbc.sql("delete from journal where object_type = ? and object_id = ?")
                .params(objectType, id)
                .update());
    }

    /** The deeds on one object, oldest first. */
    public List<Entry> of(String objectType, String objectId) {
        return jdbc.sql("select * from journal where object_type = ? and object_id = ? order by at, id")
                .params(objectType, objectId)
                .query(Entry.class)
                .list();
    }

    /** The deeds on one object whose id only its campaign tells apart, newest first. */
    public List<Entry> of(String campaignId, String objectType, String objectId) {
        return jdbc.sql("select * from journal where campaign_id = ? and object_type = ? and object_id = ?"
                        + " order by at desc, id desc")
                .params(campaignId, objectType, objectId)
                .query(Entry.class)
                .list();
    }

    /** The newest deeds on several objects of one type, newest first, at most {@code limit}: one statement. */
    public List<Entry> of(String objectType, Collection<String> objectIds, int limit) {
        if (objectIds.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select * from journal where object_type = :type and object_id in (:ids)"
                        + " order by at desc, id desc fetch first :limit rows only")
                .param("type", objectType)
                .param("ids", objectIds)
                .param("limit", limit)
                .query(Entry.class)
                .list();
    }

    /** The deeds of one campaign, newest first. */
    public Paged<Entry> ofCampaign(String campaignId, int page, int size) {
        long total = jdbc.sql("select count(*) from journal where campaign_id = ?")
                .params(campaignId)
                .query(Long.class)
                .single();
        List<Entry> entries = jdbc.sql("select * from journal where campaign_id = ? order by at desc, id desc"
                        + " offset ? rows fetch next ? rows only")
                .params(campaignId, (long) page * size, size)
                .query(Entry.class)
                .list();
        return new Paged<>(entries, page, size, total);
    }

    /** The newest deeds of all campaigns and settings, for the auditor. */
    public Paged<Entry> all(int page, int size) {
        long total = jdbc.sql("select count(*) from journal").query(Long.class).single();
        List<Entry> entries = jdbc.sql(
                        "select * from journal order by at desc, id desc offset ? rows fetch next ? rows only")
                .params((long) page * size, size)
                .query(Entry.class)
                .list();
        return new Paged<>(entries, page, size, total);
    }

    /** One deed. */
    public record Entry(
            String id,
            OffsetDateTime at,
            String actor,
            String actorName,
            @Nullable String campaignId,
            String objectType,
            String objectId,
            String action,
            String detail) {}
}
