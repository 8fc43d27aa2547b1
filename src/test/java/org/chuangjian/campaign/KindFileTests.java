package org.chuangjian.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.criteria.CriterionType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindFileTests {

    @ParameterizedTest
    @ValueSource(strings = {"giZone", "foodSafetyCounty"})
    void readsTheKindsThatShip(String kind) throws IOException {
        CampaignKind read = read(kind, text(kind));
        assertThat(read.stages()).first().extracting(CampaignKind.Stage::code).isEqualTo("preparation");
        assertThat(read.stages()).last().extracting(CampaignKind.Stage::code).isEqualTo("naming");
        assertThat(read.deadlines()).containsOnlyKeys(CriterionType.values());
        assertThat(read.reasonCodes()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "posture: APPLICANT | posture: OWNER | 不在可用的值之中",
                "threshold: | treshold: | 不认识的名称：treshold",
                "kind: giZone | kind: other | 应与所在文件夹同名",
                "noticeWorkingDays: 30 | noticeWorkingDays: dreissig | 应是整数",
                "stage: decomposition | stage: nowhere | 没有这个阶段：nowhere",
                "bonusCountsTowardPass: false | bonusCountsTowardPass: perhaps | 应是 true 或 false",
                "code: ownersAssigned | code: starsAligned | 不在可用的值之中",
            })
    void namesFileAndLineOfAMistake(String right, String wrong, String reason) throws IOException {
        assertNamed("giZone", right, wrong, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evaluationPassed, key: acceptance | evaluationPassed, key: inspection | 没有这个阶段：inspection",
                "evaluationPassed, key: acceptance | evaluationPassed, key: building | 没有上级评价",
                "code: yearlyVisit, name: 示范点位年度回访, due: \"10-31\" | code: yearlyReport, name: 回访, due: \"12-31\" | 在同一天重复",
            })
    void namesAReferenceThatLeadsNowhere(String right, String wrong, String reason) throws IOException {
        assertNamed("foodSafetyCounty", right, wrong, reason);
    }

    @Test
    void asksForTheSurveyAGateIsToJudge() throws IOException {
        String text = text("giZone");
        int at = text.indexOf("conditions:\n") + "conditions:\n".length();
        String broken = text.substring(0, at) + "      - {code: surveyPassed, owner: 统计局}\n" + text.substring(at);
        int line = 1 + StringUtils.countMatches(text.substring(0, at), '\n');
        assertThatThrownBy(() -> read("giZone", broken))
                .isInstanceOf(InvalidKind.class)
                .hasMessageStartingWith("bpmn/giZone/kind.yaml:" + line + " ")
                .hasMessageContaining("要有 survey 一节");
    }

    private static void assertNamed(String kind, String right, String wrong, String reason) throws IOException {
        String text = text(kind);
        assertThat(text).contains(right);
        int line = 1 + StringUtils.countMatches(text.substring(0, text.indexOf(right)), '\n');
        String broken =
                text.substring(0, text.indexOf(right)) + wrong + text.substring(text.indexOf(right) + right.length());
        assertThatThrownBy(() -> read(kind, broken))
                .isInstanceOf(InvalidKind.class)
                .hasMessageStartingWith("bpmn/" + kind + "/kind.yaml:" + line + " ")
                .hasMessageContaining(reason);
    }

    @Test
    void saysSoWhenTheFileIsEmptyOrNoYaml() {
        assertThatThrownBy(() -> read("giZone", "")).hasMessageContaining("kind.yaml:1 文件是空的");
        assertThatThrownBy(() -> read("giZone", "kind: [a\nname: b")).hasMessageContaining("不是有效的 YAML");
    }

    private static String text(String kind) throws IOException {
        return Files.readString(Path.of("bpmn", kind, "kind.yaml"));
    }

    private static CampaignKind read(String kind, String text) {
        return KindFile.read(
                "bpmn/" + kind + "/kind.yaml", kind, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
