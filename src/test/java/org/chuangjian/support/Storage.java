package org.chuangjian.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.util.FileSystemUtils;

/** Where the product of a test keeps what it is told. */
public final class Storage {

    private Storage() {}

    /** Files and the product's own database in the folder, as after a first start. */
    public static void inFolder(DynamicPropertyRegistry properties, Path folder) {
        properties.add("chuangjian.data", folder::toString);
    }

    /** Files in the folder, rows in a fresh database of a real PostgreSQL. */
    public static void onPostgres(DynamicPropertyRegistry properties, Path folder) {
        String url = Postgres.freshDatabase();
        inFolder(properties, folder);
        properties.add("spring.datasource.url", () -> url);
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("spring.datasource.password", () -> "postgres");
    }

    /** Files in a folder that goes with the context, rows in memory. */
    static final class InMemory implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            try {
                Path folder = Files.createTempDirectory("chuangjian-test");
                TestPropertyValues.of(
                                "chuangjian.data=" + folder,
                                "spring.datasource.url=jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1")
                        .applyTo(context);
                context.addApplicationListener(new Clearing(folder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Clearing(Path folder) implements ApplicationListener<ContextClosedEvent> {

        @Override
        public void onApplicationEvent(ContextClosedEvent event) {
            try {
                FileSystemUtils.deleteRecursively(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
