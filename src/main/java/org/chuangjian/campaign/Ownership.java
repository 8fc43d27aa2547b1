package org.chuangjian.campaign;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 责任分解 of one criterion.
 *
 * @param lead code of the one lead unit; null while nobody owns the criterion
 * @param supporting codes of the supporting units, without the lead
 * @param evidenceRequired which evidence is asked for, as prose
 * @param unmatched names of the table's 责任单位 column that no unit goes by, separated by 、; "" if all matched
 */
public record Ownership(
        String criterionCode,
        @Nullable String lead,
        List<String> supporting,
        LocalDate deadline,
        String evidenceRequired,
        String unmatched) {

    public Ownership {
        supporting = List.copyOf(supporting);
    }

    public boolean owned() {
        return lead != null;
    }
}
