package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chuangjian.inspection.FindingFacts;
import org.chuangjian.inspection.FindingFacts.Counts;
import org.chuangjian.scoring.Formula.Fact;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What formulas ask about findings. */
@Component
class FindingInputs {

    private final FindingFacts facts;

    FindingInputs(FindingFacts facts) {
        this.facts = facts;
    }

    static boolean asksFor(Formula formula) {
        return formula.asksFor(Fact.Kind.FINDINGS) || formula.asksFor(Fact.Kind.ALL_FINDINGS);
    }

    /** By campaign: one statement for all, none for none. */
    Map<String, OfCampaign> of(Collection<String> campaignIds) {
        Map<String, OfCampaign> read = new HashMap<>();
        facts.of(campaignIds).forEach((id, it) -> read.put(id, new OfCampaign(it.byCriterion(), it.all())));
        return read;
    }

    /** The findings of one campaign. */
    record OfCampaign(Map<String, Counts> byCriterion, Counts all) {

        /** @param code null for all criteria */
        @Nullable
        BigDecimal of(@Nullable String code, String property, List<String> unknown) {
            Counts counts = code == null ? all : byCriterion.getOrDefault(code, Counts.NONE);
            return switch (property) {
                case "found" -> number(counts.found());
                case "open" -> number(counts.open());
                case "closed" -> number(counts.closed());
                case "closedOnTime" -> number(counts.closedOnTime());
                case "overdue" -> number(counts.overdue());
                case "reopened" -> number(counts.reopened());
                case "sitesVisited" -> number(counts.sitesVisited());
                case "sitesCompliant" -> number(counts.sitesCompliant());
                // Of what had to be struck off by now: closed, or open after its deadline.
                case "onTimeRate" ->
                    rate(counts.closedOnTime(), counts.closed() + counts.overdue(), "还没有到期或销号的问题，无法计算按期销号率", unknown);
                case "reopenRate" -> rate(counts.reopened(), counts.found(), "还没有交办的问题，无法计算反弹率", unknown);
                case "complianceRate" ->
                    rate(counts.sitesCompliant(), counts.sitesVisited(), "还没有检查过点位，无法计算合规率", unknown);
                default -> throw new IllegalArgumentException(property);
            };
        }

        private static BigDecimal number(int count) {
            return BigDecimal.valueOf(count);
        }

        private static @Nullable BigDecimal rate(int part, int whole, String reason, List<String> unknown) {
            if (whole == 0) {
                unknown.add(reason);
                return null;
            }
            return Judgement.rate(number(part), number(whole));
        }
    }
}
