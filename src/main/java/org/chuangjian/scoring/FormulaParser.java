package org.chuangjian.scoring;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.scoring.Formula.Fact;
import org.chuangjian.scoring.Formula.Node;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Spreadsheet;

/** Reads a {@link Formula}, one token ahead, and names the position of whatever it cannot read. */
final class FormulaParser {

    static final Map<String, String> METRIC_PROPERTIES = Map.of("value", "数值", "target", "目标", "rate", "比率");
    static final Map<String, String> FINDING_PROPERTIES = Map.ofEntries(
            Map.entry("found", "发现问题"),
            Map.entry("open", "未销号问题"),
            Map.entry("closed", "已销号问题"),
            Map.entry("closedOnTime", "按期销号问题"),
            Map.entry("overdue", "逾期问题"),
            Map.entry("reopened", "反弹问题"),
            Map.entry("sitesVisited", "检查点位"),
            Map.entry("sitesCompliant", "合规点位"),
            Map.entry("onTimeRate", "按期销号率"),
            Map.entry("reopenRate", "反弹率"),
            Map.entry("complianceRate", "合规率"));
    static final Map<String, String> ASSIGNMENT_PROPERTIES =
            Map.of("total", "任务", "accepted", "审核通过任务", "overdue", "逾期任务", "share", "任务通过率");

    private static final int DEEPEST = 40;
    private static final int LONGEST_NUMBER = 20;
    private static final int MOST_DECIMALS = 10;

    private final String text;
    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, Integer> metrics = new LinkedHashMap<>();
    private int at;
    private int depth;
    private Token next;

    FormulaParser(String formula) {
        if (formula.length() > Formula.LONGEST) {
            throw Problem.invalid("formula", "公式最长 " + Formula.LONGEST + " 个字符，请精简。");
        }
        // Every replacement keeps the length, so positions are those of the text as typed.
        text = Spreadsheet.halfWidth(formula)
                .replace('×', '*')
                .replace('÷', '/')
                .replace('“', '"')
                .replace('”', '"')
                .replace('，', ',')
                .replace('、', ',')
                .replace('≥', '\u0001')
                .replace('≤', '\u0002');
        next = scan();
    }

    List<Fact> facts() {
        return facts;
    }

    /** Code → where it stands first, counted from 1. */
    Map<String, Integer> metrics() {
        return metrics;
    }

    Node parse() {
        if (next.is(Type.END)) {
            throw wrong(next, "公式是空的");
        }
        Node root = sum();
        if (!next.is(Type.END)) {
            throw wrong(next, "这里多出了“" + next.text() + "”，可能缺少运算符或多了括号");
        }
        return root;
    }

    private Node sum() {
        if (++depth > DEEPEST) {
            throw wrong(next, "括号嵌套太深，请拆简单些");
        }
        Node left = product();
        while (next.sign("+") || next.sign("-")) {
            char sign = take().text().charAt(0);
            left = new Formula.Operation(sign, left, product());
        }
        depth--;
        return left;
    }

    private Node product() {
        Node left = unary();
        while (next.sign("*") || next.sign("/")) {
            char sign = take().text().charAt(0);
            left = new Formula.Operation(sign, left, unary());
        }
        return left;
    }

    private Node unary() {
        if (next.sign("-")) {
            take();
            if (next.sign("-")) {
                throw wrong(next, "不能连用两个负号");
            }
            return new Formula.Negative(primary());
        }
        return primary();
    }

    private Node primary() {
        Token token = take();
        if (token.is(Type.NUMBER)) {
            BigDecimal number = new BigDecimal(token.text());
            if (next.sign("%")) {
                take();
                number = number.movePointLeft(2);
            }
            return new Formula.Constant(number);
        }
        if (token.sign("(")) {
            Node inner = sum();
            expect(")");
            return inner;
        }
        if (token.is(Type.WORD)) {
            return word(token);
        }
        throw wrong(token, token.is(Type.END) ? "公式没有写完，这里应有数字、指标或括号" : "这里应有数字、指标或括号，却是“" + token.text() + "”");
    }

    private Node word(Token word) {
        return switch (word.text()) {
            case "points" -> new Formula.Points();
            case "manual" -> asked(new Fact(Fact.Kind.MANUAL, "", ""));
            case "min" -> new Formula.Choice(false, arguments(word, 1, 20));
            case "max" -> new Formula.Choice(true, arguments(word, 1, 20));
            case "cap" -> new Formula.Choice(false, arguments(word, 2, 2));
            case "floor" -> new Formula.Choice(true, arguments(word, 2, 2));
            case "round" -> round(word);
            case "tiers" -> tiers();
            case "metric" -> metric();
            case "findings" -> fact(Fact.Kind.FINDINGS, FINDING_PROPERTIES);
            case "allFindings" -> fact(Fact.Kind.ALL_FINDINGS, FINDING_PROPERTIES);
            case "assignments" -> fact(Fact.Kind.ASSIGNMENTS, ASSIGNMENT_PROPERTIES);
            case "allAssignments" -> fact(Fact.Kind.ALL_ASSIGNMENTS, ASSIGNMENT_PROPERTIES);
            default ->
                throw wrong(
                        word,
                        "不认识“" + word.text()
                                + "”，可用的有 metric、findings、allFindings、assignments、allAssignments、manual、points、min、max、cap、floor、round、tiers");
        };
    }

    private List<Node> arguments(Token function, int least, int most) {
        expect("(");
        List<Node> arguments = new ArrayList<>(List.of(sum()));
        while (next.sign(",")) {
            take();
            arguments.add(sum());
        }
        Token end = next;
        expect(")");
        if (arguments.size() < least || arguments.size() > most) {
            throw wrong(
                    end,
                    "“" + function.text() + "”应有 " + (least == most ? least : least + " 到 " + most) + " 个参数，现有 "
                            + arguments.size() + " 个");
        }
        return arguments;
    }

    private Node round(Token function) {
        expect("(");
        Node of = sum();
        expect(",");
        Token decimals = take();
        if (!decimals.is(Type.NUMBER) || !Set.of("0", "1", "2", "3", "4").contains(decimals.text())) {
            throw wrong(decimals, "“" + function.text() + "”的第二个参数应是 0 到 4 的小数位数");
        }
        expect(")");
        return new Formula.Rounded(of, Integer.parseInt(decimals.text()));
    }

    private Node tiers() {
        expect("(");
        Node of = sum();
        List<Formula.Tier> tiers = new ArrayList<>();
        Node otherwise = new Formula.Constant(BigDecimal.ZERO);
        while (next.sign(",")) {
            take();
            if (next.is(Type.WORD) && next.text().equals("else")) {
                take();
                otherwise = sum();
                break;
            }
            String comparison =
                    next.is(Type.SIGN) && Set.of(">=", ">", "<=", "<").contains(next.text()) ? take().text() : ">=";
            Node limit = sum();
            expect(":");
            tiers.add(new Formula.Tier(comparison, limit, sum()));
        }
        if (tiers.isEmpty()) {
            throw wrong(next, "“tiers”至少要有一档，如 tiers(metric(\"SAMPLE_PASS_RATE\"), 99: 3, 98: 2, else 0)");
        }
        expect(")");
        return new Formula.Tiers(of, tiers, otherwise);
    }

    private Node metric() {
        expect("(");
        Token code = take();
        if (!code.is(Type.TEXT) || code.text().isBlank()) {
            throw wrong(code, "这里应是加引号的指标编码，如 metric(\"BB_MATCH_RATE\")");
        }
        expect(")");
        // The code begins behind the quotation mark.
        metrics.putIfAbsent(code.text().strip(), code.start() + 2);
        String property = "value";
        if (next.sign(".")) {
            take();
            property = property(METRIC_PROPERTIES);
        }
        return asked(new Fact(Fact.Kind.METRIC, code.text().strip(), property));
    }

    private Node fact(Fact.Kind kind, Map<String, String> properties) {
        expect(".");
        return asked(new Fact(kind, "", property(properties)));
    }

    private String property(Map<String, String> known) {
        Token property = take();
        if (!property.is(Type.WORD) || !known.containsKey(property.text())) {
            throw wrong(
                    property,
                    "没有“" + property.text() + "”这一项，可用的有 "
                            + String.join("、", known.keySet().stream().sorted().toList()));
        }
        return property.text();
    }

    private Node asked(Fact fact) {
        facts.add(fact);
        return new Formula.Asked(fact);
    }

    private void expect(String sign) {
        if (!next.sign(sign)) {
            throw wrong(
                    next,
                    next.is(Type.END) ? "公式没有写完，这里应有“" + sign + "”" : "这里应有“" + sign + "”，却是“" + next.text() + "”");
        }
        take();
    }

    private Token take() {
        Token taken = next;
        next = taken.is(Type.END) ? taken : scan();
        return taken;
    }

    private Token scan() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new Token(Type.END, "结尾", start);
        }
        char c = text.charAt(at);
        if (isDigit(c)) {
            return number(start);
        }
        if (isLetter(c)) {
            while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
                at++;
            }
            return new Token(Type.WORD, text.substring(start, at), start);
        }
        if (c == '"') {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw wrong(new Token(Type.SIGN, "\"", start), "引号没有成对");
            }
            at = end + 1;
            return new Token(Type.TEXT, text.substring(start + 1, end), start);
        }
        at++;
        return switch (c) {
            case '\u0001' -> new Token(Type.SIGN, ">=", start);
            case '\u0002' -> new Token(Type.SIGN, "<=", start);
            case '>', '<' -> {
                boolean orEqual = at < text.length() && text.charAt(at) == '=';
                at += orEqual ? 1 : 0;
                yield new Token(Type.SIGN, c + (orEqual ? "=" : ""), start);
            }
            case '+', '-', '*', '/', '(', ')', ',', '.', ':', '%' -> new Token(Type.SIGN, String.valueOf(c), start);
            default -> throw wrong(new Token(Type.SIGN, String.valueOf(c), start), "不能使用“" + c + "”");
        };
    }

    private Token number(int start) {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        int whole = at;
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            at++;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
        }
        Token number = new Token(Type.NUMBER, text.substring(start, at), start);
        if (at - start > LONGEST_NUMBER || at - whole - 1 > MOST_DECIMALS) {
            throw wrong(number, "数字“" + number.text() + "”太长");
        }
        if (at < text.length() && (isLetter(text.charAt(at)) || text.charAt(at) == '.')) {
            throw wrong(number, "数字“" + number.text() + "”后面不能直接跟“" + text.charAt(at) + "”");
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static Problem wrong(Token token, String what) {
        return Problem.invalid("formula", "公式第 " + (token.start() + 1) + " 个字符处：" + what + "。")
                .with("position", token.start() + 1);
    }

    private enum Type {
        NUMBER,
        WORD,
        TEXT,
        SIGN,
        END
    }

    private record Token(Type type, String text, int start) {

        boolean is(Type wanted) {
            return type == wanted;
        }

        boolean sign(String wanted) {
            return type == Type.SIGN && text.equals(wanted);
        }
    }
}
