package org.chuangjian.support;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chuangjian.ChuangjianApplication;

/** The product as a process of its own, so that it can be killed as a machine dies: without a word. */
public final class Node implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration START = Duration.ofMinutes(3);

    private final Process process;
    private final Path output;

    private Node(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Begins to start; see {@link #awaitReady}.
     *
     * @param temporary for what it writes to the console and for its temporary files
     */
    public static Node begin(Path temporary, String... options) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String product = Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                product,
                ChuangjianApplication.class.getName(),
                "--server.port=0",
                "--logging.file.name="));
        command.addAll(List.of(options));
        try {
            Path output = Files.createTempFile(temporary, "node", ".log");
            return new Node(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start(),
                    output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Node awaitReady() {
        await().atMost(START).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("The node has ended:\n" + output());
            }
            return output().contains("Started ChuangjianApplication");
        });
        return this;
    }

    /** For a node that is not expected to start; comes back with its exit code. */
    public int awaitEnd() {
        await().atMost(START).until(() -> !process.isAlive());
        return process.exitValue();
    }

    public int port() {
        Matcher port = PORT.matcher(output());
        if (!port.find()) {
            throw new IllegalStateException("No port:\n" + output());
        }
        return Integer.parseInt(port.group(1));
    }

    /** Everything it has written to the console. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean running() {
        return process.isAlive();
    }

    /** kill -9; comes back when it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
