package org.chuangjian.identity.web;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Administration;
import org.chuangjian.identity.PasswordRules;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
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
import org.springframework.web.util.UriUtils;

@Controller
@RequestMapping("/people")
class PeoplePages {

    private static final String[] COLUMNS = {"账号", "姓名", "单位编码", "单位", "角色", "电话", "邮箱"};

    private final Administration administration;
    private final Access access;
    private final Units units;
    private final ImportDesk imports;

    PeoplePages(Administration administration, Access access, Units units) {
        this.administration = administration;
        this.access = access;
        this.units = units;
        this.imports = new ImportDesk("people", administration::importPeople);
    }

    @ModelAttribute
    void rights(Model model) {
        model.addAttribute("mayManage", access.may(Permission.MANAGE_ORGANISATION));
        model.addAttribute("mayKeepAccounts", access.may(Permission.MANAGE_ACCOUNTS));
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String unit,
            @RequestParam(required = false) @Nullable Role role,
            @RequestParam(defaultValue = "0") int page,
            Model model) {
        model.addAttribute("q", q);
        model.addAttribute("unit", unit);
        model.addAttribute("role", role);
        model.addAttribute("roles", Role.values());
        model.addAttribute(
                "people", administration.people(q, unit.isEmpty() ? null : unit, role, page, Forms.PAGE_SIZE));
        model.addAttribute("names", units.names());
        return "identity/people";
    }

    @GetMapping("/edit")
    String edit(@RequestParam(required = false) @Nullable String account, Model model) {
        if (account == null) {
            access.require(Permission.MANAGE_ORGANISATION);
            return form(model, new PersonBody("", "", "", List.of(), "", "", null), null, Map.of());
        }
        Person person = administration.person(account);
        return form(model, body(person), person, Map.of());
    }

    @PostMapping("/edit")
    String save(
            @RequestParam(required = false) @Nullable String existing,
            @RequestParam(defaultValue = "") String account,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String unitCode,
            @RequestParam(required = false) @Nullable List<String> roles,
            @RequestParam(defaultValue = "") String phone,
            @RequestParam(defaultValue = "") String mail,
            @RequestParam(required = false) @Nullable Integer version,
            Reply reply) {
        PersonBody body = new PersonBody(
                existing == null ? account : existing,
                name,
                unitCode,
                roles == null ? List.of() : roles,
                phone,
                mail,
                version);
        return reply.orAgainAlways(
                () -> {
                    Person person = body.toPerson();
                    if (existing == null) {
                        administration.add(person);
                    } else {
                        administration.change(person, version);
                    }
                    return back(reply, person.account(), "已保存。" + (existing == null ? "设置密码后，此人才能登录。" : ""));
                },
                problem -> form(
                        reply.model(),
                        body,
                        existing == null ? null : administration.person(existing),
                        Forms.errors(problem)));
    }

    @PostMapping("/deactivate")
    String deactivate(@RequestParam String account, Reply reply) {
        administration.deactivatePerson(account);
        return back(reply, account, "已停用，此人不能再登录。");
    }

    @PostMapping("/activate")
    String activate(@RequestParam String account, Reply reply) {
        administration.activatePerson(account);
        return back(reply, account, "已启用。");
    }

    @PostMapping("/password")
    String setPassword(@RequestParam String account, @RequestParam String password, Reply reply) {
        return reply.orAgainAlways(
                () -> {
                    administration.setPassword(account, password);
                    return back(reply, account, "密码已设置。此人下次登录时须自行更换。");
                },
                problem -> {
                    Person person = administration.person(account);
                    return form(reply.model(), body(person), person, Map.of("密码", problem.detail()));
                });
    }

    @PostMapping("/unlock")
    String unlock(@RequestParam String account, Reply reply) {
        administration.unlock(account);
        return back(reply, account, "已解除锁定。");
    }

    @GetMapping("/import")
    String importForm() {
        access.require(Permission.MANAGE_ORGANISATION);
        return "identity/people-import";
    }

    @PostMapping("/import")
    String preview(@RequestParam MultipartFile file, HttpSession session, Model model) throws IOException {
        imports.preview(file, session, model);
        return "identity/people-import";
    }

    @PostMapping("/import/confirm")
    String confirm(HttpSession session, RedirectAttributes redirect) {
        ImportReport report = imports.write(session);
        redirect.addFlashAttribute("done", "导入完成：新增 " + report.created() + " 人，变更 " + report.changed() + " 人。");
        return "redirect:/people";
    }

    @GetMapping("/export")
    ResponseEntity<byte[]> export() {
        Map<String, String> names = units.names();
        SpreadsheetWriter sheet = new SpreadsheetWriter().sheet("人员", UnitPages.withState(COLUMNS));
        for (Person person : administration.allPeople()) {
            String unit = person.unitCode();
            sheet.row(
                    person.account(),
                    person.name(),
                    unit,
                    unit == null ? null : names.get(unit),
                    person.roles().stream().sorted().map(Role::label).collect(Collectors.joining("、")),
                    person.phone(),
                    person.mail(),
                    person.active() ? "在用" : "停用");
        }
        return Downloads.xlsx("人员.xlsx", sheet);
    }

    @GetMapping("/template")
    ResponseEntity<byte[]> template() {
        access.require(Permission.READ_ORGANISATION);
        String[] columns = Arrays.copyOf(COLUMNS, COLUMNS.length + 1);
        columns[COLUMNS.length] = "初始密码";
        return Downloads.xlsx("人员导入模板.xlsx", new SpreadsheetWriter().sheet("人员", columns));
    }

    private static String back(Reply reply, String account, String done) {
        return reply.done("/people/edit?account=" + UriUtils.encode(account, StandardCharsets.UTF_8), done);
    }

    private static PersonBody body(Person person) {
        return new PersonBody(
                person.account(),
                person.name(),
                person.unitCode(),
                person.roles().stream().map(Role::name).toList(),
                person.phone(),
                person.mail(),
                person.version());
    }

    private String form(Model model, PersonBody body, @Nullable Person person, Map<String, String> errors) {
        model.addAttribute("form", body);
        model.addAttribute("person", person);
        model.addAttribute("errors", errors);
        model.addAttribute("roles", Role.values());
        model.addAttribute("units", units.active());
        model.addAttribute("names", units.names());
        model.addAttribute("hint", PasswordRules.HINT);
        boolean keepsOther = person != null
                && access.may(Permission.MANAGE_ACCOUNTS)
                && !People.account(person.account()).equals(access.current().account());
        model.addAttribute(
                "state", keepsOther && person != null ? administration.accountState(person.account()) : null);
        return "identity/person";
    }
}
