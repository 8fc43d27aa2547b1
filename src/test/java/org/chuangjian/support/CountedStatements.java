package org.chuangjian.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts the SQL statements that reach the database; a batch of one statement counts once. Connections are wrapped only
 * while somebody counts, so that what is timed runs on the driver itself.
 */
@TestConfiguration(proxyBeanMethods = false)
public class CountedStatements {

    private static final AtomicLong COUNT = new AtomicLong();
    private static final AtomicInteger COUNTING = new AtomicInteger();

    /** How many statements the deed takes, whichever threads send them; nothing else may run meanwhile. */
    public static <T> long during(Callable<T> deed) throws Exception {
        COUNTING.incrementAndGet();
        try {
            long before = COUNT.get();
            deed.call();
            return COUNT.get() - before;
        } finally {
            COUNTING.decrementAndGet();
        }
    }

    @Bean
    static BeanPostProcessor countingDataSource() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source && name.equals("dataSource") ? new Switched(source) : bean;
            }
        };
    }

    private static final class Switched extends DelegatingDataSource {

        private final DataSource counted;

        Switched(DataSource plain) {
            super(plain);
            this.counted =
                    ProxyDataSourceBuilder.create(plain).listener(new Counter()).build();
        }

        @Override
        public Connection getConnection() throws SQLException {
            return COUNTING.get() > 0 ? counted.getConnection() : super.getConnection();
        }
    }

    private static final class Counter implements QueryExecutionListener {

        @Override
        public void beforeQuery(ExecutionInfo execution, java.util.List<QueryInfo> queries) {
            COUNT.incrementAndGet();
        }

        @Override
        public void afterQuery(ExecutionInfo execution, java.util.List<QueryInfo> queries) {}
    }
}
