package org.chuangjian.title;

import java.nio.file.Path;
import org.chuangjian.support.Storage;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Titles on the embedded database. */
@DirtiesContext
class TitleOnH2Tests extends TitleTests {

    @TempDir
    static Path data;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.inFolder(properties, data);
    }
}
