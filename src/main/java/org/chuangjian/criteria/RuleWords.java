package org.chuangjian.criteria;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Scoring rules as people read them. The official table puts the type of a rule before its prose, in capitals and for
 * machines; pages say it in Chinese: {@code ${@rules.say(criterion.ruleText)}}.
 */
@Component("rules")
public class RuleWords {

    private static final Pattern TYPE = Pattern.compile("(?<![A-Za-z_])([A-Z]{3,}(?:_[A-Z]+)*)(?![A-Za-z_])[ :：]*");

    private static final Map<String, String> LABELS = Map.of(
            "DEDUCT", "扣分",
            "TIERED", "分档",
            "PROPORTIONAL", "按比例",
            "MANUAL", "评审评分",
            "VETO_THRESHOLD", "否决线",
            "PROCESS_ADLI", "过程评分（方法、展开、学习、整合）",
            "RESULT_LETCI", "结果评分（水平、趋势、对比、整合）");

    /** The rule's text, each known type in Chinese; what is not known stays as the table says it. */
    public String say(String ruleText) {
        return TYPE.matcher(ruleText).replaceAll(match -> {
            String label = LABELS.get(match.group(1));
            if (label == null) {
                return Matcher.quoteReplacement(match.group());
            }
            return match.end() == ruleText.length() ? label : label + "：";
        });
    }
}
