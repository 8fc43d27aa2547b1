package org.chuangjian.revision;

import java.nio.file.Path;
import org.chuangjian.support.Storage;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Changes of edition on a real PostgreSQL. */
@DirtiesContext
class EditionChangeOnPostgresTests extends EditionChangeTests {

    @TempDir
    static Path data;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.onPostgres(properties, data);
    }
}
