package org.chuangjian.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.OwnPassword;
import org.chuangjian.identity.PasswordRules;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.shared.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 我的账号: who I am here, and my password. */
@Controller
class AccountPage {

    private final Access access;
    private final OwnPassword ownPassword;
    private final People people;
    private final HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    AccountPage(Access access, OwnPassword ownPassword, People people) {
        this.access = access;
        this.ownPassword = ownPassword;
        this.people = people;
    }

    @GetMapping("/account")
    String show(Model model) {
        Person person = people.get(access.current().account());
        model.addAttribute("person", person);
        model.addAttribute("roles", person.roles().stream().sorted().toList());
        model.addAttribute("hint", PasswordRules.HINT);
        model.addAttribute("mustChange", ownPassword.mustChange());
        return "identity/account";
    }

    @PostMapping("/account")
    String change(
            @RequestParam String oldPassword,
            @RequestParam String newPassword,
            @RequestParam String repeated,
            Model model,
            RedirectAttributes redirect,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            if (!newPassword.equals(repeated)) {
                throw Problem.invalid("password", "两次输入的新密码不一样，请重新输入。").with("field", "repeated");
            }
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(ownPassword.change(oldPassword, newPassword, request.getRemoteAddr()));
            SecurityContextHolder.setContext(context);
            request.changeSessionId();
            sessions.saveContext(context, request, response);
        } catch (Problem problem) {
            model.addAttribute("errorField", problem.properties().getOrDefault("field", "newPassword"));
            model.addAttribute("error", problem.detail());
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return show(model);
        }
        redirect.addFlashAttribute("done", "密码已修改。其他地方的登录已退出。");
        return "redirect:/account";
    }
}
