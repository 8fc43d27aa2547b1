package org.chuangjian.supervision.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.shared.Problem;
import org.chuangjian.supervision.OrderState;
import org.chuangjian.supervision.SubjectType;
import org.chuangjian.supervision.SupervisionOrders;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** What the address of the register asks for; every part may be left out. */
public record Asked(
        @Nullable String colour,
        @Nullable String state,
        @Nullable String unit,
        @Nullable String campaign,
        @Nullable String only,
        @Nullable String subjectType,
        @Nullable String subjectId,
        @Nullable String text) {

    static final Map<String, String> ONLY = labels();

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("open", "未办结");
        labels.put("unit", "待单位回复");
        labels.put("overdue", "逾期未回复");
        labels.put("answered", "待审核回复");
        labels.put("automatic", "自动发出");
        labels.put("instruction", "领导批示");
        return labels;
    }

    SupervisionOrders.Filter filter() {
        return new SupervisionOrders.Filter(
                value(Colour.class, colour, "级别"),
                value(OrderState.class, state, "状态"),
                unit,
                campaign,
                only,
                value(SubjectType.class, subjectType, "事项类型"),
                subjectId,
                text);
    }

    /** The same, but for the colour and the range, which the numbers above the list stand for. */
    SupervisionOrders.Filter counted() {
        return new SupervisionOrders.Filter(
                null, null, unit, campaign, null, value(SubjectType.class, subjectType, "事项类型"), subjectId, text);
    }

    static <E extends Enum<E>> @Nullable E value(Class<E> type, @Nullable String name, String what) {
        if (StringUtils.isBlank(name)) {
            return null;
        }
        try {
            return Enum.valueOf(type, name.strip());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("value", "没有“" + name + "”这种" + what + "，请从列表中选择。");
        }
    }

    static @Nullable LocalDate date(@Nullable String text) {
        if (StringUtils.isBlank(text)) {
            return null;
        }
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw Problem.invalid("due-date", "日期“" + text + "”无法识别，应如 2026-01-31。");
        }
    }

    /** The path with these filters, and a question mark in any case. */
    String address(String path) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path).queryParam("list", "all");
        List<String> values = new ArrayList<>();
        add(address, values, "colour", colour);
        add(address, values, "state", state);
        add(address, values, "unit", unit);
        add(address, values, "campaign", campaign);
        add(address, values, "only", only);
        add(address, values, "subjectType", subjectType);
        add(address, values, "subjectId", subjectId);
        add(address, values, "text", text);
        return address.encode().buildAndExpand(values.toArray()).toUriString();
    }

    private static void add(UriComponentsBuilder address, List<String> values, String name, @Nullable String value) {
        if (StringUtils.isNotBlank(value)) {
            address.queryParam(name, "{" + name + "}");
            values.add(value);
        }
    }
}
