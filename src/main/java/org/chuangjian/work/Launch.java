package org.chuangjian.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.CampaignFlow;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Job;
import org.chuangjian.shared.JobHandler;
import org.chuangjian.shared.Jobs;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 任务下达: turns every owned criterion x unit into an assignment with its own process instance. Each batch is one
 * transaction that looks first at what is there, under the campaign's lock; so a second launch, or one after a crash,
 * creates only what is missing.
 */
@Component
public class Launch implements JobHandler {

    public static final String KIND = "launch";

    /** Measured: beyond this many instances a transaction nothing is gained. */
    private static final int BATCH = 200;

    private final Campaigns campaigns;
    private final CampaignFlow campaignFlow;
    private final Assignments assignments;
    private final AssignmentFlow flow;
    private final Jobs jobs;
    private final Journal journal;
    private final Access access;
    private final TransactionTemplate transaction;

    Launch(
            Campaigns campaigns,
            CampaignFlow campaignFlow,
            Assignments assignments,
            AssignmentFlow flow,
            Jobs jobs,
            Journal journal,
            Access access,
            PlatformTransactionManager transactions) {
        this.campaigns = campaigns;
        this.campaignFlow = campaignFlow;
        this.assignments = assignments;
        this.flow = flow;
        this.jobs = jobs;
        this.journal = journal;
        this.access = access;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Starts the launch, or names the one under way. A campaign still being prepared or decomposed moves on to its
     * launch stage with it, if the gates on the way hold.
     *
     * @throws Problem 422 while no criterion is owned or an owner is no longer active, 409 if the campaign has ended
     */
    @Transactional
    public Job start(String campaignId) {
        CurrentUser user = access.require(Permission.MANAGE_CAMPAIGNS);
        Campaign campaign = Campaigns.requireActive(campaigns.lock(campaignId));
        if (!campaign.launched() && assignments.countMissing(campaignId) == 0) {
            throw Problem.invalid("nothing-owned", "还没有一项指标落实牵头单位，请先在“指标”页确定牵头单位再下达。");
        }
        List<RowProblem> inactive = assignments.missingOfInactiveUnits(campaignId);
        if (!inactive.isEmpty()) {
            throw Problem.invalid(
                            "owner-inactive",
                            "有 " + inactive.size() + " 处责任单位已停用，没有下达任何任务："
                                    + inactive.get(0).reason())
                    .with("problems", inactive);
        }
        // The stages before the launch end with it; two are the most there can be.
        for (int i = 0; i < 2 && List.of("preparation", "decomposition").contains(campaign.stage()); i++) {
            campaignFlow.complete(campaignId, user.account(), Map.of());
            campaign = campaigns.require(campaignId);
        }
        Job job = jobs.start(KIND, campaignId, user.account());
        journal.write(user.account(), user.name(), campaignId, "campaign", campaignId, "下达任务", "");
        return job;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(Job job, Progress progress) {
        String campaignId = job.subject();
        int done = job.done();
        while (!Boolean.TRUE.equals(transaction.execute(status -> finished(campaignId)))) {
            Map<String, Integer> missing = assignments.missingByCriterion(campaignId);
            int total =
                    done + missing.values().stream().mapToInt(Integer::intValue).sum();
            for (List<String> criteria : batches(missing)) {
                int before = done;
                done += Objects.requireNonNull(
                        transaction.execute(status -> batch(campaignId, criteria, before, total, progress)));
            }
        }
        // All this job has created, also before a crash: it began with nothing done.
        return done == 0 ? "任务此前已全部下达，本次没有新增" : "已下达 " + done + " 项任务";
    }

    /** Criteria one after the other until their units fill a batch; one criterion is never split. */
    private static List<List<String>> batches(Map<String, Integer> missing) {
        List<List<String>> batches = new ArrayList<>();
        int size = BATCH;
        for (Map.Entry<String, Integer> criterion : missing.entrySet()) {
            if (size + criterion.getValue() > BATCH) {
                batches.add(new ArrayList<>());
                size = 0;
            }
            batches.get(batches.size() - 1).add(criterion.getKey());
            size += criterion.getValue();
        }
        return batches;
    }

    private int batch(String campaignId, List<String> criteria, int done, int total, Progress progress) {
        requireActive(campaigns.lock(campaignId));
        // First of all, so that no other node takes the job up in mid-batch and undoes it, however long it takes.
        progress.report(done, total);
        Map<String, Assignments.Missing> byId = new LinkedHashMap<>();
        assignments.missing(campaignId, criteria).forEach(it -> byId.put(Ids.next(), it));
        if (byId.isEmpty()) {
            return 0;
        }
        assignments.insert(byId, Journal.AUTOMATIC);
        flow.start(assignments.all(byId.keySet()));
        progress.report(done + byId.size(), Math.max(total, done + byId.size()));
        return byId.size();
    }

    /** A campaign counts as launched if under its lock nothing is missing. */
    private boolean finished(String campaignId) {
        requireActive(campaigns.lock(campaignId));
        if (assignments.countMissing(campaignId) > 0) {
            return false;
        }
        campaigns.launched(campaignId);
        return true;
    }

    private static void requireActive(Campaign campaign) {
        if (!campaign.active()) {
            throw Problem.conflict("campaign-ended", "创建活动已" + campaign.state().label() + "，任务不再下达。");
        }
    }
}
