package org.chuangjian.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.chuangjian.shared.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** 入库 and 定稿 evidence of a campaign, as it is handed up. Callers have checked the rights. */
@Component
public class SubmittedEvidence {

    private static final String SELECT =
            "select u.criterion_code, u.assignment_id, e.id as evidence_id, e.unit_code, e.name, e.size, e.sha256,"
                    + " e.uploaded_at from evidence_use u join evidence e on e.id = u.evidence_id"
                    + " where u.state in ('ACCEPTED', 'LOCKED') and u.campaign_id = ";

    private final JdbcClient jdbc;
    private final EvidenceFiles files;

    SubmittedEvidence(JdbcClient jdbc, EvidenceFiles files) {
        this.jdbc = jdbc;
        this.files = files;
    }

    /** One document as it serves one assignment. */
    public record Item(
            String criterionCode,
            String assignmentId,
            String evidenceId,
            String unitCode,
            String name,
            long size,
            String sha256,
            OffsetDateTime uploadedAt) {}

    /** Number and bytes of what is handed up. */
    public record Sum(long count, long bytes) {}

    /** The documents of some criteria, by criterion and unit, the earlier first. */
    public List<Item> of(String campaignId, Collection<String> criteria) {
        if (criteria.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(SELECT + ":campaign and u.criterion_code in (:criteria)"
                        + " order by u.criterion_code, e.unit_code, u.linked_at, e.id")
                .param("campaign", campaignId)
                .param("criteria", criteria)
                .query(Rows.of(Item.class))
                .list();
    }

    /** The documents of criteria the present edition no longer has, in the same order. */
    public List<Item> outside(String campaignId, Collection<String> criteria) {
        return jdbc.sql(SELECT + ":campaign and u.criterion_code not in (:criteria)"
                        + " order by u.criterion_code, e.unit_code, u.linked_at, e.id")
                .param("campaign", campaignId)
                .param("criteria", criteria.isEmpty() ? List.of("") : criteria)
                .query(Rows.of(Item.class))
                .list();
    }

    public Sum sum(String campaignId) {
        return jdbc.sql("select count(*) as count, coalesce(sum(e.size), 0) as bytes from evidence_use u"
                        + " join evidence e on e.id = u.evidence_id"
                        + " where u.state in ('ACCEPTED', 'LOCKED') and u.campaign_id = ?")
                .param(campaignId)
                .query((row, number) -> new Sum(row.getLong("count"), row.getLong("bytes")))
                .single();
    }

    /** The content, to be closed by the caller; empty if the file is lost. */
    public Optional<InputStream> open(Item item) {
        try {
            return Optional.of(Files.newInputStream(files.path(item.sha256())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * 定稿: what was accepted is final from now on.
     *
     * @return how many became final
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int lock(String campaignId) {
        return jdbc.sql("update evidence_use set state = 'LOCKED' where campaign_id = ? and state = 'ACCEPTED'")
                .param(campaignId)
                .update();
    }
}
