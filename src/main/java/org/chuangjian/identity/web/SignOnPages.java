package org.chuangjian.identity.web;

import org.chuangjian.identity.Access;
import org.chuangjian.identity.DemoAccounts;
import org.chuangjian.identity.SignOn;
import org.chuangjian.identity.StartPage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class SignOnPages {

    private final Access access;
    private final DemoAccounts demoAccounts;

    SignOnPages(Access access, DemoAccounts demoAccounts) {
        this.access = access;
        this.demoAccounts = demoAccounts;
    }

    @GetMapping("/login")
    String login(
            @RequestParam(required = false) @Nullable String refused,
            @RequestParam(required = false) @Nullable String out,
            Model model) {
        if (access.user().isPresent()) {
            return "redirect:/";
        }
        model.addAttribute("demo", demoAccounts.list());
        model.addAttribute("refused", refused == null ? null : SignOn.REFUSED);
        model.addAttribute("out", out != null);
        return "identity/login";
    }

    @GetMapping("/")
    String start() {
        return "redirect:" + StartPage.of(access.current());
    }
}
