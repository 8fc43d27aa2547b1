package org.chuangjian.work;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Lamp;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Dresses assignments for the reader: lamp, words for codes, evidence, requests. */
@Component
public class AssignmentViews {

    private final CampaignKinds kinds;
    private final EvidenceShelf evidence;
    private final Requests requests;
    private final WorkingDays workingDays;
    private final Access access;
    private final Clock clock;

    AssignmentViews(
            CampaignKinds kinds,
            EvidenceShelf evidence,
            Requests requests,
            WorkingDays workingDays,
            Access access,
            Clock clock) {
        this.kinds = kinds;
        this.evidence = evidence;
        this.requests = requests;
        this.workingDays = workingDays;
        this.access = access;
        this.clock = clock;
    }

    /** One assignment whole. */
    public AssignmentView of(Assignment assignment) {
        return view(assignment, evidence.of(assignment.id()), requests.of(assignment.id()));
    }

    /** A list, without evidence and requests. */
    public Paged<AssignmentView> of(Paged<Assignment> page) {
        return new Paged<>(
                page.items().stream().map(it -> view(it, List.of(), List.of())).toList(),
                page.page(),
                page.size(),
                page.total());
    }

    private AssignmentView view(Assignment assignment, List<EvidenceShelf.Item> items, List<Request> asked) {
        CampaignKind kind = kinds.require(assignment.kind());
        boolean own = access.user()
                .map(user -> user.belongsTo(assignment.unitCode()) && user.may(Permission.WORK_FOR_UNIT))
                .orElse(false);
        return new AssignmentView(
                assignment,
                assignment.state().label(),
                lamp(assignment, kind),
                reason(assignment, kind),
                items,
                asked,
                own && assignment.state().editable());
    }

    private Lamp lamp(Assignment assignment, CampaignKind kind) {
        LocalDate today = LocalDate.now(clock);
        return assignment.lamp(today, workingDays.plus(today, kind.periods().nearDueWorkingDays()));
    }

    private static @Nullable String reason(Assignment assignment, CampaignKind kind) {
        if (assignment.state() == AssignmentState.ACCEPTED || assignment.opinion() == null) {
            return null;
        }
        String code = assignment.reasonCode();
        String words = code == null
                ? ""
                : kind.reasonCode(code).map(CampaignKind.ReasonCode::name).orElse(code) + "：";
        return words + assignment.opinion();
    }
}
