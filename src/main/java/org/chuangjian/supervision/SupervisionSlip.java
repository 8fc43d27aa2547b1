package org.chuangjian.supervision;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.shared.WordDocuments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** 督办通知单 as a Word document, for signing and filing. */
@Component
public class SupervisionSlip {

    private final WordDocuments documents;
    private final AnswerFiles files;
    private final Clock clock;

    SupervisionSlip(WordDocuments documents, AnswerFiles files, Clock clock) {
        this.documents = documents;
        this.files = files;
        this.clock = clock;
    }

    public byte[] of(SupervisionOrder order) {
        Map<String, Object> texts = new HashMap<>();
        texts.put("title", order.instruction() ? "领导批示办理单" : "督办通知单");
        texts.put("number", order.number());
        texts.put("colour", order.colour().label());
        texts.put("unit", order.unitName());
        texts.put("campaign", StringUtils.defaultIfBlank(order.campaignName(), "—"));
        texts.put("subject", order.subjectLabel() + "：" + order.subjectTitle());
        texts.put("subjectDue", order.subjectDue() == null ? "—" : said(order.subjectDue()));
        texts.put("reason", order.reason());
        texts.put("due", said(order.dueDate()));
        texts.put("raisedBy", order.automatic() ? "系统按规则自动发出" : order.raisedByName());
        texts.put("raisedOn", said(order.raisedAt()));
        texts.put("receivedBy", StringUtils.defaultString(order.receivedBy()));
        texts.put("receivedOn", said(order.receivedAt()));
        texts.put("answer", order.answer() + enclosed(order));
        texts.put("answeredBy", StringUtils.defaultString(order.answeredBy()));
        texts.put("answeredOn", said(order.answeredAt()));
        texts.put("opinion", order.opinion());
        texts.put("closedOn", order.state() == OrderState.CLOSED ? said(order.closedAt()) : "");
        return documents.fill("supervision-order", texts);
    }

    /** With the answer's text, so that an office's own template names them too. */
    private String enclosed(SupervisionOrder order) {
        List<AnswerFile> sent = files.sent(order.id());
        return sent.isEmpty() ? "" : sent.stream().map(AnswerFile::name).collect(Collectors.joining("；", "\n附件：", "。"));
    }

    private String said(@Nullable OffsetDateTime moment) {
        return moment == null
                ? ""
                : said(moment.atZoneSameInstant(clock.getZone()).toLocalDate());
    }

    private static String said(LocalDate day) {
        return day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }
}
