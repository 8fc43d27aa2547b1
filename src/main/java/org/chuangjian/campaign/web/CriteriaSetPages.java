package org.chuangjian.campaign.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.criteria.CriteriaImport;
import org.chuangjian.criteria.CriteriaSet;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.web.CheckedFile;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** The official criteria tables: list, tree, import. They stand here because a table belongs to a kind of campaign. */
@Controller
@RequestMapping("/criteria-sets")
class CriteriaSetPages {

    private static final String STEP = "criteria-set";

    private final CriteriaSets sets;
    private final CampaignKinds kinds;
    private final Access access;

    CriteriaSetPages(CriteriaSets sets, CampaignKinds kinds, Access access) {
        this.sets = sets;
        this.kinds = kinds;
        this.access = access;
    }

    @GetMapping
    String list(Model model) {
        access.require(Permission.READ_CRITERIA);
        model.addAttribute("sets", sets.list());
        model.addAttribute("kindNames", kindNames());
        model.addAttribute("mayManage", access.may(Permission.MANAGE_CRITERIA));
        return "criteria/list";
    }

    @GetMapping("/{id}")
    String tree(@PathVariable String id, Model model) {
        access.require(Permission.READ_CRITERIA);
        CriteriaSet set = sets.require(id);
        model.addAttribute("set", set);
        model.addAttribute("kindName", kindNames().getOrDefault(set.kind(), set.kind()));
        model.addAttribute("tree", sets.tree(id));
        model.addAttribute("sums", sets.sums(id));
        model.addAttribute("mayCreate", access.may(Permission.MANAGE_CAMPAIGNS));
        return "criteria/set";
    }

    @GetMapping("/import")
    String importForm(Model model) {
        return form("", "", null, model);
    }

    @PostMapping("/import")
    String preview(
            @RequestParam MultipartFile file,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String edition,
            HttpSession session,
            HttpServletResponse response,
            Model model)
            throws IOException {
        CurrentUser user = access.require(Permission.MANAGE_CRITERIA);
        CheckedFile.forget(session, STEP);
        try {
            if (kinds.find(kind).isEmpty()) {
                throw Problem.invalid("kind", "请选择创建类型。");
            }
            CheckedFile checked = CheckedFile.read(subject(kind, edition), file);
            CriteriaImport report =
                    sets.importSet(kind, edition, checked.content(), checked.name(), user.account(), user.name(), true);
            if (report.clean()) {
                checked.keep(session, STEP);
            } else {
                response.setStatus(422);
            }
            model.addAttribute("report", report);
            model.addAttribute("total", total(report));
            model.addAttribute("fileName", checked.name());
        } catch (Problem problem) {
            response.setStatus(problem.status());
            return form(kind, edition, problem.detail(), model);
        }
        return form(kind, edition, null, model);
    }

    /** Points without bonus, which official tables make 100 or 1000. */
    private static BigDecimal total(CriteriaImport report) {
        return report.points()
                .key()
                .add(report.points().basic())
                .add(report.points().normal());
    }

    @PostMapping("/import/confirm")
    String confirm(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String edition,
            HttpSession session,
            Reply reply) {
        CurrentUser user = access.require(Permission.MANAGE_CRITERIA);
        return reply.orBack("/criteria-sets/import", () -> {
            CheckedFile file = CheckedFile.take(session, STEP, subject(kind, edition));
            CriteriaImport report =
                    sets.importSet(kind, edition, file.content(), file.name(), user.account(), user.name(), false);
            return reply.done("/criteria-sets/" + report.id(), "已导入 " + report.criteria() + " 项指标。");
        });
    }

    @GetMapping("/template")
    ResponseEntity<byte[]> template() {
        access.require(Permission.READ_CRITERIA);
        return Downloads.xlsx(
                "评价细则导入模板.xlsx",
                new SpreadsheetWriter()
                        .sheet("评价细则", "编码", "一级指标", "二级指标", "要求", "分值", "类型", "责任单位", "佐证材料", "评分规则")
                        .choices(
                                "类型",
                                Arrays.stream(CriterionType.values())
                                        .map(CriterionType::label)
                                        .toList()));
    }

    private String form(String kind, String edition, @Nullable String error, Model model) {
        access.require(Permission.MANAGE_CRITERIA);
        model.addAttribute("kinds", kinds.all());
        model.addAttribute("kind", kind);
        model.addAttribute("edition", edition);
        model.addAttribute("error", error);
        return "criteria/import";
    }

    private static String subject(String kind, String edition) {
        return kind + "/" + StringUtils.strip(edition);
    }

    private Map<String, String> kindNames() {
        Map<String, String> names = new LinkedHashMap<>();
        List<CampaignKind> all = kinds.all();
        all.forEach(kind -> names.put(kind.code(), kind.name()));
        return names;
    }
}
