package org.chuangjian.campaign;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Lamp;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.WorkingDays;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where campaigns stand, as far as the reader may know: stage, lamp with the sentence why, counts, milestones. */
@Component
public class CampaignBoard {

    private final Campaigns campaigns;
    private final CampaignKinds kinds;
    private final Milestones milestones;
    private final Gates gates;
    private final WorkProgress work;
    private final WorkingDays workingDays;
    private final CampaignFlow flow;
    private final Access access;
    private final Clock clock;

    CampaignBoard(
            Campaigns campaigns,
            CampaignKinds kinds,
            Milestones milestones,
            Gates gates,
            WorkProgress work,
            WorkingDays workingDays,
            CampaignFlow flow,
            Access access,
            Clock clock) {
        this.campaigns = campaigns;
        this.kinds = kinds;
        this.milestones = milestones;
        this.gates = gates;
        this.work = work;
        this.workingDays = workingDays;
        this.flow = flow;
        this.access = access;
        this.clock = clock;
    }

    /** The visible campaigns with their lamps. The statements do not grow with the campaigns. */
    public Paged<Line> lines(int page, int size) {
        Paged<Campaign> visible = campaigns.visible(page, size);
        Facts facts = facts(visible.items());
        return new Paged<>(
                visible.items().stream().map(campaign -> line(campaign, facts)).toList(), page, size, visible.total());
    }

    /**
     * One campaign that the reader is known to be allowed to see, with all its milestones and what each of them waits
     * for.
     */
    public Detail whole(Campaign campaign) {
        List<Milestone> all = milestones.of(campaign.id());
        return detail(campaign, all, all, null);
    }

    /** The same as the head of a page shows it: of the milestones only those without which the stage cannot end. */
    public Detail detail(Campaign campaign) {
        return head(campaign, null);
    }

    /** The same for a page that knows some of it already. */
    public Detail detail(Campaign campaign, Known known) {
        return head(campaign, known);
    }

    private Detail head(Campaign campaign, @Nullable Known known) {
        List<Milestone> all = milestones.of(campaign.id());
        return detail(
                campaign,
                all,
                all.stream()
                        .filter(it -> it.gate() && it.stage().equals(campaign.stage()))
                        .toList(),
                known);
    }

    /** The work of a campaign, counted as its head shows it; for readers of the whole campaign. */
    public WorkProgress.Tally tally(Campaign campaign) {
        access.require(Permission.READ_CAMPAIGNS);
        return work.tally(List.of(campaign.id()), LocalDate.now(clock), nearDue(kinds.require(campaign.kind())));
    }

    private Detail detail(Campaign campaign, List<Milestone> all, List<Milestone> shown, @Nullable Known known) {
        CampaignKind kind = kinds.require(campaign.kind());
        Line line = line(campaign, facts(campaign, all, known));
        List<StageView> stages = new ArrayList<>();
        int now = kind.position(campaign.stage());
        for (int i = 0; i < kind.stages().size(); i++) {
            CampaignKind.Stage stage = kind.stages().get(i);
            boolean ended = campaign.state() == Campaign.State.NAMED;
            stages.add(new StageView(
                    stage.code(), stage.name(), i < now || ended ? "DONE" : i == now ? "CURRENT" : "AHEAD"));
        }
        return new Detail(
                campaign.id(),
                campaign.kind(),
                kind.name(),
                campaign.name(),
                campaign.state(),
                campaign.stage(),
                kind.stage(campaign.stage()).name(),
                stages,
                line.lamp(),
                line.reason(),
                campaign.startDate(),
                campaign.acceptanceDate(),
                line.workingDaysLeft(),
                campaign.criteriaSetId(),
                campaign.launchedAt(),
                new Counts(line.progress().total(), line.progress().byState()),
                milestones(campaign, kind, shown, gates.facts(List.of(campaign), known)),
                campaign.active() ? flow.waitingFor(campaign.id()).orElse(null) : null,
                kind.level().label());
    }

    /** What each of these campaigns has to pass next. The statements do not grow with the campaigns. */
    public List<AtGate> atGates(List<Campaign> shown) {
        Facts facts = facts(shown);
        Gates.Facts standing = gates.facts(shown);
        return shown.stream()
                .map(campaign -> {
                    CampaignKind kind = kinds.require(campaign.kind());
                    Line line = line(campaign, facts);
                    return new AtGate(
                            campaign.id(),
                            campaign.name(),
                            line.stageName(),
                            line.lamp(),
                            facts.milestones().getOrDefault(campaign.id(), List.of()).stream()
                                    .filter(it -> it.gate() && it.stage().equals(campaign.stage()))
                                    .findFirst()
                                    .map(it -> view(it, campaign, kind, standing, facts.today(), nearDue(kind)))
                                    .orElse(null));
                })
                .toList();
    }

    private List<MilestoneView> milestones(
            Campaign campaign, CampaignKind kind, List<Milestone> shown, Gates.Facts standing) {
        LocalDate today = LocalDate.now(clock);
        LocalDate nearDue = nearDue(kind);
        return shown.stream()
                .map(milestone -> view(milestone, campaign, kind, standing, today, nearDue))
                .toList();
    }

    private MilestoneView view(
            Milestone milestone,
            Campaign campaign,
            CampaignKind kind,
            Gates.Facts standing,
            LocalDate today,
            LocalDate nearDue) {
        return new MilestoneView(
                milestone.code(),
                milestone.name(),
                milestone.stage(),
                milestone.gate(),
                milestone.dueDate(),
                milestone.reachedAt(),
                milestone.reachedBy(),
                !milestone.reached() && (!campaign.active() || kind.past(milestone.stage(), campaign.stage()))
                        ? Lamp.GREY
                        : milestone.lamp(today, nearDue),
                milestone.reached() || !campaign.active()
                        ? List.of()
                        : kind.milestones().stream()
                                .filter(rule -> rule.code().equals(milestone.rule()))
                                .findFirst()
                                .map(rule -> access.may(Permission.READ_CAMPAIGNS)
                                        ? gates.unmet(standing, campaign, rule, milestone.code())
                                        : gates.unmetInGeneral(standing, campaign, rule, milestone.code()))
                                .orElse(List.of()));
    }

    private Facts facts(Campaign campaign, List<Milestone> all, @Nullable Known known) {
        Map<String, List<Milestone>> open =
                Map.of(campaign.id(), all.stream().filter(it -> !it.reached()).toList());
        return known == null || !access.may(Permission.READ_CAMPAIGNS)
                ? facts(List.of(campaign), open)
                : new Facts(LocalDate.now(clock), known.work().progress(), open, true);
    }

    private Facts facts(Collection<Campaign> shown) {
        return facts(shown, milestones.open(shown.stream().map(Campaign::id).toList()));
    }

    private Facts facts(Collection<Campaign> shown, Map<String, List<Milestone>> open) {
        CurrentUser user = access.current();
        String unit = user.may(Permission.READ_CAMPAIGNS) ? null : user.unitCode();
        List<String> ids = shown.stream().map(Campaign::id).toList();
        LocalDate today = LocalDate.now(clock);
        int widest = shown.stream()
                .mapToInt(campaign -> kinds.require(campaign.kind()).periods().nearDueWorkingDays())
                .max()
                .orElse(0);
        return new Facts(today, work.of(ids, unit, today, workingDays.plus(today, widest)), open, unit == null);
    }

    /** The last day that counts as near due. */
    private LocalDate nearDue(CampaignKind kind) {
        return workingDays.plus(LocalDate.now(clock), kind.periods().nearDueWorkingDays());
    }

    private Line line(Campaign campaign, Facts facts) {
        CampaignKind kind = kinds.require(campaign.kind());
        WorkProgress.Progress progress =
                facts.progress().getOrDefault(campaign.id(), new WorkProgress.Progress(0, 0, 0, 0, Map.of()));
        if (!campaign.active()) {
            progress = progress.ended();
        }
        // What stood beside the gate of a stage that is over keeps nobody waiting any more.
        List<Milestone> open = facts.milestones().getOrDefault(campaign.id(), List.of()).stream()
                .filter(it -> !kind.past(it.stage(), campaign.stage()))
                .toList();
        Verdict verdict = verdict(campaign, kind, progress, facts.whole() ? open : List.of(), facts.today());
        int left = campaign.acceptanceDate().isBefore(facts.today())
                ? -workingDays.between(campaign.acceptanceDate(), facts.today())
                : workingDays.between(facts.today(), campaign.acceptanceDate());
        return new Line(
                campaign.id(),
                campaign.kind(),
                kind.name(),
                campaign.name(),
                campaign.state(),
                campaign.stage(),
                kind.stage(campaign.stage()).name(),
                verdict.lamp(),
                verdict.reason(),
                campaign.startDate(),
                campaign.acceptanceDate(),
                left,
                progress,
                open.isEmpty() || !campaign.active() ? null : open.get(0));
    }

    private Verdict verdict(
            Campaign campaign,
            CampaignKind kind,
            WorkProgress.Progress progress,
            List<Milestone> open,
            LocalDate today) {
        if (campaign.state() == Campaign.State.NAMED) {
            return new Verdict(Lamp.BLUE, "已命名");
        }
        if (campaign.state() == Campaign.State.NOT_NAMED) {
            return new Verdict(Lamp.GREY, "异议查实成立，未予命名");
        }
        if (campaign.state() == Campaign.State.TERMINATED) {
            return new Verdict(Lamp.GREY, "创建已终止");
        }
        if (!campaign.launched()) {
            return new Verdict(Lamp.GREY, "处于" + kind.stage(campaign.stage()).name() + "阶段，任务尚未下达");
        }
        List<Milestone> late =
                open.stream().filter(it -> it.dueDate().isBefore(today)).toList();
        if (progress.overdue() > 0) {
            return new Verdict(
                    Lamp.RED,
                    progress.overdue() + " 项任务逾期"
                            + (late.isEmpty() ? "" : "，节点“" + late.get(0).name() + "”逾期"));
        }
        if (!late.isEmpty()) {
            return new Verdict(
                    Lamp.RED, "节点“" + late.get(0).name() + "”应于 " + late.get(0).dueDate() + " 达成，尚未达成");
        }
        LocalDate nearDue = nearDue(kind);
        if (progress.nearDue() > 0) {
            return new Verdict(
                    Lamp.YELLOW, progress.nearDue() + " 项任务将在 " + kind.periods().nearDueWorkingDays() + " 个工作日内到期");
        }
        if (!open.isEmpty() && !open.get(0).dueDate().isAfter(nearDue)) {
            return new Verdict(
                    Lamp.YELLOW,
                    "节点“" + open.get(0).name() + "”将于 " + open.get(0).dueDate() + " 到期");
        }
        return new Verdict(
                Lamp.GREEN,
                progress.total() == 0 ? "按计划推进" : "按计划推进，任务通过 " + progress.accepted() + "/" + progress.total());
    }

    /**
     * What a page has found out about its campaign before it asks for the head.
     *
     * @param work from {@link #tally}
     * @param judged answers for the conditions the page has judged
     */
    public record Known(WorkProgress.Tally work, ConditionCheck judged) {}

    private record Facts(
            LocalDate today,
            Map<String, WorkProgress.Progress> progress,
            Map<String, List<Milestone>> milestones,
            boolean whole) {}

    private record Verdict(Lamp lamp, String reason) {}

    /**
     * One campaign in a list.
     *
     * @param reason the sentence why the lamp shows what it shows
     * @param workingDaysLeft until the acceptance; negative if it is past
     * @param next the nearest milestone not reached
     */
    public record Line(
            String id,
            String kind,
            String kindName,
            String name,
            Campaign.State state,
            String stage,
            String stageName,
            Lamp lamp,
            String reason,
            LocalDate startDate,
            LocalDate acceptanceDate,
            int workingDaysLeft,
            WorkProgress.Progress progress,
            @Nullable Milestone next) {}

    /**
     * @param waitingFor what the stage waits for the office to complete; null while it waits for something else
     * @param levelName 创建级别 in words
     */
    public record Detail(
            String id,
            String kind,
            String kindName,
            String name,
            Campaign.State state,
            String stage,
            String stageName,
            List<StageView> stages,
            Lamp lamp,
            String reason,
            LocalDate startDate,
            LocalDate acceptanceDate,
            int workingDaysLeft,
            String criteriaSetId,
            @Nullable OffsetDateTime launchedAt,
            Counts assignments,
            List<MilestoneView> milestones,
            CampaignFlow.@Nullable Step waitingFor,
            String levelName) {

        /** The milestone the current stage cannot end without; null where the stage has none left. */
        public @Nullable MilestoneView gate() {
            return milestones.stream()
                    .filter(it -> it.gate() && it.stage().equals(stage) && it.reachedAt() == null)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** @param gate null where the stage has none left */
    public record AtGate(
            String id,
            String name,
            String stageName,
            Lamp lamp,
            @Nullable MilestoneView gate) {}

    /** @param status DONE, CURRENT or AHEAD */
    public record StageView(String code, String name, String status) {}

    /** @param total without those exempt or handed over to another unit */
    public record Counts(int total, Map<String, Integer> byState) {}

    public record MilestoneView(
            String code,
            String name,
            String stage,
            boolean gate,
            LocalDate dueDate,
            @Nullable OffsetDateTime reachedAt,
            @Nullable String reachedBy,
            Lamp lamp,
            List<Gates.Unmet> unmet) {}
}
