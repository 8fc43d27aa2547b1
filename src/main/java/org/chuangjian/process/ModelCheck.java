package org.chuangjian.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.chuangjian.campaign.InvalidKind;

/**
 * Reads a model before it is deployed and finds what would fail only years later, when a campaign gets there: a form
 * that is missing, a step nobody offers, a called process that does not exist.
 */
final class ModelCheck {

    private static final Pattern CALL = Pattern.compile("\\$\\{\\s*(\\w+)\\.(\\w+)\\(([^}]*)\\)\\s*}");
    private static final Pattern BEAN = Pattern.compile("[$#]\\{\\s*(\\w+)\\.");
    private static final String FORM = "embedded:deployment:";
    private static final Set<String> IMPLICIT = Set.of("execution", "task");

    private final ProcessFolders folders;
    private final Map<String, Class<?>> steps;

    /** @param steps the beans a model may call, by name */
    ModelCheck(ProcessFolders folders, Map<String, Class<?>> steps) {
        this.folders = folders;
        this.steps = steps;
    }

    /**
     * @return the names of the forms the model opens
     * @throws InvalidKind naming the file and the line
     */
    Set<String> check(String process) {
        String file = "bpmn/" + process + "/" + process + ".bpmn";
        Set<String> forms = new TreeSet<>();
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream content = folders.model(process).getInputStream()) {
            XMLStreamReader reader = factory.createXMLStreamReader(content);
            while (reader.hasNext()) {
                int event = reader.next();
                int line = reader.getLocation().getLineNumber();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    for (int i = 0; i < reader.getAttributeCount(); i++) {
                        attribute(
                                file,
                                line,
                                process,
                                reader.getLocalName(),
                                reader.getAttributeLocalName(i),
                                reader.getAttributeValue(i),
                                forms);
                    }
                } else if (event == XMLStreamConstants.CHARACTERS) {
                    expression(file, line, reader.getText());
                }
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
            throw new InvalidKind(file, line, "不是有效的 XML：" + e.getMessage());
        } catch (IOException e) {
            throw new InvalidKind(file, 1, "读不出来：" + e.getMessage());
        }
        return forms;
    }

    private void attribute(
            String file, int line, String process, String element, String name, String value, Set<String> forms) {
        switch (name) {
            case "formKey" -> {
                if (!value.startsWith(FORM)) {
                    throw new InvalidKind(file, line, "表单应写成 " + FORM + "文件名，现为 " + value);
                }
                String form = value.substring(FORM.length());
                if (!folders.hasForm(process, form)) {
                    throw new InvalidKind(file, line, "缺少表单 " + form + "，应放在 bpmn/" + process + "/ 或 bpmn/shared/");
                }
                forms.add(form);
            }
            case "calledElement" -> {
                if (!folders.processes().contains(value)) {
                    throw new InvalidKind(file, line, "调用的流程 " + value + " 不存在");
                }
            }
            case "class", "delegateExpression", "scriptFormat", "connectorId", "topic" ->
                throw new InvalidKind(file, line, "模型中不允许使用 " + name);
            case "id" -> {
                if (element.equals("process") && !value.equals(process)) {
                    throw new InvalidKind(file, line, "流程编号应与文件夹同名：" + process + "，现为 " + value);
                }
            }
            default -> expression(file, line, value);
        }
    }

    private void expression(String file, int line, String text) {
        Matcher bean = BEAN.matcher(text);
        while (bean.find()) {
            if (!IMPLICIT.contains(bean.group(1)) && !steps.containsKey(bean.group(1))) {
                throw new InvalidKind(file, line, "模型不能调用 " + bean.group(1) + "，可用的有 " + new TreeSet<>(steps.keySet()));
            }
        }
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            Class<?> type = steps.get(call.group(1));
            if (type == null) {
                continue;
            }
            int arguments = arguments(call.group(3)).size();
            boolean known = Arrays.stream(type.getMethods())
                    .anyMatch(method ->
                            method.getName().equals(call.group(2)) && method.getParameterCount() == arguments);
            if (!known) {
                throw new InvalidKind(
                        file, line, "没有这个步骤：" + call.group(1) + "." + call.group(2) + "（" + arguments + " 个参数）");
            }
        }
    }

    private static List<String> arguments(String text) {
        List<String> arguments = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                arguments.add(part.strip());
            }
        }
        return arguments;
    }
}
