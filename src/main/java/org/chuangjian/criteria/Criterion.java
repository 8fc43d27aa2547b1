package org.chuangjian.criteria;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * 评价要点: one leaf of a criteria table.
 *
 * @param position place in the table, from 1
 * @param points with two decimals; 0 for a veto
 * @param ownerText 责任单位 as the table says it; see {@link #ownerNames()}
 * @param evidenceText 佐证材料 as the table says it; see {@link #evidenceNames()}
 * @param ruleText the official prose of 评分规则, kept as it is; see {@link RuleWords}
 */
public record Criterion(
        String id,
        String setId,
        String code,
        int position,
        String level1,
        String level2,
        String requirement,
        BigDecimal points,
        CriterionType type,
        String ownerText,
        String evidenceText,
        String ruleText) {

    private static final Pattern OWNERS = Pattern.compile("[/／、,，;；\\n]");
    private static final Pattern EVIDENCE = Pattern.compile("[,，、;；\\n]");

    /** The units named as owners, in the table's order and each once; the first is the candidate for the lead. */
    public List<String> ownerNames() {
        return names(OWNERS, ownerText);
    }

    /** The evidence asked for, in the table's order and each once. */
    public List<String> evidenceNames() {
        return names(EVIDENCE, evidenceText);
    }

    private static List<String> names(Pattern separator, String text) {
        return Arrays.stream(separator.split(text))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }
}
