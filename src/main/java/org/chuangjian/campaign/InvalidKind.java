package org.chuangjian.campaign;

import java.io.Serial;

/** A kind folder that does not hold together. The message names the file, the line and what is wrong. */
public final class InvalidKind extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @param line counted from 1 */
    public InvalidKind(String file, int line, String reason) {
        super(file + ":" + line + " " + reason);
    }
}
