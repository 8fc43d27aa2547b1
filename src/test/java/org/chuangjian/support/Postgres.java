package org.chuangjian.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for the whole test run, with a fresh database for whoever asks. */
public final class Postgres {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Postgres() {}

    /** @return the JDBC URL of a new, empty database; user and password are {@code postgres} */
    public static String freshDatabase() {
        String name = "chuangjian" + COUNT.incrementAndGet();
        try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Server.POSTGRES.getJdbcUrl("postgres", name) + "&password=postgres";
    }

    private static final class Server {

        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                // The library switches these off for speed; a test of what survives needs them as in real use.
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("No PostgreSQL for the tests: its binaries come from Maven Central", e);
            }
        }
    }
}
