package org.chuangjian.identity.web;

import java.io.IOException;
import org.chuangjian.identity.Administration;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.UploadedTable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Units and people for scripts. */
@RestController
@RequestMapping("/api")
class OrganisationApi {

    private final Administration administration;

    OrganisationApi(Administration administration) {
        this.administration = administration;
    }

    @GetMapping("/units")
    Paged<Unit> units(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        return administration.units(q, page, size);
    }

    @GetMapping("/units/{code}")
    Unit unit(@PathVariable String code) {
        return administration.unit(code);
    }

    @PostMapping("/units")
    @ResponseStatus(HttpStatus.CREATED)
    Unit addUnit(@RequestBody UnitBody body) {
        Unit unit = body.toUnit();
        administration.add(unit);
        return administration.unit(unit.code());
    }

    @PutMapping("/units/{code}")
    Unit changeUnit(@PathVariable String code, @RequestBody UnitBody body) {
        administration.change(new UnitBody(
                        code, body.name(), body.type(), body.parentCode(), body.head(), body.liaison(), body.aliases())
                .toUnit());
        return administration.unit(code);
    }

    @PostMapping("/units/{code}/deactivate")
    Unit deactivateUnit(@PathVariable String code, @RequestParam(defaultValue = "false") boolean evenWithPeople) {
        administration.deactivateUnit(code, evenWithPeople);
        return administration.unit(code);
    }

    @PostMapping("/units/{code}/activate")
    Unit activateUnit(@PathVariable String code) {
        administration.activateUnit(code);
        return administration.unit(code);
    }

    @PostMapping("/units/import")
    ImportReport importUnits(@RequestParam MultipartFile file, @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        UploadedTable table = UploadedTable.of(file);
        return written(administration.importUnits(table.content(), table.name(), dryRun), dryRun);
    }

    @GetMapping("/people")
    Paged<Person> people(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable Role role,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        return administration.people(q, unit, role, page, size);
    }

    @GetMapping("/people/{account}")
    Person person(@PathVariable String account) {
        return administration.person(account);
    }

    @PostMapping("/people")
    @ResponseStatus(HttpStatus.CREATED)
    Person addPerson(@RequestBody PersonBody body) {
        Person person = body.toPerson();
        administration.add(person);
        return administration.person(person.account());
    }

    @PutMapping("/people/{account}")
    Person changePerson(@PathVariable String account, @RequestBody PersonBody body) {
        administration.change(
                new PersonBody(account, body.name(), body.unitCode(), body.roles(), body.phone(), body.mail())
                        .toPerson());
        return administration.person(account);
    }

    @PutMapping("/people/{account}/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setPassword(@PathVariable String account, @RequestBody NewPassword body) {
        administration.setPassword(account, UnitBody.text(body.password()));
    }

    @PostMapping("/people/{account}/deactivate")
    Person deactivatePerson(@PathVariable String account) {
        administration.deactivatePerson(account);
        return administration.person(account);
    }

    @PostMapping("/people/{account}/activate")
    Person activatePerson(@PathVariable String account) {
        administration.activatePerson(account);
        return administration.person(account);
    }

    @PostMapping("/people/import")
    ImportReport importPeople(@RequestParam MultipartFile file, @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        UploadedTable table = UploadedTable.of(file);
        return written(administration.importPeople(table.content(), table.name(), dryRun), dryRun);
    }

    private static ImportReport written(ImportReport report, boolean dryRun) {
        if (dryRun || report.clean()) {
            return report;
        }
        int count = report.problems().size();
        throw Problem.invalid("import", "表格有 " + count + " 处问题，什么也没有写入。请按行改正后重新导入。")
                .with("rows", report.rows())
                .with("created", report.created())
                .with("changed", report.changed())
                .with("problems", report.problems());
    }

    record NewPassword(@Nullable String password) {}
}
