package org.chuangjian.shared;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The profile {@code prod} found something open that must not be. */
public final class StartRefused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<StartCheck.Objection> objections;

    StartRefused(List<StartCheck.Objection> objections) {
        super(objections.stream().map(StartCheck.Objection::reason).collect(Collectors.joining()));
        this.objections = List.copyOf(objections);
    }

    public List<StartCheck.Objection> objections() {
        return objections;
    }
}
