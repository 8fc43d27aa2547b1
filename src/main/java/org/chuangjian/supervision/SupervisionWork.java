package org.chuangjian.supervision;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind.SupervisionStep;
import org.chuangjian.campaign.CampaignKind.Told;
import org.chuangjian.evidence.StoredFiles;
import org.chuangjian.evidence.Upload;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The verbs of an order: 签收, 回复, 办结 or back. As with assignments each has two halves: what a page or script calls,
 * and {@code record…}, which the model calls next in the same transaction.
 */
@Component
public class SupervisionWork {

    static final int LONGEST_ANSWER = 4000;
    private static final int LONGEST_OPINION = 2000;

    private final SupervisionOrders orders;
    private final AnswerFiles enclosed;
    private final StoredFiles files;
    private final SupervisionFlow flow;
    private final Leaders leaders;
    private final WorkingDays workingDays;
    private final Access access;
    private final Journal journal;

    SupervisionWork(
            SupervisionOrders orders,
            AnswerFiles enclosed,
            StoredFiles files,
            SupervisionFlow flow,
            Leaders leaders,
            WorkingDays workingDays,
            Access access,
            Journal journal) {
        this.orders = orders;
        this.enclosed = enclosed;
        this.files = files;
        this.flow = flow;
        this.leaders = leaders;
        this.workingDays = workingDays;
        this.access = access;
        this.journal = journal;
    }

    /** Whether the signed-in person answers for the order's unit. */
    public boolean mayAnswer(SupervisionOrder order) {
        return access.user().filter(user -> order.answeredBy(user)).isPresent();
    }

    private CurrentUser requireAnswering(SupervisionOrder order) {
        CurrentUser user = access.current();
        if (!mayAnswer(order)) {
            // Another unit must not even learn that there is such an order.
            orders.requireVisible(order.id());
            throw Problem.forbidden("这张督办单由“" + order.unitName() + "”签收、回复，您的账号不能办理。");
        }
        return user;
    }

    /** 签收: the name is put on the task, which the model reports to us as received. */
    @Transactional
    public SupervisionOrder receive(String id) {
        SupervisionOrder order = orders.lock(id);
        CurrentUser user = requireAnswering(order);
        if (order.state() != OrderState.ISSUED) {
            throw orders.conflict(order);
        }
        flow.claim(id, user.account());
        return orders.require(id);
    }

    /** The model says somebody put a name on the task. A second claim changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordReceipt(String id) {
        SupervisionOrder order = orders.require(id);
        if (order.state() != OrderState.ISSUED) {
            return;
        }
        CurrentUser user = requireAnswering(order);
        orders.update(
                order,
                OrderState.RECEIVED,
                user.name(),
                Map.of("received_at", orders.now(), "received_by", user.name()));
        write(user, order, "签收", order.number());
    }

    /** 暂存: keeps the answer as it is, unchecked but for its length. */
    @Transactional
    public SupervisionOrder saveDraft(String id, String answer) {
        SupervisionOrder order = orders.lock(id);
        CurrentUser user = requireAnswering(order);
        requireWithUnit(order);
        checkLength(answer);
        orders.update(order, order.state(), user.name(), Map.of("draft_answer", answer));
        return orders.require(id);
    }

    private static void checkLength(String answer) {
        if (answer.length() > LONGEST_ANSWER) {
            throw Problem.invalid("answer-too-long", "回复不能超过 " + LONGEST_ANSWER + " 字，现有 " + answer.length() + " 字。");
        }
    }

    private void requireWithUnit(SupervisionOrder order) {
        if (!order.state().withUnit()) {
            throw orders.conflict(order);
        }
    }

    /**
     * A file to go with the answer. It is the unit's own until the answer is handed in.
     *
     * @throws Problem 422 for what breaks the limits of evidence
     */
    @Transactional
    public SupervisionOrder enclose(String id, Upload upload) {
        requireWithUnit(answerable(id));
        // Before the row is locked: a large file takes its time.
        StoredFiles.Content content = files.store(upload);
        SupervisionOrder order = orders.lock(id);
        requireWithUnit(order);
        enclosed.add(order, content, requireAnswering(order));
        return order;
    }

    /** Takes a file out again, as long as it is not handed in. */
    @Transactional
    public SupervisionOrder takeOut(String id, String fileId) {
        answerable(id);
        SupervisionOrder order = orders.lock(id);
        requireAnswering(order);
        requireWithUnit(order);
        enclosed.remove(order, fileId);
        return order;
    }

    private SupervisionOrder answerable(String id) {
        SupervisionOrder order = orders.require(id);
        requireAnswering(order);
        return order;
    }

    /**
     * 回复 to the office. Answering counts as receiving.
     *
     * @param answer replaces the saved draft; null keeps it
     */
    @Transactional
    public SupervisionOrder answer(String id, @Nullable String answer) {
        SupervisionOrder order = orders.lock(id);
        CurrentUser user = requireAnswering(order);
        requireWithUnit(order);
        if (answer != null && !answer.equals(order.draftAnswer())) {
            saveDraft(id, answer);
        }
        flow.complete(id, SupervisionFlow.Step.ANSWER, user.account(), Map.of());
        return orders.require(id);
    }

    /** @throws Problem 422 for an empty answer */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordAnswer(String id) {
        SupervisionOrder order = orders.require(id);
        CurrentUser user = requireAnswering(order);
        requireWithUnit(order);
        if (StringUtils.isBlank(order.draftAnswer())) {
            throw Problem.invalid("answer-missing", "请写明整改措施、完成情况或未完成的原因和完成时间，再提交回复。");
        }
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("answer", order.draftAnswer().strip());
        changes.put("answered_at", orders.now());
        changes.put("answered_by", user.name());
        if (order.receivedAt() == null) {
            changes.put("received_at", orders.now());
            changes.put("received_by", user.name());
        }
        orders.update(order, OrderState.ANSWERED, user.name(), changes);
        int sent = enclosed.send(id);
        write(
                user,
                order,
                "回复",
                (sent == 0 ? "" : "附件 " + sent + " 个。") + order.draftAnswer().strip());
        Set<String> told = new HashSet<>(leaders.addressees().office());
        if (order.instructedBy() != null) {
            told.add(order.instructedBy());
        }
        told.remove(user.account());
        orders.tell(
                order,
                told,
                order.what() + "已回复：" + order.subjectTitle(),
                order.unitName() + "已回复" + order.number() + "，请审核。",
                false);
    }

    /**
     * 办结 by the office, or the answer goes back.
     *
     * @param accepted whether the answer is good enough
     * @param opinion needed when it goes back
     */
    @Transactional
    public SupervisionOrder close(String id, boolean accepted, @Nullable String opinion) {
        CurrentUser user = access.require(Permission.SUPERVISE);
        SupervisionOrder order = orders.lock(id);
        if (order.state() != OrderState.ANSWERED) {
            throw orders.conflict(order);
        }
        String said = opinion(accepted, opinion);
        Map<String, Object> decisions = new HashMap<>();
        decisions.put("accepted", accepted);
        decisions.put("opinion", said);
        flow.complete(id, SupervisionFlow.Step.CLOSE, user.account(), decisions);
        return orders.require(id);
    }

    private static String opinion(boolean accepted, @Nullable String opinion) {
        String said = StringUtils.trimToEmpty(opinion);
        if (!accepted && said.isEmpty()) {
            throw Problem.invalid("opinion-missing", "请写明退回意见，说明还缺什么、怎么办。");
        }
        if (said.length() > LONGEST_OPINION) {
            throw Problem.invalid("opinion-too-long", "意见不能超过 " + LONGEST_OPINION + " 字。");
        }
        return said;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void recordClosing(String id, boolean accepted, @Nullable String opinion) {
        CurrentUser user = access.require(Permission.SUPERVISE);
        SupervisionOrder order = orders.require(id);
        if (order.state() != OrderState.ANSWERED) {
            throw orders.conflict(order);
        }
        String said = opinion(accepted, opinion);
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("opinion", said);
        Addressees addressees = leaders.addressees();
        if (accepted) {
            changes.put("closed_at", orders.now());
            orders.update(order, OrderState.CLOSED, user.name(), changes);
            write(user, order, "办结", said);
            orders.tell(
                    order,
                    addressees,
                    Set.of(),
                    order.what() + "已办结：" + order.subjectTitle(),
                    order.unitName() + "：" + order.number() + "的回复已审核通过。",
                    user.account());
            return;
        }
        LocalDate least = workingDays.plus(orders.today(), answerWithin(order));
        LocalDate due = least.isAfter(order.dueDate()) ? least : order.dueDate();
        changes.put("due_date", due);
        changes.put("return_count", order.returnCount() + 1);
        orders.update(order, OrderState.RETURNED, user.name(), changes);
        write(user, order, "退回", said);
        orders.tell(
                order,
                addressees,
                Set.of(Told.HEAD),
                order.what() + "回复被退回：" + order.subjectTitle(),
                order.unitName() + "：" + order.number() + "的回复被退回，请于 " + due + " 前重新回复。",
                user.account());
    }

    /** As many working days again as the colour gives; one where the kind does not say. */
    private int answerWithin(SupervisionOrder order) {
        SupervisionStep step = orders.step(order.kind(), order.colour());
        return step == null ? 1 : step.answerWithin();
    }

    /** The office gives more time for the answer; the first date stays. */
    @Transactional
    public SupervisionOrder extend(String id, LocalDate dueDate) {
        CurrentUser user = access.require(Permission.SUPERVISE);
        SupervisionOrder order = orders.lock(id);
        requireWithUnit(order);
        if (!dueDate.isAfter(order.dueDate())) {
            throw Problem.invalid("due-date", "延期后的期限应晚于 " + order.dueDate() + "。");
        }
        if (dueDate.isBefore(orders.today())) {
            throw Problem.invalid("due-date", "延期后的期限不能早于今天。");
        }
        orders.update(order, order.state(), user.name(), Map.of("due_date", dueDate));
        flow.reschedule(id, dueDate);
        write(user, order, "延期", "回复期限由 " + order.dueDate() + " 延至 " + dueDate);
        orders.tell(
                order,
                leaders.addressees(),
                Set.of(),
                order.what() + "延期：" + order.subjectTitle(),
                order.unitName() + "：" + order.number() + "的回复期限延至 " + dueDate + "。",
                user.account());
        return orders.require(id);
    }

    /** 撤销: the office takes the order back. */
    @Transactional
    public SupervisionOrder withdraw(String id, @Nullable String why) {
        access.require(Permission.SUPERVISE);
        SupervisionOrder order = orders.lock(id);
        if (order.state().finished()) {
            throw orders.conflict(order);
        }
        if (StringUtils.isBlank(why)) {
            throw Problem.invalid("reason", "请写明撤销理由。");
        }
        orders.end(order, OrderState.WITHDRAWN, StringUtils.left(why.strip(), LONGEST_OPINION), leaders.addressees());
        return orders.require(id);
    }

    private void write(CurrentUser user, SupervisionOrder order, String action, String detail) {
        journal.write(
                user.account(),
                user.name(),
                order.campaignId(),
                "supervisionOrder",
                order.id(),
                action,
                StringUtils.left(detail, 4000));
    }
}
