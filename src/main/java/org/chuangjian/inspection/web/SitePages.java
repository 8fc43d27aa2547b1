package org.chuangjian.inspection.web;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.Campaign;
import org.chuangjian.campaign.Campaigns;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.inspection.BusinessTypes;
import org.chuangjian.inspection.Site;
import org.chuangjian.inspection.Sites;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.web.CheckedFile;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.Reply;
import org.chuangjian.shared.web.UploadedTable;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** 点位 and 业态: the registers that inspections draw from. */
@Controller
class SitePages {

    private static final int PAGE_SIZE = 50;
    private static final int MOST_ROWS = 50_000;
    private static final int CAMPAIGNS = 500;
    private static final String STEP = "sites";
    private static final String[] COLUMNS = {"名称", "地址", "责任单位", "业态", "纬度", "经度", "示范点位", "备注"};

    private final Sites sites;
    private final BusinessTypes types;
    private final Units units;
    private final Campaigns campaigns;
    private final Access access;

    SitePages(Sites sites, BusinessTypes types, Units units, Campaigns campaigns, Access access) {
        this.sites = sites;
        this.types = types;
        this.units = units;
        this.campaigns = campaigns;
        this.access = access;
    }

    @GetMapping("/sites")
    String list(@ModelAttribute Wanted wanted, @RequestParam(defaultValue = "0") int page, Model model) {
        model.addAttribute("sites", sites.page(wanted.filter(), Paged.boundedPage(page), PAGE_SIZE));
        model.addAttribute("wanted", wanted);
        model.addAttribute("types", types.names());
        model.addAttribute("unitNames", units.names());
        model.addAttribute("campaigns", campaigns.visible(0, CAMPAIGNS).items());
        return "inspection/sites";
    }

    @GetMapping("/sites/edit")
    String edit(@RequestParam(required = false) @Nullable String id, Model model) {
        access.require(Permission.MANAGE_INSPECTIONS);
        MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        if (id != null) {
            Site site = sites.require(id);
            typed.add("name", site.name());
            typed.add("address", site.address());
            typed.add("unit", site.unitCode());
            typed.add("type", site.businessType());
            typed.add("latitude", text(site.latitude()));
            typed.add("longitude", text(site.longitude()));
            typed.add("note", site.note());
            typed.put("campaigns", sites.campaignsOf(id));
            if (site.showcase()) {
                typed.add("showcase", "true");
            }
            if (site.active()) {
                typed.add("active", "true");
            }
        }
        return form(id, typed, null, model);
    }

    private static String text(@Nullable BigDecimal number) {
        return number == null ? "" : number.toPlainString();
    }

    private String form(
            @Nullable String id, MultiValueMap<String, String> typed, @Nullable Problem problem, Model model) {
        Site site = id == null ? null : sites.require(id);
        model.addAttribute("site", site);
        model.addAttribute("typed", typed.toSingleValueMap());
        model.addAttribute("chosen", typed.getOrDefault("campaigns", List.of()));
        model.addAttribute(
                "types",
                types.all().stream()
                        .filter(type ->
                                type.active() || site != null && type.code().equals(site.businessType()))
                        .toList());
        model.addAttribute("units", units.active());
        model.addAttribute(
                "campaigns",
                campaigns.visible(0, CAMPAIGNS).items().stream()
                        .filter(Campaign::active)
                        .toList());
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "inspection/site";
    }

    @PostMapping("/sites/edit")
    String save(
            @RequestParam MultiValueMap<String, String> typed,
            @RequestParam(required = false) @Nullable MultipartFile photo,
            Reply reply) {
        access.require(Permission.MANAGE_INSPECTIONS);
        String id = StringUtils.trimToNull(typed.getFirst("id"));
        return reply.orAgain(
                () -> {
                    Site saved = sites.save(
                            id,
                            new Sites.Draft(
                                    typed.getFirst("name"),
                                    typed.getFirst("address"),
                                    typed.getFirst("unit"),
                                    typed.getFirst("type"),
                                    number(typed.getFirst("latitude")),
                                    number(typed.getFirst("longitude")),
                                    typed.containsKey("showcase"),
                                    typed.getFirst("note"),
                                    id == null || typed.containsKey("active"),
                                    typed.getOrDefault("campaigns", List.of())),
                            photo == null || photo.isEmpty() ? null : Pictures.of(photo));
                    return reply.done("/sites", "已保存“" + saved.name() + "”。");
                },
                problem -> form(id, typed, problem, reply.model()));
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        if (StringUtils.isBlank(text)) {
            return null;
        }
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw Problem.invalid("place", "经纬度“" + text.strip() + "”应是数字，如 28.4567。");
        }
    }

    @GetMapping("/sites/{id}/photo")
    @ResponseBody
    ResponseEntity<Resource> photo(@PathVariable String id) {
        return sites.photo(id, true);
    }

    @GetMapping("/sites/import")
    String importForm(@RequestParam(defaultValue = "") String campaign, Model model) {
        access.require(Permission.MANAGE_INSPECTIONS);
        return importPage(campaign, model);
    }

    private String importPage(String campaign, Model model) {
        model.addAttribute("campaign", campaign);
        model.addAttribute(
                "campaigns",
                campaigns.visible(0, CAMPAIGNS).items().stream()
                        .filter(Campaign::active)
                        .toList());
        return "inspection/sites-import";
    }

    @PostMapping("/sites/import")
    String check(
            @RequestParam(defaultValue = "") String campaign,
            @RequestParam MultipartFile file,
            HttpSession session,
            Model model,
            HttpServletResponse response)
            throws IOException {
        access.require(Permission.MANAGE_INSPECTIONS);
        CheckedFile.forget(session, STEP);
        try {
            CheckedFile checked = CheckedFile.read(campaign, file);
            ImportReport report = sites.importSites(checked.content(), checked.name(), campaign, true);
            model.addAttribute("report", report);
            model.addAttribute("fileName", checked.name());
            if (report.clean()) {
                checked.keep(session, STEP);
            } else {
                response.setStatus(422);
            }
        } catch (Problem problem) {
            response.setStatus(problem.status());
            model.addAttribute("error", problem.detail());
        }
        return importPage(campaign, model);
    }

    @PostMapping("/sites/import/confirm")
    String confirm(@RequestParam(defaultValue = "") String campaign, HttpSession session, RedirectAttributes redirect) {
        CheckedFile checked = CheckedFile.take(session, STEP, campaign);
        ImportReport report = sites.importSites(checked.content(), checked.name(), campaign, false);
        if (!report.clean()) {
            throw Problem.conflict("changed-meanwhile", "检查之后数据有了变化，这张表不能再导入，什么也没有写入。请重新检查。");
        }
        redirect.addFlashAttribute("done", "导入完成：新增 " + report.created() + " 个点位，变更 " + report.changed() + " 个。");
        return "redirect:/sites" + (campaign.isBlank() ? "" : "?campaign=" + campaign);
    }

    /** For scripts: the report, and with {@code dryRun=false} the writing. */
    @PostMapping("/api/sites/import")
    @Operation(summary = "导入点位；dryRun=true 只检查不写入")
    @ResponseBody
    ImportReport importSites(
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestParam(required = false) @Nullable MultipartFile file)
            throws IOException {
        UploadedTable table = UploadedTable.of(file);
        return sites.importSites(table.content(), table.name(), campaign, dryRun)
                .orRefused(dryRun);
    }

    @GetMapping("/sites/export")
    ResponseEntity<byte[]> export(@ModelAttribute Wanted wanted) {
        SpreadsheetWriter sheet = new SpreadsheetWriter().sheet("点位", COLUMNS);
        for (Site site : sites.page(wanted.filter(), 0, MOST_ROWS).items()) {
            sheet.row(
                    site.name(),
                    site.address(),
                    site.unitName(),
                    site.businessTypeName(),
                    site.latitude(),
                    site.longitude(),
                    site.showcase(),
                    site.note());
        }
        return Downloads.xlsx("点位.xlsx", sheet);
    }

    @GetMapping("/sites/template")
    ResponseEntity<byte[]> template() {
        access.require(Permission.MANAGE_INSPECTIONS);
        return Downloads.xlsx(
                "点位模板.xlsx",
                new SpreadsheetWriter()
                        .sheet("点位", COLUMNS)
                        .choices("业态", new ArrayList<>(types.names().values()))
                        .choices("示范点位", List.of("是", "否")));
    }

    @GetMapping("/business-types")
    String types(Model model) {
        access.require(Permission.MANAGE_INSPECTIONS);
        return typesPage(null, "", null, model);
    }

    /** @param code of the type whose new name is {@code name}; "" for a new type, null for none */
    private String typesPage(@Nullable String code, String name, @Nullable Problem problem, Model model) {
        model.addAttribute("types", types.all());
        model.addAttribute("typedCode", code);
        model.addAttribute("typedName", name);
        model.addAttribute("error", problem == null ? null : problem.detail());
        return "inspection/types";
    }

    @PostMapping("/business-types")
    String saveType(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "false") boolean active,
            Reply reply) {
        return reply.orAgain(
                () -> {
                    types.save(StringUtils.trimToNull(code), name, active || code.isBlank());
                    return reply.done("/business-types", "已保存业态“" + name.strip() + "”。");
                },
                problem -> typesPage(code, name, problem, reply.model()));
    }

    /** What the address asks for. */
    public record Wanted(
            @Nullable String campaign,
            @Nullable String unit,
            @Nullable String type,
            @Nullable String text) {

        Sites.Filter filter() {
            return new Sites.Filter(campaign, unit, type, text);
        }
    }
}
