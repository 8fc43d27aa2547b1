package org.chuangjian.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        return files.keySet().stream()
                .filter(folder -> files.get(folder).containsKey(folder + ".bpmn"))
                .toList();
    }

    /** The folders with a file of this name. */
    List<String> holding(String fileName) {
        return files.keySet().stream()
                .filter(folder -> files.get(folder).containsKey(fileName))
                .toList();
    }

    Resource model(String process) {
        return files.get(process).get(process + ".bpmn");
    }

    boolean hasForm(String process, String form) {
        return files.get(process).containsKey(form)
                || files.getOrDefault(SHARED, Map.of()).containsKey(form);
    }

    /** The form, the process's own before a shared one. */
    Resource form(String process, String form) {
        Resource own = files.get(process).get(form);
        return own != null ? own : files.get(SHARED).get(form);
    }

    byte[] content(Resource file) throws IOException {
        try (InputStream content = file.getInputStream()) {
            return content.readAllBytes();
        }
    }

    List<String> folders() {
        return new ArrayList<>(files.keySet());
    }
}
