package org.chuangjian.evidence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.chuangjian.shared.Ids;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The same sentences on PostgreSQL, where a failed statement ends a transaction that has no savepoint. */
class EvidenceBookOnPostgresTests extends EvidenceBookTests {

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    EvidenceSetting setting(Path folder) {
        String database = "evidence_" + Ids.next().toLowerCase(java.util.Locale.ROOT);
        JdbcClient.create(server.getPostgresDatabase())
                .sql("create database " + database)
                .update();
        return new EvidenceSetting(folder, server.getDatabase("postgres", database));
    }
}
