package org.chuangjian.support;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Counts the SQL statements that reach the database; a batch of one statement counts once. */
@TestConfiguration(proxyBeanMethods = false)
public class CountedStatements {

    private static final AtomicLong COUNT = new AtomicLong();

    /** How many statements the deed takes, whichever threads send them; nothing else may run meanwhile. */
    public static <T> long during(Callable<T> deed) throws Exception {
        long before = COUNT.get();
        deed.call();
        return COUNT.get() - before;
    }

    @Bean
    static BeanPostProcessor countingDataSource() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source && name.equals("dataSource")
                        ? ProxyDataSourceBuilder.create(source)
                                .listener(new Counter())
                                .build()
                        : bean;
            }
        };
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
