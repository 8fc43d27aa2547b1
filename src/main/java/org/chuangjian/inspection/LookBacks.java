package org.chuangjian.inspection;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.evidence.Upload;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Conditions;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 回头看: a share of what was struck off, drawn by lot, is looked at once more. */
@Component
public class LookBacks {

    private final JdbcClient jdbc;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final Findings findings;
    private final FindingPhotos photos;
    private final FindingWork work;

    LookBacks(
            JdbcClient jdbc,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CampaignKinds kinds,
            Findings findings,
            FindingPhotos photos,
            FindingWork work) {
        this.jdbc = jdbc;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.findings = findings;
        this.photos = photos;
        this.work = work;
    }

    /** @param candidates how many struck off there were to draw from, of which {@code share} percent were drawn */
    public record LookBack(
            String id,
            String campaignId,
            String seed,
            int share,
            int candidates,
            String drawnByName,
            OffsetDateTime drawnAt,
            int drawn,
            int done,
            int rebounds) {}

    /** @param result HELD or REBOUND; null before it was looked at */
    public record Item(
            String lookBackId,
            String findingId,
            String number,
            String place,
            String unitName,
            String description,
            @Nullable String result,
            String note,
            @Nullable String checkedByName,
            @Nullable OffsetDateTime checkedAt) {}

    /**
     * Draws among what was struck off and not drawn since.
     *
     * @param seed to repeat a draw; null for a fresh one
     * @throws Problem 422 if there is nothing to draw from
     */
    @Transactional
    public LookBack draw(String campaignId, @Nullable String seed) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        int share = Inspections.rule(kinds.require(campaign.kind())).lookBackShare();
        List<String> candidates = jdbc.sql(
                        "select f.id from finding f where f.campaign_id = ? and f.state = 'CLOSED'"
                                + " and not exists (select 1 from look_back_item i join look_back b on b.id = i.look_back_id"
                                + " where i.finding_id = f.id and (i.result is null or b.drawn_at >= f.verified_at)) order by f.id")
                .param(campaignId)
                .query(String.class)
                .list();
        if (candidates.isEmpty()) {
            throw Problem.invalid("nothing-to-draw", "没有可抽取的问题：还没有销号的问题，或都已抽取过回头看。");
        }
        String used = Draw.seed(seed);
        int count = Math.max(1, (candidates.size() * share + 99) / 100);
        List<String> drawn = Draw.of(candidates, used, count);
        String id = Ids.next();
        jdbc.sql("insert into look_back (id, campaign_id, seed, share, candidates, drawn_by, drawn_by_name, drawn_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(id, campaignId, used, share, candidates.size(), user.account(), user.name(), findings.now())
                .update();
        drawn.forEach(
                finding -> jdbc.sql("insert into look_back_item (look_back_id, finding_id, note) values (?, ?, '')")
                        .params(id, finding)
                        .update());
        // Whoever is drawn must not read in the campaign's journal that somebody will come again.
        journal.write(
                user.account(),
                user.name(),
                null,
                "lookBack",
                id,
                "抽取回头看",
                "从 " + candidates.size() + " 个已销号问题中抽取 " + drawn.size() + " 个，种子 " + used);
        return of(campaignId).stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The draws of a campaign, the newest first. */
    public List<LookBack> of(String campaignId) {
        access.require(Permission.MANAGE_INSPECTIONS);
        return jdbc.sql("""
                        select b.*, (select count(*) from look_back_item i where i.look_back_id = b.id) as drawn,
                               (select count(*) from look_back_item i where i.look_back_id = b.id
                                   and i.result is not null) as done,
                               (select count(*) from look_back_item i where i.look_back_id = b.id
                                   and i.result = 'REBOUND') as rebounds
                          from look_back b where b.campaign_id = ? order by b.drawn_at desc, b.id desc
                        """).param(campaignId).query(Rows.of(LookBack.class)).list();
    }

    /**
     * What was drawn in a campaign, the newest draw first, of the findings the signed-in person may know. Nobody but the
     * office learns that somebody will come to the own unit again.
     */
    public List<Item> items(String campaignId) {
        CurrentUser user = access.require(Permission.INSPECT);
        Conditions where = findings.visible().and("b.campaign_id = :campaign").with("campaign", campaignId);
        if (!user.may(Permission.MANAGE_INSPECTIONS)) {
            where.and("(i.result is not null or f.unit_code <> :ownUnit)");
        }
        return jdbc.sql("""
                        select i.*, f.number, f.place, f.description, u.name as unit_name
                          from look_back_item i
                          join look_back b on b.id = i.look_back_id
                          join finding f on f.id = i.finding_id
                          join unit u on u.code = f.unit_code
                        """ + where.where() + " order by b.drawn_at desc, f.number")
                .params(where.parameters())
                .query(Rows.of(Item.class))
                .list();
    }

    /** Whether the finding was drawn and nobody has looked yet. */
    public boolean waiting(String findingId) {
        return jdbc.sql("select count(*) from look_back_item where finding_id = ? and result is null")
                        .param(findingId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /**
     * What was found when somebody looked again. Not held means 反弹: the finding is open again under its number.
     *
     * @param pictures of how it looks now; may be none
     */
    @Transactional
    public Finding record(String findingId, boolean held, @Nullable String note, List<Upload> pictures) {
        CurrentUser user = access.require(Permission.INSPECT);
        Finding finding = findings.lockVisible(findingId);
        if (user.belongsTo(finding.unitCode()) && !user.may(Permission.MANAGE_INSPECTIONS)) {
            throw Problem.forbidden("责任单位的人员不能为本单位的问题做回头看。");
        }
        if (finding.state() != FindingState.CLOSED) {
            throw findings.conflict(finding);
        }
        if (!held && StringUtils.isBlank(note)) {
            throw Problem.invalid("note", "请写明问题怎样反弹。");
        }
        Campaigns.requireActive(campaigns.require(finding.campaignId()));
        String said = FindingWork.limited(StringUtils.defaultString(note).strip(), 1000, "回头看情况");
        int noted = jdbc.sql("update look_back_item set result = ?, note = ?, checked_by_name = ?, checked_at = ?"
                        + " where finding_id = ? and result is null")
                .params(held ? "HELD" : "REBOUND", said, user.name(), findings.now(), findingId)
                .update();
        if (noted == 0) {
            throw Problem.conflict("not-drawn", "这个问题没有待办的回头看，可能已由他人登记，请刷新页面。");
        }
        List<FindingPhotos.Taken> taken = new ArrayList<>();
        pictures.forEach(picture -> taken.add(photos.take(picture)));
        taken.forEach(picture -> photos.add(findingId, FindingPhoto.Role.LOOK_BACK, null, picture, null, user));
        jdbc.sql("update finding set looked_back_at = ? where id = ?")
                .params(findings.now(), findingId)
                .update();
        journal.write(
                user.account(),
                user.name(),
                finding.campaignId(),
                "finding",
                findingId,
                "回头看",
                held ? "整改效果保持" + (said.isEmpty() ? "" : "：" + said) : said);
        if (!held) {
            work.reopen(findings.require(findingId), said, user);
        }
        return findings.require(findingId);
    }
}
