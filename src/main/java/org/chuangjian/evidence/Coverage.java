package org.chuangjian.evidence;

import java.util.List;

/** How far a campaign's criteria are covered by evidence. Criteria without any are not listed. */
public record Coverage(List<EvidenceCounts> criteria) {

    public Coverage {
        criteria = List.copyOf(criteria);
    }
}
