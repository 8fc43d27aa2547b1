package org.chuangjian.evidence;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Problem;
import org.chuangjian.work.EvidenceShelf;
import org.springframework.stereotype.Component;

/** What assignments ask about their evidence, and who may read a document: its unit, and whoever reads all campaigns. */
@Component
class EvidenceOfWork implements EvidenceShelf, EvidenceAccess {

    private final EvidenceBook book;
    private final Access access;
    private final Clock clock;

    EvidenceOfWork(EvidenceBook book, Access access, Clock clock) {
        this.book = book;
        this.access = access;
        this.clock = clock;
    }

    @Override
    public int count(String assignmentId) {
        return book.countOfAssignment(assignmentId);
    }

    @Override
    public List<Item> of(String assignmentId) {
        LocalDate today = LocalDate.now(clock);
        return book.ofAssignment(assignmentId).stream()
                .map(it -> new Item(
                        it.id(),
                        it.name(),
                        it.mediaType(),
                        it.size(),
                        it.sha256(),
                        it.state().label(),
                        it.uploadedByName(),
                        it.uploadedAt(),
                        it.documentDate(),
                        it.validUntil(),
                        it.expired(today)))
                .toList();
    }

    @Override
    public void mark(String assignmentId, Mark mark) {
        book.mark(
                assignmentId,
                switch (mark) {
                    case SUBMITTED -> EvidenceState.SUBMITTED;
                    case ACCEPTED -> EvidenceState.ACCEPTED;
                    case RETURNED -> EvidenceState.RETURNED;
                });
    }

    @Override
    public void requireReadable(Evidence evidence) {
        CurrentUser user = access.current();
        if (!user.may(Permission.READ_CAMPAIGNS) && !user.belongsTo(evidence.unitCode())) {
            throw Problem.forbidden("这是其他单位的材料，您无权查看。");
        }
    }
}
