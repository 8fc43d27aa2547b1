package org.chuangjian.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.campaign.InvalidKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

/** A folder of {@code bpmn/} that does not hold together stops the start with file, line and reason. */
class ModelCheckTests {

    private static final Map<String, Class<?>> STEPS = Map.of(
            "assignmentSteps",
            AssignmentSteps.class,
            "campaignSteps",
            CampaignSteps.class,
            "followUpSteps",
            FollowUpSteps.class,
            "rectificationSteps",
            RectificationSteps.class,
            "selfScoringSteps",
            SelfScoringSteps.class,
            "supervisionSteps",
            SupervisionSteps.class,
            "titleSteps",
            TitleSteps.class);

    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        FileSystemUtils.copyRecursively(Path.of("bpmn"), folder);
    }

    @Test
    void findsNothingWrongWithTheModelsThatShip() throws IOException {
        ProcessFolders folders = folders();
        ModelCheck check = new ModelCheck(folders, STEPS);
        assertThat(folders.processes()).contains("assignment", "giZone", "foodSafetyCounty", "building");
        folders.processes().forEach(check::check);
    }

    @Test
    void namesTheLineThatOpensAMissingForm() throws IOException {
        Files.delete(folder.resolve("assignment/handle.html"));
        assertThatThrownBy(this::check)
                .isInstanceOf(InvalidKind.class)
                .hasMessageStartingWith(
                        "bpmn/assignment/assignment.bpmn:" + line("embedded:deployment:handle.html") + " ")
                .hasMessageContaining("缺少表单 handle.html");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "assignmentSteps.submit(assignmentId) | assignmentSteps.publish(assignmentId) | 没有这个步骤：assignmentSteps.publish",
                "assignmentSteps.submit(assignmentId) | assignmentSteps.submit(assignmentId, 1) | （2 个参数）",
                "assignmentSteps.submit(assignmentId) | environment.getProperty('x') | 模型不能调用 environment",
                "camunda:expression=\"${assignmentSteps.submit(assignmentId)}\" | camunda:class=\"java.lang.Object\" | 不允许使用 class",
                "<bpmn:process id=\"assignment\" | <bpmn:process id=\"other\" | 流程编号应与文件夹同名",
            })
    void namesTheLineOfWhatAModelMayNotDo(String right, String wrong, String reason) throws IOException {
        int line = line(right);
        Path model = model();
        Files.writeString(model, StringUtils.replaceOnce(Files.readString(model), right, wrong));
        assertThatThrownBy(this::check)
                .isInstanceOf(InvalidKind.class)
                .hasMessageStartingWith("bpmn/assignment/assignment.bpmn:" + line + " ")
                .hasMessageContaining(reason);
    }

    @Test
    void saysSoWhenAModelIsNoXml() throws IOException {
        Files.writeString(model(), "not a model");
        assertThatThrownBy(this::check).hasMessageContaining("assignment.bpmn:1 不是有效的 XML");
    }

    private void check() throws IOException {
        new ModelCheck(folders(), STEPS).check("assignment");
    }

    private ProcessFolders folders() throws IOException {
        return new ProcessFolders(folder.toUri().toString().replaceAll("/$", ""));
    }

    private Path model() {
        return folder.resolve("assignment/assignment.bpmn");
    }

    private int line(String text) throws IOException {
        String model = Files.readString(model());
        assertThat(model).contains(text);
        return 1 + StringUtils.countMatches(model.substring(0, model.indexOf(text)), '\n');
    }
}
