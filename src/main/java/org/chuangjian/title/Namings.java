package org.chuangjian.title;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 命名: the naming document of a campaign, and the title that comes of it. */
@Component
public class Namings {

    private static final String STAGE = "naming";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final PublicNotices notices;
    private final Titles titles;
    private final ReReviews reReviews;

    Namings(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CampaignKinds kinds,
            PublicNotices notices,
            Titles titles,
            ReReviews reReviews) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.notices = notices;
        this.titles = titles;
        this.reReviews = reReviews;
    }

    public Optional<Naming> find(String campaignId) {
        return Rows.find(jdbc, Naming.class, "select * from naming where campaign_id = ?", campaignId);
    }

    /** The documents that brought and prolonged a title, oldest first. */
    public List<Naming> ofTitle(String titleId) {
        return Rows.list(
                jdbc, Naming.class, "select * from naming where title_id = ? order by named_on, campaign_id", titleId);
    }

    /**
     * Writes down the naming document while the campaign stands in the naming stage.
     *
     * @param validUntil null for the kind's validity
     * @throws Problem 409 in any other stage: later corrections are made in the register
     */
    @Transactional
    public Naming save(String campaignId, Draft draft, @Nullable Integer seen) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        if (!campaign.stage().equals(STAGE)) {
            throw Problem.conflict("not-naming", "创建活动还没有进入命名阶段，不能登记命名文件。");
        }
        Optional<Naming> before = find(campaignId);
        before.ifPresent(it -> Stale.check(seen, it.version(), "命名文件", it.lastBy(), it.lastAt(), clock));
        CampaignKind kind = kinds.require(campaign.kind());
        String number = Filled.needed(draft.documentNumber(), "documentNumber", "命名文号", 100);
        String issuer = Filled.needed(draft.issuer(), "issuer", "命名机关", 200);
        LocalDate namedOn = Filled.past(draft.namedOn(), LocalDate.now(clock), "namedOn", "命名日期");
        if (namedOn.isBefore(campaign.startDate())) {
            throw Problem.invalid("namedOn", "命名日期 " + namedOn + " 早于启动日期 " + campaign.startDate() + "，请核对。");
        }
        notices.lastDay(campaign).filter(namedOn::isBefore).ifPresent(last -> {
            throw Problem.invalid("namedOn", "命名日期 " + namedOn + " 早于公示期满日期 " + last + "，请核对。");
        });
        LocalDate validUntil = titles.validUntil(kind, namedOn, draft.validUntil());
        String plaque = Filled.optional(draft.plaque(), "plaque", "授牌情况", 300);
        String name = Filled.needed(
                StringUtils.defaultIfBlank(
                        draft.name(),
                        reReviews
                                .of(campaignId)
                                .map(it -> titles.require(it.titleId()).name())
                                .orElse(kind.name())),
                "name",
                "称号名称",
                200);
        if (before.isPresent()) {
            jdbc.sql("update naming set name = ?, document_number = ?, issuer = ?, named_on = ?, valid_until = ?,"
                            + " plaque = ?, last_by = ?, last_at = ?, version = version + 1 where campaign_id = ?")
                    .params(name, number, issuer, namedOn, validUntil, plaque, user.name(), now(), campaignId)
                    .update();
        } else {
            jdbc.sql("insert into naming (campaign_id, name, document_number, issuer, named_on, valid_until, plaque,"
                            + " last_by, last_at, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
                    .params(campaignId, name, number, issuer, namedOn, validUntil, plaque, user.name(), now())
                    .update();
        }
        journal.write(
                user.account(),
                user.name(),
                campaignId,
                "campaign",
                campaignId,
                "登记命名文件",
                number + "，" + namedOn + "，有效期至 " + validUntil);
        return find(campaignId).orElseThrow();
    }

    /** The model says the naming stage is passed: the title comes into force, or is prolonged. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeEffect(String campaignId) {
        Naming naming =
                find(campaignId).orElseThrow(() -> Problem.invalid("naming-missing", "还没有登记命名文件，请先在“命名”页登记再办结。"));
        Campaign campaign = campaigns.require(campaignId);
        ReReviews.ReReview review = reReviews.of(campaignId).orElse(null);
        String titleId;
        if (review == null) {
            titleId = titles.won(
                            kinds.require(campaign.kind()),
                            campaignId,
                            new Titles.Entry(
                                    campaign.kind(),
                                    naming.name(),
                                    naming.documentNumber(),
                                    naming.issuer(),
                                    naming.namedOn(),
                                    naming.validUntil(),
                                    naming.plaque(),
                                    null),
                            campaign.example())
                    .id();
        } else {
            titleId = review.titleId();
            titles.renew(titleId, campaignId, naming.validUntil(), naming.plaque(), naming.documentNumber());
            reReviews.renewed(campaignId);
        }
        jdbc.sql("update naming set title_id = ? where campaign_id = ?")
                .params(titleId, campaignId)
                .update();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    /**
     * What the office types.
     *
     * @param name null for the kind's name, or the re-reviewed title's
     */
    public record Draft(
            @Nullable String name,
            @Nullable String documentNumber,
            @Nullable String issuer,
            @Nullable LocalDate namedOn,
            @Nullable LocalDate validUntil,
            @Nullable String plaque) {}
}
