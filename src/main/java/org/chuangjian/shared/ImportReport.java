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

    /**
     * This report, to who only looked or whose table was taken over.
     *
     * @throws Problem 422 {@code import} with the problems otherwise
     */
    public ImportReport orRefused(boolean dryRun) {
        if (dryRun || clean()) {
            return this;
        }
        throw Problem.invalid("import", "表格有 " + problems.size() + " 处问题，什么也没有写入。请按行改正后重新导入。")
                .with("rows", rows)
                .with("created", created)
                .with("changed", changed)
                .with("problems", problems);
    }
}
