package org.chuangjian.process;

import java.util.Collection;
import java.util.Map;
import org.chuangjian.acceptance.SelfScoringFlow;
import org.springframework.stereotype.Component;

/** The process {@code selfScoring}: one instance a unit and round, business key = the part's id, tenant = unit. */
@Component
class SelfScoringProcess implements SelfScoringFlow {

    static final String KEY = "selfScoring";
    static final String SCORE = "userTask_score";

    private static final String PART_ID = "partId";
    private static final String CHECK = "userTask_check";
    private static final String ENDED = "selfScoringEnded";

    private final Instances instances;

    SelfScoringProcess(Instances instances) {
        this.instances = instances;
    }

    @Override
    public void bring(Part part, Standing standing) {
        String at = instances.waitingAt(part.id()).orElse("");
        if (at.isEmpty()) {
            if (standing == Standing.CHECKED) {
                return;
            }
            instances.start(KEY, PART_ID, Map.of(part.id(), part.unitCode()));
            at = SCORE;
        }
        if (at.equals(SCORE) && standing != Standing.SCORING) {
            instances.complete(part.id(), SCORE, Map.of());
            at = CHECK;
        }
        if (at.equals(CHECK) && standing != Standing.CHECKING) {
            instances.complete(part.id(), CHECK, Map.of("passed", standing == Standing.CHECKED));
        }
    }

    @Override
    public void end(Collection<Part> parts) {
        parts.stream()
                .map(Part::id)
                .filter(id -> instances.waitingAt(id).isPresent())
                .forEach(id -> instances.correlate(id, ENDED));
    }

    @Override
    public void remove(Collection<Part> parts) {
        instances.remove(parts.stream().map(Part::id).toList());
    }
}
