package org.chuangjian.criteria;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a criteria table adds up to.
 *
 * @param criteria how many rows
 * @param points the points by type; vetoes have none
 * @param vetoes how many veto rows
 */
public record CriteriaSums(int criteria, Points points, int vetoes) {

    static CriteriaSums of(List<Criterion> criteria) {
        return new CriteriaSums(
                criteria.size(),
                new Points(
                        sum(criteria, CriterionType.KEY),
                        sum(criteria, CriterionType.BASIC),
                        sum(criteria, CriterionType.BONUS),
                        sum(criteria, CriterionType.NORMAL)),
                (int) criteria.stream()
                        .filter(criterion -> criterion.type() == CriterionType.VETO)
                        .count());
    }

    private static BigDecimal sum(List<Criterion> criteria, CriterionType type) {
        return criteria.stream()
                .filter(criterion -> criterion.type() == type)
                .map(Criterion::points)
                .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    }

    /** Points by type, with two decimals. */
    public record Points(BigDecimal key, BigDecimal basic, BigDecimal bonus, BigDecimal normal) {}
}
