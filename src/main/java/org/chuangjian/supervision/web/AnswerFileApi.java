package org.chuangjian.supervision.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.evidence.Upload;
import org.chuangjian.supervision.AnswerFiles;
import org.chuangjian.supervision.OrderView;
import org.chuangjian.supervision.OrderViews;
import org.chuangjian.supervision.SupervisionOrders;
import org.chuangjian.supervision.SupervisionWork;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Files enclosed with the answer to an order, for scripts, our page and the form in Tasklist. */
@RestController
@RequestMapping("/api")
@Tag(name = "督办")
class AnswerFileApi {

    private final SupervisionOrders orders;
    private final SupervisionWork work;
    private final AnswerFiles files;
    private final OrderViews views;

    AnswerFileApi(SupervisionOrders orders, SupervisionWork work, AnswerFiles files, OrderViews views) {
        this.orders = orders;
        this.work = work;
        this.files = files;
        this.views = views;
    }

    @PostMapping(value = "/supervision-orders/{id}/files", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "上传回复的附件（file，可多个）；随回复一并报送，报送前只有本单位看得到")
    OrderView enclose(@PathVariable String id, @RequestParam("file") List<MultipartFile> uploaded) {
        uploads(uploaded).forEach(upload -> work.enclose(id, upload));
        return views.of(orders.requireVisible(id));
    }

    @DeleteMapping("/supervision-orders/{id}/files/{file}")
    @Operation(summary = "移去一个尚未报送的附件")
    OrderView takeOut(@PathVariable String id, @PathVariable String file) {
        return views.of(work.takeOut(id, file));
    }

    @GetMapping("/supervision-order-files/{id}/content")
    @Operation(summary = "回复附件的原件，作为附件下载")
    ResponseEntity<Resource> content(@PathVariable String id, @RequestParam(defaultValue = "false") boolean inline) {
        return files.content(id, inline);
    }

    /** A form sends an empty part for a file field nobody has touched. */
    static List<Upload> uploads(@Nullable List<MultipartFile> files) {
        return files == null
                ? List.of()
                : files.stream()
                        .filter(file -> !file.isEmpty() || StringUtils.isNotBlank(file.getOriginalFilename()))
                        .map(file -> new Upload(
                                StringUtils.defaultIfBlank(file.getOriginalFilename(), "附件"), file, file.getSize()))
                        .toList();
    }
}
