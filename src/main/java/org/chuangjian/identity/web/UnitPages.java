package org.chuangjian.identity.web;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Administration;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.UnitType;
import org.chuangjian.organisation.Units;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.SpreadsheetWriter;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.shared.web.ImportDesk;
import org.chuangjian.shared.web.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
@RequestMapping("/units")
class UnitPages {

    private static final String[] COLUMNS = {"编码", "名称", "类型", "上级编码", "负责人", "联络员", "别名"};

    private final Administration administration;
    private final Access access;
    private final Units units;
    private final ImportDesk imports;

    UnitPages(Administration administration, Access access, Units units) {
        this.administration = administration;
        this.access = access;
        this.units = units;
        this.imports = new ImportDesk("units", administration::importUnits);
    }

    @ModelAttribute
    void rights(Model model) {
        model.addAttribute("mayManage", access.may(Permission.MANAGE_ORGANISATION));
    }

    @GetMapping
    String list(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "0") int page, Model model) {
        model.addAttribute("q", q);
        model.addAttribute("units", administration.units(q, page, Forms.PAGE_SIZE));
        model.addAttribute("names", units.names());
        return "identity/units";
    }

    @GetMapping("/edit")
    String edit(@RequestParam(required = false) @Nullable String code, Model model) {
        if (code == null) {
            access.require(Permission.MANAGE_ORGANISATION);
            return form(model, new Form("", "", UnitType.DEPARTMENT.name(), "", "", "", ""), null, Map.of());
        }
        Unit unit = administration.unit(code);
        return form(model, Form.of(unit), unit, Map.of());
    }

    @PostMapping("/edit")
    String save(
            @RequestParam(required = false) @Nullable String existing,
            @RequestParam(required = false) @Nullable Integer version,
            @ModelAttribute Form form,
            Reply reply) {
        Form filled = existing == null ? form : form.withCode(existing);
        return reply.orAgain(
                () -> {
                    Unit unit = filled.toUnit();
                    if (existing == null) {
                        administration.add(unit);
                    } else {
                        administration.change(unit, version);
                    }
                    return reply.done("/units", "已保存“" + unit.name() + "”。");
                },
                problem -> form(
                        reply.model(),
                        filled,
                        existing == null ? null : administration.unit(existing),
                        Forms.errors(problem)));
    }

    @PostMapping("/deactivate")
    String deactivate(
            @RequestParam String code, @RequestParam(defaultValue = "false") boolean evenWithWork, Reply reply) {
        return reply.orAgain(
                () -> {
                    // The page has said how many people belong to the unit, and asked.
                    administration.deactivateUnit(code, true, evenWithWork);
                    return reply.done(
                            "/units/edit?code=" + code,
                            "已停用。该单位不再参与任务分解，人员账号不受影响。" + (evenWithWork ? "未办结的事项请及时转办或免办。" : ""));
                },
                problem -> {
                    Unit unit = administration.unit(code);
                    return form(reply.model(), Form.of(unit), unit, Forms.errors(problem));
                });
    }

    @PostMapping("/activate")
    String activate(@RequestParam String code, RedirectAttributes redirect) {
        administration.activateUnit(code);
        redirect.addFlashAttribute("done", "已启用。");
        redirect.addAttribute("code", code);
        return "redirect:/units/edit";
    }

    @GetMapping("/import")
    String importForm() {
        access.require(Permission.MANAGE_ORGANISATION);
        return "identity/units-import";
    }

    @PostMapping("/import")
    String preview(@RequestParam MultipartFile file, HttpSession session, Model model) throws IOException {
        imports.preview(file, session, model);
        return "identity/units-import";
    }

    @PostMapping("/import/confirm")
    String confirm(HttpSession session, RedirectAttributes redirect) {
        ImportReport report = imports.write(session);
        redirect.addFlashAttribute("done", "导入完成：新增 " + report.created() + " 个单位，变更 " + report.changed() + " 个。");
        return "redirect:/units";
    }

    @GetMapping("/export")
    ResponseEntity<byte[]> export() {
        SpreadsheetWriter sheet = new SpreadsheetWriter().sheet("单位", withState(COLUMNS));
        for (Unit unit : administration.allUnits()) {
            sheet.row(
                    unit.code(),
                    unit.name(),
                    unit.type().label(),
                    unit.parentCode(),
                    unit.head(),
                    unit.liaison(),
                    String.join("、", unit.aliases()),
                    unit.active() ? "在用" : "停用");
        }
        return Downloads.xlsx("单位.xlsx", sheet);
    }

    @GetMapping("/template")
    ResponseEntity<byte[]> template() {
        access.require(Permission.READ_ORGANISATION);
        SpreadsheetWriter sheet = new SpreadsheetWriter()
                .sheet("单位", COLUMNS)
                .choices(
                        "类型",
                        Arrays.stream(UnitType.values()).map(UnitType::label).toList());
        return Downloads.xlsx("单位导入模板.xlsx", sheet);
    }

    static String[] withState(String... columns) {
        String[] all = Arrays.copyOf(columns, columns.length + 1);
        all[columns.length] = "状态";
        return all;
    }

    private String form(Model model, Form form, @Nullable Unit unit, Map<String, String> errors) {
        model.addAttribute("form", form);
        model.addAttribute("unit", unit);
        model.addAttribute("errors", errors);
        model.addAttribute("types", UnitType.values());
        model.addAttribute(
                "parents",
                administration.allUnits().stream()
                        .filter(parent -> !parent.code().equals(form.code()))
                        .toList());
        model.addAttribute("people", unit == null ? 0 : administration.peopleIn(unit.code()));
        model.addAttribute("duties", unit == null ? List.of() : administration.dutiesOf(unit.code()));
        model.addAttribute("mayRead", access.may(Permission.READ_CAMPAIGNS));
        return "identity/unit";
    }

    /** The form's fields; aliases in one line, separated by 、. */
    public record Form(
            @Nullable String code,
            @Nullable String name,
            @Nullable String type,
            @Nullable String parentCode,
            @Nullable String head,
            @Nullable String liaison,
            @Nullable String aliases) {

        static Form of(Unit unit) {
            return new Form(
                    unit.code(),
                    unit.name(),
                    unit.type().name(),
                    unit.parentCode(),
                    unit.head(),
                    unit.liaison(),
                    String.join("、", unit.aliases()));
        }

        Form withCode(String other) {
            return new Form(other, name, type, parentCode, head, liaison, aliases);
        }

        Unit toUnit() {
            List<String> names = Arrays.asList(UnitBody.text(aliases).split("[、,，;；\\n]"));
            return new UnitBody(code, name, type, parentCode, head, liaison, names, null).toUnit();
        }
    }
}
