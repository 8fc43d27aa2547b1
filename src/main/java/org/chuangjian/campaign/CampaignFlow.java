package org.chuangjian.campaign;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign needs of its process. Every call joins the caller's transaction, so that the process and our tables
 * cannot drift apart.
 */
public interface CampaignFlow {

    /** Starts the process of the campaign's kind; it runs up to the first thing a person has to do. */
    void start(Campaign campaign);

    /** What the process waits for now, if it waits for a person. */
    Optional<Step> waitingFor(String campaignId);

    /**
     * Completes what the process waits for.
     *
     * @param account who did it; null for an automatic step
     * @param decisions booleans the model asks for, e.g. {@code passed}
     * @throws org.chuangjian.shared.Problem 409 if it waits for nobody, 422 if the stage's gate does not hold
     */
    void complete(String campaignId, @Nullable String account, Map<String, Object> decisions);

    /** Tells the process that every assignment exists. Nothing happens if it does not wait for that. */
    void assignmentsLaunched(String campaignId);

    /**
     * Lets the clock of the public notice run to another end.
     *
     * @return whether it ran, and to another end so far
     */
    boolean noticeEnds(String campaignId, OffsetDateTime end);

    void terminate(String campaignId);

    /** Removes every trace of the campaign's process, for the example county. */
    void remove(String campaignId);

    /** The model as BPMN XML and the ids of the elements a token stands on, for the live diagram. */
    Diagram diagram(String campaignId);

    /**
     * @param element id in the model
     * @param name as the model says it, Chinese
     * @param decides whether completing it takes the decision {@code passed}
     */
    record Step(String element, String name, boolean decides) {}

    /** @param done ids of the elements that are through */
    record Diagram(String xml, java.util.List<String> active, java.util.List<String> done) {}
}
