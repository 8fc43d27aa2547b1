package org.chuangjian.inspection;

import org.chuangjian.support.ApplicationServer;
import org.chuangjian.support.Postgres;

/** On a real PostgreSQL. */
class RectificationOnPostgresTests extends RectificationTests {

    @Override
    ApplicationServer started() {
        return ApplicationServer.start(
                "--spring.datasource.url=" + Postgres.freshDatabase(),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres");
    }
}
