package org.chuangjian.criteria;

import java.util.List;
import org.chuangjian.shared.RowProblem;
import org.jspecify.annotations.Nullable;

/**
 * What an import did, or with {@code dryRun} would do. With a problem nothing was written.
 *
 * @param id of the new set; null when nothing was written
 * @param criteria how many rows are right
 */
public record CriteriaImport(
        @Nullable String id,
        String kind,
        String edition,
        int criteria,
        CriteriaSums.Points points,
        int vetoes,
        List<RowProblem> problems) {

    public CriteriaImport {
        problems = List.copyOf(problems);
    }

    public boolean clean() {
        return problems.isEmpty();
    }
}
