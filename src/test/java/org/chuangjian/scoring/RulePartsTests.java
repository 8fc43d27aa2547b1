package org.chuangjian.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.chuangjian.scoring.RuleParts.Part;
import org.chuangjian.scoring.RuleParts.Type;
import org.junit.jupiter.api.Test;

class RulePartsTests {

    @Test
    void keepsTheProseOfASingleRule() {
        assertThat(RuleParts.of("TIERED:足额3,部分1.5,无0").parts()).containsExactly(new Part(Type.TIERED, "足额3,部分1.5,无0"));
        assertThat(RuleParts.of("PROPORTIONAL:完成率×1.5+按期处置率×1.5").parts())
                .containsExactly(new Part(Type.PROPORTIONAL, "完成率×1.5+按期处置率×1.5"));
    }

    @Test
    void addsUpSeveralParts() {
        assertThat(RuleParts.of("PROPORTIONAL:实施率/90%×4封顶4+MANUAL:体系完整0-2").parts())
                .containsExactly(new Part(Type.PROPORTIONAL, "实施率/90%×4封顶4"), new Part(Type.MANUAL, "体系完整0-2"));
        assertThat(RuleParts.of("PROPORTIONAL:报告率×1+整治MANUAL 1").parts())
                .containsExactly(new Part(Type.PROPORTIONAL, "报告率×1"), new Part(Type.MANUAL, "整治 1"));
        assertThat(RuleParts.of("PROPORTIONAL:完成率×3+TIERED:合格率≥98%得3,95-98%得2,否则0")
                        .parts())
                .extracting(Part::type)
                .containsExactly(Type.PROPORTIONAL, Type.TIERED);
    }

    @Test
    void knowsTheAwardsRulesAndVetoes() {
        assertThat(RuleParts.of("PROCESS_ADLI:0-5/10-25/30-45/50-65/70-85/90-100%")
                        .parts())
                .extracting(Part::type)
                .contains(Type.ADLI);
        assertThat(RuleParts.of("RESULT_LETCI").parts()).containsExactly(new Part(Type.LETCI, ""));
        assertThat(RuleParts.of("VETO_THRESHOLD:≥1即否决").parts())
                .extracting(Part::type)
                .contains(Type.VETO_THRESHOLD);
    }

    @Test
    void showsARuleWithoutATypeAsItIs() {
        assertThat(RuleParts.of("酌情评分，满分5分").parts()).containsExactly(new Part(Type.OTHER, "酌情评分，满分5分"));
        assertThat(RuleParts.of("").parts()).containsExactly(new Part(Type.OTHER, ""));
        assertThat(RuleParts.of("SPECIAL:按省里办法").parts()).containsExactly(new Part(Type.OTHER, "SPECIAL:按省里办法"));
    }

    @Test
    void suggestsAFormulaOnlyWhereTheProseNamesOneDeduction() {
        assertThat(RuleParts.of("DEDUCT:每户问题扣0.2").suggestion()).isEqualTo("points - 0.2 * findings.open");
        assertThat(RuleParts.of("DEDUCT:每少1次扣0.5,议定事项未落实每项扣0.5").suggestion())
                .isEqualTo("points - 0.5 * findings.open");
        assertThat(RuleParts.of("DEDUCT:未演练扣1,迟报每次扣0.5").suggestion()).isEmpty();
        assertThat(RuleParts.of("MANUAL:0-1").suggestion()).isEmpty();
    }

    @Test
    void suggestsAFormulaThatAddsWhatAPersonGives() {
        assertThat(RuleParts.of("PROPORTIONAL:报告率×1+整治MANUAL 1").suggestion())
                .isEqualTo("metric(\"报告率\") / 100 * 1 + manual");
        assertThat(RuleParts.of("PROPORTIONAL:实施率/90%×4封顶4+MANUAL:体系完整0-2").suggestion())
                .isEqualTo("cap(metric(\"实施率\") / 90 * 4, 4) + manual");
        assertThat(RuleParts.of("PROPORTIONAL:完成率×3+TIERED:合格率≥98%得3").suggestion())
                .isEmpty();
        assertThat(RuleParts.of("TIERED:足额3+MANUAL 1").suggestion()).isEmpty();
    }
}
