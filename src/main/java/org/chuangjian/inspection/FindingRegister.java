package org.chuangjian.inspection;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.evidence.Upload;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How a finding gets into the register: written down at a site, or reported from above. */
@Component
public class FindingRegister {

    private static final int LONGEST_TEXT = 2000;
    private static final int LONGEST_PLACE = 300;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Units units;
    private final Sites sites;
    private final Inspections inspections;
    private final Findings findings;
    private final FindingPhotos photos;
    private final FindingIssue issue;

    FindingRegister(
            JdbcClient jdbc,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Units units,
            Sites sites,
            Inspections inspections,
            Findings findings,
            FindingPhotos photos,
            FindingIssue issue) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.units = units;
        this.sites = sites;
        this.inspections = inspections;
        this.findings = findings;
        this.photos = photos;
        this.issue = issue;
    }

    /**
     * What an inspector has seen.
     *
     * @param clientId made by the sender and the same when it sends again
     * @param siteId a site of the inspection; null for a place that is on no list
     * @param place where it is, for such a place
     * @param unit whose affair it is; null for the site's own unit
     * @param latitude of the device, degrees; a photo that knows its place goes before
     */
    public record Seen(
            @Nullable String clientId,
            @Nullable String siteId,
            @Nullable String place,
            @Nullable String businessType,
            @Nullable String criterion,
            @Nullable String severity,
            @Nullable String description,
            @Nullable String unit,
            @Nullable BigDecimal latitude,
            @Nullable BigDecimal longitude) {}

    /**
     * Writes a finding down. Sent again with the same client id it answers the finding that is there.
     *
     * @throws Problem 422 with what is missing, e.g. {@code photo-missing} where the severity demands a photo
     */
    @Transactional
    public Finding record(String inspectionId, Seen seen, List<Upload> pictures) {
        CurrentUser user = access.require(Permission.INSPECT);
        // Locked, so that the same finding sent twice at once is seen to be the same.
        Inspection inspection = inspections.lockForInspector(inspectionId);
        Optional<Finding> known = ofClient(seen.clientId());
        if (known.isPresent()) {
            return known.get();
        }
        Campaign campaign = Campaigns.requireActive(campaigns.require(inspection.campaignId()));
        Site site = StringUtils.isBlank(seen.siteId()) ? null : inspections.requireSite(inspection, seen.siteId());
        CampaignKind.Severity severity = severity(campaign, seen.severity());
        String criterion = criterion(campaign, seen.criterion());
        String description = text(seen.description());
        String unit = unit(seen.unit(), site);
        if (severity.photoRequired() && pictures.isEmpty()) {
            throw Problem.invalid("photo-missing", "“" + severity.name() + "”必须有现场照片，请先拍照再保存。已填写的内容没有丢失。");
        }
        List<FindingPhotos.Taken> taken = pictures.stream().map(photos::take).toList();
        Place device = Place.of(seen.latitude(), seen.longitude());
        String id = insert(
                new Row(
                        seen.clientId(),
                        campaign.id(),
                        inspectionId,
                        site == null ? null : site.id(),
                        site == null ? place(seen.place()) : site.name(),
                        site == null ? type(seen.businessType()) : site.businessType(),
                        Spot.of(taken, device, site),
                        criterion,
                        unit,
                        severity.code(),
                        description,
                        inspection.mode() == Inspection.Mode.COVERT ? FindingSource.COVERT : FindingSource.OPEN_CHECK,
                        ""),
                user);
        keep(id, taken, user);
        if (site != null) {
            inspections.visited(inspectionId, site.id(), false, "", device, user);
        }
        // Without the campaign: its journal must not tell of what is not issued yet.
        journal.write(user.account(), user.name(), null, "finding", id, "发现", description);
        return findings.require(id);
    }

    /**
     * A problem that a level above, an evaluation or somebody else has found.
     *
     * @param sourceNote who found it and in which document
     * @param place where it is, in words
     * @param siteId a site of ours, if it is one
     * @param dueDate the deadline set by those above; null counts it from the severity
     */
    public record Report(
            String campaignId,
            FindingSource source,
            String sourceNote,
            @Nullable String criterion,
            @Nullable String unit,
            @Nullable String severity,
            @Nullable String place,
            @Nullable String siteId,
            @Nullable String description,
            @Nullable LocalDate dueDate) {}

    /**
     * Takes problems from above into the register and hands them to their units at once, all or nothing.
     *
     * @throws Problem 422 naming what does not fit
     */
    @Transactional
    public List<Finding> registerFromAbove(List<Report> reports) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Map<String, LocalDate> deadlines = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (Report report : reports) {
            String id = register(report, List.of(), user);
            ids.add(id);
            deadline(report).ifPresent(due -> deadlines.put(id, due));
        }
        issue.issueAll(ids, deadlines, user);
        return ids.stream().map(findings::require).toList();
    }

    /**
     * Takes one with its photos. There may be none, for those above send papers; then the unit shows at least one photo
     * of what it has done where the severity demands photos.
     */
    @Transactional
    public Finding registerFromAbove(Report report, List<Upload> pictures) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        String id = register(report, pictures, user);
        issue.issueAll(List.of(id), deadline(report).map(due -> Map.of(id, due)).orElse(Map.of()), user);
        return findings.require(id);
    }

    /** Set from above, it may be over by the time we hear of it. */
    private Optional<LocalDate> deadline(Report report) {
        LocalDate due = report.dueDate();
        if (due != null && due.isBefore(LocalDate.now(clock).minusYears(1))) {
            throw Problem.invalid("due-date", "上级要求的整改期限 " + due + " 已过去一年以上，请核对年份。");
        }
        return Optional.ofNullable(due);
    }

    private String register(Report report, List<Upload> pictures, CurrentUser user) {
        Campaign campaign = Campaigns.requireActive(campaigns.require(report.campaignId()));
        if (!report.source().fromAbove()) {
            throw Problem.invalid("source", "请选择问题来源：市级反馈、省级反馈、国家反馈、评价反馈或其他来源。");
        }
        Site site = StringUtils.isBlank(report.siteId()) ? null : sites.require(report.siteId());
        List<FindingPhotos.Taken> taken = pictures.stream().map(photos::take).toList();
        String id = insert(
                new Row(
                        null,
                        campaign.id(),
                        null,
                        site == null ? null : site.id(),
                        site == null ? place(report.place()) : site.name(),
                        site == null ? null : site.businessType(),
                        Spot.of(taken, null, site),
                        criterion(campaign, report.criterion()),
                        unit(report.unit(), site),
                        severity(campaign, report.severity()).code(),
                        text(report.description()),
                        report.source(),
                        FindingWork.limited(report.sourceNote().strip(), LONGEST_PLACE, "反馈单位和文号")),
                user);
        keep(id, taken, user);
        journal.write(
                user.account(),
                user.name(),
                null,
                "finding",
                id,
                "登记",
                report.source().label() + "：" + report.sourceNote());
        return id;
    }

    /**
     * The office puts right what an inspector wrote, as long as it is not issued.
     *
     * @throws Problem 409 once it is issued
     */
    @Transactional
    public Finding correct(
            String id,
            @Nullable String unit,
            @Nullable String criterion,
            @Nullable String severity,
            @Nullable String description) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Finding finding = findings.lock(id);
        if (finding.state() != FindingState.DISCOVERED) {
            throw findings.conflict(finding);
        }
        Campaign campaign = campaigns.require(finding.campaignId());
        CampaignKind.Severity wanted = severity(campaign, severity);
        if (wanted.photoRequired() && photos.of(id).isEmpty()) {
            throw Problem.invalid("photo-missing", "“" + wanted.name() + "”必须有现场照片，这个问题没有照片，请改选其他等级。");
        }
        findings.update(
                finding,
                finding.state(),
                user.name(),
                Map.of(
                        "unit_code", unit(unit, null),
                        "criterion_code", criterion(campaign, criterion),
                        "severity", wanted.code(),
                        "description", text(description)));
        journal.write(user.account(), user.name(), null, "finding", id, "更正", "");
        return findings.require(id);
    }

    private Optional<Finding> ofClient(@Nullable String clientId) {
        if (StringUtils.isBlank(clientId)) {
            return Optional.empty();
        }
        FindingPhotos.checkClientId(clientId);
        return jdbc.sql("select id from finding where client_id = ?")
                .param(clientId)
                .query(String.class)
                .optional()
                .map(findings::require);
    }

    private CampaignKind.Severity severity(Campaign campaign, @Nullable String code) {
        CampaignKind.InspectionRule rule = Inspections.rule(kinds.require(campaign.kind()));
        return rule.severity(StringUtils.defaultString(code))
                .orElseThrow(() -> Problem.invalid("severity", "请选择问题等级。")
                        .with(
                                "severities",
                                rule.severities().stream()
                                        .map(CampaignKind.Severity::code)
                                        .toList()));
    }

    private String criterion(Campaign campaign, @Nullable String code) {
        return criteriaSets
                .criterion(
                        campaign.criteriaSetId(),
                        StringUtils.defaultString(code).strip())
                .orElseThrow(() -> Problem.invalid("criterion", "请选择问题对应的指标。"))
                .code();
    }

    /** Whose affair it is: as said, or else the site's own unit. */
    private String unit(@Nullable String code, @Nullable Site site) {
        if (site != null && StringUtils.isBlank(code)) {
            return units.find(site.unitCode())
                    .filter(Unit::active)
                    .orElseThrow(() -> Problem.invalid(
                            "unit-inactive", "点位“" + site.name() + "”的责任单位“" + site.unitName() + "”已停用，请另选责任单位。"))
                    .code();
        }
        return units.find(StringUtils.defaultString(code).strip())
                .filter(Unit::active)
                .orElseThrow(() -> Problem.invalid("unit", "请选择责任单位。"))
                .code();
    }

    private @Nullable String type(@Nullable String code) {
        return StringUtils.isBlank(code) ? null : sites.requireType(code).code();
    }

    private static String text(@Nullable String description) {
        if (StringUtils.isBlank(description) || description.strip().length() > LONGEST_TEXT) {
            throw Problem.invalid("description", "请写明问题是什么（不超过 " + LONGEST_TEXT + " 字）。");
        }
        return description.strip();
    }

    private static String place(@Nullable String place) {
        if (StringUtils.isBlank(place) || place.strip().length() > LONGEST_PLACE) {
            throw Problem.invalid("place", "请选择点位，或写明问题发生的地点（不超过 " + LONGEST_PLACE + " 字）。");
        }
        return place.strip();
    }

    private record Row(
            @Nullable String clientId,
            String campaignId,
            @Nullable String inspectionId,
            @Nullable String siteId,
            String place,
            @Nullable String businessType,
            Spot spot,
            String criterion,
            String unit,
            String severity,
            String description,
            FindingSource source,
            String sourceNote) {}

    /** @param source how it is known: PHOTO, DEVICE, SITE, or NONE */
    private record Spot(@Nullable Place where, String source) {

        /** A photo that knows its place goes before the device, the device before the register of sites. */
        static Spot of(List<FindingPhotos.Taken> photos, @Nullable Place device, @Nullable Site site) {
            Place photographed = photos.stream()
                    .map(FindingPhotos.Taken::place)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            if (photographed != null) {
                return new Spot(photographed, "PHOTO");
            }
            if (device != null) {
                return new Spot(device, "DEVICE");
            }
            Place listed = site == null ? null : Place.of(site.latitude(), site.longitude());
            return new Spot(listed, listed == null ? "NONE" : "SITE");
        }
    }

    private void keep(String id, List<FindingPhotos.Taken> taken, CurrentUser user) {
        taken.forEach(photo -> photos.add(id, FindingPhoto.Role.BEFORE, null, photo, null, user));
    }

    private String insert(Row row, CurrentUser user) {
        String id = Ids.next();
        jdbc.sql(
                        "insert into finding (id, client_id, campaign_id, inspection_id, site_id, place, business_type, latitude,"
                                + " longitude, place_source, criterion_code, unit_code, severity, description, source, source_note,"
                                + " state, open, found_at, found_by, found_by_name, extended, plan, feedback, no_same_type,"
                                + " return_count, reopen_count, last_at, last_by, version)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'DISCOVERED', false, ?, ?, ?, false,"
                                + " '', '', '', 0, 0, ?, ?, 0)")
                .params(
                        id,
                        StringUtils.trimToNull(row.clientId),
                        row.campaignId,
                        row.inspectionId,
                        row.siteId,
                        row.place,
                        row.businessType,
                        row.spot.where == null ? null : row.spot.where.latitude(),
                        row.spot.where == null ? null : row.spot.where.longitude(),
                        row.spot.source,
                        row.criterion,
                        row.unit,
                        row.severity,
                        row.description,
                        row.source.name(),
                        row.sourceNote,
                        findings.now(),
                        user.account(),
                        user.name(),
                        findings.now(),
                        user.name())
                .update();
        return id;
    }
}
