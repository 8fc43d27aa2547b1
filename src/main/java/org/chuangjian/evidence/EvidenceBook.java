package org.chuangjian.evidence;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.evidence.UploadResult.FileProblem;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 台账: all evidence and what it is used for. Who may do what is the caller's business; that a document stays within its
 * unit and that states change only as they may is guarded here.
 */
@Component
public class EvidenceBook {

    private static final int MAX_NOTE = 1000;
    private static final int CHECKED_AT_ONCE = 500;
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private static final String ALONE = "select e.*, (select u.state from evidence_use u where u.evidence_id = e.id"
            + " order by case u.state when 'LOCKED' then 1 when 'ACCEPTED' then 2 when 'SUBMITTED' then 3"
            + " when 'RETURNED' then 4 else 5 end fetch first 1 row only) as state"
            + " from evidence e where e.removed_at is null";

    private static final String WITH_USE =
            "select e.*, u.state, u.assignment_id, u.criterion_code, u.linked_at from evidence_use u"
                    + " join evidence e on e.id = u.evidence_id";

    private static final String COUNTED = ", sum(case when u.state = 'DRAFT' then 1 else 0 end) as draft"
            + ", sum(case when u.state = 'RETURNED' then 1 else 0 end) as returned"
            + ", sum(case when u.state = 'SUBMITTED' then 1 else 0 end) as submitted"
            + ", sum(case when u.state = 'ACCEPTED' then 1 else 0 end) as accepted"
            + ", sum(case when u.state = 'LOCKED' then 1 else 0 end) as locked"
            + " from evidence_use u";

    private final JdbcClient jdbc;
    private final TransactionTemplate perFile;
    private final EvidenceFiles files;
    private final EvidenceLimits limits;
    private final Journal journal;
    private final Clock clock;

    EvidenceBook(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            EvidenceFiles files,
            EvidenceLimits limits,
            Journal journal,
            Clock clock) {
        this.jdbc = jdbc;
        // A savepoint inside the caller's transaction: one file's collision must not undo the others.
        this.perFile = new TransactionTemplate(transactions);
        this.perFile.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.files = files;
        this.limits = limits;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Stores files for an assignment. Each file stands for itself: a bad one is reported and the good ones stay. Without
     * a transaction around it nothing is held open while bytes arrive.
     *
     * @param by account of the person
     * @param note what the files show, may be empty; the same for all of them
     */
    public UploadResult add(UploadTarget target, List<Upload> uploads, String by, String byName, String note) {
        requireNote(note);
        List<Evidence> stored = new ArrayList<>();
        List<FileProblem> problems = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        int present = countOfAssignment(target.assignmentId());
        for (Upload upload : uploads) {
            String name = FileNames.clean(upload.name());
            try {
                requireRoom(stored.size() + problems.size(), present + stored.size());
                EvidenceFiles.Stored content = files.store(name, upload);
                Evidence evidence = register(target, name, content, by, byName, note);
                sameElsewhere(evidence, target).ifPresent(hints::add);
                stored.add(evidence);
            } catch (RefusedFile e) {
                problems.add(new FileProblem(name, e.code(), e.detail()));
            }
        }
        return new UploadResult(stored, problems, hints);
    }

    /** The documents of one assignment, oldest first, with their state for it. */
    public List<Evidence> ofAssignment(String assignmentId) {
        return jdbc.sql(WITH_USE + " where u.assignment_id = ? order by u.linked_at, e.id")
                .param(assignmentId)
                .query(this::evidence)
                .list();
    }

    /** The documents of several, by assignment, oldest first: one statement. */
    public Map<String, List<Evidence>> ofAssignments(Collection<String> assignmentIds) {
        if (assignmentIds.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql(WITH_USE + " where u.assignment_id in (:ids) order by u.linked_at, e.id")
                .param("ids", assignmentIds)
                .query(this::entry)
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        EvidenceEntry::assignmentId, Collectors.mapping(EvidenceEntry::evidence, Collectors.toList())));
    }

    public int countOfAssignment(String assignmentId) {
        return jdbc.sql("select count(*) from evidence_use where assignment_id = ?")
                .param(assignmentId)
                .query(Integer.class)
                .single();
    }

    /** The document, unless it was removed. */
    public Optional<Evidence> find(String id) {
        return jdbc.sql(ALONE + " and e.id = ?").param(id).query(this::evidence).optional();
    }

    /**
     * The documents of exactly this name, the newest first.
     *
     * @param campaignId where they are used; null for anywhere
     * @param unit whose; null for all
     */
    List<Evidence> named(String name, @Nullable String campaignId, @Nullable String unit) {
        Map<String, Object> params = new HashMap<>();
        params.put("name", name);
        return jdbc.sql(ALONE + " and e.name = :name" + within(campaignId, unit, params)
                        + " order by e.uploaded_at desc, e.id desc")
                .params(params)
                .query(this::evidence)
                .list();
    }

    /** Names of a campaign's documents, those of the newest first. */
    List<String> names(String campaignId, @Nullable String unit, int most) {
        Map<String, Object> params = new HashMap<>();
        return jdbc.sql("select e.name from evidence e where e.removed_at is null" + within(campaignId, unit, params)
                        + " group by e.name order by max(e.uploaded_at) desc, e.name fetch first " + most
                        + " rows only")
                .params(params)
                .query(String.class)
                .list();
    }

    private static String within(@Nullable String campaignId, @Nullable String unit, Map<String, Object> params) {
        String where = " and exists (select 1 from evidence_use u where u.evidence_id = e.id"
                + (campaignId == null ? ")" : " and u.campaign_id = :campaign)");
        if (campaignId != null) {
            params.put("campaign", campaignId);
        }
        if (unit != null) {
            where += " and e.unit_code = :unit";
            params.put("unit", unit);
        }
        return where;
    }

    /**
     * The assignments a document serves.
     *
     * @return assignment ids, in the order they were linked
     */
    public List<String> assignmentsOf(String id) {
        return jdbc.sql(
                        "select assignment_id from evidence_use where evidence_id = ? order by linked_at, assignment_id")
                .param(id)
                .query(String.class)
                .list();
    }

    /**
     * The content, to be closed by the caller.
     *
     * @throws Problem 404 if there is no such document or its file is lost
     */
    public InputStream open(String id) {
        Evidence evidence = find(id).orElseThrow(EvidenceBook::unknown);
        try {
            return Files.newInputStream(file(evidence));
        } catch (IOException e) {
            throw lost(evidence);
        }
    }

    /**
     * Takes a document away from everything it serves. The row stays as a tombstone, the file until a later sweep.
     *
     * @throws Problem 409 if it is handed in or accepted anywhere
     */
    @Transactional
    public void remove(String id, String by, String byName) {
        Evidence evidence = lock(id);
        List<Use> uses = lockUses(id);
        uses.stream().filter(use -> !use.state().open()).findFirst().ifPresent(use -> {
            throw Problem.conflict(
                    "evidence-not-open",
                    "材料《" + evidence.name() + "》" + (uses.size() > 1 ? "在其使用的一项任务中" : "") + "已是“"
                            + use.state().label() + "”状态，不能删除；如确需更换，请先由创建办退回。");
        });
        jdbc.sql("delete from evidence_use where evidence_id = ?").param(id).update();
        jdbc.sql("update evidence set removed_at = ?, removed_by = ? where id = ?")
                .params(now(), by, id)
                .update();
        for (Use use : uses) {
            journal.write(
                    by,
                    byName,
                    use.campaignId(),
                    "assignment",
                    use.assignmentId(),
                    "删除材料",
                    "《" + evidence.name() + "》");
        }
    }

    /**
     * Lets a document serve one more assignment of the same unit, without a second upload.
     *
     * @throws Problem 404 unknown, 403 another unit's, 409 it serves it already
     */
    @Transactional
    public void link(String evidenceId, UploadTarget target, String by, String byName) {
        Evidence evidence = lock(evidenceId);
        if (!evidence.unitCode().equals(target.unitCode())) {
            throw Problem.forbidden("这是其他单位的材料，只能引用本单位报送的材料。");
        }
        if (countOfAssignment(target.assignmentId()) >= limits.maxFilesPerAssignment()) {
            throw Problem.conflict("too-many-files", tooManyInAssignment());
        }
        try {
            perFile.executeWithoutResult(status -> {
                use(evidence, target, by);
                journal.write(
                        by,
                        byName,
                        target.campaignId(),
                        "assignment",
                        target.assignmentId(),
                        "引用材料",
                        "《" + evidence.name() + "》");
            });
        } catch (DuplicateKeyException e) {
            throw Problem.conflict("already-linked", "该任务已有这份材料《" + evidence.name() + "》，无需重复引用。");
        }
    }

    /**
     * Takes a document away from one assignment and leaves it with the others it serves.
     *
     * @throws Problem 404 unknown or not used there, 409 handed in or accepted there, or used nowhere else
     */
    @Transactional
    public void unlink(String evidenceId, String assignmentId, String by, String byName) {
        Evidence evidence = lock(evidenceId);
        List<Use> uses = lockUses(evidenceId);
        Use gone = uses.stream()
                .filter(use -> use.assignmentId().equals(assignmentId))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("该任务没有引用材料《" + evidence.name() + "》，请刷新页面查看。"));
        if (!gone.state().open()) {
            throw Problem.conflict(
                    "evidence-not-open",
                    "材料《" + evidence.name() + "》在该任务中已是“" + gone.state().label() + "”状态，不能取消引用。");
        }
        if (uses.size() == 1) {
            throw Problem.conflict("last-use", "材料《" + evidence.name() + "》只用于这一项任务，不再需要时请直接删除。");
        }
        jdbc.sql("delete from evidence_use where evidence_id = ? and assignment_id = ?")
                .params(evidenceId, assignmentId)
                .update();
        journal.write(by, byName, gone.campaignId(), "assignment", assignmentId, "取消引用材料", "《" + evidence.name() + "》");
    }

    /**
     * Says what a document shows, which date it bears and until when it is valid.
     *
     * @throws Problem 404 unknown, 409 handed in or accepted anywhere, 422 a note too long, a document date in the future
     *     or after the end of its validity
     */
    @Transactional
    public void describe(String id, String note, @Nullable LocalDate documentDate, @Nullable LocalDate validUntil) {
        requireNote(note);
        if (documentDate != null && documentDate.isAfter(LocalDate.now(clock))) {
            throw Problem.invalid("date-in-future", "成文日期不能晚于今天，请核对。");
        }
        if (documentDate != null && validUntil != null && validUntil.isBefore(documentDate)) {
            throw Problem.invalid("valid-until", "有效期至 " + validUntil + " 早于成文日期 " + documentDate + "，请核对。");
        }
        Evidence evidence = lock(id);
        if (lockUses(id).stream().anyMatch(use -> !use.state().open())) {
            throw Problem.conflict("evidence-not-open", "材料《" + evidence.name() + "》已提交，不能再修改说明。");
        }
        jdbc.sql("update evidence set note = :note, document_date = :date, valid_until = :until where id = :id")
                .param("note", note)
                .param("date", documentDate, java.sql.Types.DATE)
                .param("until", validUntil, java.sql.Types.DATE)
                .param("id", id)
                .update();
    }

    /**
     * Moves all documents of an assignment on, those whose state allows it: what was accepted before stays accepted when
     * the rest is handed in. Call it in the transaction that moves the assignment.
     *
     * @return how many moved
     */
    @Transactional
    public int mark(String assignmentId, EvidenceState state) {
        Set<EvidenceState> from = state.predecessors();
        if (from.isEmpty()) {
            throw new IllegalArgumentException("nothing becomes " + state);
        }
        return jdbc.sql("update evidence_use set state = :state where assignment_id = :assignment and state in (:from)")
                .param("state", state.name())
                .param("assignment", assignmentId)
                .param("from", from.stream().map(Enum::name).toList())
                .update();
    }

    /** What a campaign's assignments were accepted with, in the order it was linked: one statement. */
    public List<EvidenceEntry> accepted(String campaignId) {
        return jdbc.sql(WITH_USE + " where u.campaign_id = ? and u.state in ('ACCEPTED', 'LOCKED')"
                        + " and e.removed_at is null order by u.criterion_code, e.unit_code, u.linked_at, e.id")
                .param(campaignId)
                .query(this::entry)
                .list();
    }

    /**
     * Lets documents serve assignments of another campaign as drafts, for their units to hand in again. What an
     * assignment has already, or could not hold, is left out.
     *
     * @param targets by document id and assignment; each document is its unit's own
     * @return those that were linked
     */
    @Transactional
    public List<Carried> carry(List<Carried> targets, String by) {
        Map<String, Integer> present = new HashMap<>();
        List<Carried> linked = new ArrayList<>();
        for (Carried it : targets) {
            String assignment = it.target().assignmentId();
            int count = present.computeIfAbsent(assignment, this::countOfAssignment);
            if (count >= limits.maxFilesPerAssignment()) {
                continue;
            }
            int inserted = jdbc.sql("insert into evidence_use (evidence_id, assignment_id, campaign_id, criterion_code,"
                            + " sha256, state, linked_at, linked_by) select e.id, ?, ?, ?, e.sha256, 'DRAFT', ?, ?"
                            + " from evidence e where e.id = ? and e.unit_code = ? and e.removed_at is null"
                            + " and not exists (select 1 from evidence_use u where u.assignment_id = ?"
                            + " and u.sha256 = e.sha256)")
                    .params(
                            assignment,
                            it.target().campaignId(),
                            it.target().criterionCode(),
                            now(),
                            by,
                            it.evidenceId(),
                            it.target().unitCode(),
                            assignment)
                    .update();
            if (inserted > 0) {
                present.put(assignment, count + 1);
                linked.add(it);
            }
        }
        return linked;
    }

    /** How far the criteria of a campaign are covered. */
    public Coverage coverage(String campaignId) {
        return coverage(campaignId, null);
    }

    /** @param unit only this unit's documents; null for all */
    public Coverage coverage(String campaignId, @Nullable String unit) {
        return new Coverage(jdbc.sql("select u.criterion_code as code" + COUNTED
                        + (unit == null ? "" : " join evidence e on e.id = u.evidence_id and e.unit_code = :unit")
                        + " where u.campaign_id = :campaign group by u.criterion_code order by u.criterion_code")
                .params(unit == null ? Map.of("campaign", campaignId) : Map.of("campaign", campaignId, "unit", unit))
                .query(EvidenceBook::counts)
                .list());
    }

    /** The ledger of a campaign, newest first. */
    public Paged<EvidenceEntry> list(String campaignId, EvidenceFilter filter, int page, int size) {
        int boundedPage = Paged.boundedPage(page);
        int boundedSize = Paged.boundedSize(size);
        Map<String, Object> params = new HashMap<>();
        String where = where(campaignId, filter, params);
        long total = jdbc.sql("select count(*) from evidence_use u join evidence e on e.id = u.evidence_id" + where)
                .params(params)
                .query(Long.class)
                .single();
        List<EvidenceEntry> entries = jdbc.sql(WITH_USE + where
                        + " order by u.linked_at desc, e.id desc, u.assignment_id"
                        + " offset :offset rows fetch next :size rows only")
                .params(params)
                .param("offset", (long) boundedPage * boundedSize)
                .param("size", boundedSize)
                .query(this::entry)
                .list();
        return new Paged<>(entries, boundedPage, boundedSize, total);
    }

    /** Compares every document with its stored file; reads all bytes. One Chinese sentence for each that is not sound. */
    public List<String> check() {
        List<String> broken = new ArrayList<>();
        String last = "";
        List<Registered> some = registeredAfter(last);
        while (!some.isEmpty()) {
            for (Registered evidence : some) {
                EvidenceFiles.Condition condition = files.condition(evidence.sha256(), evidence.size());
                if (condition != EvidenceFiles.Condition.SOUND) {
                    broken.add("材料 " + evidence.id() + "《" + evidence.name() + "》：" + condition.label() + "（"
                            + evidence.sha256() + "）。");
                }
                last = evidence.id();
            }
            some = registeredAfter(last);
        }
        return broken;
    }

    /** Where the content is; it exists. */
    Path file(Evidence evidence) {
        Path file = files.path(evidence.sha256());
        if (!Files.isRegularFile(file)) {
            throw lost(evidence);
        }
        return file;
    }

    static Problem unknown() {
        return Problem.notFound("没有这份材料，可能已被删除，请刷新页面查看。");
    }

    private static Problem lost(Evidence evidence) {
        return Problem.notFound("材料《" + evidence.name() + "》的文件在服务器上找不到，请联系系统管理员核对存储。");
    }

    private Evidence register(
            UploadTarget target, String name, EvidenceFiles.Stored content, String by, String byName, String note)
            throws RefusedFile {
        Evidence evidence = new Evidence(
                Ids.next(),
                target.campaignId(),
                target.unitCode(),
                name,
                content.mediaType(),
                content.size(),
                content.sha256(),
                note,
                EvidenceState.DRAFT,
                null,
                null,
                by,
                byName,
                now(),
                null,
                null);
        try {
            perFile.executeWithoutResult(status -> {
                jdbc.sql(
                                "insert into evidence (id, campaign_id, unit_code, name, media_type, size, sha256, note,"
                                        + " uploaded_by, uploaded_by_name, uploaded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                        .params(
                                evidence.id(),
                                evidence.campaignId(),
                                evidence.unitCode(),
                                evidence.name(),
                                evidence.mediaType(),
                                evidence.size(),
                                evidence.sha256(),
                                evidence.note(),
                                evidence.uploadedBy(),
                                evidence.uploadedByName(),
                                evidence.uploadedAt())
                        .update();
                use(evidence, target, by);
                journal.write(
                        by,
                        byName,
                        target.campaignId(),
                        "assignment",
                        target.assignmentId(),
                        "上传材料",
                        "《" + name + "》，" + EvidenceLimits.size(content.size()));
            });
        } catch (DuplicateKeyException e) {
            throw new RefusedFile("duplicate", duplicateSentence(target, content.sha256()), e);
        }
        return evidence;
    }

    private void use(Evidence evidence, UploadTarget target, String by) {
        jdbc.sql("insert into evidence_use (evidence_id, assignment_id, campaign_id, criterion_code, sha256, state,"
                        + " linked_at, linked_by) values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        evidence.id(),
                        target.assignmentId(),
                        target.campaignId(),
                        target.criterionCode(),
                        evidence.sha256(),
                        EvidenceState.DRAFT.name(),
                        now(),
                        by)
                .update();
    }

    private String duplicateSentence(UploadTarget target, String sha256) {
        return jdbc.sql(WITH_USE + " where u.assignment_id = ? and u.sha256 = ?")
                .params(target.assignmentId(), sha256)
                .query(this::evidence)
                .optional()
                .map(earlier -> "已上传过同一文件《" + earlier.name() + "》（" + earlier.uploadedByName() + "，"
                        + WHEN.format(earlier.uploadedAt()) + "），无需重复上传。")
                .orElse("已上传过同一文件，无需重复上传。");
    }

    private Optional<String> sameElsewhere(Evidence evidence, UploadTarget target) {
        return jdbc.sql("select min(e.name) as name, count(*) as uses from evidence_use u"
                        + " join evidence e on e.id = u.evidence_id"
                        + " where e.sha256 = ? and e.unit_code = ? and u.assignment_id <> ? having count(*) > 0")
                .params(evidence.sha256(), evidence.unitCode(), target.assignmentId())
                .query((row, number) -> "《" + evidence.name() + "》与本单位已有的《" + row.getString("name") + "》内容相同，已用于其他 "
                        + row.getInt("uses") + " 项任务；以后可直接引用，不必重复上传。")
                .optional();
    }

    private void requireRoom(int inThisUpload, int inAssignment) throws RefusedFile {
        if (inThisUpload >= limits.maxFiles()) {
            throw new RefusedFile("too-many", "一次最多上传 " + limits.maxFiles() + " 个文件，其余请分批上传。");
        }
        if (inAssignment >= limits.maxFilesPerAssignment()) {
            throw new RefusedFile("too-many", tooManyInAssignment());
        }
    }

    private String tooManyInAssignment() {
        return "每项任务最多 " + limits.maxFilesPerAssignment() + " 个文件，请先删除不需要的，或打成压缩包后上传。";
    }

    private static void requireNote(String note) {
        if (note.length() > MAX_NOTE) {
            throw Problem.invalid("note-too-long", "材料说明不能超过 " + MAX_NOTE + " 字，请精简。");
        }
    }

    /** Holds the document against a removal or a new link at the same moment. */
    private Evidence lock(String id) {
        return jdbc.sql(
                        "select e.*, 'DRAFT' as state from evidence e where e.id = ? and e.removed_at is null for update")
                .param(id)
                .query(this::evidence)
                .optional()
                .orElseThrow(EvidenceBook::unknown);
    }

    private List<Use> lockUses(String id) {
        return jdbc.sql("select assignment_id, campaign_id, state from evidence_use where evidence_id = ?"
                        + " order by assignment_id for update")
                .param(id)
                .query(Use.class)
                .list();
    }

    private List<Registered> registeredAfter(String id) {
        return jdbc.sql("select id, name, sha256, size from evidence where id > ? and removed_at is null order by id"
                        + " fetch first " + CHECKED_AT_ONCE + " rows only")
                .param(id)
                .query(Registered.class)
                .list();
    }

    private static String where(String campaignId, EvidenceFilter filter, Map<String, Object> params) {
        StringBuilder where = new StringBuilder(" where u.campaign_id = :campaign");
        params.put("campaign", campaignId);
        if (given(filter.unitCode())) {
            where.append(" and e.unit_code = :unit");
            params.put("unit", String.valueOf(filter.unitCode()).strip());
        }
        if (given(filter.criterionCode())) {
            where.append(" and u.criterion_code = :criterion");
            params.put("criterion", String.valueOf(filter.criterionCode()).strip());
        }
        if (filter.state() != null) {
            where.append(" and u.state = :state");
            params.put("state", filter.state().name());
        }
        if (given(filter.text())) {
            where.append(" and (lower(e.name) like :text escape '!' or lower(e.note) like :text escape '!'"
                    + " or lower(e.uploaded_by_name) like :text escape '!')");
            params.put(
                    "text",
                    "%"
                            + String.valueOf(filter.text())
                                    .strip()
                                    .toLowerCase(Locale.ROOT)
                                    .replaceAll("[!%_]", "!$0")
                            + "%");
        }
        return where.toString();
    }

    private static boolean given(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private Evidence evidence(ResultSet row, int number) throws SQLException {
        return new Evidence(
                row.getString("id"),
                row.getString("campaign_id"),
                row.getString("unit_code"),
                row.getString("name"),
                row.getString("media_type"),
                row.getLong("size"),
                row.getString("sha256"),
                row.getString("note"),
                EvidenceState.valueOf(row.getString("state")),
                row.getObject("document_date", LocalDate.class),
                row.getObject("valid_until", LocalDate.class),
                row.getString("uploaded_by"),
                row.getString("uploaded_by_name"),
                requireNonNull(at(row, "uploaded_at")),
                at(row, "removed_at"),
                row.getString("removed_by"));
    }

    private EvidenceEntry entry(ResultSet row, int number) throws SQLException {
        return new EvidenceEntry(
                evidence(row, number),
                row.getString("assignment_id"),
                row.getString("criterion_code"),
                requireNonNull(at(row, "linked_at")));
    }

    /** In the office's zone: PostgreSQL hands every time out in UTC. */
    private @Nullable OffsetDateTime at(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.atZoneSameInstant(clock.getZone()).toOffsetDateTime();
    }

    private static EvidenceCounts counts(ResultSet row, int number) throws SQLException {
        return new EvidenceCounts(
                row.getString("code"),
                row.getInt("draft"),
                row.getInt("returned"),
                row.getInt("submitted"),
                row.getInt("accepted"),
                row.getInt("locked"));
    }

    /** A document and the assignment of another campaign it is to serve. */
    public record Carried(String evidenceId, UploadTarget target) {}

    record Use(String assignmentId, String campaignId, EvidenceState state) {}

    record Registered(String id, String name, String sha256, long size) {}
}
