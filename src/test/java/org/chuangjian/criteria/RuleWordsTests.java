package org.chuangjian.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleWordsTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROPORTIONAL:达标率×3 | 按比例：达标率×3",
                "VETO_THRESHOLD：查实即否决 | 否决线：查实即否决",
                "PROPORTIONAL:完成率×3+TIERED:合格率≥98%得3 | 按比例：完成率×3+分档：合格率≥98%得3",
                "PROPORTIONAL:报告率×1+整治MANUAL 1 | 按比例：报告率×1+整治评审评分：1",
                "PROCESS_ADLI | 过程评分（方法、展开、学习、整合）",
                "按 GAP 认证数得分 | 按 GAP 认证数得分",
            })
    void saysTheTypeOfARuleInChinese(String text, String said) {
        assertThat(new RuleWords().say(text)).isEqualTo(said);
    }
}
