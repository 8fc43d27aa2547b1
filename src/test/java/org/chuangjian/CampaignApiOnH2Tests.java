package org.chuangjian;

import java.nio.file.Path;
import org.chuangjian.support.Storage;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The fixed interface on the embedded database, a file as in the default installation. */
@DirtiesContext
class CampaignApiOnH2Tests extends CampaignApiTests {

    @TempDir
    static Path data;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        Storage.inFolder(properties, data);
    }
}
