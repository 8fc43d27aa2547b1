package org.chuangjian.title;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chuangjian.acceptance.Evaluations;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignFlow;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Milestone;
import org.chuangjian.campaign.Milestones;
import org.chuangjian.campaign.Stages;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.chuangjian.shared.WorkingDays;
import org.chuangjian.shared.WorkingDaysChanged;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 公示: its text and channels, its days, and the refusal to name after a sustained objection. */
@Component
public class PublicNotices {

    private static final String STAGE = "publicNotice";
    private static final String LAST_CHANCE = "naming";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final CampaignFlow flow;
    private final Stages stages;
    private final Milestones milestones;
    private final Evaluations evaluations;
    private final WorkingDays workingDays;

    PublicNotices(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CampaignKinds kinds,
            CampaignFlow flow,
            Stages stages,
            Milestones milestones,
            Evaluations evaluations,
            WorkingDays workingDays) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.flow = flow;
        this.stages = stages;
        this.milestones = milestones;
        this.evaluations = evaluations;
        this.workingDays = workingDays;
    }

    public Optional<PublicNotice> find(String campaignId) {
        return Rows.find(jdbc, PublicNotice.class, "select * from public_notice where campaign_id = ?", campaignId);
    }

    /** The days of a notice published on {@code first}, with a word if a year's days off are not known yet. */
    public PublicNotice.Clock clock(String kind, LocalDate first) {
        int days = kinds.require(kind).periods().noticeWorkingDays();
        LocalDate last = workingDays.plus(first, days);
        String unknown = IntStream.rangeClosed(first.getYear(), last.getYear())
                .filter(year -> !workingDays.knows(year))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining("、"));
        return new PublicNotice.Clock(
                first,
                last,
                days,
                unknown.isEmpty(),
                unknown.isEmpty() ? "" : unknown + " 年放假安排尚未录入，这部分按周一至周五推算，录入工作日历后请核对截止日期。");
    }

    /** The last day of a notice that is or was out; one that is over is not over later by another calendar. */
    Optional<LocalDate> lastDay(Campaign campaign) {
        return find(campaign.id()).filter(it -> it.publishedAt() != null).map(it -> {
            LocalDate last = clock(campaign.kind(), it.publishedFrom()).last();
            return milestones.of(campaign.id()).stream()
                    .filter(gate -> gate.gate() && gate.stage().equals(STAGE))
                    .flatMap(gate -> reached(gate).stream())
                    .filter(last::isAfter)
                    .findFirst()
                    .orElse(last);
        });
    }

    private Optional<LocalDate> reached(Milestone milestone) {
        return Optional.ofNullable(milestone.reachedAt())
                .map(at -> at.atZoneSameInstant(clock.getZone()).toLocalDate());
    }

    /** The campaigns between acceptance and title, the earliest notice first: one statement. */
    public List<Current> current() {
        access.require(Permission.READ_CAMPAIGNS);
        return Rows.list(
                jdbc,
                Current.class,
                "select k.id, k.kind, k.name, k.stage, n.published_from, n.published_at,"
                        + " (select count(*) from objection o where o.campaign_id = k.id) as objections,"
                        + " (select count(*) from objection o where o.campaign_id = k.id and o.state <> 'ANSWERED')"
                        + " as open_objections from campaign k left join public_notice n on n.campaign_id = k.id"
                        + " where k.state = 'ACTIVE' and k.stage in ('publicNotice', 'naming')"
                        + " order by n.published_from, k.id");
    }

    /** A first draft in the usual wording; the office changes what it likes. */
    public String proposedText(Campaign campaign) {
        CampaignKind kind = kinds.require(campaign.kind());
        PublicNotice.Clock days = clock(campaign.kind(), LocalDate.now(clock));
        return "经自评、初评和验收评价，“" + campaign.name() + "”符合“" + kind.name() + "”条件，拟予命名。现予公示，公示期 " + days.days()
                + " 个工作日。公示期内如有异议，可通过下列渠道实名或匿名反映，反映情况应当客观真实。";
    }

    /**
     * Writes down what is, or will be, published. Once the clock runs, another first day needs a reason and moves it.
     *
     * @param seen version the person had before them; null if unknown
     * @throws Problem 409 if the campaign has ended, 422 if no way to object is offered
     */
    @Transactional
    public PublicNotice save(String campaignId, Draft draft, @Nullable Integer seen) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        Optional<PublicNotice> before = find(campaignId);
        before.ifPresent(it -> Stale.check(seen, it.version(), "公示内容", it.lastBy(), it.lastAt(), clock));
        String text = Filled.needed(draft.text(), "text", "公示内容", 4000);
        String url = Filled.optional(draft.url(), "url", "公示网址", 500);
        if (!url.isEmpty() && !url.matches("https?://\\S+")) {
            throw Problem.invalid("url", "公示网址应以 http:// 或 https:// 开头。");
        }
        String phone = Filled.optional(draft.phone(), "phone", "受理电话", 200);
        String mail = Filled.optional(draft.mail(), "mail", "受理邮箱", 200);
        String visit = Filled.optional(draft.visit(), "visit", "来访地址", 300);
        String discipline = Filled.needed(draft.discipline(), "discipline", "纪检监督渠道", 300);
        if (phone.isEmpty() && mail.isEmpty() && visit.isEmpty()) {
            throw Problem.invalid("phone", "请至少填写一种异议受理方式：电话、邮箱或来访地址。");
        }
        LocalDate from = from(campaign, draft, before.orElse(null));
        if (before.isPresent()) {
            jdbc.sql(
                            "update public_notice set text = ?, url = ?, phone = ?, mail = ?, visit = ?, discipline = ?,"
                                    + " published_from = ?, last_by = ?, last_at = ?, version = version + 1 where campaign_id = ?")
                    .params(text, url, phone, mail, visit, discipline, from, user.name(), now(), campaignId)
                    .update();
        } else {
            jdbc.sql("insert into public_notice (campaign_id, text, url, phone, mail, visit, discipline,"
                            + " published_from, last_by, last_at, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
                    .params(campaignId, text, url, phone, mail, visit, discipline, from, user.name(), now())
                    .update();
        }
        write(campaignId, "登记公示内容", "自 " + from + " 起公示");
        before.filter(it -> it.publishedAt() != null && !it.publishedFrom().equals(from))
                .ifPresent(it -> correct(campaign, it.publishedFrom(), from, draft.reason()));
        return find(campaignId).orElseThrow();
    }

    private LocalDate from(Campaign campaign, Draft draft, @Nullable PublicNotice before) {
        LocalDate wanted = draft.publishedFrom();
        LocalDate from = wanted == null ? (before == null ? LocalDate.now(clock) : before.publishedFrom()) : wanted;
        if (before != null && before.publishedAt() != null) {
            if (from.equals(before.publishedFrom())) {
                return from;
            }
            if (!campaign.stage().equals(STAGE)) {
                throw Problem.conflict("notice-over", "公示已结束，起始日期 " + before.publishedFrom() + " 不能再改。");
            }
            Filled.needed(draft.reason(), "reason", "更正公示起始日期的原因", 500);
        }
        requireNear(campaign, from);
        return from;
    }

    /** A notice cannot have been out before the acceptance it rests on. */
    private void requireNear(Campaign campaign, LocalDate from) {
        int ahead = kinds.require(campaign.kind()).periods().noticeAheadDays();
        LocalDate latest = LocalDate.now(clock).plusDays(ahead);
        LocalDate earliest = accepted(campaign);
        if (from.isBefore(earliest) || from.isAfter(latest)) {
            throw Problem.invalid(
                    "publishedFrom",
                    "公示起始日期 " + from + " 应在 " + earliest + " 至 " + latest + " 之间：不早于验收结论，最多提前 " + ahead
                            + " 天登记，请核对年份和日期。");
        }
    }

    /** The day of the document that passed the campaign, or the last gate it went through; else that gate's own. */
    private LocalDate accepted(Campaign campaign) {
        return evaluations
                .passedOn(campaign.id())
                .orElseGet(() -> milestones.of(campaign.id()).stream()
                        .filter(it -> it.gate() && it.reached())
                        .max(Comparator.comparing(it -> Objects.requireNonNull(it.reachedAt())))
                        .flatMap(last -> milestones
                                .confirmedOn(campaign.id(), last.code())
                                .or(() -> reached(last)))
                        .orElse(campaign.startDate()));
    }

    /** The first day was wrong: the clock runs from the right one. */
    private void correct(Campaign campaign, LocalDate before, LocalDate from, @Nullable String reason) {
        stages.startNotice(campaign.id(), from);
        flow.noticeEnds(campaign.id(), stages.noticeEnd(campaign.id()));
        write(
                campaign.id(),
                "更正公示起始日期",
                "由 " + before + " 改为 " + from + "，公示至 "
                        + clock(campaign.kind(), from).last() + "：" + reason);
    }

    /** The notices that run now end when the new calendar says. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void follow(WorkingDaysChanged changed) {
        for (Campaign campaign : Rows.list(
                jdbc,
                Campaign.class,
                "select k.* from campaign k join public_notice n on n.campaign_id = k.id where k.state = 'ACTIVE'"
                        + " and k.stage = ? and n.published_at is not null",
                STAGE)) {
            OffsetDateTime end = stages.noticeEnd(campaign.id());
            if (flow.noticeEnds(campaign.id(), end)) {
                write(campaign.id(), "公示截止日期随工作日历调整", "公示至 " + end.minusDays(1).toLocalDate());
            }
        }
    }

    /**
     * The model says the notice is out: its days count from the published date.
     *
     * @throws Problem 422 while nothing is written down, or for a day before the acceptance
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void publish(String campaignId) {
        PublicNotice notice = find(campaignId)
                .orElseThrow(() -> Problem.invalid("notice-missing", "还没有登记公示内容和异议受理方式，请先在“公示与异议”页登记再办结。"));
        Campaign campaign = campaigns.require(campaignId);
        requireNear(campaign, notice.publishedFrom());
        jdbc.sql("update public_notice set published_at = ? where campaign_id = ?")
                .params(now(), campaignId)
                .update();
        stages.startNotice(campaignId, notice.publishedFrom());
        PublicNotice.Clock days = clock(campaign.kind(), notice.publishedFrom());
        write(
                campaignId,
                "公示起算",
                days.first() + " 至 " + days.last() + "，" + days.days() + " 个工作日"
                        + (days.calendarKnown() ? "" : "。" + days.hint()));
    }

    /**
     * Whether 不予命名 may be decided on now: the notice is over, nothing is named yet, and an answered objection turned
     * out to be true.
     */
    public boolean mayRefuse(Campaign campaign) {
        return campaign.active() && over(campaign) && sustained(campaign.id());
    }

    private boolean over(Campaign campaign) {
        return campaign.stage().equals(LAST_CHANCE)
                || (campaign.stage().equals(STAGE)
                        && flow.waitingFor(campaign.id())
                                .filter(CampaignFlow.Step::decides)
                                .isPresent()
                        && find(campaign.id())
                                .filter(notice -> LocalDate.now(clock)
                                        .isAfter(clock(campaign.kind(), notice.publishedFrom())
                                                .last()))
                                .isPresent());
    }

    private boolean sustained(String campaignId) {
        return jdbc.sql("select count(*) from objection where campaign_id = ? and sustained = true"
                                + " and state = 'ANSWERED'")
                        .param(campaignId)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * 不予命名 after a sustained objection: the campaign ends without a title.
     *
     * @throws Problem 409 if the notice still runs or no sustained objection is answered
     */
    @Transactional
    public Campaign refuse(String campaignId, String reason) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        String said = Filled.needed(reason, "reason", "不予命名的理由", 1000);
        if (!over(campaign)) {
            throw Problem.conflict("notice-running", "公示期满后、命名生效前才能决定不予命名。");
        }
        if (!sustained(campaignId)) {
            throw Problem.conflict("no-sustained-objection", "没有查实成立并已答复的异议，不能据此不予命名。");
        }
        jdbc.sql("update public_notice set refused_reason = ?, last_by = ?, last_at = ?, version = version + 1"
                        + " where campaign_id = ?")
                .params(said, user.name(), now(), campaignId)
                .update();
        write(campaignId, "决定不予命名", said);
        flow.complete(campaignId, user.account(), campaign.stage().equals(STAGE) ? Map.of("passed", false) : Map.of());
        Campaign ended = campaigns.require(campaignId);
        // A model from before, or of one's own, may know no such end; then nothing has happened.
        if (ended.state() != Campaign.State.NOT_NAMED) {
            throw Problem.conflict("refusal-not-modelled", "该创建活动的流程模型没有“不予命名”这一结局，请联系系统管理员更新流程。");
        }
        return ended;
    }

    /** The model asks whether the naming was refused. */
    public boolean refused(String campaignId) {
        return find(campaignId).map(PublicNotice::refusedReason).isPresent();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(String campaignId, String action, String detail) {
        journal.write(
                access.user().map(CurrentUser::account).orElse(Journal.AUTOMATIC),
                access.user().map(CurrentUser::name).orElse(Journal.AUTOMATIC),
                campaignId,
                "campaign",
                campaignId,
                action,
                detail);
    }

    /** A campaign between acceptance and title. */
    public record Current(
            String id,
            String kind,
            String name,
            String stage,
            @Nullable LocalDate publishedFrom,
            @Nullable OffsetDateTime publishedAt,
            int objections,
            int openObjections) {}

    /**
     * What the office types.
     *
     * @param publishedFrom null leaves it
     * @param reason for another first day once the notice runs
     */
    public record Draft(
            @Nullable String text,
            @Nullable String url,
            @Nullable String phone,
            @Nullable String mail,
            @Nullable String visit,
            @Nullable String discipline,
            @Nullable LocalDate publishedFrom,
            @Nullable String reason) {}
}
