package org.chuangjian.identity.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import org.chuangjian.identity.Administration;
import org.chuangjian.organisation.Person;
import org.chuangjian.organisation.Role;
import org.chuangjian.organisation.Unit;
import org.chuangjian.shared.ImportReport;
import org.chuangjian.shared.Paged;
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
@Tag(name = "单位和人员")
class OrganisationApi {

    private final Administration administration;

    OrganisationApi(Administration administration) {
        this.administration = administration;
    }

    @GetMapping("/units")
    @Operation(summary = "单位列表")
    Paged<Unit> units(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        return administration.units(q, page, size);
    }

    @GetMapping("/units/{code}")
    @Operation(summary = "一个单位")
    Unit unit(@PathVariable String code) {
        return administration.unit(code);
    }

    @PostMapping("/units")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "新增单位")
    Unit addUnit(@RequestBody UnitBody body) {
        Unit unit = body.toUnit();
        administration.add(unit);
        return administration.unit(unit.code());
    }

    @PutMapping("/units/{code}")
    @Operation(summary = "修改单位；带上读到的 version，其间有人改动则返回 409")
    Unit changeUnit(@PathVariable String code, @RequestBody UnitBody body) {
        administration.change(
                new UnitBody(
                                code,
                                body.name(),
                                body.type(),
                                body.parentCode(),
                                body.head(),
                                body.liaison(),
                                body.aliases(),
                                null)
                        .toUnit(),
                body.version());
        return administration.unit(code);
    }

    @PostMapping("/units/{code}/deactivate")
    @Operation(summary = "停用单位；仍有在用人员或未办结事项时先返回 409，确认后再停用")
    Unit deactivateUnit(
            @PathVariable String code,
            @RequestParam(defaultValue = "false") boolean evenWithPeople,
            @RequestParam(defaultValue = "false") boolean evenWithWork) {
        administration.deactivateUnit(code, evenWithPeople, evenWithWork);
        return administration.unit(code);
    }

    @PostMapping("/units/{code}/activate")
    @Operation(summary = "重新启用单位")
    Unit activateUnit(@PathVariable String code) {
        administration.activateUnit(code);
        return administration.unit(code);
    }

    @PostMapping("/units/import")
    @Operation(summary = "导入单位表；有一处问题则全部不写入，dryRun=true 只检查")
    ImportReport importUnits(@RequestParam MultipartFile file, @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        UploadedTable table = UploadedTable.of(file);
        return administration.importUnits(table.content(), table.name(), dryRun).orRefused(dryRun);
    }

    @GetMapping("/people")
    @Operation(summary = "人员列表")
    Paged<Person> people(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable Role role,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        return administration.people(q, unit, role, page, size);
    }

    @GetMapping("/people/{account}")
    @Operation(summary = "一名人员")
    Person person(@PathVariable String account) {
        return administration.person(account);
    }

    @PostMapping("/people")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "新增人员")
    Person addPerson(@RequestBody PersonBody body) {
        Person person = body.toPerson();
        administration.add(person);
        return administration.person(person.account());
    }

    @PutMapping("/people/{account}")
    @Operation(summary = "修改人员和角色；带上读到的 version，其间有人改动则返回 409")
    Person changePerson(@PathVariable String account, @RequestBody PersonBody body) {
        administration.change(
                new PersonBody(account, body.name(), body.unitCode(), body.roles(), body.phone(), body.mail(), null)
                        .toPerson(),
                body.version());
        return administration.person(account);
    }

    @PutMapping("/people/{account}/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "为他人设置密码，其下次登录须修改")
    void setPassword(@PathVariable String account, @RequestBody NewPassword body) {
        administration.setPassword(account, UnitBody.text(body.password()));
    }

    @PostMapping("/people/{account}/deactivate")
    @Operation(summary = "停用账号")
    Person deactivatePerson(@PathVariable String account) {
        administration.deactivatePerson(account);
        return administration.person(account);
    }

    @PostMapping("/people/{account}/activate")
    @Operation(summary = "重新启用账号")
    Person activatePerson(@PathVariable String account) {
        administration.activatePerson(account);
        return administration.person(account);
    }

    @PostMapping("/people/import")
    @Operation(summary = "导入人员表；有一处问题则全部不写入，dryRun=true 只检查")
    ImportReport importPeople(@RequestParam MultipartFile file, @RequestParam(defaultValue = "false") boolean dryRun)
            throws IOException {
        UploadedTable table = UploadedTable.of(file);
        return administration
                .importPeople(table.content(), table.name(), dryRun)
                .orRefused(dryRun);
    }

    record NewPassword(@Nullable String password) {}
}
