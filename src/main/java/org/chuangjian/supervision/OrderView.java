package org.chuangjian.supervision;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.chuangjian.shared.Lamp;

/**
 * An order as scripts, forms and pages get it.
 *
 * @param number e.g. 督办〔2026〕3号
 * @param automatic whether a rule raised it
 * @param files enclosed with the answer, as far as the reader may see them
 * @param mayAnswer whether the reader may receive and answer it now
 * @param subjectLink page of the subject, "" for none the reader may open
 */
public record OrderView(
        @JsonUnwrapped SupervisionOrder order,
        String number,
        String stateLabel,
        String colourLabel,
        String subjectTypeLabel,
        Lamp lamp,
        boolean automatic,
        List<AnswerFile> files,
        boolean mayAnswer,
        String subjectLink) {}
