package org.chuangjian.title;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.CampaignLaunched;
import org.chuangjian.campaign.CampaignTerminated;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.campaign.Owners;
import org.chuangjian.campaign.Ownership;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.evidence.Evidence;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.EvidenceEntry;
import org.chuangjian.evidence.UploadTarget;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Rows;
import org.chuangjian.work.Assignments;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 复审: a campaign that takes criteria, owners and still-valid evidence over from the last one for the same title. */
@Component
public class ReReviews {

    private static final int BATCH = 500;
    private static final int LONGEST_MONTHS = 240;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Titles titles;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Owners owners;
    private final Units units;
    private final Assignments assignments;
    private final EvidenceBook evidence;

    ReReviews(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            Access access,
            Journal journal,
            Titles titles,
            Campaigns campaigns,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Owners owners,
            Units units,
            Assignments assignments,
            EvidenceBook evidence) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.titles = titles;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.owners = owners;
        this.units = units;
        this.assignments = assignments;
        this.evidence = evidence;
    }

    /** Which title a campaign re-reviews, if it does. */
    public Optional<ReReview> of(String campaignId) {
        return Rows.find(jdbc, ReReview.class, "select * from re_review where campaign_id = ?", campaignId);
    }

    /** The re-reviews of a title, oldest first. */
    public List<ReReview> ofTitle(String titleId) {
        return Rows.list(
                jdbc,
                ReReview.class,
                "select * from re_review where title_id = ? order by started_at, campaign_id",
                titleId);
    }

    /**
     * 启动复审: a new campaign of the title's kind, with the owners of the last one where the criterion is still there,
     * and its accepted evidence. Evidence is linked when the tasks are launched; stale evidence is listed only.
     *
     * @throws Problem 409 if the title is not held, 422 if the campaign cannot be made
     */
    @Transactional
    public Campaign start(String titleId, Plan plan, @Nullable Integer seen) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Title title = titles.lock(titleId, seen);
        if (!title.state().held()) {
            throw Problem.conflict("title-state", "称号当前为“" + title.state().label() + "”，不能启动复审。");
        }
        CampaignKind kind = kinds.require(title.kind());
        int months = months(kind, plan.evidenceMonths());
        LocalDate since = LocalDate.now(clock).minusMonths(months);
        Campaign last = title.campaignId() == null ? null : campaigns.require(title.campaignId());
        String setId = plan.criteriaSetId() == null || plan.criteriaSetId().isBlank()
                ? last == null ? "" : last.criteriaSetId()
                : plan.criteriaSetId();
        Campaign campaign = campaigns.create(
                title.kind(),
                plan.name() == null || plan.name().isBlank() ? title.name() + "复审" : plan.name(),
                setId,
                plan.startDate(),
                plan.acceptanceDate(),
                title.example());
        jdbc.sql("insert into re_review (campaign_id, title_id, from_campaign_id, evidence_since, state_before,"
                        + " started_by, started_at) values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        campaign.id(),
                        titleId,
                        last == null ? null : last.id(),
                        since,
                        title.state().name(),
                        user.name(),
                        now())
                .update();
        int carriedOwners = 0;
        Counts carried = new Counts(0, 0, 0);
        if (last != null) {
            Map<String, Criterion> asked = byCode(campaign);
            carriedOwners = carryOwners(last.id(), campaign.id(), asked.keySet());
            carryEvidence(last, campaign, asked, since);
            carried = counts(campaign.id());
        }
        String detail = "沿用责任分解 " + carriedOwners + " 项、材料 " + carried.usable() + " 份，过期材料 " + carried.stale() + " 份";
        journal.write(user.account(), user.name(), campaign.id(), "campaign", campaign.id(), "启动复审", detail);
        journal.write(
                user.account(),
                user.name(),
                title.campaignId(),
                "title",
                titleId,
                "启动复审",
                "《" + campaign.name() + "》，" + detail);
        titles.reviewed(title);
        return campaigns.require(campaign.id());
    }

    private static int months(CampaignKind kind, @Nullable Integer wanted) {
        CampaignKind.TitleRule rule = kind.title();
        if (wanted == null && rule == null) {
            throw Problem.invalid("evidenceMonths", "请填写沿用近多少个月的材料。");
        }
        int months = wanted == null && rule != null ? rule.evidenceMonths() : wanted == null ? 0 : wanted;
        if (months < 1 || months > LONGEST_MONTHS) {
            throw Problem.invalid("evidenceMonths", "沿用材料的月数应在 1 至 " + LONGEST_MONTHS + " 之间。");
        }
        return months;
    }

    /** A unit that is no longer active is left out; the criterion then keeps what the table proposes. */
    private int carryOwners(String from, String to, Set<String> codes) {
        Set<String> active = units.active().stream().map(Unit::code).collect(Collectors.toSet());
        List<Owners.Change> changes = new ArrayList<>();
        for (Ownership before : owners.of(from)) {
            String lead = before.lead();
            if (codes.contains(before.criterionCode()) && lead != null && active.contains(lead)) {
                changes.add(new Owners.Change(
                        0,
                        before.criterionCode(),
                        lead,
                        before.supporting().stream().filter(active::contains).toList(),
                        null,
                        null));
            }
        }
        List<RowProblem> problems = owners.change(to, changes);
        if (!problems.isEmpty()) {
            throw Problem.invalid(
                            "owners",
                            "原责任分解有 " + problems.size() + " 处不能沿用："
                                    + problems.get(0).reason())
                    .with("problems", problems);
        }
        return changes.size();
    }

    private Map<String, Criterion> byCode(Campaign campaign) {
        return criteriaSets.criteria(campaign.criteriaSetId()).stream()
                .collect(Collectors.toMap(Criterion::code, it -> it));
    }

    private void carryEvidence(Campaign from, Campaign to, Map<String, Criterion> asked, LocalDate since) {
        Map<String, Criterion> before = byCode(from);
        Map<String, CarriedRow> rows = new HashMap<>();
        for (EvidenceEntry entry : evidence.accepted(from.id())) {
            Evidence it = entry.evidence();
            LocalDate uploaded =
                    it.uploadedAt().atZoneSameInstant(clock.getZone()).toLocalDate();
            LocalDate date = it.documentDate() == null ? uploaded : it.documentDate();
            Criterion now = asked.get(entry.criterionCode());
            String reason;
            if (now == null) {
                reason = "新版细则没有指标 " + entry.criterionCode();
            } else if (otherwise(before.get(entry.criterionCode()), now)) {
                reason = "指标内容已修改";
            } else if (date.isBefore(since)) {
                reason = (it.documentDate() == null ? "上传日期 " : "成文日期 ") + date + " 早于 " + since;
            } else if (it.expired(to.acceptanceDate())) {
                reason = "有效期至 " + it.validUntil() + "，早于计划验收日期 " + to.acceptanceDate();
            } else {
                reason = "";
            }
            rows.putIfAbsent(
                    entry.criterionCode() + "/" + it.unitCode() + "/" + it.id(),
                    new CarriedRow(entry.criterionCode(), it.unitCode(), it.id(), date, reason));
        }
        batches.batchUpdate(
                "insert into carried_evidence (campaign_id, criterion_code, unit_code, evidence_id, document_date, stale,"
                        + " reason) values (?, ?, ?, ?, ?, ?, ?)",
                rows.values(),
                BATCH,
                (statement, row) -> {
                    statement.setString(1, to.id());
                    statement.setString(2, row.criterionCode());
                    statement.setString(3, row.unitCode());
                    statement.setString(4, row.evidenceId());
                    statement.setObject(5, row.documentDate());
                    statement.setBoolean(6, !row.reason().isEmpty());
                    statement.setString(7, row.reason());
                });
    }

    /** Whether the criterion asks for something else than before: what proved it then may prove nothing now. */
    private static boolean otherwise(@Nullable Criterion before, Criterion now) {
        return before != null
                && (before.type() != now.type()
                        || !before.requirement().equals(now.requirement())
                        || !before.ruleText().equals(now.ruleText()));
    }

    /** The tasks are there: the evidence still valid is laid beside them, as drafts for the units to look through. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void link(CampaignLaunched launched) {
        String campaignId = launched.campaignId();
        if (of(campaignId).isEmpty()) {
            return;
        }
        Map<String, String> open = assignments.openByPair(campaignId);
        List<EvidenceBook.Carried> targets = new ArrayList<>();
        jdbc.sql("select criterion_code, unit_code, evidence_id from carried_evidence where campaign_id = ?"
                        + " and not stale and linked_at is null order by criterion_code, unit_code, evidence_id")
                .param(campaignId)
                .query(row -> {
                    String code = row.getString("criterion_code");
                    String unit = row.getString("unit_code");
                    String assignment = open.get(code + "/" + unit);
                    if (assignment != null) {
                        targets.add(new EvidenceBook.Carried(
                                row.getString("evidence_id"), new UploadTarget(assignment, campaignId, code, unit)));
                    }
                });
        List<EvidenceBook.Carried> linked = evidence.carry(targets, Journal.AUTOMATIC);
        OffsetDateTime now = now();
        batches.batchUpdate(
                "update carried_evidence set linked_at = ? where campaign_id = ? and criterion_code = ? and unit_code = ?"
                        + " and evidence_id = ?",
                linked,
                BATCH,
                (statement, it) -> {
                    statement.setObject(1, now);
                    statement.setString(2, campaignId);
                    statement.setString(3, it.target().criterionCode());
                    statement.setString(4, it.target().unitCode());
                    statement.setString(5, it.evidenceId());
                });
        if (!linked.isEmpty()) {
            journal.write(
                    Journal.AUTOMATIC,
                    Journal.AUTOMATIC,
                    campaignId,
                    "campaign",
                    campaignId,
                    "沿用材料",
                    linked.size() + " 份，由各单位核对后重新报送");
        }
    }

    /** What was carried over, as far as the signed-in person may see it; {@code stale} null for both. */
    public Paged<CarriedEvidence> carried(String campaignId, @Nullable Boolean stale, int page, int size) {
        campaigns.requireVisible(campaignId);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("campaign", campaignId);
        String where = " where x.campaign_id = :campaign";
        if (stale != null) {
            where += stale ? " and x.stale" : " and not x.stale";
        }
        if (!access.may(Permission.READ_CAMPAIGNS)) {
            where += " and x.unit_code = :own";
            parameters.put("own", String.valueOf(access.current().unitCode()));
        }
        long total = jdbc.sql("select count(*) from carried_evidence x" + where)
                .params(parameters)
                .query(Long.class)
                .single();
        List<CarriedEvidence> rows = jdbc.sql("select x.*, e.name, u.name as unit_name from carried_evidence x"
                        + " join evidence e on e.id = x.evidence_id join unit u on u.code = x.unit_code" + where
                        + " order by x.criterion_code, x.unit_code, x.evidence_id"
                        + " offset " + (long) page * size + " rows fetch next " + size + " rows only")
                .params(parameters)
                .query(Rows.of(CarriedEvidence.class))
                .list();
        return new Paged<>(rows, page, size, total);
    }

    /** How much was carried over, as far as the signed-in person may see it. */
    public Counts counts(String campaignId) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("campaign", campaignId);
        String own = "";
        if (!access.may(Permission.READ_CAMPAIGNS)) {
            own = " and unit_code = :own";
            parameters.put("own", String.valueOf(access.current().unitCode()));
        }
        return jdbc.sql("select count(*) filter (where not stale) as usable, count(*) filter (where stale) as stale,"
                        + " count(linked_at) as linked from carried_evidence where campaign_id = :campaign" + own)
                .params(parameters)
                .query(Rows.of(Counts.class))
                .single();
    }

    /** Given up or refused: the title stands as it did before. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void ended(CampaignTerminated terminated) {
        of(terminated.campaignId()).filter(it -> it.result() == null).ifPresent(it -> {
            finish(it.campaignId(), Result.ABANDONED);
            titles.back(it.titleId(), it.stateBefore());
        });
    }

    void renewed(String campaignId) {
        finish(campaignId, Result.RENEWED);
    }

    private void finish(String campaignId, Result result) {
        jdbc.sql("update re_review set result = ?, ended_at = ? where campaign_id = ?")
                .params(result.name(), now(), campaignId)
                .update();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private record CarriedRow(
            String criterionCode, String unitCode, String evidenceId, LocalDate documentDate, String reason) {}

    /** How a re-review ended. */
    public enum Result {
        RENEWED("延续"),
        ABANDONED("未通过或中止");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param fromCampaignId whose owners and evidence were taken over; null for a title from before the product
     * @param evidenceSince evidence older than this is stale
     * @param result null while it runs
     */
    public record ReReview(
            String campaignId,
            String titleId,
            @Nullable String fromCampaignId,
            LocalDate evidenceSince,
            TitleState stateBefore,
            @Nullable Result result,
            String startedBy,
            OffsetDateTime startedAt,
            @Nullable OffsetDateTime endedAt) {}

    /**
     * @param documentDate the date it bears, or on which it was uploaded
     * @param reason why it is stale, "" if it is not
     * @param linkedAt when it was laid beside the new task
     */
    public record CarriedEvidence(
            String campaignId,
            String criterionCode,
            String unitCode,
            String unitName,
            String evidenceId,
            String name,
            LocalDate documentDate,
            boolean stale,
            String reason,
            @Nullable OffsetDateTime linkedAt) {}

    /** @param linked of the usable ones, how many lie beside a task already */
    public record Counts(int usable, int stale, int linked) {}

    /**
     * What the office types.
     *
     * @param criteriaSetId null or blank for the edition of the last campaign
     * @param evidenceMonths null for the kind's
     */
    public record Plan(
            @Nullable String name,
            @Nullable String criteriaSetId,
            @Nullable LocalDate startDate,
            @Nullable LocalDate acceptanceDate,
            @Nullable Integer evidenceMonths) {}
}
