package org.chuangjian.supervision.web;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chuangjian.campaign.CampaignKind.Colour;
import org.chuangjian.shared.web.Fields;
import org.chuangjian.shared.web.ListAddress;
import org.chuangjian.supervision.OrderState;
import org.chuangjian.supervision.SubjectType;
import org.chuangjian.supervision.SupervisionOrders;
import org.jspecify.annotations.Nullable;

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
                colour(colour),
                Fields.choice(state, OrderState.class, "value", "状态"),
                unit,
                campaign,
                only,
                subject(subjectType),
                subjectId,
                text);
    }

    /** The same, but for the colour and the range, which the numbers above the list stand for. */
    SupervisionOrders.Filter counted() {
        return new SupervisionOrders.Filter(null, null, unit, campaign, null, subject(subjectType), subjectId, text);
    }

    static @Nullable Colour colour(@Nullable String name) {
        return Fields.choice(name, Colour.class, "value", "级别");
    }

    static @Nullable SubjectType subject(@Nullable String name) {
        return Fields.choice(name, SubjectType.class, "value", "事项类型");
    }

    static @Nullable LocalDate date(@Nullable String text) {
        return Fields.date(text, "due-date", "日期");
    }

    String address(String path) {
        return ListAddress.of(path, this);
    }
}
