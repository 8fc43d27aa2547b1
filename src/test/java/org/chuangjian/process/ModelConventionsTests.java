package org.chuangjian.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Association;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TextAnnotation;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaConnector;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaScript;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Every model in {@code bpmn/} reads alike, shows well and calls only what the product offers to models. */
class ModelConventionsTests {

    private static final Path FOLDER = Path.of("bpmn");
    private static final Path SHARED_FORMS = FOLDER.resolve("shared");
    private static final String EMBEDDED_FORM = "embedded:deployment:";
    private static final String NAMESPACE = "https://chuangjian.org/bpmn";

    /** The one way out of a model: a verb of a Steps bean, with plain arguments. */
    private static final String STEP = "\\$\\{[a-z]\\w*Steps\\.[a-z]\\w*\\(.*\\)}";

    /** A gateway reads one boolean: whoever sets it decides, the model only follows. */
    private static final String DECISION = "\\$\\{[a-z]\\w*}";

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".bpmn"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> kinds() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.endsWith("kind.yaml")).sorted().toList();
        }
    }

    @Test
    void findsTheModels() throws IOException {
        assertThat(models()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(kinds()).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("models")
    void isOneExecutableProcessNamedLikeItsFileAndFolder(Path file) {
        BpmnModelInstance model = read(file);
        Process process = processOf(model);

        assertThat(model.getDefinitions().getTargetNamespace()).isEqualTo(NAMESPACE);
        assertThat(file).endsWithRaw(Path.of(process.getId(), process.getId() + ".bpmn"));
        assertThat(process.getId()).matches("[a-z][A-Za-z]*");
        assertThat(process.isExecutable()).isTrue();
        assertThat(process.getCamundaHistoryTimeToLiveString()).isEqualTo("P3650D");
        assertThat(process.getCamundaVersionTag()).isNotBlank();
        assertThat(process.isCamundaStartableInTasklist())
                .as("started by the product, never by hand in Tasklist")
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("models")
    void saysInChineseWhatItIsFor(Path file) {
        BpmnModelInstance model = read(file);
        Process process = processOf(model);

        assertThat(process.getDocumentations())
                .singleElement()
                .satisfies(text -> assertThat(text.getTextContent()).containsPattern("\\p{IsHan}.*。"));
        assertThat(process.getName()).containsPattern("\\p{IsHan}");
        for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
            assertThat(node.getName()).as("label of %s", node.getId()).containsPattern("\\p{IsHan}");
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void notesItsBusinessKeyAtTheStart(Path file) {
        BpmnModelInstance model = read(file);

        TextAnnotation note = model.getModelElementsByType(TextAnnotation.class).stream()
                .filter(annotation -> annotation.getText().getTextContent().startsWith("业务键："))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no annotation names the business key in " + file));
        assertThat(note.getText().getTextContent())
                .isIn("业务键：任务编号", "业务键：创建活动编号", "业务键：问题编号", "业务键：督办单编号", "业务键：称号编号", "业务键：自评轮次编号/单位编码", "业务键：事项编号");
        assertThat(model.getModelElementsByType(Association.class)).anySatisfy(line -> {
            assertThat(line.getTarget()).isEqualTo(note);
            assertThat(line.getSource()).isInstanceOf(StartEvent.class);
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void prefixesEachIdWithWhatTheElementIs(Path file) {
        BpmnModelInstance model = read(file);

        for (FlowElement element : model.getModelElementsByType(FlowElement.class)) {
            assertThat(element.getId()).matches(prefixOf(element) + "_[a-z][A-Za-z0-9]*");
        }
        for (Message message : model.getModelElementsByType(Message.class)) {
            assertThat(message.getId()).isEqualTo("message_" + message.getName());
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void drawsEveryNodeAndFlow(Path file) {
        BpmnModelInstance model = read(file);
        Map<BaseElement, BpmnShape> shapes = model.getModelElementsByType(BpmnShape.class).stream()
                .collect(Collectors.toMap(BpmnShape::getBpmnElement, shape -> shape));
        Map<BaseElement, BpmnEdge> edges = model.getModelElementsByType(BpmnEdge.class).stream()
                .collect(Collectors.toMap(BpmnEdge::getBpmnElement, edge -> edge));

        assertThat(shapes.keySet())
                .containsAll(model.getModelElementsByType(FlowNode.class))
                .containsAll(model.getModelElementsByType(TextAnnotation.class));
        assertThat(edges.keySet())
                .containsAll(model.getModelElementsByType(SequenceFlow.class))
                .containsAll(model.getModelElementsByType(Association.class));
        assertThat(shapes.values()).allSatisfy(shape -> {
            assertThat(shape.getBounds().getWidth()).isPositive();
            assertThat(shape.getBounds().getHeight()).isPositive();
        });
        assertThat(edges.values())
                .allSatisfy(edge -> assertThat(edge.getWaypoints()).hasSizeGreaterThanOrEqualTo(2));
    }

    @ParameterizedTest
    @MethodSource("models")
    void joinsEveryNodeWrittenOutAtBothEnds(Path file) {
        BpmnModelInstance model = read(file);

        for (SequenceFlow flow : model.getModelElementsByType(SequenceFlow.class)) {
            assertThat(flow.getSource().getOutgoing()).contains(flow);
            assertThat(flow.getTarget().getIncoming()).contains(flow);
        }
        for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
            boolean apart = node instanceof SubProcess part && part.triggeredByEvent();
            if (!apart && !(node instanceof StartEvent) && !(node instanceof BoundaryEvent)) {
                assertThat(node.getIncoming()).as("way into %s", node.getId()).isNotEmpty();
            }
            if (!apart && !(node instanceof EndEvent)) {
                assertThat(node.getOutgoing()).as("way out of %s", node.getId()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void decidesAtGatewaysOnABooleanWithADefault(Path file) {
        BpmnModelInstance model = read(file);

        assertThat(model.getModelElementsByType(Gateway.class))
                .allSatisfy(gateway -> assertThat(gateway)
                        .as("only yes-or-no questions: %s", gateway.getId())
                        .isInstanceOf(ExclusiveGateway.class));
        for (ExclusiveGateway gateway : model.getModelElementsByType(ExclusiveGateway.class)) {
            assertThat(gateway.getName()).endsWith("？");
            assertThat(gateway.getDefault())
                    .as("default of %s", gateway.getId())
                    .isNotNull();
            assertThat(gateway.getOutgoing()).hasSize(2).contains(gateway.getDefault());
            for (SequenceFlow flow : gateway.getOutgoing()) {
                if (flow.equals(gateway.getDefault())) {
                    assertThat(flow.getName()).isEqualTo("否");
                    assertThat(flow.getConditionExpression()).isNull();
                } else {
                    assertThat(flow.getName()).isEqualTo("是");
                    assertThat(flow.getConditionExpression().getTextContent()).matches(DECISION);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void callsNothingButSteps(Path file) {
        BpmnModelInstance model = read(file);

        for (ServiceTask task : model.getModelElementsByType(ServiceTask.class)) {
            assertThat(task.getCamundaExpression()).as(task.getId()).matches(STEP);
            assertThat(task.getCamundaType()).as(task.getId()).isNull();
        }
        for (CamundaTaskListener listener : model.getModelElementsByType(CamundaTaskListener.class)) {
            assertThat(listener.getCamundaExpression()).matches(STEP);
        }
        for (CamundaExecutionListener listener : model.getModelElementsByType(CamundaExecutionListener.class)) {
            assertThat(listener.getCamundaExpression()).matches(STEP);
        }
        assertThat(model.getModelElementsByType(CamundaConnector.class)).isEmpty();
        assertThat(model.getModelElementsByType(CamundaScript.class)).isEmpty();
        for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
            assertThat(node.isCamundaAsyncBefore() || node.isCamundaAsyncAfter())
                    .as("%s commits together with the step before it", node.getId())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void givesEveryUserTaskToAGroupWithAWordOfAdvice(Path file) {
        for (UserTask task : read(file).getModelElementsByType(UserTask.class)) {
            assertThat(task.getCamundaCandidateGroupsList()).as(task.getId()).isNotEmpty();
            assertThat(task.getDocumentations()).as(task.getId()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void opensOnlyFormsThatExist(Path file) {
        for (UserTask task : read(file).getModelElementsByType(UserTask.class)) {
            String key = task.getCamundaFormKey();
            if (key == null) {
                continue;
            }
            assertThat(key).startsWith(EMBEDDED_FORM);
            String form = key.substring(EMBEDDED_FORM.length());
            assertThat(Stream.of(file.resolveSibling(form), SHARED_FORMS.resolve(form)))
                    .as("form %s of %s", form, task.getId())
                    .anyMatch(Files::isRegularFile);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void callsOnlyProcessesThatExistAndHandsThemTheBusinessKey(Path file) {
        for (CallActivity call : read(file).getModelElementsByType(CallActivity.class)) {
            String called = call.getCalledElement();
            assertThat(FOLDER.resolve(called).resolve(called + ".bpmn")).isRegularFile();

            Collection<CamundaIn> handed = call.getExtensionElements()
                    .getElementsQuery()
                    .filterByType(CamundaIn.class)
                    .list();
            assertThat(handed)
                    .as("all that %s hands over", call.getId())
                    .extracting(in -> Objects.requireNonNullElse(in.getCamundaSource(), in.getCamundaBusinessKey()))
                    .containsExactlyInAnyOrder("#{execution.processBusinessKey}", "campaignId");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void listsInKindYamlTheStagesThatTheModelCalls(Path file) throws IOException {
        Map<String, Object> kind = yaml(file);
        String name = String.valueOf(kind.get("kind"));
        assertThat(file).endsWithRaw(Path.of(name, "kind.yaml"));
        assertThat(file.resolveSibling("criteria.csv")).isRegularFile();

        BpmnModelInstance model = read(file.resolveSibling(name + ".bpmn"));
        assertThat(processOf(model).getName()).isEqualTo(kind.get("name"));
        assertThat(stages(kind))
                .as("code and name of each stage, in order")
                .isEqualTo(model.getModelElementsByType(CallActivity.class).stream()
                        .map(call -> call.getCalledElement() + " " + call.getName())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void endsEachStageAtExactlyOneGate(Path file) throws IOException {
        Map<String, Object> kind = yaml(file);

        List<String> gates = entries(kind, "milestones").stream()
                .filter(milestone -> Boolean.TRUE.equals(milestone.get("gate")))
                .map(milestone -> String.valueOf(milestone.get("stage")))
                .toList();
        assertThat(gates)
                .containsExactlyElementsOf(entries(kind, "stages").stream()
                        .map(stage -> String.valueOf(stage.get("code")))
                        .toList());
    }

    private static List<String> stages(Map<String, Object> kind) {
        return entries(kind, "stages").stream()
                .map(stage -> stage.get("code") + " " + stage.get("name"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(Map<String, Object> kind, String key) {
        return (List<Map<String, Object>>) Objects.requireNonNull(kind.get(key), key);
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        }
    }

    private static BpmnModelInstance read(Path file) {
        return Bpmn.readModelFromFile(file.toFile());
    }

    private static Process processOf(BpmnModelInstance model) {
        Collection<Process> processes = model.getModelElementsByType(Process.class);
        assertThat(processes).hasSize(1);
        return processes.iterator().next();
    }

    private static String prefixOf(FlowElement element) {
        if (element instanceof Gateway) {
            return "gateway";
        }
        if (element instanceof SequenceFlow) {
            return "flow";
        }
        if (element instanceof StartEvent) {
            return "startEvent";
        }
        if (element instanceof EndEvent) {
            return "endEvent";
        }
        if (element instanceof CatchEvent || element instanceof ThrowEvent) {
            return "event";
        }
        return element.getElementType().getTypeName();
    }
}
