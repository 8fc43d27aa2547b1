package org.chuangjian;

import java.nio.file.Path;
import org.chuangjian.support.Postgres;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Scores and metrics on a real PostgreSQL. */
@DirtiesContext
class ScoreApiOnPostgresTests extends ScoreApiTests {

    @TempDir
    static Path data;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        String url = Postgres.freshDatabase();
        properties.add("chuangjian.data", data::toString);
        properties.add("spring.datasource.url", () -> url);
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("spring.datasource.password", () -> "postgres");
    }
}
