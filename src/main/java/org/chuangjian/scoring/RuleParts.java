package org.chuangjian.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 评分规则 in its parts. The official table puts the type of a rule before its prose; several parts, joined by +, add
 * up: {@code PROPORTIONAL:报告率×1+整治MANUAL 1}. The prose itself is never interpreted, it is shown.
 *
 * @param parts in the table's order; one of type OTHER where the table names no type
 */
public record RuleParts(List<Part> parts) {

    private static final Pattern TYPE = Pattern.compile("(?<![A-Za-z_])([A-Z]{3,}(?:_[A-Z]+)*)(?![A-Za-z_])[ :：]*");

    private static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("DEDUCT", Type.DEDUCT),
            Map.entry("DEDUCT_PER_FINDING", Type.DEDUCT),
            Map.entry("TIERED", Type.TIERED),
            Map.entry("PROPORTIONAL", Type.PROPORTIONAL),
            Map.entry("MANUAL", Type.MANUAL),
            Map.entry("VETO_THRESHOLD", Type.VETO_THRESHOLD),
            Map.entry("ADLI", Type.ADLI),
            Map.entry("PROCESS_ADLI", Type.ADLI),
            Map.entry("LETCI", Type.LETCI),
            Map.entry("RESULT_LETCI", Type.LETCI));

    /** 报告率×1, 实施率/90%×4封顶4. */
    private static final Pattern SHARE =
            Pattern.compile("([^×/+]+)(?:/(\\d+(?:\\.\\d+)?)%)?×(\\d+(?:\\.\\d+)?)(?:封顶(\\d+(?:\\.\\d+)?))?");

    /** 每…扣0.5: what one fault costs, where the prose names one amount only. */
    private static final Pattern DEDUCTION = Pattern.compile("扣(\\d+(?:\\.\\d+)?)");

    public RuleParts {
        parts = List.copyOf(parts);
    }

    public static RuleParts of(String ruleText) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = TYPE.matcher(ruleText);
        int from = 0;
        Type type = Type.OTHER;
        String lead = "";
        while (matcher.find()) {
            Type found = TYPES.get(matcher.group(1));
            if (found == null) {
                continue;
            }
            // What stands between the last + and the type is about the part that begins: “+整治MANUAL 1”.
            int plus = ruleText.lastIndexOf('+', matcher.start());
            int end = plus >= from ? plus : matcher.start();
            String before = lead + ruleText.substring(from, end).strip();
            if (type != Type.OTHER || !before.isEmpty() && plus >= from) {
                parts.add(new Part(type, before));
                lead = ruleText.substring(plus >= from ? plus + 1 : end, matcher.start())
                        .strip();
            } else {
                lead = before;
            }
            lead = lead.isEmpty() ? "" : lead + " ";
            type = found;
            from = matcher.end();
        }
        parts.add(new Part(type, (lead + ruleText.substring(from)).strip()));
        return new RuleParts(parts);
    }

    /**
     * A formula the office may start from, "" where the prose gives none away. It is never bound by itself, and where it
     * asks for a rate it names it as the prose does: which metric that is, only the office knows.
     */
    public String suggestion() {
        if (parts.size() == 1) {
            return deduction();
        }
        List<String> shares = new ArrayList<>();
        int manual = 0;
        for (Part part : parts) {
            Matcher share = SHARE.matcher(part.prose());
            if (part.type() == Type.MANUAL) {
                manual++;
            } else if (part.type() == Type.PROPORTIONAL && share.matches()) {
                String of = share.group(2) == null ? "100" : share.group(2);
                String sum = "metric(\"" + share.group(1).strip() + "\") / " + of + " * " + share.group(3);
                shares.add(share.group(4) == null ? sum : "cap(" + sum + ", " + share.group(4) + ")");
            } else {
                return "";
            }
        }
        return manual == 1 && !shares.isEmpty() ? String.join(" + ", shares) + " + manual" : "";
    }

    private String deduction() {
        if (parts.get(0).type() != Type.DEDUCT) {
            return "";
        }
        Matcher amounts = DEDUCTION.matcher(parts.get(0).prose());
        if (!amounts.find()) {
            return "";
        }
        String amount = amounts.group(1);
        while (amounts.find()) {
            if (!amounts.group(1).equals(amount)) {
                return "";
            }
        }
        return "points - " + amount + " * findings.open";
    }

    /** @param prose as the table says it, without the type */
    public record Part(Type type, String prose) {}

    public enum Type {
        DEDUCT("扣分"),
        TIERED("分档"),
        PROPORTIONAL("按比例"),
        MANUAL("评审评分"),
        VETO_THRESHOLD("否决线"),
        /** 方法、展开、学习、整合: a share of the points by bands. */
        ADLI("过程评分"),
        /** 水平、趋势、对比、整合. */
        LETCI("结果评分"),
        OTHER("按原文");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
