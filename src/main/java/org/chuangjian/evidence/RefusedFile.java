package org.chuangjian.evidence;

/** Why one file was not taken; becomes an {@link UploadResult.FileProblem}, so it never ends a whole upload. */
final class RefusedFile extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedFile(String code, String detail) {
        super(detail);
        this.code = code;
    }

    RefusedFile(String code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
