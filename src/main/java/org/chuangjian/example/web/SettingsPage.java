package org.chuangjian.example.web;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.format.TextStyle;
import java.util.Locale;
import org.chuangjian.evidence.EvidenceLimits;
import org.chuangjian.example.Example;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 参数: what this installation is set to, and the one action that removes the example county. */
@Controller
class SettingsPage {

    private final Example example;
    private final EvidenceLimits limits;
    private final Access access;
    private final Clock clock;

    SettingsPage(Example example, EvidenceLimits limits, Access access, Clock clock) {
        this.example = example;
        this.limits = limits;
        this.access = access;
        this.clock = clock;
    }

    @GetMapping("/settings")
    String show(Model model) {
        access.require(Permission.MANAGE_ORGANISATION);
        boolean present = example.present();
        model.addAttribute("present", present);
        model.addAttribute("contents", present ? example.contents() : null);
        model.addAttribute("mayRemove", access.may(Permission.OPERATE));
        model.addAttribute("zone", clock.getZone().getDisplayName(TextStyle.FULL, Locale.SIMPLIFIED_CHINESE));
        model.addAttribute("limits", limits.sentence());
        return "example/settings";
    }

    /** @param sure ticked; a click that slipped removes nothing */
    @PostMapping("/settings/example/removal")
    String remove(
            @RequestParam(required = false) @Nullable String sure,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        access.require(Permission.OPERATE);
        if (sure == null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("failed", "没有移除：请先勾选“我已知晓”，再按“移除示例县”。");
            return show(model);
        }
        redirect.addFlashAttribute("done", said(example.remove()));
        return "redirect:/settings";
    }

    private static String said(Example.Removed removed) {
        StringBuilder said = new StringBuilder("示例县已移除。");
        if (removed.unitsKept() > 0 || removed.peopleKept() > 0 || removed.criteriaSetsKept() > 0) {
            said.append("已用于实际工作的保留：单位 ")
                    .append(removed.unitsKept())
                    .append(" 个、人员 ")
                    .append(removed.peopleKept())
                    .append(" 名、评价细则 ")
                    .append(removed.criteriaSetsKept())
                    .append(" 份。");
        }
        return said.append(removed.keptAdministrator() ? "请先为账号 admin 设置自己的密码，再重新启动，" : "重新启动后，")
                .append("服务就不再限于本机访问。")
                .toString();
    }
}
