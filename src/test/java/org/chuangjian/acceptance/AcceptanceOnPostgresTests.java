package org.chuangjian.acceptance;

import java.nio.file.Path;
import org.chuangjian.support.Storage;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On a real PostgreSQL. */
@DirtiesContext
class AcceptanceOnPostgresTests extends AcceptanceTests {

    @TempDir
    static Path data;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.onPostgres(properties, data);
    }
}
