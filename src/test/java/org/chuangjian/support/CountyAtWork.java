package org.chuangjian.support;

import static org.awaitility.Awaitility.await;
import static org.chuangjian.support.Acting.as;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.evidence.EvidenceBook;
import org.chuangjian.evidence.Upload;
import org.chuangjian.evidence.UploadTarget;
import org.chuangjian.identity.Accounts;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.Job;
import org.chuangjian.shared.Jobs;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentWork;
import org.chuangjian.work.Assignments;
import org.chuangjian.work.Launch;
import org.springframework.core.io.ByteArrayResource;

/** What people of {@link County} do before a test's own story begins, without signing in. */
public final class CountyAtWork {

    private final Units units;
    private final People people;
    private final Accounts accounts;
    private final CriteriaSets criteria;
    private final Campaigns campaigns;
    private final Launch launch;
    private final Jobs jobs;
    private final Assignments assignments;
    private final AssignmentWork work;
    private final EvidenceBook evidence;

    CountyAtWork(
            Units units,
            People people,
            Accounts accounts,
            CriteriaSets criteria,
            Campaigns campaigns,
            Launch launch,
            Jobs jobs,
            Assignments assignments,
            AssignmentWork work,
            EvidenceBook evidence) {
        this.units = units;
        this.people = people;
        this.accounts = accounts;
        this.criteria = criteria;
        this.campaigns = campaigns;
        this.launch = launch;
        this.jobs = jobs;
        this.assignments = assignments;
        this.work = work;
        this.evidence = evidence;
    }

    public static <T> T office(Callable<T> deed) {
        return as(Role.OFFICE, "u01", deed);
    }

    public void settle() {
        County.settle(units, people, accounts);
    }

    /** @return the id of a new edition for GI zones with these rows */
    public String edition(String csv) {
        return Objects.requireNonNull(criteria.importSet(
                        "giZone",
                        "示例细则 " + System.nanoTime(),
                        csv.getBytes(StandardCharsets.UTF_8),
                        "table.csv",
                        "office",
                        "办示例",
                        false)
                .id());
    }

    /** @return the id of a new campaign over an edition of its own */
    public String campaign(String csv, LocalDate start, LocalDate acceptance) {
        String set = edition(csv);
        return office(() -> campaigns.create("giZone", "示例示范区", set, start, acceptance, false))
                .id();
    }

    /** @return what the finished launch says */
    public String launch(String campaign) {
        String job = office(() -> launch.start(campaign)).id();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> jobs.find(job).map(Job::state).orElseThrow().finished());
        return jobs.find(job).orElseThrow().message();
    }

    public List<Assignment> open(String campaign) {
        return office(() -> assignments
                .page(new Assignments.Filter(campaign, null, null, null, "open", null, null), 0, 100)
                .items());
    }

    /** The clerk uploads a document, if there is none yet, and hands in. */
    public void submit(Assignment assignment) {
        as(Role.CLERK, assignment.unitCode(), () -> {
            if (evidence.countOfAssignment(assignment.id()) == 0) {
                byte[] content = ("%PDF-1.4\n" + assignment.id()).getBytes(StandardCharsets.US_ASCII);
                evidence.add(
                        new UploadTarget(
                                assignment.id(),
                                assignment.campaignId(),
                                assignment.criterionCode(),
                                assignment.unitCode()),
                        List.of(new Upload("文件.pdf", new ByteArrayResource(content), content.length)),
                        "c",
                        "经办",
                        "");
            }
            return work.submit(assignment.id(), "已办结");
        });
    }

    /** Up to the office's review: handed in and agreed to. */
    public void report(Assignment assignment) {
        submit(assignment);
        as(Role.HEAD, assignment.unitCode(), () -> work.confirm(assignment.id(), true, null));
    }

    public void accept(Assignment assignment) {
        report(assignment);
        office(() -> work.review(assignment.id(), true, null, null));
    }
}
