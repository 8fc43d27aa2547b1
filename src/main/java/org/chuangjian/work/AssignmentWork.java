package org.chuangjian.work;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The verbs of an assignment. Each comes in two halves: the first is what a page or script calls and completes the
 * process's task; the second, named {@code record…}, is what the model calls next, in the same transaction. So a task
 * completed in Tasklist and one completed through our pages go through the same rules.
 */
@Component
public class AssignmentWork {

    static final int LONGEST_NOTE = 4000;
    private static final int LONGEST_OPINION = 2000;

    private final Assignments assignments;
    private final AssignmentFlow flow;
    private final EvidenceShelf evidence;
    private final Requests requests;
    private final CampaignKinds kinds;
    private final Access access;
    private final Journal journal;
    private final Clock clock;

    AssignmentWork(
            Assignments assignments,
            AssignmentFlow flow,
            EvidenceShelf evidence,
            Requests requests,
            CampaignKinds kinds,
            Access access,
            Journal journal,
            Clock clock) {
        this.assignments = assignments;
        this.flow = flow;
        this.evidence = evidence;
        this.requests = requests;
        this.kinds = kinds;
        this.access = access;
        this.journal = journal;
        this.clock = clock;
    }

    /** 签收 through our own pages: the clerk's name is put on the task, which the model reports to us as received. */
    @Transactional
    public Assignment receive(String id) {
        Assignment assignment = assignments.lock(id);
        CurrentUser user = access.requireFor(assignment.unitCode(), Permission.WORK_FOR_UNIT);
        if (assignment.state() != AssignmentState.TO_RECEIVE) {
            throw assignments.conflict(assignment);
        }
        flow.claim(id, user.account());
        return assignments.require(id);
    }

    /** The model says somebody put a name on the task. A second claim after a return changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordReceipt(String id) {
        Assignment assignment = assignments.require(id);
        if (assignment.state() != AssignmentState.TO_RECEIVE && assignment.state() != AssignmentState.RETURNED) {
            return;
        }
        CurrentUser user = access.requireFor(assignment.unitCode(), Permission.WORK_FOR_UNIT);
        boolean first = assignment.receivedAt() == null;
        assignments.update(
                assignment, AssignmentState.IN_PROGRESS, user.name(), first ? Map.of("received_at", now()) : Map.of());
        if (first) {
            write(user, assignment, "签收", "");
        }
    }

    /** 暂存: keeps the note as it is, unchecked but for its length. Saving counts as receiving. */
    @Transactional
    public Assignment saveDraft(String id, String note) {
        assignments.lock(id);
        Assignment assignment = editable(id);
        CurrentUser user = access.requireFor(assignment.unitCode(), Permission.WORK_FOR_UNIT);
        assignments.update(
                assignment,
                assignment.state() == AssignmentState.TO_RECEIVE ? AssignmentState.IN_PROGRESS : assignment.state(),
                user.name(),
                draft(note, assignment));
        return assignments.require(id);
    }

    private Map<String, @Nullable Object> draft(String note, Assignment assignment) {
        if (note.length() > LONGEST_NOTE) {
            throw Problem.invalid("note-too-long", "办理说明不能超过 " + LONGEST_NOTE + " 字，现有 " + note.length() + " 字。");
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("draft_note", note);
        if (assignment.receivedAt() == null) {
            changes.put("received_at", now());
        }
        return changes;
    }

    /**
     * The assignment, if its evidence and note may be changed now by the signed-in person.
     *
     * @throws Problem 403 for another unit's, 409 if it has been handed in meanwhile
     */
    public Assignment editable(String id) {
        Assignment assignment = assignments.require(id);
        access.requireFor(assignment.unitCode(), Permission.WORK_FOR_UNIT);
        if (!assignment.state().editable()) {
            throw assignments.conflict(assignment);
        }
        return assignment;
    }

    /**
     * 提交 to the unit's head.
     *
     * @param note replaces the saved draft; null keeps it
     */
    @Transactional
    public Assignment submit(String id, @Nullable String note) {
        assignments.lock(id);
        Assignment assignment = editable(id);
        if (note != null && !note.equals(assignment.draftNote())) {
            saveDraft(id, note);
        }
        flow.complete(id, AssignmentFlow.Step.HANDLE, access.current().account(), Map.of());
        return assignments.require(id);
    }

    /** @throws Problem 422 while no evidence is there although some is asked for */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordSubmission(String id) {
        Assignment assignment = editable(id);
        CurrentUser user = access.current();
        if (StringUtils.isNotBlank(assignment.evidenceRequired()) && evidence.count(id) == 0) {
            throw Problem.invalid("evidence-missing", "还没有上传佐证材料，请先上传再提交。本任务应交：" + assignment.evidenceRequired() + "。");
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        changes.put("note", assignment.draftNote());
        changes.put("submitted_at", now());
        changes.put("submitted_by", user.name());
        if (assignment.receivedAt() == null) {
            changes.put("received_at", now());
        }
        assignments.update(assignment, AssignmentState.UNIT_REVIEW, user.name(), changes);
        evidence.mark(id, EvidenceShelf.Mark.SUBMITTED);
        write(user, assignment, "提交", assignment.draftNote());
    }

    /**
     * 单位审核: the head agrees that it goes to the office, or sends it back to the clerk.
     *
     * @param opinion needed when it is sent back
     */
    @Transactional
    public Assignment confirm(String id, boolean confirmed, @Nullable String opinion) {
        Assignment assignment = assignments.lock(id);
        CurrentUser user = access.requireFor(assignment.unitCode(), Permission.CONFIRM_FOR_UNIT);
        if (assignment.state() != AssignmentState.UNIT_REVIEW) {
            throw assignments.conflict(assignment);
        }
        flow.complete(
                id,
                AssignmentFlow.Step.CONFIRM,
                user.account(),
                decisions("confirmed", confirmed, null, StringUtils.trimToNull(opinion)));
        return assignments.require(id);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void recordConfirmation(String id, boolean confirmed, @Nullable String opinion) {
        Assignment assignment = assignments.require(id);
        CurrentUser user = access.requireFor(assignment.unitCode(), Permission.CONFIRM_FOR_UNIT);
        if (assignment.state() != AssignmentState.UNIT_REVIEW) {
            throw assignments.conflict(assignment);
        }
        if (confirmed) {
            assignments.update(assignment, AssignmentState.OFFICE_REVIEW, user.name(), Map.of());
            write(user, assignment, "单位同意报送", StringUtils.defaultString(opinion));
            requests.lapseOf(assignment, user, "单位已报送");
            return;
        }
        String said = required(opinion, "请写明退回经办人的原因。");
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("reason_code", null);
        changes.put("opinion", said);
        assignments.update(assignment, AssignmentState.RETURNED, user.name(), changes);
        evidence.mark(id, EvidenceShelf.Mark.RETURNED);
        write(user, assignment, "单位退回", said);
    }

    /**
     * 审核 by the office.
     *
     * @param reasonCode one of the kind's codes; needed when it is returned
     * @param opinion needed when it is returned
     */
    @Transactional
    public Assignment review(String id, boolean accepted, @Nullable String reasonCode, @Nullable String opinion) {
        CurrentUser user = access.require(Permission.REVIEW);
        Assignment assignment = assignments.lock(id);
        if (assignment.state() != AssignmentState.OFFICE_REVIEW) {
            throw assignments.conflict(assignment);
        }
        if (!accepted) {
            reason(assignment, reasonCode);
            required(opinion, "请写明退回意见，说明缺什么、怎么补。");
        }
        flow.complete(
                id,
                AssignmentFlow.Step.REVIEW,
                user.account(),
                decisions("accepted", accepted, accepted ? null : reasonCode, StringUtils.trimToNull(opinion)));
        return assignments.require(id);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void recordReview(String id, boolean accepted, @Nullable String reasonCode, @Nullable String opinion) {
        CurrentUser user = access.require(Permission.REVIEW);
        Assignment assignment = assignments.require(id);
        if (assignment.state() != AssignmentState.OFFICE_REVIEW) {
            throw assignments.conflict(assignment);
        }
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("decided_at", now());
        changes.put("opinion", opinion);
        if (accepted) {
            changes.put("reason_code", null);
            assignments.update(assignment, AssignmentState.ACCEPTED, user.name(), changes);
            evidence.mark(id, EvidenceShelf.Mark.ACCEPTED);
            write(user, assignment, "审核通过", StringUtils.defaultString(opinion));
            return;
        }
        CampaignKind.ReasonCode reason = reason(assignment, reasonCode);
        String said = required(opinion, "请写明退回意见，说明缺什么、怎么补。");
        changes.put("reason_code", reason.code());
        changes.put("return_count", assignment.returnCount() + 1);
        assignments.update(assignment, AssignmentState.RETURNED, user.name(), changes);
        evidence.mark(id, EvidenceShelf.Mark.RETURNED);
        write(user, assignment, "退回", reason.name() + "：" + said);
    }

    private CampaignKind.ReasonCode reason(Assignment assignment, @Nullable String code) {
        CampaignKind kind = kinds.require(assignment.kind());
        return kind.reasonCode(StringUtils.defaultString(code))
                .orElseThrow(() -> Problem.invalid("reason-code", "请选择退回原因。").with("reasonCodes", kind.reasonCodes()));
    }

    private static Map<String, Object> decisions(
            String name, boolean value, @Nullable String reasonCode, @Nullable String opinion) {
        Map<String, Object> decisions = new HashMap<>();
        decisions.put(name, value);
        decisions.put("reasonCode", StringUtils.defaultString(reasonCode));
        decisions.put("opinion", StringUtils.defaultString(opinion));
        return decisions;
    }

    private static String required(@Nullable String opinion, String otherwise) {
        if (StringUtils.isBlank(opinion)) {
            throw Problem.invalid("opinion-missing", otherwise);
        }
        if (opinion.length() > LONGEST_OPINION) {
            throw Problem.invalid("opinion-too-long", "意见不能超过 " + LONGEST_OPINION + " 字。");
        }
        return opinion.strip();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    private void write(CurrentUser user, Assignment assignment, String action, String detail) {
        journal.write(
                user.account(),
                user.name(),
                assignment.campaignId(),
                "assignment",
                assignment.id(),
                action,
                StringUtils.left(detail, LONGEST_NOTE));
    }
}
