package org.chuangjian.example.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.chuangjian.example.Example;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The example county for scripts. */
@RestController
@RequestMapping("/api/example")
@Tag(name = "示例县")
class ExampleApi {

    private final Example example;
    private final Access access;

    ExampleApi(Example example, Access access) {
        this.example = example;
        this.access = access;
    }

    @GetMapping
    @Operation(summary = "示例县是否存在，有哪些内容")
    Present present() {
        access.require(Permission.MANAGE_ORGANISATION);
        return new Present(example.present(), example.contents());
    }

    @DeleteMapping
    @Operation(summary = "一次移除示例县；没有其他可用的系统管理员时保留 admin，并要求其修改密码")
    Example.Removed remove() {
        return example.remove();
    }

    record Present(boolean present, Example.Contents contents) {}
}
