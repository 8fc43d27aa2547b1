package org.chuangjian.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import org.chuangjian.shared.CampaignRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Takes the ledger of an example campaign away, and with it the files nobody else uses. */
@Component
@Order(CampaignRows.EVIDENCE)
public class EvidenceRemoval implements CampaignRows {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceRemoval.class);

    private final JdbcClient jdbc;
    private final EvidenceFiles files;
    private final ObjectProvider<FileUse> elsewhere;

    EvidenceRemoval(JdbcClient jdbc, EvidenceFiles files, ObjectProvider<FileUse> elsewhere) {
        this.jdbc = jdbc;
        this.files = files;
        this.elsewhere = elsewhere;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(Collection<String> campaignIds) {
        campaignIds.forEach(this::removeAll);
    }

    /** The files go once the caller's transaction has committed: a rollback must find them where they were. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void removeAll(String campaignId) {
        List<String> contents = jdbc.sql("select distinct sha256 from evidence where campaign_id = ?")
                .param(campaignId)
                .query(String.class)
                .list();
        jdbc.sql("delete from evidence_use where campaign_id = ?")
                .param(campaignId)
                .update();
        // What serves a real campaign as well is real by now.
        jdbc.sql("delete from evidence where campaign_id = ? and not exists"
                        + " (select 1 from evidence_use u where u.evidence_id = evidence.id)")
                .param(campaignId)
                .update();
        discardOnCommit(contents);
    }

    /** For contents whose rows the caller's transaction has just deleted: what nobody uses any more goes with them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void discardOnCommit(Collection<String> contents) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    contents.forEach(EvidenceRemoval.this::discardUnused);
                }
            }
        });
    }

    private void discardUnused(String sha256) {
        if (used(sha256)) {
            return;
        }
        Path file = files.path(sha256);
        Path aside = file.resolveSibling(sha256 + ".removed");
        try {
            if (!Files.exists(file)) {
                return;
            }
            // Somebody may be handing in the very same content: put aside first, look again, then delete.
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            if (used(sha256)) {
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.delete(aside);
            }
        } catch (IOException e) {
            LOG.warn("Cannot delete {}, which nobody uses any more", file, e);
        }
    }

    private boolean used(String sha256) {
        return jdbc.sql("select count(*) from evidence where sha256 = ?")
                                .param(sha256)
                                .query(Long.class)
                                .single()
                        > 0
                || elsewhere.stream().anyMatch(it -> it.uses(sha256));
    }
}
