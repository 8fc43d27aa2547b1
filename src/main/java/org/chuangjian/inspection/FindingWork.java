package org.chuangjian.inspection;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.evidence.Upload;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Notice;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The verbs of a finding that was issued. Each comes in two halves: the first is what a page, form or script calls and
 * completes the process's task; the second, named {@code record…}, is what the model calls next, in the same
 * transaction.
 */
@Component
public class FindingWork {

    static final int LONGEST_TEXT = 4000;
    private static final int LONGEST_OPINION = 2000;
    private static final int MOST_SAME_TYPE = 200;

    private final JdbcClient jdbc;
    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final Inspections inspections;
    private final Findings findings;
    private final FindingPhotos photos;
    private final FindingRequests requests;
    private final FindingIssue issue;
    private final RectificationFlow flow;
    private final Access access;
    private final Journal journal;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    FindingWork(
            JdbcClient jdbc,
            Campaigns campaigns,
            CampaignKinds kinds,
            Inspections inspections,
            Findings findings,
            FindingPhotos photos,
            FindingRequests requests,
            FindingIssue issue,
            RectificationFlow flow,
            Access access,
            Journal journal,
            Clock clock,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.inspections = inspections;
        this.findings = findings;
        this.photos = photos;
        this.requests = requests;
        this.issue = issue;
        this.flow = flow;
        this.access = access;
        this.journal = journal;
        this.clock = clock;
        this.events = events;
    }

    /** One place of the same type that the unit has looked at (举一反三). */
    public record SameType(String place, boolean compliant, String note) {}

    /** What the unit writes; null leaves a part as it is. */
    public record Draft(
            @Nullable String plan,
            @Nullable String feedback,
            @Nullable List<SameType> sameType,
            @Nullable String noSameType) {

        public static final Draft NONE = new Draft(null, null, null, null);
    }

    /** 签收 through our own pages: the name is put on the task, which the model reports to us as received. */
    @Transactional
    public Finding receive(String id) {
        Finding finding = findings.lockVisible(id);
        CurrentUser user = access.requireFor(finding.unitCode(), Permission.WORK_FOR_UNIT);
        if (finding.state() != FindingState.ASSIGNED && finding.state() != FindingState.REOPENED) {
            throw findings.conflict(finding);
        }
        flow.claim(id, user.account());
        return findings.require(id);
    }

    /** The model says somebody put a name on the task. A second claim after a return changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordReceipt(String id) {
        Finding finding = findings.require(id);
        if (finding.state() != FindingState.ASSIGNED && finding.state() != FindingState.REOPENED) {
            return;
        }
        CurrentUser user = access.requireFor(finding.unitCode(), Permission.WORK_FOR_UNIT);
        findings.update(
                finding,
                FindingState.RECTIFYING,
                user.name(),
                Map.of("received_at", findings.now(), "received_by_name", user.name()));
        rectifier(id, user);
        write(user, finding, "签收", "");
    }

    /** 整改方案 and what else is written so far: kept as it is, unchecked but for its length. Saving counts as receiving. */
    @Transactional
    public Finding saveDraft(String id, Draft draft) {
        Finding finding = editable(id);
        CurrentUser user = access.requireFor(finding.unitCode(), Permission.WORK_FOR_UNIT);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        if (draft.plan() != null) {
            changes.put("plan", limited(draft.plan(), LONGEST_TEXT, "整改方案"));
        }
        if (draft.feedback() != null) {
            changes.put("feedback", limited(draft.feedback(), LONGEST_TEXT, "整改情况"));
        }
        if (draft.noSameType() != null) {
            changes.put("no_same_type", limited(draft.noSameType(), 1000, "无同类点位的原因"));
        }
        if (draft.sameType() != null) {
            replaceSameType(id, draft.sameType());
        }
        boolean received = finding.receivedAt() != null;
        if (!received) {
            changes.put("received_at", findings.now());
            changes.put("received_by_name", user.name());
        }
        FindingState state = finding.state() == FindingState.ASSIGNED || finding.state() == FindingState.REOPENED
                ? FindingState.RECTIFYING
                : finding.state();
        findings.update(finding, state, user.name(), changes);
        rectifier(id, user);
        if (!received) {
            write(user, finding, "签收", "");
        }
        if (StringUtils.isNotBlank(draft.plan()) && !draft.plan().equals(finding.plan())) {
            write(user, finding, "填写整改方案", draft.plan());
        }
        return findings.require(id);
    }

    private void replaceSameType(String id, List<SameType> places) {
        List<SameType> named =
                places.stream().filter(it -> StringUtils.isNotBlank(it.place())).toList();
        if (named.size() > MOST_SAME_TYPE) {
            throw Problem.invalid("same-type", "举一反三的点位最多列 " + MOST_SAME_TYPE + " 个，请合并后填写。");
        }
        jdbc.sql("delete from finding_same_type where finding_id = ?").param(id).update();
        for (int i = 0; i < named.size(); i++) {
            SameType place = named.get(i);
            jdbc.sql(
                            "insert into finding_same_type (finding_id, position, place, compliant, note) values (?, ?, ?, ?, ?)")
                    .params(
                            id,
                            i,
                            limited(place.place().strip(), 200, "同类点位的名称"),
                            place.compliant(),
                            limited(StringUtils.defaultString(place.note()).strip(), 500, "同类点位的说明"))
                    .update();
        }
    }

    /** The places of the same type that were looked at, in the unit's order. */
    public List<SameType> sameType(String id) {
        return jdbc.sql("select place, compliant, note from finding_same_type where finding_id = ? order by position")
                .param(id)
                .query(Rows.of(SameType.class))
                .list();
    }

    /** @throws Problem 422 rather than keeping less than was written */
    static String limited(String text, int most, String what) {
        if (text.length() > most) {
            throw Problem.invalid("too-long", what + "不能超过 " + most + " 字，现有 " + text.length() + " 字。");
        }
        return text;
    }

    /**
     * The finding, locked, if the signed-in person's unit may change what it hands in.
     *
     * @throws Problem 404 for another unit's, 409 if it has been handed in meanwhile
     */
    private Finding editable(String id) {
        Finding finding = findings.lockVisible(id);
        access.requireFor(finding.unitCode(), Permission.WORK_FOR_UNIT);
        if (!finding.state().withUnit()) {
            throw findings.conflict(finding);
        }
        return finding;
    }

    /**
     * A photo after the rectification.
     *
     * @param beforeId the before photo of the same spot; may be left out if there is only one
     */
    @Transactional
    public FindingPhoto addAfterPhoto(String id, @Nullable String beforeId, Upload upload, @Nullable String clientId) {
        Finding finding = editable(id);
        CurrentUser user = access.current();
        List<FindingPhoto> before = photos.of(id).stream()
                .filter(it -> it.role() == FindingPhoto.Role.BEFORE)
                .toList();
        String pair = StringUtils.trimToNull(beforeId);
        if (pair == null && before.size() == 1) {
            pair = before.get(0).id();
        }
        if (pair == null && before.size() > 1) {
            throw Problem.invalid("before-photo", "请选择这张照片对应哪一张整改前照片。");
        }
        FindingPhoto photo = photos.add(id, FindingPhoto.Role.AFTER, pair, photos.take(upload), clientId, user);
        rectifier(id, user);
        if (finding.state() == FindingState.ASSIGNED || finding.state() == FindingState.REOPENED) {
            recordReceipt(id);
        }
        return photo;
    }

    /** Takes an after photo out again, as long as it is not handed in. */
    @Transactional
    public void removePhoto(String id, String photoId) {
        Finding finding = editable(id);
        FindingPhoto photo = photos.of(id).stream()
                .filter(it -> it.id().equals(photoId) && it.role() == FindingPhoto.Role.AFTER)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("没有这张整改后照片，可能已被移去，请刷新页面。"));
        if (finding.precedesWork(photo.addedAt())) {
            throw Problem.conflict("photo-earlier", "这是转办或反弹之前的照片，留作记录，不能移去。");
        }
        if (finding.submittedAt() != null && photo.addedAt().isBefore(finding.submittedAt())) {
            throw Problem.conflict("photo-submitted", "这张照片已随整改反馈报送，不能移去；可以补充新的照片。");
        }
        photos.remove(photo);
    }

    /** 提交整改反馈. */
    @Transactional
    public Finding submit(String id, Draft draft) {
        editable(id);
        if (!draft.equals(Draft.NONE)) {
            saveDraft(id, draft);
        }
        flow.complete(id, RectificationFlow.Step.RECTIFY, access.current().account(), Map.of());
        return findings.require(id);
    }

    /**
     * How many after photos are missing: one of the same spot for each before photo; where there is none of those, as from
     * above, one at least if the severity demands photos. After a 反弹 or a hand-over what was shown before does not count.
     */
    static int missingPhotos(Finding finding, List<FindingPhoto> all, CampaignKind kind) {
        List<FindingPhoto> after = all.stream()
                .filter(it -> it.role() == FindingPhoto.Role.AFTER && !finding.precedesWork(it.addedAt()))
                .toList();
        if (lacksPhoto(finding, all, kind)) {
            return after.isEmpty() ? 1 : 0;
        }
        return (int) all.stream()
                .filter(it -> it.role() == FindingPhoto.Role.BEFORE)
                .filter(it -> after.stream().noneMatch(photo -> Objects.equals(photo.beforeId(), it.id())))
                .count();
    }

    /** Whether it came without the photo that its severity demands. */
    static boolean lacksPhoto(Finding finding, List<FindingPhoto> all, CampaignKind kind) {
        CampaignKind.InspectionRule rule = kind.inspection();
        return rule != null
                && rule.severity(finding.severity())
                        .filter(CampaignKind.Severity::photoRequired)
                        .isPresent()
                && all.stream().noneMatch(it -> it.role() == FindingPhoto.Role.BEFORE);
    }

    /** @throws Problem 422 naming what is missing: feedback, after photos, the places of the same type */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordSubmission(String id) {
        Finding finding = editable(id);
        CurrentUser user = access.current();
        if (StringUtils.isBlank(finding.feedback())) {
            throw Problem.invalid("feedback-missing", "请填写整改情况：做了什么、现在怎样。");
        }
        CampaignKind kind = kinds.require(finding.kind());
        List<FindingPhoto> pictures = photos.of(id);
        int missing = missingPhotos(finding, pictures, kind);
        if (missing > 0) {
            throw Problem.invalid(
                    "after-photo-missing",
                    lacksPhoto(finding, pictures, kind)
                            ? "这个问题必须有照片，交办时没有现场照片，请至少上传一张整改后照片。"
                            : "还有 " + missing + " 张整改前照片没有对应的整改后照片，请在同一位置拍照后上传。");
        }
        if (sameType(id).isEmpty() && StringUtils.isBlank(finding.noSameType())) {
            throw Problem.invalid("same-type-missing", "请填写举一反三情况：列出检查过的同类点位；确无同类点位的，写明原因。");
        }
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("submitted_at", findings.now());
        changes.put("submitted_by", user.account());
        changes.put("submitted_by_name", user.name());
        if (finding.receivedAt() == null) {
            changes.put("received_at", findings.now());
            changes.put("received_by_name", user.name());
        }
        findings.update(finding, FindingState.SUBMITTED, user.name(), changes);
        requests.lapseOf(id);
        rectifier(id, user);
        write(user, finding, "提交整改反馈", finding.feedback());
        events.publishEvent(new Notice(
                "finding",
                finding.campaignId(),
                Set.of(finding.foundBy()),
                "问题 " + finding.number() + " 整改已反馈，等待核查",
                finding.unitName() + "已反馈" + finding.place() + "的整改情况，请核查。",
                "/findings/" + finding.id(),
                false));
    }

    /**
     * 核查 by somebody else: the office, or an inspector of another unit.
     *
     * @param rectified true strikes the finding off, false sends it back
     * @param opinion needed when it is sent back
     * @throws Problem 403 {@code verifier-is-rectifier} for whoever had a hand in the rectification
     */
    @Transactional
    public Finding verify(String id, boolean rectified, @Nullable String opinion) {
        Finding finding = findings.lockVisible(id);
        CurrentUser user = verifier(finding);
        if (finding.state() != FindingState.SUBMITTED) {
            throw findings.conflict(finding);
        }
        if (!rectified) {
            required(opinion);
        }
        Map<String, Object> decisions = new HashMap<>();
        decisions.put("rectified", rectified);
        decisions.put("opinion", StringUtils.defaultString(StringUtils.trimToNull(opinion)));
        flow.complete(id, RectificationFlow.Step.VERIFY, user.account(), decisions);
        return findings.require(id);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void recordVerification(String id, boolean rectified, @Nullable String opinion) {
        Finding finding = findings.require(id);
        CurrentUser user = verifier(finding);
        if (finding.state() != FindingState.SUBMITTED) {
            throw findings.conflict(finding);
        }
        Map<String, @Nullable Object> changes = new HashMap<>();
        changes.put("verified_at", findings.now());
        changes.put("verified_by", user.account());
        changes.put("verified_by_name", user.name());
        if (rectified) {
            changes.put("opinion", StringUtils.trimToNull(opinion));
            changes.put("on_time", inTime(finding) && !Boolean.FALSE.equals(finding.onTime()));
            findings.update(finding, FindingState.CLOSED, user.name(), changes);
            write(user, finding, "核查销号", StringUtils.defaultString(opinion));
            tell(finding, "问题 " + finding.number() + " 已销号", finding.place() + "的问题经核查整改到位，已销号。");
            return;
        }
        String said = required(opinion);
        LocalDate due = issue.dueAfterReturn(finding);
        changes.put("opinion", said);
        changes.put("return_count", finding.returnCount() + 1);
        changes.put("due_date", due);
        if (!inTime(finding)) {
            // Sent back it gets a new deadline, which must not make up for the one that was missed.
            changes.put("on_time", false);
        }
        findings.update(finding, FindingState.RETURNED, user.name(), changes);
        write(user, finding, "核查退回", said);
        tell(
                finding,
                "问题 " + finding.number() + " 整改被退回",
                finding.place() + "的整改未到位：" + said + "\n请在 " + due + " 前重新整改、反馈。");
    }

    private boolean inTime(Finding finding) {
        LocalDate due = finding.dueDate();
        return due == null
                || finding.submittedAt() == null
                || !finding.submittedAt()
                        .atZoneSameInstant(clock.getZone())
                        .toLocalDate()
                        .isAfter(due);
    }

    private CurrentUser verifier(Finding finding) {
        CurrentUser user = access.require(Permission.INSPECT);
        if (rectifiers(finding.id()).contains(user.account())) {
            throw Problem.of(403, "verifier-is-rectifier", "整改人不能核查自己的整改，请由其他人员核查。");
        }
        if (user.belongsTo(finding.unitCode()) && !user.may(Permission.MANAGE_INSPECTIONS)) {
            throw Problem.of(403, "verifier-is-rectifier", "责任单位的人员不能核查本单位的整改，请由创建办或其他单位的检查员核查。");
        }
        return user;
    }

    /** Whether the signed-in person could verify it. */
    boolean mayVerify(Finding finding) {
        return finding.state() == FindingState.SUBMITTED
                && access.user()
                        .filter(user -> user.may(Permission.INSPECT))
                        .filter(user -> !user.belongsTo(finding.unitCode()) || user.may(Permission.MANAGE_INSPECTIONS))
                        .filter(user -> !rectifiers(finding.id()).contains(user.account()))
                        .isPresent();
    }

    private List<String> rectifiers(String id) {
        return jdbc.sql("select account from finding_rectifier where finding_id = ?")
                .param(id)
                .query(String.class)
                .list();
    }

    private void rectifier(String id, CurrentUser user) {
        if (!rectifiers(id).contains(user.account())) {
            jdbc.sql("insert into finding_rectifier (finding_id, account) values (?, ?)")
                    .params(id, user.account())
                    .update();
        }
    }

    /**
     * 反弹: a finding that was struck off is there again. It keeps its number and gets a new deadline; the first one
     * stays on record.
     */
    @Transactional
    public Finding reopen(String id, @Nullable String reason) {
        CurrentUser user = access.require(Permission.INSPECT);
        Finding finding = findings.lockVisible(id);
        if (finding.state() != FindingState.CLOSED) {
            throw findings.conflict(finding);
        }
        if (user.belongsTo(finding.unitCode()) && !user.may(Permission.MANAGE_INSPECTIONS)) {
            throw Problem.forbidden("责任单位的人员不能登记本单位问题的反弹。");
        }
        if (StringUtils.isBlank(reason)) {
            throw Problem.invalid("reason", "请写明问题怎样反弹。");
        }
        reopen(finding, limited(reason.strip(), LONGEST_OPINION, "反弹情况"), user);
        return findings.require(id);
    }

    void reopen(Finding finding, String reason, CurrentUser user) {
        Campaigns.requireActive(campaigns.require(finding.campaignId()));
        LocalDate due = issue.due(finding, LocalDate.now(clock));
        Map<String, @Nullable Object> changes = findings.startAnew(finding.id());
        changes.put("due_date", due);
        changes.put("opinion", reason);
        changes.put("reopen_count", finding.reopenCount() + 1);
        changes.put("reopened_at", findings.now());
        findings.update(finding, FindingState.REOPENED, user.name(), changes);
        flow.start(Map.of(finding.id(), finding.unitCode()));
        write(user, finding, "反弹", reason);
        tell(
                finding,
                "问题 " + finding.number() + " 反弹",
                finding.place() + "的问题反弹：" + reason + "\n请重新整改，期限 " + due + "。");
    }

    /** 约谈 over a finding that stays undone. */
    @Transactional
    public Finding interview(String id, @Nullable String note) {
        CurrentUser user = access.require(Permission.SUPERVISE);
        Finding finding = findings.lockVisible(id);
        if (!finding.open()) {
            throw findings.conflict(finding);
        }
        if (StringUtils.isBlank(note) || note.length() > LONGEST_OPINION) {
            throw Problem.invalid("note", "请写明约谈对象、时间和要求（不超过 " + LONGEST_OPINION + " 字）。");
        }
        findings.update(finding, finding.state(), user.name(), Map.of("interviewed_at", findings.now()));
        write(user, finding, "约谈", note.strip());
        tell(finding, "问题 " + finding.number() + " 约谈", note.strip());
        events.publishEvent(new FindingInterviewed(finding, note.strip()));
        return findings.require(id);
    }

    /** 撤销 before it is issued: written down by mistake. Nobody outside hears of it. */
    @Transactional
    public Finding drop(String id, @Nullable String reason) {
        CurrentUser user = access.require(Permission.MANAGE_INSPECTIONS);
        Finding finding = findings.lock(id);
        if (finding.state() != FindingState.DISCOVERED) {
            throw findings.conflict(finding);
        }
        if (StringUtils.isBlank(reason)) {
            throw Problem.invalid("reason", "请写明不予交办的理由。");
        }
        findings.update(
                finding,
                FindingState.REVOKED,
                user.name(),
                Map.of("opinion", limited(reason.strip(), LONGEST_OPINION, "不予交办的理由")));
        inspections.withoutFinding(finding.inspectionId(), finding.siteId());
        journal.write(user.account(), user.name(), null, "finding", id, "不予交办", reason.strip());
        return findings.require(id);
    }

    /** Ends what is open in a campaign that was given up; answers the ids whose processes have to end. */
    List<String> endAll(String campaignId, String by) {
        List<Finding> open = findings.all("f.campaign_id = :campaign and f.open", Map.of("campaign", campaignId));
        List<String> ids = new ArrayList<>();
        for (Finding finding : open) {
            findings.update(finding, FindingState.REVOKED, by, Map.of("opinion", "创建终止"));
            ids.add(finding.id());
        }
        requests.lapse(campaignId);
        return ids;
    }

    private static String required(@Nullable String opinion) {
        if (StringUtils.isBlank(opinion)) {
            throw Problem.invalid("opinion-missing", "请写明退回原因：哪里没有整改到位、怎么改。");
        }
        if (opinion.length() > LONGEST_OPINION) {
            throw Problem.invalid("opinion-too-long", "意见不能超过 " + LONGEST_OPINION + " 字。");
        }
        return opinion.strip();
    }

    private void tell(Finding finding, String subject, String text) {
        events.publishEvent(new Notice(
                "finding",
                finding.campaignId(),
                issue.accounts(finding.unitCode()),
                subject,
                text,
                "/findings/" + finding.id(),
                false));
    }

    private void write(CurrentUser user, Finding finding, String action, String detail) {
        journal.write(
                user.account(),
                user.name(),
                finding.campaignId(),
                "finding",
                finding.id(),
                action,
                StringUtils.left(detail, LONGEST_TEXT));
    }
}
