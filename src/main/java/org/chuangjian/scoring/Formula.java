package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;

/**
 * 计分公式: what the office binds a criterion's rule to. A closed language over numbers; nothing in it can call, loop or
 * name anything but what stands here.
 *
 * <pre>
 * sum     = product { ("+" | "-") product }
 * product = unary { ("*" | "/") unary }
 * unary   = ["-"] primary
 * primary = number ["%"] | "points" | "manual" | "(" sum ")" | call | fact
 * call    = ("min" | "max") "(" sum { "," sum } ")"
 *         | ("cap" | "floor" | "round") "(" sum "," sum ")"
 *         | "tiers" "(" sum { "," [">=" | ">" | "<=" | "<"] sum ":" sum } [ "," "else" sum ] ")"
 * fact    = "metric" "(" "\"" CODE "\"" ")" [ "." ("value" | "target" | "rate") ]
 *         | ("findings" | "allFindings" | "assignments" | "allAssignments") "." name
 * </pre>
 *
 * {@code manual} is what a person gave for the part of the rule that cannot be calculated: the score of the first source
 * in the campaign's order that has one. A formula that names it is the sum of all parts of the rule, so its result counts
 * and no source alone; it is unknown until somebody has scored.
 *
 * <p>Percentages are numbers of percent: a rate of 96.6 % is 96.6. An input that is unknown makes the result unknown, with
 * the reason; it is never taken for 0. Full-width signs, × and ÷ are read as their ASCII twins.
 */
public final class Formula {

    public static final int LONGEST = 1000;

    private final String text;
    private final Node root;
    private final Set<Fact> facts;
    private final Map<String, Integer> metrics;

    private Formula(String text, Node root, Set<Fact> facts, Map<String, Integer> metrics) {
        this.text = text;
        this.root = root;
        this.facts = facts;
        this.metrics = metrics;
    }

    /** @throws Problem 422 {@code formula}; its {@code position} counts characters from 1 */
    public static Formula parse(String text) {
        FormulaParser parser = new FormulaParser(text);
        Node root = parser.parse();
        return new Formula(text.strip(), root, new LinkedHashSet<>(parser.facts()), parser.metrics());
    }

    public String text() {
        return text;
    }

    /**
     * Far more decimals than anything here is rounded to, and far fewer than are calculated with: 5/24*3 is 0.625 and
     * not the 0.624…9 that 34 digits of 5/24 make of it.
     */
    private static @Nullable BigDecimal settled(@Nullable BigDecimal value) {
        return value == null ? null : value.setScale(20, RoundingMode.HALF_UP).stripTrailingZeros();
    }

    /** What the formula asks for, in the order it asks. */
    List<Fact> factsInOrder() {
        return List.copyOf(facts);
    }

    /** The codes of the metrics it names. */
    public Set<String> metrics() {
        return Collections.unmodifiableSet(metrics.keySet());
    }

    /** Where a metric is named first, counted from 1 in the text as it was typed. */
    int position(String metric) {
        return Objects.requireNonNull(metrics.get(metric));
    }

    /** Whether a person's points are a part of the sum. */
    boolean asksForManual() {
        return asksFor(Fact.Kind.MANUAL);
    }

    /** The same of a formula that is bound; one that cannot be read, or null, asks for nothing. */
    public static boolean asksForManual(@Nullable String bound) {
        try {
            return bound != null && !bound.isEmpty() && parse(bound).asksForManual();
        } catch (Problem unreadable) {
            return false;
        }
    }

    boolean asksFor(Fact.Kind kind) {
        return facts.stream().anyMatch(fact -> fact.kind() == kind);
    }

    /** The bare result, neither rounded to points nor bounded. */
    public Result evaluate(Facts given) {
        List<String> unknown = new ArrayList<>();
        BigDecimal value = settled(root.value(given, unknown));
        return new Result(value, List.copyOf(new LinkedHashSet<>(unknown)));
    }

    /** The result as points: two decimals half-up, not below 0, not above the criterion's points. */
    public Result points(Facts given) {
        Result result = evaluate(given);
        if (result.value() == null) {
            return result;
        }
        BigDecimal rounded = result.value().setScale(2, RoundingMode.HALF_UP);
        return new Result(rounded.max(BigDecimal.ZERO.setScale(2)).min(given.points()), List.of());
    }

    /**
     * @param value null if unknown
     * @param unknown why, Chinese, one sentence part for each reason
     */
    public record Result(@Nullable BigDecimal value, List<String> unknown) {}

    /** One fact a formula names. */
    public record Fact(Kind kind, String name, String property) {

        public enum Kind {
            METRIC,
            MANUAL,
            FINDINGS,
            ALL_FINDINGS,
            ASSIGNMENTS,
            ALL_ASSIGNMENTS
        }
    }

    /** Where facts come from. */
    public interface Facts {

        /** The criterion's points. */
        BigDecimal points();

        /** @return the fact, or nothing; then the reason was added to {@code unknown} */
        @Nullable
        BigDecimal of(Fact fact, List<String> unknown);
    }

    /** A part of a parsed formula. */
    sealed interface Node {

        @Nullable
        BigDecimal value(Facts given, List<String> unknown);
    }

    record Constant(BigDecimal number) implements Node {

        @Override
        public BigDecimal value(Facts given, List<String> unknown) {
            return number;
        }
    }

    record Points() implements Node {

        @Override
        public BigDecimal value(Facts given, List<String> unknown) {
            return given.points();
        }
    }

    record Asked(Fact fact) implements Node {

        @Override
        public @Nullable BigDecimal value(Facts given, List<String> unknown) {
            return given.of(fact, unknown);
        }
    }

    /** Both sides are always asked, so that every unknown input is named at once. */
    record Operation(char sign, Node left, Node right) implements Node {

        @Override
        public @Nullable BigDecimal value(Facts given, List<String> unknown) {
            BigDecimal one = left.value(given, unknown);
            BigDecimal other = right.value(given, unknown);
            if (one == null || other == null) {
                return null;
            }
            if (sign == '/' && other.signum() == 0) {
                unknown.add("公式中的除数为 0");
                return null;
            }
            return switch (sign) {
                case '+' -> one.add(other, MathContext.DECIMAL128);
                case '-' -> one.subtract(other, MathContext.DECIMAL128);
                case '*' -> one.multiply(other, MathContext.DECIMAL128);
                default -> one.divide(other, MathContext.DECIMAL128);
            };
        }
    }

    record Negative(Node of) implements Node {

        @Override
        public @Nullable BigDecimal value(Facts given, List<String> unknown) {
            BigDecimal value = of.value(given, unknown);
            return value == null ? null : value.negate();
        }
    }

    /** min, max, cap, floor: the smallest or the largest of several. */
    record Choice(boolean largest, List<Node> among) implements Node {

        @Override
        public @Nullable BigDecimal value(Facts given, List<String> unknown) {
            BinaryOperator<BigDecimal> better = largest ? BigDecimal::max : BigDecimal::min;
            BigDecimal best = null;
            boolean complete = true;
            for (Node node : among) {
                BigDecimal value = node.value(given, unknown);
                complete = complete && value != null;
                if (value != null) {
                    best = best == null ? value : better.apply(best, value);
                }
            }
            return complete ? best : null;
        }
    }

    record Rounded(Node of, int decimals) implements Node {

        @Override
        public @Nullable BigDecimal value(Facts given, List<String> unknown) {
            BigDecimal value = settled(of.value(given, unknown));
            return value == null ? null : value.setScale(decimals, RoundingMode.HALF_UP);
        }
    }

    record Tier(String comparison, Node limit, Node result) {

        boolean takes(int compared) {
            return switch (comparison) {
                case ">" -> compared > 0;
                case "<=" -> compared <= 0;
                case "<" -> compared < 0;
                default -> compared >= 0;
            };
        }
    }

    /** The first tier that takes the number decides. */
    record Tiers(Node of, List<Tier> tiers, Node otherwise) implements Node {

        @Override
        public @Nullable BigDecimal value(Facts given, List<String> unknown) {
            BigDecimal value = settled(of.value(given, unknown));
            if (value == null) {
                return null;
            }
            for (Tier tier : tiers) {
                BigDecimal limit = settled(tier.limit().value(given, unknown));
                if (limit == null) {
                    return null;
                }
                if (tier.takes(value.compareTo(limit))) {
                    return tier.result().value(given, unknown);
                }
            }
            return otherwise.value(given, unknown);
        }
    }
}
