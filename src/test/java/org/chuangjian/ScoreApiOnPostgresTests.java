package org.chuangjian;

import java.nio.file.Path;
import org.chuangjian.support.Storage;
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
        Storage.onPostgres(properties, data);
    }
}
