package org.chuangjian.criteria;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Spreadsheet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a criteria table and finds everything wrong with it. All nine columns must be there, so that a forgotten column
 * is noticed; owner, evidence and rule may be blank in a row. A rule without a known prefix is prose and fine.
 */
final class CriteriaFile {

    static final List<String> COLUMNS = List.of("编码", "一级指标", "二级指标", "要求", "分值", "类型", "责任单位", "佐证材料", "评分规则");

    private static final BigDecimal MAX_POINTS = new BigDecimal("999999.99");

    private final Map<String, Integer> rowOfCode = new HashMap<>();
    private final List<Criterion> criteria = new ArrayList<>();

    private CriteriaFile() {}

    static CriteriaPreview read(byte[] content, String fileName) {
        Spreadsheet sheet;
        try {
            sheet = Spreadsheet.read(content, fileName);
        } catch (Problem e) {
            return refused(List.of(new RowProblem(0, "", e.detail())));
        }
        sheet.alias("编码", "指标编码", "编号")
                .alias("要求", "评价要点", "评价标准", "具体要求")
                .alias("分值", "标准分", "分数")
                .alias("类型", "指标类型")
                .alias("责任单位", "牵头单位")
                .alias("佐证材料", "证明材料")
                .alias("评分规则", "评分标准", "评分细则");
        List<RowProblem> missing = sheet.missing(COLUMNS.toArray(String[]::new));
        if (!missing.isEmpty()) {
            return refused(missing);
        }
        if (sheet.rows().isEmpty()) {
            return refused(List.of(new RowProblem(0, "", "表格只有表头，没有数据，请填写后再上传。")));
        }
        CriteriaFile file = new CriteriaFile();
        sheet.rows().forEach(file::readRow);
        List<RowProblem> problems = sheet.problems();
        return new CriteriaPreview(file.criteria, problems, CriteriaSums.of(file.criteria));
    }

    private static CriteriaPreview refused(List<RowProblem> problems) {
        return new CriteriaPreview(List.of(), problems, CriteriaSums.of(List.of()));
    }

    private void readRow(Spreadsheet.Row row) {
        String code = code(row);
        String level1 = row.requiredText("一级指标", 200);
        String level2 = row.text("二级指标", 200);
        String requirement = row.requiredText("要求", 4000);
        CriterionType type = type(row);
        BigDecimal points = points(row, type);
        String owners = row.text("责任单位", 500);
        String evidence = row.text("佐证材料", 2000);
        String rule = row.text("评分规则", 4000);
        if (type != null && points != null && !row.hasProblem()) {
            criteria.add(new Criterion(
                    "",
                    "",
                    code,
                    criteria.size() + 1,
                    level1,
                    level2,
                    requirement,
                    points,
                    type,
                    owners,
                    evidence,
                    rule));
        }
    }

    private String code(Spreadsheet.Row row) {
        String code = row.requiredCode("编码", 40);
        if (!code.isEmpty()) {
            Integer first = rowOfCode.putIfAbsent(code, row.number());
            if (first != null) {
                row.problem("编码", "编码“" + code + "”重复，第 " + first + " 行已使用，请改为不同的编码。");
            }
        }
        return code;
    }

    private static @Nullable CriterionType type(Spreadsheet.Row row) {
        String label = row.code("类型");
        if (label.isEmpty()) {
            if (!row.isUnreadable("类型")) {
                row.problem("类型", "类型为空，请填写关键项、基本项、鼓励项、否决项或普通项。");
            }
            return null;
        }
        Optional<CriterionType> type = CriterionType.named(label);
        if (type.isEmpty()) {
            row.problem("类型", "类型“" + label + "”无法识别，只能是关键项、基本项、鼓励项、否决项或普通项。");
        }
        return type.orElse(null);
    }

    /** With two decimals; null after a problem. A veto may leave its points blank. */
    private static @Nullable BigDecimal points(Spreadsheet.Row row, @Nullable CriterionType type) {
        if (row.isBlank("分值")) {
            if (type == CriterionType.VETO) {
                return BigDecimal.ZERO.setScale(2);
            }
            row.problem("分值", "分值为空，请填写数字。");
            return null;
        }
        BigDecimal number = row.number("分值");
        if (number == null) {
            return null;
        }
        String fault = null;
        if (number.signum() < 0) {
            fault = "分值不能为负数。";
        } else if (number.stripTrailingZeros().scale() > 2) {
            fault = "分值最多两位小数。";
        } else if (number.compareTo(MAX_POINTS) > 0) {
            fault = "分值不能超过 999999.99。";
        } else if (type == CriterionType.VETO && number.signum() != 0) {
            fault = "否决项不计分，分值应为 0。";
        }
        if (fault != null) {
            row.problem("分值", fault);
            return null;
        }
        return number.setScale(2, RoundingMode.UNNECESSARY);
    }
}
