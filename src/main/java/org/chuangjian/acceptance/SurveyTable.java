package org.chuangjian.acceptance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chuangjian.acceptance.SurveyDraft.AreaDraft;
import org.chuangjian.campaign.CampaignKind.SurveyMeasure;
import org.chuangjian.campaign.CampaignKind.SurveyRule;
import org.chuangjian.shared.RowProblem;
import org.chuangjian.shared.Spreadsheet;
import org.chuangjian.shared.SpreadsheetWriter;
import org.jspecify.annotations.Nullable;

/** The by-town table of a survey report: 乡镇, 样本量, one column a measure; the row 合计 is what the report declares. */
public final class SurveyTable {

    private static final String AREA = "乡镇";
    private static final String SAMPLE = "样本量";
    private static final Set<String> WHOLE = Set.of("合计", "总计", "总体", "全县", "全市", "全区", "平均");

    private SurveyTable() {}

    /**
     * @param sample of the row 合计, null without one
     * @param declared rates of the row 合计
     */
    public record Read(
            @Nullable Integer sample,
            Map<String, @Nullable BigDecimal> declared,
            List<AreaDraft> areas,
            List<RowProblem> problems) {}

    public static Read read(byte[] content, String fileName, SurveyRule rule) {
        Spreadsheet sheet = Spreadsheet.read(content, fileName)
                .alias(AREA, "乡镇(街道)", "乡镇街道", "镇街", "区域")
                .alias(SAMPLE, "样本", "样本数", "有效样本");
        List<String> columns = new ArrayList<>(List.of(AREA, SAMPLE));
        rule.measures().forEach(measure -> columns.add(measure.name()));
        sheet.require(columns.toArray(String[]::new));
        Integer sample = null;
        Map<String, @Nullable BigDecimal> declared = new HashMap<>();
        List<AreaDraft> areas = new ArrayList<>();
        boolean whole = false;
        for (Spreadsheet.Row row : sheet.rows()) {
            String name = row.requiredText(AREA, 100);
            Integer answers = row.integer(SAMPLE, "份", "人");
            if (answers == null && row.isBlank(SAMPLE)) {
                row.problem(SAMPLE, "样本量为空，请填写。");
            }
            Map<String, @Nullable BigDecimal> rates = new HashMap<>();
            for (SurveyMeasure measure : rule.measures()) {
                rates.put(measure.code(), row.number(measure.name(), "%", "％"));
            }
            if (WHOLE.contains(name)) {
                if (whole) {
                    row.problem(AREA, "“合计”出现了两次，请只保留一行。");
                }
                whole = true;
                sample = answers;
                declared = rates;
            } else {
                areas.add(new AreaDraft(name, answers, rates));
            }
        }
        return new Read(sample, declared, areas, sheet.problems());
    }

    public static SpreadsheetWriter template(SurveyRule rule, List<String> towns) {
        List<String> columns = new ArrayList<>(List.of(AREA, SAMPLE));
        rule.measures().forEach(measure -> columns.add(measure.name()));
        SpreadsheetWriter sheet = new SpreadsheetWriter().sheet("满意度测评", columns.toArray(String[]::new));
        sheet.row("合计");
        towns.forEach(sheet::row);
        return sheet;
    }
}
