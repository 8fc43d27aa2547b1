package org.chuangjian.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a bench has measured, said as it comes and written to {@code target/bench} in the end. */
final class Results {

    private final String name;
    private final Map<String, Object> values = new LinkedHashMap<>();

    Results(String name) {
        this.name = name;
    }

    void put(String key, Object value) {
        values.put(key, value);
        System.out.println("bench " + key + " = " + value);
    }

    void write() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "bench"));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(name + ".json").toFile(), values);
    }

    /** Two decimals. */
    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
