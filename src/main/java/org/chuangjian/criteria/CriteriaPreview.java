package org.chuangjian.criteria;

import java.util.List;
import org.chuangjian.shared.RowProblem;

/**
 * A criteria table as read from a file, nothing written.
 *
 * @param criteria the rows without a problem, ids not yet given
 * @param problems everything wrong in the file, by row
 * @param sums over {@code criteria}
 */
public record CriteriaPreview(List<Criterion> criteria, List<RowProblem> problems, CriteriaSums sums) {

    public CriteriaPreview {
        criteria = List.copyOf(criteria);
        problems = List.copyOf(problems);
    }
}
