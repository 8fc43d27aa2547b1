package org.chuangjian.title;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * 异议: received, investigated, answered. Names of objectors stay with the office: neither the journal nor anybody else
 * gets them.
 */
@Component
public class Objections {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final PublicNotices notices;

    Objections(
            JdbcClient jdbc, Clock clock, Access access, Journal journal, Campaigns campaigns, PublicNotices notices) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.notices = notices;
    }

    /** The objections of a campaign by number; without names for who is not of the office. */
    public List<Objection> of(String campaignId) {
        access.require(Permission.READ_CAMPAIGNS);
        boolean office = access.may(Permission.MANAGE_CAMPAIGNS);
        return Rows.list(
                        jdbc,
                        Objection.class,
                        "select * from objection where campaign_id = ? order by number",
                        campaignId)
                .stream()
                .map(it -> office ? it : it.withoutNames())
                .toList();
    }

    /** Takes an objection in; also after the notice ended, as long as nothing is named. */
    @Transactional
    public Objection receive(String campaignId, Received received) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        PublicNotice notice = notices.find(campaignId)
                .filter(it -> it.publishedAt() != null)
                .orElseThrow(() -> Problem.conflict("notice-missing", "公示尚未发布，还不能登记异议。"));
        Boolean named = received.realName();
        if (named == null) {
            throw Problem.invalid("realName", "请选择实名或匿名。");
        }
        boolean realName = named;
        String objector = realName ? Filled.needed(received.objector(), "objector", "异议人姓名或单位", 100) : "";
        if (!realName && received.objector() != null && !received.objector().isBlank()) {
            throw Problem.invalid("objector", "匿名异议不登记姓名；如系实名，请选择“实名”。");
        }
        String contact = realName ? Filled.optional(received.contact(), "contact", "联系方式", 200) : "";
        if (received.channel() == null) {
            throw Problem.invalid("channel", "请选择异议的来源渠道。");
        }
        LocalDate on = Filled.past(received.receivedOn(), LocalDate.now(clock), "receivedOn", "收到日期");
        if (on.isBefore(notice.publishedFrom())) {
            throw Problem.invalid("receivedOn", "收到日期 " + on + " 早于公示起始日期 " + notice.publishedFrom() + "，请核对。");
        }
        String content = Filled.needed(received.content(), "content", "异议内容", 4000);
        String id = Ids.next();
        // The campaign's row is locked: two objections at once cannot get the same number.
        int number = jdbc.sql("select coalesce(max(number), 0) + 1 from objection where campaign_id = ?")
                .param(campaignId)
                .query(Integer.class)
                .single();
        jdbc.sql("insert into objection (id, campaign_id, number, real_name, objector, contact, channel, received_on,"
                        + " content, state, investigator, finding, answer, last_by, last_at, version)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'RECEIVED', '', '', '', ?, ?, 0)")
                .params(
                        id,
                        campaign.id(),
                        number,
                        realName,
                        objector,
                        contact,
                        received.channel().name(),
                        on,
                        content,
                        user.name(),
                        now())
                .update();
        write(
                user,
                campaignId,
                "登记异议",
                "第 " + number + " 号，" + (realName ? "实名" : "匿名") + "，"
                        + received.channel().label());
        return require(id);
    }

    /**
     * 核实: who looked into it and what was found. May be corrected until it is answered.
     *
     * @param sustained whether the objection is true
     */
    @Transactional
    public Objection investigate(
            String id,
            @Nullable String investigator,
            @Nullable String finding,
            @Nullable Boolean sustained,
            @Nullable Integer seen) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Objection objection = lock(id, seen);
        if (!objection.open()) {
            throw answered(objection);
        }
        String who = Filled.needed(investigator, "investigator", "核实人员", 100);
        String what = Filled.needed(finding, "finding", "核实情况", 4000);
        if (sustained == null) {
            throw Problem.invalid("sustained", "请选择核实结论：成立或不成立。");
        }
        jdbc.sql(
                        "update objection set state = 'INVESTIGATED', investigator = ?, finding = ?, sustained = ?, last_by = ?,"
                                + " last_at = ?, version = version + 1 where id = ?")
                .params(who, what, sustained, user.name(), now(), id)
                .update();
        write(user, objection.campaignId(), "核实异议", "第 " + objection.number() + " 号，" + (sustained ? "成立" : "不成立"));
        return require(id);
    }

    /** 答复: what the objector was told, or for an anonymous one what was made public. */
    @Transactional
    public Objection answer(
            String id, @Nullable String answer, @Nullable LocalDate answeredOn, @Nullable Integer seen) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Objection objection = lock(id, seen);
        if (!objection.open()) {
            throw answered(objection);
        }
        if (objection.state() != Objection.State.INVESTIGATED) {
            throw Problem.conflict("not-investigated", "第 " + objection.number() + " 号异议尚未核实，请先登记核实情况再答复。");
        }
        String text = Filled.needed(answer, "answer", "答复内容", 4000);
        LocalDate on = Filled.past(
                answeredOn == null ? LocalDate.now(clock) : answeredOn, LocalDate.now(clock), "answeredOn", "答复日期");
        if (on.isBefore(objection.receivedOn())) {
            throw Problem.invalid("answeredOn", "答复日期 " + on + " 早于收到日期 " + objection.receivedOn() + "，请核对。");
        }
        jdbc.sql("update objection set state = 'ANSWERED', answer = ?, answered_on = ?, last_by = ?, last_at = ?,"
                        + " version = version + 1 where id = ?")
                .params(text, on, user.name(), now(), id)
                .update();
        write(user, objection.campaignId(), "答复异议", "第 " + objection.number() + " 号");
        return require(id);
    }

    private Objection lock(String id, @Nullable Integer seen) {
        Objection objection = Rows.find(jdbc, Objection.class, "select * from objection where id = ? for update", id)
                .orElseThrow(() -> Problem.notFound("没有这件异议。"));
        Campaigns.requireActive(campaigns.require(objection.campaignId()));
        Stale.check(
                seen,
                objection.version(),
                "第 " + objection.number() + " 号异议",
                objection.lastBy(),
                objection.lastAt(),
                clock);
        return objection;
    }

    private Problem answered(Objection objection) {
        return Stale.changed("第 " + objection.number() + " 号异议已答复，", objection.lastBy(), objection.lastAt(), clock);
    }

    private Objection require(String id) {
        return jdbc.sql("select * from objection where id = ?")
                .param(id)
                .query(Rows.of(Objection.class))
                .single();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(CurrentUser user, String campaignId, String action, String detail) {
        journal.write(user.account(), user.name(), campaignId, "campaign", campaignId, action, detail);
    }

    /** What the office types for a new objection. */
    public record Received(
            @Nullable Boolean realName,
            @Nullable String objector,
            @Nullable String contact,
            Objection.@Nullable Channel channel,
            @Nullable LocalDate receivedOn,
            @Nullable String content) {}
}
