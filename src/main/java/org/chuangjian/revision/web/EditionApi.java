package org.chuangjian.revision.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.chuangjian.revision.EditionChange;
import org.chuangjian.revision.EditionChanges;
import org.chuangjian.revision.EditionDifference;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Changes of edition for scripts. */
@RestController
@RequestMapping("/api")
@Tag(name = "细则换版")
class EditionApi {

    private final EditionChanges changes;

    EditionApi(EditionChanges changes) {
        this.changes = changes;
    }

    @GetMapping("/campaigns/{id}/edition-difference")
    @Operation(summary = "现用细则与另一版本的差异：新增、取消、修改的指标，及其牵头单位、任务、材料和得分")
    EditionDifference difference(@PathVariable String id, @RequestParam String to) {
        return changes.difference(id, to);
    }

    @GetMapping("/campaigns/{id}/edition-changes")
    @Operation(summary = "创建活动的历次细则换版，最近的在前")
    List<EditionChange> changes(@PathVariable String id) {
        return changes.of(id);
    }

    @PostMapping("/campaigns/{id}/edition-changes")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "提出细则换版，待他人确认")
    EditionChange propose(@PathVariable String id, @RequestBody Proposal body) {
        if (body.to() == null || body.to().isBlank()) {
            throw Problem.invalid("to", "缺少 to（要换用的评价细则）。");
        }
        return changes.propose(id, body.to(), body.note());
    }

    @PostMapping("/edition-changes/{id}/apply")
    @Operation(summary = "确认换版：提出人以外的人一次完成；取消的指标撤回任务、得分退出总分，修改的指标任务继续办理，高于新分值的得分须重评")
    EditionChange apply(@PathVariable String id) {
        return changes.apply(id);
    }

    @PostMapping("/edition-changes/{id}/drop")
    @Operation(summary = "放弃尚未确认的换版")
    EditionChange drop(@PathVariable String id) {
        return changes.drop(id);
    }

    @PostMapping("/edition-changes/{id}/undo")
    @Operation(summary = "撤销换版：责任分解、细则、任务和得分恢复原状，撤回时正在审核的任务退回单位重新报送；新增指标已有办理的不能撤销")
    EditionChange undo(@PathVariable String id, @RequestBody Reason body) {
        return changes.undo(id, body.reason());
    }

    record Proposal(@Nullable String to, @Nullable String note) {}

    record Reason(@Nullable String reason) {}
}
