package org.chuangjian.process;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Date;
import org.camunda.bpm.engine.RuntimeService;
import org.chuangjian.title.TitleFlow;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The process {@code title}: one instance a title in force, business key = title id. It keeps the title's clocks. */
@Component
class TitleProcess implements TitleFlow {

    static final String KEY = "title";
    static final String TITLE_ID = "titleId";

    private static final String REVIEW_STARTED = "reReviewStarted";
    private static final String REVIEW_ENDED = "reReviewEnded";
    private static final String WITHDRAWN = "titleWithdrawn";

    private final Engine engine;
    private final Instances instances;
    private final RuntimeService runtime;
    private final TitleSteps steps;

    TitleProcess(Engine engine, Instances instances, RuntimeService runtime, @Lazy TitleSteps steps) {
        this.engine = engine;
        this.instances = instances;
        this.runtime = runtime;
        this.steps = steps;
    }

    @Override
    public void start(String titleId) {
        engine.run(() -> runtime.createProcessInstanceByKey(KEY)
                .businessKey(titleId)
                .setVariable(TITLE_ID, titleId)
                .execute());
    }

    @Override
    public void reschedule(String titleId) {
        instances.moveTimer(titleId, "event_reviewDue", steps.reviewDue(titleId));
    }

    @Override
    public void reReviewStarted(String titleId) {
        instances.correlate(titleId, REVIEW_STARTED);
    }

    @Override
    public void reReviewEnded(String titleId) {
        instances.correlate(titleId, REVIEW_ENDED);
    }

    @Override
    public void withdrawn(String titleId) {
        instances.correlate(titleId, WITHDRAWN);
    }

    @Override
    public void remove(Collection<String> titleIds) {
        instances.remove(titleIds);
    }

    /** The engine wants a moment; a day begins at midnight of the office. */
    static Date startOf(LocalDate day, java.time.ZoneId zone) {
        return Date.from(day.atStartOfDay(zone).toInstant());
    }
}
