package org.chuangjian.supervision;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/**
 * 督办单, read together with the names a person needs.
 *
 * @param subjectId id of the assignment, finding or follow-up, campaign id / milestone code, campaign id; "" for a free subject
 * @param subjectDue the deadline of the subject that was missed when the order was raised; null if none was
 * @param subjectRound how often the subject had been returned by then
 * @param page what the leader was looking at, "" if that was the subject itself
 * @param kind of the campaign, null outside any
 * @param reason what is wrong and what is demanded; the leader's words with an instruction
 * @param dueDate until when the unit answers, and {@code firstDueDate} before any change
 * @param instructedBy account of the leader whose words it carries, also after it has climbed; null for any other
 * @param previousId the order this one takes the place of
 * @param answer what the unit has handed in, {@code draftAnswer} what it has only saved
 * @param opinion of the office, on the last answer or on the end
 */
public record SupervisionOrder(
        String id,
        int numberYear,
        int numberInYear,
        SubjectType subjectType,
        String subjectId,
        String subjectTitle,
        @Nullable LocalDate subjectDue,
        int subjectRound,
        String page,
        @Nullable String campaignId,
        @Nullable String campaignName,
        @Nullable String kind,
        String unitCode,
        String unitName,
        CampaignKind.Colour colour,
        Source source,
        @Nullable String instructedBy,
        @Nullable String previousId,
        String reason,
        LocalDate dueDate,
        LocalDate firstDueDate,
        OrderState state,
        String draftAnswer,
        String answer,
        String opinion,
        int returnCount,
        String raisedBy,
        String raisedByName,
        OffsetDateTime raisedAt,
        @Nullable OffsetDateTime receivedAt,
        @Nullable String receivedBy,
        @Nullable OffsetDateTime answeredAt,
        @Nullable String answeredBy,
        @Nullable OffsetDateTime closedAt,
        OffsetDateTime lastAt,
        String lastBy,
        int version) {

    /** Why there is an order: by rule, by the office's hand, by a leader's instruction. */
    public enum Source {
        RULE("自动"),
        OFFICE("创建办"),
        INSTRUCTION("领导批示");

        private final String label;

        Source(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** E.g. 督办〔2026〕3号; the same row under a leader's instruction is 批示办理. */
    public String number() {
        return "督办〔" + numberYear + "〕" + numberInYear + "号";
    }

    public boolean automatic() {
        return raisedBy.equals(Journal.AUTOMATIC);
    }

    public boolean instruction() {
        return instructedBy != null;
    }

    /** What people call it. */
    String what() {
        return instruction() ? "批示" : "督办";
    }

    /** Whether this person answers for its unit: the unit's clerks and heads, and the office if it is its own. */
    boolean answeredBy(CurrentUser user) {
        return user.belongsTo(unitCode) && (user.may(Permission.WORK_FOR_UNIT) || user.may(Permission.SUPERVISE));
    }

    /** What kind of thing it is about. */
    public String subjectLabel() {
        return page.isEmpty() ? subjectType.label() : "相关内容";
    }

    /**
     * Page of ours that shows the subject; null if there is none.
     *
     * @param whole whether the reader may see more than a unit's own
     */
    @Nullable
    String subjectLink(boolean whole) {
        if (whole && !page.isEmpty()) {
            return page;
        }
        return !whole && subjectType == SubjectType.MILESTONE ? null : Subject.link(subjectType, subjectId);
    }

    public String link() {
        return "/supervision-orders/" + id;
    }

    /** @param nearDue the last day that counts as near due */
    public Lamp lamp(LocalDate today, LocalDate nearDue) {
        return state.lamp(dueDate, today, nearDue);
    }
}
