package org.chuangjian.campaign.web;

import java.util.HashMap;
import java.util.Map;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Journal;
import org.chuangjian.shared.Paged;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The journal of everything, for the auditor. */
@Controller
class JournalPage {

    private static final int PAGE_SIZE = 100;
    private static final int NAMED_CAMPAIGNS = 500;

    private final Journal journal;
    private final Campaigns campaigns;
    private final Access access;

    JournalPage(Journal journal, Campaigns campaigns, Access access) {
        this.journal = journal;
        this.campaigns = campaigns;
        this.access = access;
    }

    @GetMapping("/journal")
    String journal(@RequestParam(defaultValue = "0") int page, Model model) {
        access.require(Permission.READ_JOURNAL);
        Map<String, String> names = new HashMap<>();
        campaigns.visible(0, NAMED_CAMPAIGNS).items().forEach(campaign -> names.put(campaign.id(), campaign.name()));
        model.addAttribute("names", names);
        model.addAttribute("entries", journal.all(Paged.boundedPage(page), PAGE_SIZE));
        return "campaign/journal";
    }
}
