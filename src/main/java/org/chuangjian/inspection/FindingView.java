package org.chuangjian.inspection;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/**
 * A finding as scripts, forms and pages get it. Who found it covertly is told to those who inspect, not to the unit.
 *
 * @param foundByName null for who may not know
 * @param photos empty in lists; so with the next three
 * @param missing what the unit still has to hand in, Chinese
 * @param lacksPhoto whether it came without the photo that its severity demands; false in lists
 * @param editable whether the reader may change what the unit hands in now
 * @param mayVerify whether the reader may verify it now
 */
public record FindingView(
        @JsonUnwrapped @JsonIgnoreProperties({"foundBy", "foundByName", "inspectionId", "verifiedBy", "submittedBy"})
        Finding finding,

        String stateLabel,
        String severityName,
        String sourceLabel,
        Lamp lamp,
        boolean overdue,
        @Nullable String foundByName,
        @Nullable String inspectionId,
        List<PhotoView> photos,
        List<FindingWork.SameType> sameType,
        List<RequestView> requests,
        List<String> missing,
        boolean lacksPhoto,
        boolean editable,
        boolean mayVerify) {

    /** @param farFrom a sentence if the photo was taken far from its before photo or the place; else null */
    public record PhotoView(
            @JsonUnwrapped @JsonIgnoreProperties({"addedBy", "addedByName", "sha256"})
            FindingPhoto photo,

            String roleLabel,
            @Nullable String farFrom) {}

    public record RequestView(@JsonUnwrapped FindingRequest request, String kindLabel, String stateLabel) {}

    public List<PhotoView> photosBefore() {
        return ofRole(FindingPhoto.Role.BEFORE);
    }

    public List<PhotoView> photosLookedBack() {
        return ofRole(FindingPhoto.Role.LOOK_BACK);
    }

    /** The after photos of a before photo; all of them for null. */
    public List<PhotoView> photosAfter(@Nullable String beforeId) {
        return ofRole(FindingPhoto.Role.AFTER).stream()
                .filter(it -> beforeId == null || beforeId.equals(it.photo().beforeId()))
                .toList();
    }

    private List<PhotoView> ofRole(FindingPhoto.Role role) {
        return photos.stream().filter(it -> it.photo().role() == role).toList();
    }
}
