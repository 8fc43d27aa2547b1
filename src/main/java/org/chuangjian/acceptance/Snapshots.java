package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.acceptance.Snapshot.Change;
import org.chuangjian.acceptance.Snapshot.Comparison;
import org.chuangjian.acceptance.Snapshot.Detail;
import org.chuangjian.acceptance.Snapshot.Document;
import org.chuangjian.acceptance.Snapshot.Row;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.evidence.SubmittedEvidence;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Units;
import org.chuangjian.scoring.Origin;
import org.chuangjian.scoring.Score;
import org.chuangjian.scoring.ScoreBoard;
import org.chuangjian.scoring.ScoreSheet;
import org.chuangjian.scoring.Source;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 快照: taken once and never changed; there is no verb that could. */
@Component
public class Snapshots {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;
    private final Access access;
    private final Journal journal;
    private final Campaigns campaigns;
    private final CriteriaSets criteriaSets;
    private final ScoreBoard scoreBoard;
    private final SubmittedEvidence evidence;
    private final Units units;

    Snapshots(
            JdbcClient jdbc,
            JdbcTemplate batches,
            Clock clock,
            Access access,
            Journal journal,
            Campaigns campaigns,
            CriteriaSets criteriaSets,
            ScoreBoard scoreBoard,
            SubmittedEvidence evidence,
            Units units) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.access = access;
        this.journal = journal;
        this.campaigns = campaigns;
        this.criteriaSets = criteriaSets;
        this.scoreBoard = scoreBoard;
        this.evidence = evidence;
        this.units = units;
    }

    /** 模拟验收: how it would come out if they came today, kept to be compared with. */
    @Transactional
    public Snapshot mock(String campaignId, @Nullable String name) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        String wanted = StringUtils.defaultString(name).strip();
        if (wanted.length() > 200) {
            throw Problem.invalid("name", "快照名称最多 200 字，请精简。");
        }
        return take(campaign, Snapshot.Kind.MOCK, wanted, Map.of(), user);
    }

    /** @param reasons the units' own, by criterion */
    @Transactional(propagation = Propagation.MANDATORY)
    Snapshot take(Campaign campaign, Snapshot.Kind kind, String name, Map<String, String> reasons, CurrentUser user) {
        int number = jdbc.sql("select coalesce(max(number), 0) + 1 from snapshot where campaign_id = ?")
                .param(campaign.id())
                .query(Integer.class)
                .single();
        Detail detail = now(
                campaign, kind, name.isEmpty() ? kind.label() + "（第 " + number + " 次快照）" : name, number, reasons, user);
        Snapshot snapshot = detail.snapshot();
        jdbc.sql("insert into snapshot (id, campaign_id, number, kind, name, total, verdict, reasons, threshold,"
                        + " counted, key_item_minimum_rate, taken_by, taken_by_name, taken_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        snapshot.id(),
                        campaign.id(),
                        number,
                        kind.name(),
                        snapshot.name(),
                        snapshot.total(),
                        snapshot.verdict(),
                        snapshot.reasons(),
                        snapshot.threshold(),
                        snapshot.counted(),
                        snapshot.keyItemMinimumRate(),
                        user.account(),
                        user.name(),
                        snapshot.takenAt())
                .update();
        insert(detail);
        evidence.lock(campaign.id());
        journal.write(
                user.account(),
                user.name(),
                campaign.id(),
                "snapshot",
                snapshot.id(),
                kind.label() + "快照",
                snapshot.name() + "，总得分 " + snapshot.total().toPlainString() + "，材料 "
                        + detail.documents().size() + " 份");
        return snapshot;
    }

    private void insert(Detail detail) {
        String id = detail.snapshot().id();
        batches.batchUpdate(
                "insert into snapshot_criterion (snapshot_id, position, code, level1, level2, requirement, type, points,"
                        + " applicable, self_points, county_points, inspection_points, expert_points, survey_points,"
                        + " effective, self_reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                detail.rows(),
                BATCH,
                (statement, row) -> {
                    statement.setString(1, id);
                    statement.setInt(2, row.position());
                    statement.setString(3, row.code());
                    statement.setString(4, row.level1());
                    statement.setString(5, row.level2());
                    statement.setString(6, row.requirement());
                    statement.setString(7, row.type().name());
                    statement.setBigDecimal(8, row.points());
                    statement.setBoolean(9, row.applicable());
                    statement.setBigDecimal(10, row.selfPoints());
                    statement.setBigDecimal(11, row.countyPoints());
                    statement.setBigDecimal(12, row.inspectionPoints());
                    statement.setBigDecimal(13, row.expertPoints());
                    statement.setBigDecimal(14, row.surveyPoints());
                    statement.setBigDecimal(15, row.effective());
                    statement.setString(16, row.selfReason());
                });
        batches.batchUpdate(
                "insert into snapshot_evidence (snapshot_id, criterion_code, assignment_id, evidence_id, unit_code,"
                        + " unit_name, name, size, sha256) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                detail.documents(),
                BATCH,
                (statement, document) -> {
                    statement.setString(1, id);
                    statement.setString(2, document.criterionCode());
                    statement.setString(3, document.assignmentId());
                    statement.setString(4, document.evidenceId());
                    statement.setString(5, document.unitCode());
                    statement.setString(6, document.unitName());
                    statement.setString(7, document.name());
                    statement.setLong(8, document.size());
                    statement.setString(9, document.sha256());
                });
    }

    /** How it stands at this moment; nothing is kept. */
    Detail draft(Campaign campaign, Map<String, String> reasons) {
        return now(campaign, Snapshot.Kind.SELF_EVALUATION, "草稿", 0, reasons, access.current());
    }

    private Detail now(
            Campaign campaign,
            Snapshot.Kind kind,
            String name,
            int number,
            Map<String, String> reasons,
            CurrentUser user) {
        ScoreSheet sheet = scoreBoard.of(campaign.id());
        Map<String, ScoreSheet.Line> lines = new HashMap<>();
        sheet.criteria().forEach(line -> lines.put(line.code(), line));
        List<Row> rows = new ArrayList<>();
        List<Criterion> criteria = criteriaSets.criteria(campaign.criteriaSetId());
        for (Criterion criterion : criteria) {
            ScoreSheet.Line line = lines.get(criterion.code());
            rows.add(row(criterion, line, reason(line, reasons.get(criterion.code()))));
        }
        Map<String, String> unitNames = units.names();
        Map<String, Integer> positions = new HashMap<>();
        criteria.forEach(criterion -> positions.put(criterion.code(), criterion.position()));
        List<Document> documents = evidence
                .of(campaign.id(), criteria.stream().map(Criterion::code).toList())
                .stream()
                .map(item -> new Document(
                        item.criterionCode(),
                        item.assignmentId(),
                        item.evidenceId(),
                        item.unitCode(),
                        unitNames.getOrDefault(item.unitCode(), item.unitCode()),
                        item.name(),
                        item.size(),
                        item.sha256()))
                .sorted(Comparator.comparing((Document it) -> positions.getOrDefault(it.criterionCode(), 0)))
                .toList();
        Snapshot snapshot = new Snapshot(
                Ids.next(),
                campaign.id(),
                number,
                kind,
                name,
                sheet.total(),
                sheet.verdict().name(),
                StringUtils.left(String.join("\n", sheet.reasons()), 4000),
                sheet.threshold(),
                sheet.counted(),
                sheet.passRule().keyItemMinimumRate(),
                user.name(),
                OffsetDateTime.now(clock));
        return new Detail(snapshot, rows, documents);
    }

    private static Row row(Criterion criterion, ScoreSheet.@Nullable Line line, String reason) {
        return new Row(
                criterion.position(),
                criterion.code(),
                criterion.level1(),
                criterion.level2(),
                criterion.requirement(),
                criterion.type(),
                criterion.points(),
                line == null || line.applies(),
                points(line, Source.SELF),
                points(line, Source.COUNTY),
                points(line, Source.INSPECTION),
                points(line, Source.EXPERT),
                points(line, Source.SURVEY),
                line == null ? null : line.effective(),
                reason);
    }

    /**
     * What was said with the points. Where points are missing, who gave the score that counts goes first: a unit that
     * gave itself all of them does not say why.
     *
     * @param told in the round of self-evaluation, null if the criterion was not in one
     */
    private static String reason(ScoreSheet.@Nullable Line line, @Nullable String told) {
        Score self = line == null ? null : line.sources().get(Source.SELF);
        String own = told != null ? told : self == null ? "" : self.reason();
        String lost = line == null || line.missing().signum() == 0 ? "" : lost(line, own);
        return lost.isEmpty()
                ? own
                : StringUtils.left(
                        lost + "。" + (own.isEmpty() || own.startsWith(SelfEvaluations.CHECKED) ? own : "自评：" + own),
                        1000);
    }

    /** What whoever gave the score that counts said; nothing if that is told already, or is the unit's own score. */
    private static String lost(ScoreSheet.Line line, String told) {
        if (line.effectiveFrom() == Origin.FORMULA) {
            return Origin.FORMULA.label()
                    + line.inputs().stream()
                            .map(input -> input.name() + " " + input.text())
                            .collect(Collectors.joining("，", line.inputs().isEmpty() ? "" : "：", ""));
        }
        Source source =
                line.effectiveFrom() == null ? null : line.effectiveFrom().source();
        Score score = source == null ? null : line.sources().get(source);
        BigDecimal own = line.of(Source.SELF);
        boolean agreed = own != null && score != null && score.points().compareTo(own) == 0;
        return source == null
                        || score == null
                        || source == Source.SELF
                        || source == Source.COUNTY && (agreed || told.startsWith(SelfEvaluations.CHECKED))
                ? ""
                : source.label() + "：" + StringUtils.stripEnd(score.reason(), "。");
    }

    private static @Nullable BigDecimal points(ScoreSheet.@Nullable Line line, Source source) {
        return line == null ? null : line.of(source);
    }

    /** The newest first. */
    public List<Snapshot> of(String campaignId) {
        return Rows.list(
                jdbc, Snapshot.class, "select * from snapshot where campaign_id = ? order by number desc", campaignId);
    }

    /** @throws Problem 404 */
    public Snapshot require(String snapshotId) {
        return Rows.find(jdbc, Snapshot.class, "select * from snapshot where id = ?", snapshotId)
                .orElseThrow(() -> Problem.notFound("没有这次快照，或您无权查看。"));
    }

    public Detail detail(String snapshotId) {
        Snapshot snapshot = require(snapshotId);
        List<Row> rows = Rows.list(
                jdbc,
                Row.class,
                "select * from snapshot_criterion where snapshot_id = ? order by position",
                snapshotId);
        List<Document> documents = Rows.list(
                jdbc,
                Document.class,
                "select e.* from snapshot_evidence e join snapshot_criterion c"
                        + " on c.snapshot_id = e.snapshot_id and c.code = e.criterion_code where e.snapshot_id = ?"
                        + " order by c.position, e.unit_code, e.evidence_id",
                snapshotId);
        return new Detail(snapshot, rows, documents);
    }

    /**
     * What changed since another snapshot of the same campaign.
     *
     * @param with null for the one before; then nothing if this is the first
     * @throws Problem 422 for one of another campaign
     */
    public Optional<Comparison> compared(String snapshotId, @Nullable String with) {
        Snapshot later = require(snapshotId);
        List<Snapshot> all = of(later.campaignId());
        Optional<Snapshot> earlier = StringUtils.isBlank(with)
                ? all.stream().filter(it -> it.number() < later.number()).findFirst()
                : Optional.of(all.stream()
                        .filter(it -> it.id().equals(with))
                        .findFirst()
                        .orElseThrow(() -> Problem.invalid("snapshot", "只能与本活动的另一次快照比较。")));
        return earlier.map(it -> it.number() <= later.number()
                ? compare(detail(it.id()), detail(later.id()))
                : compare(detail(later.id()), detail(it.id())));
    }

    static Comparison compare(Detail earlier, Detail later) {
        Map<String, Row> before = new LinkedHashMap<>();
        earlier.rows().forEach(row -> before.put(row.code(), row));
        Map<String, Row> all = new LinkedHashMap<>();
        later.rows().forEach(row -> all.put(row.code(), row));
        before.forEach(all::putIfAbsent);
        Map<String, Row> after = new HashMap<>();
        later.rows().forEach(row -> after.put(row.code(), row));
        Map<String, Set<String>> had = contents(earlier);
        Map<String, Set<String>> has = contents(later);
        List<Change> changes = new ArrayList<>();
        all.forEach((code, row) -> {
            Row old = before.get(code);
            Row young = after.get(code);
            Set<String> added = new HashSet<>(has.getOrDefault(code, Set.of()));
            added.removeAll(had.getOrDefault(code, Set.of()));
            Set<String> gone = new HashSet<>(had.getOrDefault(code, Set.of()));
            gone.removeAll(has.getOrDefault(code, Set.of()));
            Change change = new Change(
                    code,
                    row.level1(),
                    row.level2(),
                    row.points(),
                    old == null ? null : old.effective(),
                    young == null ? null : young.effective(),
                    added.size(),
                    gone.size());
            if (change.better() || change.worse() || change.appeared() || !added.isEmpty() || !gone.isEmpty()) {
                changes.add(change);
            }
        });
        return new Comparison(earlier.snapshot(), later.snapshot(), changes);
    }

    private static Map<String, Set<String>> contents(Detail detail) {
        return detail.documents().stream()
                .collect(Collectors.groupingBy(
                        Document::criterionCode, Collectors.mapping(Document::sha256, Collectors.toSet())));
    }
}
