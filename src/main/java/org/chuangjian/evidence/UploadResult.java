package org.chuangjian.evidence;

import java.util.List;

/**
 * What became of the files of one upload; every file is either stored or has a problem.
 *
 * @param hints one Chinese sentence each, about files that were stored
 */
public record UploadResult(List<Evidence> stored, List<FileProblem> problems, List<String> hints) {

    public UploadResult {
        stored = List.copyOf(stored);
        problems = List.copyOf(problems);
        hints = List.copyOf(hints);
    }

    /**
     * @param name the file's cleaned name
     * @param code stable, for scripts: {@code duplicate}, {@code empty}, {@code too-large}, {@code too-many},
     *     {@code type-not-allowed}, {@code type-mismatch}, {@code archive-unsafe}, {@code upload-broken},
     *     {@code storage-full}, {@code storage-failed}
     * @param detail Chinese: what is wrong and what to do
     */
    public record FileProblem(String name, String code, String detail) {}
}
