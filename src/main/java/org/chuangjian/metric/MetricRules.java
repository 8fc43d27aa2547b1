package org.chuangjian.metric;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.jspecify.annotations.Nullable;

/** What a definition has to keep so that rates and sums can be computed, and figures told keep their meaning. */
final class MetricRules {

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{1,39}");
    private static final int NAME = 100;
    private static final int UNIT = 20;
    private static final int NOTE = 500;
    private static final int DECIMALS = 4;

    private final Map<String, Definition> after;
    private final List<RowProblem> wrong = new ArrayList<>();

    private MetricRules(Map<String, Definition> after) {
        this.after = after;
    }

    /**
     * @param after the catalogue as it would be, the definition in it
     * @param before null for a new one
     * @param told whether there are readings of it
     * @param defined codes that are defined together with it: each answers for itself
     */
    static List<RowProblem> problems(
            Definition it,
            Map<String, Definition> after,
            @Nullable Definition before,
            boolean told,
            Set<String> defined) {
        MetricRules rules = new MetricRules(after);
        rules.words(it.metric());
        rules.target(it.metric());
        rules.rate(it.metric());
        rules.sum(it);
        rules.uses(it.metric(), defined);
        if (before != null && told) {
            rules.kept(it.metric(), before.metric());
        }
        return rules.wrong;
    }

    private void say(String column, String reason) {
        wrong.add(new RowProblem(0, column, reason));
    }

    private void words(Metric it) {
        if (!CODE.matcher(it.code()).matches()) {
            say("编码", "编码“" + it.code() + "”不可用，请以大写字母开头，只用大写字母、数字和下划线，2 至 40 个字符，如 DUTY_SIGN_RATE。");
        }
        text("名称", it.name(), NAME);
        text("计量单位", it.unit(), UNIT);
        if (!it.addsUp() && !it.unit().isEmpty() && !it.unit().equals("%")) {
            say("计量单位", it.metricClass().label() + "类指标的计量单位只能是 %，请改为 %，或改用计数、数额。");
        }
        if (it.decimals() < 0 || it.decimals() > DECIMALS) {
            say("小数位数", "小数位数应在 0 至 " + DECIMALS + " 之间。");
        }
        if (it.note().length() > NOTE) {
            say("说明", "说明最多 " + NOTE + " 字，请精简。");
        }
    }

    private void text(String column, String text, int most) {
        if (text.isEmpty()) {
            say(column, column + "为空，请填写。");
        } else if (text.length() > most) {
            say(column, column + "最多 " + most + " 字，请精简。");
        }
    }

    private void target(Metric it) {
        BigDecimal target = it.usualTarget();
        if (target != null) {
            try {
                it.checkFigure(target, "通常目标");
            } catch (Problem problem) {
                say("通常目标", problem.detail());
            }
        }
    }

    private void rate(Metric it) {
        String above = it.numerator();
        String below = it.denominator();
        if (above == null && below == null) {
            return;
        }
        if (it.metricClass() != Metric.MetricClass.RATE) {
            say("分子编码", "只有比率类指标由分子、分母计算，请清空分子和分母，或把类别改为比率。");
        } else if (above == null) {
            say("分子编码", "填了分母，没有填分子，请补上分子编码，或都不填（比率直接填报）。");
        } else if (below == null) {
            say("分母编码", "填了分子，没有填分母，请补上分母编码，或都不填（比率直接填报）。");
        } else {
            count("分子编码", above);
            count("分母编码", below);
            if (above.equals(below)) {
                say("分母编码", "分子和分母是同一个指标，请改正其中一个。");
            }
        }
    }

    /** @return null if it cannot be a component; then said why */
    private @Nullable Metric count(String column, String code) {
        Definition component = after.get(code);
        if (component == null) {
            say(column, column + "“" + code + "”不存在，请先新增这个计数指标，或改正编码。");
            return null;
        }
        if (!component.metric().addsUp()) {
            say(
                    column,
                    "“" + component.metric().name() + "”（" + code + "）是"
                            + component.metric().metricClass().label() + "，不能再用来计算，请改用计数或数额类指标。");
            return null;
        }
        return component.metric();
    }

    private void sum(Definition it) {
        Metric whole = it.metric();
        if (it.parts().isEmpty()) {
            return;
        }
        if (!whole.addsUp()) {
            say("分项编码", "只有计数、数额类指标可以由分项相加，请清空分项。");
            return;
        }
        if (it.parts().size() == 1) {
            say("分项编码", "分项至少要有两个，请补充，或清空分项。");
        }
        for (String code : it.parts()) {
            Metric part = count("分项编码", code);
            if (part == null) {
                continue;
            }
            if (reaches(code, whole.code(), new HashSet<>())) {
                say(
                        "分项编码",
                        code.equals(whole.code())
                                ? "指标不能是自己的分项，请去掉 " + code + "。"
                                : "“" + part.name() + "”（" + code + "）的分项又包含本指标，成了循环，请去掉 " + code + "。");
            } else if (!part.unit().equals(whole.unit()) || part.accumulation() != whole.accumulation()) {
                say(
                        "分项编码",
                        "分项“" + part.name() + "”（" + code + "）的计量单位或累计方式与合计不同（" + part.unit() + "，"
                                + part.accumulation().label() + "），不能相加，请改为一致。");
            }
        }
    }

    private boolean reaches(String from, String code, Set<String> seen) {
        if (from.equals(code)) {
            return true;
        }
        Definition it = after.get(from);
        return it != null && seen.add(from) && it.parts().stream().anyMatch(part -> reaches(part, code, seen));
    }

    /** Whoever is made of it must still be able to be. */
    private void uses(Metric it, Set<String> defined) {
        for (Definition user : after.values()) {
            Metric whole = user.metric();
            if (defined.contains(whole.code()) || !user.components().contains(it.code())) {
                continue;
            }
            if (!it.addsUp()) {
                say(
                        "类别",
                        "“" + whole.name() + "”（" + whole.code() + "）由本指标计算，类别只能是计数或数额；要改类别，请先修改“" + whole.name()
                                + "”。");
            } else if (user.parts().contains(it.code())
                    && (!it.unit().equals(whole.unit()) || it.accumulation() != whole.accumulation())) {
                say(
                        "计量单位",
                        "本指标是“" + whole.name() + "”（" + whole.code() + "）的分项，计量单位和累计方式须与它一致（" + whole.unit() + "，"
                                + whole.accumulation().label() + "）。");
            }
        }
    }

    private void kept(Metric it, Metric before) {
        kept("类别", it.metricClass().label(), before.metricClass().label());
        kept("计量单位", it.unit(), before.unit());
        kept("累计方式", it.accumulation().label(), before.accumulation().label());
    }

    private void kept(String column, String now, String before) {
        if (!Objects.equals(now, before)) {
            say(column, column + "不能由“" + before + "”改为“" + now + "”：这个指标已经填报过数据，改了会使原有数据失真。请另建一个指标。");
        }
    }
}
