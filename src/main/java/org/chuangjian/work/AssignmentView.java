package org.chuangjian.work;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.chuangjian.shared.Lamp;
import org.jspecify.annotations.Nullable;

/**
 * An assignment as scripts, forms and pages get it.
 *
 * @param reason the last reason of return in words; null if it stands not returned
 * @param evidence empty in lists, where only the count would matter
 * @param editable whether the reader may change note and evidence now
 */
public record AssignmentView(
        @JsonUnwrapped Assignment assignment,
        String stateLabel,
        Lamp lamp,
        @Nullable String reason,
        List<EvidenceShelf.Item> evidence,
        List<Request> requests,
        boolean editable) {}
