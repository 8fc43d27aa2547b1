package org.chuangjian.criteria;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.When;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The official criteria tables. An edition is imported once, whole, and never changed. */
@Component
public class CriteriaSets {

    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final int MAX_EDITION = 64;
    private static final int MAX_FILE_NAME = 255;
    private static final int BATCH = 500;
    private static final int MAX_TRIES = 10;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final Journal journal;
    private final Clock clock;

    CriteriaSets(
            JdbcClient jdbc,
            JdbcTemplate batches,
            PlatformTransactionManager transactions,
            Journal journal,
            Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transaction = new TransactionTemplate(transactions);
        this.journal = journal;
        this.clock = clock;
    }

    /** Reads a file and writes nothing. A file that cannot be read at all is a problem of row 0. */
    public CriteriaPreview preview(byte[] content, String fileName) {
        return CriteriaFile.read(content, fileName);
    }

    /**
     * Imports one edition, all or nothing.
     *
     * @param account who imports
     * @param dryRun look, but write nothing
     * @return with a problem, and with {@code dryRun}, nothing was written and there is no id
     * @throws Problem 409 {@code criteria-set-exists} if the kind has this edition already; 422 {@code criteria-set} if
     *     kind or edition are not words to name a set by
     */
    public CriteriaImport importSet(
            String kind,
            String edition,
            byte[] content,
            String fileName,
            String account,
            String accountName,
            boolean dryRun) {
        String kindName = checkedKind(kind);
        String editionName = checkedEdition(edition);
        find(kindName, editionName).ifPresent(existing -> {
            throw exists(existing);
        });
        CriteriaPreview preview = preview(content, fileName);
        if (dryRun || !preview.problems().isEmpty()) {
            return report(null, kindName, editionName, preview);
        }
        CriteriaSet set = new CriteriaSet(
                Ids.next(),
                kindName,
                editionName,
                StringUtils.right(fileName, MAX_FILE_NAME),
                sha256(content),
                account,
                accountName,
                OffsetDateTime.now(clock));
        storeOnce(set, preview);
        return report(set.id(), kindName, editionName, preview);
    }

    /** All sets, the newest first. */
    public List<CriteriaSet> list() {
        return jdbc.sql("select * from criteria_set order by imported_at desc, id desc")
                .query(CriteriaSet.class)
                .list();
    }

    /** The sets of one campaign kind, the newest first. */
    public List<CriteriaSet> ofKind(String kind) {
        return jdbc.sql("select * from criteria_set where kind = ? order by imported_at desc, id desc")
                .param(kind)
                .query(CriteriaSet.class)
                .list();
    }

    public Optional<CriteriaSet> find(String id) {
        return jdbc.sql("select * from criteria_set where id = ?")
                .param(id)
                .query(CriteriaSet.class)
                .optional();
    }

    public Optional<CriteriaSet> find(String kind, String edition) {
        return jdbc.sql("select * from criteria_set where kind = ? and edition = ?")
                .params(kind, edition)
                .query(CriteriaSet.class)
                .optional();
    }

    /** @throws Problem 404 */
    public CriteriaSet require(String id) {
        return find(id).orElseThrow(() -> Problem.notFound("没有这份评价细则，可能地址有误。"));
    }

    /** The set's criteria in the table's order; empty if there is no such set. */
    public List<Criterion> criteria(String setId) {
        return jdbc.sql("select * from criterion where set_id = ? order by position")
                .param(setId)
                .query(Criterion.class)
                .list();
    }

    public Optional<Criterion> criterion(String setId, String code) {
        return jdbc.sql("select * from criterion where set_id = ? and code = ?")
                .params(setId, code)
                .query(Criterion.class)
                .optional();
    }

    /** Deletes an edition that no campaign uses; for editions that came with an example. */
    @Transactional
    public void remove(String setId, String account, String accountName) {
        CriteriaSet set = require(setId);
        jdbc.sql("delete from criterion where set_id = ?").param(setId).update();
        jdbc.sql("delete from criteria_set where id = ?").param(setId).update();
        journal.write(account, accountName, null, "criteria-set", setId, "移除细则", set.edition());
    }

    public CriteriaTree tree(String setId) {
        return CriteriaTree.of(criteria(setId));
    }

    public CriteriaSums sums(String setId) {
        return CriteriaSums.of(criteria(setId));
    }

    private static String checkedKind(String kind) {
        String name = kind.strip();
        if (!KIND.matcher(name).matches()) {
            throw Problem.invalid("criteria-set", "创建类型应为字母开头的代码，如 foodSafetyCounty，请重新选择。");
        }
        return name;
    }

    private static String checkedEdition(String edition) {
        String name = edition.strip();
        if (name.isEmpty() || name.length() > MAX_EDITION) {
            throw Problem.invalid("criteria-set", "请填写版本，如 2023版，最多 " + MAX_EDITION + " 字。");
        }
        return name;
    }

    private void store(CriteriaSet set, CriteriaPreview preview) {
        jdbc.sql("insert into criteria_set (id, kind, edition, file_name, sha256, imported_by, imported_by_name,"
                        + " imported_at) values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        set.id(),
                        set.kind(),
                        set.edition(),
                        set.fileName(),
                        set.sha256(),
                        set.importedBy(),
                        set.importedByName(),
                        set.importedAt())
                .update();
        batches.batchUpdate(
                "insert into criterion (id, set_id, code, position, level1, level2, requirement, points, type,"
                        + " owner_text, evidence_text, rule_text) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                preview.criteria(),
                BATCH,
                (statement, criterion) -> {
                    statement.setString(1, Ids.next());
                    statement.setString(2, set.id());
                    statement.setString(3, criterion.code());
                    statement.setInt(4, criterion.position());
                    statement.setString(5, criterion.level1());
                    statement.setString(6, criterion.level2());
                    statement.setString(7, criterion.requirement());
                    statement.setBigDecimal(8, criterion.points());
                    statement.setString(9, criterion.type().name());
                    statement.setString(10, criterion.ownerText());
                    statement.setString(11, criterion.evidenceText());
                    statement.setString(12, criterion.ruleText());
                });
        journal.write(
                set.importedBy(),
                set.importedByName(),
                null,
                "criteria-set",
                set.id(),
                "导入细则",
                set.edition() + "，共 " + preview.sums().criteria() + " 条");
    }

    /**
     * The unique key decides between simultaneous imports: the later one waits for the earlier one's row. Where the
     * database gives up waiting before the earlier one is through, we ask again.
     */
    private void storeOnce(CriteriaSet set, CriteriaPreview preview) {
        for (int tries = 1; ; tries++) {
            try {
                transaction.executeWithoutResult(status -> store(set, preview));
                return;
            } catch (DuplicateKeyException | TransientDataAccessException e) {
                find(set.kind(), set.edition()).ifPresent(winner -> {
                    throw exists(winner);
                });
                if (e instanceof DuplicateKeyException || tries == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    private Problem exists(CriteriaSet existing) {
        String when = When.minute(existing.importedAt(), clock);
        return Problem.conflict(
                        "criteria-set-exists",
                        "“" + existing.edition() + "”已由 " + existing.importedByName() + " 于 " + when
                                + " 导入，细则导入后不能覆盖；内容有变化请换一个版本名称再导入。")
                .with("id", existing.id())
                .with("importedBy", existing.importedByName())
                .with("importedAt", existing.importedAt());
    }

    private static CriteriaImport report(@Nullable String id, String kind, String edition, CriteriaPreview preview) {
        CriteriaSums sums = preview.sums();
        return new CriteriaImport(id, kind, edition, sums.criteria(), sums.points(), sums.vetoes(), preview.problems());
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
