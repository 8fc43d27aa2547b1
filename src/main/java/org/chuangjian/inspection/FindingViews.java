package org.chuangjian.inspection;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Dresses findings for the reader: lamp, words for codes, photos, requests, and only what the reader may know. */
@Component
public class FindingViews {

    /** A phone's place is good to some tens of metres; a market is larger than that. */
    private static final long FAR_METRES = 300;

    private final CampaignKinds kinds;
    private final FindingPhotos photos;
    private final FindingRequests requests;
    private final FindingWork work;
    private final WorkingDays workingDays;
    private final Access access;
    private final Clock clock;

    FindingViews(
            CampaignKinds kinds,
            FindingPhotos photos,
            FindingRequests requests,
            FindingWork work,
            WorkingDays workingDays,
            Access access,
            Clock clock) {
        this.kinds = kinds;
        this.photos = photos;
        this.requests = requests;
        this.work = work;
        this.workingDays = workingDays;
        this.access = access;
        this.clock = clock;
    }

    /** One finding whole. */
    public FindingView of(Finding finding) {
        List<FindingPhoto> pictures = photos.of(finding.id());
        List<FindingWork.SameType> sameType = work.sameType(finding.id());
        CurrentUser user = access.current();
        boolean own = user.belongsTo(finding.unitCode()) && user.may(Permission.WORK_FOR_UNIT);
        return view(
                finding,
                pictures.stream()
                        .map(it -> new FindingView.PhotoView(it, it.role().label(), farFrom(it, pictures, finding)))
                        .toList(),
                sameType,
                requests.of(finding.id()).stream()
                        .map(it -> new FindingView.RequestView(
                                it, it.kind().label(), it.state().label()))
                        .toList(),
                finding.state().withUnit() ? missing(finding, pictures, sameType) : List.of(),
                FindingWork.lacksPhoto(finding, pictures, kinds.require(finding.kind())),
                own && finding.state().withUnit(),
                work.mayVerify(finding));
    }

    /** A list, without photos and requests: no statement more. */
    public Paged<FindingView> of(Paged<Finding> page) {
        return new Paged<>(page.items().stream().map(this::bare).toList(), page.page(), page.size(), page.total());
    }

    public FindingView bare(Finding finding) {
        return view(finding, List.of(), List.of(), List.of(), List.of(), false, false, false);
    }

    private FindingView view(
            Finding finding,
            List<FindingView.PhotoView> pictures,
            List<FindingWork.SameType> sameType,
            List<FindingView.RequestView> asked,
            List<String> missing,
            boolean lacksPhoto,
            boolean editable,
            boolean mayVerify) {
        CampaignKind kind = kinds.require(finding.kind());
        LocalDate today = LocalDate.now(clock);
        LocalDate nearDue = workingDays.plus(today, kind.periods().nearDueWorkingDays());
        CurrentUser user = access.current();
        boolean knows = user.may(Permission.READ_CAMPAIGNS) || user.may(Permission.INSPECT);
        return new FindingView(
                finding,
                finding.state().label(),
                severityName(kind, finding.severity()),
                finding.source().label(),
                finding.lamp(today, nearDue),
                finding.overdue(today),
                knows ? finding.foundByName() : null,
                knows ? finding.inspectionId() : null,
                pictures,
                sameType,
                asked,
                missing,
                lacksPhoto,
                editable,
                mayVerify);
    }

    static String severityName(CampaignKind kind, String code) {
        CampaignKind.InspectionRule rule = kind.inspection();
        return rule == null
                ? code
                : rule.severity(code).map(CampaignKind.Severity::name).orElse(code);
    }

    private List<String> missing(Finding finding, List<FindingPhoto> pictures, List<FindingWork.SameType> sameType) {
        List<String> missing = new ArrayList<>();
        int needed = FindingWork.missingPhotos(finding, pictures, kinds.require(finding.kind()));
        if (needed > 0) {
            missing.add(needed + " 张整改后照片");
        }
        if (StringUtils.isBlank(finding.feedback())) {
            missing.add("整改情况");
        }
        if (sameType.isEmpty() && StringUtils.isBlank(finding.noSameType())) {
            missing.add("举一反三情况");
        }
        return missing;
    }

    /** An after photo should show the spot of its before photo; without that photo's place, the finding's. */
    private static @Nullable String farFrom(FindingPhoto photo, List<FindingPhoto> all, Finding finding) {
        Place here = Place.of(photo.latitude(), photo.longitude());
        if (photo.role() == FindingPhoto.Role.BEFORE || here == null) {
            return null;
        }
        Map<String, FindingPhoto> byId = all.stream().collect(Collectors.toMap(FindingPhoto::id, Function.identity()));
        FindingPhoto before = photo.beforeId() == null ? null : byId.get(photo.beforeId());
        Place there = before == null ? null : Place.of(before.latitude(), before.longitude());
        Place spot = Objects.requireNonNullElseGet(
                there, () -> Objects.requireNonNullElse(Place.of(finding.latitude(), finding.longitude()), here));
        long metres = here.metresTo(spot);
        return metres > FAR_METRES ? "拍摄位置与问题位置相距约 " + said(metres) + "，请核对" : null;
    }

    private static String said(long metres) {
        return metres < 1000 ? metres + " 米" : Math.round(metres / 100.0) / 10.0 + " 公里";
    }
}
