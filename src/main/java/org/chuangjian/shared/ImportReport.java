package org.chuangjian.shared;

import java.util.List;

/**
 * What an import did, or with {@code dryRun} would do. With a problem nothing was written.
 *
 * @param rows data rows read, blank lines not counted
 */
public record ImportReport(int rows, int created, int changed, List<RowProblem> problems) {

    public ImportReport {
        problems = List.copyOf(problems);
    }

    public boolean clean() {
        return problems.isEmpty();
    }
}
