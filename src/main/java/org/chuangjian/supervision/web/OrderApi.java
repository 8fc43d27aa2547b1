package org.chuangjian.supervision.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.identity.Access;
import org.chuangjian.shared.Paged;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.web.Downloads;
import org.chuangjian.supervision.OrderState;
import org.chuangjian.supervision.OrderView;
import org.chuangjian.supervision.OrderViews;
import org.chuangjian.supervision.SubjectType;
import org.chuangjian.supervision.SupervisionOrder;
import org.chuangjian.supervision.SupervisionOrders;
import org.chuangjian.supervision.SupervisionSlip;
import org.chuangjian.supervision.SupervisionWork;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Supervision orders and leaders' instructions for scripts and for the form in Tasklist. */
@RestController
@RequestMapping("/api")
@Tag(name = "督办")
class OrderApi {

    private final SupervisionOrders orders;
    private final SupervisionWork work;
    private final OrderViews views;
    private final SupervisionSlip slip;
    private final Access access;

    OrderApi(SupervisionOrders orders, SupervisionWork work, OrderViews views, SupervisionSlip slip, Access access) {
        this.orders = orders;
        this.work = work;
        this.views = views;
        this.slip = slip;
        this.access = access;
    }

    @GetMapping("/supervision-orders")
    @Operation(summary = "督办单；参与单位只看到本单位的")
    Paged<OrderView> orders(
            @RequestParam(required = false) @Nullable Colour colour,
            @RequestParam(required = false) @Nullable OrderState state,
            @RequestParam(required = false) @Nullable String unit,
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(required = false) @Nullable String only,
            @RequestParam(required = false) @Nullable SubjectType subjectType,
            @RequestParam(required = false) @Nullable String subjectId,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        access.requireReadingOf(unit);
        return views.of(orders.page(
                new SupervisionOrders.Filter(colour, state, unit, campaign, only, subjectType, subjectId, text),
                Paged.boundedPage(page),
                Paged.boundedSize(size)));
    }

    @PostMapping("/supervision-orders")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "创建办发出督办单；紧急事项可以直接选橙色或红色")
    OrderView raise(@RequestBody NewOrder body) {
        return views.of(orders.raise(body.order(body.reason())));
    }

    @PostMapping("/instructions")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "领导批示：转为有期限、要回复的督办事项")
    OrderView instruct(@RequestBody NewOrder body) {
        return views.of(orders.instruct(body.order(StringUtils.defaultIfBlank(body.text(), body.reason()))));
    }

    @GetMapping("/instructions")
    @Operation(summary = "领导批示的办理情况")
    Paged<OrderView> instructions(
            @RequestParam(required = false) @Nullable String campaign,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        access.requireReadingOf(null);
        return views.of(orders.page(
                new SupervisionOrders.Filter(null, null, null, campaign, "instruction", null, null, null),
                Paged.boundedPage(page),
                Paged.boundedSize(size)));
    }

    @GetMapping("/supervision-orders/{id}")
    @Operation(summary = "一张督办单")
    OrderView order(@PathVariable String id) {
        return views.of(orders.requireVisible(id));
    }

    @GetMapping("/supervision-orders/{id}/slip.docx")
    @Operation(summary = "督办通知单，Word 文档")
    ResponseEntity<byte[]> slip(@PathVariable String id) {
        SupervisionOrder order = orders.requireVisible(id);
        return Downloads.docx(order.number() + ".docx", slip.of(order));
    }

    @PostMapping("/supervision-orders/{id}/receive")
    @Operation(summary = "签收")
    OrderView receive(@PathVariable String id) {
        return views.of(work.receive(id));
    }

    @PutMapping("/supervision-orders/{id}/draft")
    @Operation(summary = "暂存回复")
    OrderView draft(@PathVariable String id, @RequestBody Answer body) {
        return views.of(work.saveDraft(id, StringUtils.defaultString(body.answer())));
    }

    @PostMapping("/supervision-orders/{id}/answer")
    @Operation(summary = "回复")
    OrderView answer(@PathVariable String id, @RequestBody(required = false) @Nullable Answer body) {
        return views.of(work.answer(id, body == null ? null : body.answer()));
    }

    @PostMapping("/supervision-orders/{id}/close")
    @Operation(summary = "审核回复：办结（CLOSE）或退回（RETURN）")
    OrderView close(@PathVariable String id, @RequestBody Decision body) {
        return views.of(work.close(id, OrderPages.accepted(body.decision()), body.opinion()));
    }

    @PostMapping("/supervision-orders/{id}/extend")
    @Operation(summary = "延长回复期限")
    OrderView extend(@PathVariable String id, @RequestBody Extension body) {
        if (body.dueDate() == null) {
            throw Problem.invalid("due-date", "请填写新的回复期限。");
        }
        return views.of(work.extend(id, body.dueDate()));
    }

    @PostMapping("/supervision-orders/{id}/withdraw")
    @Operation(summary = "撤销")
    OrderView withdraw(@PathVariable String id, @RequestBody Withdrawal body) {
        return views.of(work.withdraw(id, body.reason()));
    }

    /**
     * @param subjectType FREE if absent
     * @param colour BLUE if absent
     * @param text the leader's words, with an instruction
     */
    record NewOrder(
            @Nullable SubjectType subjectType,
            @Nullable String subjectId,
            @Nullable String title,
            @Nullable String unit,
            @Nullable String campaign,
            @Nullable Colour colour,
            @Nullable String reason,
            @Nullable String text,
            @Nullable LocalDate dueDate) {

        SupervisionOrders.New order(@Nullable String said) {
            return new SupervisionOrders.New(
                    subjectType == null ? SubjectType.FREE : subjectType,
                    subjectId,
                    title,
                    unit,
                    campaign,
                    colour == null ? Colour.BLUE : colour,
                    StringUtils.defaultString(said),
                    dueDate,
                    null);
        }
    }

    record Answer(@Nullable String answer) {}

    record Decision(@Nullable String decision, @Nullable String opinion) {}

    record Extension(@Nullable LocalDate dueDate) {}

    record Withdrawal(@Nullable String reason) {}
}
