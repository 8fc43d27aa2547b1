package org.chuangjian.inspection;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.evidence.StoredFiles;
import org.chuangjian.evidence.Upload;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Conditions;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** 点位: the register of places, whose they are and which campaigns they serve. */
@Component
public class Sites {

    static final int LONGEST_NAME = 100;
    static final int LONGEST_ADDRESS = 200;
    static final int LONGEST_NOTE = 500;

    private static final String SELECT = """
            select s.*, u.name as unit_name, t.name as business_type_name
              from site s
              join unit u on u.code = s.unit_code
              join business_type t on t.code = s.business_type
            """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Units units;
    private final Campaigns campaigns;
    private final BusinessTypes types;
    private final StoredFiles files;

    Sites(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            Units units,
            Campaigns campaigns,
            BusinessTypes types,
            StoredFiles files) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.units = units;
        this.campaigns = campaigns;
        this.types = types;
        this.files = files;
    }

    /**
     * A site as it shall be.
     *
     * @param campaigns ids of those it serves; null leaves them as they are
     */
    public record Draft(
            @Nullable String name,
            @Nullable String address,
            @Nullable String unit,
            @Nullable String businessType,
            @Nullable BigDecimal latitude,
            @Nullable BigDecimal longitude,
            boolean showcase,
            @Nullable String note,
            boolean active,
            @Nullable List<String> campaigns) {}

    /** Which sites are wanted; null or blank means any. */
    public record Filter(
            @Nullable String campaign,
            @Nullable String unit,
            @Nullable String type,
            @Nullable String text) {}

    public Paged<Site> page(Filter filter, int page, int size) {
        access.require(Permission.MANAGE_INSPECTIONS);
        Conditions where = new Conditions()
                .ifAsked(
                        "exists (select 1 from site_campaign c where c.site_id = s.id and c.campaign_id = :campaign)",
                        "campaign",
                        filter.campaign())
                .ifAsked("s.unit_code = :unit", "unit", filter.unit())
                .ifAsked("s.business_type = :type", "type", filter.type())
                .ifAsked(
                        "(lower(s.name) like :text escape '!' or lower(s.address) like :text escape '!')",
                        "text",
                        Conditions.anywhere(filter.text()));
        return new Paged<>(
                where.rows(jdbc, SELECT, " order by s.active desc, t.position, s.name, s.id", Site.class, page, size),
                page,
                size,
                where.count(jdbc, "site s"));
    }

    public Optional<Site> find(String id) {
        return Rows.find(jdbc, Site.class, SELECT + " where s.id = ?", id);
    }

    /** @throws Problem 404 */
    public Site require(String id) {
        return find(id).orElseThrow(() -> Problem.notFound("没有这个点位，或您无权查看。"));
    }

    Site requireActive(String id) {
        return find(id.strip())
                .filter(Site::active)
                .orElseThrow(() -> Problem.invalid("site", "没有这个点位，或已停用，请从点位列表中选择。"));
    }

    /** Those in use that serve the campaign, by business type and name. */
    public List<Site> serving(String campaignId) {
        access.require(Permission.MANAGE_INSPECTIONS);
        return Rows.list(
                jdbc,
                Site.class,
                SELECT + " join site_campaign c on c.site_id = s.id where c.campaign_id = ? and s.active"
                        + " order by t.position, s.name, s.id",
                campaignId);
    }

    BusinessTypes.BusinessType requireType(@Nullable String code) {
        return types.find(StringUtils.defaultString(code).strip())
                .filter(BusinessTypes.BusinessType::active)
                .orElseThrow(() -> Problem.invalid("business-type", "请选择业态。"));
    }

    /** Id → business type of the sites in use that serve the campaign. */
    Map<String, String> candidates(String campaignId, List<String> businessTypes) {
        List<String> wanted =
                businessTypes.stream().filter(StringUtils::isNotBlank).toList();
        wanted.forEach(this::requireType);
        Map<String, String> candidates = new LinkedHashMap<>();
        jdbc.sql("select s.id, s.business_type from site s join site_campaign c on c.site_id = s.id"
                        + " where c.campaign_id = :campaign and s.active"
                        + (wanted.isEmpty() ? "" : " and s.business_type in (:types)") + " order by s.id")
                .param("campaign", campaignId)
                .param("types", wanted)
                .query(row -> {
                    candidates.put(row.getString("id"), row.getString("business_type"));
                });
        return candidates;
    }

    /** How many sites in use serve the campaign, by business type. */
    public Map<String, Integer> countsByType(String campaignId) {
        access.require(Permission.MANAGE_INSPECTIONS);
        Map<String, Integer> counts = new HashMap<>();
        candidates(campaignId, List.of()).values().forEach(type -> counts.merge(type, 1, Integer::sum));
        return counts;
    }

    /** Ids of the campaigns that a site serves. */
    public List<String> campaignsOf(String id) {
        return jdbc.sql("select campaign_id from site_campaign where site_id = ? order by campaign_id")
                .param(id)
                .query(String.class)
                .list();
    }

    /**
     * Adds a site, or changes one.
     *
     * @param id null for a new one
     * @throws Problem 422 with what is missing, 409 if another site has name and address
     */
    @Transactional
    public Site save(@Nullable String id, Draft draft) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        String name = required(draft.name(), LONGEST_NAME, "name", "点位名称");
        String address = StringUtils.defaultString(draft.address()).strip();
        if (address.length() > LONGEST_ADDRESS) {
            throw Problem.invalid("address", "地址不能超过 " + LONGEST_ADDRESS + " 字。");
        }
        Unit unit = units.find(StringUtils.defaultString(draft.unit()).strip())
                .filter(Unit::active)
                .orElseThrow(() -> Problem.invalid("unit", "请选择责任单位。"));
        Site before = id == null ? null : require(id);
        // A site keeps a type that has been retired since.
        String type = before != null && before.businessType().equals(draft.businessType())
                ? before.businessType()
                : requireType(draft.businessType()).code();
        Place place = place(draft.latitude(), draft.longitude());
        String note =
                FindingWork.limited(StringUtils.defaultString(draft.note()).strip(), LONGEST_NOTE, "备注");
        jdbc.sql("select id from site where name = ? and address = ?")
                .params(name, address)
                .query(String.class)
                .optional()
                .filter(other -> !other.equals(id))
                .ifPresent(other -> {
                    throw Problem.conflict("site-exists", "已有名称和地址都相同的点位“" + name + "”，请不要重复登记。");
                });
        String saved = before == null ? Ids.next() : before.id();
        if (before == null) {
            insert(saved, name, address, unit.code(), type, place, draft.showcase(), note, user);
        } else {
            update(saved, name, address, unit.code(), type, place, draft.showcase(), note, draft.active(), user);
        }
        if (draft.campaigns() != null) {
            serve(saved, draft.campaigns());
        }
        journal.write(user.account(), user.name(), null, "site", saved, before == null ? "新增点位" : "修改点位", name);
        return require(saved);
    }

    /** Like {@link #save}, with a photo, both or none. */
    @Transactional
    public Site save(@Nullable String id, Draft draft, @Nullable Upload photo) {
        Site saved = save(id, draft);
        if (photo != null) {
            setPhoto(saved, photo);
        }
        return saved;
    }

    private static @Nullable Place place(@Nullable BigDecimal latitude, @Nullable BigDecimal longitude) {
        if (latitude == null && longitude == null) {
            return null;
        }
        Place place = Place.of(latitude, longitude);
        if (place == null) {
            throw Problem.invalid("place", "经纬度不对：纬度在 -90 到 90 之间，经度在 -180 到 180 之间，两项都要填。");
        }
        return place;
    }

    private static String required(@Nullable String text, int most, String code, String what) {
        if (StringUtils.isBlank(text) || text.strip().length() > most) {
            throw Problem.invalid(code, "请填写" + what + "（不超过 " + most + " 字）。");
        }
        return text.strip();
    }

    private void insert(
            String id,
            String name,
            String address,
            String unit,
            String type,
            @Nullable Place place,
            boolean showcase,
            String note,
            CurrentUser user) {
        jdbc.sql("insert into site (id, name, address, unit_code, business_type, latitude, longitude, showcase, note,"
                        + " active, last_at, last_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, true, ?, ?)")
                .params(
                        id,
                        name,
                        address,
                        unit,
                        type,
                        place == null ? null : place.latitude(),
                        place == null ? null : place.longitude(),
                        showcase,
                        note,
                        now(),
                        user.name())
                .update();
    }

    private void update(
            String id,
            String name,
            String address,
            String unit,
            String type,
            @Nullable Place place,
            boolean showcase,
            String note,
            boolean active,
            CurrentUser user) {
        jdbc.sql("update site set name = ?, address = ?, unit_code = ?, business_type = ?, latitude = ?, longitude = ?,"
                        + " showcase = ?, note = ?, active = ?, last_at = ?, last_by = ? where id = ?")
                .params(
                        name,
                        address,
                        unit,
                        type,
                        place == null ? null : place.latitude(),
                        place == null ? null : place.longitude(),
                        showcase,
                        note,
                        active,
                        now(),
                        user.name(),
                        id)
                .update();
    }

    private void serve(String id, List<String> campaignIds) {
        Set<String> wanted =
                campaignIds.stream().filter(StringUtils::isNotBlank).collect(Collectors.toCollection(HashSet::new));
        wanted.forEach(campaigns::require);
        // Which places served a campaign that has ended is a record, and no form offers it.
        jdbc.sql("delete from site_campaign where site_id = ?"
                        + " and campaign_id in (select k.id from campaign k where k.state = 'ACTIVE')")
                .param(id)
                .update();
        wanted.removeAll(Set.copyOf(campaignsOf(id)));
        wanted.forEach(campaign -> jdbc.sql("insert into site_campaign (site_id, campaign_id) values (?, ?)")
                .params(id, campaign)
                .update());
    }

    /** @throws Problem 422 for what is no picture */
    private void setPhoto(Site site, Upload upload) {
        CurrentUser user = access.current();
        StoredFiles.Content content = files.store(upload);
        if (!content.picture()) {
            throw Problem.invalid("not-a-photo", content.name() + "：这里只接收照片（JPG、PNG 等），请重新选择。");
        }
        jdbc.sql("update site set photo_name = ?, photo_media_type = ?, photo_sha256 = ? where id = ?")
                .params(content.name(), content.mediaType(), content.sha256(), site.id())
                .update();
        journal.write(user.account(), user.name(), null, "site", site.id(), "更换点位照片", site.name());
    }

    public ResponseEntity<Resource> photo(String id, boolean inline) {
        access.require(Permission.INSPECT);
        Site site = require(id);
        if (site.photoSha256() == null || site.photoName() == null || site.photoMediaType() == null) {
            throw Problem.notFound("这个点位还没有照片。");
        }
        return files.answer(site.photoName(), site.photoMediaType(), site.photoSha256(), inline);
    }

    /**
     * Takes over a table of sites: new ones (by name and address) are added, known ones changed. All or nothing.
     *
     * @param campaignId the campaign they serve from now on; null changes none
     * @return the problems, if any; then nothing was written
     */
    @Transactional
    public ImportReport importSites(byte[] content, String fileName, @Nullable String campaignId, boolean dryRun) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Campaign campaign = StringUtils.isBlank(campaignId) ? null : campaigns.require(campaignId);
        List<Site> existing = Rows.list(jdbc, Site.class, SELECT);
        Set<String> serving = campaign == null
                ? Set.of()
                : Set.copyOf(jdbc.sql("select site_id from site_campaign where campaign_id = ?")
                        .param(campaign.id())
                        .query(String.class)
                        .list());
        SiteTable table = SiteTable.read(content, fileName, existing, serving, campaign != null, units, types.active());
        ImportReport report = table.report();
        if (dryRun || !report.clean()) {
            return report;
        }
        for (SiteTable.Entry entry : table.entries()) {
            String id = entry.existing() == null ? Ids.next() : entry.existing().id();
            if (entry.existing() == null) {
                insert(
                        id,
                        entry.name(),
                        entry.address(),
                        entry.unit(),
                        entry.type(),
                        entry.place(),
                        entry.showcase(),
                        entry.note(),
                        user);
            } else {
                update(
                        id,
                        entry.name(),
                        entry.address(),
                        entry.unit(),
                        entry.type(),
                        entry.place(),
                        entry.showcase(),
                        entry.note(),
                        entry.existing().active(),
                        user);
            }
            if (campaign != null && !serving.contains(id)) {
                jdbc.sql("insert into site_campaign (site_id, campaign_id) values (?, ?)")
                        .params(id, campaign.id())
                        .update();
            }
        }
        journal.write(
                user.account(),
                user.name(),
                null,
                "site",
                campaign == null ? "-" : campaign.id(),
                "导入点位",
                "新增 " + report.created() + " 个，变更 " + report.changed() + " 个");
        return report;
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }
}
