package org.chuangjian.evidence;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.chuangjian.shared.Journal;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.util.unit.DataSize;

/** The module with its tables in a fresh database in memory and its files in a given folder. */
final class EvidenceSetting implements AutoCloseable {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2024-05-20T02:30:00Z"), ZoneId.of("Asia/Shanghai"));
    static final UploadTarget KITCHENS = new UploadTarget("A1", "C1", "1.1", "agri");
    static final UploadTarget MARKETS = new UploadTarget("A2", "C1", "1.2", "agri");

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    EvidenceSetting(Path data) {
        this(data, new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"));
    }

    EvidenceSetting(Path data, DataSource database) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("chuangjian.data", data.toString())));
        context.registerBean(DataSource.class, () -> database);
        context.register(
                Beans.class,
                Journal.class,
                FileTypes.class,
                EvidenceFiles.class,
                EvidenceLimits.class,
                EvidenceBook.class);
        context.refresh();
    }

    EvidenceBook book() {
        return context.getBean(EvidenceBook.class);
    }

    Journal journal() {
        return context.getBean(Journal.class);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    PlatformTransactionManager transactions() {
        return context.getBean(PlatformTransactionManager.class);
    }

    UploadResult add(UploadTarget target, Upload... uploads) {
        return book().add(target, java.util.List.of(uploads), "zhang", "张示例", "");
    }

    Evidence added(UploadTarget target, Upload upload) {
        return add(target, upload).stored().get(0);
    }

    static Upload upload(String name, byte[] content) {
        return new Upload(name, () -> new ByteArrayInputStream(content), content.length);
    }

    static Upload text(String name, String content) {
        return upload(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static EvidenceProperties limits(DataSize maxFileSize, DataSize maxUnpacked) {
        return new EvidenceProperties(maxFileSize, 3, 5, 1000, maxUnpacked, 200, Map.of());
    }

    @Override
    public void close() {
        context.close();
    }

    /** No configuration by name: a test that starts the whole product must not find it. */
    @EnableTransactionManagement
    static class Beans {

        @Bean
        EvidenceProperties evidenceProperties() {
            return limits(DataSize.ofMegabytes(1), DataSize.ofMegabytes(64));
        }

        @Bean
        Clock clock() {
            return CLOCK;
        }

        @Bean
        SpringLiquibase liquibase(DataSource database) {
            SpringLiquibase liquibase = new SpringLiquibase();
            liquibase.setDataSource(database);
            liquibase.setChangeLog("classpath:org/chuangjian/evidence/changelog.yaml");
            return liquibase;
        }

        @Bean
        JdbcClient jdbcClient(DataSource database) {
            return JdbcClient.create(database);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource database) {
            return new JdbcTransactionManager(database);
        }
    }
}
