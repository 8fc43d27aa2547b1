package org.chuangjian.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.ChuangjianApplication;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.util.FileSystemUtils;

/** The whole product on a free port, with an empty database in memory and a folder of its own for files. */
public final class ApplicationServer implements AutoCloseable {

    private final Path data;
    private final ConfigurableApplicationContext context;

    private ApplicationServer(Path data, ConfigurableApplicationContext context) {
        this.data = data;
        this.context = context;
    }

    /** @param options {@code --name=value}, stronger than the product's defaults */
    public static ApplicationServer start(String... options) {
        return start(it -> {}, options);
    }

    /** With a clock of the test in the place of the product's. */
    public static ApplicationServer startWith(MovedClock clock, String... options) {
        return start(
                it -> it.registerBean("movedClock", MovedClock.class, () -> clock, bean -> bean.setPrimary(true)),
                options);
    }

    private static ApplicationServer start(Consumer<GenericApplicationContext> changes, String... options) {
        try {
            Path data = Files.createTempDirectory("chuangjian-test");
            Map<String, String> arguments = new LinkedHashMap<>();
            arguments.put("--server.port", "0");
            arguments.put("--chuangjian.data", data.toString());
            arguments.put("--chuangjian.example", "false");
            arguments.put("--spring.datasource.url", "jdbc:h2:mem:" + data.getFileName() + ";DB_CLOSE_DELAY=-1");
            for (String option : options) {
                arguments.put(StringUtils.substringBefore(option, "="), StringUtils.substringAfter(option, "="));
            }
            return new ApplicationServer(
                    data,
                    new SpringApplicationBuilder(ChuangjianApplication.class)
                            .initializers(it -> {
                                it.getBeanFactory().registerSingleton("withoutTestBeans", new WithoutTestBeans());
                                changes.accept((GenericApplicationContext) it);
                            })
                            .run(arguments.entrySet().stream()
                                    .map(option -> option.getKey() + "=" + option.getValue())
                                    .toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://localhost:" + port();
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public boolean running() {
        return context.isActive();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
        try {
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The component scan finds the beans of other tests too; the product has none of them. */
    private static final class WithoutTestBeans extends TypeExcludeFilter {

        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory factory) throws IOException {
            return type.getResource().getURL().getPath().contains("/test-classes/");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof WithoutTestBeans;
        }

        @Override
        public int hashCode() {
            return WithoutTestBeans.class.hashCode();
        }
    }
}
