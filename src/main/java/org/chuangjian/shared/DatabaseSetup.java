package org.chuangjian.shared;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import liquibase.Liquibase;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.boot.autoconfigure.liquibase.LiquibaseProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings the tables up to date before anything uses them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiquibaseProperties.class)
class DatabaseSetup {

    @Bean
    SpringLiquibase liquibase(DataSource database, LiquibaseProperties properties) {
        SpringLiquibase liquibase = new OneNodeAtATime();
        liquibase.setDataSource(database);
        liquibase.setChangeLog(properties.getChangeLog());
        return liquibase;
    }

    /**
     * Liquibase's own lock is a row: a node killed while it holds it would keep every later start out for good, and on
     * an empty database two nodes fail over creating its table. A lock of the connection goes with the node that held
     * it. Whoever has it knows that a row still marked as locked is left over. The embedded database needs none: it
     * admits one process only.
     */
    private static final class OneNodeAtATime extends SpringLiquibase {

        /** Any number nothing else in this database uses. */
        private static final long LOCK = 4_207_191_125L;

        @Override
        public void afterPropertiesSet() throws LiquibaseException {
            try (Connection connection = getDataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                if (!"PostgreSQL".equals(connection.getMetaData().getDatabaseProductName())) {
                    super.afterPropertiesSet();
                    return;
                }
                statement.execute("select pg_advisory_lock(" + LOCK + ")");
                try {
                    super.afterPropertiesSet();
                } finally {
                    statement.execute("select pg_advisory_unlock(" + LOCK + ")");
                }
            } catch (SQLException e) {
                throw new LiquibaseException(e);
            }
        }

        @Override
        protected void performUpdate(Liquibase liquibase) throws LiquibaseException {
            liquibase.forceReleaseLocks();
            super.performUpdate(liquibase);
        }
    }
}
