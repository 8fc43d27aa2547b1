package org.chuangjian.evidence;

import java.util.List;

/** How far a campaign's criteria are covered by evidence. Criteria without any are not listed. */
public record Coverage(List<EvidenceCounts> criteria) {

    public Coverage {
        criteria = List.copyOf(criteria);
    }

    /** Criteria with at least one document 入库 or 定稿. */
    public int withAccepted() {
        return (int)
                criteria.stream().filter(c -> c.accepted() + c.locked() > 0).count();
    }

    /** Criteria with at least one document 待审, whatever else they have. */
    public int withSubmitted() {
        return (int) criteria.stream().filter(c -> c.submitted() > 0).count();
    }
}
