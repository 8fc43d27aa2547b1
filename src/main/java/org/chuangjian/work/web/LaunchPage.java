package org.chuangjian.work.web;

import jakarta.servlet.http.HttpServletResponse;
import org.chuangjian.campaign.CampaignBoard;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Job;
import org.chuangjian.shared.Jobs;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Reply;
import org.chuangjian.work.Launch;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 任务下达 and how far it is. */
@Controller
@RequestMapping("/campaigns/{id}/launch")
class LaunchPage {

    private final Campaigns campaigns;
    private final CampaignBoard board;
    private final Launch launch;
    private final Jobs jobs;
    private final Access access;

    LaunchPage(Campaigns campaigns, CampaignBoard board, Launch launch, Jobs jobs, Access access) {
        this.campaigns = campaigns;
        this.board = board;
        this.launch = launch;
        this.jobs = jobs;
        this.access = access;
    }

    @PostMapping
    String start(@PathVariable String id, Reply reply) {
        return reply.orBack("/campaigns/" + id + "/criteria", () -> {
            launch.start(id);
            return "redirect:/campaigns/" + id + "/launch";
        });
    }

    @GetMapping
    String show(@PathVariable String id, Model model) {
        model.addAttribute("job", job(id));
        model.addAttribute("detail", board.detail(campaigns.requireVisible(id)));
        model.addAttribute("mayManage", access.may(Permission.MANAGE_CAMPAIGNS));
        return "work/launch";
    }

    @GetMapping("/progress")
    String progress(@PathVariable String id, Model model, HttpServletResponse response) {
        Job job = job(id);
        if (job.state().finished()) {
            // The head of the page tells the stage and its gate, which the launch has moved.
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("job", job);
        model.addAttribute("mayManage", access.may(Permission.MANAGE_CAMPAIGNS));
        model.addAttribute("campaignId", id);
        return "work/launch :: progress(job=${job}, campaignId=${campaignId}, mayManage=${mayManage})";
    }

    @PostMapping("/cancel")
    String cancel(@PathVariable String id, @RequestParam String job, RedirectAttributes redirect) {
        access.require(Permission.MANAGE_CAMPAIGNS);
        Job found = jobs.find(job)
                .filter(it -> it.kind().equals(Launch.KIND) && it.subject().equals(id))
                .orElseThrow(() -> Problem.notFound("没有这次下达。"));
        jobs.cancel(found.id());
        redirect.addFlashAttribute("done", "已取消下达，已下达的任务保留；可用“补充下达”接着下达。");
        return "redirect:/campaigns/" + id + "/launch";
    }

    private Job job(String id) {
        access.require(Permission.READ_CAMPAIGNS);
        campaigns.requireVisible(id);
        return jobs.latest(Launch.KIND, id).orElseThrow(() -> Problem.notFound("这个创建活动还没有下达过任务。"));
    }
}
