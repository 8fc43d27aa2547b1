package org.chuangjian.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The folders of {@code bpmn/} as packed with the product: one a process, with its model and forms. What several
 * processes share stands in {@code bpmn/shared}.
 */
final class ProcessFolders {

    static final String SHARED = "shared";

    private final Map<String, Map<String, Resource>> files = new TreeMap<>();

    /** @param location e.g. {@code classpath:/bpmn} */
    ProcessFolders(String location) throws IOException {
        for (Resource file : new PathMatchingResourcePatternResolver().getResources(location + "/*/*.*")) {
            String[] path = file.getURL().getPath().split("/");
            files.computeIfAbsent(path[path.length - 2], folder -> new TreeMap<>())
                    .put(path[path.length - 1], file);
        }
    }

    /** Ids of the processes: the folders that hold a model of their own name. */
    List<String> processes() {
        return files.entrySet().stream()
                .filter(folder -> folder.getValue().containsKey(folder.getKey() + ".bpmn"))
                .map(Map.Entry::getKey)
                .toList();
    }

    Resource model(String process) {
        return Objects.requireNonNull(folder(process).get(process + ".bpmn"), process);
    }

    boolean hasForm(String process, String form) {
        return folder(process).containsKey(form) || folder(SHARED).containsKey(form);
    }

    /** The form, the process's own before a shared one. */
    Resource form(String process, String form) {
        Resource own = folder(process).get(form);
        return own != null ? own : Objects.requireNonNull(folder(SHARED).get(form), form);
    }

    private Map<String, Resource> folder(String name) {
        return files.getOrDefault(name, Map.of());
    }
}
